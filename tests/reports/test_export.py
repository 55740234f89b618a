"""The export contract: rows against their JSON Schemas, fields against their documentation, files that are whole."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import Connection

from pipeline.catalog.database import open_catalog
from pipeline.errors import UsageError
from pipeline.reports.export import EXPORTS, FIELDS, as_cell, open_output, write_csv, write_jsonl
from pipeline.reports.masking import Masking
from pipeline.settings import Settings
from tests.reports.archive import CASE, FILES, exported

DOCS = Path(__file__).parents[2] / "docs"


def load_schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((DOCS / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    return schema


def all_properties(schema: dict[str, Any]) -> Iterator[str]:
    """Names of the properties of a schema and of the objects in it."""
    for part in (schema, *schema.get("$defs", {}).values()):
        yield from part.get("properties", {})


def test_a_schema_for_each_export_for_answers_and_for_the_look_back() -> None:
    written = {*EXPORTS, "answers", "lookback"}
    assert {path.name for path in (DOCS / "schemas").iterdir()} == {f"{name}.schema.json" for name in written}
    assert FIELDS.keys() == EXPORTS.keys()


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("masked", [True, False])
def test_every_row_is_valid(name: str, masked: bool, connection: Connection, settings: Settings) -> None:
    schema = load_schema(name)
    Draft202012Validator.check_schema(schema)
    out = io.StringIO()
    masking = Masking(connection, settings) if masked else None
    count = write_jsonl(exported(connection, name, masking), FIELDS[name], out)
    rows = [json.loads(line) for line in out.getvalue().split("\n")[:-1]]
    assert count == len(rows) > 0
    errors = [error.message for row in rows for error in Draft202012Validator(schema).iter_errors(row)]
    assert errors == []
    assert {tuple(row) for row in rows} == {FIELDS[name]}


@pytest.mark.parametrize("name", [*EXPORTS, "answers"])
def test_every_field_is_documented(name: str) -> None:
    text = (DOCS / "export.md").read_text("utf-8")
    sections = {part.split("\n", 1)[0]: part for part in re.split(r"^## ", text, flags=re.MULTILINE)}
    schema = load_schema(name)
    undocumented = {p for p in schema["properties"] if f"\n| `{p}` |" not in sections[name]}
    parts = {p for p in all_properties(schema) if f"`{p}`" not in sections[name] + sections["leads"]}
    assert (undocumented, parts) == (set(), set())


@pytest.mark.parametrize("name", [*EXPORTS, "answers"])
def test_schemas_say_what_each_field_is(name: str) -> None:
    schema = load_schema(name)
    parts = [schema, *schema.get("$defs", {}).values()]
    for part in parts:
        assert [
            p for p, said in part.get("properties", {}).items() if not (said.keys() & {"description", "$ref"})
        ] == []
        assert part.get("additionalProperties", part is schema) is False or part["type"] == "array"


def test_an_empty_archive_gives_no_rows(tmp_path: Path) -> None:
    engine = open_catalog(Settings(archive=tmp_path), create=True)
    with engine.connect() as connection:
        assert [
            list(exported(connection, name, Masking(connection, Settings(archive=tmp_path)))) for name in EXPORTS
        ] == [[]] * len(EXPORTS)
    engine.dispose()


def test_pages_that_could_not_be_read_are_rows_too(connection: Connection) -> None:
    rows = list(exported(connection, "pages", None))
    assert len(rows) == 6
    [failed] = [row for row in rows if row["origin"] == "failed"]
    assert (failed["text"], failed["reading"], failed["confidence"], failed["page"]) == ("", None, None, 3)
    assert failed["problem"]
    assert {location for row in rows for location in row["locations"]} == set(FILES)
    assert {row["file_set"] for row in rows} == {"police", "defense", "court", "desk_file"}


def test_quotes_stand_on_their_pages(connection: Connection) -> None:
    pages = {(row["sha256"], row["page"], row["reading"]): row["text"] for row in exported(connection, "pages", None)}
    rows = [row for name in EXPORTS if name != "pages" for row in exported(connection, name, None)]
    cited = [one for row in rows for one in _find_cited(row)]
    assert len(cited) == 13
    for one in cited:
        text = pages[one["sha256"], one["page"], one["reading"]]
        assert text[one["start"] : one["end"]] == one.get("quote", one.get("text"))


def _find_cited(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "start" in value:
            yield value
        for one in value.values():
            yield from _find_cited(one)
    elif isinstance(value, list):
        for one in value:
            yield from _find_cited(one)


def test_a_quote_over_two_lines_has_two_boxes(connection: Connection) -> None:
    [lead] = exported(connection, "leads", None)
    first, second = lead["citations"]
    assert "\n" in first["quote"]
    assert len(first["boxes"]) == 2
    assert first["boxes"][0][1] < first["boxes"][1][1]
    assert len(second["boxes"]) == 1
    assert first["location"] == f"{CASE}/police/dd5_quill.txt"


def test_roles_come_with_their_words(connection: Connection) -> None:
    rows = {row["id"]: row for row in exported(connection, "people", None)}
    [role] = rows["P-lanahan"]["roles"]
    assert (role["role"], role["case"], role["grade"]) == ("handler", CASE, None)
    assert [one["quote"] for one in role["citations"]] == ["met CI 91-0447"]
    assert rows["P-patrol"]["roles"] == []
    assert [one["text"] for one in rows["P-patrol"]["mentions"]] == ["P.O. Thomas Quill"]


def test_deals_name_the_slot_of_each_citation(connection: Connection) -> None:
    [deal] = exported(connection, "deals", None)
    assert [one["slot"] for one in deal["citations"]] == ["benefit", "informant"]
    assert [one["slot"] for one in deal["denials"]] == [None]
    assert deal["amount"] == {"text": "$40", "value": 40.0, "currency": "USD"}


@pytest.mark.parametrize("name", EXPORTS)
def test_csv_holds_the_same(name: str, connection: Connection) -> None:
    rows = list(exported(connection, name, None))
    out = io.StringIO(newline="")
    assert write_csv(rows, FIELDS[name], out) == len(rows)
    out.seek(0)
    read = list(csv.reader(out))
    assert read[0] == list(FIELDS[name])
    for row, cells in zip(rows, read[1:], strict=True):
        for field, cell in zip(FIELDS[name], cells, strict=True):
            value = row[field]
            if isinstance(value, list | dict | bool):
                assert json.loads(cell) == value
            else:
                assert cell == ("" if value is None else str(as_cell(value)))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert as_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"), [("a=b", "a=b"), ("", ""), (-1, -1), (None, None), (["=1"], '["=1"]'), (True, "true")]
)
def test_other_cells_are_as_they_are(value: Any, cell: Any) -> None:
    assert as_cell(value) == cell


def test_a_file_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("what was there before")
    with pytest.raises(TypeError), open_output(target) as out:
        write_jsonl([{"id": "half"}, {"id": object()}], ("id",), out)
    assert target.read_text() == "what was there before"
    assert list(tmp_path.iterdir()) == [target]
    with open_output(target) as out:
        out.write("all of it")
    assert target.read_text() == "all of it"
    assert target.stat().st_mode & 0o077 == 0


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"), open_output(tmp_path / "no" / "out.jsonl"):
        pass
