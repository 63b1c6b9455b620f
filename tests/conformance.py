"""Whether a server is as its OpenAPI document says, by Schemathesis with all of its checks."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

import schemathesis
from fastapi import FastAPI
from schemathesis import BaseSchema, Case, CheckContext, HookContext, Response
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from app.problem import Problem
from app.validation import validation_problem

REASON = "x-refused-by"  # a header that only this test sets: which rule of a form a request broke


@dataclass
class Report:
    """How often the server answered with which status, and what was not as documented."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    @property
    def server_errors(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 500)


def document(app: FastAPI, examples: int, *phases: str) -> BaseSchema:
    """The document with which `conformance` asks that many times an operation in the phase of fuzzing."""
    config = {
        "seed": 1,
        "continue-on-failure": True,
        "generation": {"mode": "all", "max-examples": examples, "database": "none"},
        "phases": {phase: {"enabled": phase in phases} for phase in ("examples", "coverage", "fuzzing", "stateful")},
        # What is right in form may name a step that the text lacks, or be blank: 422, as documented. That nothing is
        # refused for its form is `form_is_as_documented`'s to check.
        "checks": {"positive_data_acceptance": {"expected-statuses": ["200", "404", "422", "501", "503"]}},
    }
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=SchemathesisConfig.from_dict(config))
    schema.hook(map_body)
    return schema


def map_body(_: HookContext, body: Any) -> Any:
    """2.0 is an integer to JSON Schema. Here it is none: who sends it has a float where a count belongs."""
    match body:
        case dict():
            return {name: map_body(_, value) for name, value in body.items()}
        case list():
            return [map_body(_, value) for value in body]
        case float() if body.is_integer():
            return int(body)
    return body


def told_problem(found: Any) -> Problem:
    """In place of `app.validation.validation_problem`: the same, with the first broken rule in a header."""
    place = ".".join(str(part) for part in found[0]["loc"][1:])
    return replace(validation_problem(found), headers={REASON: f"{found[0]['type']} {quote(place)}"})


@schemathesis.check
def form_is_as_documented(_: CheckContext, response: Response, case: Case) -> None:
    """Nothing that the document allows breaks a rule of a form, but for three that it or the tool cannot say."""
    reason = (response.headers.get(REASON) or [""])[0]
    if not case.meta or not case.meta.generation.mode.is_positive or not reason:
        return
    kind, place = reason.split(" ")
    ordered = kind == "value_error" and place.endswith("steps")  # the first before the last
    in_json = kind == "json_invalid"  # `contentMediaType` of a parameter, which the tool does not read
    in_commas = case.method == "GET" and place.split(".")[0] in ("signals", "units")  # what a list in one string holds
    assert ordered or in_json or in_commas, f"{reason}: {response.text}"


def conformance(schema: BaseSchema) -> Report:
    """Ask everything, check every answer."""
    report = Report()
    for event in from_schema(schema).execute():
        match event:
            case events.ScenarioFinished(recorder=recorder):
                for interaction in recorder.interactions.values():
                    report.statuses[interaction.response.status_code if interaction.response else 0] += 1
                for number, checks in recorder.checks.items():
                    request = recorder.cases[number].value
                    report.failures += [
                        f"{request.as_curl_command()}\n{check.name}: {check.failure_info.failure.message}"
                        for check in checks
                        if check.failure_info
                    ]
            case events.NonFatalError() | events.FatalError():
                report.failures.append(str(event))
    return report
