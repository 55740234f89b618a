"""LibreOffice as a program of its own: one start for one conversion, without macros, network or memory of the last.

Measured on two cores: 1.1 to 1.6 s for a start with an empty profile, 0.35 s with the profile made here. Nearly all of
the difference is a test of the drawing routines that LibreOffice runs when its profile has not seen this version; 0.2 s
is the making of the profile. So nothing needs to stay resident, and a document cannot meet what another one left.
"""

import hashlib
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import CannotRead, ServiceMissing
from pipeline.records import FileState
from pipeline.settings import Settings

PACKAGES = "libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui"
START_AGAIN = 81
HIGHER_THAN_ANY_VERSION = "99.9"
# What a document may not do to us: run macros, fetch linked pictures or templates from the network. And no test run.
OPTIONS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    # What the cells of a sheet showed when it was saved, not what they would show today.
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    # The same file gives the same pages on every machine: paper, dates and numbers are those of American offices.
    ("Setup/L10N", "ooSetupSystemLocale", "en-US"),
    ("Setup/Product", "ooSetupLastVersion", HIGHER_THAN_ANY_VERSION),
)


@dataclass(frozen=True, slots=True)
class Room:
    """Where one file is converted and until when (monotonic clock)."""

    folder: Path
    profile: Path
    seconds: float
    deadline: float


def open_room(folder: Path, settings: Settings) -> Room:
    """A room in `folder`, which is empty and of which nothing is kept. Raises ServiceMissing."""
    profile = folder / "profile"
    shutil.copytree(_prepared_profile(settings), profile)
    seconds = settings.open_seconds * 0.8  # the rest is for reading what was made, before the worker is killed
    return Room(folder, profile, seconds, time.monotonic() + seconds)


def convert(path: Path, target: str, room: Room, opened_as: str = "") -> Path | None:
    """Convert a file of the room: `target` is a suffix, or a suffix, colon and export filter with its options.

    LibreOffice believes the suffix of `path`, unless `opened_as` names an import filter. None where it could not open
    the file; raises CannotRead at the deadline.
    """
    outbox = room.folder / "made"
    outbox.mkdir(exist_ok=True)
    made = outbox / f"{path.stem}.{target.partition(':')[0]}"
    made.unlink(missing_ok=True)
    told = [f"--infilter={opened_as}"] if opened_as else []
    _run([*told, "--convert-to", target, "--outdir", str(outbox), str(path)], room)
    return made if made.is_file() else None


def _run(arguments: list[str], room: Room) -> None:
    """Run LibreOffice, again where it asks for it (after an upgrade of its own), until the deadline."""
    profile = f"-env:UserInstallation={room.profile.resolve().as_uri()}"
    command = [_find_program(), profile, "--headless", "--norestore", *arguments]
    quiet = subprocess.DEVNULL
    for _ in range(3):
        try:
            left = max(room.deadline - time.monotonic(), 0.1)
            ended = subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=left, check=False)
        except subprocess.TimeoutExpired:
            raise CannotRead(
                FileState.QUARANTINED,
                f"LibreOffice took longer than {room.seconds:g} seconds. Save the file as PDF by hand.",
            ) from None
        if ended.returncode != START_AGAIN:
            return


def _prepared_profile(settings: Settings) -> Path:
    """The profile that every conversion gets a copy of: made once in an archive, whoever comes first."""
    name = hashlib.sha256(_registry().encode()).hexdigest()[:8]  # other options, another profile
    kept = settings.archive / "converted" / f"profile-{name}"
    if kept.is_dir():
        return kept
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix="making-") as folder:
        made = Path(folder) / "profile"
        (made / "user").mkdir(parents=True)
        (made / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
        _run(["--terminate_after_init"], Room(Path(folder), made, settings.open_seconds, time.monotonic() + 60))
        try:
            made.rename(kept)
        except OSError:  # another process was faster; its profile is the same
            if not kept.is_dir():
                raise
    return kept


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        "</item>\n"
        for path, name, value in OPTIONS
    )
    space = 'xmlns:oor="http://openoffice.org/2001/registry"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {space}>\n{items}</oor:items>\n'


def _find_program() -> str:
    """LibreOffice itself, past the scripts that start it: one process, which can be killed as one."""
    if not (script := shutil.which("soffice")):
        raise ServiceMissing(
            f"LibreOffice is not installed, and there are office files to read. Install it with: apt install {PACKAGES}"
        )
    program = Path(script).resolve().with_name("soffice.bin")
    return str(program) if program.is_file() else script
