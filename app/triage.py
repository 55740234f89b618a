"""`exculpa triage`: the backlog in review order under a policy, with reasons; what the office knows of its cases."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.context import print_json, print_warning, settings_of
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.triage.policy import TriagePolicy
    from pipeline.triage.queue import Standing

NOT_UNDERSTOOD = 3
REMINDER = "Review order under policy v{version}: where to look first. No number here is a probability of innocence."
NO_ORDER = "Cases by name: case_order is off in this office. Points and lanes are not shown."
LEADS_SHOWN = 3
Row = dict[str, Any]


def triage(
    context: typer.Context,
    case: Annotated[str | None, typer.Argument(metavar="CASE", help="Only this case, with every reason.")] = None,
    facts: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Record what the office knows of its cases, and stop.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write a sheet for that, with all cases, and stop.")
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="Show the lanes and stop.")] = False,
    limit: Annotated[int | None, typer.Option(help="How many cases to show.", min=1)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """Cases in review order: lane, merit of leads, urgency, completeness, each with its reasons; what is unknown."""
    from pipeline.triage.policy import load_triage_policy

    settings = settings_of(context)
    policy = load_triage_policy(settings)
    if rules:
        _show_rules(policy)
    elif template is not None:
        _write_template(settings, policy, template)
    elif facts is not None:
        _save_facts(settings, policy, facts)
    else:
        rows = find_rows(settings, policy, case)[:limit]
        if as_json:
            print_json(rows)
        else:
            _print_rows(rows, policy, settings, every_reason=case is not None)


def _show_rules(policy: "TriagePolicy") -> None:
    for place, lane in enumerate(policy.lanes, start=1):
        typer.echo(f"{place}  {lane.name}: {lane.says}")
    typer.echo("Within a lane: higher merit, higher urgency, earliest intake, name.")
    typer.echo(REMINDER.format(version=policy.version))


def _write_template(settings: Settings, policy: "TriagePolicy", path: Path) -> None:
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.files import case_names
    from pipeline.reports.export import open_output
    from pipeline.triage.facts import write_template

    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            cases = case_names(connection)
    finally:
        engine.dispose()
    with open_output(path) as out:
        out.write(write_template(policy, cases))
    print_warning(f"A sheet with {len(cases)} cases was written to {path}. Fill it in and type: --facts {path}")


def _save_facts(settings: Settings, policy: "TriagePolicy", path: Path) -> None:
    from pipeline.archive import open_archive
    from pipeline.catalog.case_facts import save_case_fact
    from pipeline.catalog.decisions import actor_of
    from pipeline.catalog.files import case_names
    from pipeline.triage.facts import read_sheet

    with open_archive(settings) as archive, archive.writing() as connection:
        told, problems = read_sheet(path, policy, case_names(connection), date.today())
        for one in told:
            save_case_fact(connection, one.case, (one.name, one.value), actor_of(settings), one.source)
    typer.echo(f"{len(told)} facts of {len({one.case for one in told})} cases recorded.")
    for problem in problems:
        print_warning(f"row {problem.row}: {problem.says}")
    if problems:
        raise typer.Exit(NOT_UNDERSTOOD)


def find_rows(settings: Settings, policy: "TriagePolicy", case: str | None) -> list[Row]:
    """One row for each case, in order. Raises UsageError where the case is not there."""
    from app.cases import check_case
    from pipeline.catalog.database import open_catalog
    from pipeline.triage.queue import order_cases
    from pipeline.triage.reading import find_records

    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            if case is not None:
                check_case(connection, case)
            queue = order_cases(find_records(connection, settings, policy), policy, date.today())
    finally:
        engine.dispose()
    rows = [_row(place, one, policy) for place, one in enumerate(queue, start=1)]
    if settings.case_order == "off":
        rows = [_without_order(row) for row in sorted(rows, key=lambda row: str(row["case"]))]
    return [row for row in rows if case in (None, row["case"])]


def _row(place: int, one: "Standing", policy: "TriagePolicy") -> Row:
    from pipeline.triage.points import total

    record = one.record
    poor = record.completeness is not None and record.completeness < policy.least_record
    return {
        "case": record.case,
        "place": place,
        "lane": {"number": one.place, "name": one.lane.name},
        "merit": {"score": total(one.merit), "points": _lines(one.merit)},
        "urgency": {"score": total(one.urgency), "points": _lines(one.urgency)},
        "unknown": list(one.asks),
        "leads": len(record.counted),
        "set_aside": dict(record.set_aside),
        "presumptive": [
            {"person": each.person, "name": each.name, "grade": each.grade, "types": list(each.types)}
            for each in one.presumptive
        ],
        "record": {
            "pages": record.pages,
            "read": record.read,
            "percent": record.completeness,
            "sets": {str(name): count for name, count in record.sets.items()},
            "note": policy.floor_says if poor else None,
        },
        "facts": {
            name: {"value": fact.value, "source": fact.source, "actor": fact.actor, "at": f"{fact.at:%Y-%m-%d}"}
            for name, fact in sorted(record.facts.items())
        },
        "policy": policy.version,
    }


def _lines(points: Any) -> list[Row]:
    return [{"points": line.points, "reason": line.reason} for line in points]


def _without_order(row: Row) -> Row:
    """Facts side by side, and nothing that orders cases."""
    return {name: value for name, value in row.items() if name not in {"place", "lane", "merit", "urgency"}}


def _print_rows(rows: list[Row], policy: "TriagePolicy", settings: Settings, *, every_reason: bool) -> None:
    from app.screen import tame

    lane = None
    for row in rows:
        if "lane" in row and row["lane"] != lane:
            lane = row["lane"]
            typer.echo(f"Lane {lane['number']}: {lane['name']}")
        for line in _case_lines(row, policy, every_reason):
            typer.echo(tame(line))
    if not rows:
        typer.echo("No cases yet. Files belong to a case by their folder, see: exculpa ingest --help")
    typer.echo(NO_ORDER if settings.case_order == "off" else REMINDER.format(version=policy.version))


def _case_lines(row: Row, policy: "TriagePolicy", every_reason: bool) -> Iterator[str]:
    record = row["record"]
    sets = ", ".join(f"{name} {count}" for name, count in record["sets"].items())
    if "merit" in row:
        yield f"  {row['place']:>3}. {row['case']}: merit {row['merit']['score']}, urgency {row['urgency']['score']}"
        for axis in ("merit", "urgency"):
            points = row[axis]["points"]
            for line in points if every_reason else points[:LEADS_SHOWN]:
                yield f"       {line['points']:+4d}  {line['reason']}"
            if not every_reason and len(points) > LEADS_SHOWN:
                yield f'             and {len(points) - LEADS_SHOWN} more: exculpa triage "{row["case"]}"'
    else:
        yield f"  {row['case']}"
    pages = f"{record['read']} of {record['pages']} pages could be read"
    yield f"       {row['leads']} leads; {pages}; sets: {sets or 'none'}"
    for each in row["presumptive"]:
        types = ", ".join(name.replace("_", " ") for name in each["types"])
        yield f"       {policy.presumptive_says}: {each['name']}, {each['grade']} by the papers; {types}"
    if row["set_aside"]:
        yield "       set aside: " + ", ".join(f"{count} {name}" for name, count in row["set_aside"].items())
    if record["note"]:
        yield f"       {record['note']}"
    if every_reason:
        for name, fact in row["facts"].items():
            source = f" ({fact['source']})" if fact["source"] else ""
            yield f"       {name.replace('_', ' ')}: {fact['value']}{source}, entered by {fact['actor']} {fact['at']}"
    if row["unknown"]:
        shown = row["unknown"] if every_reason else row["unknown"][:LEADS_SHOWN]
        more = f" and {len(row['unknown']) - len(shown)} more" if len(shown) < len(row["unknown"]) else ""
        yield f"       not known, and counted for nothing: {' '.join(shown)}{more}"
