"""Presentations: slides first, numbered as a person sees them, then a page of notes for each slide that has any.

Hidden slides are shown. Comments stand with the speaker's notes. The small picture of the slide is left off the notes,
so that its words are not read twice.
"""

from pathlib import Path

import pikepdf

from pipeline.readers.flat import Element, Tree, cut_out, find_all, make, qualified, signed, words_of

WITH_NOTES = 'pdf:impress_pdf_Export:{"ExportNotesPages":{"type":"boolean","value":"true"}}'
PLACE = {"x": "2cm", "y": "2cm", "width": "17cm", "height": "24cm"}


def show_notes(tree: Tree) -> list[int]:
    """Make everything visible; the numbers of the slides that have notes or comments."""
    for properties in find_all(tree, "//style:drawing-page-properties[@presentation:visibility='hidden']"):
        del properties.attrib[qualified("presentation:visibility")]
    for picture in find_all(tree, "//presentation:notes//draw:page-thumbnail"):
        cut_out(picture)
    with_notes = []
    for number, slide in enumerate(find_all(tree, "//office:presentation/draw:page"), 1):
        if _collect(slide, number):
            with_notes.append(number)
    return with_notes


def drop_empty_notes(pdf: Path, with_notes: list[int]) -> None:
    """LibreOffice adds a page of notes for every slide; keep those that say something."""
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        slides = len(document.pages) // 2
        for number in range(slides, 0, -1):
            if number not in with_notes:
                del document.pages[slides + number - 1]
        document.save(pdf)


def _collect(slide: Element, number: int) -> bool:
    """One text on the notes page: a line that says of which slide, the notes, the comments. False where none."""
    comments = find_all(slide, ".//office:annotation | .//more:annotation")
    boxes = find_all(slide, "presentation:notes/draw:frame[@presentation:class='notes']/draw:text-box")
    spoken = any(words_of(box) for box in boxes)
    if not spoken and not comments:
        return False
    box = boxes[0] if boxes else _add_box(slide)
    box.insert(0, make("text:p", f"Notes to slide {number}"))
    for comment in comments:
        box.append(make("text:p", f"Comment{signed(comment)}: {words_of(comment)}"))
        cut_out(comment)
    frame = box.getparent()
    if frame is not None:
        frame.attrib.pop(qualified("presentation:placeholder"), None)
    return True


def _add_box(slide: Element) -> Element:
    notes = slide.find(qualified("presentation:notes"))
    if notes is None:
        notes = make("presentation:notes")
        slide.append(notes)
    frame, box = make("draw:frame"), make("draw:text-box")
    for name, value in PLACE.items():
        frame.set(qualified(f"svg:{name}"), value)
    frame.append(box)
    notes.append(frame)
    return box
