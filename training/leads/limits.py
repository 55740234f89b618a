"""From which logit on a type is told, set on texts of other writers that the network has not learned from.

Texts are read as Exculpa reads pages, so that the gate, the cutting into passages and the eight bits count too.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from pipeline.detectors import read_page
from pipeline.detectors.sense_files import FILES, LIMITS
from pipeline.language import load_language, mark_page
from pipeline.model_files import save_checksums
from pipeline.settings import Settings
from training.leads.lessons import Lesson


def save_limits(folder: Path, limits: Mapping[str, list[float]], gate: float) -> None:
    """And the checksums: without them the network is not opened."""
    text = yaml.safe_dump({"gate": round(gate, 3), "types": dict(limits)}, sort_keys=False, default_flow_style=None)
    note = "# In logits. A passage below `gate` is not read; a type is told from the first figure on, and a lexicon\n"
    note += "# is not believed below the second.\n"
    (folder / LIMITS).write_text(note + text, "utf-8")
    save_checksums(folder, FILES)


def strongest(texts: Sequence[str], settings: Settings) -> Any:
    """The most that each text says of each type (texts, types)."""
    language = load_language(settings)
    return np.stack([read_page(mark_page(language, text), settings).strongest() for text in texts])


def choose_limits(rows: Sequence[Lesson], pages: Sequence[str], types: Sequence[str], recipe: Mapping[str, float],
                  settings: Settings) -> dict[str, list[float]]:  # fmt: skip
    """For each type the logit from which it is told, and below which a lexicon is not believed. A type that a page
    without anything comes near to needs more than that page has; prints what is found and what is wrong so."""
    silent = strongest(pages, settings)
    limits = {}
    for column, name in enumerate(types):
        highest = float(silent[:, column].max())
        tell = min(max(recipe["tell"], highest + recipe["margin"]), recipe["most"])
        limits[name] = [round(tell, 2), recipe["deny"]]
    _print(rows, strongest([row.text for row in rows], settings), types, limits)
    tell = np.array([limits[name][0] for name in types])
    print(f"on pages without anything: {(silent >= tell).sum() * 50 / len(pages):.1f} types in 50 pages")
    return limits


def _print(rows: Sequence[Lesson], said: Any, types: Sequence[str], limits: Mapping[str, list[float]]) -> None:
    told = said >= np.array([limits[name][0] for name in types])
    about = [types.index(row.about) if row.about in types else -1 for row in rows]
    own = [told[i, c] for i, (row, c) in enumerate(zip(rows, about, strict=True)) if row.about in row.states]
    alike = [told[i, c] for i, (row, c) in enumerate(zip(rows, about, strict=True)) if row.silent and c >= 0]
    print(f"found {np.mean(own):.3f} of {len(own)} rows; told of {np.mean(alike):.3f} of {len(alike)} look-alikes")
