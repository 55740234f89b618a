"""Which model recognizes people, what its files are called, and what its answers depend on.

Light: what a page's marks depend on is asked before any of it is loaded.
"""

from pathlib import Path

from pipeline.errors import UsageError
from pipeline.model_files import checked_key
from pipeline.settings import Settings

OURS, NONE = "people", "none"
MODEL_FILES = ("recipe.yml", "network.bin", "given.txt", "surnames.txt", "ordinary.txt")
SETTING = "EXCULPA_LANGUAGE_MODEL"


def model_folder(settings: Settings) -> Path:
    return settings.models / OURS


def model_key(settings: Settings) -> str:
    """What the recognizer's answers depend on: the checksums of ours, name and version of an installed one."""
    if settings.language_model == NONE:
        return NONE
    if settings.language_model == OURS:
        return checked_key(model_folder(settings), MODEL_FILES, SETTING)
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
