"""Finding files by the paths that a load file names: written on another computer, below a folder nobody knows."""

import sqlite3
from pathlib import PurePosixPath

from sqlalchemy import Engine, select

from pipeline.catalog.files import FileRow
from pipeline.catalog.tables import files

LEVELS = 3
"""Load files lie in the volume's folder, or one or two below it (`VOL001/DATA/VOL001.opt`)."""


class PlacesBelow:
    """The places around a load file, by their paths in small letters, kept in a temporary file while it is read."""

    def __init__(self, engine: Engine, around: FileRow | None) -> None:
        self._kept = sqlite3.connect("")
        self._kept.execute("CREATE TABLE places (path PRIMARY KEY, sha256) WITHOUT ROWID")
        self._folders: list[str] = []
        if around is not None:
            parents = [str(parent) for parent in PurePosixPath(around.path).parents]
            self._folders = ["" if parent == "." else f"{parent}/" for parent in parents[:LEVELS]]
            self._keep(engine, around.root, self._folders[-1])

    def _keep(self, engine: Engine, root: str, folder: str) -> None:
        query = select(files.c.path, files.c.sha256).where(files.c.root == root, files.c.sha256.is_not(None))
        if folder:
            query = query.where(files.c.path >= folder, files.c.path < folder[:-1] + chr(ord("/") + 1))
        with engine.connect() as connection:
            # The newest version of a place is the one that counts: it comes last.
            rows = connection.execute(query.order_by(files.c.id).execution_options(yield_per=1000))
            self._kept.executemany(
                "INSERT OR REPLACE INTO places VALUES (?, ?)", ((row.path.casefold(), row.sha256) for row in rows)
            )

    def find(self, path: str) -> str | None:
        """The hash of the file a load file names; None where there is none."""
        named = path.replace("\\", "/").strip().lstrip("./").casefold()
        for folder in self._folders:
            for rest in (named, named.partition("/")[2]):  # the volume's own name may stand before
                if rest and (sha256 := self._look(folder.casefold() + rest)):
                    return sha256
        return None

    def _look(self, path: str) -> str | None:
        row = self._kept.execute("SELECT sha256 FROM places WHERE path = ?", (path,)).fetchone()
        return None if row is None else str(row[0])

    def __enter__(self) -> "PlacesBelow":
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()
