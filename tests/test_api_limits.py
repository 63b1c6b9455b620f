"""Every limit that the OpenAPI document names, at its value and one beyond: the document and the server agree."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from serving import check_problem, serve

Schema = dict[str, Any]


def test_every_limit_is_where_the_document_says(tiny_folder: Path) -> None:
    """A limit that several operations share is tried at the first of them."""
    tried = set()
    with serve(tiny_folder, max_body=1_000_000) as client:
        document = client.get("/openapi.json").json()
        for path, body, name, value, allowed in edges(document):
            case = (name, str(value), allowed)
            if case not in tried:
                tried.add(case)
                check(client.post(path, json=body | {name: value}), name, allowed, f"{path} {name} {str(value)[:40]}")
    assert len(tried) > 60


def check(response: Any, name: str, allowed: bool, what: str) -> None:
    """Beyond a limit the field is named; at it nothing is said of the form, though no such step may be there."""
    if not allowed:
        problem = check_problem(response, 422, "bad_input")
        assert problem["field"].startswith(name), what
        assert problem["detail"].startswith(f"`{name}"), what
    elif response.status_code != 200:
        assert " should " not in check_problem(response, response.status_code)["detail"], what


def edges(document: Schema) -> Iterator[tuple[str, Schema, str, Any, bool]]:
    """Path, body that is right, field, value at a limit or one beyond, whether it is allowed."""
    for path, operations in document["paths"].items():
        if "post" in operations:
            request = named(document, operations["post"]["requestBody"]["content"]["application/json"]["schema"])
            body = request.get("examples", [{}])[0]
            for name, field in request["properties"].items():
                for kind in field.get("anyOf", [field]):
                    for value, allowed in limits(kind, body.get(name)):
                        yield path, body, name, value, allowed


def named(document: Schema, schema: Schema) -> Schema:
    found: Schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def limits(schema: Schema, usual: Any) -> Iterator[tuple[Any, bool]]:
    """Values at the limits of a schema, those one before and one beyond them, and whether they are allowed."""
    of_number = float if schema.get("type") == "number" else int
    made: dict[str, Callable[[Any], Any]] = {
        "minimum": of_number,
        "maximum": of_number,
        "minLength": lambda size: "a" * size,
        "maxLength": lambda size: "a" * size,
        "minItems": lambda size: items(schema, usual, size),
        "maxItems": lambda size: items(schema, usual, size),
    }
    for limit in made.keys() & schema.keys():
        bound = schema[limit]
        by = 0.001 if of_number is float else 1
        inwards = by if limit.startswith("min") else -by
        for value, allowed in ((bound + inwards, True), (bound, True), (bound - inwards, False)):
            yield made[limit](value), allowed


def items(schema: Schema, usual: Any, size: int) -> list[Any]:
    """So many: numbers and names that differ, or the usual one again and again."""
    match schema["items"].get("type"):
        case "integer":
            return list(range(size))
        case "string" if schema.get("uniqueItems"):
            return [f"name {number}" for number in range(size)]
        case "string":
            return ["a"] * size
    return (usual or [{"signal": "cell", "value": 0.0}])[:1] * size
