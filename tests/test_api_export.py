"""`/export`: files that open where they should."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient

from app.export import MEDIA_TYPES
from app.export.data import harmless
from model import LoadedModel, Order, order_units, signal_names, trace_text


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def download(client: TestClient, kind: str, text: str = TEXT, **query: str) -> bytes:
    response = client.get(f"{API}/export", params={"text": text, "format": kind} | query)
    assert response.status_code == 200, response.text
    assert response.headers["content-disposition"] == f'attachment; filename="gatescope-tiny-lstm.{kind}"'
    return response.content


def test_csv_has_a_row_per_layer_step_and_unit(client: TestClient, tiny: LoadedModel) -> None:
    rows = list(csv.DictReader(io.StringIO(download(client, "csv", decimals="6").decode(), newline="")))
    trace = trace_text(tiny, TEXT)
    assert len(rows) == 2 * len(trace.tokens) * 8
    assert list(rows[0]) == ["layer", "step", "id", "token", "start", "end", "unit", *signal_names("lstm")]
    for row in rows:
        token = trace.tokens[int(row["step"])]
        assert row["token"] == token.text
        expected = trace.signals["cell"][int(row["layer"]), token.step, int(row["unit"])]
        assert float(row["cell"]) == pytest.approx(float(expected), abs=1e-6)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_of_a_csv_runs_as_a_formula(client: TestClient, text: str) -> None:
    rows = csv.DictReader(io.StringIO(download(client, "csv", text, layer="0", units="0").decode(), newline=""))
    assert not [row["token"] for row in rows if row["token"].startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_npz_opens_with_numpy(client: TestClient, tiny: LoadedModel) -> None:
    trace = trace_text(tiny, TEXT)
    with np.load(io.BytesIO(download(client, "npz")), allow_pickle=False) as file:
        for name in signal_names("lstm"):
            assert file[name].dtype == np.float32
            assert np.array_equal(file[name], trace.signals[name])
        assert file["tokens"].tolist() == [token.text for token in trace.tokens]
        assert file["starts"].tolist() == [token.start for token in trace.tokens]
        assert file["ends"].tolist() == [token.end for token in trace.tokens]
        assert str(file["model"]) == "tiny-lstm"
        assert str(file["sha256"]) == tiny.sha256


def test_npz_holds_what_is_selected(client: TestClient, tiny: LoadedModel) -> None:
    content = download(client, "npz", layer="1", signals="forget", units="6,2")
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        assert "cell" not in file
        assert np.array_equal(file["forget"], trace_text(tiny, TEXT).signals["forget"][[1]][:, :, [6, 2]])
        assert file["layers"].tolist() == [1]
        assert file["units"].tolist() == [6, 2]


def test_json_is_the_trace(client: TestClient) -> None:
    exported = client.get(f"{API}/export", params={"text": TEXT, "format": "json"}).json()
    traced = client.get(f"{API}/trace", params={"text": TEXT}).json()
    assert {**exported, "elapsed": 0} == {**traced, "elapsed": 0}


@pytest.mark.parametrize("kind", ["csv", "npz", "html", "parquet"])
def test_the_same_request_gives_the_same_file(client: TestClient, kind: str) -> None:
    assert download(client, kind) == download(client, kind)


def test_parquet_is_the_csv_with_all_digits(client: TestClient, tiny: LoadedModel) -> None:
    asked = {
        "text": "=The “queen”\n\u202e🙂",
        "holds": json.dumps([{"layer": 0, "units": [3], "signal": "forget", "value": 1}]),
    }
    table = parquet.read_table(io.BytesIO(download(client, "parquet", **asked)))
    rows = list(csv.DictReader(io.StringIO(download(client, "csv", decimals="6", **asked).decode(), newline="")))
    assert table.column_names == list(rows[0])
    assert table.num_rows == len(rows)
    for mine, theirs in zip(table.to_pylist(), rows, strict=True):
        assert harmless(mine["token"]) == theirs["token"]
        for name in ("layer", "step", "id", "start", "end", "unit"):
            assert mine[name] == int(theirs[name])
        for name in signal_names("lstm"):
            assert mine[name] == pytest.approx(float(theirs[name]), abs=1e-6)
    assert {str(table.schema.field(name).type) for name in signal_names("lstm")} == {"float"}
    said = {name.decode(): value.decode() for name, value in table.schema.metadata.items()}
    assert (said["model"], said["sha256"], said["text"]) == ("tiny-lstm", tiny.sha256, asked["text"])
    assert json.loads(said["holds"])[0]["units"] == [3]


def test_parquet_holds_what_is_selected(client: TestClient) -> None:
    content = download(client, "parquet", layer="1", signals="forget", units="6,2")
    table = parquet.read_table(io.BytesIO(content))
    assert table.column_names[-2:] == ["unit", "forget"]
    assert table["unit"].to_pylist()[:4] == [6, 2, 6, 2]
    assert set(table["layer"].to_pylist()) == {1}


def test_without_its_library_parquet_is_a_clear_501(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.extras.find_spec", lambda _: None)
    problem = check_problem(
        client.get(f"{API}/export", params={"text": "a", "format": "parquet"}), 501, "extra_missing", "format"
    )
    assert "gatescope[parquet]" in problem["detail"]


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ({"sort": "liveliness"}, Order("liveliness")),
        ({"sort": "half_life"}, Order("half_life")),
        ({"sort": "clusters"}, Order("clusters")),
        ({"sort": "similarity", "unit": "3"}, Order("similarity", 3)),
        ({"sort": "value", "signal": "input", "step": "2"}, Order("value", None, "input", 2)),
        ({"sort": "index"}, Order("index")),
    ],
)
def test_units_go_in_the_order_that_is_asked_for(
    client: TestClient, tiny: LoadedModel, asked: dict[str, str], order: Order
) -> None:
    expected = order_units(trace_text(tiny, TEXT), 1, [6, 2, 5], order)
    with np.load(io.BytesIO(download(client, "npz", layer="1", units="6,2,5", **asked))) as file:
        assert file["units"].tolist() == expected


@pytest.mark.parametrize(
    ("asked", "status", "field"),
    [
        ({"format": "exe"}, 422, "format"),
        ({"format": "csv", "sort": "liveliness"}, 422, "sort"),
        ({"format": "html", "sort": "colour", "layer": "0"}, 422, "sort"),
        ({"format": "html", "sort": "similarity", "layer": "0"}, 422, "unit"),
        ({"format": "html", "sort": "similarity", "layer": "0", "unit": "8"}, 404, "unit"),
        ({"format": "html", "sort": "value", "layer": "0", "step": "99"}, 422, "step"),
        ({"format": "html", "sort": "value", "layer": "0", "signal": "nothing"}, 422, "signal"),
        ({"format": "parquet", "layer": "2"}, 404, "layer"),
        ({"format": "html", "units": "8"}, 404, "units"),
    ],
)
def test_what_cannot_be_is_refused(client: TestClient, asked: dict[str, str], status: int, field: str) -> None:
    check_problem(client.get(f"{API}/export", params={"text": TEXT} | asked), status, field=field)


def test_an_unknown_format_is_told_which_there_are(client: TestClient) -> None:
    detail = check_problem(client.get(f"{API}/export", params={"text": "a", "format": "exe"}), 422)["detail"]
    assert all(name in detail for name in MEDIA_TYPES)
