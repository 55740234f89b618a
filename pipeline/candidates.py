"""What lies on disk: every file under what was given, and whether it is to be taken in. Links are not followed."""

import fnmatch
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from pipeline.errors import UsageError
from pipeline.records import FileSet, FileState
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class IntakeRules:
    """The contents of `config/intake.yml`."""

    system_files: tuple[str, ...]
    system_folders: tuple[str, ...]
    file_sets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place found on disk; `skip` is the reason why it is not taken in, where there is one, and `ends` its state."""

    root: Path
    path: Path
    skip: str | None = None
    ends: FileState = FileState.SKIPPED

    @property
    def relative(self) -> str:
        return readable(self.path.relative_to(self.root).as_posix())


def load_intake_rules(settings: Settings) -> IntakeRules:
    """Read `config/intake.yml`."""
    raw = yaml.safe_load((settings.config / "intake.yml").read_text("utf-8"))
    names = {plain(name): FileSet(set_).value for set_, names in raw["file_sets"].items() for name in names}
    lower = [tuple(pattern.lower() for pattern in raw[key]) for key in ("system_files", "system_folders")]
    return IntakeRules(lower[0], lower[1], names)


def find_candidates(paths: Iterable[Path], rules: IntakeRules, avoid: Path) -> Iterator[Candidate]:
    """Everything on disk under these paths, in a lasting order. Symbolic links are not followed; the archive's own
    folder (`avoid`) is left out. A single file's root is its folder; what lies in a folder that is given too is found
    there. Raises UsageError for a path that is not there, before anything is found."""
    for path in _outermost(paths, avoid):
        if path.is_symlink() or path.is_file():
            yield judge(path.parent, path, rules)
        else:
            yield from _walk(path, path, rules, avoid)


def _outermost(paths: Iterable[Path], avoid: Path) -> list[Path]:
    places = [Path(os.path.abspath(path)) for path in paths]
    for place in places:
        if not os.path.lexists(place):
            raise UsageError(
                f"There is no file or folder {place}. Check the spelling; put names with spaces in quotes."
            )
        if _is_folder(avoid, place):
            raise UsageError(f"{place} is the archive itself. Give the folder of scans that is to be read.")
    given = set(places)
    return [place for place in dict.fromkeys(places) if given.isdisjoint(place.parents)]


def _is_folder(folder: Path, path: Path) -> bool:
    """Is it that folder, by whichever name?"""
    try:
        return folder.samefile(path)
    except OSError:
        return False


def _walk(root: Path, folder: Path, rules: IntakeRules, avoid: Path) -> Iterator[Candidate]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        reason = f"the folder cannot be opened ({error.strerror}); check its permissions, then give it again"
        yield Candidate(root, folder, reason, FileState.QUARANTINED)
        return
    for entry in entries:
        path = folder / entry.name
        if not entry.is_dir(follow_symlinks=False):
            yield judge(root, path, rules)
        elif _matches(entry.name, rules.system_folders):
            yield from _all_skipped(root, path)
        elif not _is_folder(avoid, path):
            yield from _walk(root, path, rules, avoid)


def _all_skipped(root: Path, folder: Path) -> Iterator[Candidate]:
    for place, _folders, names in os.walk(folder):
        for name in sorted(names):
            yield Candidate(root, Path(place) / name, "in a system folder")


def judge(root: Path, path: Path, rules: IntakeRules) -> Candidate:
    """A place on disk, with the reason where it is not to be taken in."""
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        reason = f"cannot be looked at ({error.strerror}); check its permissions and that it is still there"
        return Candidate(root, path, reason, FileState.QUARANTINED)
    if stat.S_ISLNK(mode):
        return Candidate(root, path, "a symbolic link, which is not followed; give the file it points to")
    if _matches(path.name, rules.system_files):
        return Candidate(root, path, "a hidden or system file")
    if not stat.S_ISREG(mode):
        return Candidate(root, path, "not a regular file")
    return Candidate(root, path)


def is_left_out(path: str, rules: IntakeRules) -> bool:
    """Is a member of an archive, by its path in there, something that an operating system left behind?"""
    *folders, name = path.split("/")
    return _matches(name, rules.system_files) or any(_matches(folder, rules.system_folders) for folder in folders)


def readable(name: str) -> str:
    """A name as the catalog can keep it: bytes that are no UTF-8 are written as \\x and two digits."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def plain(name: str) -> str:
    """A folder's name as file sets are told by it."""
    return re.sub(r"[\s_-]+", " ", name.lower().replace("'", "")).strip()


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(name.lower(), pattern) for pattern in patterns)
