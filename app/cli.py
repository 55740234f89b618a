"""The command line: parse, call, print. Each command stands in a module of its own, named for it.

Nothing heavy is imported here: `exculpa --help` answers in under half a second.
"""

import os
import sys
import traceback
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from app.candidates import candidates
from app.certify import certify
from app.copies import copies
from app.correct import correct, readings
from app.deals import deals
from app.demo import demo
from app.documents import boundary, documents
from app.export import export
from app.gaps import gaps
from app.gate import gate
from app.ingest import ingest
from app.leads import leads
from app.lookback import lookback
from app.merge import merge, undo
from app.officer import officer
from app.patterns import patterns
from app.person import person
from app.purge import purge
from app.reindex import reindex
from app.related import related
from app.review import review
from app.sample import sample
from app.search import search
from app.searches import searches
from app.show import show
from app.split import split
from app.status import status
from app.tick import tick
from app.triage import triage
from app.unread import unread
from app.verify import verify
from pipeline.errors import ExculpaError

TRACEBACK = "--traceback"
COMMANDS = (
    ingest, status, unread,
    search, related, searches, tick, leads, deals, patterns, review, show, triage, sample,
    documents, boundary, gaps, certify, copies,
    readings, correct,
    officer, person, candidates, merge, split, undo,
    lookback, export, gate, purge, verify, reindex,
    demo,
)  # fmt: skip

app = typer.Typer(
    name="exculpa",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all well, 2 usage, 3 done but some file or page could not be read, 4 a service is missing.",
)
for command in COMMANDS:
    app.command()(command)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"exculpa {version('exculpa')}")
        raise typer.Exit


@app.callback()
def choose_archive(
    context: typer.Context,
    archive: Annotated[
        Path | None,
        typer.Option(help="The archive's folder. Default: EXCULPA_ARCHIVE, else ./exculpa-archive."),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
    _traceback: Annotated[bool, typer.Option(TRACEBACK, help="Show where a fault of the program happened.")] = False,
) -> None:
    """Reads archives of closed criminal cases and shows where to look: every statement cites its page and words."""
    context.obj = archive


def main() -> None:
    """Run a command. What stops it is said in a sentence, with the exit code of its kind; never a traceback."""
    try:
        app()
    except ExculpaError as error:
        typer.echo(f"exculpa: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("exculpa: stopped", err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if TRACEBACK in sys.argv:
            raise
        typer.echo(_unforeseen(error), err=True)
        sys.exit(1)


def _unforeseen(error: Exception) -> str:
    """What is said of a fault of the program: its kind and place, not its message, which may hold words of a case."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}, line {frame.lineno}"
    return (
        f"exculpa: a fault of the program ({type(error).__name__} in {place}). Nothing that was recorded is lost; "
        "the same command goes on from there. For a report, type it again with --traceback before its name."
    )


if __name__ == "__main__":
    main()
