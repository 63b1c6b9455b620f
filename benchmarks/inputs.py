"""What anyone may send, at full size: poison in every place, the document against the server, fuzzing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from benchmarks.fuzz.campaign import run_campaign
from benchmarks.fuzz.targets import TARGETS
from benchmarks.measure import Measurement
from benchmarks.server import ROOT

TESTS = "tests/test_any_input.py"
EXAMPLES = 2_000
SECONDS = 20  # of fuzzing, for each target


def measure() -> Iterator[Measurement]:
    """The tests of `make test` with their full numbers, and each target of benchmarks/fuzz for 20 s."""
    with TemporaryDirectory() as folder:
        poison, document = recorded(Path(folder) / "tests.xml")
    yield Measurement("requests with poison in one place", poison["examples"], "", EXAMPLES, least=True)
    yield Measurement("answered with 5xx, with poison", poison["server errors"], "", 0)
    yield Measurement("requests of Schemathesis", document["requests"], "")
    yield Measurement("answered with 5xx, to Schemathesis", document["server errors"], "", 0)
    yield Measurement("answers that are not as the document says", document["departures"], "", 0)
    for target in TARGETS:
        with TemporaryDirectory() as folder:
            campaign = run_campaign(target, SECONDS, Path(folder))
        yield Measurement(f"fuzzing {target}", campaign.rate, "inputs/s")
        yield Measurement(f"fuzzing {target}: findings", len(campaign.found), "", 0)


def recorded(report: Path) -> list[dict[str, float]]:
    """What the tests record when they run at full size, in their order. Raises RuntimeError where they cannot run."""
    options = ("-o", "junit_family=xunit1", f"--junitxml={report}")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", TESTS, *options],
        cwd=ROOT,
        env=os.environ | {"INPUTS": "full"},
        capture_output=True,
        text=True,
    )
    tests = ElementTree.parse(report).iter("testcase") if report.exists() else ()
    found = [
        {each.get("name", ""): float(each.get("value", "nan")) for each in test.iter("property")} for test in tests
    ]
    if not all(found) or len(found) != 2:
        raise RuntimeError(f"{TESTS} ended with code {done.returncode}:\n{done.stdout[-3000:]}")
    return found
