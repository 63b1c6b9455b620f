"""One crosshair through all maps: peeking, selecting, ordering, and the large view."""

import re
from collections.abc import Callable

import pytest
from browser import TEXT, Visit

pytest_plugins = "browser_fixtures"

CELL = "[data-panel=cell] .over"
SHORT = "The queen was tired."
HEAD = ".lstm [data-panel={}] .value"


@pytest.fixture(scope="module")
def seen(lasting: Visit) -> Visit:
    """All units in their own order, at “was”."""
    return lasting.open(step=3, unit=5, sort="index", show="all", text=SHORT)


def head(visit: Visit, panel: str) -> float:
    return float(visit.find(HEAD.format(panel)).inner_text().replace("−", "-"))


def point(visit: Visit, step: int, row: int, panel: str = "cell") -> dict[str, float]:
    """The middle of a cell within its map."""
    box = visit.find(f"[data-panel={panel}] .over").bounding_box()
    rows, steps = map(int, (visit.drawn(panel) or "").split(", "))
    assert box
    return {"x": box["width"] * (step + 0.5) / steps, "y": box["height"] * (row + 0.5) / rows}


def top(visit: Visit, selector: str) -> float:
    box = visit.find(selector).bounding_box()
    assert box
    return box["y"]


def test_hovering_peeks_in_all_maps_and_selects_nothing(seen: Visit) -> None:
    selected = {panel: head(seen, panel) for panel in ("forget", "previous", "cell")}
    seen.find(CELL).hover(position=point(seen, 2, 77))
    seen.expect("[data-panel=cell] .peeked").to_have_text(re.compile(r"^queen, unit 77: [+−]?\d+\.\d\d$"))
    for panel in ("forget", "hidden", "squashed"):
        seen.expect(f".lstm [data-panel={panel}] .peek-column").to_be_visible()
    assert {panel: head(seen, panel) for panel in selected} != selected
    seen.page.mouse.move(2, 2)
    seen.wait_until(lambda: {panel: head(seen, panel) for panel in selected} == selected)
    assert seen.query()["unit"] == "5"


def test_the_numbers_of_the_heads_obey_the_equations(seen: Visit) -> None:
    now = {
        panel: head(seen, panel)
        for panel in ("forget", "previous", "input", "candidate", "cell", "output", "squashed", "hidden")
    }
    assert abs(now["forget"] * now["previous"] + now["input"] * now["candidate"] - now["cell"]) < 0.03 + 0.01 * abs(
        now["previous"]
    )
    assert abs(now["output"] * now["squashed"] - now["hidden"]) < 0.02


def test_the_keyboard_a_click_and_a_tile_select_everywhere(visit: Visit) -> None:
    visit.open(step=1, unit=5, sort="index", show="all", text=SHORT)
    visit.find(CELL).focus()
    for key in ("ArrowRight", "ArrowDown", "PageDown", "ArrowUp"):
        visit.page.keyboard.press(key)
    visit.expect(".lstm .microscope .inside").to_have_text("queen in unit 13")
    visit.expect("#live").to_have_text(re.compile(r"^“queen”, unit 13: cell [+−]?\d+\.\d\d$"))
    visit.page.keyboard.press("End")
    visit.expect(".lstm .microscope .inside").to_have_text(". in unit 13")
    visit.expect(CELL).to_have_attribute(
        "aria-label", re.compile(r"^cell, 256 units by 6 words\. “\.”, unit 13: .*Arrow keys move\.$")
    )
    visit.find("[data-panel=forget] .over").click(position=point(visit, 4, 200, "forget"))
    visit.expect(".lstm .microscope .inside").to_have_text("tired in unit 200")
    visit.expect(".tile[aria-pressed=true]").to_have_text("tired")
    visit.expect("#where").to_have_text("word 4 of 5")
    assert {key: visit.query()[key] for key in ("unit", "step")} == {"unit": "200", "step": "4"}
    visit.find(".tile").nth(2).click()
    visit.expect("#where").to_have_text("word 2 of 5")
    visit.page.keyboard.press("ArrowLeft")
    visit.expect("#where").to_have_text("word 1 of 5")
    assert visit.page.evaluate("() => document.activeElement.innerText") == "The"


def test_signal_show_and_sort_change_colours_and_rows(visit: Visit) -> None:
    visit.open(text=SHORT, unit=5)
    colour = "() => getComputedStyle(document.querySelectorAll('.tile')[2]).backgroundColor"
    before = visit.page.evaluate(colour)
    visit.find("input[name=signal-lstm][value=forget]").check()
    visit.wait_until(lambda: visit.page.evaluate(colour) != before)
    visit.expect(".tile-label").to_contain_text("forget gate")
    visit.find("input[name=show][value='64']").check()
    visit.wait_until(lambda: visit.drawn("cell") == "64, 6")
    visit.find("input[name=show][value=all]").check()
    visit.wait_until(lambda: visit.drawn("cell") == "256, 6")
    visit.find("input[name=sort][value=similarity]").check()
    visit.expect(".lstm [data-panel=forget] .order-mark").to_contain_text("most like 5")
    visit.expect(".lstm [data-panel=forget] .unit-mark").to_have_text("5")
    visit.wait_until(lambda: top(visit, "[data-panel=cell] .row") < top(visit, CELL) + 3)
    query = visit.query()
    assert (query["show"], query["sort"], query["signal"]) == ("all", "similarity", "forget")
    visit.find(CELL).click(position=point(visit, 3, 20))  # another unit goes on top
    visit.wait_until(lambda: visit.query()["unit"] != "5")
    unit = visit.query()["unit"]
    visit.expect(".lstm [data-panel=forget] .order-mark").to_contain_text(f"most like {unit}")


def test_the_twin_shows_its_hidden_state_alone_and_says_why(visit: Visit) -> None:
    visit.open(text=TEXT, step=8)
    visit.find("#model").select_option("english-rnn")
    visit.expect(".maps.rnn .live").to_be_visible()
    visit.expect(".maps.rnn .live").to_contain_text("has no gates: everything it remembers is rewritten at every word")
    visit.wait_until(lambda: visit.drawn("hidden") is not None)
    assert visit.find(".panel:visible").count() == 1
    assert visit.find(".pill:visible").filter(has_text="half-life").count() == 0
    visit.expect(".tile[aria-pressed=true]").to_have_text("king")
    assert visit.query()["model"] == "english-rnn"
    visit.find("#model").select_option("english-lstm")
    visit.expect(".panel:visible").to_have_count(8)
    assert visit.find("#sentence").input_value() == TEXT


def test_a_map_opens_large_and_the_focus_comes_back(seen: Visit) -> None:
    seen.find("[data-large=forget]").click()
    seen.expect(".large-plot .main-svg >> nth=0").to_be_attached()
    seen.expect(".large-plot .gtitle").to_have_text("forget gate")
    assert seen.find(".large-plot .xtick text").all_text_contents() == ["start", "The", "queen", "was", "tired", "."]
    assert seen.page.evaluate("() => document.querySelector('.large-plot').data[0].y.length") == 256
    names = seen.find(".modebar-btn").evaluate_all(
        "(buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? button.dataset.title)"
    )
    assert any("png" in name.lower() for name in names)
    assert any("svg" in name.lower() for name in names)
    assert not any("share" in name.lower() or "cloud" in name.lower() for name in names)
    seen.page.keyboard.press("Escape")
    seen.expect("#large").to_be_hidden()
    assert seen.page.evaluate("() => document.activeElement.dataset.large") == "forget"


def test_a_map_has_a_twin_in_numbers(visit: Visit) -> None:
    visit.open(text="The <b>queen</b>.", unit=5, step=3, sort="index", show="all")
    cell = head(visit, "cell")
    visit.find("[data-large=cell]").click()
    visit.find("#large [data-twin]").click()
    assert visit.find(".large-table thead bdi").all_inner_texts() == visit.words()
    row = visit.find(".large-table tbody tr").nth(5)
    assert row.locator("th").inner_text() == "5"
    assert float(row.locator("td").nth(3).inner_text().replace("−", "-")) == cell
    assert visit.find(".large-table tbody tr").count() == 256
    visit.find("#large [data-twin]").click()
    visit.expect(".large-table").to_be_hidden()
    visit.expect(".large-plot").to_be_visible()


def test_a_large_map_is_saved_as_an_image(seen: Visit) -> None:
    seen.find("[data-large=cell]").click()
    for name, ending in (("png", ".png"), ("svg", ".svg")):
        with seen.page.expect_download() as download:
            seen.find(f".modebar-btn[data-title*='{name}' i]").click()
        assert download.value.suggested_filename == f"gatescope-cell{ending}"
    seen.page.keyboard.press("Escape")
    seen.expect("#large").to_be_hidden()


def test_words_explain_themselves(seen: Visit) -> None:
    seen.find("[data-panel=forget] .term:visible").click()
    seen.expect("#help-lstm-forget").to_be_visible()
    seen.expect("#help-lstm-forget").to_contain_text("how much of what the memory cell held is kept")
    seen.page.keyboard.press("Escape")
    seen.expect("#help-lstm-forget").to_be_hidden()


def test_a_click_by_touch_selects(visitor: Callable[..., Visit]) -> None:
    visit = visitor(390, 844, has_touch=True, is_mobile=True).open(text=SHORT, unit=5, step=1)
    visit.find(CELL).tap(position=point(visit, 3, 10))
    visit.expect("#where").to_have_text("word 3 of 5")
    assert visit.query()["unit"] != "5"
