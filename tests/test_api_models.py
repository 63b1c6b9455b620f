"""What there is: models, also broken ones; signals; health; OpenAPI and its examples."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient

from app.main import create_app
from app.schemas.answers import ModelsAnswer, SignalsAnswer
from app.settings import Settings
from model import SIGNALS, CheckpointError, MissingError


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


@pytest.fixture
def folder(tiny_folder: Path, tmp_path: Path) -> Path:
    """A copy that may be damaged."""
    return Path(shutil.copytree(tiny_folder, tmp_path / "checkpoints"))


def flip_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def test_models_come_with_the_default_one_first(client: TestClient) -> None:
    answer = client.get(f"{API}/models").json()
    ModelsAnswer.model_validate(answer)
    assert [model["name"] for model in answer["models"]] == ["tiny-lstm", "tiny-gru", "tiny-rnn"]
    assert [model["default"] for model in answer["models"]] == [True, False, False]
    first = answer["models"][0]
    assert (first["kind"], first["layers"], first["units"], first["vocabulary"]) == ("lstm", 2, 8, 300)
    assert first["parameters"] == 300 * 8 + 300 + 2 * (2 * 32 * 8 + 2 * 32)
    assert first["suggested"] == first["card"]["suggested"]
    assert answer["notices"] == []


def test_the_default_model_may_be_chosen(tiny_folder: Path) -> None:
    with serve(tiny_folder, model="tiny-rnn") as client:
        assert client.get(f"{API}/models").json()["models"][0]["name"] == "tiny-rnn"
        assert client.post(f"{API}/trace", json={"text": TEXT}).json()["model"] == "tiny-rnn"


@pytest.mark.parametrize("file", ["weights.safetensors", "config.json", "tokenizer.json", "card.json"])
def test_a_broken_model_is_named_and_the_others_are_served(folder: Path, file: str) -> None:
    flip_byte(folder / "tiny-rnn" / file)
    (folder / "tiny-gru" / file).unlink()
    with serve(folder) as client:
        answer = client.get(f"{API}/models").json()
        assert [model["name"] for model in answer["models"]] == ["tiny-lstm"]
        assert len(answer["notices"]) == 2
        assert "tiny-rnn" in "".join(answer["notices"])
        for name in ("tiny-rnn", "tiny-gru"):
            response = client.post(f"{API}/trace", json={"text": TEXT, "model": name})
            assert file in check_problem(response, 503, "model_broken")["detail"]
        assert client.post(f"{API}/trace", json={"text": TEXT}).status_code == 200
        assert client.get("/readyz").json() == {"status": "ready", "models": ["tiny-lstm"]}


def test_a_server_does_not_start_with_a_broken_default_model(folder: Path) -> None:
    weights = folder / "tiny-lstm" / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(CheckpointError, match=r"weights\.safetensors of tiny-lstm is altered or cut off"):
        create_app(Settings(model="tiny-lstm"), folder)


def test_a_server_does_not_start_without_its_default_model(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="There are: none"):
        create_app(Settings(model="tiny-lstm"), tmp_path)


def test_an_unknown_model_is_told_which_there_are(client: TestClient) -> None:
    response = client.post(f"{API}/trace", json={"text": TEXT, "model": "<b>nobody</b>"})
    detail = check_problem(response, 404, field="model")["detail"]
    assert "tiny-lstm, tiny-gru, tiny-rnn" in detail
    assert "nobody" not in detail


def test_signals_are_the_table(client: TestClient) -> None:
    answer = client.get(f"{API}/signals").json()
    SignalsAnswer.model_validate(answer)
    expected = [(kind, signal.name) for kind, table in SIGNALS.items() for signal in table]
    assert [(signal["kind"], signal["name"]) for signal in answer["signals"]] == expected


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json()["status"] == "ready"


def test_every_operation_is_documented_with_its_errors(client: TestClient) -> None:
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], path
            codes = set(operation["responses"])
            if path.startswith(API):
                assert {"200", "400", "405", "422"} <= codes, path
            if method == "post":
                assert {"404", "413", "415", "503"} <= codes, path
            for code in codes - {"200"}:
                assert list(operation["responses"][code]["content"]) == ["application/problem+json"]


@pytest.fixture(scope="module")
def counter() -> Iterator[TestClient]:
    """A server of the networks that ship: one of them counts, and no tiny one does."""
    with TestClient(create_app(), base_url="http://localhost") as client:
        yield client


def test_the_examples_of_openapi_answer(client: TestClient, counter: TestClient) -> None:
    document = client.get("/openapi.json").json()
    tried = 0
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            query = {
                each["name"]: example_of(each["schema"]) for each in operation.get("parameters", []) if each["required"]
            }
            body = None
            if "requestBody" in operation:
                name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
                (body,) = document["components"]["schemas"][name]["examples"]
            response = (counter if "count" in path else client).request(method, path, params=query, json=body)
            assert response.status_code == 200, (path, response.text)
            assert response.headers["content-type"].split(";")[0] in operation["responses"]["200"]["content"]
            tried += 1
    assert tried == 36


def test_the_docs_come_from_here_alone(client: TestClient) -> None:
    page = client.get("/docs")
    assert not re.search(r"https?://", page.text)
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "trusted-types" not in policy
    links = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
    assert len(links) == 3
    for link in links:
        assert client.get(link).status_code == 200


def example_of(schema: dict[str, Any]) -> Any:
    return schema["examples"][0]
