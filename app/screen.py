"""How text of the archive is shown: words of hostile files cannot command a terminal, marks are seen when piped too."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Control characters but tab and line end, and those that reorder what follows.
COMMANDS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MARK = "reverse bold"
BEGIN, END = ">>", "<<"


def tame(text: str) -> str:
    """The text with every character that a terminal would obey replaced by U+FFFD, one for one."""
    return COMMANDS.sub("\ufffd", text)


def open_console() -> "Console":
    """A console for text as it is: no markup is read, nothing is coloured by guess, no line is cut when piped."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    return console if console.is_terminal else Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


def mark_words(text: str, spans: Iterable[tuple[int, int]], console: "Console") -> "Text":
    """Text with spans marked: reversed on a terminal, between >> and << elsewhere."""
    from rich.text import Text

    merged = merge_spans(spans)
    if console.is_terminal:
        marked = Text(tame(text))
        for start, end in merged:
            marked.stylize(MARK, start, end)
        return marked
    parts, at = [], 0
    for start, end in merged:
        parts += [text[at:start], BEGIN, text[start:end], END]
        at = end
    return Text(tame("".join([*parts, text[at:]])))


def merge_spans(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap or touch made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
