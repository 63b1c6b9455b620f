"""The documents say what is so: their examples run, their tables and trees are those of the code."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from imports import ROOT

from benchmarks.examples import Example, examples, same_up_to_rounding
from benchmarks.pictures import PICTURES
from benchmarks.readme import TABLES
from benchmarks.server import running_server
from benchmarks.tables import between, shown_table

README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
GUIDE = (ROOT / "GUIDE.md").read_text("utf-8")
DOCUMENTS = {
    "README": README,
    "GUIDE": GUIDE,
    "LIBRARY": (ROOT / "LIBRARY.md").read_text("utf-8"),
    "ARCHITECTURE": ARCHITECTURE,
    "CHANGELOG": CHANGELOG,
    "CONTRIBUTING": CONTRIBUTING,
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server as a reader of README has it."""
    with running_server() as server:
        yield server.address


@pytest.mark.parametrize("example", examples(README), ids=lambda example: example.code.splitlines()[0])
def test_examples_print_what_they_show(example: Example, address: str) -> None:
    assert example.output, "show what it prints: make figures"
    assert same_up_to_rounding(example.run(address).rstrip(), example.output.rstrip())


def test_there_is_an_example_in_curl_and_one_in_python() -> None:
    assert {example.language for example in examples(README)} == {"bash", "python"}


def test_the_operations_that_are_named_exist(address: str) -> None:
    with urlopen(f"{address}/openapi.json") as answer:
        paths = set(json.load(answer)["paths"])
    named = set(re.findall(r"/api/v1/[a-z-]+", README)) | {
        f"/api/v1{path}" for path in re.findall(r"`(/[a-z]+)`", CHANGELOG)
    }
    assert named - {"/api/v1/docs"} <= paths


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_those_of_the_code(name: str) -> None:
    assert shown_table(README, name) == between(name, TABLES[name]()), "make figures"


def test_the_options_of_the_command_are_those_of_its_help() -> None:
    command = [sys.executable, "-m", "app", "serve", "--help"]
    help_text = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    documented = set(re.findall(r"^\| `(--[a-z]+)", README, re.M))
    assert documented == set(re.findall(r"(?<![\w-])--[a-z]+", help_text)) - {"--help"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_doors_that_are_named_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for words in re.findall(r"(?:^|`)make ((?:[a-z]+ ?)+)", DOCUMENTS[name], re.M):
        assert set(words.split()) <= targets


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", DOCUMENTS[name])
    assert not [target for target in targets if not (ROOT / target).exists()]


@pytest.mark.parametrize("name", ["README", "ARCHITECTURE"])
def test_the_tree_names_only_what_exists(name: str) -> None:
    assert not [path for path in tree(DOCUMENTS[name]) if not path.exists()]


@pytest.mark.parametrize("package", ["app", "model"])
def test_the_tree_names_every_file_of_a_package(package: str) -> None:
    entries = {path for path in (ROOT / package).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    untold = entries - {ROOT / package / "__init__.py"} - set(tree(ARCHITECTURE))
    assert not untold


def test_the_guide_shows_every_picture_that_is_taken() -> None:
    shown = set(re.findall(r"\]\((benchmarks/pictures/[^)]+)\)", GUIDE))
    assert shown == {picture.path.relative_to(ROOT).as_posix() for picture in PICTURES}


def test_what_is_new_tells_of_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert re.findall(r"^## (.*)$", CHANGELOG, re.M)[0] == project["version"]


def tree(document: str) -> list[Path]:
    """The paths of the first tree of a document: names, two blanks or more, what they are; two blanks in: in a folder.

    Names in capitals are placeholders; a line that is indented further goes on with the one above.
    """
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", document, re.M | re.S)
    folder, found = ROOT, []
    for line in next(block for language, block in blocks if not language).splitlines():
        if line.startswith("   "):
            continue
        names = re.split(r" {2,}", line.strip())[0].split()
        if not line.startswith(" "):
            folder = ROOT / names[0]
            found += [ROOT / name for name in names]
        else:
            found += [folder / name for name in names if not re.search(r"[A-Z]", name)]
    return found
