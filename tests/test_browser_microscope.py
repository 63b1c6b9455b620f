"""One cell at one moment: the drawing's numbers are the model's, and what is shown adds up."""

import math
import re
from collections.abc import Callable
from typing import Any

import pytest
from browser import TEXT, Visit

pytest_plugins = "browser_fixtures"

SCOPE = ".lstm .microscope"
SYMBOLS = {
    "previous": "c(t−1)", "forget": "f", "kept": "f · c(t−1)", "input": "i", "candidate": "g", "written": "i · g",
    "cell": "c", "squashed": "tanh c", "output": "o", "hidden": "h",
}  # fmt: skip
ROUNDED = 0.005 + 1e-6


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def hundredths(text: str) -> int:
    return round(number(text) * 100)


def table(visit: Visit, kind: str = "lstm") -> dict[str, str]:
    """The microscope's twin: symbol -> value as it is written."""
    rows: list[tuple[str, str]] = visit.find(f".{kind} .moment-table tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [row.cells[0].textContent, row.cells[2].textContent])"
    )
    return dict(rows)


def traced(visit: Visit, unit: int, text: str = TEXT, model: str = "english-lstm") -> dict[str, list[float]]:
    """Every signal of a unit at every step, by the API."""
    body = {"text": text, "model": model, "units": [unit], "decimals": 9}
    answer = visit.page.request.post(f"{visit.address}/api/v1/trace", data=body).json()
    return {name: [step[0] for step in steps] for name, steps in answer["layers"][0]["signals"].items()}


def moment(signals: dict[str, list[float]], step: int) -> dict[str, float]:
    """What the microscope shows of a step, from the trace alone."""
    now = {name: values[step] for name, values in signals.items()}
    return now | {"previous": signals["cell"][step - 1] if step else 0.0, "squashed": math.tanh(now["cell"])}


@pytest.fixture(scope="module")
def seen(lasting: Visit) -> Visit:
    """Unit 5 at “king”."""
    return lasting.open(text=TEXT, unit=5, step=8)


def test_the_numbers_are_those_of_the_trace_and_obey_the_equations(visit: Visit) -> None:
    visit.open(text=TEXT, unit=5, step=0, pinned="248,77")
    for unit, step in ((5, 0), (5, 8), (248, 10), (77, 16)):
        if unit != 5:
            visit.find(f".pins [data-unit='{unit}']").click()
        visit.find(".tile").nth(step).click()
        visit.expect(f"{SCOPE} .inside").to_have_text(f"{visit.words()[step]} in unit {unit}")
        assert_shows_what_was_traced(visit, unit, step)


def assert_shows_what_was_traced(visit: Visit, unit: int, step: int) -> None:
    now, shown = moment(traced(visit, unit), step), table(visit)
    assert abs(now["forget"] * now["previous"] + now["input"] * now["candidate"] - now["cell"]) < 1e-5
    assert abs(now["output"] * now["squashed"] - now["hidden"]) < 1e-5
    for name, value in now.items():
        assert abs(number(shown[SYMBOLS[name]]) - value) <= ROUNDED, name
    for name, value in (("kept", now["forget"] * now["previous"]), ("written", now["input"] * now["candidate"])):
        assert abs(number(shown[SYMBOLS[name]]) - value) <= 0.01, name
    drawn = visit.find(f"{SCOPE} .drawing .number").all_text_contents()
    assert sorted(drawn) == sorted(shown.values())


def test_the_drawing_is_named_by_what_it_shows(seen: Visit) -> None:
    said = seen.find(f"{SCOPE} .said").inner_text()
    shown = table(seen)
    assert said.startswith(f"At “king” unit 5 keeps {round(100 * number(shown['f']))} % of what it held")
    assert said.endswith(f"of it, as {shown['h']}.")
    assert f"writes {shown['i · g']}. It now holds {shown['c']} and shows" in said
    assert seen.find(f"{SCOPE} [role=img].drawing").get_attribute("aria-label") == said
    seen.page.keyboard.press("Home")
    seen.expect(f"{SCOPE} .said").to_have_text(re.compile(r"^At the start unit 5 holds nothing yet, and writes "))
    seen.find(".tile").nth(8).click()
    seen.expect(f"{SCOPE} .said").to_have_text(said)


def test_wires_are_as_thick_as_their_values(seen: Visit) -> None:
    reach = seen.page.evaluate("() => JSON.parse(document.querySelector('#start').textContent).reading.range")
    bent = min(1, math.asinh(2 * abs(moment(traced(seen, 5), 8)["forget"])) / math.asinh(2 * reach))
    thick = seen.find(f"{SCOPE} .wire.gate").first.evaluate("(wire) => parseFloat(wire.style.strokeWidth)")
    assert thick == pytest.approx(max(1.5, 26 * bent), abs=0.06)


def test_each_sign_tells_what_it_does(seen: Visit) -> None:
    shown = table(seen)
    for name, words in {
        "keep": f"The forget gate {shown['f']} lets",
        "write": f": {shown['i · g']} is written.",
        "add": f"{shown['f · c(t−1)']} kept and {shown['i · g']} written add up to {shown['c']}.",
        "squash": f"{shown['c']} becomes {shown['tanh c']}",
        "show": f": {shown['h']} is shown",
    }.items():
        seen.find(f"[popovertarget=sign-lstm-{name}]").focus()
        seen.page.keyboard.press("Enter")
        seen.expect(f"#sign-lstm-{name}").to_be_visible()
        seen.expect(f"#sign-lstm-{name}").to_contain_text(words)
        seen.page.keyboard.press("Escape")
        seen.expect(f"#sign-lstm-{name}").to_be_hidden()
    seen.expect(f"{SCOPE} .inside").to_have_text("king in unit 5")


def test_the_equations_stand_below_with_this_words_numbers(seen: Visit) -> None:
    shown = table(seen)
    label = seen.find(".lstm .live [role=img]").nth(1).get_attribute("aria-label") or ""
    hidden, squashed = (shown[symbol].replace("+", "") for symbol in ("h", "tanh c"))
    factor = f"({squashed})" if squashed.startswith("−") else squashed
    assert label == f"h equals o times tanh c: {hidden} = {shown['o']} × {factor}"


def test_the_drawing_may_be_read_as_a_table(seen: Visit) -> None:
    twin = seen.find(f"{SCOPE} [data-twin]")
    twin.focus()
    seen.page.keyboard.press("Enter")
    seen.expect(f"{SCOPE} .moment-table").to_be_visible()
    seen.expect(f"{SCOPE} .drawing").to_be_hidden()
    assert table(seen).keys() == set(SYMBOLS.values())
    seen.page.keyboard.press("Enter")
    seen.expect(f"{SCOPE} .drawing").to_be_visible()


def test_what_is_kept_and_what_is_written_add_up_in_every_cell(visit: Visit) -> None:
    visit.open(text=TEXT, unit=0, step=0, sort="index", show="all")
    visit.find("[data-panel=cell] .over").focus()
    seen = set()
    for _ in range(4):
        for key in ("ArrowRight",) * 17:
            shown = table(visit)
            kept, written, cell = (hundredths(shown[SYMBOLS[name]]) for name in ("kept", "written", "cell"))
            assert kept + written == cell, shown
            seen.add((kept, written))
            visit.page.keyboard.press(key)
        for key in ("PageDown", "Home"):
            visit.page.keyboard.press(key)
    assert len(seen) > 30


def test_another_step_moves_nothing_and_units_go_by_the_order_of_the_maps_and_are_pinned(visit: Visit) -> None:
    visit.open(text=TEXT, unit=5, step=0, sort="index", show="all")
    heights = set()
    for _ in range(12):
        visit.page.keyboard.press("ArrowRight")
        heights.add(visit.find(SCOPE).evaluate("(scope) => scope.offsetHeight"))
    assert len(heights) == 1
    visit.find(".tile").nth(8).click()
    visit.find(f"{SCOPE} [data-rows='1']").click()
    visit.expect(f"{SCOPE} .inside").to_have_text("king in unit 6")
    pin = visit.find(f"{SCOPE} .pin")
    pin.click()
    visit.expect(f"{SCOPE} .pin").to_have_attribute("aria-pressed", "true")
    visit.find(f"{SCOPE} [data-rows='-1']").click()
    visit.expect(f"{SCOPE} .pin").to_have_attribute("aria-pressed", "false")
    assert visit.query()["pinned"] == "6"
    visit.expect(f"{SCOPE} .drawing").to_be_visible()
    visit.page.keyboard.press("Escape")
    visit.expect(f"{SCOPE} .unselected").to_have_text("Click any cell of a map to look inside it.")
    for part in (".drawing", ".said", ".inside", ".sign-button >> nth=0"):
        visit.expect(f"{SCOPE} {part}").to_be_hidden()
    visit.expect(".lstm .equations").to_be_hidden()
    visit.find(f"{SCOPE} [data-rows='1']").click()
    visit.expect(f"{SCOPE} .drawing").to_be_visible()


def test_the_twin_is_one_neuron_that_is_fed_from_itself(visit: Visit) -> None:
    visit.open(text=TEXT, model="english-rnn", unit=9, step=8)
    hidden = traced(visit, 9, model="english-rnn")["hidden"]
    shown = table(visit, "rnn")
    assert abs(number(shown["h"]) - hidden[8]) <= ROUNDED
    assert abs(number(shown["h(t−1)"]) - hidden[7]) <= ROUNDED
    assert sorted(visit.find(".rnn .drawing .number").all_text_contents()) == sorted(shown.values())
    visit.expect(".rnn .microscope .drawing").to_contain_text("goes in again at the next word")
    assert visit.find(".rnn .microscope .wire.gate").count() == 0


def test_a_phone_has_the_same_letters_and_room_for_fingers(visitor: Callable[..., Visit]) -> None:
    visit = visitor(390, 844, has_touch=True, is_mobile=True).open(text=TEXT, unit=5, step=8)
    box = visit.find(f"{SCOPE} .drawing").bounding_box()
    assert box
    assert box["width"] == 358
    assert (visit.find(f"{SCOPE} .drawing").get_attribute("viewBox") or "").startswith("0 0 358 ")
    for button in visit.find(f"{SCOPE} button:visible").all():
        size = button.bounding_box()
        assert size
        assert size["height"] >= 44, button.inner_text()
    assert visit.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_no_state_of_it_shuts_anyone_out(visit: Visit) -> None:
    visit.open(text=TEXT, unit=5, step=8, drawing="unrolled")
    visit.find("#why summary").click()
    visit.expect(".part.sum").to_be_visible()
    for twin in (f"{SCOPE} [data-twin]", "#unrolled [data-twin]"):
        visit.find(twin).click()
    assert_accessible(visit)
    visit.wear("dark")
    visit.expect(".part.sum").to_be_visible()
    assert_accessible(visit, colours_alone=True)
    visit.page.keyboard.press("Escape")
    visit.expect(f"{SCOPE} .unselected").to_be_visible()
    assert_accessible(visit, colours_alone=True)
    visit.wear("light")
    assert_accessible(visit)


def assert_accessible(visit: Visit, colours_alone: bool = False) -> None:
    results: Any = visit.axe(".layer", colours_alone)
    assert results.violations_count == 0, results.generate_report()
