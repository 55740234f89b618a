"""The files of a trained model: are they the ones that were trained and measured? Their checksums lie beside them."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import ServiceMissing

CHECKSUMS = "SHA256"


def check_files(folder: Path, names: Sequence[str], setting: str) -> str:
    """The text of the checksum file, once every file is as it says. Raises ServiceMissing where one is not; `setting`
    is the variable that does without the model."""
    listed = folder / CHECKSUMS
    advice = f"Install Exculpa again, or do without: {setting}=none."
    if not listed.is_file():
        raise ServiceMissing(f"There is no trained model in {folder}. {advice}")
    text = listed.read_text("ascii")
    sums = {name: digest for digest, name in (line.split() for line in text.splitlines())}
    for name in names:
        if sums.get(name) != _digest(folder / name):
            raise ServiceMissing(
                f"{folder / name} is not the file that was trained and measured (its SHA-256 is another). {advice}"
            )
    return text


def checked_key(folder: Path, names: Sequence[str], setting: str) -> str:
    """What the answers of the model depend on. Raises as `check_files` does."""
    return hashlib.sha256(check_files(folder, names, setting).encode()).hexdigest()[:16]


def save_checksums(folder: Path, names: Sequence[str]) -> None:
    lines = (f"{_digest(folder / name)}  {name}\n" for name in names)
    (folder / CHECKSUMS).write_text("".join(lines), "ascii")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
