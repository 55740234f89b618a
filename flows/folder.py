"""The flow that a Prefect worker runs for a folder: `prefect deploy flows/folder.py:ingest_folder`.

The archive, its catalog and its index are those of the worker's settings; the folder must be reachable there.
"""

from collections import Counter
from pathlib import Path

from prefect import flow

from flows.run import run_ingest
from pipeline.run import IngestOptions
from pipeline.settings import load_settings


@flow(name="ingest folder")
def ingest_folder(paths: list[str]) -> str:
    """One run over these folders and files. Returns `done` or `stopped`."""
    return run_ingest(load_settings(), [Path(path) for path in paths], IngestOptions(), _tell_nobody)


def _tell_nobody(_step: str, _counts: Counter[str], _left: int) -> None:
    """Progress is on Prefect's own page."""
