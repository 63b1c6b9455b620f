"""The life of a unit: its signals over all the words, pinned units beside it, and its memory in words."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from browser import TEXT, Visit

pytest_plugins = "browser_fixtures"

SHORT = "The queen was tired."
UNIT = 5
SIGNALS = ("forget", "input", "output", "candidate", "cell", "hidden")
# What is drawn in a row, in the units of its view box: the column at the playhead, and the first pinned line.
NOW = "(row) => ['x', 'y', 'height'].map((name) => Number(row.querySelector('.life-now').getAttribute(name)))"
PINNED = "(row) => [...row.querySelectorAll('.life-pin')].map((path) => path.getAttribute('d'))"


@pytest.fixture(scope="module")
def seen(lasting: Visit) -> Visit:
    """A unit and a short text."""
    return lasting.open(text=SHORT, unit=UNIT, step=3)


def trace(visit: Visit, text: str = SHORT, unit: int = UNIT) -> dict[str, list[float]]:
    """A unit's signals {name: [steps]} from the API."""
    body = {"text": text, "units": [unit], "layer": 0, "decimals": 9, "top_k": 0}
    answer = visit.page.request.post(f"{visit.address}/api/v1/trace", data=body).json()
    return {name: [row[0] for row in rows] for name, rows in answer["layers"][0]["signals"].items()}


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def value(visit: Visit, signal: str) -> float:
    return number(visit.find(f".life-row[data-signal={signal}] .life-value").inner_text())


def limits(visit: Visit, signal: str) -> tuple[float, float]:
    row = visit.find(f".life-row[data-signal={signal}]")
    low, high = (number(row.locator(f".life-{end}").inner_text()) for end in ("low", "high"))
    return low, high


def heights(path: str) -> list[float]:
    """Depths of a step line, one a word, from its path."""
    return [float(depth) for depth in re.findall(r"(?:M0 |V)([\d.]+)H", path)]


def expect_step(visit: Visit, step: int) -> None:
    visit.expect(".life-over").to_have_attribute("aria-valuenow", str(step))


def test_the_rows_hold_the_values_of_the_trace(seen: Visit) -> None:
    signals = trace(seen)
    assert seen.find(".life-row .sym").all_inner_texts() == ["f", "i", "o", "g", "c", "h"]
    for step in (2, 0, 5, 3):
        seen.find(".tile").nth(step).click()
        expect_step(seen, step)
        for name in SIGNALS:
            assert abs(value(seen, name) - signals[name][step]) < 0.0051, (name, step)


def test_the_columns_are_as_high_as_the_values(seen: Visit) -> None:
    signals = trace(seen)
    least, most = min(0, *signals["cell"]), max(0, *signals["cell"])
    assert most - least > 0.2  # or the chart would reach further
    for name, (low, high) in {"forget": (0, 1), "candidate": (-1, 1), "cell": (least, most)}.items():
        assert limits(seen, name) == (round(low, 2), round(high, 2))
        x, y, height = seen.find(f".life-row[data-signal={name}]").evaluate(NOW)
        now = signals[name][3]
        assert x == 3
        assert abs(height - abs(now) / (high - low)) < 1e-4
        assert abs(y - (high - max(now, 0)) / (high - low)) < 1e-4


def test_the_columns_stand_under_the_words_of_the_ruler(visit: Visit) -> None:
    visit.open(text=TEXT, unit=UNIT, step=3)
    for text in (TEXT, SHORT):
        visit.find("#sentence").fill(text)
        visit.expect(".life-over").to_have_attribute("aria-valuemax", str(5 if text == SHORT else 17))
        visit.find(".tile").nth(3).click()
        visit.page.wait_for_timeout(400)  # the playhead glides to its place
        tile = visit.find(".tile").nth(3).bounding_box()
        band = visit.find(".life-band").bounding_box()
        assert tile
        assert band
        assert abs(tile["x"] - 1 - band["x"]) < 1.5
        assert abs(tile["width"] + 2 - band["width"]) < 1.5


def test_press_drag_and_arrows_move_the_playhead(visit: Visit) -> None:
    visit.open(text=SHORT, unit=UNIT, step=0)
    over = visit.find(".life-over")
    over.scroll_into_view_if_needed()
    box = over.bounding_box()
    assert box
    width = box["width"] / 6
    visit.page.mouse.move(box["x"] + 1.5 * width, box["y"] + 40)
    visit.page.mouse.down()
    expect_step(visit, 1)
    visit.page.mouse.move(box["x"] + 3.5 * width, box["y"] + 200)
    expect_step(visit, 3)
    visit.page.mouse.move(box["x"] + 30 * width, box["y"] + 200)
    expect_step(visit, 5)
    visit.page.mouse.up()
    over.focus()
    for key, step in {"ArrowLeft": 4, "Home": 0, "PageDown": 5, "PageUp": 0, "ArrowRight": 1}.items():
        visit.page.keyboard.press(key)
        expect_step(visit, step)
    visit.expect(".tile[aria-pressed=true]").to_have_text("The")
    visit.expect(".life-words .on").to_have_text("The")
    visit.expect(".life-over").to_have_attribute(
        "aria-valuetext", re.compile(r"^“The”, forget gate \d\.\d\d, input gate .*, hidden state [+−]?\d\.\d\d$")
    )
    assert visit.query()["step"] == "1"


def test_units_follow_each_other_and_pinned_ones_are_compared(visit: Visit) -> None:
    visit.open(text=SHORT, unit=UNIT, step=2, sort="index", show="all")
    visit.expect("#life h2").to_have_text("The life of unit 5")
    for turn, unit in ((1, 6), (-1, 5), (-1, 4), (1, 5)):
        visit.find(f"#life [data-turn='{turn}']").click()
        visit.expect("#life h2").to_have_text(f"The life of unit {unit}")
    visit.find("#life [data-pin]").click()
    visit.find("#life [data-turn='1']").click()
    visit.expect("#life h2").to_have_text("The life of unit 6")
    visit.find("#life [data-pin]").click()
    visit.find("#life [data-turn='1']").click()
    visit.expect(".pins-unit").to_have_text(["unit7", "unit5", "unit6"], use_inner_text=False)
    assert visit.query()["pinned"] == "5,6"
    for row, unit in enumerate((7, 5, 6)):
        signals = trace(visit, unit=unit)
        cells = visit.find(".pins tbody tr").nth(row).locator("td.num").all_inner_texts()
        for name, cell in zip(SIGNALS, cells, strict=True):
            assert abs(number(cell) - signals[name][2]) < 0.0051
    drawn = visit.find(".life-row[data-signal=forget]").evaluate(PINNED)
    for path, unit in zip(drawn, (5, 6), strict=True):
        for depth, gate in zip(heights(path), trace(visit, unit=unit)["forget"], strict=True):
            assert abs(1 - depth - gate) < 1e-4
    assert visit.find(".life-row[data-signal=cell] .life-ends text").all_text_contents() == ["7", "5", "6"]


def test_lines_keep_their_limits_and_a_pinned_unit_is_selected_and_unpinned_from_the_list(visit: Visit) -> None:
    visit.open(text=SHORT, unit=7, pinned="5,6", step=2)
    cells = [value for unit in (5, 6, 7) for value in trace(visit, unit=unit)["cell"]]
    low, high = limits(visit, "cell")
    assert low <= round(min(cells), 2)
    assert high >= round(max(cells), 2)
    visit.find(".pins [data-unit='6']").click()
    visit.expect("#life h2").to_have_text("The life of unit 6")
    visit.expect(".pins [aria-current=true]").to_have_attribute("data-unit", "6")
    visit.find(".pins [data-unpin='5']").click()
    visit.expect(".pins-unit").to_have_count(1)
    assert visit.page.evaluate("() => document.activeElement.dataset.unpin") == "6"
    visit.page.keyboard.press("Enter")
    visit.expect(".pins").to_be_hidden()
    assert "pinned" not in visit.query()
    visit.page.keyboard.press("Escape")
    visit.expect(".life-sub").to_have_text("Click any cell of a map to look inside it.")
    visit.expect(".life-rows").to_be_hidden()
    visit.expect(".memory").to_be_hidden()


def test_memory_in_words_names_numbers_of_the_trace_and_leads_to_its_words(visit: Visit) -> None:
    visit.open(text=TEXT, unit=UNIT, step=0)
    episodes = find_telling_unit(visit)
    signals = trace(visit, TEXT, episodes["unit"])
    button = visit.find(".memory li button").nth(episodes["row"])
    step = int(button.get_attribute("data-step") or "")
    words = re.search(
        r"Opened at (?:the start|“(.+?)”) \(i = (\d\.\d\d), wrote ([+−]\d\.\d\d)\)",
        button.inner_text().replace("\u00a0", " "),
    )
    assert words
    assert words[1] == (visit.words()[step] if step else None)
    assert abs(number(words[2]) - signals["input"][step]) < 0.0051
    assert abs(number(words[3]) - signals["input"][step] * signals["candidate"][step]) < 0.0051
    button.click()
    expect_step(visit, step)
    visit.expect(".memory li [aria-current=true]").to_have_attribute("data-step", str(step))


def find_telling_unit(visit: Visit) -> dict[str, int]:
    """A unit with at least two episodes on the text, and the row of its last one."""
    for unit in range(64):
        visit.open(text=TEXT, unit=unit, step=0)
        told = visit.find(".memory li button").count()
        if told >= 2:
            return {"unit": unit, "row": told - 1}
    raise AssertionError("none of 64 units has two episodes")


def test_the_life_has_a_twin_in_numbers(visit: Visit) -> None:
    visit.open(text="The <b>queen</b>.", unit=5, pinned="6", step=1)
    visit.find("#life [data-twin]").click()
    table = visit.find(".life-table table")
    assert table.locator("tbody bdi").all_inner_texts() == visit.words()
    assert table.locator("thead tr").nth(0).locator("th").all_inner_texts() == ["unit 5", "unit 6"]
    ours, theirs = (trace(visit, "The <b>queen</b>.", unit) for unit in (5, 6))
    cells = [number(cell) for cell in table.locator("tbody tr").nth(2).locator("td").all_inner_texts()]
    for cell, expected in zip(cells, [signals[name][2] for signals in (ours, theirs) for name in SIGNALS], strict=True):
        assert abs(cell - expected) < 0.0051
    visit.find("#life [data-twin]").click()
    visit.expect(".life-table").to_be_hidden()


def test_the_twin_network_has_one_row_and_no_belt(visit: Visit) -> None:
    visit.open(text=SHORT, model="english-rnn", unit=3, step=2)
    assert visit.find(".life-row .sym").all_inner_texts() == ["h"]
    visit.expect(".memory-habit").to_contain_text("has no memory belt")
    assert visit.find(".memory li").count() == 0


def test_on_a_phone_a_tap_selects_and_nothing_scrolls_sideways(visitor: Callable[..., Visit]) -> None:
    visit = visitor(390, 844, has_touch=True, is_mobile=True).open(text=TEXT, unit=5, pinned="6,7", step=0)
    over = visit.find(".life-over")
    box: Any = over.bounding_box()
    over.tap(position={"x": box["width"] * 8.5 / 18, "y": 60})
    expect_step(visit, 8)
    assert visit.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    for selector in ("#life [data-turn='1']", "#life [data-pin]", ".pins-unit >> nth=0", ".pins .round >> nth=0"):
        target: Any = visit.find(selector).bounding_box()
        assert target["height"] >= 44, selector


def test_axe_finds_nothing_in_pins_and_tables(visit: Visit) -> None:
    visit.open(text=SHORT, unit=5, pinned="6,7", step=2)
    visit.find("#saturation").scroll_into_view_if_needed()
    visit.wait_until(lambda: visit.find(".books circle").count() > 0)
    for section in ("life", "saturation"):
        visit.find(f"#{section} [data-twin]").click()
    found = visit.axe("#life, #saturation")
    assert found.violations_count == 0, found.generate_report()
    visit.page.set_viewport_size({"width": 390, "height": 900})
    visit.wear("dark")
    found = visit.axe("#life, #saturation", colours_alone=True)
    assert found.violations_count == 0, found.generate_report()
