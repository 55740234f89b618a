"""`exculpa split`: a person says that mentions are somebody else, or that two are two."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.context import print_json, settings_of
from app.merge import AsJson, Id, Why, conclude_about, report
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.archive import Archive
    from pipeline.records import Person, PlacedMention
    from pipeline.reports.places import Places

WHO = (
    "Mentions of him that are somebody else, by id; or pages as DOCUMENT:PAGE, for all mentions on them; or another "
    "person, with whom he is never to be joined. Left out: his mentions are listed."
)


def split(
    context: typer.Context,
    one: Id,
    others: Annotated[list[str] | None, typer.Argument(metavar="MENTION|DOCUMENT:PAGE|PERSON...", help=WHO)] = None,
    reason: Why = "",
    as_json: AsJson = False,
) -> None:
    """Say that mentions of a person are somebody else, or that two persons are two. It holds in every later run."""
    from pipeline.archive import open_archive

    with open_archive(settings_of(context)) as archive:
        if not others:
            _list(archive, one, as_json)
        elif any(_is_person(other) for other in others):
            _forbid(archive, (one, others), reason, as_json)
        else:
            _part(archive, (one, others), reason, as_json)


def _is_person(asked: str) -> bool:
    return asked.startswith("P-") and ":" not in asked


def _forbid(archive: "Archive", told: tuple[str, list[str]], reason: str, as_json: bool) -> None:
    from pipeline.judgements import decide_forbid

    one, others = told
    if len(others) > 1:
        raise UsageError("Name one other person, or mentions and pages, not both.")
    number = decide_forbid(archive, one, others[0], reason)
    who = conclude_about(archive, one)
    row: dict[str, object] = {"decision": number, "person": who.id, "apart": others[0], "mentions": len(who.mentions)}
    report(row, f"{who.id} ({who.name}) is never joined with {others[0]}", as_json)


def _part(archive: "Archive", told: tuple[str, list[str]], reason: str, as_json: bool) -> None:
    from pipeline.judgements import decide_split, find_person

    one, others = told
    with archive.engine.connect() as connection:
        person = find_person(connection, one)
        mentions = [mention for other in others for mention in _mentions(connection, person, other)]
    number, somebody_else = decide_split(archive, one, mentions, reason)
    who = conclude_about(archive, somebody_else)
    row: dict[str, object] = {"decision": number, "person": person.id, "other": who.id, "mentions": len(who.mentions)}
    report(row, f"somebody else is {who.id} ({who.name})", as_json)


def _mentions(connection: "Connection", person: "Person", asked: str) -> list[str]:
    """The ids of the mentions that an argument means: itself, or those on a page."""
    from pipeline.judgements import find_mentions
    from pipeline.reports.places import Places
    from pipeline.reports.sheets import find_document

    document, colon, page = asked.rpartition(":")
    if not colon:
        return [asked]
    if not page.isdigit():
        raise UsageError(f"{asked} is no page. Pages are named as DOCUMENT:PAGE, such as 1990-Harrow/report.pdf:3")
    return find_mentions(connection, person, (find_document(Places(connection), document), int(page)))


def _list(archive: "Archive", one: str, as_json: bool) -> None:
    """A person's mentions with their ids, to choose from."""
    from app.screen import tame
    from pipeline.catalog.mentions import find_person_mentions
    from pipeline.judgements import find_person
    from pipeline.reports.places import Places

    with archive.engine.connect() as connection:
        places = Places(connection)
        rows = [_row(places, placed) for placed in find_person_mentions(connection, find_person(connection, one).id)]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        said = " ".join(str(row[name]) for name in ("rank", "name") if row[name])
        numbers = "".join(f" #{badge}" for badge in row["badges"])
        typer.echo(tame(f"{row['mention']}  {said}{numbers}  {row['location']}:{row['page']}"))
    typer.echo(f"Somebody else among them? Type: exculpa split {one} MENTION... --reason TEXT")


def _row(places: "Places", placed: "PlacedMention") -> dict[str, Any]:
    return {
        "mention": placed.id,
        "sha256": placed.sha256,
        "location": places.document(placed.sha256).location,
        "page": placed.page,
        "name": placed.mention.name,
        "rank": placed.mention.rank,
        "badges": list(placed.mention.badges),
    }
