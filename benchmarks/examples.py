"""The examples of a document: blocks of curl, of `gatescope` or of Python, and below them what they print."""

import math
import re
import subprocess
import sys
from dataclasses import dataclass

from benchmarks.server import ROOT

PRINTED_ADDRESS = "http://127.0.0.1:8000"
BLOCK = re.compile(
    r"^```(?P<language>bash|python)\n(?P<code>.*?)^```\n(?:\n```text\n(?P<output>.*?)^```\n)?", re.M | re.S
)
RUN = ("curl", "gatescope")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


@dataclass(frozen=True)
class Example:
    """A block of `code` and the `output` printed below it, None where the document shows none."""

    language: str
    code: str
    output: str | None

    def run(self, address: str) -> str:
        """What it prints against a server at an address. Raises CalledProcessError if it fails."""
        code = self.code.replace(PRINTED_ADDRESS, address)
        code = re.sub("^gatescope ", f"{sys.executable} -m app ", code)
        command = ["bash", "-euc", code] if self.language == "bash" else [sys.executable, "-c", code]
        return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def examples(document: str) -> list[Example]:
    """The examples of a document that can be run: all of its Python, and its shell blocks of curl or `gatescope`."""
    found = [Example(**block.groupdict()) for block in BLOCK.finditer(document)]
    return [example for example in found if example.language == "python" or example.code.startswith(RUN)]


def with_outputs(document: str, address: str) -> str:
    """The document with every output that it shows made anew."""
    for example in examples(document):
        if example.output is not None:
            shown = f"```\n\n```text\n{example.output}```"
            made = f"```\n\n```text\n{example.run(address).rstrip()}\n```"
            document = document.replace(f"{example.code}{shown}", f"{example.code}{made}")
    return document


def same_up_to_rounding(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but the last digits of their numbers, which depend on the processor."""
    if NUMBER.split(one) != NUMBER.split(other):
        return False
    pairs = zip(map(float, NUMBER.findall(one)), map(float, NUMBER.findall(other)), strict=True)
    return all(math.isclose(a, b, rel_tol=0.001, abs_tol=0.011) for a, b in pairs)
