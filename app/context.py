"""What every command needs: the settings from the options before its name, and how it prints."""

import json
from pathlib import Path
from typing import Any

import typer

from pipeline.errors import UsageError
from pipeline.settings import Settings, load_settings

SEARCHING = ("search", "searches")
"""Commands for people who may not see everything."""


def settings_of(context: typer.Context, **overrides: Any) -> Settings:
    """The settings of this call; `overrides` are options of the command, None where not given. Raises UsageError where
    they do not let this command be used."""
    archive: Path | None = context.obj
    settings = load_settings(archive, **overrides)
    if not settings.sees_all and context.info_name not in SEARCHING:
        raise UsageError(
            f"exculpa {context.info_name} shows the whole archive, and the settings say that not all of it may be "
            f"seen. With them you can type: {', '.join(SEARCHING)}."
        )
    return settings


def print_json(value: Any) -> None:
    """One JSON value on standard output, for programs."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def print_warning(text: str) -> None:
    """A line for the person at the screen, on standard error."""
    typer.echo(text, err=True)
