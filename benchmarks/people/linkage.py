"""Same-person pairs over invented mentions with truth, of any number: our rules, and splink on the same mentions.

    python benchmarks/people/linkage.py rules [--cases 200] [--seed 2]
    python benchmarks/people/linkage.py splink [--cases 200] [--seed 2] [--sure .99]    (needs splink 5 and pyarrow)

A county of officers, lawyers and civilians whose names are drawn by how frequent they are in the census, so that there
are namesakes as in life; beside them what was made to be hard: brothers, father and son, twins of spelling, badges that
are handed on, women who marry, ranks that rise, nicknames, letters that scans confuse. Seed 1 was looked at while
the rules were written; the figures in docs/decisions.md name theirs.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pipeline.records import Mention, PersonKind, PlacedMention

DOCUMENTS = 8
"""Documents of a case; each names its people several times."""
CONFUSED = {"l": "i", "i": "l", "e": "c", "c": "e", "h": "b", "n": "u", "o": "c", "t": "f"}
RANKS = ("Police Officer", "Detective", "Sergeant", "Lieutenant")
AGENCIES = ("Brandt County Police", "Osterly Police Department", "State Police")
Truth = tuple[PlacedMention, str]


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the county. `since` is the year in which the service began; `married` that of another surname."""

    key: str
    given: str
    middle: str
    surname: str
    kind: PersonKind
    suffix: str = ""
    badge: str | None = None
    agency: str | None = None
    since: int = 1975
    short: str | None = None
    married: tuple[int, str] | None = None


# ---------------------------------------------------------------- the county


def make_county(chance: Random, cases: int) -> list[Someone]:
    """Officers who come back in many cases, and the hard ones among them."""
    draw = Names(chance)
    officers = [draw.officer(f"o{at}", at) for at in range(max(40, cases // 2))]
    hard: list[Someone] = []
    for at, one in enumerate(officers[: len(officers) // 4]):
        key = f"{one.key}x"
        hard.append(
            [
                replace(
                    one, key=key, given=draw.given(), short=None, married=None, badge=str(9000 + at)
                ),  # a brother on the force
                replace(
                    one, key=key, badge=str(9000 + at), married=None, agency=draw.other_agency(one)
                ),  # a namesake elsewhere
                replace(
                    draw.officer(key, at), badge=one.badge, agency=one.agency, since=one.since + 18
                ),  # a badge again
                replace(one, key=key, surname=draw.twin(one.surname), badge=str(9000 + at)),  # a twin of spelling
                replace(one, key=key, suffix="Jr.", badge=str(9000 + at), since=one.since + 22),  # father and son
            ][at % 5]
        )
    return officers + hard


class Names:
    """Names drawn by their shares in the census."""

    def __init__(self, chance: Random) -> None:
        from names import FILES

        self.chance = chance
        read = {
            kind: [line.split()[:2] for line in Path(FILES[kind]).read_text("ascii").splitlines()] for kind in FILES
        }
        self.lists = {kind: [name.capitalize() for name, _ in rows] for kind, rows in read.items()}
        self.shares = {kind: [float(share) + 0.0001 for _, share in rows] for kind, rows in read.items()}

    def _draw(self, kind: str) -> str:
        return self.chance.choices(self.lists[kind], self.shares[kind])[0]

    def given(self, female: bool = False) -> str:
        return self._draw("first:female" if female else "first:male")

    def surname(self) -> str:
        return self._draw("last")

    def someone(self, key: str, kind: PersonKind) -> Someone:
        female = self.chance.random() < 0.4
        given = self.given(female)
        return Someone(key, given, self.chance.choice("ABCDEFGHJKLMRSTW"), self.surname(), kind, short=_short(given))

    def officer(self, key: str, at: int) -> Someone:
        female = self.chance.random() < 0.15
        given = self.given(female)
        since = self.chance.randint(1970, 1992)
        married = (since + 6, self.surname()) if female and self.chance.random() < 0.5 else None
        agency = self.chance.choice(AGENCIES)
        who = Someone(key, given, self.chance.choice("ABCDEFGHJKLMRSTW"), self.surname(), PersonKind.OFFICER)
        return replace(who, badge=str(1000 + at), agency=agency, since=since, short=_short(given), married=married)

    def other_agency(self, one: Someone) -> str:
        return next(agency for agency in AGENCIES if agency != one.agency)

    def twin(self, surname: str) -> str:
        """Another surname that begins alike, as Talley beside Talbert."""
        near = [name for name in self.lists["last"][:5000] if name[:3] == surname[:3] and name != surname]
        return self.chance.choice(near or [f"{surname}son"])


def _short(given: str) -> str | None:
    from nicknames import NickNamer

    names = sorted(NickNamer().nicknames_of(given))
    return names[0].capitalize() if names else None


# ---------------------------------------------------------------- the cases


def make_mentions(cases: int, seed: int) -> Iterator[Truth]:
    """The mentions of so many cases, each with the key of the person it means."""
    chance = Random(seed)
    county = make_county(chance, cases)
    draw = Names(chance)
    civil = [PersonKind.WITNESS, PersonKind.VICTIM, PersonKind.DEFENDANT, PersonKind.SUSPECT, PersonKind.INFORMANT]
    returning = [draw.someone(f"r{at}", chance.choice(civil)) for at in range(cases // 10)]
    for number in range(cases):
        year = chance.randint(1972, 2004)
        serving = [one for one in county if one.since <= year <= one.since + 25]
        people = chance.sample(serving, min(8, len(serving)))
        people += [draw.someone(f"c{number}-{at}", chance.choice(civil)) for at in range(8)]
        people += chance.sample(returning, 1) if chance.random() < 0.3 else []
        if chance.random() < 0.3:
            kin = people[-1]
            people.append(replace(kin, key=f"{kin.key}k", given=draw.given(), short=None))
        yield from _case(number, year, people, chance)


def _case(number: int, year: int, people: Sequence[Someone], chance: Random) -> Iterator[Truth]:
    for document in range(DOCUMENTS):
        here = chance.sample(people, min(6, len(people)))
        dated = date(year, 1 + document, 1 + chance.randint(0, 26))
        for at, one in enumerate(here):
            for time_ in range(chance.randint(1, 4)):
                said = _say(one, year, chance, first=time_ == 0)
                key = f"{number:06}-{document}-{at}-{time_}"
                yield (
                    PlacedMention(key, f"{number:06}-{document}", 1 + time_, "", said, (f"case {number}",), dated),
                    one.key,
                )


def _say(one: Someone, year: int, chance: Random, *, first: bool) -> Mention:
    surname = one.married[1] if one.married and year >= one.married[0] else one.surname
    officer = one.kind is PersonKind.OFFICER
    middle = f" {one.middle}." if chance.random() < 0.2 else ""
    given = one.short if one.short and chance.random() < 0.1 else one.given
    full = f"{given}{middle} {surname}{' ' + one.suffix if one.suffix else ''}"
    forms = (full, f"{one.given[0]}. {surname}") if first else (full, f"{one.given[0]}. {surname}", surname, surname)
    name = _misread(chance.choice(forms), chance)
    badge = (one.badge,) if officer and one.badge and chance.random() < 0.35 else ()
    rank = RANKS[min(3, max(0, year - one.since) // 8)] if officer else None
    agency = one.agency if officer and chance.random() < 0.25 else None
    kind = PersonKind.WITNESS if chance.random() < 0.05 else one.kind
    return Mention(0, len(name), kind, name, rank, badge, agency)


def _misread(name: str, chance: Random) -> str:
    return "".join(CONFUSED[c] if c in CONFUSED and chance.random() < 0.004 else c for c in name)


# ---------------------------------------------------------------- pairs


def print_pairs(title: str, found: Sequence[Sequence[str]], truth: dict[str, str], seconds: float) -> None:
    """Precision and recall of pairs of mentions, and of those pairs whose mentions stand in two cases."""
    same, said, real = Counter[str](), Counter[str](), Counter[str]()
    for cluster in found:
        _count(said, cluster)
        for members in _by(cluster, truth).values():
            _count(same, members)
    for members in _by(truth, truth).values():
        _count(real, members)
    for part in ("all", "across"):
        precision, recall = same[part] / max(1, said[part]), same[part] / max(1, real[part])
        print(
            f"{title:24} {part:7} precision {precision:.4f} recall {recall:.4f} ({real[part]} pairs, {seconds:.1f} s)"
        )


def _by(members: Sequence[str] | dict[str, str], truth: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for member in members:
        found.setdefault(truth[member], []).append(member)
    return found


def _count(into: Counter[str], members: Sequence[str]) -> None:
    within = Counter(member.partition("-")[0] for member in members)
    pairs = len(members) * (len(members) - 1) // 2
    into["all"] += pairs
    into["across"] += pairs - sum(n * (n - 1) // 2 for n in within.values())


def run_rules(said: Sequence[Truth]) -> list[tuple[str, ...]]:
    from pipeline.people import group_mentions

    return [cluster.mentions for cluster in group_mentions(placed for placed, _ in said)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("way", choices=["rules", "splink"])
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--sure", type=float, default=0.99, help="From which probability splink joins.")
    parser.add_argument(
        "--errors", action="store_true", help="Print clusters that hold two persons, and persons parted."
    )
    options = parser.parse_args()
    said = list(make_mentions(options.cases, options.seed))
    truth = {placed.id: key for placed, key in said}
    print(f"{len(said)} mentions of {len(set(truth.values()))} persons in {options.cases} cases, seed {options.seed}")
    start = time.process_time()
    found = run_rules(said) if options.way == "rules" else run_splink(said, options.sure)
    print_pairs(options.way, found, truth, time.process_time() - start)
    if options.errors:
        print_errors(said, found, truth)
    return 0


def print_errors(said: Sequence[Truth], found: Sequence[Sequence[str]], truth: dict[str, str]) -> None:
    by_id = {placed.id: placed for placed, _ in said}
    for cluster in found:
        if len({truth[m] for m in cluster}) > 1:
            print("ONE OF TWO", *sorted({_line(by_id[m], truth[m]) for m in cluster})[:12], sep="\n   ")
    home = {m: at for at, cluster in enumerate(found) for m in cluster}
    for key, members in _by(truth, truth).items():
        parts = _parts(members, home)
        if len(parts) > 1:
            print(
                "PARTED",
                key,
                *(f"{len(p):4} {sorted({_line(by_id[m], key) for m in p})[:4]}" for p in parts),
                sep="\n   ",
            )


def _parts(members: Sequence[str], home: dict[str, int]) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for member in members:
        found.setdefault(home[member], []).append(member)
    return sorted(found.values(), key=len, reverse=True)


def _line(placed: PlacedMention, key: str) -> str:
    one = placed.mention
    return (
        f"{key} {one.rank or one.kind.value} {one.name} {' '.join(one.badges)} {one.agency or ''} | {placed.cases[0]}"
    )


# ---------------------------------------------------------------- splink


def run_splink(said: Sequence[Truth], sure: float) -> list[list[str]]:
    """The same mentions by splink as its documentation advises: several blocking rules, term frequencies for names, u
    by sampling, m by expectation maximisation; pairs of at least `sure` become clusters."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink.comparison_library import ExactMatch, JaroWinklerAtThresholds

    backend = DuckDBAPI()
    columns: dict[str, list[object]] = {}
    for placed, _key in said:
        for name, value in _record(placed).items():
            columns.setdefault(name, []).append(value)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            JaroWinklerAtThresholds("surname", [0.92, 0.85]).configure(term_frequency_adjustments=True),
            JaroWinklerAtThresholds("given", [0.9]).configure(term_frequency_adjustments=True),
            ExactMatch("initial"),
            ExactMatch("badge").configure(term_frequency_adjustments=True),
            ExactMatch("agency"),
            ExactMatch("kind"),
            ExactMatch("case_name").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("surname", "case_name"),
            block_on("surname", "given"),
            block_on("badge"),
            block_on("surname", "initial", "agency"),
        ],
    )
    linker = Linker(backend.register(_table(columns)), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match([block_on("surname", "case_name")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("surname", "case_name"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("badge"))
    pairs = linker.inference.predict(threshold_match_probability=sure)
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=sure)
    found: dict[object, list[str]] = {}
    for row in clustered.as_record_list():
        found.setdefault(row["cluster_id"], []).append(row["unique_id"])
    return list(found.values())


def _record(placed: PlacedMention) -> dict[str, object]:
    from pipeline.people.names import read_spelling

    name, mention = read_spelling(placed.mention.name), placed.mention
    first = name.given[0] if name.given else None
    return {
        "unique_id": placed.id,
        "surname": name.surname or None,
        "given": first if first and len(first) > 1 else None,
        "initial": first[0] if first else None,
        "badge": mention.badges[0] if mention.badges else None,
        "agency": mention.agency,
        "kind": mention.kind.value,
        "case_name": placed.cases[0],
    }


def _table(columns: dict[str, list[object]]) -> object:
    import pyarrow

    return pyarrow.table(columns)


if __name__ == "__main__":
    sys.exit(main())
