"""Findings as a rule reads them, made in one line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.records import Assertion, FilledSlot, Finding
from pipeline.rules import LeadTypes, load_lead_types
from pipeline.settings import Settings

Make = Callable[..., Finding]


def filled(name: str, person: str | None = None, value: str | None = None, quote: str = "words") -> FilledSlot:
    return FilledSlot(name, 0, len(quote), quote, value, person)


@pytest.fixture(scope="session")
def types() -> LeadTypes:
    return load_lead_types(Settings(archive=Path("unused")))


@pytest.fixture
def make() -> Make:
    count = 0

    def finding(type_: str, *slots: FilledSlot, **given: object) -> Finding:
        nonlocal count
        count += 1
        values: dict[str, object] = {
            "id": f"F-{count}", "detector": type_, "type": type_, "subtype": None, "severity": 2,
            "assertion": Assertion.AFFIRMED, "speaker": None, "verify_image": False, "sha256": f"doc{count}", "page": 1,
            "reading": f"r{count}", "start": 10 * count, "end": 10 * count + 5, "quote": "words", "confidence": None,
            "slots": slots, "cases": (f"case{count}",), "file_set": "police", "kind": None, "dated": None,
        }  # fmt: skip
        return Finding(**{**values, **given})  # type: ignore[arg-type]

    return finding
