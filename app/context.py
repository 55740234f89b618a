"""What every command needs: the settings from the options before its name, and how it prints."""

import json
from pathlib import Path
from typing import Any

import typer

from pipeline.settings import Settings, load_settings


def settings_of(context: typer.Context, **overrides: Any) -> Settings:
    """The settings of this call; `overrides` are options of the command, None where not given."""
    archive: Path | None = context.obj
    return load_settings(archive, **overrides)


def print_json(value: Any) -> None:
    """One JSON value on standard output, for programs."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def print_warning(text: str) -> None:
    """A line for the person at the screen, on standard error."""
    typer.echo(text, err=True)
