"""`exculpa demo`: the bundled archive, start to finish."""

from pathlib import Path
from typing import Annotated

import typer

from app.context import print_json

BUNDLED = Path(__file__).resolve().parent.parent / "demo" / "archive"


def demo(
    folder: Annotated[Path, typer.Option(help="Where the demo's archive is made.")] = Path("exculpa-demo"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the account of files and pages as JSON.")] = False,
) -> None:
    """Read the bundled case files (all people in them are invented) and show the first leads."""
    from app.ingest import Progress
    from app.leads import print_leads
    from app.status import load_account, print_account
    from flows.run import run_ingest
    from pipeline.run import IngestOptions
    from pipeline.settings import load_settings

    settings = load_settings(folder)
    with Progress() as progress:
        run_ingest(settings, [BUNDLED], IngestOptions(), progress.report)
    account = load_account(settings)
    if as_json:
        print_json(account)
        return
    print_account(account)
    print_leads(settings, limit=3)
    typer.echo(f"\nMore: exculpa --archive {folder} leads    exculpa --archive {folder} search 'deal w/12 prewitt'")
