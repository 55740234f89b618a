"""Presentations: slides as numbered, hidden ones too, and behind them what the speaker noted."""

from pathlib import Path

from pipeline.readers import count_pages, read_pages
from pipeline.settings import Settings
from tests.readers.offices import make_flat
from tests.readers.papers import as_source

STYLES = (
    '<style:page-layout style:name="paper"><style:page-layout-properties/></style:page-layout>'
    '<style:style style:name="gone" style:family="drawing-page"><style:drawing-page-properties '
    'presentation:visibility="hidden"/></style:style>'
)


def frame(text: str, kind: str = "") -> str:
    return (
        f'<draw:frame svg:width="15cm" svg:height="3cm" svg:x="2cm" svg:y="14cm"{kind}><draw:text-box>'
        f"<text:p>{text}</text:p></draw:text-box></draw:frame>"
    )


def test_notes_comments_and_hidden_slides_are_read(tmp_path: Path, settings: Settings) -> None:
    notes = frame("Leave this out in court.", ' presentation:class="notes"')
    comment = "<office:annotation><dc:creator>Dask</dc:creator><text:p>Who paid?</text:p></office:annotation>"
    picture = '<draw:page-thumbnail svg:width="9cm" svg:height="6cm" svg:x="2cm" svg:y="2cm" draw:page-number="2"/>'
    body = (
        f'<draw:page draw:name="a">{frame("Lineup")}</draw:page>'
        f'<draw:page draw:name="b" draw:style-name="gone">{frame("Deal")}'
        f"<presentation:notes>{picture}{notes}</presentation:notes>{comment}</draw:page>"
    )
    source = as_source(make_flat(tmp_path / "talk.fodp", "presentation", STYLES, body))
    pages = list(read_pages(source, 1, count_pages(source, settings), settings))
    texts = [page.reading.text for page in pages if page.reading]
    assert texts[:2] == ["Lineup", "Deal"]
    notes, *more = [line for line in texts[2].splitlines() if line]
    assert notes == "Notes to slide 2"
    assert sorted(more) == ["Comment by Dask: Who paid?", "Leave this out in court."]
