"""`/similar`: what the library finds, in context; texts of one's own and indexes; and what is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import TINY_TEXT
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import API, TEXT, check_problem, serve
from similar import cosine, ranked
from starlette.testclient import TestClient

from app.knowledge import corpora
from app.schemas.similar import SimilarAnswer
from model import Kind, LoadedModel, encode_passages, index_path, label_text, trace_text, write_index
from model.knowledge.marks import STEP_PROPERTIES
from model.similar import reading
from model.similar.labels import RULED

TEXTS = [*TINY_TEXT, "The queen was in the door."]
ASKED: dict[str, Any] = {"text": TEXT, "step": 3, "texts": TEXTS}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, tiny_models: dict[Kind, LoadedModel]) -> Path:
    """A folder with the index `book` of the tiny LSTM, `other` of other weights and `damaged`."""
    home = tmp_path_factory.mktemp("home")
    kinds: dict[str, Kind] = {"book": "lstm", "other": "rnn", "damaged": "lstm"}
    for name, kind in kinds.items():
        model = tiny_models[kind]
        passages = encode_passages(model, map(label_text, TEXTS), RULED)
        write_index(index_path(home, "tiny-lstm", name), model, passages, ["hidden"])
    damaged = index_path(home, "tiny-lstm", "damaged")
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\0")
    return home


@pytest.fixture(scope="module")
def client(tiny_folder: Path, home: Path) -> Iterator[TestClient]:
    """A server whose labelled sentences are few."""
    patch = pytest.MonkeyPatch()
    patch.setattr(reading, "MOMENTS", 400)
    with serve(tiny_folder, home=str(home)) as client:
        yield client
    patch.undo()


def similar(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/similar", json=fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    SimilarAnswer.model_validate(answer)
    return answer


@pytest.mark.parametrize(("kind", "signal"), [("lstm", None), ("lstm", "forget"), ("rnn", None), ("gru", "update")])
@pytest.mark.parametrize("units", [None, [6, 2, 3]])
def test_moments_are_the_nearest_of_all_steps(
    client: TestClient, tiny_models: dict[Kind, LoadedModel], kind: Kind, signal: str | None, units: list[int] | None
) -> None:
    answer = similar(client, **ASKED, model=f"tiny-{kind}", layer=1, signal=signal, units=units, k=6, decimals=7)
    chosen = signal or ("cell" if kind == "lstm" else "hidden")
    read = [trace_text(tiny_models[kind], text).signals[chosen][1].numpy() for text in (TEXT, *TEXTS)]
    columns = units or list(range(8))
    query = read[0][3][columns].tolist()
    places = [(text, step) for text, values in enumerate(read[1:]) for step in range(1, len(values))]
    states = [read[1 + text][step][columns].tolist() for text, step in places]
    best = ranked({n: cosine(query, state) for n, state in enumerate(states)}, 6)
    assert answer["searched"] == len(places)
    assert (answer["signal"], answer["units"], answer["shown"]) == (chosen, columns, columns)
    found = [(TEXTS.index(moment["text"]), moment["step"]) for moment in answer["moments"]]
    assert found == [places[n] for n in best]
    for moment, n in zip(answer["moments"], best, strict=True):
        assert moment["similarity"] == pytest.approx(cosine(query, states[n]), abs=1e-5)
        assert moment["values"] == pytest.approx(states[n], abs=1e-5)
    assert answer["query"]["values"] == pytest.approx(query, abs=1e-6)
    assert answer["corpus"] is None


def test_the_context_of_a_moment(client: TestClient, tiny: LoadedModel) -> None:
    answer = similar(client, **ASKED, layer=0, signal="hidden", track=5, k=100, decimals=7)
    assert answer["shown"][0] == 5
    for moment in answer["moments"]:
        trace = trace_text(tiny, moment["text"])
        context, step = moment["context"], moment["step"]
        steps = list(range(max(0, step - 12), min(len(trace.tokens), step + 7)))
        assert context["first"] == steps[0]
        assert context["tokens"] == [{"step": n, "text": trace.tokens[n].text} for n in steps]
        assert context["track"] == pytest.approx(trace.signals["hidden"][0, steps, 5].tolist(), abs=1e-6)
        assert moment["token"] == trace.tokens[step].text
        labels = label_text(moment["text"]).labels
        told = {name: [bool(n and labels[name][trace.tokens[n].end - 1]) for n in steps] for name in RULED}
        assert context["labels"] == told
        assert moment["labels"] == {name: flags[steps.index(step)] for name, flags in told.items()}


def test_shares_of_the_moments_and_of_all(client: TestClient) -> None:
    asked = {"text": TEXT, "step": 3, "texts": TEXTS[:2]}
    whole = similar(client, **asked, k=100)
    assert len(whole["moments"]) == whole["searched"]
    some = similar(client, **asked, k=7)
    for name, share in some["distribution"].items():
        assert share["moments"] == pytest.approx(np.mean([each["labels"][name] for each in some["moments"]]), rel=1e-5)
        assert share["corpus"] == pytest.approx(np.mean([each["labels"][name] for each in whole["moments"]]), rel=1e-5)


def test_the_asked_moment_itself_is_no_answer(client: TestClient) -> None:
    texts = [TEXT, "The keys", TEXT]
    answer = similar(client, text=TEXT, step=4, texts=texts, k=100)
    places = [(moment["text"], moment["step"]) for moment in answer["moments"]]
    assert (TEXT, 4) not in places
    assert places.count((TEXT, 5)) == 2
    assert len(places) == answer["searched"] - 2


def test_nothing_said_is_the_last_cell_among_the_labelled_sentences(client: TestClient) -> None:
    answer = similar(client, text=TEXT)
    assert (answer["corpus"], answer["layer"], answer["signal"]) == ("labelled", 0, "cell")
    assert len(answer["moments"]) == 10
    assert set(answer["distribution"]) == set(STEP_PROPERTIES)
    assert 400 <= answer["searched"] < 1000
    explicit = similar(client, text=TEXT, corpus="labelled", step=answer["query"]["step"], signal="cell", k=10)
    assert explicit | {"elapsed": 0} == answer | {"elapsed": 0}


def test_a_pattern(client: TestClient, tiny: LoadedModel) -> None:
    units, above = [1, 4], 0.01
    pattern = {"units": units, "signal": "hidden", "above": above, "off_before": True}
    answer = similar(client, pattern=pattern, texts=TEXTS, k=100, decimals=7)
    fits = {}
    for text in TEXTS:
        values = trace_text(tiny, text).signals["hidden"][0][:, units].tolist()
        for step in range(1, len(values)):
            if min(values[step]) > above >= max(values[step - 1]):
                fits[text, step] = min(values[step]) - above
    assert fits
    assert {(each["text"], each["step"]) for each in answer["moments"]} == set(fits)
    for each in answer["moments"]:
        assert each["similarity"] == pytest.approx(fits[each["text"], each["step"]], abs=1e-5)
    assert answer["guidance"]["matches"] == len(fits)
    assert len(answer["guidance"]["values"]) == len(units)
    assert answer["query"] is None
    assert answer["shown"] == units


def test_a_pattern_that_nothing_fits(client: TestClient) -> None:
    answer = similar(client, pattern={"units": [0], "signal": "hidden", "above": 1.0}, corpus="book")
    assert (answer["moments"], answer["guidance"]["matches"]) == ([], 0)
    assert all(share["moments"] is None for share in answer["distribution"].values())


def test_an_index_answers_as_its_texts(client: TestClient) -> None:
    for question in ({"text": TEXT, "signal": "hidden"}, {"pattern": {"units": [2], "signal": "hidden", "above": 0}}):
        index = similar(client, **question, layer=1, corpus="book")
        texts = similar(client, **question, layer=1, texts=TEXTS)
        assert index["corpus"] == "book"
        assert index | {"corpus": None, "elapsed": 0} == texts | {"elapsed": 0}


def test_an_index_that_is_made_again_is_opened_again(client: TestClient, home: Path, tiny: LoadedModel) -> None:
    path = index_path(home, "tiny-lstm", "again")
    for texts in (TEXTS, TEXTS[:1]):
        write_index(path, tiny, encode_passages(tiny, map(label_text, texts), RULED), ["hidden"])
        answer = similar(client, text=TEXT, signal="hidden", corpus="again", k=100)
        assert {moment["text"] for moment in answer["moments"]} <= set(texts)


def test_the_same_request_gives_the_same_answer(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    known = similar(client, text=TEXT, k=50)
    monkeypatch.setattr(corpora, "ROOM", 0)
    assert isinstance(client.app, FastAPI)
    client.app.state.corpora._labelled.clear()
    assert similar(client, text=TEXT, k=50) | {"elapsed": 0} == known | {"elapsed": 0}


def test_what_cosine_cannot_tell_is_said(client: TestClient) -> None:
    (notice,) = similar(client, **ASKED, units=[3])["notices"]
    assert "sign alone" in notice


@pytest.mark.parametrize(("fields", "status", "field"), [
    ({"text": None}, 422, "text"),
    ({"text": " "}, 422, "text"),
    ({"text": "a" * 2001}, 422, "text"),
    ({"step": 999}, 422, "step"),
    ({"step": -1}, 422, "step"),
    ({"layer": 2}, 404, "layer"),
    ({"units": [8]}, 404, "units"),
    ({"units": []}, 422, "units"),
    ({"units": [1, 1]}, 422, "units"),
    ({"track": 8}, 404, "track"),
    ({"signal": "MARKED"}, 422, "signal"),
    ({"model": "tiny-rnn", "signal": "cell"}, 422, "signal"),
    ({"model": "nobody"}, 404, "model"),
    ({"k": 0}, 422, "k"),
    ({"k": 101}, 422, "k"),
    ({"texts": []}, 422, "texts"),
    ({"texts": ["a"] * 257}, 422, "texts"),
    ({"texts": ["a", " "]}, 422, "texts[1]"),
    ({"texts": ["a", "a" * 2001]}, 422, "texts[1]"),
    ({"corpus": "labelled"}, 422, "corpus"),
    ({"texts": None, "corpus": "MARKED"}, 404, "corpus"),
    ({"texts": None, "corpus": "../MARKED"}, 422, "corpus"),
    ({"texts": None, "corpus": ""}, 422, "corpus"),
    ({"texts": None, "corpus": "book", "signal": "cell"}, 422, "signal"),
    ({"texts": None, "corpus": "book", "model": "tiny-gru"}, 404, "corpus"),
    ({"texts": None, "corpus": "other", "signal": "hidden"}, 422, "corpus"),
    ({"texts": None, "corpus": "damaged", "signal": "hidden"}, 422, "corpus"),
    ({"pattern": {"units": [0], "above": 0}}, 422, "step"),
    ({"step": None, "units": [1], "pattern": {"units": [0], "above": 0}}, 422, "units"),
    ({"step": None, "pattern": {"units": [], "above": 0}}, 422, "pattern.units"),
    ({"step": None, "pattern": {"units": [8], "above": 0}}, 404, "pattern.units"),
    ({"step": None, "pattern": {"units": [0]}}, 422, "pattern.above"),
    ({"step": None, "pattern": {"units": [0], "above": 0, "signal": "MARKED"}}, 422, "pattern.signal"),
    ({"step": None, "pattern": {"units": [0], "above": 0, "of": 1}}, 422, "pattern.of"),
    ({"holds": []}, 422, "holds"),
])  # fmt: skip
def test_what_cannot_be_searched_is_named(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    response = client.post(f"{API}/similar", json=ASKED | fields)
    check_problem(response, status, field=field)
    assert "MARK" not in response.text


@pytest.mark.parametrize("corpus", ["nowhere", "other", "damaged"])
def test_the_command_that_makes_an_index_is_told(client: TestClient, corpus: str) -> None:
    response = client.post(f"{API}/similar", json={"text": TEXT, "signal": "hidden", "corpus": corpus})
    assert "`gatescope index FILE --model tiny-lstm --name NAME`" in response.json()["detail"]


def test_a_request_leaves_nothing_behind(client: TestClient, home: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    similar(client, **ASKED)
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


@settings(max_examples=20, deadline=None)
@given(texts=st.lists(st.text(max_size=8), max_size=4), step=st.integers(0, 5), above=st.floats(width=16))
def test_no_texts_break_the_server(client: TestClient, texts: list[str], step: int, above: float) -> None:
    for asked in ({"text": "".join(texts), "step": step}, {"pattern": {"units": [0, 5], "above": above}}):
        if "pattern" in asked and not np.isfinite(above):
            continue
        response = client.post(f"{API}/similar", json={**asked, "texts": texts})
        if response.status_code != 200:
            check_problem(response, 422, "bad_input")
