"""Makes the recognizer of people again, from templates to report card.

python -m training            all of it: about an hour on one core, most of it reading the typed pages
python -m training scan       types, wears and reads the pages again -> corpus.jsonl, confusions.json
python -m training fit        trains on what is there -> network.bin, word lists, SHA256
python -m training report     measures it on papers held out -> README.md
"""

import argparse
import json
from pathlib import Path

import yaml

from training.fit import fit
from training.report import report
from training.scan import count_confusions, save_scanned, scan_papers
from training.write import Writer

FOLDER = Path(__file__).resolve().parents[1] / "models" / "people"


def scan_all(recipe: dict[str, int]) -> None:
    corpus = FOLDER / "corpus.jsonl"
    corpus.unlink(missing_ok=True)
    for part, pages in (("training", recipe["pages"]), ("held_out", recipe["pages_held_out"])):
        writer = Writer(FOLDER, held_out=part == "held_out")
        for pair in scan_papers(writer, f"{part} {recipe['seed']}", pages):
            save_scanned(corpus, pair, part)
    confusions = json.dumps(count_confusions(corpus), ensure_ascii=False, indent=1)
    (FOLDER / "confusions.json").write_text(confusions + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", nargs="?", choices=("scan", "fit", "report"), help="only this step")
    step = parser.parse_args().step
    recipe = yaml.safe_load((FOLDER / "recipe.yml").read_text("utf-8"))
    if step in (None, "scan"):
        scan_all(recipe["scan"])
    if step in (None, "fit"):
        fit(FOLDER, recipe["fit"], recipe["network"])
    if step in (None, "report"):
        report(FOLDER, recipe["fit"]["seed"])


if __name__ == "__main__":
    main()
