"""Trains the network on lessons, and writes it as the file that Exculpa reads."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch.nn.functional import binary_cross_entropy_with_logits

from pipeline.detectors.sense_files import NETWORK, VOCABULARY
from pipeline.detectors.wordpieces import UNKNOWN, WordPieces
from training.leads.lessons import Confusions, Lesson, amid, damaged
from training.leads.network import Network, base_folder, said, start_from_base

_SPECIAL = ("[PAD]", UNKNOWN)
_LONGEST = 190
"""Word pieces of a lesson that are read."""
_BATCH, _SORTED = 24, 480
_WARM_UP = 0.06
_UNTOLD = 0.25
"""The weight of types of which the writer of an excerpt has said nothing: he named only the clear ones."""
_FOUND = 2.0
"""The weight of what is there against what is not."""


@dataclass(frozen=True, slots=True)
class Sources:
    """`rows` are shown in every round, of `silent` and `pages` some."""

    rows: Sequence[Lesson]
    silent: Sequence[str]
    pages: Sequence[str]


def choose_pieces(texts: Sequence[str], words: frozenset[str]) -> tuple[dict[str, int], list[int]]:
    """Our vocabulary, and the number of each piece in that of the base: what stands twice in the texts, ordinary
    words, and all single letters, of which every other word can be put together."""
    listed = (base_folder() / "vocab.txt").read_text("utf-8").split("\n")
    base = {word: number for number, word in enumerate(listed) if word}
    pieces = WordPieces(base)
    used = Counter(number for text in texts for number in {piece for piece, _start, _end in pieces.cut(text)})
    kept = [
        word
        for word, number in base.items()
        if word not in _SPECIAL
        and (used[number] > 1 or word in words or (len(word.removeprefix("##")) == 1 and word.isascii()))
    ]
    kept = [*_SPECIAL, *kept]
    return {word: number for number, word in enumerate(kept)}, [base[word] for word in kept]


def round_of(sources: Sources, recipe: dict[str, Any], confusions: Confusions, chance: Random) -> Iterator[Lesson]:
    """Each round damages and surrounds the rows anew."""
    others = (*sources.silent, *sources.pages)
    for lesson in sources.rows:
        text = amid(lesson.text, others, chance) if chance.random() < recipe["amid"] else lesson.text
        if chance.random() < recipe["damaged"] * (0.4 if lesson.damaged else 1.0):
            text = damaged(text, confusions, chance)
        yield replace(lesson, text=text if chance.random() < 0.9 else " ".join(text.split()))
    for text in chance.sample(sources.pages, min(len(sources.pages), int(len(sources.rows) * recipe["pages"]))):
        yield Lesson(text)
    for text in chance.sample(sources.silent, min(len(sources.silent), int(len(sources.rows) * recipe["silent"]))):
        yield Lesson(damaged(text, confusions, chance) if chance.random() < 0.2 else text)


def targets(lesson: Lesson, types: Sequence[str]) -> tuple[list[float], list[float]]:
    """For each type 1.0 where the lesson states it, and how much that counts."""
    told = [1.0 if name in lesson.states else 0.0 for name in types]
    untold = 1.0 if lesson.silent else _UNTOLD
    weights = [
        1.0 if name in lesson.states or name == lesson.about else 0.0 if name in lesson.open else untold
        for name in types
    ]
    return told, weights


def fit(sources: Sources, types: Sequence[str], pieces: WordPieces, kept: list[int], recipe: dict[str, Any],
        confusions: Confusions) -> Iterator[Network]:  # fmt: skip
    """Train; the network as it is after each round, whose loss is printed."""
    torch.manual_seed(recipe["seed"])
    network = Network(len(pieces.numbers), len(types))
    start_from_base(network, kept)
    head = list(network.head.parameters())
    rest = [each for name, each in network.named_parameters() if not name.startswith("head")]
    optimizer = torch.optim.AdamW([{"params": head}, {"params": rest}], weight_decay=0.01)
    began, step, steps = time.monotonic(), 0, 0
    for number in range(recipe["rounds"]):
        chance = Random(f"{recipe['seed']}/{number}")
        lessons = list(round_of(sources, recipe, confusions, chance))
        network.train()
        total = 0.0
        batches = _batches([[p for p, _s, _e in pieces.cut(one.text)][:_LONGEST] or [1] for one in lessons], chance)
        steps = steps or len(batches) * recipe["rounds"]
        for batch, ids, mask in batches:
            share = min(1.0, step / (steps * _WARM_UP)) * max(0.02, 1.0 - step / steps)
            optimizer.param_groups[0]["lr"] = recipe["rate"] * 10 * share
            optimizer.param_groups[1]["lr"] = recipe["rate"] * share
            told, weights = (
                torch.tensor(part) for part in zip(*(targets(lessons[i], types) for i in batch), strict=True)
            )
            with torch.autocast("cpu", torch.bfloat16):
                logits = network(ids, mask)
            loss = binary_cross_entropy_with_logits(
                said(logits, mask), told, weights, reduction="none", pos_weight=torch.tensor(_FOUND)
            ).sum(1).mean()  # fmt: skip
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            total, step = total + float(loss), step + 1
        print(f"round {number + 1}: loss {total / len(batches):.4f}, {time.monotonic() - began:.0f} s", flush=True)
        yield network.eval()


Batch = tuple[list[int], torch.Tensor, torch.Tensor]


def _batches(texts: list[list[int]], chance: Random) -> list[Batch]:
    """Texts of like length together, in any order."""
    order = list(range(len(texts)))
    chance.shuffle(order)
    batches = []
    for at in range(0, len(order), _SORTED):
        part = sorted(order[at : at + _SORTED], key=lambda i: len(texts[i]))
        batches += [part[i : i + _BATCH] for i in range(0, len(part), _BATCH)]
    chance.shuffle(batches)
    return [(batch, *pad([texts[i] for i in batch])) for batch in batches]


def pad(texts: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Numbers of word pieces with a mask, both (batch, longest)."""
    ids = torch.zeros(len(texts), max(map(len, texts)), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = torch.tensor(text)
        mask[row, : len(text)] = 1
    return ids, mask


def write_network(network: Network, pieces: WordPieces, folder: Path) -> None:
    """The vocabulary, and the network with weights of eight bits: a quarter of the size, twice the speed."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / VOCABULARY).write_text(json.dumps(dict(pieces.numbers), ensure_ascii=False), "utf-8")
    exact = folder / "exact.onnx"
    ids = torch.ones(2, 16, dtype=torch.long)
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        network, (ids, ids), str(exact), input_names=["ids", "mask"], output_names=["logits"], opset_version=17,
        dynamic_axes={"ids": axes, "mask": axes, "logits": axes}, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(exact, folder / NETWORK, weight_type=QuantType.QInt8, per_channel=True)
    exact.unlink()
