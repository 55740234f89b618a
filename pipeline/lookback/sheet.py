"""A look-back as JSON and as a sheet to print: HTML without scripts, that a browser prints or saves as PDF."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO

from pipeline.lookback.table import count, say_hidden, say_not_found, say_place
from pipeline.reports.rows import Row

TEMPLATE = Path(__file__).with_name("sheet.html")


def write_sheet(head: Mapping[str, Any], rows: Iterable[Row], out: TextIO) -> int:
    """Write the sheet, officer by officer; returns how many. `head` holds made, source, policy, masked, reminder and
    problems. Everything is escaped: words of hostile files are text, never markup."""
    from jinja2 import Environment

    written = 0

    def counted() -> Iterable[Row]:
        nonlocal written
        for row in rows:
            written += 1
            yield row

    environment = Environment(autoescape=True)
    environment.globals |= {"say_place": say_place, "say_not_found": say_not_found, "say_hidden": say_hidden}
    environment.globals["count"] = count
    template = environment.from_string(TEMPLATE.read_text("utf-8"))
    for part in template.generate(rows=counted(), **head):
        out.write(part)
    return written


def write_json(head: Mapping[str, Any], rows: Iterable[Row], out: TextIO) -> int:
    """Write one JSON object: the head, and `officers`, streamed. Returns how many."""
    written = 0
    out.write(json.dumps(dict(head), ensure_ascii=False, default=str)[:-1] + ', "officers": [')
    for row in rows:
        out.write((",\n" if written else "\n") + json.dumps(row, ensure_ascii=False))
        written += 1
    out.write("\n]}\n")
    return written
