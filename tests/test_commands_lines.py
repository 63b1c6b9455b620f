"""Files with a text per line: all that can be read is, in their order; the others are named by their numbers."""

import json
import shutil
from pathlib import Path

import pytest
from serving import TEXT
from terminal import gatescope, refused

from app.console import texts

LINES = (b"The queen.\n", b"\n", b"The king was tired.\r\n", b"\xff\n", b"x" * 2001 + b"\n", b"  \n", b"He said so")
GOOD = {1: "The queen.", 3: "The king was tired.", 7: "He said so"}
WRONG = (
    "gatescope: line 2: The text is blank. Type at least one word.",
    "gatescope: line 4: It is not UTF-8 text: byte 0 is none of it. Save the file as UTF-8.",
    "gatescope: line 5: Text is 2,001 characters long; the limit is 2,000. Shorten it, or raise GATESCOPE_MAX_CHARS.",
    "gatescope: line 6: The text is blank. Type at least one word.",
    "gatescope: 4 of 7 lines could not be read.",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_folder: Path) -> Path:
    shutil.copytree(tiny_folder, tmp_path / "models")
    monkeypatch.setenv("GATESCOPE_HOME", str(tmp_path))
    monkeypatch.setenv("GATESCOPE_MODEL", "tiny-lstm")
    return tmp_path


@pytest.mark.parametrize(
    "command", [("trace", "--units", "1", "--signals", "cell"), ("score",), ("generate", "--tokens", "2")]
)
def test_each_line_is_answered_as_if_it_were_alone(command: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_bytes(b"".join(LINES))
    done = gatescope(*command, "--lines", "--json", "--file", str(file))
    assert (done.exit_code, tuple(done.stderr.splitlines())) == (1, WRONG)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert list(dict.fromkeys(answer["line"] for answer in answers)) == list(GOOD)
    for number, text in GOOD.items():
        alone = [json.loads(line) for line in gatescope(*command, text, "--json").stdout.splitlines()]
        found = [
            {name: answer[name] for name in answer if name != "line"} for answer in answers if answer["line"] == number
        ]
        assert [{**each, "elapsed": 0} for each in found] == [{**each, "elapsed": 0} for each in alone]


@pytest.mark.parametrize("command", ["trace", "score", "generate"])
def test_a_row_for_each_line(command: str) -> None:
    done = gatescope(command, "--lines", given=b"".join(LINES))
    assert done.exit_code == 1
    _, *rows = done.stdout.splitlines()
    assert {int(row.split()[0]): text in row for row, text in zip(rows, GOOD.values(), strict=True)} == dict.fromkeys(
        GOOD, True
    )
    fine = gatescope(command, "--lines", given=b"One.\nTwo.\n")
    assert (fine.exit_code, fine.stderr) == (0, "")
    assert len(fine.stdout.splitlines()) == 3


def test_batches_are_in_order_and_say_what_each_says_alone() -> None:
    many = [f"The {word} was tired." for word in ("queen", "king", "boy") * 50]
    done = gatescope("score", "--lines", "--json", given="\n".join(many))
    scores = [json.loads(line)["scores"][0]["log_probability"] for line in done.stdout.splitlines()]
    assert len(scores) == 150
    assert scores == pytest.approx(scores[:3] * 50, abs=1e-4)


def test_one_line_that_no_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "LARGEST", 3000)
    done = gatescope("score", "--lines", "--json", given="a\n" + "b" * 10_000 + "\nc\n" + "d" * 3000)
    assert [json.loads(line)["line"] for line in done.stdout.splitlines()] == [1, 3]
    assert "line 2: It is longer than 3,000 bytes" in done.stderr
    assert "line 4: It is longer" in done.stderr


def test_no_line_at_all_is_an_error() -> None:
    assert refused(gatescope("trace", "--lines", "--json", given=b""), 1) == "There is no line to read."


def test_wrong_options_are_told_once() -> None:
    assert "no layer 9" in refused(gatescope("trace", "--lines", "--json", "--layer", "9", given="a\nb\n"), 1)
    assert "no such signal" in refused(gatescope("trace", "--lines", "--json", "--signal", "reset", given="a\nb\n"), 1)
    assert "`decimals`" in refused(gatescope("trace", "--lines", "--json", "--decimals", "99", given="a\nb\n"), 2)


def test_an_argument_may_have_lines_too() -> None:
    assert len(gatescope("score", "--lines", "--json", f"{TEXT}\n{TEXT}").stdout.splitlines()) == 2
