"""A document that came as page images in files of their own: which images, in which order, under which numbers.

Its bytes are a short list in JSON, always the same for the same images: the images are originals of their own, named by
their hashes, and are not copied.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PAGE_IMAGES = "application/vnd.exculpa.page-images+json"


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page: page `page` of the image `sha256`; None where no file lies at `path`, as the load file names it."""

    bates: str
    path: str
    sha256: str | None
    page: int = 1


def write_page_images(name: str, images: Iterable[PageImage]) -> bytes:
    """The list as bytes."""
    pages = [{"bates": i.bates, "path": i.path, "image": i.sha256, "page": i.page} for i in images]
    return json.dumps({"document": name, "pages": pages}, indent=1, sort_keys=True).encode()


def read_page_images(path: Path) -> list[PageImage]:
    """The list that `write_page_images` wrote. Raises ValueError and KeyError for anything else."""
    told = json.loads(path.read_bytes())
    return [PageImage(page["bates"], page["path"], page["image"], int(page["page"])) for page in told["pages"]]
