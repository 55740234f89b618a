"""From which logit on a type is told, set on texts of other writers that the network has not learned from.

Texts are read as Exculpa reads pages, so that the gate, the cutting into passages and the eight bits count too.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import yaml
from spacy.language import Language

from pipeline.detectors import DETECTORS, find_all
from pipeline.detectors.sense_files import FILES, LIMITS
from pipeline.language import load_language, mark_page
from pipeline.model_files import save_checksums
from pipeline.rules.deals import DENIAL
from pipeline.rules.features import BY_NETWORK
from pipeline.settings import Settings
from training.leads.lessons import Lesson

NAMES = tuple(detector.name for detector in DETECTORS)


def save_limits(folder: Path, limits: Mapping[str, list[float]], gate: float) -> None:
    """And the checksums: without them the network is not opened."""
    text = yaml.safe_dump({"gate": round(gate, 3), "types": dict(limits)}, sort_keys=False, default_flow_style=None)
    note = "# In logits. A passage below `gate` is not read; a type is told from the first figure on, and a lexicon\n"
    note += "# is not believed below the second.\n"
    (folder / LIMITS).write_text(note + text, "utf-8")
    save_checksums(folder, FILES)


def find_told(text: str, language: Language, settings: Settings) -> dict[str, float]:
    """What the network tells of a page by itself, in logits, where it may speak at all."""
    found = find_all(mark_page(language, text), NAMES, settings)
    told = [(one.type, float(slot.value or 0)) for _name, one in found for slot in one.slots if slot.name == BY_NETWORK]
    return {name: math.log(likely / (1.0001 - likely)) for name, likely in sorted(told, key=lambda pair: pair[1])}


def choose_limits(pages: Sequence[str], types: Sequence[str], recipe: Mapping[str, float],
                  settings: Settings) -> dict[str, list[float]]:  # fmt: skip
    """For each type the logit from which it is told, and below which a lexicon is not believed. A type that is told of
    a page without anything needs more than that page has. The limits of `settings` are the lowest."""
    language = load_language(settings)
    told = [find_told(page, language, settings) for page in pages]
    highest = {name: max((one[name] for one in told if name in one), default=recipe["tell"]) for name in types}
    least = {DENIAL: recipe["denial"]}
    return {
        name: [
            round(min(max(least.get(name, recipe["tell"]), most + recipe["margin"]), recipe["most"]), 2),
            recipe["deny"],
        ]
        for name, most in highest.items()
    }


def print_checks(rows: Sequence[Lesson], pages: Sequence[str], settings: Settings) -> None:
    """What is found with the limits of `settings`, by network and lexicons together."""
    language = load_language(settings)

    def types_of(text: str) -> list[str]:
        return [one.type for _name, one in find_all(mark_page(language, text), NAMES, settings)]

    said = [(row, types_of(row.text)) for row in rows]
    own = [row.about in found for row, found in said if row.about in row.states]
    alike = [row.about in found for row, found in said if row.silent]
    print(f"found {np.mean(own):.3f} of {len(own)} rows, and {np.mean(alike):.3f} of {len(alike)} look-alikes")
    wrong = sum(len(types_of(page)) for page in pages)
    print(f"on pages without anything: {wrong * 50 / len(pages):.1f} of any severity in 50 pages")
