"""Sources among the witnesses, prisoners who report on others, and how far a source is believed (domain reference T27
to T29)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import COUNSEL, RULES_AND_OPINIONS, Detector, Lexicons, find_by_lexicon
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

_STATUS, _JAIL, _RECORD = "informant_status", "jail_informants", "source_records"


def find_source_status(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a witness or tipster was working for the police as a source, or that this was kept back."""
    if doc._.kind not in RULES_AND_OPINIONS:
        yield from find_by_lexicon(doc, lexicons, _STATUS, "informant_status_undisclosed", COUNSEL)


def find_jail_informants(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a prisoner reports what another told him, was placed near him, or offers what he heard."""
    if doc._.kind not in RULES_AND_OPINIONS:
        yield from find_by_lexicon(doc, lexicons, _JAIL, "jailhouse_informant_use", COUNSEL)


def find_source_records(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records doubts about a source, or that he served in other cases."""
    if doc._.kind not in RULES_AND_OPINIONS:
        yield from find_by_lexicon(doc, lexicons, _RECORD, "informant_track_record", COUNSEL)


DETECTORS = (
    Detector("informant_status_undisclosed", find_source_status, 1, (_STATUS,)),
    Detector("jailhouse_informant_use", find_jail_informants, 1, (_JAIL,)),
    Detector("informant_track_record", find_source_records, 1, (_RECORD,)),
)
