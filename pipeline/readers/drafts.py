"""Word processing: the words of a draft that a printed page leaves out, put where they stood.

A struck-out passage is shown as "[deleted by A. Fennimore on 1998-03-02: not]", with the line through it, because a
text without the brackets would say the opposite of either version; inserted words are only underlined, as they are part
of what the document says now. A comment becomes a footnote where it was made. Hidden text is shown in brackets.
"""

from pipeline.readers.flat import (
    Element,
    Tree,
    cut_out,
    find_all,
    make,
    put_after,
    put_before,
    qualified,
    signed,
    words_of,
)

# Where a page has no foot of its own, a comment stands in brackets in the line.
WITHOUT_FOOT = "ancestor::style:header | ancestor::style:footer | ancestor::text:note | ancestor::draw:text-box"


def show_draft(tree: Tree) -> bool:
    """Make everything visible; True where there was anything to show."""
    shown = [_show_deletions(tree), _show_comments(tree), _show_hidden(tree)]
    return any(shown)


def _show_deletions(tree: Tree) -> bool:
    regions = find_all(tree, "//text:changed-region[text:deletion]")
    said = {region.get(qualified("text:id")): region for region in regions}
    for start in find_all(tree, "//text:change-start"):
        if (region := said.get(start.get(qualified("text:change-id")))) is not None:
            put_after(start, f"[deleted{signed(region)}: ")
    for end in find_all(tree, "//text:change-end"):
        if end.get(qualified("text:change-id")) in said:
            put_before(end, "]")
    for place in find_all(tree, "//text:change"):  # the words themselves are kept elsewhere, out of sight
        if (region := said.get(place.get(qualified("text:change-id")))) is not None and words_of(region):
            put_after(place, f"[deleted{signed(region)}: {words_of(region)}]")
    return bool(regions)


def _show_comments(tree: Tree) -> bool:
    comments = find_all(tree, "//office:annotation")
    ends = {end.get(qualified("office:name")): end for end in find_all(tree, "//office:annotation-end")}
    for number, comment in enumerate(comments, 1):
        said = f"Comment{signed(comment)}: {words_of(comment)}"
        place = ends.get(comment.get(qualified("office:name")), comment)
        if find_all(place, WITHOUT_FOOT):
            put_before(place, f" [{said}]")
        else:
            put_before(place, " ")
            place.addprevious(_make_note(number, said))
        cut_out(comment)
    return bool(comments)


def _make_note(number: int, said: str) -> Element:
    note = make("text:note", id=f"comment{number}", note_class="footnote")
    mark, body = make("text:note-citation", f"C{number}", label=f"C{number}"), make("text:note-body")
    body.append(make("text:p", said))
    note.extend((mark, body))
    return note


def _show_hidden(tree: Tree) -> bool:
    properties = find_all(tree, "//style:text-properties[@text:display='none']")
    names = {
        style.get(qualified("style:name")) for style in (part.getparent() for part in properties) if style is not None
    }
    for part in properties:
        del part.attrib[qualified("text:display")]
    for element in find_all(tree, "//text:span | //text:p | //text:h"):
        if element.get(qualified("text:style-name")) in names and "".join(element.itertext()).strip():
            element.text = "[hidden: " + (element.text or "")
            if len(element):
                put_after(element[-1], "")
                element[-1].tail = (element[-1].tail or "") + "]"
            else:
                element.text += "]"
    sections = find_all(tree, "//text:section[@text:display!='true']")
    for section in sections:
        del section.attrib[qualified("text:display")]
    return bool(properties or sections)
