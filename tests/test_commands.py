"""The commands that read a text: the API's own answers as JSON, text from anywhere, what cannot be in one line."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from serving import API, TEXT, serve
from starlette.testclient import TestClient
from terminal import gatescope, refused

from app.figures.words import visible

HOLD = {"layer": 1, "units": [3, 5], "signal": "forget", "steps": [2, None], "value": 0.25}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_folder: Path) -> Path:
    """The tiny networks as one's own in a data folder."""
    shutil.copytree(tiny_folder, tmp_path / "models")
    monkeypatch.setenv("GATESCOPE_HOME", str(tmp_path))
    monkeypatch.setenv("GATESCOPE_MODEL", "tiny-lstm")
    return tmp_path


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> TestClient:
    return serve(tiny_folder)


def answered(client: TestClient, operation: str, **asked: Any) -> Any:
    """What the API answers, without the time it took."""
    response = client.post(f"{API}/{operation}", json=asked)
    assert response.status_code == 200, response.text
    return timeless(response.json())


def printed(*arguments: str, **options: Any) -> Any:
    done = gatescope(*arguments, "--json", **options)
    assert done.exit_code == 0, done.output
    assert done.stdout.count("\n") == 1
    return timeless(json.loads(done.stdout))


def timeless(answer: Any) -> Any:
    return {name: value for name, value in answer.items() if name != "elapsed"}


def test_json_is_what_the_api_answers(client: TestClient) -> None:
    assert printed("trace", TEXT) == answered(client, "trace", text=TEXT)
    arguments = ("--model", "tiny-gru", "--layer", "1", "--signals", "update, hidden", "--units", "5,2", "--top-k", "2")
    asked = {"model": "tiny-gru", "layer": 1, "signals": ["update", "hidden"], "units": [5, 2], "top_k": 2}
    assert printed("trace", TEXT, *arguments, "--decimals", "2") == answered(
        client, "trace", text=TEXT, **asked, decimals=2
    )
    assert printed("trace", TEXT, "--encoding", "base64") == answered(client, "trace", text=TEXT, encoding="base64")
    held = answered(client, "trace", text=TEXT, holds=[HOLD])
    assert printed("trace", TEXT, "--hold", "1:3,5:forget:2-=0.25") == held
    texts = ["The keys were here.", "The key was."]
    assert printed("score", *texts, "--decimals", "1") == answered(client, "score", texts=texts, decimals=1)
    assert printed("compare", *texts, "--layer", "1") == answered(client, "compare", a=texts[0], b=texts[1], layer=1)


def test_generated_events_are_those_of_the_api(client: TestClient) -> None:
    options = {"tokens": 6, "temperature": 0.7, "top_k": 20, "top_p": 0.9, "seed": 11, "min_tokens": 6}
    arguments = [each for name, value in options.items() for each in (f"--{name.replace('_', '-')}", str(value))]
    done = gatescope("generate", TEXT, *arguments, "--signals", "cell", "--hold", "1:3,5:forget:2-=0.25", "--json")
    response = client.post(f"{API}/generate", json={"text": TEXT, **options, "signals": ["cell"], "holds": [HOLD]})
    events = [
        {"event": name.removeprefix("event: "), "data": json.loads(data.removeprefix("data: "))}
        for name, data in (event.split("\n") for event in response.text.strip().split("\n\n"))
    ]
    assert [json.loads(line) for line in done.stdout.splitlines()] == events
    assert len(events) == 7
    written = gatescope("generate", TEXT, *arguments, "--hold", "1:3,5:forget:2-=0.25")
    assert written.stdout == f"{TEXT}{visible(events[-1]['data']['text'])}\n"


def test_models_are_those_that_ship_and_ones_own() -> None:
    done = gatescope("models", COLUMNS="200")
    listed = printed("models")["models"]
    assert {"english-lstm", "tiny-lstm", "tiny-rnn"} < {model["name"] for model in listed}
    for model in listed:
        line = next(line for line in done.stdout.splitlines() if line.startswith(f"{model['name']}  "))
        assert f"{model['kind'].upper()}, " in line
        assert f"{model['vocabulary']:,} tokens" in line
        assert model["origin"] in line
        assert (", default" in line) == (model["name"] == "tiny-lstm")
        assert model["card"]["sentence"][:40] in done.stdout


def test_several_texts_may_be_told_in_several_ways(client: TestClient) -> None:
    assert printed("compare", "-", "a b", given="c b\n") == answered(client, "compare", a="c b", b="a b")
    assert len(gatescope("score", "--lines", "a", "b", "c", "--json").stdout.splitlines()) == 3
    assert "given twice" in refused(gatescope("score", "a", "b", "--file", "c"), 2)


@pytest.mark.parametrize("given", [TEXT, f"{TEXT}\n", f"\ufeff{TEXT}\r\n"])
def test_text_comes_from_the_argument_a_file_or_a_pipe(given: str, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes(given.encode())
    tokens = printed("score", TEXT)
    assert printed("score", "--file", str(file)) == tokens
    assert printed("score", "--file", "-", given=given) == tokens
    assert printed("score", "-", given=given) == tokens
    assert printed("score", given=given) == tokens


def test_line_breaks_within_a_text_are_part_of_it() -> None:
    assert printed("trace", given="a\n\nb\n")["text"] == "a\n\nb"


@pytest.mark.parametrize(
    ("arguments", "code", "wrong"),
    [
        (["trace", ""], 1, "The text is blank"),
        (["trace", "x" * 2001], 1, "2,001 characters long; the limit is 2,000"),
        (["trace", "x", "--model", "nobody"], 1, "There is no model 'nobody'"),
        (["trace", "x", "--model", "tiny-lstm@0"], 1, "no "),
        (["trace", "x", "--layer", "2"], 1, "There is no layer 2"),
        (["trace", "x", "--units", "8"], 1, "There is no unit 8"),
        (["trace", "x", "--signal", "reset"], 1, "no such signal. Ask for: input"),
        (["trace", "x", "--units", "3,"], 2, "--units takes numbers"),
        (["trace", "x", "--units", "3,3"], 2, "names something twice"),
        (["trace", "x", "--decimals", "10"], 2, "`decimals`"),
        (["trace", "x", "--encoding", "hex"], 2, "`encoding`"),
        (["trace", "x", "--theme", "pink"], 2, "Take light or dark"),
        (["trace", "x", "--hold", "0:1:forget"], 2, "0:37:forget:3-9=1"),
        (["trace", "x", "--hold", "0:1:forget=2"], 1, "forget"),
        (["trace", "x", "--hold", "0:1:forget:5-3=1"], 2, "go backwards"),
        (["trace", "x", "--file", "y"], 2, "given twice"),
        (["trace", "--file", "nowhere.txt"], 1, "nowhere.txt cannot be read: No such file"),
        (["trace", "--file", "."], 1, "is a folder"),
        (["trace", "x", "y"], 2, "gatescope trace --help"),
        (["trace", "--nonsense"], 2, "No such option: --nonsense. See gatescope trace --help."),
        (["traec", "x"], 2, "Did you mean"),
        (["compare", "x"], 2, "'B'"),
        (["compare", "x", "  "], 1, "blank"),
        (["compare", "x", "y", "--signal", "reset"], 1, "no such signal"),
        (["compare", "x", "y", "--unit", "8"], 1, "There is no unit 8"),
        (["generate", "x", "--tokens", "0"], 2, "`tokens`"),
        (["generate", "x", "--temperature", "warm"], 2, "--temperature"),
        (["generate", " "], 1, "blank"),
        (["score", "x", " "], 1, "blank"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(arguments: list[str], code: int, wrong: str) -> None:
    assert wrong in refused(gatescope(*arguments), code)


def test_files_that_are_no_text() -> None:
    assert "byte 2 is none of it" in refused(gatescope("trace", given=b"ab\xff"), 1)
    assert "larger than" in refused(gatescope("trace", given=b"a" * ((1 << 24) + 1)), 1)


def test_a_wrong_setting_is_told() -> None:
    assert "GATESCOPE_MAX_CHARS" in refused(gatescope("trace", "x", GATESCOPE_MAX_CHARS="0"), 1)
    assert "the limit is 3" in refused(gatescope("trace", "four", GATESCOPE_MAX_CHARS="3"), 1)


def test_json_is_harmless_in_a_terminal_and_still_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    piped = printed("trace", "a\x1b[31m\x9b\x7f")
    monkeypatch.setattr("app.console.printing.at_terminal", lambda: True)
    done = gatescope("trace", "a\x1b[31m\x9b\x7f", "--json")
    assert timeless(json.loads(done.stdout)) == piped
    assert not {"\x1b", "\x9b", "\x7f"} & set(done.stdout)


def test_help_has_an_example_of_each() -> None:
    assert "gatescope serve --open" in gatescope("--help", COLUMNS="100").stdout
    for command in ("serve", "trace", "score", "generate", "compare", "export", "models", "index"):
        done = gatescope(command, "--help", COLUMNS="100")
        assert f"gatescope {command} " in done.stdout.partition("Usage:")[2].partition("\n")[2]
    assert gatescope("--version").stdout.startswith("gatescope ")
