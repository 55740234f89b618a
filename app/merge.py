"""`exculpa merge` and `exculpa undo`: a person says that two are one, and takes a decision back."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.context import print_json, settings_of
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.archive import Archive
    from pipeline.catalog.merges import Merge
    from pipeline.records import Person

Id = Annotated[str, typer.Argument(metavar="PERSON", help="The id of a person, such as P-1f0c....")]
Why = Annotated[str, typer.Option("--reason", help="What shows it; it is written down, and given with the person.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")]


def merge(context: typer.Context, one: Id, other: Id, reason: Why = "", as_json: AsJson = False) -> None:
    """Say that two persons are one. It holds in every later run; the id of the older stays, the other becomes its
    alias."""
    from pipeline.archive import open_archive
    from pipeline.judgements import decide_merge

    with open_archive(settings_of(context)) as archive:
        number = decide_merge(archive, one, other, reason)
        who = conclude_about(archive, one)
    report({"decision": number, "person": who.id, "mentions": len(who.mentions)}, f"{who.id} ({who.name})", as_json)


def undo(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="NUMBER", help="Which decision; all are listed where it is left out.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why it was wrong; it is written down.")] = "",
    as_json: AsJson = False,
) -> None:
    """Take back a merge or a split, by its number; without a number, list what was decided of who is one with whom."""
    from pipeline.archive import open_archive
    from pipeline.judgements import undo as take_back

    if number is None:
        _list(context, as_json)
        return
    with open_archive(settings_of(context)) as archive:
        taken = take_back(archive, number, reason)
        one, other = conclude_about(archive, taken.one), find_now(archive, taken.other)
    persons = sorted({one.id, *([other.id] if other else [])})
    if as_json:
        print_json({"undone": number, "persons": persons})
    else:
        typer.echo(f"Decision {number} no longer holds. {' and '.join(persons)} are told by the pages alone now.")


def _list(context: typer.Context, as_json: bool) -> None:
    from app.screen import tame
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.merges import find_merges

    engine = open_catalog(settings_of(context))
    try:
        with engine.connect() as connection:
            found = list(find_merges(connection))
    finally:
        engine.dispose()
    if as_json:
        print_json([_row(one) for one in found])
        return
    for one in found:
        typer.echo(tame(_line(one)))
    if not found:
        typer.echo("Nothing was decided yet. Who may be the same person is listed by: exculpa candidates")


def _row(one: "Merge") -> dict[str, object]:
    return {
        "decision": one.number,
        "action": one.action,
        "one": one.one,
        "other": one.other,
        "reason": one.reason,
        "actor": one.actor,
        "at": one.at.isoformat(),
        "undone_by": one.undone_by,
    }


def _line(one: "Merge") -> str:
    said = {
        "merge": f"{one.one} and {one.other} are one person",
        "forbid": f"{one.one} and {one.other} are two persons",
        "split": f"mentions of {one.one} are somebody else, {one.other}",
    }
    held = "" if one.undone_by is None else " (taken back)"
    return f"{one.number}  {said[one.action]}{held}: {one.reason} ({one.actor}, {one.at:%Y-%m-%d})"


# ---------------------------------------------------------------- what was done


def conclude_about(archive: "Archive", person: str) -> "Person":
    """Run what follows from a decision; the person whom it was about, as he is told now."""
    from pipeline.run import conclude

    conclude(archive)
    found = find_now(archive, person)
    if found is None:
        raise UsageError(f"{person} is mentioned on no page any more.")
    return found


def find_now(archive: "Archive", person: str) -> "Person | None":
    """The person of an id or an alias with the mentions, None where there is none any more."""
    from dataclasses import replace

    from pipeline.catalog.mentions import find_person_mentions
    from pipeline.catalog.people import load_persons, resolve_alias

    with archive.engine.connect() as connection:
        key = resolve_alias(connection, person)
        found = load_persons(connection, [key]).get(key)
        if found is None:
            return None
        return replace(found, mentions=tuple(placed.id for placed in find_person_mentions(connection, key)))


def report(row: dict[str, object], who: str, as_json: bool) -> None:
    """Say what was decided and how it is taken back."""
    from app.screen import tame

    if as_json:
        print_json(row)
    else:
        typer.echo(tame(f"Decision {row['decision']}: {who}, {row['mentions']} mention(s)."))
        typer.echo(f"Wrong? Type: exculpa undo {row['decision']} --reason TEXT")
