"""The network that recognizes people: for each token, how likely it begins or continues the name of somebody.

A small convolutional network of spaCy's parts (hash embeddings of five features, three layers that each see one
neighbour more on both sides) and a softmax over "no name" and, for each kind of person, "begins" and "goes on". Unlike
spaCy's own entity recognizer it says how sure it is, and it is three times as fast.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from spacy.ml.models import MaxoutWindowEncoder, MultiHashEmbed, build_tagger_model, build_Tok2Vec_model
from spacy.tokens import Doc
from thinc.api import Model

from pipeline.language.tokens import FEATURE_NAMES, Token, WordClasses, make_doc, open_vocabulary, read_tokens
from pipeline.records import PersonKind

KINDS = tuple(PersonKind)
TAGS = 1 + 2 * len(KINDS)
"""No name; then for each kind its beginning, then for each kind its going on."""
Network = Model[list[Doc], list[Any]]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Recognized:
    """Something that looks like a name. `score` is the least likelihood of its words, 0 to 1; `kind` the likeliest one
    with its likelihood."""

    start: int
    end: int
    score: float
    kind: PersonKind
    kind_score: float
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """Which answers are taken: the least score of names of one word and of several, the least likelihood of a kind."""

    one_word: float
    several: float
    kind: float


def build_network(shape: dict[str, Any]) -> Network:
    """An untrained network of the sizes of `recipe.yml`."""
    width, rows = int(shape["width"]), [int(count) for count in shape["rows"]]
    embed = MultiHashEmbed(width=width, attrs=list(FEATURE_NAMES), rows=rows, include_static_vectors=False)
    encode = MaxoutWindowEncoder(
        width=width, window_size=1, maxout_pieces=int(shape["pieces"]), depth=int(shape["depth"])
    )
    network: Network = build_tagger_model(build_Tok2Vec_model(embed, encode), nO=TAGS, normalize=True)
    return network


class Recognizer:
    """A trained network with its word lists. It keeps the words it has seen: a page's answers do not depend on them."""

    def __init__(self, folder: Path) -> None:
        recipe = yaml.safe_load((folder / "recipe.yml").read_text("utf-8"))
        self.answers = Answers(**recipe["answers"])
        self.vocabulary = open_vocabulary(WordClasses.load(folder))
        self.network = build_network(recipe["network"])
        self.network.initialize(X=[make_doc(self.vocabulary, [Token(0, 1, "A")])])
        self.network.from_bytes((folder / "network.bin").read_bytes())

    def find(self, text: str) -> Iterator[Recognized]:
        """All that looks more like a name than not, in order."""
        tokens = list(read_tokens(text))
        if tokens:
            [scores] = self.network.predict([make_doc(self.vocabulary, tokens)])
            yield from find_names(tokens, np.asarray(scores))


def find_names(tokens: list[Token], scores: Scores) -> Iterator[Recognized]:
    """Runs of tokens that are more likely in a name than not; a new one begins where that is likelier than going on."""
    inside = 1.0 - scores[:, 0]
    begins = scores[:, 1 : 1 + len(KINDS)].sum(axis=1)
    places = [
        place
        for place in np.flatnonzero(inside > 0.5)
        if not tokens[place].text.isspace() or _goes_on(int(place), inside)
    ]
    run: list[int] = []
    for place in places:
        if run and (place != run[-1] + 1 or begins[place] > 0.5 * inside[place]):
            yield _recognized(tokens, scores, run)
            run = []
        run.append(int(place))
    if run:
        yield _recognized(tokens, scores, run)


def _goes_on(place: int, inside: Scores) -> bool:
    """A line end or a gap belongs to a name only where both its neighbours do."""
    return 0 < place < len(inside) - 1 and bool(inside[place - 1] > 0.5 and inside[place + 1] > 0.5)


def _recognized(tokens: list[Token], scores: Scores, run: list[int]) -> Recognized:
    kinds = scores[run, 1 : 1 + len(KINDS)] + scores[run, 1 + len(KINDS) :]
    mean = kinds.mean(axis=0)
    best = int(mean.argmax())
    return Recognized(
        tokens[run[0]].start,
        tokens[run[-1]].end,
        float((1.0 - scores[run, 0]).min()),
        KINDS[best],
        float(mean[best] / max(mean.sum(), 1e-6)),
        tuple(tokens[place].text for place in run),
    )
