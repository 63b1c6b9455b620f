"""Every figure is one that Plotly itself takes, carries the true values, and says words as they were typed."""

import base64
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from app.figures import Theme, Values, build_large, build_panels
from model import LoadedModel, Trace, find_signal, trace_text

TEXT = "The <b>queen</b> &lt; \u202e the the 1 1 🙂"
RANGE = 2.0


@pytest.fixture(scope="module")
def trace(tiny: LoadedModel) -> Trace:
    return trace_text(tiny, TEXT)


@pytest.fixture(scope="module")
def values(trace: Trace) -> dict[str, Values]:
    return {name: np.ascontiguousarray(signal[1].numpy().T) for name, signal in trace.signals.items()}


def decode(z: dict[str, str]) -> Values:
    shape = [int(size) for size in z["shape"].split(", ")]
    return np.frombuffer(base64.b64decode(z["bdata"]), dtype="<f4").reshape(shape)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_validates_every_figure(values: dict[str, Values], trace: Trace, theme: Theme) -> None:
    figures, echoes = build_panels("lstm", values, RANGE, theme, trace.tokens)
    large = [
        build_large(find_signal("lstm", name), array, list(range(8)), RANGE, theme, trace.tokens)
        for name, array in values.items()
    ]
    for figure in (*figures.values(), *echoes.values(), *large):
        assert go.Figure(figure).to_plotly_json()["data"][0]["type"] == "heatmap"


def test_panels_hold_the_values_exactly(values: dict[str, Values], trace: Trace) -> None:
    figures, echoes = build_panels("lstm", values, RANGE, "light", trace.tokens)
    assert list(figures) == ["input", "forget", "candidate", "output", "cell", "hidden"]
    for name, figure in figures.items():
        np.testing.assert_array_equal(decode(figure["data"][0]["z"]), values[name])
    cell = values["cell"]
    previous = decode(echoes["previous"]["data"][0]["z"])
    np.testing.assert_array_equal(previous[:, 0], 0)
    np.testing.assert_array_equal(previous[:, 1:], cell[:, :-1])
    np.testing.assert_allclose(decode(echoes["squashed"]["data"][0]["z"]), np.tanh(cell), rtol=1e-6)


def test_limits_are_fixed_by_the_signal_and_the_model(values: dict[str, Values], trace: Trace) -> None:
    figures, echoes = build_panels("lstm", values, RANGE, "light", trace.tokens)
    limits = {name: (f["data"][0]["zmin"], f["data"][0]["zmax"]) for name, f in (figures | echoes).items()}
    assert limits["forget"] == limits["input"] == limits["output"] == (0, 1)
    assert {limits[name] for name in ("candidate", "cell", "hidden", "previous", "squashed")} == {(-RANGE, RANGE)}


def test_a_network_without_a_cell_has_no_echoes(trace: Trace, values: dict[str, Values]) -> None:
    figures, echoes = build_panels("rnn", {"hidden": values["hidden"]}, RANGE, "light", trace.tokens)
    assert list(figures) == ["hidden"]
    assert echoes == {}


def test_words_are_ticks_at_numbers_never_categories(values: dict[str, Values], trace: Trace) -> None:
    figures, _ = build_panels("lstm", values, RANGE, "light", trace.tokens)
    axis = figures["cell"]["layout"]["xaxis"]
    assert axis["tickvals"] == list(range(len(trace.tokens)))
    assert len(axis["ticktext"]) == len(trace.tokens)


def test_no_label_holds_markup(values: dict[str, Values], trace: Trace) -> None:
    large = build_large(find_signal("lstm", "cell"), values["cell"], list(range(8)), RANGE, "light", trace.tokens)
    words = [*large["layout"]["xaxis"]["ticktext"], *large["data"][0]["customdata"][0]]
    assert not any("<" in word or ">" in word or "\u202e" in word for word in words)
    assert any(word.startswith("⟨U+202E⟩") for word in words)


def test_rows_are_thin_ribbons_until_there_is_no_room_for_gaps(trace: Trace) -> None:
    gaps = []
    for rows in (32, 33):
        figures, _ = build_panels("rnn", {"hidden": np.zeros((rows, 9), np.float32)}, RANGE, "light", trace.tokens)
        gaps.append(figures["hidden"]["data"][0]["ygap"])
    assert gaps == [1, 0]


def test_the_large_figure_names_each_unit_and_few_enough_words(tiny: LoadedModel) -> None:
    trace = trace_text(tiny, "the " * 300)
    cell = np.ascontiguousarray(trace.signals["cell"][0].numpy().T)
    figure: dict[str, Any] = build_large(
        find_signal("lstm", "cell"), cell, [5, 0, 3, 1, 2, 4, 7, 6], RANGE, "dark", trace.tokens
    )
    assert figure["data"][0]["y"] == ["5", "0", "3", "1", "2", "4", "7", "6"]
    assert len(figure["layout"]["xaxis"]["ticktext"]) <= 80
    assert len(figure["data"][0]["customdata"][0]) == len(trace.tokens)


@pytest.mark.parametrize(("range_", "texts"), [
    (6.0, ["≤ −6", "−3", "−1", "0", "+1", "+3", "≥ +6"]),
    (14.0, ["≤ −14", "−10", "−3", "0", "+3", "+10", "≥ +14"]),
    (1.0, ["≤ −1", "0", "≥ +1"]),
])  # fmt: skip
def test_the_bar_says_the_scale_in_numbers(
    trace: Trace, values: dict[str, Values], range_: float, texts: list[str]
) -> None:
    figure = build_large(find_signal("lstm", "cell"), values["cell"], list(range(8)), range_, "light", trace.tokens)
    assert figure["data"][0]["colorbar"]["ticktext"] == texts
