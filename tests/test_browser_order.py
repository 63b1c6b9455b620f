"""Rows in the order of the link, and rows that follow the playhead; links that ask for what there is not."""

import base64
from typing import Any

import numpy as np
from browser import Visit
from numpy.typing import NDArray

pytest_plugins = "browser_fixtures"

TEXT = "The queen was tired"


def values(visit: Visit, panel: str) -> NDArray[np.float32]:
    """What the drawn heat map of a panel holds [rows, steps], top first."""
    encoded: dict[str, Any] = visit.page.evaluate(
        "(panel) => document.querySelector(`[data-panel=${panel}] .plot`).data[0].z", panel
    )
    shape = [int(size) for size in encoded["shape"].split(",")]
    return np.frombuffer(base64.b64decode(encoded["bdata"]), "<f4").reshape(shape)


def falls(visit: Visit, panel: str, step: int) -> bool:
    column = values(visit, panel)[:, step]
    return column.shape[0] == 32 and bool((np.diff(column) <= 0).all())


def test_rows_by_value_follow_the_step_while_the_text_gets_shorter_and_longer(visit: Visit) -> None:
    """No request is refused, though the step that was chosen is soon beyond the text: an error would fail the visit."""
    visit.open(text=TEXT, sort="value", step=2, signal="cell")
    assert falls(visit, "cell", 2)
    assert not falls(visit, "cell", 4)
    visit.find(".tile").nth(4).click()
    visit.wait_until(lambda: falls(visit, "cell", 4))
    assert visit.query()["step"] == "4"
    visit.find("input[name=signal-lstm][value=forget]").check()
    visit.find("#sentence").fill("The")
    visit.wait_for_words("The")
    visit.wait_until(lambda: falls(visit, "forget", 1))
    visit.find("#sentence").fill("A king; the queen was tired")
    visit.wait_for_words("A", "king", ";", "the", "queen", "was", "tired")
    step = int(visit.query()["step"])
    visit.wait_until(lambda: falls(visit, "forget", step))


def test_rows_by_likeness_are_other_rows_than_by_liveliness(visit: Visit) -> None:
    visit.open(text=TEXT, unit="none", sort="liveliness")  # without a selected unit: none is selected
    assert visit.query()["unit"] == "none"
    assert visit.drawn("cell") == "32, 5"
    visit.expect("#notice").to_have_text("")
    lively = values(visit, "cell")
    visit.find("input[name=sort][value=clusters]").check()
    visit.wait_until(lambda: not np.array_equal(lively, values(visit, "cell")))
    alike = values(visit, "cell")
    assert sorted(map(tuple, lively)) == sorted(map(tuple, alike))


def test_a_link_to_what_there_is_not_shows_the_nearest_view_and_says_so(visit: Visit) -> None:
    visit.open(text=TEXT, unit=900, step=77, signal="colour", drawing="3d", words="song", pinned="3,900,17",
               model="nobody", sort="colour", tab="taste")  # fmt: skip
    for sentence in (
        "There is no model “nobody”",
        "Tab can be ledger or spans",
        "There is no order “colour”",
        "There is no unit “900”; unit 255 is shown",
        "There is no step 77 in this text; step 4, the last one, is shown.",
        "not “colour”; cell is shown.",
        "not “3d”; cell is shown.",
        "not “song”; strip is shown.",
        "not all of “3,900,17”; pinned: 3, 17.",
    ):
        visit.expect("#notice").to_contain_text(sentence)
    visit.expect(".lstm .microscope .inside").to_have_text("tired in unit 255")
    visit.expect("#panel-ledger").to_be_visible()
    query = visit.query()
    assert {name: query.get(name) for name in ("unit", "step", "signal", "drawing", "words", "pinned")} == {
        "unit": "255", "step": "4", "signal": "cell", "drawing": None, "words": None, "pinned": "3,17",
    }  # fmt: skip
