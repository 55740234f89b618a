"""`exculpa status`: an honest account of every file and page."""

from typing import Annotated, Any

import typer

from app.context import print_json, settings_of
from pipeline.settings import Settings

SHOWN_PROBLEMS = 20
NOT_CUT_OFF = (
    "The programs that open files could not be cut off from the network here: this system does not allow it. Read "
    "files of strangers on a machine without a network, or see docs/operations.md."
)


def status(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False
) -> None:
    """Files and pages by state, what failed and why, cases, leads, the last run."""
    account = load_account(settings_of(context))
    if as_json:
        print_json(account)
    else:
        print_account(account, problems=None)


def load_account(settings: Settings) -> dict[str, Any]:
    """The account as plain values: files, pages, problems, cases, leads, searches (that are kept), last_run."""
    from pipeline.catalog.account import count_leads, find_problems
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.files import case_names, count_files
    from pipeline.catalog.pages import count_pages_by_state
    from pipeline.catalog.runs import last_run
    from pipeline.catalog.searches import find_searches

    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            return {
                "files": dict(count_files(connection)),
                "pages": dict(count_pages_by_state(connection)),
                "problems": list(find_problems(connection)),
                "cases": case_names(connection),
                "leads": count_leads(connection),
                "searches": len(find_searches(connection)),
                "last_run": last_run(connection),
            }
    finally:
        engine.dispose()


def print_account(account: dict[str, Any], problems: int | None = SHOWN_PROBLEMS) -> None:
    """The account for a person; at most `problems` of the problems, all where it is None."""
    typer.echo(_counted("files", account["files"]))
    typer.echo(_counted("pages", account["pages"]))
    typer.echo(f"cases: {len(account['cases'])}   leads: {account['leads']}")
    if account["last_run"] and account["last_run"]["counts"].get("readers with network"):
        typer.echo(NOT_CUT_OFF)
    if account["searches"]:
        typer.echo(f"searches kept: {account['searches']}   what is new in them: exculpa searches")
    found = account["problems"]
    for problem in found[:problems]:
        page = f", page {problem['page']}" if problem["page"] else ""
        typer.echo(f"  {problem['location']}{page}: {problem['state']}: {problem['reason']}")
    if problems is not None and len(found) > problems:
        typer.echo(f"  and {len(found) - problems} more; see them with: exculpa status")


def _counted(name: str, states: dict[str, int]) -> str:
    parts = ", ".join(f"{count} {state}" for state, count in sorted(states.items(), key=lambda item: -item[1]))
    return f"{name}: {sum(states.values())}" + (f" ({parts})" if parts else "")
