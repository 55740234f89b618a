"""What members are called: as the container says, only readable, and each name once."""

import re
from collections import Counter
from pathlib import PurePosixPath

ENDINGS = re.compile(r"\.(gz|bz2|xz|lzma|Z|zst)$", re.IGNORECASE)
JOINED = {".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".taz": ".tar", ".svgz": ".svg"}
LONGEST = 1000
NAMELESS = "unnamed"


class Names:
    """Gives each member of a container a name of its own: the second `scan.pdf` is `scan (2).pdf`."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def give(self, name: str) -> str:
        """The name without control characters, backslashes as slashes, and told apart from those given before."""
        tidy = readable(name)
        while (count := self._given[tidy]) > 0:
            self._given[tidy] += 1
            path = PurePosixPath(tidy)
            tidy = tidy[: len(tidy) - len(path.suffix)] + f" ({count + 1}){path.suffix}"
        self._given[tidy] = 1
        return tidy


def readable(name: str) -> str:
    """A name as it can be kept and shown: what no screen shows is written as \\x and two digits."""
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").replace("\\", "/")
    tidy = "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in name)
    return tidy.strip()[:LONGEST] or NAMELESS


def uncompressed(name: str) -> str:
    """What a compressed file is called when it is not: `letter.doc.gz` is `letter.doc`, `box.tgz` is `box.tar`."""
    path = PurePosixPath(name)
    if path.suffix.lower() in JOINED:
        return path.stem + JOINED[path.suffix.lower()]
    return ENDINGS.sub("", name) if ENDINGS.search(name) else f"{name} uncompressed"
