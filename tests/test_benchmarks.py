"""The benchmarks' own parts: what counts as missed, and how a document's outputs are compared and remade."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks import machine
from benchmarks.examples import Example, examples, same_up_to_rounding, with_outputs
from benchmarks.frames import dropped
from benchmarks.gradients import TOKENS, long_texts
from benchmarks.measure import Measurement, median_ratio
from benchmarks.sentences import FIFTY_TOKENS
from benchmarks.server import running_server
from benchmarks.tables import shown_table
from model import load_model

FENCE = "```"
DOCUMENT = f"{FENCE}python\nprint(6 * 7)\n{FENCE}\n\n{FENCE}text\n41\n{FENCE}\n\n{FENCE}bash\nmake test\n{FENCE}\n"


def test_time_that_others_took_is_a_share_of_what_was_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    idle = machine.processor_ticks()
    assert 0 <= idle[1] <= idle[0]
    monkeypatch.setattr(machine, "processor_ticks", lambda: (300, 60))
    assert machine.taken_since((100, 10)).startswith("25 % ")
    assert machine.taken_since((300, 60)).startswith("0 % ")


@pytest.mark.parametrize(("value", "most", "least"), [(1.99, True, False), (2.0, True, True), (2.5, False, True)])
def test_a_bound_is_the_most_or_the_least(value: float, most: bool, least: bool) -> None:
    assert Measurement("ratio", value, "", 2.0).holds is most
    assert Measurement("ratio", value, "", 2.0, least=True).holds is least


@pytest.mark.parametrize(("value", "code"), [(1.0, 0), (3.0, 1)])
def test_a_missed_bound_fails_and_is_named(
    value: float,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    def measure() -> Iterator[Measurement]:
        yield Measurement("a ratio", value, "", 2.0)
        yield Measurement("a time", 120.4, "ms")

    monkeypatch.setattr(bench, "PARTS", {"speed": measure})
    monkeypatch.setattr(bench, "README", document := tmp_path / "README.md")
    document.write_text("<!-- machine -->\n<!-- /machine -->\n<!-- speed -->\nold\n<!-- /speed -->\nReason.\n", "utf-8")
    assert bench.main(["speed", "--write"]) == code
    printed, kept = capsys.readouterr().out, document.read_text("utf-8")
    assert "120 ms" in printed
    assert ("Missed: a ratio" in printed) == ("**missed**" in kept) == bool(code)
    assert "| a time | 120 ms |  |" in kept
    assert "old" not in kept
    assert kept.endswith("Reason.\n")


def test_a_part_that_does_not_exist_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        bench.main(["nowhere"])
    assert "no such part: nowhere" in capsys.readouterr().err


def test_every_part_has_a_table_in_the_document() -> None:
    document = bench.README.read_text("utf-8")
    assert all(shown_table(document, part) for part in bench.PARTS)


def test_ten_times_the_work_has_the_larger_ratio() -> None:
    assert median_ratio(lambda: sum(range(50_000)), lambda: sum(range(5_000))) > 2


def test_examples_are_python_and_curl_with_the_output_below() -> None:
    assert examples(DOCUMENT) == [Example("python", "print(6 * 7)\n", "41\n")]


def test_outputs_are_remade_and_nothing_else() -> None:
    assert with_outputs(DOCUMENT, "http://127.0.0.1:9") == DOCUMENT.replace("41", "42")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('{"p": 0.12, "n": -42.3494}', '{"p": 0.13, "n": -42.3489}', True),
        ("0.12  ' he'", "0.14  ' he'", False),
        ("0.12  ' he'", "0.12  ' she'", False),
        ("1 2", "1 2 3", False),
        ("-4.3", "4.3", False),
    ],
)
def test_only_the_last_digits_may_differ(one: str, other: str, same: bool) -> None:
    assert same_up_to_rounding(one, other) is same


def test_a_server_that_ends_at_once_tells_what_it_said() -> None:
    with (
        pytest.raises(RuntimeError, match=r"exit code 3.*\n.*no model"),
        running_server(("sh", "-c", "echo no model; exit 3")),
    ):
        pass


@pytest.mark.parametrize(
    ("frames", "share"),
    [
        ([0.0, 16.7, 33.3, 50.0], 0.0),
        ([0.0, 16.6, 50.1, 66.7], 25.0),
        ([0.0, 100.0], 500 / 6),
        ([0.0, 20.0, 33.3], 0.0),
    ],
)
def test_frames_are_dropped_where_a_picture_stays_for_two(frames: list[float], share: float) -> None:
    assert dropped(frames) == pytest.approx(share)


def test_the_text_that_plays_has_fifty_tokens() -> None:
    assert len(load_model().tokenizer.encode(FIFTY_TOKENS)) == 50


def test_the_long_texts_are_different_and_as_long_as_they_say() -> None:
    texts = long_texts(3)
    assert len(set(texts)) == 3
    assert [len(load_model().tokenizer.encode(text)) for text in texts] == [TOKENS] * 3
