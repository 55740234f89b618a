"""A citation of a transcript knows its printed page and lines, for the reading they were found in and no other."""

from sqlalchemy import Engine

from pipeline.catalog.files import add_document
from pipeline.catalog.pages import save_page
from pipeline.catalog.printed_lines import replace_testimony
from pipeline.records import Citation, Page, PageState, Reading, SourceFile, SpokenLine, reading_id
from pipeline.reports.places import Places

TEXT = "Q. Were you there?\nA. I was.\nQ. When?"
SHA = "a" * 64


def test_a_quote_is_cited_by_the_lines_it_touches(engine: Engine) -> None:
    places = ((0, 18, "23:7"), (19, 28, "23:8"), (29, 37, "24:1"))
    lines = [SpokenLine(1, reading_id(TEXT), start, end, place) for start, end, place in places]
    with engine.begin() as connection:
        add_document(connection, SourceFile(SHA, "x", "text/plain", 9), "address")
        save_page(connection, SHA, Page(1, PageState.TEXT_LAYER, Reading(TEXT), 612, 792), "key")
        replace_testimony(connection, SHA, lines)
    with engine.connect() as connection:
        places = Places(connection)

        def cited(start: int, end: int, reading: str = reading_id(TEXT)) -> str | None:
            return places.transcript(Citation(SHA, 1, reading, start, end, TEXT[start:end]))

        assert cited(3, 7) == "Tr. 23:7"
        assert cited(3, 25) == "Tr. 23:7-8"
        assert cited(22, 37) == "Tr. 23:8-24:1"
        assert cited(3, 7, reading_id("another")) is None
