"""Word processing files by way of LibreOffice to PDF, so that page numbers are those a person sees.

The PDF is kept in the archive folder under the file's hash: a second range of pages does not convert again.
"""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import CannotRead, ServiceMissing
from pipeline.readers import pdf
from pipeline.readers.media import DOCX, ODT
from pipeline.records import FileState, Page, SourceFile
from pipeline.settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image

# LibreOffice believes the suffix, so the copy it gets must have the one that its content asks for.
SUFFIXES = {DOCX: ".docx", ODT: ".odt", "application/rtf": ".rtf", "application/msword": ".doc"}
START_AGAIN = 81
# What a document may not do to us: run macros, fetch linked pictures or templates from the network.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse">
<value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse">
<value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse">
<value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse">
<value>9</value></prop></item>
</oor:items>
"""


def count_pages(source: SourceFile, settings: Settings) -> int:
    return pdf.count_pages(_converted(source, settings), settings)


def read_pages(source: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page]:
    return pdf.read_pages(_converted(source, settings), first, last, settings)


def render_page(source: SourceFile, number: int, dpi: int, settings: Settings) -> "Image":
    return pdf.render_page(_converted(source, settings), number, dpi, settings)


def _converted(source: SourceFile, settings: Settings) -> SourceFile:
    """The PDF of this file, from the archive folder or made now."""
    kept = settings.archive / "converted" / f"{source.sha256}.pdf"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent, prefix="making-") as folder:
            _convert(source, Path(folder), settings).replace(kept)
    return replace(source, path=str(kept), media_type="application/pdf", size=kept.stat().st_size)


def _convert(source: SourceFile, folder: Path, settings: Settings) -> Path:
    copy = folder / f"original{SUFFIXES[source.media_type]}"
    shutil.copyfile(source.path, copy)
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(PROFILE, "utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    command = [_find_program(), profile, "--headless", "--norestore", "--convert-to", "pdf"]
    _run([*command, "--outdir", str(folder), str(copy)], settings.open_seconds * 0.8)
    made = folder / "original.pdf"
    if not made.is_file():
        raise CannotRead(
            FileState.QUARANTINED,
            "LibreOffice cannot open the file: it is damaged or needs a password. Save it as PDF by hand.",
        )
    return made


def _find_program() -> str:
    """LibreOffice itself, past the scripts that start it: one process, which can be killed as one."""
    if not (script := shutil.which("soffice")):
        raise ServiceMissing(
            "LibreOffice is not installed, and there are word processing files to read. "
            "Install it with: apt install libreoffice-writer-nogui"
        )
    program = Path(script).resolve().with_name("soffice.bin")
    return str(program) if program.is_file() else script


def _run(command: list[str], seconds: float) -> None:
    """Run LibreOffice, again when it asks for it (its first start makes the profile), no longer than `seconds`."""
    quiet = subprocess.DEVNULL
    code, starts, deadline = START_AGAIN, 0, time.monotonic() + seconds
    while code == START_AGAIN and starts < 3:
        try:
            left = max(deadline - time.monotonic(), 0.1)
            code = subprocess.run(
                command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=left, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            raise CannotRead(
                FileState.QUARANTINED,
                f"LibreOffice took longer than {seconds:g} seconds. Save it as PDF by hand.",
            ) from None
        starts += 1
