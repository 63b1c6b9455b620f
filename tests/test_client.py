"""A public generator makes a clean Python client of the OpenAPI document, and the client works."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from browser import serving
from serving import TEXT

from app.main import create_app
from app.settings import Settings
from model import LoadedModel, trace_text

BIN = Path(sys.executable).parent
NAME = "gatescope_client"


@pytest.fixture(scope="module")
def address(tiny_folder: Path) -> Iterator[str]:
    with serving(create_app(Settings(model="tiny-lstm"), tiny_folder)) as address:
        yield address


@pytest.fixture(scope="module")
def package(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of the generated package, which can be imported."""
    folder = tmp_path_factory.mktemp("client")
    command = [BIN / "openapi-python-client", "generate", "--url", f"{address}/openapi.json"]
    options = ["--output-path", folder / NAME, "--meta", "none", "--fail-on-warning"]
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}  # it formats with ruff
    done = subprocess.run([*command, *options], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower()
    sys.path.insert(0, str(folder))
    yield NAME
    sys.path.remove(str(folder))


def call(package: str, tag: str, operation: str, address: str, **asked: Any) -> Any:
    with import_module(package).Client(base_url=address, raise_on_unexpected_status=True) as client:
        return import_module(f"{package}.api.{tag}.{operation}").sync(client=client, **asked)


def test_every_operation_and_every_model_is_in_it(package: str, address: str) -> None:
    with urlopen(f"{address}/openapi.json") as answer:
        document = json.load(answer)
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    for operation in operations:
        import_module(f"{package}.api.{operation['tags'][0].replace(' ', '_')}.{operation['operationId']}")
    models = {name.lower() for name in dir(import_module(f"{package}.models"))}
    assert {
        name.lower() for name, schema in document["components"]["schemas"].items() if "properties" in schema
    } <= models


def test_it_asks_which_models_there_are(package: str, address: str) -> None:
    answer = call(package, "what_there_is", "models", address)
    assert [model.name for model in answer.models] == ["tiny-lstm", "tiny-gru", "tiny-rnn"]


def test_it_reads_a_text(package: str, address: str, tiny: LoadedModel) -> None:
    models = import_module(f"{package}.models")
    hold = models.HoldRequest(layer=0, units=[2], signal="forget", steps=[1, None], value=1.0)
    asked = models.TraceRequest(text=TEXT, layer=1, signals=["cell"], units=[3], decimals=6)
    answer = call(package, "read_a_text", "post_trace", address, body=asked)
    cells = [row[0] for row in answer.layers[0].signals["cell"]]
    assert cells == pytest.approx(trace_text(tiny, TEXT).signals["cell"][1, :, 3].tolist(), abs=1e-6)
    held = call(package, "read_a_text", "post_trace", address, body=models.TraceRequest(text=TEXT, holds=[hold]))
    assert {row[2] for row in held.layers[0].signals["forget"][1:]} == {1.0}


def test_it_understands_an_error(package: str, address: str) -> None:
    asked = import_module(f"{package}.models").TraceRequest(text=" ")
    problem = call(package, "read_a_text", "post_trace", address, body=asked)
    assert (problem.status, problem.code, problem.field) == (422, "bad_input", "text")
