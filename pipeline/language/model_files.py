"""The files of a trained model: where they lie, what they are called, whether they are the ones that were measured.

Light: what a page's marks depend on is asked before any of it is loaded.
"""

import hashlib
from pathlib import Path

from pipeline.errors import ServiceMissing, UsageError
from pipeline.settings import Settings

OURS, NONE = "people", "none"
CHECKSUMS = "SHA256"
MODEL_FILES = ("recipe.yml", "network.bin", "given.txt", "surnames.txt", "ordinary.txt")


def model_folder(settings: Settings) -> Path:
    return settings.models / OURS


def check_files(folder: Path) -> str:
    """The text of the checksum file, once every file is as it says. Raises ServiceMissing where one is not."""
    listed = folder / CHECKSUMS
    advice = "Install Exculpa again, or do without: EXCULPA_LANGUAGE_MODEL=none."
    if not listed.is_file():
        raise ServiceMissing(f"The trained model of people is not in {folder}. {advice}")
    text = listed.read_text("ascii")
    sums = {name: digest for digest, name in (line.split() for line in text.splitlines())}
    for name in MODEL_FILES:
        if sums.get(name) != _digest(folder / name):
            raise ServiceMissing(
                f"{folder / name} is not the file that was trained and measured (its SHA-256 is another). {advice}"
            )
    return text


def save_checksums(folder: Path) -> None:
    lines = (f"{_digest(folder / name)}  {name}\n" for name in MODEL_FILES)
    (folder / CHECKSUMS).write_text("".join(lines), "ascii")


def model_key(settings: Settings) -> str:
    """What the recognizer's answers depend on: the checksums of ours, name and version of an installed one."""
    if settings.language_model == NONE:
        return NONE
    if settings.language_model == OURS:
        return hashlib.sha256(check_files(model_folder(settings)).encode()).hexdigest()[:16]
    return f"{settings.language_model} {installed_version(settings.language_model)}"


def installed_version(name: str) -> str:
    """Raises UsageError where no such package is installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError as error:
        raise UsageError(
            f"The setting language_model names {name}, which is not installed. Install that spaCy model, or set "
            f"{OURS} (ours) or {NONE}."
        ) from error


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
