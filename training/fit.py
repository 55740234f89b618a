"""Trains the network on papers as they are written, damaged papers, and papers that were typed and read again."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Adam, Optimizer, fix_random_seed, set_dropout_rate

from pipeline.language.model_files import MODEL_FILES
from pipeline.language.network import KINDS, TAGS, Network, Scores, build_network
from pipeline.language.tokens import Token, WordClasses, make_doc, open_vocabulary, read_tokens
from pipeline.model_files import save_checksums
from training.names import census, foreign, is_held_out, listed
from training.scan import Damage, load_scanned
from training.write import Writer, Written

DICTIONARY = Path("/usr/share/dict/american-english")
Lesson = tuple[Doc, Scores]


def save_word_lists(folder: Path) -> None:
    """The census whole; of the other names those that are not kept for measuring; the small words of Debian's
    dictionary (`wamerican`)."""
    known, others = census(), [*foreign(), *listed(folder / "names.yml")]
    for name, ranked, rest in (
        ("given", known.given, [o.given for o in others]),
        ("surnames", known.surnames[:60_000], [o.surnames for o in others]),
    ):
        more = sorted({word.lower() for words in rest for word in words if not is_held_out(word)})
        words = dict.fromkeys((*(word.lower() for word in ranked), *more))
        (folder / f"{name}.txt").write_text("\n".join(w for w in words if " " not in w) + "\n", "utf-8")
    lines = DICTIONARY.read_text("utf-8").split()
    small = (word for word in lines if word.isascii() and word.isalpha() and word.islower() and len(word) > 1)
    (folder / "ordinary.txt").write_text("\n".join(small) + "\n", "utf-8")


def truth(written: Written, tokens: list[Token]) -> Scores:
    """One row a token: 1.0 for what it is."""
    rows = np.zeros((len(tokens), TAGS), np.float32)
    spans = iter(written.spans)
    span, begun = next(spans, None), False
    for row, token in zip(rows, tokens, strict=True):
        while span is not None and span.end <= token.start:
            span, begun = next(spans, None), False
        if span is None or token.end <= span.start:
            row[0] = 1.0
        else:
            row[1 + KINDS.index(span.kind) + begun * len(KINDS)] = 1.0
            begun = True
    return rows


def _lesson(written: Written, vocabulary: Vocab) -> Lesson:
    tokens = list(read_tokens(written.text))
    return make_doc(vocabulary, tokens), truth(written, tokens)


def lessons(folder: Path, recipe: dict[str, Any], chance: Random) -> Iterator[Written]:
    """Papers for one round: half as they are written, half damaged, and all that were typed and read. In what nobody
    can read there are no names."""
    writer = Writer(folder, held_out=False)
    scanned = load_scanned(folder / "corpus.jsonl", "training")
    damage = Damage(json.loads((folder / "confusions.json").read_text("utf-8")))
    places = set(chance.sample(range(recipe["papers"]), min(len(scanned), recipe["papers"])))
    pages = iter(scanned)
    for number in range(recipe["papers"]):
        written = writer.write(chance, chance.randint(200, 1200))
        if chance.random() < recipe["damaged"]:
            written = damage.damage(written, chance, chance.expovariate(1.0))
        if chance.random() < recipe["unreadable"]:
            written = Written(damage.damage(written, chance, chance.uniform(4.0, 9.0)).text, ())
        yield written
        if number in places:
            yield next(pages)


def fit(folder: Path, recipe: dict[str, Any], network_shape: dict[str, Any]) -> None:
    """Trains and saves `network.bin`, the word lists and their checksums."""
    fix_random_seed(recipe["seed"])
    save_word_lists(folder)
    vocabulary = open_vocabulary(WordClasses.load(folder))
    network = build_network(network_shape)
    network.initialize(X=[make_doc(vocabulary, [Token(0, 1, "A")])])
    optimizer = Adam(recipe["rate"], L2=0.0, grad_clip=1.0)
    set_dropout_rate(network, recipe["dropout"])
    began, rounds = time.monotonic(), recipe["rounds"]
    for number in range(rounds):
        chance = Random(f"{recipe['seed']}/{number}")
        optimizer.learn_rate = recipe["rate"] * (1.0 - 0.95 * number / max(1, rounds - 1))
        loss = _round(network, optimizer, lessons(folder, recipe, chance), vocabulary)
        print(f"round {number + 1} of {rounds}: loss {loss:.4f} a token, {time.monotonic() - began:.0f} s", flush=True)
    with network.use_params(optimizer.averages):
        (folder / "network.bin").write_bytes(network.to_bytes())
    save_checksums(folder, MODEL_FILES)


def _round(network: Network, optimizer: Optimizer, papers: Iterator[Written], vocabulary: Vocab) -> float:
    lost, tokens, batch = 0.0, 0, list[Lesson]()
    for written in papers:
        batch.append(_lesson(written, vocabulary))
        if len(batch) == 12:
            lost += _learn(network, optimizer, batch)
            tokens += sum(len(doc) for doc, _ in batch)
            batch = []
    return lost / max(1, tokens)


def _learn(network: Network, optimizer: Optimizer, batch: list[Lesson]) -> float:
    """One step. The gradient of the cross entropy after a softmax is what was said less what is true."""
    said, backprop = network.begin_update([doc for doc, _ in batch])
    size = sum(len(doc) for doc, _ in batch)
    backprop([(guess - right) / size * 100.0 for guess, (_, right) in zip(said, batch, strict=True)])
    network.finish_update(optimizer)
    return sum(
        float(-np.log((guess * right).sum(axis=1) + 1e-9).sum()) for guess, (_, right) in zip(said, batch, strict=True)
    )
