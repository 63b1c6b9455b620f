"""What the commands draw: numbers and colours of cells are the trace's, whatever the terminal and the text are."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from serving import TEXT
from terminal import COLOURS, Cell, coloured_cells, gatescope
from typer.testing import CliRunner

from app.__main__ import cli
from app.figures.palette import SCALES, Theme, contrast, mix
from app.terminal.safe import fitted, safe

HOSTILE = "\x1b[31mred\x1b]0;title\x07 \x9b2J שלום 中文 e\u0301 \u202eabc [bold]:smile:"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_folder: Path) -> None:
    """The tiny networks as one's own, and a terminal that says nothing of itself."""
    shutil.copytree(tiny_folder, tmp_path / "models")
    monkeypatch.setenv("GATESCOPE_HOME", str(tmp_path))
    monkeypatch.setenv("GATESCOPE_MODEL", "tiny-lstm")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORFGBG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def answer(*arguments: str) -> Any:
    return json.loads(gatescope(*arguments, "--json").stdout)


def rows(drawn: str) -> list[list[Cell]]:
    """The cells of each line that has some; the last is the legend."""
    return [cells for cells in map(coloured_cells, drawn.splitlines()) if cells]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_cells_of_a_gate_are_the_traces_values_in_the_gates_colours(theme: Theme) -> None:
    arguments = ("trace", TEXT, "--signal", "forget", "--units", "6,1", "--layer", "1")
    values = answer(*arguments)["layers"][0]["signals"]["forget"]
    *drawn, legend = rows(gatescope(*arguments, "--theme", theme, **COLOURS).stdout)
    stops = SCALES[theme]["gate"]
    assert [[cell.number for cell in row] for row in drawn] == [[f"{value:.2f}" for value in row] for row in values]
    assert [[cell.ground for cell in row] for row in drawn] == [[mix(stops, value) for value in row] for row in values]
    assert [cell.number for cell in legend] == ["0.00", "0.25", "0.50", "0.75", "1.00"]
    assert all(cell.ground == mix(stops, cell.value) for cell in legend)
    assert all(contrast(cell.ink, cell.ground) >= 4.5 for row in (*drawn, legend) for cell in row)


def test_cells_of_contents_tell_their_sign_by_number_and_colour() -> None:
    values = answer("trace", TEXT, "--signal", "cell", "--units", "0,3,7", "--layer", "0")["layers"][0]["signals"][
        "cell"
    ]
    *drawn, _ = rows(gatescope("trace", TEXT, "--units", "0,3,7", "--theme", "light", **COLOURS).stdout)
    assert len(drawn) == len(values)
    for row, expected in zip(drawn, values, strict=True):
        for cell, value in zip(row, expected, strict=True):
            assert abs(cell.value - value) <= 0.00501
            assert cell.number[0] == ("+" if cell.value > 0 else "−" if cell.value < 0 else "0")
            red, blue = int(cell.ground[1:3], 16), int(cell.ground[5:7], 16)
            if abs(value) > 0.05:
                assert (red > blue) == (value > 0)


def test_rows_are_words_with_their_surprisal_and_the_best_guess() -> None:
    known = answer("trace", TEXT, "--top-k", "1")
    drawn = gatescope("trace", TEXT, COLUMNS="140").stdout
    lines = [line for line in drawn.splitlines() if re.match(r" +\d+  ", line)]
    assert len(lines) == len(known["tokens"])
    for line, token, after in zip(lines, known["tokens"], known["predictions"], strict=True):
        step, word, bits, *_ = line.split()
        assert int(step) == token["step"]
        assert word == ("start" if token["step"] == 0 else token["text"].strip() or "␣")
        assert bits == ("–" if after["surprisal"] is None else f"{after['surprisal']:.1f}")
    assert f"perplexity {known['perplexity']:,.1f}" in drawn


def test_the_liveliest_units_come_first_and_as_many_as_fit() -> None:
    trace = answer("trace", TEXT, "--layer", "0", "--signals", "hidden", "--decimals", "9")["layers"][0]["signals"][
        "hidden"
    ]
    spread = [max(column) - min(column) for column in zip(*trace, strict=True)]
    heads = [_units(gatescope("trace", TEXT, COLUMNS=str(width)).stdout) for width in (40, 60, 80)]
    assert [len(head[0]) for head in heads] == sorted({len(head[0]) for head in heads})
    assert all(len(head) == 1 for head in heads)
    assert heads[0][0] == heads[2][0][: len(heads[0][0])]
    assert spread[heads[0][0][0]] > min(spread)
    shown = _units(gatescope("trace", TEXT, "--show", "8", COLUMNS="60").stdout)
    assert len(shown) > 1
    assert sorted(unit for head in shown for unit in head) == list(range(8))


def _units(drawn: str) -> list[list[int]]:
    """The units over each part of a map."""
    heads = [line for line in drawn.splitlines() if line.startswith("step")]
    return [[int(number) for number in re.findall(r"\d+", head)] for head in heads]


@pytest.mark.parametrize("width", [12, 40, 80, 200])
def test_what_is_typed_cannot_command_the_terminal(width: int) -> None:
    for command in (["trace"], ["score"], ["trace", "--lines"], ["compare", TEXT]):
        done = gatescope(*command, HOSTILE, COLUMNS=str(width))
        assert done.exit_code == 0, done.output
        assert not CONTROL.search(done.stdout)
        if "--lines" not in command and "score" not in command and width >= 40:  # of those a text is whole in a file
            assert max(map(cell_len, done.stdout.splitlines())) <= width
    written = gatescope("generate", HOSTILE, "--tokens", "3", **COLOURS).stdout
    assert "\x1b]" not in written
    assert "\x9b" not in written
    assert "␛[31mred␛]0;title␇" in written


def test_columns_stay_in_line_whatever_is_typed() -> None:
    lines = gatescope("trace", HOSTILE, "--units", "0", COLUMNS="60").stdout.splitlines()
    rows_of = [line for line in lines if re.match(r" +\d+  ", line)]
    assert len({cell_len(line) for line in rows_of}) == 1


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("queen", 7, "queen  "),
        ("queens", 5, "quee…"),
        ("中文字", 5, "中文…"),
        ("中文字", 4, "中… "),
        ("שלום", 6, "\u2068שלום\u2069  "),
        ("", 2, "  "),
    ],
)
def test_text_is_fitted_by_columns(text: str, width: int, shown: str) -> None:
    assert fitted(text, width) == shown
    assert cell_len(fitted(text, width)) == width


def test_a_text_in_one_line_is_visible() -> None:
    assert safe("a\nb\x1b\u202ec") == "a␊b␛⟨U+202E⟩c"


def test_without_colours_the_numbers_are_the_same() -> None:
    plain = gatescope("trace", TEXT).stdout
    assert "\x1b" not in plain
    bare = gatescope("trace", TEXT, NO_COLOR="1", **COLOURS).stdout
    assert not coloured_cells(bare)
    coloured = gatescope("trace", TEXT, **COLOURS).stdout
    numbers = [cell.number for row in rows(coloured)[:-1] for cell in row]
    assert numbers == re.findall(r"[+−]\d\.\d\d|\b0\.00", plain)


def test_the_terminals_own_paper_is_heeded() -> None:
    light = gatescope("trace", TEXT, COLORFGBG="0;15", **COLOURS).stdout
    assert light == gatescope("trace", TEXT, "--theme", "light", **COLOURS).stdout
    assert light != gatescope("trace", TEXT, **COLOURS).stdout


def test_a_comparison_shows_both_texts_and_the_differences_at_shared_words() -> None:
    a, b = "The queen was tired.", "The old king was tired."
    known = answer("compare", a, b, "--layer", "1")
    drawn = gatescope("compare", a, b, "--layer", "1", "--units", "2,4", COLUMNS="100", **COLOURS).stdout
    *cells, _ = rows(drawn)
    differences = [[row[2], row[4]] for row in known["differences"]["cell"]]
    assert len(cells) == len(known["alignment"])
    for row, expected in zip(cells, differences, strict=True):
        assert [cell.value for cell in row] == [pytest.approx(value, abs=0.00501) for value in expected]
    norms = known["wake"]["cell"]
    place = known["alignment"][norms.index(max(norms))][0]
    assert f"differ most at “{known['a']['tokens'][place]['text'].strip()}” (step {place} of a)" in " ".join(
        drawn.split()
    )
    same = gatescope("compare", a, a).stdout
    assert "No word that both texts share is remembered differently." in same


def test_a_gates_difference_and_networks_without_gates() -> None:
    assert "how the forget gate differs" in gatescope("compare", "a b", "c b", "--signal", "forget").stdout
    for kind, gloss in (("rnn", "hidden state: all it remembers"), ("gru", "hidden state: what is now remembered")):
        assert gloss in gatescope("trace", TEXT, "--model", f"tiny-{kind}").stdout
    assert "‖Δh‖" in gatescope("compare", "a b", "c b", "--model", "tiny-rnn").stdout


def test_notices_of_holds_are_told_beside_the_drawing() -> None:
    done = gatescope(
        "trace", TEXT, "--hold", "0:*:forget=1", "--hold", "0:2:forget:3=0", "--units", "2", "-s", "forget"
    )
    assert done.stderr == "gatescope: hold 2 overrides hold 1 at step 3\n"
    assert "with 2 holds" in " ".join(done.stdout.split())
    column = [line.split()[-1] for line in done.stdout.splitlines() if re.match(r" +\d+  ", line)]
    assert column == ["1.00"] * 3 + ["0.00"] + ["1.00"] * (len(column) - 4)


def test_a_terminal_that_lacks_characters_gets_the_nearest() -> None:
    runner = CliRunner(charset="ascii")
    done = runner.invoke(cli, ["compare", "a “b” é", "c “b” é", "--units", "1"])
    assert done.exit_code == 0, done.output
    assert "differ most at" in done.stdout
    assert {"-", "+", '"', "?"} < set(done.stdout)
    assert done.stdout.isascii()
