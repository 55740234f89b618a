"""Full names that a scan misread, and people who are called by their given name alone."""

from pipeline.people.groups import Groups, blocks, blocks_at
from pipeline.people.kinds import PROFESSIONS, kinds_agree
from pipeline.people.names import Named, looks_like
from pipeline.records import PersonKind


def join_misread(named: list[Named], groups: Groups) -> None:
    """Full names of one case that differ by a letter which scans confuse."""
    for _scope, block in blocks(named, lambda n: [(scope, n.given[0]) for scope in n.scopes] if n.full else []):
        _join_misread(named, block, groups)


def _join_misread(named: list[Named], block: list[int], groups: Groups) -> None:
    """Join a full name to the one that differs from it by a letter which scans confuse, where the same given names and
    kinds that agree stand in one case, and the odd spelling stands in one document only."""
    spelled = blocks_at(named, block, lambda n: (n.given, n.suffix, n.surname))
    spelled.sort(key=lambda pair: -len(pair[1]))
    for at, ((given, suffix, surname), odd) in enumerate(spelled):
        if len({named[p].placed.sha256 for p in odd}) > 1:
            continue
        fits = [
            usual
            for (others, end, name), usual in spelled[:at]
            if (others, end) == (given, suffix) and looks_like(surname, name) and len(usual) > len(odd)
        ]
        if len(fits) == 1 and may_be_one(named, [*odd, *fits[0]]):
            groups.join([fits[0][0], *odd], "Full names in one case differ by one letter that scans confuse.")


def may_be_one(named: list[Named], places: list[int]) -> bool:
    badges = {badge for p in places for badge in named[p].placed.mention.badges}
    return len(badges) <= 1 and kinds_agree({named[p].kind for p in places})


def join_given_names(named: list[Named], groups: Groups) -> None:
    """A defendant, suspect, victim or witness called by a given name alone is the one person of that name and kind in
    the document, where nobody bears it as a surname there."""
    for _sha256, places in blocks(named, lambda n: [n.placed.sha256]):
        bearers = dict(blocks_at(named, [p for p in places if named[p].full], lambda n: n.given[0]))
        surnames = {named[p].surname for p in places if named[p].given}
        for place in places:
            one = named[place]
            if not one.surname or one.given or one.kind in {*PROFESSIONS, PersonKind.OTHER}:
                continue
            same = bearers.get(one.surname, [])
            agree = any(named[p].kind is one.kind for p in same) and may_be_one(named, same)
            if agree and len({groups.find(p) for p in same}) == 1 and one.surname not in surnames:
                groups.join([same[0], place], "Only one person of that given name is named in the document.")
