"""Requests a second of `POST /trace`, of a bare FastAPI route and of a Gradio app: one process, one core each."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx2

from benchmarks.cores import SERVER, keep_on
from benchmarks.measure import Measurement
from benchmarks.sentences import SENTENCE, seventeen_tokens
from benchmarks.server import COMMAND, running_server
from benchmarks.wrk import Load, wrk

ROUNDS = 7
SECONDS = 2  # of each load
TEXTS = 40_000  # more than all rounds with new texts can ask
# An environment of its own inside ours: Gradio needs versions that our tools cannot live with.
GRADIO = Path(sys.prefix) / "gradio" / "bin" / "python"
PATH, CALL = "/api/v1/trace", "/gradio_api/call/trace"

Body = Callable[[str], object]


@dataclass(frozen=True)
class Rival:
    """A server under load: what wrk runs, against which address, with the same text again and with new ones."""

    script: str
    address: str
    same: Path
    new: Path

    def warm(self) -> Load:
        """The same text in every request."""
        return wrk(self.script, self.address, self.same, 0, SECONDS)

    def cold(self, first: int) -> Load:
        """Another text in every request, from text `first` on."""
        return wrk(self.script, self.address, self.new, first, SECONDS)


def measure() -> Iterator[Measurement]:
    """Medians of 7 rounds in each of which every server is loaded in turn; ratios are medians of the rounds' ratios."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        ours = Rival("post", start(stack, COMMAND) + PATH, *questions(folder / "ours", lambda text: {"text": text}))
        answer = folder / "answer.json"
        answer.write_bytes(httpx2.post(ours.address, json={"text": SENTENCE}).raise_for_status().content)
        bare = start(stack, (sys.executable, "-m", "benchmarks.rivals.bare"), BARE_ANSWER=str(answer))
        gradio = start(stack, (str(gradio_python()), "-m", "benchmarks.rivals.with_gradio"))
        theirs = Rival("gradio", gradio + CALL, *questions(folder / "gradio", lambda text: {"data": [text]}))
        check_same(theirs.address, json.loads(answer.read_bytes()))
        warm = in_turn(ours.warm, Rival("post", bare + PATH, ours.same, ours.new).warm, theirs.warm)
        cold = in_turn(*(partial(news, rival, count()) for rival in (ours, theirs)))
    yield from told(warm, cold)


def told(warm: list[list[float]], cold: list[list[float]]) -> Iterator[Measurement]:
    """What is said of the rates: of ours, the bare route and Gradio with a warm memory; of ours and Gradio without."""
    (ours, bare, gradio), (new, gradio_new) = warm, cold
    yield Measurement("POST /trace, 17 tokens, the same text", median(ours), "a second")
    yield Measurement("bare FastAPI route, the same bytes", median(bare), "a second")
    yield Measurement("POST /trace ÷ bare route", ratio(ours, bare), "", bound=0.5, least=True)
    yield Measurement("POST /trace, each text new", median(new), "a second")
    yield Measurement("POST /trace, each text new ÷ bare route", median(new) / median(bare), "")
    yield Measurement("Gradio app, the same text", median(gradio), "a second")
    yield Measurement("POST /trace ÷ Gradio app, the same text", ratio(ours, gradio), "", bound=5, least=True)
    yield Measurement("Gradio app, each text new", median(gradio_new), "a second")
    yield Measurement("POST /trace ÷ Gradio app, each text new", ratio(new, gradio_new), "")


def start(stack: ExitStack, command: tuple[str, ...], **settings: str) -> str:
    """Start a server, on the core for servers, until the stack ends. Its address."""
    server = stack.enter_context(running_server(command, settings=settings))
    keep_on(SERVER, server.pid)
    return server.address


def gradio_python() -> Path:
    """Raises RuntimeError without the environment."""
    if not GRADIO.exists():
        raise RuntimeError("There is no environment for Gradio. `make bench` makes it.")
    return GRADIO


def questions(name: Path, body: Body) -> tuple[Path, Path]:
    """Files of bodies, a line each: SENTENCE alone, and TEXTS others."""
    same, new = name.with_suffix(".same"), name.with_suffix(".new")
    same.write_text(json.dumps(body(SENTENCE)) + "\n", "utf-8")
    new.write_text("".join(json.dumps(body(text)) + "\n" for text in seventeen_tokens(TEXTS)), "utf-8")
    return same, new


def check_same(call: str, expected: dict[str, object]) -> None:
    """Raises RuntimeError unless Gradio answers what our route does, but for the time that it took."""
    event = httpx2.post(call, json={"data": [SENTENCE]}).raise_for_status().json()["event_id"]
    lines = httpx2.get(f"{call}/{event}", timeout=60).raise_for_status().text.splitlines()
    found = json.loads(next(line for line in lines if line.startswith("data:")).removeprefix("data:"))[0]
    if found | {"elapsed": 0} != expected | {"elapsed": 0}:
        raise RuntimeError("The Gradio app answers something else than `POST /trace`.")


def news(rival: Rival, first: Iterator[int]) -> Load:
    """A load of texts that this rival has not read: each round begins further on."""
    return rival.cold(next(first) * TEXTS // ROUNDS)


def in_turn(*loads: Callable[[], Load]) -> list[list[float]]:
    """The rates of each load, after one round to warm up, in rounds in which all have their turn."""
    for load in loads:
        load()
    rounds = [[load().rate for load in loads] for _ in range(ROUNDS - 1)]
    return [list(rates) for rates in zip(*rounds, strict=True)]


def ratio(one: list[float], other: list[float]) -> float:
    """Median of the ratios, round by round: a busy moment of the machine hits both."""
    return median(a / b for a, b in zip(one, other, strict=True))
