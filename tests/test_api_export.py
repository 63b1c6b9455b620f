"""`/export`: files that open where they should."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient

from model import LoadedModel, signal_names, trace_text


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


@pytest.mark.parametrize("kind", ["csv", "npz"])
def test_the_same_request_gives_the_same_file(client: TestClient, kind: str) -> None:
    assert download(client, kind) == download(client, kind)


@pytest.mark.parametrize("kind", ["html", "parquet", "exe"])
def test_another_format_is_refused_with_the_list(client: TestClient, kind: str) -> None:
    detail = check_problem(client.get(f"{API}/export", params={"text": "a", "format": kind}), 422, field="format")
    assert all(name in detail["detail"] for name in ("csv", "json", "npz"))
