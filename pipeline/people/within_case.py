"""The mentions of one surname in one case: full names, then initials, then the bare surname."""

from pipeline.people.groups import Groups, blocks, blocks_at
from pipeline.people.kinds import ALLIED, ANYONE, kind_fits, kinds_agree
from pipeline.people.names import Named, compatible, initials_agree
from pipeline.records import PersonKind


def join_in_cases(named: list[Named], groups: Groups) -> None:
    """Within each case, or each document without one, by surname."""
    for scope, block in blocks(named, _case_and_surname):
        _join_in_case(named, block, groups, scope[0])


def _case_and_surname(named: Named) -> list[tuple[str, str]]:
    return [(scope, named.surname) for scope in named.scopes] if named.surname else []


def _join_in_case(named: list[Named], block: list[int], groups: Groups, scope: str) -> None:
    """Join the mentions of one surname in one case: full names, then initials, then the bare surname."""
    where = "in one document without a case" if scope.startswith("document ") else f"in the case {scope}"
    known = _join_full_names(named, [p for p in block if named[p].full], groups, where)
    for initials in (True, False):
        short = [p for p in block if not named[p].full and bool(named[p].given) is initials]
        for untold in (False, True):
            part = [p for p in short if (named[p].kind is PersonKind.OTHER) is untold]
            alone = [
                _join_short(named, places, known, groups, where)
                for _key, places in blocks_at(named, part, lambda n: (n.kind, n.given, n.suffix))
            ]
            known = [*known, *filter(None, alone)]


def _join_full_names(named: list[Named], places: list[int], groups: Groups, where: str) -> list[list[int]]:
    """Join full names; returns the groups. A spelling that fits two that do not fit each other stays apart: Eddie
    where there are an Edgar and an Edward, John where there are John A. and John B."""
    spelled = [group for _key, group in blocks_at(named, places, lambda n: (n.given, n.suffix))]
    firsts = [named[group[0]] for group in spelled]
    fitting = [
        [j for j, other in enumerate(firsts) if j != i and compatible(one, other)] for i, one in enumerate(firsts)
    ]
    clear = [all(compatible(firsts[j], firsts[k]) for j in fits for k in fits if j < k) for fits in fitting]
    found: list[list[int]] = []
    taken: set[int] = set()
    for i, group in enumerate(spelled):
        if i in taken:
            continue
        together = [i, *(j for j in fitting[i] if clear[i] and clear[j] and j not in taken)]
        taken.update(together)
        found.append([place for j in together for place in spelled[j]] if len(together) > 1 else group)
    parts = [part for group in found for part in _by_kind(named, group)]
    for part in parts:
        groups.join(part, f"The same full name, or a short form of it, stands {where}.")
    return parts


def _by_kind(named: list[Named], group: list[int]) -> list[list[int]]:
    """Part those who cannot be one person; mentions that could be any of them are then left apart."""
    if kinds_agree({named[p].kind for p in group}):
        return [group]
    told = blocks_at(named, [p for p in group if named[p].kind not in ANYONE], lambda n: n.kind)
    untold = blocks_at(named, [p for p in group if named[p].kind in ANYONE], lambda n: (n.kind, n.placed.sha256))
    return [part for _kind, part in (*told, *untold)]


def _join_short(named: list[Named], places: list[int], known: list[list[int]], groups: Groups, where: str) -> list[int]:
    """Join mentions with an initial or without given name to the one person they can mean, in their document or else
    in the case; where nobody else is named, to each other; where two could be meant, to nobody. Returns those
    who are then a person of their own."""
    first = named[places[0]]
    candidates = [group for group in known if _can_mean(first, [named[p] for p in group])]
    if not candidates:
        sworn = _join_sworn(named, places, known, groups)
        alone = [p for p in places if p not in sworn]
        badges = {badge for p in alone for badge in named[p].placed.mention.badges}
        groups.join(alone if len(badges) <= 1 else (), f"The same short name and the same kind stand {where}.")
        return alone
    for sha256, here in blocks_at(named, places, lambda n: n.placed.sha256):
        near = [group for group in candidates if any(named[p].placed.sha256 == sha256 for p in group)] or candidates
        exact = [group for group in near if first.kind in {named[p].kind for p in group}]
        if len(near) > 1 and first.kind is not PersonKind.OTHER:
            near = exact
        if len(near) == 1:
            groups.join([near[0][0], *here], f"Only one person of that surname and kind is named more fully {where}.")
    return []


def _can_mean(short: Named, group: list[Named]) -> bool:
    if not kind_fits(short.kind, {named.kind for named in group}):
        return False
    if short.suffix and any(named.suffix and named.suffix != short.suffix for named in group):
        return False
    if not short.given:
        return True
    rank, badges = short.placed.mention.rank, set(short.placed.mention.badges)
    ranks = {named.placed.mention.rank for named in group} - {None}
    agrees = rank in ranks or not (rank and ranks) or any(badges & set(n.placed.mention.badges) for n in group)
    return agrees and all(named.given and named.given[0][0] == short.given[0][0] for named in group)


def _join_sworn(named: list[Named], places: list[int], known: list[list[int]], groups: Groups) -> set[int]:
    """Officers and experts testify: a running head that names a witness by surname means the one of them who is named
    in the same document. Returns the places that were joined."""
    joined: set[int] = set()
    said = [named[p].placed.mention for p in places]
    sworn = [
        p for p, one in zip(places, said, strict=True) if one.kind is PersonKind.WITNESS and one.has_role("testifying")
    ]
    for (sha256, page), here in blocks_at(named, sworn, lambda n: (n.placed.sha256, n.placed.page)):
        fitting = [group for group in known if all(initials_agree(named[here[0]], named[p]) for p in group)]
        officers = [
            [named[p].placed for p in group if named[p].placed.sha256 == sha256 and named[p].kind in ALLIED]
            for group in fitting
        ]
        on_page = [g for g, found in zip(fitting, officers, strict=True) if any(p.page == page for p in found)]
        near = on_page or [group for group, found in zip(fitting, officers, strict=True) if found]
        if len(near) == 1:
            groups.join([near[0][0], *here], "Only one person of that surname is named in the transcript.")
            joined.update(here)
    return joined
