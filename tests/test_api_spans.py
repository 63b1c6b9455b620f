"""`/spans` and the figures of ledger and spans: the numbers of the model, in figures that Plotly takes."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.ledger import LedgerFiguresAnswer
from app.schemas.spans import SpansAnswer, SpansFiguresAnswer
from model import LoadedModel, Span, layer_shares, layer_spans, memory_spans, trace_text, unit_ledger

LEAST, LAYER = 0.01, 1  # the tiny networks write little
HELD = {"layer": LAYER, "units": [2, 6], "signal": "cell", "steps": [3, 5], "value": 2.5}
LONG = 30 * "The queen was tired, but the king said that he would wait until she woke. "


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder, max_chars=8000) as client:
        yield client


def ask(client: TestClient, operation: str = "spans", **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/{operation}", json={"text": TEXT} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    schemas = {"spans": SpansAnswer, "figures/spans": SpansFiguresAnswer, "figures/ledger": LedgerFiguresAnswer}
    schemas[operation].model_validate(answer)
    return answer


def told(answer: dict[str, Any]) -> list[tuple[int, int, int | None, str, int | None]]:
    return [(each["unit"], each["from"], each["to"], each["end"], each["by"]) for each in answer["spans"]]


@pytest.fixture(scope="module")
def every(tiny: LoadedModel) -> list[tuple[int, Span]]:
    """All memories of the layer, from the units one by one."""
    trace = trace_text(tiny, TEXT)
    return [(unit, span) for unit in range(8) for span in memory_spans(unit_ledger(trace, LAYER, unit), LEAST)]


def lasted(span: Span, steps: int) -> int:
    return (steps if span.stop is None else span.stop) - span.start


def test_the_longest_come_first(client: TestClient, every: list[tuple[int, Span]]) -> None:
    answer = ask(client, layer=LAYER, least=LEAST, most=200)
    steps = len(answer["tokens"])
    expected = sorted(every, key=lambda each: (-lasted(each[1], steps), -abs(each[1].value)))
    assert answer["found"] == len(every) > 20
    assert told(answer) == [(unit, span.start, span.stop, span.end, span.by) for unit, span in expected]
    for entry, (_, span) in zip(answer["spans"], expected, strict=True):
        assert (entry["value"], entry["held"]) == pytest.approx((span.value, span.held), abs=1e-4)


def test_the_oldest_of_the_alive_come_first(client: TestClient, every: list[tuple[int, Span]]) -> None:
    answer = ask(client, layer=LAYER, least=LEAST, which="alive", most=200)
    assert answer["found"] == len(answer["spans"]) == sum(span.stop is None for _, span in every) > 1
    assert {entry["end"] for entry in answer["spans"]} == {"alive"}
    written = [entry["from"] for entry in answer["spans"]]
    assert written == sorted(written)


@pytest.mark.parametrize("step", [0, 5, None])
@pytest.mark.parametrize(("which", "field"), [("written", "start"), ("erased", "by")])
def test_those_that_a_word_wrote_or_erased(
    client: TestClient, every: list[tuple[int, Span]], which: str, field: str, step: int | None
) -> None:
    answer = ask(client, layer=LAYER, least=LEAST, which=which, step=step, most=200, decimals=9)
    at = len(answer["tokens"]) - 1 if step is None else step
    expected = {(unit, span.start) for unit, span in every if getattr(span, field) == at}
    assert {(entry["unit"], entry["from"]) for entry in answer["spans"]} == expected
    steps = len(answer["tokens"])
    lengths = [(steps if entry["to"] is None else entry["to"]) - entry["from"] for entry in answer["spans"]]
    assert lengths == sorted(lengths, reverse=True)


def test_a_word_that_erases_is_found(client: TestClient, every: list[tuple[int, Span]]) -> None:
    steps = {span.by for _, span in every if span.by is not None}
    assert sum(ask(client, layer=LAYER, least=LEAST, which="erased", step=step)["found"] for step in steps) == sum(
        span.by is not None for _, span in every
    )


def test_units_may_be_named_and_no_more_are_told_than_asked_for(
    client: TestClient, every: list[tuple[int, Span]]
) -> None:
    answer = ask(client, layer=LAYER, least=LEAST, units=[6, 2], most=3)
    assert len(answer["spans"]) == 3
    assert {entry["unit"] for entry in answer["spans"]} <= {2, 6}
    assert answer["found"] == sum(unit in (2, 6) for unit, _ in every)


def test_thresholds_count(client: TestClient, tiny: LoadedModel) -> None:
    expected = layer_spans(trace_text(tiny, TEXT), 0, 0.02, 0.7)
    answer = ask(client, layer=0, least=0.02, share=0.7, most=200)
    assert answer["found"] == len(expected)
    assert ask(client, least=1)["spans"] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_rows_of_the_figure_are_its_spans(client: TestClient, theme: str) -> None:
    answer = ask(client, "figures/spans", layer=LAYER, least=LEAST, theme=theme, most=25)
    figure = answer["figures"]["spans"]
    assert go.Figure(figure).data
    bars, ends, rows = figure["data"]
    steps = len(answer["tokens"])
    assert rows["customdata"] == [[entry["unit"], entry["from"]] for entry in answer["spans"]]
    for row, entry in enumerate(answer["spans"]):
        stop = steps if entry["to"] is None else entry["to"]
        assert (bars["base"][row], bars["base"][row] + bars["x"][row]) == (entry["from"] - 0.5, stop - 0.5)
        assert ends["x"][row] == stop - 0.5
    order = [(entry["from"], -(steps if entry["to"] is None else entry["to"])) for entry in answer["spans"]]
    assert order == sorted(order)
    ranked = ask(client, layer=LAYER, least=LEAST, most=25)
    assert sorted(told(answer), key=str) == sorted(told(ranked), key=str)


def test_the_ledger_of_a_unit_is_drawn_as_it_is(client: TestClient, tiny: LoadedModel) -> None:
    answer = ask(client, "figures/ledger", layer=LAYER, unit=3)
    figure = answer["figures"]["ledger"]
    assert go.Figure(figure).data[0].type == "heatmap"
    account = unit_ledger(trace_text(tiny, TEXT), LAYER, 3)
    steps = len(answer["tokens"])
    assert answer["size"] == 1
    assert answer["residual"] == pytest.approx(account.residual, rel=1e-4)
    for wrote, read in itertools.product(range(steps), repeat=2):
        shown = figure["data"][0]["z"][wrote][read]
        assert shown is None if read < wrote else shown == pytest.approx(float(account.writes[read, wrote]), abs=1e-5)


def test_the_ledger_of_a_layer_names_the_unit_that_holds_most(client: TestClient, tiny: LoadedModel) -> None:
    answer = ask(client, "figures/ledger", layer=LAYER)
    figure = answer["figures"]["ledger"]
    trace = trace_text(tiny, TEXT)
    shares = layer_shares(trace, LAYER).numpy()
    amounts = np.array([unit_ledger(trace, LAYER, unit).writes.abs().numpy() for unit in range(8)])
    for read, wrote in zip(*np.tril_indices(len(shares)), strict=True):
        expected = shares[read, wrote] / shares[read].sum()
        assert figure["data"][0]["z"][wrote][read] == pytest.approx(expected, abs=1e-5)
        unit = figure["data"][0]["customdata"][wrote][read][-1]
        assert amounts[unit, read, wrote] == pytest.approx(amounts[:, read, wrote].max())
    assert answer["residual"] is None


@pytest.mark.parametrize("unit", [None, 3])
def test_a_thousand_tokens_go_in_blocks_that_still_add_up(
    client: TestClient, tiny: LoadedModel, unit: int | None
) -> None:
    answer = ask(client, "figures/ledger", text=LONG, layer=LAYER, unit=unit)
    steps, size = len(answer["tokens"]), answer["size"]
    z = answer["figures"]["ledger"]["data"][0]["z"]
    assert steps > 1000
    assert size == -(-steps // 250)
    assert len(z) == len(z[0]) == -(-steps // size) <= 250
    cell = trace_text(tiny, LONG).signals["cell"][LAYER][:, 3]
    for column in range(len(z)):
        total = sum(row[column] for row in z[: column + 1])
        expected = 1 if unit is None else float(cell[min(steps, (column + 1) * size) - 1])
        assert total == pytest.approx(expected, abs=0.005)  # of up to 250 numbers with five decimals
    assert sum(value is not None for row in z for value in row) < 100_000
    assert go.Figure(answer["figures"]["ledger"]).data


def test_words_in_figures_are_no_markup_and_fit(client: TestClient) -> None:
    text = "<b>queen</b> &lt; said \u202e the unbelievableunbelievable"
    for operation, fields in (("figures/ledger", {"unit": 3}), ("figures/ledger", {}), ("figures/spans", {"least": 0})):
        answer = ask(client, operation, text=text, **fields)
        (figure,) = answer["figures"].values()
        words = [*figure["layout"]["xaxis"]["ticktext"], *figure["layout"]["yaxis"]["ticktext"]]
        assert not any("<" in word or ">" in word or "\u202e" in word for word in words)
        assert not any("<b>" in hint for hint in strings(figure["data"]))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def test_one_token_has_a_ledger_and_spans(client: TestClient) -> None:
    assert len(ask(client, "figures/ledger", text="a", unit=0)["figures"]["ledger"]["data"][0]["z"]) == 2
    assert ask(client, "figures/spans", text="a", which="erased")["spans"] == []


@pytest.mark.parametrize("operation", ["spans", "figures/spans", "figures/ledger"])
@pytest.mark.parametrize("kind", ["rnn", "gru"])
def test_a_model_without_cells_has_none(client: TestClient, operation: str, kind: str) -> None:
    response = client.post(f"{API}/{operation}", json={"text": TEXT, "model": f"tiny-{kind}"})
    assert "gradients" in check_problem(response, 422, "no_cells", "model")["detail"]


@pytest.mark.parametrize(("operation", "fields", "status", "field"), [
    ("spans", {"which": "shortest"}, 422, "which"),
    ("spans", {"step": 99}, 422, "step"),
    ("spans", {"units": [8]}, 404, "units"),
    ("spans", {"units": []}, 422, "units"),
    ("spans", {"unit": 3}, 422, "unit"),
    ("spans", {"most": 0}, 422, "most"),
    ("spans", {"most": 201}, 422, "most"),
    ("spans", {"least": 1.5}, 422, "least"),
    ("spans", {"layer": 2}, 404, "layer"),
    ("spans", {"theme": "light"}, 422, "theme"),
    ("figures/spans", {"theme": "sepia"}, 422, "theme"),
    ("figures/ledger", {"unit": 8}, 404, "unit"),
    ("figures/ledger", {"layer": 2}, 404, "layer"),
    ("figures/ledger", {"least": 0.5}, 422, "least"),
])  # fmt: skip
def test_what_does_not_exist_is_named(
    client: TestClient, operation: str, fields: dict[str, Any], status: int, field: str
) -> None:
    check_problem(client.post(f"{API}/{operation}", json={"text": TEXT} | fields), status, field=field)


def test_what_a_hold_writes_and_ends_is_no_words(client: TestClient) -> None:
    answer = ask(client, layer=LAYER, least=LEAST, units=[2], holds=[HELD], most=200)
    assert answer["notices"] == []
    by_hand = [entry for entry in answer["spans"] if entry["by_hand"]]
    assert [(entry["from"], entry["value"]) for entry in by_hand] == [(5, 2.5)]  # one memory, not one a step
    ended = [(entry["from"], entry["to"], entry["by"]) for entry in answer["spans"] if entry["end"] == "held"]
    assert ended
    assert all(start < 3 and to == by == 3 for start, to, by in ended)
    for which, step in (("written", 5), ("erased", 3)):
        here = ask(client, layer=LAYER, least=LEAST, holds=[HELD], which=which, step=step, most=200)
        assert {2, 6}.isdisjoint(entry["unit"] for entry in here["spans"])
    account = client.post(
        f"{API}/ledger", json={"text": TEXT, "layer": LAYER, "unit": 2, "least": LEAST, "holds": [HELD]}
    ).json()
    assert account["by_hand"] == [3, 4, 5]
    found = {(entry["from"], entry["to"], entry["end"], entry["by_hand"]) for entry in account["spans"]}
    assert found == {(entry["from"], entry["to"], entry["end"], entry["by_hand"]) for entry in answer["spans"]}


def test_figures_name_the_hold(client: TestClient) -> None:
    spans = ask(client, "figures/spans", layer=LAYER, least=LEAST, units=[2], holds=[HELD], most=40)
    bars, ends, rows = spans["figures"]["spans"]["data"]
    (row,) = (number for number, entry in enumerate(spans["spans"]) if entry["by_hand"])
    assert spans["figures"]["spans"]["layout"]["yaxis"]["ticktext"][row].startswith("held: ")
    assert "by hand at “" in rows["hovertext"][row]
    assert " ✕ held" in ends["text"]
    assert max(bars["width"]) <= 1  # a hold may write more than a word ever does
    ledger = ask(client, "figures/ledger", layer=LAYER, unit=2, holds=[HELD])
    figure = ledger["figures"]["ledger"]
    assert ledger["by_hand"] == [3, 4, 5]
    held = [name.startswith("held: ") for name in figure["layout"]["yaxis"]["ticktext"]]
    assert [step for step, is_held in enumerate(held) if is_held] == [3, 4, 5]
    assert figure["data"][0]["customdata"][4][-1][0].startswith("The hold at “")
    assert figure["data"][0]["z"][4][4] == 2.5
    layer = ask(client, "figures/ledger", layer=LAYER, holds=[HELD])["figures"]["ledger"]["data"][0]
    assert layer["customdata"][3][5][0].endswith(", and the holds there,")
    assert layer["customdata"][2][5][0].endswith("”")
