"""The written case files: reads `cases/*.yml` into documents and gives the words of a page in reading order."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
SIGNED = "~"
"""Begins a line that is signed by hand on a typed paper."""


@dataclass(frozen=True, slots=True)
class Document:
    """One paper of a case. `file` and `copies` are paths in the archive; `paper` is a key of `age.PAPERS`, or `text`
    (a PDF with a text layer), `docx`, `txt`, `empty` or `locked` (an encrypted PDF)."""

    case: str
    file: str
    kind: str
    dated: str
    paper: str
    pages: tuple[dict[str, Any], ...]
    copies: tuple[str, ...] = ()


def load_documents(folder: Path = HERE / "cases") -> list[Document]:
    """All documents of all cases, in the order in which they are written."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        case = yaml.safe_load(path.read_text("utf-8"))
        for entry in case["documents"]:
            found.append(_read_document(case["case"], entry))
    return found


def _read_document(case: str, entry: dict[str, Any]) -> Document:
    common = {name: entry[name] for name in ("style", "face", "size", "agency", "title", "letterhead") if name in entry}
    return Document(
        case=case,
        file=f"{case}/{entry['file']}",
        kind=entry["kind"],
        dated=str(entry["dated"]),
        paper=entry["paper"],
        pages=tuple(common | page for page in entry["pages"]),
        copies=tuple(f"{case}/{copy}" for copy in entry.get("copies", ())),
    )


def paragraphs(text: str) -> list[str]:
    """Paragraphs of written text. Lines that begin with `|` are one paragraph each and keep their spacing; others are
    joined until an empty line."""
    found: list[str] = []
    joining = False
    for line in text.splitlines():
        if line.startswith("|"):
            found.append(line.removeprefix("|").removeprefix(" ") or " ")
        elif line.strip() and joining:
            found[-1] += " " + line.strip()
            continue
        elif line.strip():
            found.append(line.strip())
            joining = True
            continue
        else:
            found.append("")
        joining = False
    while found and not found[-1]:
        found.pop()
    return found


def page_words(page: dict[str, Any]) -> str:
    """Everything that stands on a page, in reading order, with single spaces: what the truth is checked against."""
    parts = [*page.get("letterhead", ()), page.get("agency", ""), page.get("title", ""), page.get("form", "")]
    parts += [page.get("head", ""), str(page.get("number", ""))]
    parts += [f"{label} {value}" for row in page.get("rows", ()) for label, value, *_ in row]
    parts += [line.removeprefix(SIGNED) for line in _body(page)]
    parts += [f"{label} {value}" for row in page.get("signed", ()) for label, value, *_ in row]
    parts += [page.get("foot", "")] + [stamp["words"] for stamp in page.get("stamps", ())]
    return " ".join(" ".join(parts).split())


def _body(page: dict[str, Any]) -> list[str]:
    if page.get("style") == "transcript":
        return [line.removeprefix("|") for line in page["text"].splitlines()]
    return paragraphs(page.get("text", ""))
