"""Writes the containers of the first Office formats (MS-CFB), small ones, for tests: no library does."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
Tree = Mapping[str, "bytes | Tree"]


@dataclass
class Entry:
    name: str
    kind: int
    data: bytes = b""
    child: int = NONE
    right: int = NONE
    start: int = END
    size: int = 0
    kids: list[int] = field(default_factory=list)


def compound(tree: Tree) -> bytes:
    """A container with these streams (bytes) and storages (mappings)."""
    entries = [Entry("Root Entry", ROOT)]
    _add(entries, 0, tree)
    mini, mini_fat = bytearray(), list[int]()
    for entry in entries:
        entry.size = len(entry.data)
        if entry.kind == STREAM and 0 < entry.size < CUTOFF:
            entry.start = len(mini) // MINI
            count = -(-entry.size // MINI)
            mini_fat += [*range(entry.start + 1, entry.start + count), END]
            mini += entry.data.ljust(count * MINI, b"\0")
    entries[0].data, entries[0].size = bytes(mini), len(mini)
    sectors, fat = list[bytes](), list[int]()
    for entry in entries:
        if entry.kind == ROOT or entry.size >= CUTOFF:
            entry.start = _put(sectors, fat, entry.data)
    mini_at = _put(sectors, fat, b"".join(struct.pack("<I", one) for one in mini_fat), b"\xff")
    directory = _put(sectors, fat, b"".join(map(_record, entries)))
    fat_count = 1
    while (len(fat) + fat_count) * 4 > fat_count * SECTOR:
        fat_count += 1
    fat_at = len(sectors)
    table = [*fat, *[FAT] * fat_count]
    packed = b"".join(struct.pack("<I", one) for one in table).ljust(fat_count * SECTOR, b"\xff")
    sectors += [packed[at : at + SECTOR] for at in range(0, len(packed), SECTOR)]
    numbers = (0, fat_count, directory, 0, CUTOFF, mini_at, -(-len(mini_fat) * 4 // SECTOR), END, 0)
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", MAGIC, 0x3E, 3, 0xFFFE, 9, 6, *numbers)
    locations = [*range(fat_at, fat_at + fat_count)]
    head += b"".join(struct.pack("<I", one) for one in locations).ljust(109 * 4, b"\xff")
    return head + b"".join(sectors)


def _add(entries: list[Entry], parent: int, tree: Tree) -> None:
    """Children as a tree that leans to the right, in the order of the format: by length, then by letters."""
    before = None
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        content = tree[name]
        number = len(entries)
        if isinstance(content, bytes):
            entries.append(Entry(name, STREAM, content))
        else:
            entries.append(Entry(name, STORAGE))
        if before is None:
            entries[parent].child = number
        else:
            entries[before].right = number
        before = number
        if not isinstance(content, bytes):
            _add(entries, number, content)


def _put(sectors: list[bytes], fat: list[int], data: bytes, fill: bytes = b"\0") -> int:
    if not data:
        return END
    start = len(sectors)
    parts = [data[at : at + SECTOR].ljust(SECTOR, fill) for at in range(0, len(data), SECTOR)]
    sectors += parts
    fat += [*range(start + 1, start + len(parts)), END]
    return start


def _record(entry: Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    return struct.pack("<64sHBBIII16x4x8x8xIQ", name, len(name) + 2, entry.kind, 1, NONE, entry.right, entry.child,
                       entry.start, entry.size)  # fmt: skip
