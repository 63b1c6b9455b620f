"""Options as they are typed -> requests of the API, whose own checks and words are the only ones."""

import re
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from app.commands.ending import stop
from app.figures.palette import Theme
from app.schemas.requests import Asked
from app.terminal.screen import Screen, open_screen
from app.validation import validation_problem

Request = TypeVar("Request", bound=Asked)
HOLD = re.compile(
    r"(?P<layer>\d+):(?P<units>\*|\d+(?:,\d+)*):(?P<signal>[a-z_]+)(?::(?P<first>\d+)(?P<on>-(?P<last>\d+)?)?)?"
    r"=(?P<value>[-+]?\d+(?:\.\d+)?)"
)


def request(kind: type[Request], **fields: Any) -> Request:
    """A request with these fields; those that are None are left to their defaults.

    Ends the command with exit code 2 where one is wrong.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        stop(validation_problem([{**each, "loc": ("options", *each["loc"])} for each in error.errors()]).detail, 2)


def screen(theme: str | None, as_json: bool) -> Screen | None:
    """Where the answer is drawn; None: it is printed as JSON. Ends the command where there is no such theme."""
    known: dict[str | None, Theme | None] = {None: None, **{each: each for each in get_args(Theme)}}
    if theme not in known:
        stop(f"There is no theme {theme!r:.30}. Take light or dark.", 2)
    return None if as_json else open_screen(known[theme])


def names(written: str | None) -> list[str] | None:
    """`forget,cell` as a list."""
    return None if written is None else [name.strip() for name in written.split(",")]


def numbers(written: str | None, option: str) -> list[int] | None:
    """`3,37` as a list. Ends the command where one is no number."""
    if written is None:
        return None
    if not re.fullmatch(r"\s*\d{1,9}\s*(,\s*\d{1,9}\s*)*", written):
        stop(f"{option} takes numbers with commas between them, as 3,37.", 2)
    return [int(number) for number in written.split(",")]


def holds(written: list[str] | None) -> list[dict[str, Any]] | None:
    """`0:37:forget:3-9=1` as the API has it. Ends the command for one that cannot be read."""
    return None if written is None else [_hold(each) for each in written]


def _hold(written: str) -> dict[str, Any]:
    found = HOLD.fullmatch(written.replace("−", "-"))
    if found is None:
        stop(f"--hold {written[:60]!r} cannot be read. Write LAYER:UNITS:SIGNAL:STEPS=VALUE, as 0:37:forget:3-9=1.", 2)
    units = None if found["units"] == "*" else [int(unit) for unit in found["units"].split(",")]
    return {
        "layer": int(found["layer"]),
        "units": units,
        "signal": found["signal"],
        "steps": _steps(found),
        "value": float(found["value"]),
    }


def _steps(found: re.Match[str]) -> list[int | None] | None:
    """First and last: `3` is one step, `3-9` seven, `3-` all from 3 on, nothing all."""
    if found["first"] is None:
        return None
    first = int(found["first"])
    if found["on"] is None:
        return [first, first]
    return [first, None if found["last"] is None else int(found["last"])]
