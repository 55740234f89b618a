"""A look-back as CSV: one row for each officer in each case, in the order in which the cases should be read."""

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.catalog.name_keys import split_name
from pipeline.reports.rows import Row

FIELDS = (
    *("row", "name", "badge", "agency", "finding", "finding_date", "case", "certainty", "why", "against", "grade"),
    *("low", "high", "suggests", "roles", "citations", "checklist", "missing", "finding_when", "review_first"),
    *("leads", "pages", "unread_pages", "not_found", "masked"),
)
MOST_CITED = 12


def find_table_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """Flat rows; an officer who was not found has one row that says what was looked for."""
    for row in rows:
        if row["cases"]:
            yield from (_case_row(row, case) for case in row["cases"])
        else:
            yield _officer_row(row) | {"certainty": row["certainty"], "not_found": say_not_found(row)}


def say_not_found(row: Row) -> str:
    """What was looked for in vain, and what stands near it."""
    parts = [f"looked for: {'; '.join(row['looked_for']) or 'nothing'}"]
    if row["near"]:
        names = ", ".join(f"{near['name']} ({count(near['cases'], 'case')})" for near in row["near"])
        parts.append(f"names near it in the archive: {names}")
    if row["set_aside"]:
        names = ", ".join(f"{each['name']} ({each['why']})" for each in row["set_aside"])
        parts.append(f"set aside: {names}")
    if hidden := say_hidden(row):
        parts.append(hidden)
    if (last := split_name(row["name"])[1]) and not row["masked"]:
        parts.append(f"a name that was not recognised as one may still be found by: exculpa search '{last}~1'")
    return ". ".join(parts)


def say_hidden(row: Row) -> str:
    """The pages on which he may stand unseen, and those that name him but lie in no case; "" where there are none."""
    parts = []
    if row["hidden"]["pages"]:
        pages, cases = count(row["hidden"]["pages"], "page"), count(row["hidden"]["cases"], "other case")
        parts.append(f"{pages} of {cases} could not be read and may name this officer")
    if row["pages_in_no_case"]:
        parts.append(f"{count(row['pages_in_no_case'], 'page')} that may name this officer lie in no case")
    return "; ".join(parts)


def count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def say_place(cited: Row) -> str:
    """Where the quoted words stand, as a person writes it."""
    place = f"{cited['location'] or cited['sha256'][:12]}, page {cited['page']}"
    return place + "".join(f", {cited[name]}" for name in ("bates", "transcript") if cited[name])


def _officer_row(row: Row) -> Row:
    empty: dict[str, Any] = dict.fromkeys(FIELDS)
    return empty | {
        "row": "; ".join(map(str, row["rows"])),
        "name": row["name"],
        "badge": row["badge"] or row["tax"],
        "agency": row["agency"],
        "finding": "; ".join(status["finding"] for status in row["statuses"]),
        "finding_date": "; ".join(status["date"] or "" for status in row["statuses"]),
        "masked": row["masked"],
    }


def _case_row(row: Row, case: Row) -> Row:
    cited = [*(cited for role in case["roles"] for cited in role["citations"]), *case["named"]]
    quotes = [f"“{' '.join(each['quote'].split())}” ({say_place(each)})" for each in cited[:MOST_CITED]]
    more = [f"and {len(cited) - MOST_CITED} more"] if len(cited) > MOST_CITED else []
    return _officer_row(row) | {
        "case": case["case"],
        "certainty": case["certainty"],
        "why": "; ".join(case["why"]),
        "against": "; ".join(case["against"]),
        "grade": case["grade"],
        "low": case["low"],
        "high": case["high"],
        "suggests": case["suggests"],
        "roles": "; ".join(dict.fromkeys(role["role"] for role in case["roles"])),
        "citations": "; ".join(quotes + more),
        "checklist": "; ".join(f"{each['question']} {each['answer']}" for each in case["checklist"]),
        "missing": "; ".join(case["missing"]),
        "finding_when": "; ".join(f"{each['finding']}: {each['when']}" for each in case["finding_when"]),
        "review_first": case["review_first"],
        "leads": "; ".join(lead["id"] for lead in case["leads"]),
        "pages": case["pages"],
        "unread_pages": case["unread_pages"],
    }
