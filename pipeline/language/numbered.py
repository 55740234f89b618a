"""People who are a number on the page: informants, numbered witnesses, undercover officers."""

import re
from collections.abc import Iterator

from pipeline.lexicons import Lexicon
from pipeline.records import Mention, PersonKind

_MISREAD = str.maketrans("IlOo", "1100")


def find_numbered(plain: str, informants: Lexicon, codes: Lexicon) -> Iterator[Mention]:
    """`name` is the code in its normal form: "CI 97-0143", "Source 7", "W-1", "UC 0123"."""
    for match in informants.find(plain):
        slot = match.slots.get("number") or match.slots.get("number1")
        if slot is not None:
            number = plain[slice(*slot)].translate(_MISREAD).replace(" ", "")
            yield Mention(
                match.start, match.end, PersonKind.INFORMANT, f"{_prefix(plain[match.start : match.end])} {number}"
            )
    for match in codes.find(plain):
        number = plain[slice(*match.slots["number"])].translate(_MISREAD)
        fields = match.entry.fields
        yield Mention(
            match.start, match.end, PersonKind(fields["kind"]), str(fields["name"]).format(number), fields.get("rank")
        )


def _prefix(words: str) -> str:
    """CI, CS, CW, SOI ... as letters only; a written-out source or informant as one word."""
    lower = words.lower()
    if "source" in lower:
        return "Source"
    if re.match(r"\W*(?:\w+\s+){0,2}in[fp]", lower):
        return "Informant"
    letters = re.match(r"[A-Za-z1.,/ ]+", words)
    code = re.sub(r"[^A-Z]", "", (letters[0] if letters else words).upper().replace("1", "I"))
    code = "T" if re.fullmatch(r"[A-Z]{2}T", code) and "-" in words else code
    return {"CL": "CI", "C": "CI"}.get(code.removesuffix("NO"), code.removesuffix("NO").removesuffix("NUMBER"))
