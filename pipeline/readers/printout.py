"""What a printer or a terminal made of a text file: the signs that moved its head are carried out, not shown.

Mainframes sent a sign for the paper in the first column of every line (ASA: 1 new page, 0 and - one and two blank
lines, + on top of the line before). Word processors struck letters twice for bold, terminals gave colours.
"""

import re

ESCAPES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|[&(*)][a-z]?[\d.+-]*[A-Za-z@]|[ -/]*[0-Z\\-~])?")
OVERSTRUCK = re.compile(r"(.)\x08(.)")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
ASA = {" ": "", "0": "\n", "-": "\n\n", "1": "\f", "+": ""}
FEWEST_LINES = 5
"""Fewer lines that begin with such signs may be chance."""
LIST_MARK = re.compile(r"[01-][.):/\d-]")
"""So begins a line of a list or with a number, whose first sign must not be taken for the printer's."""


def carry_out(text: str) -> str:
    """Plain text with form feeds for new pages and one sign for each line end."""
    text = ESCAPES.sub("", text)
    while "\x08" in text:
        text, done = OVERSTRUCK.subn(_strike, text)
        if not done:
            break
    text = CONTROLS.sub(" ", _end_lines(text))
    return _feed_paper(text) if is_asa(text) else text


def is_asa(text: str) -> bool:
    """Does every line begin with a sign for the paper, the first one on a new page, a third of them on the next?"""
    lines = [line for line in text[:200_000].split("\n")[:-1] or [text] if line]
    return (
        len(lines) >= FEWEST_LINES
        and "\f" not in text
        and lines[0][0] == "1"
        and all(line[0] in ASA and not LIST_MARK.match(line) for line in lines)
        and sum(line[0] == " " for line in lines) >= len(lines) / 3
    )


def _strike(struck: re.Match[str]) -> str:
    """Of two letters in one place the one that says more: a line under or through a letter is no letter."""
    below, above = struck[1], struck[2]
    return below if above in "_-" or above.isspace() else above


def _end_lines(text: str) -> str:
    """Line ends of Windows, Macs and printers. What was printed over a line, in files that end lines otherwise, stands
    on a line of its own, unless it only made the line bolder or underlined it."""
    text = text.replace("\r\n", "\n")
    if "\r" not in text or "\n" not in text:
        return text.replace("\r", "\n")
    return "\n".join("\n".join(_overprint(line.split("\r"))) if "\r" in line else line for line in text.split("\n"))


def _overprint(passes: list[str]) -> list[str]:
    shown = passes[:1]
    for line in passes[1:]:
        if line.strip(" _\t") and line.strip() not in shown[0]:
            shown.append(line)
    return shown


def _feed_paper(text: str) -> str:
    pages: list[str] = []
    for line in text.split("\n"):
        sign, words = line[:1], line[1:]
        if sign == "+" and pages:
            over = _overprint([pages[-1].strip("\f\n"), words])
            pages.extend(over[1:])
        else:
            pages.append(ASA.get(sign, "") + words)
    return "\n".join(pages).replace("\n\f", "\f").removeprefix("\f")
