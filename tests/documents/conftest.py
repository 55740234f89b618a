"""Pages as the language step would hand them on, without the language: marks are given by the tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.documents.stitching import BoundaryPolicy, load_boundary_policy, stitch
from pipeline.lexicons import load_lexicon
from pipeline.records import Boundary, Leaf, Part

Stitch = Callable[..., tuple[Part, ...]]


@pytest.fixture(scope="session")
def settings():  # type: ignore[no-untyped-def]
    from pipeline.settings import Settings

    return Settings(archive=Path("unused"))


@pytest.fixture(scope="session")
def policy(settings) -> BoundaryPolicy:  # type: ignore[no-untyped-def]
    return load_boundary_policy(settings)


@pytest.fixture
def stitched(settings, policy) -> Stitch:  # type: ignore[no-untyped-def]
    def run(leaves: list[Leaf], *decided: Boundary) -> tuple[Part, ...]:
        return stitch(leaves, decided, load_lexicon(settings, "page_signs"), policy)

    return run
