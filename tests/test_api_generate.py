"""`/generate`: what its events say, and what is refused before the first of them."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from events import Event, parse_events
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient

import app.effects.generate
from app.schemas.generate import DoneEvent, TokenEvent
from model import Hold, LoadedModel, Sampling, predict, trace_text, write
from model.checkpoint import load_model, save_checkpoint
from model.network import LanguageModel
from model.tokenizer import START_ID, TextTokenizer

SEEDS = range(40)


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def ask(client: TestClient, **fields: Any) -> list[Event]:
    """The events of a generation, each of the form that is documented."""
    response = client.post(f"{API}/generate", json={"text": TEXT, "tokens": 6} | fields)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].split(";")[0] == "text/event-stream"
    assert response.headers["cache-control"] == "no-store"
    assert "content-encoding" not in response.headers
    events = parse_events(response.text)
    for event in events[:-1]:
        assert event.name == "token"
        TokenEvent.model_validate(event.data)
    assert events[-1].name == "done"
    DoneEvent.model_validate(events[-1].data)
    return events


def test_it_sends_what_the_network_writes(client: TestClient, tiny: LoadedModel) -> None:
    *tokens, done = ask(client, seed=3, temperature=2.0, top_k=40, top_p=0.9, layer=1, decimals=9)
    ids = [token.id for token in tiny.tokenizer.encode(TEXT)]
    expected = list(write(tiny, ids, 6, Sampling(2.0, 40, 0.9, 3)))
    assert [event.data["id"] for event in tokens] == [each.id for each in expected]
    for event, each in zip(tokens, expected, strict=True):
        assert event.data["step"] == each.step
        assert event.data["token"] == tiny.tokenizer.label(each.id)
        assert event.data["probability"] == pytest.approx(each.probability, rel=1e-5)
        assert list(event.data["signals"]) == ["input", "forget", "candidate", "output", "cell", "hidden"]
        for name, values in event.data["signals"].items():
            assert values == pytest.approx(each.moments[1][name][0].tolist(), abs=1e-8)
    assert done.data == {"text": tiny.tokenizer.decode([each.id for each in expected]), "tokens": 6, "reason": "length"}


def test_its_guesses_are_those_of_a_trace_of_the_whole(client: TestClient, tiny: LoadedModel) -> None:
    """In ASCII, tokens that are read anew may be other ones: the text is one whose are the same."""
    for seed in SEEDS:
        *tokens, done = ask(client, seed=seed, tokens=1)
        trace = trace_text(tiny, TEXT + done.data["text"])
        if tokens and [token.id for token in trace.tokens][len(tiny.tokenizer.encode(TEXT)) :] == [
            tokens[0].data["id"]
        ]:
            break
    found = tokens[0].data["top"]
    predictions = predict(tiny, trace, 5)
    assert [guess["id"] for guess in found] == predictions.ids[-1].tolist()
    assert [guess["probability"] for guess in found] == pytest.approx(predictions.probabilities[-1].tolist(), rel=1e-4)


def test_the_same_seed_writes_the_same(client: TestClient) -> None:
    runs = [ask(client, seed=seed, tokens=12) for seed in (5, 5, 6)]
    assert runs[0] == runs[1] != runs[2]


def test_without_temperature_the_seed_does_not_matter(client: TestClient) -> None:
    assert ask(client, seed=1, temperature=0) == ask(client, seed=2, temperature=0.0, top_k=0)


def test_holds_stay_in_force_while_it_writes(client: TestClient, tiny: LoadedModel) -> None:
    ids = [token.id for token in tiny.tokenizer.encode(TEXT)]
    late = len(ids) + 2
    asked = [
        {"layer": 1, "units": [2, 3], "signal": "forget", "value": 1},
        {"layer": 1, "units": [3], "signal": "cell", "steps": [late, late], "value": -0.5},
    ]
    *tokens, done = ask(client, seed=2, layer=1, holds=asked)
    holds = [Hold(1, (2, 3), "forget", 0, None, 1.0), Hold(1, (3,), "cell", late, late, -0.5)]
    assert [event.data["id"] for event in tokens] == [each.id for each in write(tiny, ids, 6, Sampling(seed=2), holds)]
    assert all(event.data["signals"]["forget"][2:4] == [1, 1] for event in tokens)
    assert [event.data["signals"]["cell"][3] == -0.5 for event in tokens] == [n == 2 for n in range(6)]
    assert done.data["notices"] == []


def test_of_two_holds_the_later_wins_with_a_notice(client: TestClient) -> None:
    first, *_, done = ask(client, holds=[{"signal": "output", "value": value} for value in (1, 0)])
    assert first.data["signals"]["output"] == [0] * 8
    (notice,) = done.data["notices"]
    assert notice.startswith("hold 2 overrides hold 1 at steps 0-")


@pytest.mark.parametrize("beyond", [False, True])
def test_holds_may_reach_to_the_last_token_that_may_be_written(
    client: TestClient, tiny: LoadedModel, beyond: bool
) -> None:
    last = len(tiny.tokenizer.encode(TEXT)) + 6 - 1 + beyond
    holds = [{"signal": "cell", "steps": [1, last], "value": 0}]
    response = client.post(f"{API}/generate", json={"text": TEXT, "tokens": 6, "holds": holds})
    if beyond:
        detail = check_problem(response, 422, "bad_input", "holds[0].steps")["detail"]
        assert f"Hold 1 goes to step {last}" in detail
    else:
        assert response.status_code == 200


def test_only_the_signals_that_are_asked_for_are_sent(client: TestClient) -> None:
    whole, some, none = (ask(client, seed=4, signals=names) for names in (None, ["cell", "input"], []))
    for one, two, three in zip(whole[:-1], some[:-1], none[:-1], strict=True):
        signals = one.data["signals"]
        assert two.data == one.data | {"signals": {name: signals[name] for name in ("input", "cell")}}
        assert three.data == one.data | {"signals": {}}
    assert whole[-1] == some[-1] == none[-1]


@pytest.mark.parametrize("kind", ["rnn", "gru"])
def test_every_kind_of_network_writes(client: TestClient, kind: str) -> None:
    first = ask(client, model=f"tiny-{kind}", seed=1)[0].data["signals"]
    assert list(first) == {"rnn": ["hidden"], "gru": ["reset", "update", "candidate", "hidden"]}[kind]
    assert all(len(values) == 8 for values in first.values())


def test_base64_is_float32_as_computed(client: TestClient) -> None:
    rounded, exact = ask(client, seed=4, decimals=9)[0], ask(client, seed=4, encoding="base64")[0]
    for name, array in exact.data["signals"].items():
        assert (array["dtype"], array["shape"]) == ("f4", [8])
        values = np.frombuffer(base64.b64decode(array["data"]), "<f4")
        assert rounded.data["signals"][name] == pytest.approx(values.tolist(), abs=1e-9)


def test_the_end_of_the_paragraph_ends_it_and_is_no_token(client: TestClient) -> None:
    runs = [ask(client, seed=seed, tokens=60, temperature=5) for seed in SEEDS]
    ended = [run for run in runs if run[-1].data["reason"] == "end"]
    assert ended, "no run met the end of a paragraph"
    assert all(event.data["id"] != START_ID for run in runs for event in run[:-1])
    assert all(run[-1].data["tokens"] == len(run) - 1 for run in runs)
    assert all(len(run) - 1 < 60 for run in ended)


def test_so_many_are_written_before_the_paragraph_ends(client: TestClient) -> None:
    runs = [ask(client, seed=seed, tokens=60, temperature=5, min_tokens=9) for seed in SEEDS]
    assert any(run[-1].data["reason"] == "end" for run in runs)
    assert all(run[-1].data["tokens"] >= 9 for run in runs)


def test_a_reader_that_takes_too_long_is_told_that_it_was_stopped(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.effects.generate, "LONGEST", -1.0)
    (done,) = ask(client, seed=3)
    assert done.data == {"text": "", "tokens": 0, "reason": "stopped"}


@pytest.fixture(scope="module")
def speller(tiny_folder: Path, tiny_tokenizer: TextTokenizer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a network that writes nothing but the two bytes of é, in any order."""
    folder = tmp_path_factory.mktemp("speller")
    model = load_model("tiny-lstm", tiny_folder)
    network = LanguageModel(model.network.shape)
    network.load_state_dict(model.network.state_dict())
    with torch.no_grad():
        network.bias[tiny_tokenizer.encode_ids("é")] += 50
    save_checkpoint(folder / "tiny-lstm", network, tiny_tokenizer, dict(model.card))
    return folder


def test_a_character_that_takes_two_tokens_is_written_whole(speller: Path, tiny_tokenizer: TextTokenizer) -> None:
    texts = []
    with serve(speller) as client:
        for seed in range(8):
            *tokens, done = ask(client, seed=seed)
            assert {event.data["token"] for event in tokens} <= {"⟨C3⟩", "⟨A9⟩"}
            written = b"".join(tiny_tokenizer.token_bytes(event.data["id"]) for event in tokens)
            readable = "".join(event.data["text"] for event in tokens)
            assert readable == written.removesuffix(b"\xc3").decode("utf-8", "replace")
            assert done.data["text"] == written.decode("utf-8", "replace")
            texts.append(done.data["text"])
    assert any("é" in text for text in texts)
    assert any(text.endswith("�") for text in texts)


@pytest.mark.parametrize(
    ("fields", "status", "field"),
    [
        ({"tokens": 0}, 422, "tokens"),
        ({"tokens": 201}, 422, "tokens"),
        ({"tokens": 10_000}, 422, "tokens"),
        ({"tokens": 1.5}, 422, "tokens"),
        ({"min_tokens": -1}, 422, "min_tokens"),
        ({"min_tokens": 201}, 422, "min_tokens"),
        ({"temperature": -0.1}, 422, "temperature"),
        ({"temperature": 5.1}, 422, "temperature"),
        ({"top_k": -1}, 422, "top_k"),
        ({"top_k": 51}, 422, "top_k"),
        ({"top_p": 1.1}, 422, "top_p"),
        ({"seed": -1}, 422, "seed"),
        ({"seed": 2**32}, 422, "seed"),
        ({"text": " \n"}, 422, "text"),
        ({"text": "a" * 2001}, 422, "text"),
        ({"layer": 2}, 404, "layer"),
        ({"model": "nobody"}, 404, "model"),
        ({"signals": ["reset"]}, 422, "signals"),
        ({"signals": ["cell", "cell"]}, 422, "signals"),
        ({"step": 3}, 422, "step"),
        ({"holds": [{"signal": "reset", "value": 0}]}, 422, "holds[0].signal"),
        ({"holds": [{"signal": "forget", "value": 1.1}]}, 422, "holds[0].value"),
        ({"holds": [{"signal": "forget", "value": 1, "units": [8]}]}, 404, "holds[0].units"),
        ({"holds": [{"signal": "forget", "value": 1}] * 65}, 422, "holds"),
    ],
)
def test_what_is_wrong_is_told_before_any_event(
    client: TestClient, fields: dict[str, Any], status: int, field: str
) -> None:
    response = client.post(f"{API}/generate", json={"text": TEXT} | fields)
    check_problem(response, status, field=field)


@pytest.mark.parametrize(("tokens", "status"), [(95, 200), (96, 200), (97, 422)])
def test_text_and_new_tokens_together_stay_within_the_limit(tiny_folder: Path, tokens: int, status: int) -> None:
    with serve(tiny_folder, max_tokens=100) as client:
        response = client.post(f"{API}/generate", json={"text": "7 7", "tokens": tokens})
        if status == 200:
            assert response.status_code == 200
        else:
            detail = check_problem(response, 422, "bad_input", "tokens")["detail"]
            assert detail.startswith("Text is 4 tokens long, and 97 more would make 101; the limit is 100.")


def test_a_defect_midway_is_an_event_that_tells_nothing_but_an_id(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*given: Any) -> Iterator[Any]:
        yield next(write(*given))
        raise RuntimeError("secret internals")

    monkeypatch.setattr(app.effects.generate, "write", broken)
    response = client.post(f"{API}/generate", json={"text": TEXT, "temperature": 0})
    token, error = parse_events(response.text)
    assert (token.name, error.name, error.data["status"]) == ("token", "error", 500)
    assert "secret" not in response.text
    assert error.data["detail"].rstrip(".").split()[-1] in caplog.text


def test_the_example_of_the_documentation_is_of_the_documented_form(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"][f"{API}/generate"]["post"]
    media = operation["responses"]["200"]["content"]["text/event-stream"]
    token, done = parse_events(media["example"])
    TokenEvent.model_validate(token.data)
    DoneEvent.model_validate(done.data)
    components = client.get("/openapi.json").json()["components"]["schemas"]
    references = {part.split('"')[0] for part in json.dumps(media).split("#/components/schemas/")[1:]}
    assert references <= set(components)
