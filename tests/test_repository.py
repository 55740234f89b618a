"""The repository keeps its own promises: what is on disk is listed, documented, locked and shipped."""

import ast
import inspect
import re
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pipeline.detectors import DETECTORS
from pipeline.readers import READERS
from pipeline.search import BACKENDS
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def tracked_files() -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip("not a git clone")
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def modules_that_define(package: str, name: str) -> set[str]:
    """Modules of a package that define a function, a class with a method, or a constant of that name."""
    folder = ROOT.joinpath(*package.split("."))
    return {f"{package}.{path.stem}" for path in folder.glob("[a-z]*.py") if name in _defined(path)}


def _defined(module: Path) -> set[str]:
    body = ast.parse(module.read_text("utf-8")).body
    methods = [node for each in body if isinstance(each, ast.ClassDef) for node in each.body]
    names = {node.name for node in [*body, *methods] if isinstance(node, ast.FunctionDef)}
    constants = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    constants += [node.target for node in body if isinstance(node, ast.AnnAssign)]
    return names | {target.id for target in constants if isinstance(target, ast.Name)}


# ---------------------------------------------------------------- lists and what is on disk


def test_every_reader_on_disk_is_listed() -> None:
    assert modules_that_define("pipeline.readers", "read_pages") == set(READERS.values())


def test_every_detector_on_disk_is_listed() -> None:
    one, several = (modules_that_define("pipeline.detectors", name) for name in ("DETECTOR", "DETECTORS"))
    on_disk = [import_module(name).DETECTOR for name in one]
    on_disk += [detector for name in several for detector in import_module(name).DETECTORS]
    assert on_disk
    assert sorted(each.name for each in on_disk) == sorted(each.name for each in DETECTORS)


def test_every_search_backend_on_disk_is_listed() -> None:
    opened = "".join(inspect.getsource(open_it) for open_it in BACKENDS.values())
    on_disk = modules_that_define("pipeline.search", "rebuild") - {"pipeline.search.guard"}  # stands before one of them
    assert on_disk == set(re.findall(r"pipeline\.search\.\w+", opened))


# ---------------------------------------------------------------- documentation


def test_every_setting_is_documented_with_its_default() -> None:
    table = dict(
        re.findall(r"^\| `EXCULPA_([A-Z_]+)` \| (.+?) \|", (ROOT / "docs/operations.md").read_text("utf-8"), re.M)
    )
    assert {name.lower() for name in table} == {setting.name for setting in fields(Settings)}
    for setting in fields(Settings):
        if setting.name not in ("archive", "config", "models"):
            shown = "empty" if setting.default == "" else f"`{setting.default}`"
            assert table[setting.name.upper()] == shown, setting.name


def test_every_link_between_documents_leads_somewhere() -> None:
    for name in tracked_files():
        if name.endswith(".md"):
            for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", (ROOT / name).read_text("utf-8")):
                assert (ROOT / name).parent.joinpath(target).exists(), f"{name} links to {target}"


def test_every_decision_says_what_why_and_what_else() -> None:
    decisions = re.split(r"^## ", (ROOT / "docs/decisions.md").read_text("utf-8"), flags=re.M)[1:]
    assert decisions
    for decision in decisions:
        title = decision.splitlines()[0]
        assert re.match(r"\d{4}-\d{2}-\d{2} · ", title), title
        for part in ("**What.**", "**Why.**", "**What else was considered.**"):
            assert part in decision, f"{title}: {part}"


# ---------------------------------------------------------------- the repository


def test_the_makefile_has_at_most_five_words() -> None:
    words = re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert {"demo", "test", "check"} <= set(words)
    assert len(words) <= 5


def test_no_package_registry_is_named_and_no_second_lock_kept() -> None:
    registry = re.compile(
        r"(?:pypi|pythonhosted|npmjs|yarnpkg|maven\.apache|maven|crates|debian)\.(?:org|com|io|net)\b"
    )
    for name in tracked_files():
        assert Path(name).name not in ("uv.lock", "package-lock.json", "poetry.lock", "Pipfile.lock"), name
        text = (ROOT / name).read_bytes()
        if b"\0" not in text:
            assert not registry.search(text.decode("utf-8", "replace")), name


def test_every_dependency_is_locked_with_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = re.findall(r"^([A-Za-z0-9._-]+)==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", lock, re.M)
    assert len(locked) == len(re.findall(r"^[A-Za-z0-9]", lock, re.M))
    groups = [*PROJECT["project"]["optional-dependencies"].values(), *PROJECT["dependency-groups"].values()]
    asked = [*PROJECT["project"]["dependencies"], *(name for group in groups for name in group)]
    assert {canonicalize_name(Requirement(line).name) for line in asked} <= {canonicalize_name(name) for name in locked}


def test_gitignore_hides_caches_not_data() -> None:
    entries = (ROOT / ".gitignore").read_text("utf-8").split()
    assert not [entry for entry in entries if not entry.endswith("/") and entry not in ("*.pyc", ".env")]
    kept = {"config", "demo", "docs", "models", "tests", "benchmarks"}
    assert not kept & {entry.strip("/").split("/")[0] for entry in entries}


def test_nothing_that_is_kept_is_ignored() -> None:
    tracked_files()  # skips outside a clone
    command = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout == ""


def test_the_wheel_carries_everything_the_program_reads(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())
    read = ("app/", "config/", "flows/", "models/", "pipeline/", "demo/archive/")
    assert not {name for name in tracked_files() if name.startswith(read)} - carried


def test_the_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.lstrip().startswith("Apache License")
    assert "END OF TERMS AND CONDITIONS" in text
    assert PROJECT["project"]["license"] == "Apache-2.0"
