"""Where templates and static files lie, and third parties' files served out of their installed packages.

plotly.js comes out of the `plotly` package and Swagger's page out of `fastapi-offline`: nothing is copied into this
project. They, and our own files joined for each page, are compressed once, at their first use, and served under names
that hold their hashes, for ever.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from gzip import compress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import brotli
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates
from starlette.types import Receive, Scope, Send

from app.glossary import GLOSSARY, formula
from app.joined import SCRIPTS, SHEETS, joined_script, joined_sheet

FOR_EVER = "public, max-age=31536000, immutable"
REFUSED = re.compile(r";\s*q=0(?:\.0*)?\s*$")  # as RFC 9110 has it
BROTLI_QUALITY = 5  # of 11; 9 makes plotly.js 4 % smaller at four times the work


def asset_dir(name: str) -> Path:
    """`templates` or `static`: inside the package in a wheel, beside it in a checkout."""
    inside = Path(__file__).with_name(name)
    return inside if inside.is_dir() else Path(__file__).parent.parent / name


@cache
def static_root() -> str:
    """The path of our own scripts and style sheets, which holds the hash of them all: `/static/1f2e3d4c`."""
    digest = hashlib.sha256()
    for path in sorted(asset_dir("static").rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return f"/static/{digest.hexdigest()[:8]}"


class OwnFiles(StaticFiles):
    """Our own scripts and style sheets, and how long browsers keep them."""

    def __init__(self, cache_control: str) -> None:
        super().__init__(directory=asset_dir("static"))
        self._cache_control = cache_control

    def file_response(self, *args: Any, **options: Any) -> Response:
        response = super().file_response(*args, **options)
        response.headers["Cache-Control"] = self._cache_control
        return response

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Files are small: whoever asks for a part gets the whole, as HTTP allows, and no error for odd ranges."""
        headers = [each for each in scope["headers"] if each[0] != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)


@dataclass(frozen=True)
class Packaged:
    """A file served for ever under `/assets/STEM-HASH.SUFFIX`."""

    stem: str
    suffix: str
    media_type: str
    content: bytes

    @cached_property
    def name(self) -> str:
        return f"{self.stem}-{hashlib.sha256(self.content).hexdigest()[:8]}.{self.suffix}"

    @property
    def url(self) -> str:
        return f"/assets/{self.name}"

    @cached_property
    def gzipped(self) -> bytes:
        return compress(self.content, 9, mtime=0)

    @cached_property
    def brotlied(self) -> bytes:
        return bytes(brotli.compress(self.content, quality=BROTLI_QUALITY))

    def encoded(self, accepted: str) -> tuple[str | None, bytes]:
        """The content coding that a client's Accept-Encoding allows, and the bytes: brotli is an eighth smaller."""
        codings = {each.partition(";")[0].strip() for each in accepted.split(",") if not REFUSED.search(each)}
        if "br" in codings:
            return "br", self.brotlied
        return ("gzip", self.gzipped) if "gzip" in codings else (None, self.content)


@dataclass(frozen=True)
class Plotly:
    """The installed plotly.js, and what a strict Content-Security-Policy has to know about it.

    `script_id`: the id that its script tag must carry, so that it never makes MapLibre's style element. `style_hashes`:
    the two values of style attributes that it sets ("" and that of a heatmap's pixels).
    """

    version: str
    script_id: str
    style_hashes: tuple[str, str]
    file: Packaged


@cache
def plotly() -> Plotly:
    """Derived from the bundle itself, so that a new version of plotly brings its own values."""
    content = (_package("plotly") / "package_data" / "plotly.min.js").read_bytes()
    source = content.decode("utf-8")
    version = _only(r"plotly\.js v(\d[\d.]*)", source)
    pixels = json.loads(_only(r"CSS_DECLARATIONS=(\[\[.*?\]\])", source))
    script_id = _only(r'getElementById\("([0-9a-f]{64})"\)\)\{var e=document\.createElement\("style"\)', source)
    hashes = (source_hash(""), source_hash("".join(f"{name}: {value}; " for name, value in pixels)))
    file = Packaged(f"plotly-{version}", "min.js", "text/javascript; charset=utf-8", content)
    return Plotly(version, script_id, hashes, file)


@cache
def swagger() -> tuple[Packaged, Packaged]:
    """Script and style sheet of Swagger UI."""
    folder = _package("fastapi_offline") / "static"
    script = (folder / "swagger-ui-bundle.js").read_bytes()
    style = (folder / "swagger-ui.css").read_bytes()
    return (
        Packaged("swagger-ui", "js", "text/javascript; charset=utf-8", script),
        Packaged("swagger-ui", "css", "text/css; charset=utf-8", style),
    )


@cache
def script(name: str) -> Packaged:
    """A page's script: of static/js the module `name` and all that it imports."""
    text = joined_script(asset_dir("static"), name)
    return Packaged(name, "js", "text/javascript; charset=utf-8", text.encode())


@cache
def sheet(page: str) -> Packaged:
    """A page's style sheets in one."""
    return Packaged(page, "css", "text/css; charset=utf-8", joined_sheet(asset_dir("static"), page).encode())


def packaged() -> Iterator[Packaged]:
    """All that is served under /assets."""
    yield plotly().file
    yield from map(script, SCRIPTS)
    yield from map(sheet, SHEETS)
    yield from swagger()


@cache
def templates() -> Jinja2Templates:
    """The templates. Each has at hand `root` and `static`, under which paths lie, `script` and `sheet`, which make a
    page's files, `plotly` (`url`, `id`), the `glossary`, and `formula`, which sets one.
    """
    environment = Environment(
        loader=FileSystemLoader(asset_dir("templates")), autoescape=select_autoescape(), undefined=StrictUndefined
    )
    environment.globals |= {
        "root": "",
        "static": static_root(),
        "script": script,
        "sheet": sheet,
        "plotly": {"url": plotly().file.url, "id": plotly().script_id},
        "glossary": GLOSSARY,
        "formula": formula,
    }
    return Jinja2Templates(env=environment)


def source_hash(value: str) -> str:
    """A script, style sheet or style attribute as a source of a Content-Security-Policy."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(value.encode()).digest()).decode() + "'"


def _package(name: str) -> Path:
    """Folder of an installed package, without importing it."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"The package {name} is not installed. Run `make install`.")
    return Path(spec.submodule_search_locations[0])


def _only(pattern: str, source: str) -> str:
    """The one value that a pattern has in a source."""
    values = set(re.findall(pattern, source))
    if len(values) != 1:
        raise RuntimeError(f"This version of plotly.js is unknown: {pattern} is found {len(values)} times in it.")
    return str(values.pop())
