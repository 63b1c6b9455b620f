"""The numbers of the first chapters are those of the API and of the cards."""

import math
import re

import pytest
from lesson import chapter_html, figure, text_of, twins
from serving import API
from starlette.testclient import TestClient

from app.numbers import add_up, count, percent, signed
from app.serialize import Json


def ask(client: TestClient, operation: str, **body: object) -> Json:
    answer = client.post(f"{API}/{operation}", json=body)
    assert answer.status_code == 200, answer.text[:500]
    found: Json = answer.json()
    return found


def test_what_a_neuron_is_told_by_itself_is_the_sum_that_explain_gives(shipped: TestClient) -> None:
    _, rnn = twins(shipped)
    story = rnn.card["suggested"]
    query = {"text": story["text"], "model": rnn.name, "unit": story["unit"]}
    for step in (0, story["step"]):
        answer = shipped.get(f"{API}/explain", params=query | {"step": step, "top": 64}).json()
        (gate,) = answer["gates"].values()
        itself = sum(each["part"] for each in gate["recurrent"]) + gate["rest"]
        share = abs(itself) / (abs(itself) + abs(gate["word"]) + abs(gate["bias"]))
        drawn = figure(shipped, "fed-from-themselves", step=step)
        assert drawn["value"] == percent(share)
        assert signed(itself) in drawn["says"]
        if step:
            assert signed(gate["word"]) in drawn["says"]
            assert signed(gate["value"]) in drawn["says"]


def test_how_far_another_order_ends_is_what_order_answers(shipped: TestClient) -> None:
    lstm, rnn = twins(shipped)
    text = lstm.card["suggested"]["text"]
    answer = ask(shipped, "order", text=text, seed=3, models=[lstm.name, rnn.name])
    drawn = figure(shipped, "order-matters", order="-".join(map(str, answer["order"])))
    of_lstm, of_rnn = answer["models"]
    assert drawn["value"] == percent(of_lstm["cell"]["relative"])
    assert percent(of_rnn["hidden"]["relative"]) in drawn["says"]
    row = drawn["table"]["rows"].index("shuffle 3")
    assert drawn["table"]["cells"][row] == drawn["table"]["cells"][-1]
    assert drawn["table"]["cells"][-1][0] == f"{of_lstm['cell']['relative']:.2f}"


def test_all_copies_have_the_weights_of_the_model(shipped: TestClient) -> None:
    models = {each["name"]: each for each in shipped.get(f"{API}/models").json()["models"]}
    html = text_of(chapter_html(shipped, "many-copies"))
    for network, model in zip(("lstm", "rnn"), twins(shipped), strict=True):
        parameters = f"{models[model.name]['parameters']:,}"
        assert parameters in html
        for text in ("Yes.", model.card["suggested"]["text"]):
            drawn = figure(shipped, "many-copies", network=network, text=text)
            assert drawn["value"] == parameters
            tokens = ask(shipped, "trace", text=text, model=model.name, units=[0], top_k=0)["tokens"]
            assert f" {len(tokens)} copies" in drawn["words"]


def test_what_is_left_of_the_gradient_is_what_gradients_and_the_cards_say(shipped: TestClient) -> None:
    models = twins(shipped)
    html = chapter_html(shipped, "short-memory")
    (text,) = re.findall(r'last word of: <span class="word">(.*?)</span>', html)
    drawn = figure(shipped, "short-memory", distance=7)
    answer = ask(shipped, "gradients", text=text, models=[model.name for model in models])
    of_lstm, of_rnn = answer["models"]
    left = [norms[-7] / norms[-1] for norms in (of_lstm["cell"], of_rnn["hidden"])]
    assert drawn["value"] == f"{left[0] / left[1]:,.3g} ×"
    assert drawn["figure"]["mark"]["from"] == answer["step"] - 7 - 0.5
    words = text_of(html)
    for model, signal in zip(models, ("cell", "hidden"), strict=True):
        measured = model.card["figures"]["gradients"]
        assert f"every {measured['halves_every'][signal]}" in words
        assert f"{100 * measured[signal][-1]:.2g} %" in words


def test_what_is_left_of_the_subject_is_what_the_memory_test_answers(shipped: TestClient) -> None:
    answer = ask(shipped, "memory-test", models=[model.name for model in twins(shipped)])
    means = [entry["mean"] for entry in answer["models"]]
    drawn = figure(shipped, "short-memory", look="test", distance=len(means[0]))
    assert drawn["value"] == signed(means[0][-1] - means[1][-1])
    assert all(signed(mean[-1]) in drawn["says"] for mean in means)
    words = text_of(chapter_html(shipped, "short-memory"))
    assert f"After {count(len(means[0]), 'word')}" in words
    assert all(f"has {percent(mean[-1] / mean[0])}" in words for mean in means)


@pytest.mark.parametrize("held", [{}, {"forget": 0.5}, {"forget": 1, "input": 0}])
def test_what_is_left_on_the_belt_is_the_product_of_the_valves(shipped: TestClient, held: dict[str, float]) -> None:
    lstm, _ = twins(shipped)
    story = lstm.card["suggested"]
    holds = [{"layer": story["layer"], "units": [story["unit"]], "signal": signal, "steps": [story["step"], None],
              "value": value} for signal, value in held.items()]  # fmt: skip
    answer = ask(shipped, "trace", text=story["text"], model=lstm.name, units=[story["unit"]], holds=holds, decimals=9)
    signals = {name: [row[0] for row in rows] for name, rows in answer["layers"][story["layer"]]["signals"].items()}
    drawn = figure(shipped, "conveyor-belt", **held)
    assert drawn["value"] == percent(math.prod(signals["forget"][story["step"] :]))
    for value in (signals["cell"][story["step"] - 1], signals["cell"][story["step"]], signals["cell"][-1]):
        assert signed(value) in drawn["says"]
    assert (drawn["answer"] is not None) == (len(held) == 2)


def test_shown_parts_add_up() -> None:
    assert add_up([-0.0751, 0.7349], 0.6598) == [-0.07, 0.73]
    assert add_up([0.004, 0.004, 0.004], 0.012) == [0.01, 0.0, 0.0]
    assert add_up([-0.3], -0.3) == [-0.3]
