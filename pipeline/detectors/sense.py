"""What passages say whatever words they choose, by a network that was trained on thousands of written examples.

The network (`models/leads`, a small BERT) gives every word of a passage one figure for each type of lead; what a
passage says is the logarithm of the sum of their exponentials, in logits: 0 is as likely as not. Most passages never
reach it: a linear gate over words and pairs of words tells that they hold nothing of any type.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml
from numpy.typing import NDArray

from pipeline.detectors.sense_files import FILES, GATE, LIMITS, NETWORK, SETTING, VOCABULARY
from pipeline.detectors.wordpieces import WordPieces
from pipeline.model_files import check_files

if TYPE_CHECKING:
    from pipeline.detectors.passages import Sheet

Logits = NDArray[np.float32]
SILENT = -20.0
"""The logit of what was not looked at, for the gate holds that it says nothing."""
_BEFORE, _AFTER = 32, 24
"""So many word pieces around a passage are read with it: what "he" did is told by the sentence before."""
_WINDOW = 160
_TOGETHER = 8
PAIRS = 1 << 17
_MIX = 1_000_003
"""How two word pieces make the number of a pair; the gate was trained with these figures."""
_NEAR = 2.0
"""What lacks no more than this to say something may say it with its neighbour."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one type, in logits: a passage that reaches `tell` makes a finding by itself; below `deny` one that a lexicon
    finds is none."""

    tell: float
    deny: float


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The files of `models/leads`, ready to be used."""

    session: Any
    pieces: WordPieces
    gate: Logits
    least: float
    limits: Mapping[str, Limits]
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Told:
    """Passages that say something: their place on the page, and where the words stand that say it most."""

    start: int
    end: int
    peak: tuple[int, int]
    logit: float

    @property
    def likely(self) -> float:
        """As the network holds, 0 to 1."""
        return 1.0 / (1.0 + math.exp(-self.logit))


@dataclass(frozen=True, slots=True, eq=False)
class Senses:
    """What the units of a page say: a passage each, or a question with its answer. `logits` has a row for each unit and
    a column for each type; `peaks` says which word piece of `offsets` says it most."""

    network: Network | None
    units: tuple[tuple[int, int], ...]
    logits: Logits
    peaks: NDArray[np.int64]
    offsets: Sequence[tuple[int, int]]

    def told(self, type_: str) -> Iterator[Told]:
        """Where the page says something of this type, units that say it together as one."""
        if self.network is None or type_ not in self.network.columns:
            return
        column, least = self.network.columns[type_], self.network.limits[type_].tell
        logits = self.logits[:, column]
        for group in _groups(np.flatnonzero(logits >= least - _NEAR)):
            total = float(np.logaddexp.reduce(logits[group]))
            if total >= least:
                best = max(group, key=lambda unit: logits[unit])
                said = [unit for unit in group if logits[unit] >= logits[best] - _NEAR]
                peak = self.offsets[self.peaks[best, column]]
                yield Told(self.units[said[0]][0], max(self.units[unit][1] for unit in said), peak, total)

    def denies(self, type_: str, start: int, end: int) -> bool:
        """Is what a lexicon found there nothing of this type?"""
        if self.network is None or type_ not in self.network.columns:
            return False
        column = self.network.columns[type_]
        here = [row for row, unit in enumerate(self.units) if unit[0] < end and start < unit[1]]
        return bool(here) and float(self.logits[here, column].max()) < self.network.limits[type_].deny


NO_SENSES = Senses(None, (), np.zeros((0, 0), np.float32), np.zeros((0, 0), np.int64), ())


@lru_cache(maxsize=2)
def open_network(folder: Path) -> Network:
    """Raises ServiceMissing where a file is not as it was trained and measured."""
    from onnxruntime import InferenceSession, SessionOptions, disable_telemetry_events

    check_files(folder, FILES, SETTING)
    disable_telemetry_events()
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = InferenceSession(str(folder / NETWORK), options, providers=["CPUExecutionProvider"])
    told = yaml.safe_load((folder / LIMITS).read_text("utf-8"))
    limits = {name: Limits(*values) for name, values in told["types"].items()}
    gate = np.load(folder / GATE, allow_pickle=False).astype(np.float32)
    columns = {name: column for column, name in enumerate(limits)}
    return Network(session, WordPieces.load(folder / VOCABULARY), gate, told["gate"], limits, columns)


@lru_cache(maxsize=1)
def read_senses(sheet: Sheet, network: Network) -> Senses:
    """The page as the network reads it; all detectors of a page ask for the same one."""
    cut = list(network.pieces.cut(sheet.text))
    ids, starts = np.array([number for number, _start, _end in cut], np.int64), [start for _number, start, _end in cut]
    units = tuple(_units(sheet))
    places = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in units]
    logits = np.full((len(units), len(network.columns)), SILENT, np.float32)
    peaks = np.zeros(logits.shape, np.int64)
    passed = [row for row, (a, b) in enumerate(places) if b > a and passes(ids[a:b], network.gate) >= network.least]
    words = _read_words(ids, [places[row] for row in passed], network)
    for row in passed:
        first, last = places[row]
        said = words[first:last]
        logits[row] = np.logaddexp.reduce(said, axis=0)
        peaks[row] = first + said.argmax(axis=0)
    return Senses(network, units, logits, peaks, [(start, end) for _number, start, end in cut])


def _units(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Passages; an answer is read with its question."""
    reached = -1
    for passage in sheet.passages:
        end = max(passage.end, passage.reply_end)
        if end > reached:
            yield passage.start, end
            reached = end


def passes(ids: NDArray[np.int64], gate: Logits) -> float:
    """How likely these word pieces say anything of any type, as the gate holds: a sum over pieces and pairs, each once.
    `gate` holds the weights of the pieces, then those of the pairs, then the constant."""
    return float(gate[gate_numbers(ids, len(gate) - PAIRS - 1)].sum() + gate[-1])


def gate_numbers(ids: NDArray[np.int64], vocabulary: int) -> NDArray[np.int64]:
    """The places of the gate's weights for these word pieces and their pairs, each once."""
    pairs = vocabulary + (ids[:-1] * _MIX + ids[1:]) % PAIRS
    return np.unique(np.concatenate((ids, pairs)))


def _read_words(ids: NDArray[np.int64], places: Sequence[tuple[int, int]], network: Network) -> Logits:
    """The logits of all word pieces; those that were not read are SILENT."""
    words = np.full((len(ids), len(network.columns)), SILENT, np.float32)
    windows = sorted(find_windows(places, len(ids)), key=lambda window: window.read[1] - window.read[0])
    for at in range(0, len(windows), _TOGETHER):
        some = windows[at : at + _TOGETHER]
        width = max(window.read[1] - window.read[0] for window in some)
        pieces, mask = np.zeros((2, len(some), width), np.int64)
        for row, window in enumerate(some):
            first, last = window.read
            pieces[row, : last - first] = ids[first:last]
            mask[row, : last - first] = 1
        (answers,) = network.session.run(None, {"ids": pieces, "mask": mask})
        for row, window in enumerate(some):
            first, last = window.kept
            words[first:last] = answers[row, first - window.read[0] : last - window.read[0]]
    return words


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces that are read together, and those among them whose answers are kept."""

    read: tuple[int, int]
    kept: tuple[int, int]


def find_windows(places: Sequence[tuple[int, int]], length: int) -> Iterator[Window]:
    """Neighbouring passages together as long as they fit, with what stands around them; a long one in parts."""
    kept: list[tuple[int, int]] = []
    for first, last in places:
        for start in range(first, last, _WINDOW):
            end = min(last, start + _WINDOW)
            if kept and start - kept[-1][1] <= _BEFORE and end - kept[-1][0] <= _WINDOW:
                kept[-1] = kept[-1][0], end
            else:
                kept.append((start, end))
    for start, end in kept:
        yield Window((max(0, start - _BEFORE), min(length, end + _AFTER)), (start, end))


def _groups(rows: NDArray[np.int64]) -> Iterator[list[int]]:
    """Rows that follow each other, as many lists."""
    if not len(rows):
        return
    group = [int(rows[0])]
    for before, row in pairwise(int(row) for row in rows):
        if row > before + 1:
            yield group
            group = []
        group.append(row)
    yield group
