"""Load files under supervision: their lines and rows come out of a worker one by one."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.errors import CannotRead
from pipeline.loadfile import CONCORDANCE, OPTICON, ImageLine, read_concordance, read_opticon
from pipeline.messages import source_from_json, source_to_json
from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings
from pipeline.supervise import Worker, WorkerDied

LOAD_FILES = (OPTICON, CONCORDANCE)
"""In the order in which they are to be read: what is said of documents follows what they are."""


def lines_supervised(worker: Worker, source: SourceFile, settings: Settings) -> Iterator[ImageLine | dict[str, str]]:
    """The lines of an Opticon file, or the rows of a Concordance file. Raises CannotRead where its worker dies."""
    try:
        for message in worker.run("load", {"source": source_to_json(source)}, settings.open_seconds):
            yield ImageLine(**message["image"]) if "image" in message else message["row"]
    except WorkerDied as death:
        reason = f"Reading the load file stopped its worker ({death.reason}). Ask for another copy."
        raise CannotRead(FileState.QUARANTINED, reason) from death


def load_task(argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """In the worker: every line."""
    source = source_from_json(argument["source"])
    if source.media_type == OPTICON:
        for line in read_opticon(Path(source.path)):
            yield {"image": asdict(line)}
    else:
        for row in read_concordance(Path(source.path)):
            yield {"row": row}
