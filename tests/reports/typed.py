"""A command as a user types it, run in this process: what it printed, what it ended with."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from app.cli import main
from pipeline.settings import Settings

ACTOR = "R. Tester"


@dataclass(frozen=True)
class Said:
    returncode: int
    stdout: str
    stderr: str


def run(settings: Settings, *arguments: str | Path) -> Said:
    """Run `exculpa --archive ... arguments`. An exception that a user would see as a traceback is raised."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    line = ["exculpa", "--archive", str(settings.archive), *map(str, arguments)]
    surroundings = {"EXCULPA_ACTOR": ACTOR, "COLUMNS": "100"}
    code = 0
    with (
        patch.object(sys, "argv", line),
        patch.dict("os.environ", surroundings),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    return Said(code, *(_written(stream) for stream in (out, err)))


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")
