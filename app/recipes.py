"""The same question to be asked elsewhere: the lines of curl and of Python that send a request to the API.

Whatever the text, the lines stay what they are: it stands in them as one quoted string, and what cannot be seen in it
is escaped.
"""

import json
import shlex
from pprint import pformat

from app.serialize import Json

TRACE = "/api/v1/trace"
WIDTH = 100


def curl_code(server: str, body: Json) -> str:
    """A command that prints what `POST /trace` of a server answers. For sh, bash and zsh."""
    return (
        f"curl --silent --show-error {shlex.quote(server + TRACE)} \\\n"
        "  --header 'Content-Type: application/json' \\\n"
        f"  --data {shlex.quote(_visible_json(body))}\n"
    )


def python_code(server: str, body: Json, unit: int, step: int) -> str:
    """A script that needs nothing but Python: it asks, and prints every signal of a unit at a step.

    `body` names one layer and its units; `unit` is among them.
    """
    return f"""\
import json
from urllib.request import Request, urlopen

# Units are named as their rows stand on the page, the top one first.
body = {{
{_members(body)}}}
request = Request({server + TRACE!r}, json.dumps(body).encode(), {{"Content-Type": "application/json"}})
with urlopen(request) as response:
    trace = json.load(response)

unit, step = {unit}, {step}
(layer,) = trace["layers"]
column = layer["units"].index(unit)
print(ascii(trace["tokens"][step]["text"]))
for name, values in layer["signals"].items():  # values[step][column]
    print(name, values[step][column])
"""


def _members(body: Json) -> str:
    """The members of a dict as Python writes them, a line for each, or more where it is long."""
    return "".join(f'    "{name}": {_value(value, indent=8 + len(name))},\n' for name, value in body.items())


def _value(value: object, indent: int) -> str:
    written = pformat(value, width=WIDTH - indent, compact=True, sort_dicts=False)
    return written.replace("\n", "\n" + " " * indent)


def _visible_json(body: Json) -> str:
    """JSON in which letters of all languages stay, and only what has no ink is escaped."""
    text = json.dumps(body, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in text)
