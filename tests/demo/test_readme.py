"""What README shows as the demo's output is what the demo prints."""

from pathlib import Path

import pytest

from tests.demo.conftest import ROOT, run

LEFT_OUT = "…"


def shown_lines() -> list[str]:
    """The lines of README's first block after the command, without those that stand for what is left out."""
    readme = (ROOT / "README.md").read_text("utf-8")
    _, found, block = readme.partition("```\n$ make demo\n")
    assert found, "README does not begin with the demo"
    return [line.strip() for line in block.partition("```")[0].splitlines() if line.strip() not in ("", LEFT_OUT)]


@pytest.mark.slow
def test_readme_shows_the_real_output_of_the_demo(ingested: Path) -> None:
    printed = [line.strip() for line in run(ingested, "demo", "--folder", str(ingested)).stdout.splitlines()]
    at = 0
    for line in shown_lines():
        assert line in printed[at:], f"the demo does not print, or not in this order: {line}"
        at = printed.index(line, at) + 1


def test_readme_shows_a_quote_with_its_page() -> None:
    lines = shown_lines()
    assert any(line.startswith("“") and line.endswith("”") for line in lines)
    assert any(", page " in line for line in lines)
