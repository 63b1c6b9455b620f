"""THE table of settings: each with its type, default, unit and reason. README's table is made from it.

Every setting is an environment variable: `GATESCOPE_` and its name in capitals. Lists are comma-separated.
"""

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.journal import Style
from app.places import data_folder
from app.rates import read_rate
from model import DEFAULT, SHIPPED

PREFIX = "GATESCOPE_"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ANY_ADDRESS = ("0.0.0.0", "::", "")


def setting(default: Any, unit: str, reason: str, **limits: Any) -> Any:
    """One row of the table."""
    return Field(default, description=reason, json_schema_extra={"unit": unit}, **limits)


class Settings(BaseSettings):
    """How a server runs. Raises pydantic's ValidationError, which names the setting, for a value out of range."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    host: str = setting(
        "127.0.0.1", "address", "Only this machine can reach the server until you name another address."
    )
    port: int = setting(8000, "port", "Where the page is served; 0 takes a free one.", ge=0, le=65535)
    model: str = setting(DEFAULT, "name", "The model that answers when a request names none.", min_length=1)
    home: str = setting("", "folder", "Where your own networks and indexes are; empty: your data folder.")
    max_chars: int = setting(2000, "code points", "A longer text is refused before it is tokenised.", ge=1, le=100_000)
    max_tokens: int = setting(
        2048, "tokens", "The start token included; bounds time and memory for emoji-like texts.", ge=2, le=100_000
    )
    max_body: int = setting(65_536, "bytes", "A larger request is refused before it is read.", ge=1024, le=100_000_000)
    concurrency: int = setting(
        2, "requests", "Computed at the same time; more than the cores gains nothing.", ge=1, le=256
    )
    waiting: int = setting(
        64, "requests", "Waiting for their turn; those beyond are told to come back (503).", ge=0, le=10_000
    )
    waiting_seconds: float = setting(
        10, "s", "Who has waited so long is told to come back, too: most would have gone.", gt=0, le=3600
    )
    streams: int = setting(
        64, "streams", "Open at the same time, of networks that write; those beyond are told so (503).", ge=1, le=10_000
    )
    streams_each: int = setting(
        32, "streams", "Of them from one address (429); a class may sit behind one address.", ge=1, le=10_000
    )
    max_head: int = setting(
        65_536,
        "bytes",
        "Address and headers together; a link to 2,000 Chinese characters takes 18,000.",
        ge=4096,
        le=10_000_000,
    )
    header_seconds: float = setting(10, "s", "A client that sends its headers more slowly has to leave.", gt=0, le=3600)
    body_seconds: float = setting(30, "s", "As much again for the body.", gt=0, le=3600)
    rate: str = setting(
        "", "requests/time", "From one address, as 60/minute; empty: no limit, for a class may sit behind one address."
    )
    log: Style = setting(
        "quiet", "quiet, text, json", "quiet: what goes wrong; else a line per request, never what was typed."
    )
    workers: int = setting(1, "processes", "Each loads the models anew; one serves a class.", ge=1, le=256)
    threads: int = setting(
        1,
        "threads",
        "Of PyTorch within one request. One sentence is too small to share, and sums stay the same.",
        ge=1,
        le=256,
    )
    cache: int = setting(
        64,
        "MiB",
        "Traces kept, so that page, figures and export of a text read it once; as much of answers.",
        ge=0,
        le=65_536,
    )
    hosts: Annotated[tuple[str, ...], NoDecode] = setting(
        (), "host names", "Names under which the server answers; empty: this machine's, and what `--host` names."
    )
    frame_ancestors: str = setting(
        "'none'", "CSP sources", "Who may show the page in a frame.", pattern=r"^[\x21-\x3a\x3c-\x7e ]+$"
    )

    @field_validator("rate")
    @classmethod
    def _check_rate(cls, value: str) -> str:
        if value:
            read_rate(value)
        return value

    @field_validator("hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Comma-separated names, as an environment variable holds them."""
        return tuple(filter(None, (name.strip() for name in value.split(",")))) if isinstance(value, str) else value

    @property
    def home_folder(self) -> Path:
        """Where models of one's own and indexes are: `home`, or what the XDG Base Directory Specification names."""
        return data_folder(self.home)

    @property
    def model_folders(self) -> tuple[Path, ...]:
        """Where models are: those that ship, and those of one's own."""
        return SHIPPED, self.home_folder / "models"

    @property
    def allowed_hosts(self) -> list[str]:
        """Host names to answer to. A server that listens on every address cannot know its names: `*`."""
        if self.hosts:
            return list(self.hosts)
        return ["*"] if self.host in ANY_ADDRESS else list(dict.fromkeys((*LOOPBACK, in_url(self.host))))


def in_url(host: str) -> str:
    """A host as addresses hold it: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def explain(error: ValidationError) -> str:
    """What is wrong with the settings, in one line."""
    lines = (f"{PREFIX}{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors(include_input=False))
    return "; ".join(lines) + "."


def settings_table() -> str:
    """The settings as a Markdown table, for README."""
    rows = ["| setting | type | default | unit | why |", "|---|---|---|---|---|"]
    for name, entry in Settings.model_json_schema()["properties"].items():
        default = ", ".join(entry["default"]) if isinstance(entry["default"], list) else entry["default"]
        shown = f"`{default}`" if default != "" else "(empty)"
        kind = "list" if entry["type"] == "array" else entry["type"]
        rows.append(f"| `{PREFIX}{name.upper()}` | {kind} | {shown} | {entry['unit']} | {entry['description']} |")
    return "\n".join(rows) + "\n"
