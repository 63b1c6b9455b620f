"""The numbers of the chapters on gates and on sequences are those of the API, of the cards and of knowledge.json."""

import math
from itertools import pairwise

import pytest
import torch
from lesson import chapter_html, figure, text_of, twins
from serving import API
from starlette.testclient import TestClient

from app.figures.lanes import Lane, build_lanes
from app.figures.sigmoid import FARTHEST, build_sigmoid, sigmoid
from app.lesson.arrivals import arrivals_of, showing_of
from app.lesson.odds import odds_words
from app.lesson.people import PLAIN, counterpart, frame_of, gender_of, scene_of, story_frame
from app.numbers import percent, signed
from app.serialize import Json
from model import GENDERS, SUBJECTS, LoadedModel

HELD = {"forget-gate": "forget", "input-gate": "input", "output-gate": "output"}


@pytest.fixture
def lstm(shipped: TestClient) -> LoadedModel:
    return twins(shipped)[0]


def read(client: TestClient, text: str, **more: object) -> Json:
    """One unit's signals word by word, as `/trace` has them: {signal: [T]}."""
    body = {"text": text, "decimals": 9, "top_k": 0} | more
    answer = client.post(f"{API}/trace", json=body)
    assert answer.status_code == 200, answer.text[:300]
    layer = answer.json()["layers"][0]["signals"]
    return {name: [row[0] for row in rows] for name, rows in layer.items()}


def odds(client: TestClient, text: str) -> float:
    """ln odds of she against he after a text, as `/ablate` has them."""
    body = {"text": text, "for": " she", "against": " he"}
    return float(client.post(f"{API}/ablate", json=body).json()["log_odds"])


def test_a_gate_is_the_sigmoid_of_the_sum_that_explain_gives(shipped: TestClient, lstm: LoadedModel) -> None:
    story = lstm.card["suggested"]
    query = {name: story[name] for name in ("text", "unit", "step")} | {"model": lstm.name}
    gates = shipped.get(f"{API}/explain", params=query).json()["gates"]
    for gate in ("forget", "input", "output"):
        own = figure(shipped, "gates", gate=gate)
        sum_ = gates[gate]["preactivation"]
        assert own["value"] == percent(gates[gate]["value"]) == percent(sigmoid(sum_))
        assert signed(sum_) in own["says"]
        assert own["hints"]["sum"] == f"{sum_:.2f}"
        moved = figure(shipped, "gates", gate=gate, sum=1.5)
        assert moved["value"] == percent(sigmoid(1.5))
        assert [trace["x"] for trace in moved["figure"]["plot"]["data"][1:3]] == [[pytest.approx(sum_)], [1.5]]
    assert figure(shipped, "gates", sum=0.3)["answer"] is None
    books = text_of(chapter_html(shipped, "gates"))
    shut, wide = torch.tensor(lstm.card["units"]["saturation"]["forget"][story["layer"]]).mean(dim=0).tolist()
    assert f"nearly shut in {percent(shut)} of all cases and nearly open in {percent(wide)}" in books


@pytest.mark.parametrize("slug", HELD)
@pytest.mark.parametrize("value", [None, 0.25])
def test_what_the_reader_does_to_a_gate_is_what_a_hold_does(
    shipped: TestClient, lstm: LoadedModel, slug: str, value: float | None
) -> None:
    frame, unit = story_frame(lstm), lstm.card["suggested"]["unit"]
    scene = scene_of(lstm, frame, frame.first, frame.second)
    step, signal = (scene.read if slug == "output-gate" else scene.here), HELD[slug]
    hold = {"units": [unit], "signal": signal, "steps": [step, step], "value": value}
    signals = read(shipped, scene.text, units=[unit], holds=[] if value is None else [hold])
    drawn = figure(shipped, slug, **({} if value is None else {signal: value}))
    written = signals["input"][step] * signals["candidate"][step]
    expected = {"forget": percent(signals["forget"][step]), "input": signed(written),
                "output": percent(signals["output"][step])}  # fmt: skip
    assert drawn["value"] == expected[signal]
    assert signed(signals["cell"][step]) in drawn["says"]
    if value is None:
        assert odds_words(odds(shipped, scene.text)) in drawn["says"]
        assert float(drawn["hints"][signal]) == pytest.approx(signals[signal][step], abs=0.0051)
    else:
        assert odds_words(odds(shipped, scene.text)) not in drawn["says"]


def test_the_chapters_tell_the_medians_that_the_science_measures(shipped: TestClient, lstm: LoadedModel) -> None:
    unit, found, gates = lstm.card["suggested"]["unit"], arrivals_of(lstm), showing_of(lstm)
    for slug in ("forget-gate", "input-gate"):
        html = text_of(chapter_html(shipped, slug))
        for coming in GENDERS:
            medians = [found.at[leaving, coming][HELD[slug]][:, unit].median() for leaving in GENDERS]
            assert " ".join(percent(float(median)) for median in medians).replace(" ", "") in html.replace(" ", "")
        assert percent(float(found.between[HELD[slug]][:, unit].median())) in html
    html = text_of(chapter_html(shipped, "output-gate"))
    for gate in (gates.before, gates.at, gates.elsewhere):
        assert percent(float(gate[:, unit].median())) in html


def test_who_is_said_to_move_the_gate_is_who_does(shipped: TestClient, lstm: LoadedModel) -> None:
    found, unit = arrivals_of(lstm), lstm.card["suggested"]["unit"]
    median = {both: float(signals["forget"][:, unit].median()) for both, signals in found.at.items()}
    coming = abs(sum(median[leaving, GENDERS[0]] - median[leaving, GENDERS[1]] for leaving in GENDERS)) / 2
    leaving = max(abs(median[GENDERS[0], who] - median[GENDERS[1], who]) for who in GENDERS)
    said = "asks who is coming" in text_of(chapter_html(shipped, "forget-gate"))
    assert said == (coming > 2 * leaving)


def test_two_of_one_gender_answer_with_both_gates(shipped: TestClient, lstm: LoadedModel) -> None:
    frame = story_frame(lstm)
    (one, other), unit = SUBJECTS[0], lstm.card["suggested"]["unit"]
    drawn = figure(shipped, "forget-gate", first=one, second=SUBJECTS[1][0])
    for first in (one, counterpart(one)):
        scene = scene_of(lstm, frame, first, SUBJECTS[1][0])
        kept = read(shipped, scene.text, units=[unit])["forget"][scene.here]
        assert percent(kept) in drawn["answer"]
    assert counterpart(other) == one
    assert figure(shipped, "forget-gate", first=other, second=SUBJECTS[1][0])["answer"] is None


def test_the_output_gate_is_asked_where_it_is_most_nearly_shut(shipped: TestClient, lstm: LoadedModel) -> None:
    frame, unit = story_frame(lstm), lstm.card["suggested"]["unit"]
    scene = scene_of(lstm, frame, frame.first, frame.second)
    gate = read(shipped, scene.whole, units=[unit])["output"]
    for step in range(scene.here, len(gate)):
        answer = figure(shipped, "output-gate", step=step)["answer"]
        assert (answer is not None) == (gate[step] == min(gate[scene.here :]))


def test_each_kind_of_sequence_is_read_by_its_own_network(shipped: TestClient) -> None:
    models = {each["name"]: each for each in shipped.get(f"{API}/models").json()["models"]}
    letters = figure(shipped, "sequences", reads="letters")
    name, unit = (letters["figure"]["view"][key] for key in ("model", "unit"))
    knows = next(each["knows"] for each in shipped.get(f"{API}/units", params={"model": name}).json()["units"]
                 if each["unit"] == unit)  # fmt: skip
    of = models[name]["suggested"]["property"]
    auc = next(known["auc"] for known in knows if known["property"] == of)
    assert letters["value"] == f"{math.floor(1000 * auc) / 10:g} %"
    counts = figure(shipped, "sequences", reads="counts", n=4)
    counting = models[counts["figure"]["view"]["model"]]["card"]["figures"]["counting"]
    assert counts["value"] == f"{counting['perfect_to']:,}"
    assert counts["figure"]["view"]["text"] == "aaaaXbbbb"
    assert [int(row[1]) for row in counts["table"]["cells"]] == [0, 1, 2, 3, 4, 4, 3, 2, 1, 0]
    beyond = counting["trained_to"] + 1
    text = "a" * beyond + "X" + "b" * beyond
    found = shipped.post(f"{API}/figures/count", json={"text": text, "model": counts["figure"]["view"]["model"]}).json()
    answer = figure(shipped, "sequences", reads="counts", n=beyond)["answer"]
    assert ("nowhere before" in answer) == (found["wrong"] == [])
    assert signed(found["cell"][-1]) in answer


def test_a_frame_is_found_in_a_sentence_of_two_people_and_in_no_other() -> None:
    text = "My mother wrote every week, but my father said that he had no time."
    frame = frame_of(text)
    assert frame is not None
    assert (frame.first, frame.second) == ("My mother", "My father")
    assert frame.first + frame.between + "my father" + frame.before + " he" + frame.behind == text
    assert [gender_of(frame.first), gender_of(frame.second)] == [*GENDERS]
    assert frame_of(PLAIN) is not None
    assert frame_of("The keys were lost.") is None


def test_odds_are_told_by_the_likelier_word() -> None:
    assert odds_words(math.log(3)) == "“she” 3.0 times as likely as “he”"
    assert odds_words(-math.log(2)) == "“he” 2.0 times as likely as “she”"
    assert odds_words(0.01) == "“she” and “he” equally likely"


def test_the_curve_counts_every_gate_and_keeps_both_dots_on_it() -> None:
    plot = build_sigmoid(12.0, -1.0, [-20.0, -0.1, 0.1, 0.2, 30.0], "light")
    curve, own, here, counts = plot["data"]
    assert sum(counts["y"]) == 5
    assert counts["y"][0] == counts["y"][-1] == 1
    assert (own["x"], here["x"]) == ([-1.0], [FARTHEST])
    assert all(y == pytest.approx(sigmoid(x), abs=1e-6) for x, y in zip(curve["x"], curve["y"], strict=True))


def test_lanes_stand_below_each_other_and_colour_means_sign(lstm: LoadedModel) -> None:
    tokens = lstm.tokenizer.encode("The")
    lanes = [
        Lane("a gate", "gate", [0.2, 1.0]),
        Lane("a cell", "signed", [-0.5, math.nan]),
        Lane("n", "amount", [9, 0]),
    ]
    plot = build_lanes(lanes, tokens, "dark")
    axes = [plot["layout"][name] for name in ("yaxis", "yaxis2", "yaxis3")]
    assert all(upper["domain"][0] > lower["domain"][1] for upper, lower in pairwise(axes))
    assert axes[1]["range"][0] == -axes[1]["range"][1] < -1
    assert axes[2]["range"][0] == 0
    assert plot["data"][1]["y"] == [-0.5, None]
    colours = build_lanes([Lane("c", "signed", [-1.0, 1.0])], tokens, "light")["data"][0]["marker"]["color"]
    assert colours[0] != colours[1]
