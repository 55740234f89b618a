"""What `exculpa person` and `exculpa officer` share: who is meant, and the dossier on the screen or as JSON."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from app.context import print_json
from app.export import check_unmasking, record_leaving
from pipeline.errors import UsageError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.reports.lookup import Lookup

Row = dict[str, Any]
REMINDER = "What the pages record. It says nothing of what anybody did right or wrong."
SHOWN = 15
"""Lines of a list on the screen; --json gives all of them."""


def show_dossier(settings: Settings, command: str, asked: str, as_json: bool, unmask: tuple[bool, str | None]) -> None:
    """The dossier of the one person who is meant, else those who may be. JSON is masked unless a reason is given; the
    screen is the owner's."""
    from pipeline.catalog.database import open_catalog
    from pipeline.records import PersonKind
    from pipeline.reports.dossiers import dossier_row, mask_dossier
    from pipeline.reports.gates import Gates
    from pipeline.reports.lookup import look_up
    from pipeline.reports.masking import Masking
    from pipeline.reports.places import Places

    check_unmasking(*unmask)
    kind: PersonKind | None = PersonKind.OFFICER if command == "officer" else None
    engine = open_catalog(settings)
    try:
        with engine.connect() as connection, engine.connect() as beside:
            found = look_up(connection, asked, kind)
            record_leaving(settings, f"{command} {asked}", (unmask[0], None), unmask[1])
            masking = Masking(beside, settings) if as_json and not unmask[0] else None
            if found.near or len(found.persons) != 1:
                rows = _match_rows(connection, found)
                _show_matches(
                    (command, asked), found, [masking.mask_row(r) for r in rows] if masking else rows, as_json
                )
                return
            row = dossier_row(Places(connection), found.persons[0])
            if PersonKind.OFFICER in found.persons[0].kinds:
                row["grades"] = _grade_rows(connection, settings, row)
            if as_json:
                row = Gates(beside, settings).blot_words(row)
                print_json(mask_dossier(row, masking) if masking is not None else row | {"masked": False})
            else:
                print_dossier(row)
    finally:
        engine.dispose()


def _grade_rows(connection: Any, settings: Settings, row: Row) -> list[Row]:
    """How essential the officer was in each case, as far as its papers show."""
    from pipeline.lookback.rows import find_grade_rows

    return list(find_grade_rows(connection, settings, row["id"], [one["case"] for one in row["cases"] if one["case"]]))


def _match_rows(connection: Any, found: "Lookup") -> list[Row]:
    from pipeline.reports.lookup import match_rows

    return match_rows(connection, found.persons)


def _show_matches(asked: tuple[str, str], found: "Lookup", rows: list[Row], as_json: bool) -> None:
    """Those who may be meant, with what tells them apart. Raises UsageError where nobody is."""
    from app.screen import tame

    command, name = asked
    if not rows:
        raise UsageError(
            f"No {command} with the name or number {name} was recognised, and nobody of a name like it. That does not "
            f"mean that nobody is there: try exculpa search '{name}'"
        )
    if as_json:
        print_json({"exact": not found.near, "matches": rows})
        return
    said = f"Nobody is called {name}. Names like it:" if found.near else f"{len(rows)} people may be meant by {name}:"
    typer.echo(tame(said))
    for row in rows:
        typer.echo(f"  {row['id']}  {tame(_describe(row))}")
    typer.echo(f"Choose one by its id: exculpa {command} {rows[0]['id']}")


def _describe(row: Row) -> str:
    """ "Det. John Halloran, #2214, 75 Pct; officer; 12 mentions in 3 cases, 1988 to 1991"."""
    numbers = [f"#{number}" for number in row["badges"]]
    who = ", ".join(filter(None, (_named(row), *numbers, row["agency"])))
    kinds = ", ".join(kind.replace("_", " ") for kind in row["kinds"])
    return f"{who}; {kinds}; {_count(row['mentions'], 'mention')} in {_count(row['cases'], 'case')}{_years(row, ', ')}"


def _named(row: Row) -> str:
    return f"{row['rank']} {row['name']}" if row["rank"] else str(row["name"])


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _years(row: Row, before: str = "") -> str:
    """ "1988 to 1991" by the dates of the pages; nothing where none is dated."""
    if row["first"] is None:
        return ""
    first, last = row["first"][:4], row["last"][:4]
    return before + (first if first == last else f"{first} to {last}")


# ---------------------------------------------------------------- the dossier on the screen


def print_dossier(row: Row) -> None:
    from rich.text import Text

    from app.screen import open_console, tame

    console = open_console()
    console.print(Text(tame(_head(row)), style="bold"))
    for title, lines in _sections(row):
        if lines:
            console.print(Text(title, style="bold"))
            for line in lines[:SHOWN]:
                console.print(Text(f"  {tame(line)}"))
            if len(lines) > SHOWN:
                console.print(Text(f"  and {len(lines) - SHOWN} more; all of them: --json", style="dim"))
    console.print(Text(REMINDER, style="dim"))


def _head(row: Row) -> str:
    counted = {"mentions": len(row["mentions"]), "cases": len([one for one in row["cases"] if one["case"]])}
    return f"{row['id']}  {_describe(row | counted)}"


def _sections(row: Row) -> Iterator[tuple[str, list[str]]]:
    """Title and lines of each part, the shortest way to each citation beside it."""
    yield "Names as they are written", [_told(one, one["name"]) for one in row["spellings"]]
    yield "Ranks and titles", [_told(one, one["title"]) for one in row["ranks"]]
    yield "Numbers", [_told(one, one["number"]) for one in row["numbers"]]
    yield "Agencies and commands", [_told(one, one["agency"]) for one in row["agencies"]]
    yield "Cases", [_case(one) for one in row["cases"]]
    yield "How essential, as far as the papers show", [_grade(one) for one in row.get("grades", ())]
    yield "Parts, with the words that say so", [_part(one) for one in row["roles"]]
    yield _beside(row), [_companion(one) for one in row["officers_beside"]]
    yield "Leads that name this person", [_lead(one) for one in row["leads"]]
    yield "Taken for one person because", list(row["merged_because"])
    yield "Decided by people", [_decision(one) for one in row["decisions"]]
    yield "May be the same; nobody decided yet", [_candidate(one) for one in row["may_be"]]
    yield "Other ids", list(row["aliases"])
    yield "Pages", [_page(one) for one in row["pages"]]


def _told(one: Row, value: str) -> str:
    return f"{value}: {_count(one['mentions'], 'mention')}{_years(one, ', ')}; {_place(one['citation'])}"


def _case(one: Row) -> str:
    parts = ", ".join(part.replace("_", " ") for part in one["parts"]) or "no part was recognised"
    extent = f"{_count(one['page_count'], 'page')} of {_count(one['documents'], 'file')}"
    leads = f"; {_count(one['lead_count'], 'lead')}" if one["lead_count"] else ""
    return f"{one['case'] or 'no case'}: {parts}; {extent}{_years(one, ', ')}{leads}"


def _grade(one: Row) -> str:
    span = f" ({one['low']} to {one['high']})" if one["low"] != one["high"] else ""
    return f"{one['grade']}{span} in {one['case']}. {one['suggests']}"


def _part(one: Row) -> str:
    first = one["citations"][0]
    more = f" and {len(one['citations']) - 1} more" if len(one["citations"]) > 1 else ""
    quote = " ".join(first["quote"].split())
    return f"{one['role'].replace('_', ' ')} in {one['case'] or 'no case'}: “{quote}”, {_place(first)}{more}"


def _beside(row: Row) -> str:
    shown, count = len(row["officers_beside"]), row["officers_beside_in_all"]
    return "Officers in the same cases" + (f" ({shown} of {count})" if count > shown else "")


def _companion(one: Row) -> str:
    numbers = "".join(f", #{number}" for number in one["badges"])
    together = f"{one['cases']} of {_count(one['of_cases'], 'case')}, {_count(one['documents'], 'file')}"
    return f"{_named(one)}{numbers}: {together} and {_count(one['page_count'], 'page')} in common; {one['id']}"


def _lead(one: Row) -> str:
    return f"{one['id']}  {one['type'].replace('_', ' ')}, {one['score']} points: {one['summary']}"


def _decision(one: Row) -> str:
    holds = "" if one["holds"] else "; taken back since"
    people = " and ".join(one["people"])
    return f"{one['number']}. {one['action']} of {people} by {one['actor']}, {one['at'][:10]}: {one['reason']}{holds}"


def _candidate(one: Row) -> str:
    doubts = ", ".join(doubt.replace("_", " ") for doubt in one["doubts"])
    return f"{_named(one)}, {one['id']}" + (f": {doubts}" if doubts else "")


def _page(one: Row) -> str:
    dated = f", {one['dated']}" if one["dated"] else ""
    return f"{one['location'] or one['sha256'][:12]}, page {one['page']}{dated}: {_count(one['mentions'], 'mention')}"


def _place(cited: Row) -> str:
    return f"{cited['location'] or cited['sha256'][:12]}, page {cited['page']}"
