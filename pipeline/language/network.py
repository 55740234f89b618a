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
from thinc.api import Model, NumpyOps

from pipeline.language.tokens import (
    FEATURE_NAMES,
    NO_WORD,
    UNKNOWN,
    Token,
    WordClasses,
    make_doc,
    normal_letters,
    open_vocabulary,
    read_tokens,
)
from pipeline.records import PersonKind

KINDS = tuple(PersonKind)
TAGS = 1 + 2 * len(KINDS)
"""No name; then for each kind its beginning, then for each kind its going on."""
Network = Model[list[Doc], list[Any]]
Scores = NDArray[np.float32]
_AROUND = 12
_MOST_WORDS = 50_000


@dataclass(frozen=True, slots=True)
class Recognized:
    """Something that looks like a name. `score` is the least likelihood of its words, 0 to 1; `clear` the share of
    known words among those around it, for in what nobody can read everything looks like a name; `kind` the likeliest
    one with its likelihood."""

    start: int
    end: int
    score: float
    clear: float
    kind: PersonKind
    kind_score: float
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """Which answers are taken: the least score, and the least share of known words around, of names of one word and of
    several; the least likelihood of a kind. A surname alone looks like many other things."""

    one_word: tuple[float, float]
    several: tuple[float, float]
    kind: float

    def take(self, one: Recognized) -> bool:
        """Is the model sure enough?"""
        score, clear = self.several if len(one.tokens) > 1 else self.one_word
        return one.score >= score and one.clear >= clear


def read_answers(said: dict[str, Any]) -> Answers:
    one_word, several = ((float(one["score"]), float(one["clear"])) for one in (said["one_word"], said["several"]))
    return Answers(one_word, several, float(said["kind"]))


def build_network(shape: dict[str, Any]) -> Network:
    """An untrained network of the sizes of `recipe.yml`."""
    width, rows = int(shape["width"]), [int(count) for count in shape["rows"]]
    embed = MultiHashEmbed(width=width, attrs=list(FEATURE_NAMES), rows=rows, include_static_vectors=False)
    encode = MaxoutWindowEncoder(
        width=width, window_size=1, maxout_pieces=int(shape["pieces"]), depth=int(shape["depth"])
    )
    network: Network = build_tagger_model(build_Tok2Vec_model(embed, encode), nO=TAGS, normalize=True)
    return network


class SeenWords:
    """The vectors of words, made once for each: they depend on the word alone, and most of a page has been seen before.
    `known` says of each whether it is a word, and one of a list."""

    def __init__(self, embed: Model[list[Doc], list[Any]], classes: WordClasses, width: int) -> None:
        self._embed, self._classes, self._width = embed, classes, width
        self._forget()

    def _forget(self) -> None:
        self._vocabulary = open_vocabulary(self._classes)
        self._rows: dict[str, int] = {}
        self.vectors = np.zeros((0, self._width), np.float32)
        self.known = np.zeros((0, 2), np.int32)

    def rows(self, tokens: list[Token]) -> list[int]:
        """The row of each token in `vectors` and `known`. A long archive has more words than memory: now and then all
        are forgotten."""
        if len(self._rows) > _MOST_WORDS:
            self._forget()
        new = list(dict.fromkeys(token.text for token in tokens if token.text not in self._rows))
        if new:
            doc = Doc(self._vocabulary, words=new)
            self._rows.update(zip(new, range(len(self._rows), len(self._rows) + len(new)), strict=True))
            self.vectors = np.vstack((self.vectors, self._embed.predict([doc])[0]))
            self.known = np.vstack((self.known, [_standing(token.lang_) for token in doc]))
        return [self._rows[token.text] for token in tokens]


def _standing(word_class: str) -> tuple[bool, bool]:
    return word_class != NO_WORD, word_class not in (NO_WORD, UNKNOWN)


class Recognizer:
    """A trained network with its word lists. It keeps the words it has seen: a page's answers do not depend on them."""

    def __init__(self, folder: Path) -> None:
        recipe = yaml.safe_load((folder / "recipe.yml").read_text("utf-8"))
        self.answers = read_answers(recipe["answers"])
        self.classes = WordClasses.load(folder)
        network = build_network(recipe["network"])
        network.initialize(X=[make_doc(open_vocabulary(self.classes), [Token(0, 1, "A")])])
        network.from_bytes((folder / "network.bin").read_bytes())
        for layer in network.walk():
            layer.ops = NumpyOps(use_blis=False)  # numpy's own products of matrices are three times as fast
        embed, self._encode = network.get_ref("tok2vec").layers
        self._output = network.get_ref("output_layer")
        self._seen = SeenWords(embed, self.classes, int(recipe["network"]["width"]))

    def find(self, text: str) -> Iterator[Recognized]:
        """All that looks more like a name than not, in order, but for plain words."""
        tokens = list(read_tokens(text))
        if tokens:
            rows = self._seen.rows(tokens)
            scores = self._output.predict(self._encode.predict([self._seen.vectors[rows]])[0])
            for one in find_names(tokens, scores, count_known(self._seen.known[rows])):
                if not self._is_plain(one):
                    yield one

    def _is_plain(self, one: Recognized) -> bool:
        """Words in capitals that are all ordinary, or a single word that is an ordinary one misread."""
        words = [normal_letters(token) for token in one.tokens if token[0].isalpha()]
        if len(words) == 1 and self.classes.is_misread(words[0]):
            return True
        return len(words) > 1 and "".join(one.tokens).isupper() and self.classes.are_ordinary(words)


def count_known(known: NDArray[np.int32]) -> NDArray[np.int32]:
    """Before each token, and after the last: how many words and how many known ones there have been."""
    return np.vstack(([0, 0], np.cumsum(known, axis=0))).astype(np.int32)


def find_names(tokens: list[Token], scores: Scores, counts: NDArray[np.int32]) -> Iterator[Recognized]:
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
            yield _recognized(tokens, scores, counts, run)
            run = []
        run.append(int(place))
    if run:
        yield _recognized(tokens, scores, counts, run)


def _goes_on(place: int, inside: Scores) -> bool:
    """A line end or a gap belongs to a name only where both its neighbours do."""
    return 0 < place < len(inside) - 1 and bool(inside[place - 1] > 0.5 and inside[place + 1] > 0.5)


def _share_known(counts: NDArray[np.int32], run: list[int]) -> float:
    first, last = max(0, run[0] - _AROUND), min(len(counts) - 1, run[-1] + 1 + _AROUND)
    words, known = counts[last] - counts[first] - (counts[run[-1] + 1] - counts[run[0]])
    return float(known / words) if words else 1.0


def _recognized(tokens: list[Token], scores: Scores, counts: NDArray[np.int32], run: list[int]) -> Recognized:
    kinds = scores[run, 1 : 1 + len(KINDS)] + scores[run, 1 + len(KINDS) :]
    mean = kinds.mean(axis=0)
    best = int(mean.argmax())
    return Recognized(
        tokens[run[0]].start,
        tokens[run[-1]].end,
        float((1.0 - scores[run, 0]).min()),
        _share_known(counts, run),
        KINDS[best],
        float(mean[best] / max(mean.sum(), 1e-6)),
        tuple(tokens[place].text for place in run),
    )
