"""Makes the network that reads what passages say again.

python -m training.leads fit ARCHIVE    trains; an archive of public documents gives examples of nothing: about an hour
python -m training.leads limits         sets from where on a type is told -> limits.yml, SHA256
"""

import argparse
from pathlib import Path

import numpy as np
import yaml

from pipeline.detectors.sense import open_network
from pipeline.detectors.sense_files import GATE, VOCABULARY
from pipeline.detectors.wordpieces import WordPieces
from pipeline.settings import Settings
from training.leads import lessons
from training.leads.fit import Sources, choose_pieces, fit, write_network
from training.leads.gate import fit_gate, least_that_keeps
from training.leads.limits import choose_limits, print_checks, save_limits

FOLDER = lessons.ROOT / "models" / "leads"
NEUTRAL = lessons.ROOT / "benchmarks" / "leads" / "neutral"
ORDINARY = lessons.ROOT / "models" / "people" / "ordinary.txt"


def fit_all(archive: Path) -> None:
    recipe = yaml.safe_load((FOLDER / "recipe.yml").read_text("utf-8"))
    types = lessons.lead_types()
    rows = [*lessons.load_rows(lessons.HERE / "rows", types), *lessons.load_golden(types)]
    neutral, pages = lessons.load_neutral(lessons.HERE / "neutral"), lessons.load_archive(archive)
    silent = [text for page in neutral for text in lessons.windows(page)]
    real = [text for page in pages for text in lessons.windows(page)]
    print(f"{len(rows)} rows, {sum(r.silent for r in rows)} silent; {len(neutral)} and {len(pages)} pages of nothing")
    words = frozenset(ORDINARY.read_text("utf-8").split())
    numbers, kept = choose_pieces([*(row.text for row in rows), *silent, *real], words)
    pieces = WordPieces(numbers)
    gate = fit_gate(rows, [*neutral, *pages], pieces, recipe["gate"])
    np.save(FOLDER / GATE, gate)
    sources = Sources(rows, silent, real)
    for network in fit(sources, types, pieces, kept, recipe["fit"], lessons.load_confusions()):
        write_network(network, pieces, FOLDER)


def limit_all() -> None:
    recipe = yaml.safe_load((FOLDER / "recipe.yml").read_text("utf-8"))
    types, settings = lessons.lead_types(), Settings(archive=Path("unused"), models=FOLDER.parent)
    pieces = WordPieces.load(FOLDER / VOCABULARY)
    rows = lessons.load_rows(lessons.HERE / "checks" / "rows", types)
    pages = lessons.load_neutral(lessons.HERE / "checks" / "neutral")
    pages += [path.read_text("utf-8") for path in sorted((NEUTRAL / "development").glob("*.txt"))]
    gate = np.load(FOLDER / GATE, allow_pickle=False).astype(np.float32)
    least = least_that_keeps(recipe["gate"]["kept"], [row for row in rows if not row.silent], gate, pieces)
    told = recipe["limits"]
    save_limits(FOLDER, {name: [told["tell"], told["deny"]] for name in types}, least)
    save_limits(FOLDER, choose_limits(pages, types, told, settings), least)
    open_network.cache_clear()
    print_checks(rows, pages, settings)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("fit", "limits"))
    parser.add_argument("archive", type=Path, nargs="?", help="with fit: the folder of an archive of public documents")
    options = parser.parse_args()
    if options.step == "limits":
        limit_all()
    elif options.archive is None:
        parser.error("fit needs an archive of public documents")
    else:
        fit_all(options.archive)


if __name__ == "__main__":
    main()
