"""LIBRARY.md runs as it stands and prints what it shows."""

import contextlib
import io

import pytest
from imports import ROOT

from benchmarks.examples import Example, examples, same_up_to_rounding

EXAMPLES = examples((ROOT / "LIBRARY.md").read_text("utf-8"))


def test_there_are_three_examples() -> None:
    assert [example.language for example in EXAMPLES] == ["python"] * 3


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_print_what_they_show(example: Example) -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(example.code, "LIBRARY.md", "exec"), {})
    assert example.output
    assert same_up_to_rounding(printed.getvalue().rstrip(), example.output.rstrip())
