"""A foreign network behind every operation: each answers as its schema says, or says in a sentence why it cannot."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from events import parse_events
from foreign import foreign_folder
from serving import API, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.answers import Answer

# What cannot be said without guesses.
OF_GUESSES = {
    f"{API}/{name}"
    for name in (
        "score", "generate", "ablate", "figures/ablate", "gradients", "figures/gradients", "memory-test",
        "figures/memory-test",
    )
}  # fmt: skip
OF_CELLS = {
    f"{API}/{name}"
    for name in ("ledger", "figures/ledger", "spans", "figures/spans", "half-lives", "figures/half-lives")
}
# Networks by what is unlike our own: the head, no start token, embeddings of another width, characters, a GRU.
NETWORKS: dict[str, dict[str, Any]] = {
    "words-linear": {"head": "linear"},
    "words-none": {"head": "none"},
    "begun-tied": {"head": "tied", "start": True, "end": True},
    "characters-none-gru": {"head": "none", "kind": "gru", "units": "characters"},
}


@dataclass(frozen=True)
class Operation:
    """One operation of the API, the request that OpenAPI shows for it, and the name of its answer's schema."""

    method: str
    path: str
    query: dict[str, Any]
    body: dict[str, Any] | None
    answer: str


@pytest.fixture(scope="module", params=NETWORKS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def client(name: str, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A server of one network, which is its default."""
    folder = tmp_path_factory.mktemp("foreign")
    foreign_folder(folder, name, **NETWORKS[name])
    return serve(folder, model=name)


def test_every_operation_answers_or_says_what_the_network_lacks(client: TestClient, name: str) -> None:
    network, tried = NETWORKS[name], 0
    for asked in operations(client):
        tried += 1
        response = client.request(asked.method, asked.path, params=asked.query, json=asked.body)
        if asked.path == f"{API}/figures/count":
            check_problem(response, 422, "bad_input", "model")
        elif asked.path in OF_GUESSES and network["head"] == "none":
            assert name in check_problem(response, 422, "no_predictions", "model")["detail"], asked.path
        elif asked.path in OF_CELLS and network.get("kind") == "gru":
            check_problem(response, 422, "no_cells")
        else:
            assert response.status_code == 200, (asked.path, response.text)
            if asked.answer in answers():
                answers()[asked.answer].model_validate_json(response.content)
    assert tried >= 30


def operations(client: TestClient) -> Iterator[Operation]:
    document: Any = client.get("/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items() if path.startswith(API) else ():
            query = {
                each["name"]: each["schema"]["examples"][0]
                for each in operation.get("parameters", [])
                if each["required"]
            }
            content = operation["responses"]["200"]["content"].get("application/json", {})
            answer = name_of(content.get("schema", {}).get("$ref", ""))
            yield Operation(method, path, query, body_of(document, operation), answer)


def body_of(document: Any, operation: Any) -> dict[str, Any] | None:
    """The example of a request, asked of the default network, whose signals may be others."""
    if "requestBody" not in operation:
        return None
    schema = name_of(operation["requestBody"]["content"]["application/json"]["schema"]["$ref"])
    (body,) = document["components"]["schemas"][schema]["examples"]
    return {key: value for key, value in body.items() if key not in ("model", "models", "signals")}


def name_of(reference: str) -> str:
    return reference.rsplit("/", 1)[-1]


@cache
def answers() -> dict[str, type[Answer]]:
    """The schemas of answers by name."""
    found, left = {}, [Answer]
    while left:
        kind = left.pop()
        found[kind.__name__] = kind
        left += kind.__subclasses__()
    return found


@pytest.mark.parametrize("path", ["/", "/?text=queen", "/?text=%20", "/large", "/units", "/probe"])
def test_every_page_shows_it(client: TestClient, path: str) -> None:
    page = client.get(path, headers={"accept": "text/html"})
    assert page.status_code == 200, page.text


def test_what_it_does_not_tell_is_null(client: TestClient, name: str) -> None:
    network = NETWORKS[name]
    (entry,) = client.get(f"{API}/models").json()["models"]
    predicts, start = network["head"] != "none", network.get("start", False)
    assert (entry["predicts"], entry["start"], entry["origin"]) == (predicts, start, "imported")
    assert (entry["unknown"] is None, entry["end"] is None) == (False, not network.get("end", False))
    told = client.post(f"{API}/trace", json={"text": "the zebra"}).json()
    assert (told["predictions"] is None, told["perplexity"] is None) == (not predicts, not predicts)
    assert [token["step"] for token in told["tokens"]] == list(range(len(told["tokens"])))
    assert ("zebra" in told["tokens"][-1]["text"]) == (network.get("units") != "characters")
    if predicts:
        assert told["predictions"][0]["surprisal"] is None
        scored = client.post(f"{API}/score", json={"texts": ["the zebra", "zebra"]}).json()["scores"]
        assert [each["tokens"] for each in scored] == ([2, 1] if start else [1, 0])
        total = sum(each["surprisal"] for each in told["predictions"][1:])
        assert -scored[0]["log_probability"] / math.log(2) == pytest.approx(total, abs=1e-3)


def test_texts_without_a_common_token_are_compared(client: TestClient, name: str) -> None:
    asked = {"a": "a", "b": "b"} if NETWORKS[name].get("units") == "characters" else {"a": "queen", "b": "king"}
    found = client.post(f"{API}/figures/compare", json=asked)
    assert found.status_code == 200, found.text
    assert len(found.json()["alignment"]) == NETWORKS[name].get("start", False)
    assert found.json()["carriers"] == []


def test_it_writes_on_from_the_text(client: TestClient, name: str) -> None:
    if NETWORKS[name]["head"] == "none":
        return
    written = client.post(f"{API}/generate", json={"text": "the queen", "tokens": 12, "seed": 3, "min_tokens": 12})
    *tokens, done = parse_events(written.text)
    assert done.name == "done"
    assert done.data["tokens"] == 12
    assert done.data["text"] == "".join(event.data["text"] for event in tokens)
    assert done.data["text"].startswith(" ")


def test_a_word_that_it_does_not_know_cannot_be_asked_for(client: TestClient, name: str) -> None:
    if NETWORKS[name]["head"] != "none":
        asked = {"text": "the queen", "for": " she", "against": " zebra"}
        check_problem(client.post(f"{API}/ablate", json=asked), 422, "bad_input", "against")
