"""Images as pages: TIFF, DCX and HEIC (one page for each image in it), JPEG, JPEG 2000 and whatever Pillow knows."""

from collections.abc import Iterator
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, Jpeg2KImagePlugin, UnidentifiedImageError

from pipeline.errors import CannotRead
from pipeline.readers.scan import read_scan
from pipeline.records import FileState, Page, PageState, SourceFile
from pipeline.settings import Settings

# Frames are pages only where that is what they are for. An animated PNG is one page, a phone's MPO has thumbnails.
PAGED = {"TIFF", "GIF", "WEBP", "DCX", "HEIF"}
FORMATS = ("TIFF", "PNG", "JPEG", "GIF", "BMP", "WEBP", "JPEG2000", "PCX", "DCX", "TGA", "PSD", "AVIF")
OLD_JPEG, JPEG_START, JPEG_LENGTH = 6, 513, 514
"""The first, withdrawn way to keep JPEG in TIFF (Wang, Kodak): libtiff as Pillow has it knows it no more."""
MOST_REDUCTION = 3
"""Halvings that a decoder can leave out: JPEG and JPEG 2000 hold their image at an eighth of its size too."""
MOST_DRAWN = 60_000_000
"""Pixels of a page drawn for people, whatever its resolution."""
# EXIF orientation to the clockwise turn that displays the image upright (mirrored ones count as their turn).
TURNS = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}
BELIEVABLE_DPI = (30.0, 4800.0)


def count_pages(source: SourceFile, settings: Settings) -> int:
    with _open_image(source) as image:
        try:
            return int(getattr(image, "n_frames", 1)) if image.format in PAGED else 1
        except Exception as error:  # Pillow raises anything on a damaged directory of images
            raise _damaged(error) from error


def read_pages(source: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page]:
    with _open_image(source) as image:
        for number in range(first, last + 1):
            page = Page(number, PageState.FAILED, None, 0.0, 0.0)
            try:
                upright, page = _open_page(image, number, settings)
                yield read_scan(upright, page, settings)
            except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, TypeError, IndexError) as error:
                problem = f"The image could not be decoded ({type(error).__name__}: {str(error)[:120]})."
                yield Page(number, PageState.FAILED, None, page.width, page.height, page.rotation, problem)


def render_page(source: SourceFile, number: int, dpi: int, settings: Settings) -> Image.Image:
    with _open_image(source) as image:
        upright, page = _open_page(image, number, settings)
    scale = min(dpi / 72, (MOST_DRAWN / (page.width * page.height)) ** 0.5)
    size = (max(1, round(page.width * scale)), max(1, round(page.height * scale)))
    return upright.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def _open_image(source: SourceFile) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, per page, and ends in a failed page
    formats: tuple[str, ...] = FORMATS
    if source.media_type == "image/heic":
        import pi_heif

        pi_heif.register_heif_opener()
        formats = ("HEIF",)
    try:
        return Image.open(source.path, formats=formats)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError) as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> CannotRead:
    return CannotRead(
        FileState.QUARANTINED,
        f"The image is damaged ({type(error).__name__}). Ask for another copy, or open it and save it anew.",
    )


def _open_page(image: Image.Image, number: int, settings: Settings) -> tuple[Image.Image, Page]:
    """The image of one page as displayed, in grey, with square pixels; and its size in points."""
    if image.format in PAGED:
        image.seek(number - 1)
    if image.format == "TIFF" and getattr(image, "tag_v2", {}).get(259) == OLD_JPEG:
        image = _open_old_jpeg(image)
    across, down = _resolution(image)
    whole = image.size
    if image.width * image.height > settings.page_megapixels * 1_000_000:
        _reduce(image, settings.page_megapixels * 1_000_000)
        across, down = across * image.width / whole[0], down * image.height / whole[1]
    turn = TURNS.get(image.getexif().get(274, 1), 0)
    grey = ImageOps.exif_transpose(_grey(image))
    if turn in (90, 270):
        across, down = down, across
    width, height = grey.width * 72 / across, grey.height * 72 / down
    if not 0.8 < across / down < 1.25:  # a fax has twice as many dots across as down; letters must not be squashed
        finest = max(across, down)
        grey = grey.resize((round(grey.width * finest / across), round(grey.height * finest / down)))
    return grey, Page(number, PageState.FAILED, None, round(width, 2), round(height, 2), turn)


def _open_old_jpeg(tiff: Image.Image) -> Image.Image:
    """The JPEG file that lies whole in such a TIFF, with the TIFF's resolution. Raises ValueError where it does not."""
    tags: dict[int, int] = tiff.tag_v2  # type: ignore[attr-defined]
    if not (length := tags.get(JPEG_LENGTH)):
        raise ValueError("old-style JPEG in pieces; convert the file with: tiffcp -c lzw IN OUT")
    file: IO[bytes] = tiff.fp  # type: ignore[attr-defined]
    file.seek(tags[JPEG_START])
    image = Image.open(BytesIO(file.read(length)), formats=("JPEG",))
    if "dpi" in tiff.info:
        image.info["dpi"] = tiff.info["dpi"]
    return image


def _reduce(image: Image.Image, most: int) -> None:
    """Have an image of too many pixels decoded at half, a quarter or an eighth of its size. Raises ValueError."""
    across, down = image.size
    for halvings in range(1, MOST_REDUCTION + 1):
        if (across >> halvings) * (down >> halvings) <= most:
            if image.format in ("JPEG", "MPO"):
                image.draft("L", (across >> halvings, down >> halvings))
            elif isinstance(image, Jpeg2KImagePlugin.Jpeg2KImageFile):
                image.reduce = halvings
                image.load()  # its size is known after that only
            break
    if image.width * image.height > 1.01 * most:
        raise ValueError(f"{across} x {down} pixels are over EXCULPA_PAGE_MEGAPIXELS")


def _grey(image: Image.Image) -> Image.Image:
    """Grey on white: what is transparent is paper, sixteen bits become eight."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        paper.alpha_composite(clear)
        grey = paper.convert("L")
    elif image.mode.startswith("I;16") or image.mode in ("I", "F"):
        low, high = image.getextrema()
        spread = max(float(high) - float(low), 1.0)  # type: ignore[arg-type]
        grey = image.convert("F").point(lambda v: (v - float(low)) * (255.0 / spread)).convert("L")  # type: ignore[arg-type]
    else:
        grey = image.convert("L")
    grey.info.clear()
    grey.getexif().update(image.getexif())
    return grey


def _resolution(image: Image.Image) -> tuple[float, float]:
    """Dots per inch across and down; 72 where the file says none, or one that cannot be."""
    low, high = BELIEVABLE_DPI
    told = image.info.get("dpi")
    if not isinstance(told, tuple) or len(told) != 2:
        return (72.0, 72.0)
    across, down = float(told[0]), float(told[1])
    return (across, down) if low <= across <= high and low <= down <= high else (72.0, 72.0)
