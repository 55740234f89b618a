"""Every knob, read once: the only module that reads the environment. Importing it does nothing.

A setting is an environment variable `EXCULPA_<NAME>` (upper case), else a key of `settings.toml` in the archive
folder, else the default below. Settings are handed down; no stage reads them for itself.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints

from pipeline.errors import UsageError

CONFIG_DIR = Path(__file__).resolve().parent.parent / "config"
MODELS_DIR = CONFIG_DIR.parent / "models"


@dataclass(frozen=True, slots=True)
class Settings:
    """`archive` is the folder that holds everything Exculpa writes. Empty URLs mean: inside that folder."""

    archive: Path
    config: Path = CONFIG_DIR
    models: Path = MODELS_DIR
    """Folder of the trained models."""
    language_model: str = "people"
    """What recognizes people beside the rules: people (the model that comes with Exculpa), none, or the name of an
    installed model of spaCy."""
    lead_model: str = "leads"
    """What reads the meaning of passages beside the lexicons: leads (the model that comes with Exculpa) or none."""
    catalog_url: str = ""
    """SQLAlchemy URL of the catalog; empty: SQLite in the archive folder."""
    store_url: str = ""
    """fsspec URL where originals are kept; empty: a folder in the archive."""
    index_url: str = ""
    """http(s) URL of Elasticsearch; empty: the embedded index in the archive folder."""
    index_name: str = "exculpa"
    """Alias of the Elasticsearch index."""
    index_api_key: str = ""
    index_ca: str = ""
    """File with the certificate authority of the Elasticsearch server."""
    actor: str = ""
    """Who decides and unmasks, for the audit trail; empty: the name of the user who is logged in."""
    see_cases: str = ""
    """Cases that may be searched, parted by semicolons; empty: all. With this or one of the next two settings, nothing
    but searching can be done: they are for accounts of people who may not see everything."""
    see_gates: str = "all"
    """Gates behind which pages may be found: all, none, or names such as sealed, parted by commas."""
    see_identities: str = "on"
    """on, or off: informants and undercover officers are found by no name, and masked where a hit shows them."""
    case_order: str = "on"
    """on or off: whether `exculpa triage` puts cases into an order, or only shows what is known of each."""
    jobs: int = 0
    """Processes that read at the same time; 0: one for each core."""
    ocr_engine: str = "auto"
    """auto (tesserocr where installed, else pytesseract), tesserocr or pytesseract."""
    ocr_language: str = "eng"
    ocr_dpi: int = 300
    """Resolution at which a page is rendered for OCR."""
    chunk_pages: int = 10
    """Pages of one piece of work; also how many are lost at most when a process is killed."""
    page_seconds: int = 120
    """Wall time that one page may take; after it the process is killed and the page is failed."""
    page_cpu_seconds: int = 120
    """Processor time that one page may take, and opening a file; it ends as above."""
    open_seconds: int = 120
    """Wall time that opening and counting the pages of a file may take."""
    worker_megabytes: int = 3000
    """Memory of one reading process (address space)."""
    file_megabytes: int = 16000
    """Files larger than this end as quarantined; nor may a reader write a larger one."""
    file_pages: int = 20000
    """A file with more pages than this ends as quarantined."""
    container_depth: int = 8
    """How deep archives, mailboxes and attachments inside each other are opened."""
    container_members: int = 100_000
    """Members that are taken out of one file given, with all that lies inside them."""
    container_megabytes: int = 64_000
    """Megabytes that are taken out of one file given, with all that lies inside them."""
    container_ratio: int = 250
    """An archive that grows to more than this many times its size, and over 100 MB, is taken for a bomb."""
    container_seconds: int = 3600
    """Wall time that taking out the members of one file may take."""
    page_megapixels: int = 200
    """An image with more pixels than this is not decoded; its page is failed."""
    sheet_cells: int = 100_000
    """A workbook with more cells than this is read cell by cell instead of laid out as a person sees it: laying out
    50,000 took 16 seconds on a busy machine, and the time grows faster than their number."""

    @property
    def catalog(self) -> str:
        return self.catalog_url or f"sqlite:///{self.archive / 'catalog.sqlite'}"

    @property
    def store(self) -> str:
        return self.store_url or f"file://{(self.archive / 'originals').resolve()}"

    @property
    def index_shown(self) -> str:
        """The address of the search server without user and password, for messages and records."""
        return re.sub(r"//[^/@]*@", "//", self.index_url)

    @property
    def sees_all(self) -> bool:
        return (self.see_cases.strip(), self.see_gates.strip(), self.see_identities.strip()) == ("", "all", "on")

    @property
    def index_folder(self) -> Path:
        return self.archive / "index"

    @property
    def worker_count(self) -> int:
        return self.jobs or len(os.sched_getaffinity(0))


def load_settings(archive: Path | None = None, environ: Mapping[str, str] = os.environ, **overrides: Any) -> Settings:
    """Read the settings of an archive folder. `overrides` are options of the command line; None means not given.

    Raises UsageError for an unknown key in settings.toml and for a number that is none.
    """
    folder = archive or Path(environ.get("EXCULPA_ARCHIVE") or "exculpa-archive")
    known = {f.name for f in fields(Settings)} - {"archive"}
    values: dict[str, Any] = _read_toml(folder / "settings.toml", known)
    values |= {name: environ[f"EXCULPA_{name.upper()}"] for name in known if f"EXCULPA_{name.upper()}" in environ}
    values |= {name: value for name, value in overrides.items() if value is not None}
    types = get_type_hints(Settings)
    return Settings(archive=folder, **{name: _as(types[name], name, value) for name, value in values.items()})


def _read_toml(path: Path, known: set[str]) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not valid TOML: {error}") from error
    if unknown := sorted(set(values) - known):
        raise UsageError(f"{path} sets {', '.join(unknown)}, which is no setting. Known: {', '.join(sorted(known))}")
    return values


def _as(kind: type, name: str, value: Any) -> Any:
    try:
        return kind(value)
    except (TypeError, ValueError) as error:
        raise UsageError(f"EXCULPA_{name.upper()} must be a {kind.__name__}, not {value!r}") from error
