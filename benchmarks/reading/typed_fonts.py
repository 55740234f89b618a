"""The faces of typewriters, stamps and hands that the typed pages are drawn with. None is kept in the repository.

Those of the npm registry (Fontsource's packages; SIL Open Font Licence or Apache) are fetched once into `.cache/fonts`
with `npm pack`; the others come with the Debian packages that `scripts/setup test` installs.
"""

import subprocess
import tarfile
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "fonts"
FETCHED = {
    "elite": "special-elite",
    "cutive": "cutive-mono",
    "courier": "courier-prime",
    "script": "caveat",
    "pen": "nanum-pen-script",
    "cursive": "dancing-script",
    "rubber": "special-elite",
    "sans": "archivo-narrow",
}
INSTALLED = {"manual": "/usr/share/fonts/truetype/gnutypewriter/GNUTypewriter.ttf"}
TYPED = ("elite", "cutive", "courier", "manual")
HANDS = ("script", "pen", "cursive")
# How much of a letter's height the face fills, so that all are typed at the pitch of a machine (10 to 12 an inch).
SCALE = {"cutive": 0.98, "manual": 1.0, "elite": 1.05, "courier": 1.0}


@lru_cache(maxsize=64)
def load_font(face: str, size: int) -> ImageFont.FreeTypeFont:
    """The face at a size in pixels. Raises CalledProcessError where the registry is away."""
    path = INSTALLED.get(face) or str(_fetch(FETCHED[face]))
    return ImageFont.truetype(path, round(size * SCALE.get(face, 1.0)))


def _fetch(name: str) -> Path:
    wanted = CACHE / f"{name}.woff"
    if not wanted.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", "--silent", f"@fontsource/{name}"]
        packed = subprocess.run(command, cwd=CACHE, check=True, capture_output=True, text=True, timeout=120)
        tarball = CACHE / packed.stdout.split()[-1]
        with tarfile.open(tarball) as package:
            member = package.extractfile(f"package/files/{name}-latin-400-normal.woff")
            assert member is not None
            wanted.write_bytes(member.read())
        tarball.unlink()
    return wanted
