"""A citation of a transcript knows its printed page and lines, for the reading that was marked and no other."""

from sqlalchemy import Engine

from pipeline.catalog.files import add_document
from pipeline.catalog.findings import save_marks
from pipeline.catalog.pages import save_page
from pipeline.records import Citation, Mark, Page, PageMarks, PageState, Reading, SourceFile, reading_id
from pipeline.reports.places import Places

TEXT = "Q. Were you there?\nA. I was.\nQ. When?"
SHA = "a" * 64


def test_a_quote_is_cited_by_the_lines_it_touches(engine: Engine) -> None:
    said = (Mark(0, 18, "line", "23:7"), Mark(19, 28, "line", "23:8"), Mark(29, 37, "line", "24:1"))
    with engine.begin() as connection:
        add_document(connection, SourceFile(SHA, "x", "text/plain", 9), "address")
        save_page(connection, SHA, Page(1, PageState.TEXT_LAYER, Reading(TEXT), 612, 792), "key")
        save_marks(connection, SHA, 1, reading_id(TEXT), PageMarks("trial_transcript", None, (), said))
    with engine.connect() as connection:
        places = Places(connection)

        def cited(start: int, end: int, reading: str = reading_id(TEXT)) -> str | None:
            return places.transcript(Citation(SHA, 1, reading, start, end, TEXT[start:end]))

        assert cited(3, 7) == "Tr. 23:7"
        assert cited(3, 25) == "Tr. 23:7-8"
        assert cited(22, 37) == "Tr. 23:8-24:1"
        assert cited(3, 7, reading_id("another")) is None
