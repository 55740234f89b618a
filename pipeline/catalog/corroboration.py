"""Which findings other documents bear out: facts of one type about one person, told elsewhere in words of their own."""

from collections import defaultdict

from sqlalchemy import Connection, select

from pipeline.catalog.tables import file_cases, files, finding_mentions, findings, mentions
from pipeline.records import Assertion

ABOUT = ("informant", "beneficiary", "witness", "suspect")
"""Slots of the person whom a fact is about; whoever wrote or signed it bears nothing out."""


def find_corroboration(connection: Connection) -> dict[str, int]:
    """How many documents of one case record it, by finding, where there are several. Copies have the same words and
    count once; denials bear nothing out. Linear in the findings about somebody."""
    facts: dict[tuple[str, str, str], list[tuple[str, str, str]]] = defaultdict(list)
    query = (
        select(
            findings.c.id, findings.c.type, findings.c.sha256, findings.c.quote, mentions.c.person, file_cases.c.name
        )
        .join(finding_mentions, finding_mentions.c.finding == findings.c.id)
        .join(mentions, mentions.c.id == finding_mentions.c.mention)
        .join(files, files.c.sha256 == findings.c.sha256)
        .join(file_cases, file_cases.c.file == files.c.id)
        .where(
            finding_mentions.c.slot.in_(ABOUT),
            mentions.c.person.is_not(None),
            findings.c.assertion != Assertion.DENIED,
        )
        .distinct()
    )
    for row in connection.execute(query):
        words = " ".join(row.quote.casefold().split())
        facts[row.name, row.type, row.person].append((row.id, row.sha256, words))
    found: dict[str, int] = {}
    for told in facts.values():
        count = min(len({sha256 for _id, sha256, _words in told}), len({words for _id, _sha256, words in told}))
        if count > 1:
            for id_, _sha256, _words in told:
                found[id_] = max(count, found.get(id_, 0))
    return found
