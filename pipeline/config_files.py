"""Files of `config/` as bytes, read again only when they have changed: some are asked for on every page."""

import os
from functools import lru_cache
from pathlib import Path


def read_config_file(path: str) -> bytes | None:
    """The content, or None where there is no such file."""
    try:
        told = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return _read(path, told.st_mtime_ns, told.st_size)


@lru_cache(maxsize=512)
def _read(path: str, _changed: int, _size: int) -> bytes:
    return Path(path).read_bytes()
