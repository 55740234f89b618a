"""What needs more than one page: what follows from the findings, and the search index.

All of it is made again from the catalog, group by group; a group that reads the same as last time is left alone.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sqlalchemy import Connection

from pipeline import disclosure
from pipeline.archive import Archive
from pipeline.catalog import findings, leads, people, sources
from pipeline.catalog.certificates import find_certificates
from pipeline.catalog.corroboration import find_corroboration
from pipeline.catalog.files import case_names
from pipeline.catalog.identity import made_id
from pipeline.catalog.outbox import clear_all, clear_outbox, find_entries, load_entries, waiting_pages
from pipeline.disclosure import LEXICONS, find_gaps, load_case, load_knowledge, read_from
from pipeline.lexicons import lexicon_key
from pipeline.marks import load_marking
from pipeline.records import FileSet, Finding, Group, IndexEntry
from pipeline.rules import RULES, Rule, find_wordings, load_lead_types, read_wording, worded
from pipeline.rules.deals import BENEFITS, DENIAL, SOURCE_SLOTS, Source, find_deals
from pipeline.scoring import load_policy, score_lead
from pipeline.search import open_index
from pipeline.settings import Settings

INDEX_BATCH = 500
GAPS = "gaps"
DEALS_VERSION = 2

# ---------------------------------------------------------------- rules

Keys = Callable[[Connection], Iterator[str]]
Load = Callable[[Connection, str], tuple[Finding, ...]]
Conclusion = Callable[[Connection], None]


def _find_wording_keys(connection: Connection) -> Iterator[str]:
    """Wordings that narratives of several cases share."""
    yield from find_wordings(worded(one) for one in findings.findings_of_type(connection, "narrative"))


def _findings_of_wording(connection: Connection, key: str) -> tuple[Finding, ...]:
    return findings.findings_of_ids(connection, list(read_wording(key)))


GROUPS: dict[str, tuple[Keys, Load]] = {
    "document": (findings.find_document_keys, findings.findings_of_document),
    "case": (findings.find_case_keys, findings.findings_of_case),
    "person": (findings.find_person_keys, findings.findings_of_person),
    GAPS: (lambda connection: iter(case_names(connection)), findings.findings_of_case),
    "wording": (_find_wording_keys, _findings_of_wording),
}
"""How the groups that a rule may ask for are listed and loaded; those of gaps are cases whose gaps are found too."""


def apply_rules(archive: Archive) -> int:
    """Run every rule on the groups that changed. Returns how many groups were looked at again."""
    return sum(_apply_rule(archive, rule) for rule in RULES) + _apply_deals(archive)


def _apply_rule(archive: Archive, rule: Rule) -> int:
    lead_types, policy = load_lead_types(archive.settings), load_policy(archive.settings)
    known = load_knowledge(archive.settings) if rule.groups_by == GAPS else None
    made_with: tuple[object, ...] = (rule.version, policy.version, lead_types)
    if known is not None:
        made_with += (disclosure.VERSION, known.key, lexicon_key(archive.settings, LEXICONS))

    with archive.engine.connect() as connection:
        borne_out = find_corroboration(connection) if rule.groups_by == "document" else {}

    def conclude(connection: Connection, key: str) -> tuple[str, Conclusion]:
        group = load_group(connection, rule.groups_by, key)
        group = replace(group, corroborated={f.id: borne_out[f.id] for f in group.findings if f.id in borne_out})
        beside = read_from(connection, key) if known else ""  # cheap to ask, where the gaps themselves are not
        people, borne = sorted(group.people.items()), sorted(group.corroborated.items())
        read = made_id(made_with, group.findings, people, group.volume, beside, borne)

        def save(writing: Connection) -> None:
            whole = replace(group, gaps=tuple(find_gaps(load_case(writing, key), known))) if known else group
            found = [score_lead(lead, policy) for lead in rule.apply(whole, lead_types)]
            leads.replace_leads(writing, rule.name, key, found)

        return read, save

    return _apply_to_changed(archive, rule.name, GROUPS[rule.groups_by][0], conclude)


def _apply_deals(archive: Archive) -> int:
    """The deals of each source in all cases; of each document those of nobody known. Every finding is read once for its
    document and once for each of those who may have got the benefit, however often its officers stand elsewhere."""

    def list_keys(connection: Connection) -> Iterator[str]:
        return sources.find_source_keys(connection, BENEFITS, SOURCE_SLOTS)

    def conclude(connection: Connection, key: str) -> tuple[str, Conclusion]:
        found = sources.findings_of_source(connection, key, (*BENEFITS, DENIAL), SOURCE_SLOTS)
        source = _load_source(connection, key, found)
        read = made_id(DEALS_VERSION, found, source)
        return read, lambda writing: leads.replace_deals(writing, key, find_deals(found, source))

    return _apply_to_changed(archive, "deals", list_keys, conclude)


def _load_source(connection: Connection, key: str, found: Iterable[Finding]) -> Source:
    """The person of a group of deals; nobody where the group is a document."""
    if any(one.sha256 == key for one in found):
        return Source(certified=_certified(connection, {case for one in found for case in one.cases}))
    cases = sources.cases_of_source(connection, key)
    return Source(key, tuple(sources.find_testimony(connection, key)), cases, _certified(connection, cases))


def _certified(connection: Connection, cases: Iterable[str]) -> tuple[str, ...]:
    """Those of these cases whose produced set is certified as complete and has not changed since."""
    held = (one for case in sorted(cases) for one in find_certificates(connection, case))
    return tuple(one.case for one in held if one.file_set is FileSet.PRODUCED and not one.changed)


def _apply_to_changed(
    archive: Archive, name: str, list_keys: Keys, conclude: Callable[[Connection, str], tuple[str, Conclusion]]
) -> int:
    """Conclude again about every group that does not read as it did last time, and forget those that are gone.

    `conclude` returns what it read, as one string, and what writes its conclusions.
    """
    with archive.engine.connect() as connection:
        keys = list(list_keys(connection))
        gone = leads.known_groups(connection, name) - set(keys)
    changed = 0
    for key in keys:
        with archive.engine.connect() as connection:
            fingerprint, save = conclude(connection, key)
            if fingerprint == leads.load_fingerprint(connection, name, key):
                continue
        with archive.writing() as connection:
            save(connection)
            leads.save_fingerprint(connection, name, key, fingerprint)
        changed += 1
    with archive.writing() as connection:
        for key in gone:
            leads.forget_group(connection, name, key)
    return changed


def load_group(connection: Connection, groups_by: str, key: str) -> Group:
    """One group as a rule reads it."""
    found = GROUPS[groups_by][1](connection, key)
    ids = {slot.person for finding in found for slot in finding.slots if slot.person is not None}
    person = groups_by == "person"
    known = people.load_persons(connection, ids | ({key} if person else set()))
    return Group(key, found, known, findings.count_cases_of_person(connection, key) if person else 0)


# ---------------------------------------------------------------- index


def update_index(archive: Archive) -> int:
    """Give the index what it has not got. Returns how many pages. What fails stays in the outbox."""
    sent = 0
    index = open_index(archive.settings)
    try:
        while keys := _waiting(archive):
            with archive.engine.connect() as connection:
                loaded = load_entries(connection, keys, load_marking(archive.settings.config))
            entries: list[IndexEntry] = [entry for entry in loaded.values() if entry is not None]
            gone = [key for key, entry in loaded.items() if entry is None]
            if gone:
                index.delete(gone)
            if entries:
                index.add(entries)
            with archive.writing() as connection:
                clear_outbox(connection, keys)
            sent += len(keys)
    finally:
        index.close()
    return sent


def _waiting(archive: Archive) -> list[tuple[str, int]]:
    with archive.engine.connect() as connection:
        return waiting_pages(connection, INDEX_BATCH)


def conclusion_versions(settings: Settings) -> dict[str, str]:
    """What conclusions depend on beside the findings: a run with others looks at every group again."""
    rules = {rule.name: str(rule.version) for rule in RULES}
    return {"rules": made_id(rules, load_lead_types(settings), load_policy(settings).version)}


def rebuild_index(archive: Archive, target: Settings) -> int:
    """Make the whole index of `target` again from the catalog. Returns how many pages it holds.

    Nothing is waiting for the archive's own index then; filling another one leaves its outbox as it is."""
    count = 0

    def counted(entries: Iterator[IndexEntry]) -> Iterator[IndexEntry]:
        nonlocal count
        for entry in entries:
            count += 1
            yield entry

    index = open_index(target)
    try:
        with archive.engine.connect() as connection:
            index.rebuild(counted(find_entries(connection, load_marking(archive.settings.config))))
    finally:
        index.close()
    if target.index_url == archive.settings.index_url:
        with archive.writing() as connection:
            clear_all(connection)
    return count
