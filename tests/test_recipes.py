"""The lines of code that ask the same question: they run as they stand, whatever the text."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from browser import serving
from serving import TEXT

from app.main import create_app
from app.recipes import curl_code, python_code
from app.settings import Settings
from model import LoadedModel, Order, liveliest_units, order_units, trace_text

HOSTILE = (
    "it's", '"quoted"', "$HOME `id` $(id) !!", "\\ \\n %s {x}", "two\nlines\r\n\tthree", "🙂 中文 e\u0301",
    "\u2028\u202e\x07\x00", "@file", "'''\"\"\"", "</script>", "';echo no;'", "#",
)  # fmt: skip


@pytest.fixture(scope="module")
def address(tiny_folder: Path) -> Iterator[str]:
    with serving(create_app(Settings(model="tiny-lstm"), tiny_folder)) as address:
        yield address


def run(language: str, code: str) -> str:
    command = ["sh", "-c", code] if language == "curl" else [sys.executable, "-I", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def recipes(address: str, **view: object) -> dict[str, str]:
    with urlopen(f"{address}/recipes?{urlencode({name: str(value) for name, value in view.items()})}") as answer:
        codes: dict[str, str] = json.load(answer)
    return codes


@pytest.mark.parametrize("text", HOSTILE)
def test_curl_sends_the_text_as_it_is(address: str, text: str) -> None:
    code = curl_code(address, {"text": text})
    assert all(line.isprintable() for line in code.splitlines())
    answer = json.loads(run("curl", code))
    assert answer["text"] == text


def test_python_sends_the_text_as_it_is(address: str, tiny: LoadedModel) -> None:
    for text in HOSTILE:
        code = python_code(address, {"text": text, "layer": 1, "units": [3]}, 3, 1)
        assert all(line.isprintable() for line in code.splitlines())
        word, *lines = run("python", code).splitlines()
        token = trace_text(tiny, text).tokens[1]
        assert word == ascii(token.text)
        assert len(lines) == 6


def test_the_code_of_a_view_computes_what_the_view_shows(address: str, tiny: LoadedModel) -> None:
    hold = {"layer": 1, "units": [3], "signal": "forget", "steps": [2, None], "value": 1, "off": False}
    view = {"text": TEXT, "layer": 1, "unit": 5, "step": 4, "sort": "clusters", "holds": json.dumps([hold])}
    codes = recipes(address, **view)
    trace = trace_text(tiny, TEXT)
    answer = json.loads(run("curl", codes["curl"]))
    (layer,) = answer["layers"]
    assert layer["layer"] == 1
    assert layer["units"] == order_units(trace, 1, liveliest_units(trace, 1, 32, [5]), Order("clusters"))
    assert {row[layer["units"].index(3)] for row in layer["signals"]["forget"][2:]} == {1.0}
    word, *lines = run("python", codes["python"]).splitlines()
    column = layer["units"].index(5)
    assert word == ascii(answer["tokens"][4]["text"])
    assert lines == [f"{name} {values[4][column]}" for name, values in layer["signals"].items()]


def test_without_a_unit_the_code_prints_the_first_row(address: str) -> None:
    codes = recipes(address, text="The king", unit="none", sort="index")
    assert "unit, step = 0, " in codes["python"]
    assert run("python", codes["python"])
