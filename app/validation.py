"""What pydantic finds wrong with a request -> a Problem in a sentence."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.problem import Problem


def validation_problem(errors: Sequence[Any]) -> Problem:
    """The first of pydantic's errors in a sentence; `input`, `ctx` and `url`, which echo, are left out."""
    first = errors[0]
    name = _field_name(first["loc"][1:])
    others = len(errors) - 1
    more = f" {others} other {'field is' if others == 1 else 'fields are'} wrong, too." if others else ""
    return Problem(422, "bad_input", _sentence(first, name) + more, name)


def _field_name(location: Sequence[str | int]) -> str | None:
    """`texts[3]` for ("texts", 3); None where a name is not plain enough to be shown."""
    name = ""
    for part in location:
        if isinstance(part, int):
            name += f"[{part}]"
        elif re.fullmatch(r"[a-z_]{1,40}", part):
            name += part if not name else f".{part}"
        else:
            break
    return name or None


def _sentence(error: Mapping[str, Any], name: str | None) -> str:
    shown = f"`{name}`" if name else "The request"
    match error["type"]:
        case "missing":
            return f"{shown} is missing." if name else "The body is missing: send a JSON object."
        case "model_attributes_type" | "model_type":
            return f"{shown if name else 'The body'} should be a JSON object."
        case "extra_forbidden":
            return f"{shown} is not a field of this operation." if name else "A field is unknown to this operation."
        case "string_unicode":
            return f"{shown} holds half of a surrogate pair, which is no character. Leave it out."
        case "string_pattern_mismatch":
            return f"{shown} should be a comma-separated list, without spaces, of what its description says."
        case "json_invalid" | "json_type":
            return f"{shown} should be JSON."
        case "value_error":
            return f"{shown} {str(error['msg']).removeprefix('Value error, ')}."
        case _:
            return re.sub(r"^(Input|String|List)\b", shown, str(error["msg"])) + "."
