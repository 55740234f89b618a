"""Tesseract by either door: in this process (tesserocr) or as a program (pytesseract). Both yield the same table."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import Image

from pipeline.errors import ServiceMissing
from pipeline.lines import PlacedWord
from pipeline.ocr.scale import Grey
from pipeline.settings import Settings

# Sauvola's method tells ink from paper by the neighbourhood of each pixel. It needs ink that is quite dark: `ocr.even`.
SAUVOLA = "2"
ENGINES = ("tesserocr", "pytesseract")
PAGE, BLOCK = 3, 6
"""Tesseract's page segmentation modes: a page of which nothing is known, one block of text."""


def read_words(grey: Grey, settings: Settings, mode: int = PAGE) -> Iterator[list[list[PlacedWord]]]:
    """Read a page image: blocks of lines of words, boxes in its pixels, in Tesseract's reading order. `mode` says what
    is in the image: PAGE or BLOCK."""
    engine = choose_engine(settings)
    if engine == "tesserocr":
        api = _open_api(settings.ocr_language)
        api.SetPageSegMode(mode)
        _hand_over(api, grey)
        api.Recognize()
        table = api.GetTSVText(0)
        api.Clear()
    else:
        import pytesseract

        find_data(settings.ocr_language)
        config = f"--oem 1 --psm {mode} -c thresholding_method={SAUVOLA}"
        table = pytesseract.image_to_data(Image.fromarray(grey), lang=settings.ocr_language, config=config)
    return parse_table(table)


def read_orientation(grey: Grey, settings: Settings) -> int:
    """The clockwise turn (0, 90, 180, 270) after which the writing stands upright; 0 where nobody can tell."""
    find_data("osd")
    if choose_engine(settings) == "tesserocr":
        import tesserocr

        with tesserocr.PyTessBaseAPI(path=str(find_data("osd")), lang="osd", psm=tesserocr.PSM.OSD_ONLY) as api:
            _hand_over(api, grey)
            found = api.DetectOrientationScript() if hasattr(api, "DetectOrientationScript") else None
        return -int(found["orient_deg"]) % 360 if found else 0
    import pytesseract

    try:
        answer = pytesseract.image_to_osd(Image.fromarray(grey), output_type=pytesseract.Output.DICT)
    except pytesseract.TesseractError:
        return 0  # "Too few characters": a page nobody can orient is read as it lies
    return int(answer["rotate"])


def parse_table(table: str) -> Iterator[list[list[PlacedWord]]]:
    """Tesseract's TSV (level, page, block, paragraph, line, word, left, top, width, height, confidence, text) as
    paragraphs of lines of words."""
    block: list[list[PlacedWord]] = []
    where: tuple[str, ...] = ()
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not (text := "".join(cells[11].split())):
            continue
        if cells[2:4] != list(where[:2]) and block:
            yield block
            block = []
        if cells[2:5] != list(where) or not block:
            block.append([])
        where = tuple(cells[2:5])
        left, top, width, height = (float(cell) for cell in cells[6:10])
        sure = min(max(float(cells[10]) / 100, 0.0), 1.0)
        block[-1].append(PlacedWord(text, (left, top, left + width, top + height), round(sure, 4)))
    if block:
        yield block


def choose_engine(settings: Settings) -> str:
    """tesserocr or pytesseract; raises ServiceMissing where the one that is asked for is not there."""
    if settings.ocr_engine == "auto":
        return "tesserocr" if find_spec("tesserocr") else "pytesseract"
    if settings.ocr_engine not in ENGINES:
        raise ServiceMissing(
            f"EXCULPA_OCR_ENGINE is {settings.ocr_engine!r}; it must be auto, tesserocr or pytesseract."
        )
    if settings.ocr_engine == "tesserocr" and not find_spec("tesserocr"):
        raise ServiceMissing(
            "EXCULPA_OCR_ENGINE is tesserocr, which is not installed. Install it with: pip install 'exculpa[fast-ocr]'"
        )
    return settings.ocr_engine


def find_engine(settings: Settings) -> str:
    """Engine, version and language with the size of its data, which stands for their version."""
    engine = choose_engine(settings)
    try:
        data = find_data(settings.ocr_language)
    except ServiceMissing:
        return "no OCR"
    sizes = [(data / f"{name}.traineddata").stat().st_size for name in settings.ocr_language.split("+")]
    return f"{_version(engine)} {settings.ocr_language}:{'+'.join(map(str, sizes))}"


@lru_cache
def find_data(languages: str) -> Path:
    """The folder of Tesseract's language data, as the installed program tells it."""
    if not (program := shutil.which("tesseract")):
        raise ServiceMissing(
            "Tesseract is not installed, and there are scanned pages to read. "
            "Install it with: apt install tesseract-ocr tesseract-ocr-eng tesseract-ocr-osd"
        )
    told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=60)
    found = re.search(r'in "(.+?)"', told.stdout + told.stderr)
    known = set((told.stdout + told.stderr).splitlines())
    if missing := [name for name in languages.split("+") if name not in known]:
        packages = " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in missing)
        raise ServiceMissing(f"Tesseract has no data for {', '.join(missing)}. Install it with: apt install {packages}")
    if found is None:
        raise ServiceMissing("Tesseract does not say where its language data are. Set TESSDATA_PREFIX.")
    return Path(found[1])


@lru_cache
def _version(engine: str) -> str:
    if engine == "tesserocr":
        import tesserocr

        return f"tesserocr {str(tesserocr.tesseract_version()).split()[1]}"
    import pytesseract

    return f"pytesseract {pytesseract.get_tesseract_version()}"


@lru_cache(maxsize=1)
def _open_api(language: str) -> Any:
    """The engine with its model loaded, kept for the life of the process: loading takes a third of a second."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # read by the library when it is loaded
    import tesserocr

    api = tesserocr.PyTessBaseAPI(
        path=str(find_data(language)), lang=language, psm=tesserocr.PSM.AUTO, oem=tesserocr.OEM.LSTM_ONLY
    )
    api.SetVariable("thresholding_method", SAUVOLA)
    return api


def _hand_over(api: Any, grey: Grey) -> None:
    high, wide = grey.shape
    api.SetImageBytes(grey.tobytes(), wide, high, 1, wide)
