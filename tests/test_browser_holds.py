"""Holding signals by hand: from the drawing, from a map, by key; what then is shown, and how it is taken back."""

import json
import re
from collections.abc import Callable
from typing import Any

from browser import TEXT, Visit

from model import DEFAULT, Hold, load_model, predict, trace_held, trace_text

pytest_plugins = "browser_fixtures"

DOCK = "#holds"
STEPS = 18
SMALL = """() => [...document.querySelectorAll('#holds :is(button, input, select, label:has(input[type=radio]))')]
    .filter((one) => one.checkVisibility() && !one.matches('[type=radio]'))
    .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 90))"""


def holds_of(visit: Visit) -> list[dict[str, Any]]:
    """The holds of the address, once it has all that are listed."""
    holds: list[dict[str, Any]] = []

    def has_all() -> bool:
        holds[:] = json.loads(visit.query().get("holds", "[]"))
        return len(holds) == visit.find(f"{DOCK} .hold-name").count()

    visit.wait_until(has_all)
    return holds


def guesses(visit: Visit, column: int) -> list[str]:
    return visit.find(".guess-column").nth(column).locator("bdi").all_inner_texts()


def expected(step: int, *holds: Hold) -> list[str]:
    """The three best guesses after a step of TEXT."""
    model = load_model(DEFAULT)
    trace = trace_held(model, model.tokenizer.encode(TEXT), holds)
    ids = predict(model, trace, 3).ids[step].tolist()
    return ["¶" if number == 0 else model.tokenizer.label(number).removeprefix(" ") for number in ids]


def signed(value: float) -> str:
    """A number as the page writes it."""
    text = f"{value:+.2f}".replace("-", "−")
    return text if float(f"{value:.2f}") else "0.00"


def over(visit: Visit, panel: str, cells: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """Places on the page of cells (step, row) of a map."""
    visit.find(f".lstm [data-panel={panel}] .over").scroll_into_view_if_needed()
    box = visit.find(f".lstm [data-panel={panel}] .over").bounding_box()
    assert box
    rows, steps = map(int, (visit.drawn(panel) or "").split(", "))
    return [
        (box["x"] + box["width"] * (step + 0.5) / steps, box["y"] + box["height"] * (row + 0.5) / rows)
        for step, row in cells
    ]


def test_the_first_example_turns_the_gender_by_hand(visit: Visit) -> None:
    turn = load_model(DEFAULT).card["suggested"]["turn"]
    visit.open()
    link = visit.find(".examples a").first
    assert link.inner_text() == "turn the gender by hand"
    link.click()
    visit.expect("#sentence").to_have_value(turn["text"])
    visit.expect(f"{DOCK} .holds-count").to_have_text("1 hold")
    visit.expect(".guess-column >> nth=1").to_be_visible()
    visit.wait_until(lambda: guesses(visit, 0)[0] != guesses(visit, 1)[0])
    assert turn["favoured"].strip() in guesses(visit, 0)
    assert turn["against"].strip() in guesses(visit, 1)
    (hold,) = holds_of(visit)
    assert (hold["units"], hold["signal"], hold["value"]) == ([turn["unit"]], turn["signal"], turn["value"])
    was = visit.find(".guessed .ghost:visible").all_inner_texts()
    assert was
    assert all(word.startswith("was ") for word in was)
    visit.find("[data-example='1']").click()
    visit.expect(f"{DOCK} .holds-count").to_have_text("Nothing is held")
    visit.find(f"{DOCK} [data-way=undo]").click()
    visit.expect(f"{DOCK} .holds-count").to_have_text("1 hold")
    address = visit.page.evaluate("() => document.querySelector('[data-example=turn]').href")
    visit.page.goto(address)  # the link does the same without a script's help
    visit.expect(".guess-column >> nth=1").to_be_visible()
    visit.wait_until(lambda: turn["against"].strip() in guesses(visit, 1))


def test_a_number_of_the_drawing_is_held_changed_and_let_go(visit: Visit) -> None:
    visit.open(text=TEXT, unit=3, step=8, sort="index", show="all")
    visit.expect(DOCK).to_be_hidden()
    was = float(visit.find(".lstm [data-panel=forget] .value").inner_text())
    visit.find(".lstm [data-holds=forget]").click()
    value = 1.0 if was < 0.5 else 0.0
    visit.expect(".lstm [data-panel=forget] .value").to_have_text(f"{value:.2f}")
    visit.expect(f"{DOCK} .hold-name").to_have_text(f"f of unit 3 at {value:.2f}")
    visit.expect(".lstm [data-holds=forget]").to_have_attribute("aria-pressed", "true")
    visit.expect(".lstm .said").to_contain_text("Its forget gate is held.")
    assert holds_of(visit) == [
        {"layer": 0, "units": [3], "signal": "forget", "steps": [8, None], "value": value, "off": False}
    ]
    # the hold is edited as a sentence; each change is in force at once
    visit.find("[name=held-signal]").select_option("cell")
    visit.find("[name=held-value]").fill("1.5")
    visit.find("[name=held-units]").fill("3, 5-7")
    visit.find("[name=held-last]").select_option("9")
    visit.expect(".lstm [data-panel=cell] .value").to_have_text("+1.50")
    visit.expect(".lstm .equations .between >> nth=1").to_have_text("≠")
    visit.expect(".lstm .said").to_contain_text("By hand it is made to hold +1.50")
    hold = Hold(0, (3, 5, 6, 7), "cell", 8, 9, 1.5)
    visit.wait_until(lambda: guesses(visit, 1) == expected(8, hold))
    assert guesses(visit, 0) == expected(8)
    visit.expect(".lstm [data-panel=cell] .held-marks i").to_have_count(2)
    assert visit.find(".life-ghost").first.get_attribute("d")
    # off, on, undone, redone, cleared
    box = visit.find(f"{DOCK} .holds-list input")
    box.uncheck()
    visit.expect(".guess-column >> nth=0").to_be_hidden()
    visit.expect(".lstm [data-holds=cell]").to_have_attribute("aria-pressed", "false")
    visit.find("[data-way=undo]").click()
    visit.expect(f"{DOCK} .holds-list input").to_be_checked()
    visit.find("[data-way=redo]").click()
    visit.expect(f"{DOCK} .holds-list input").not_to_be_checked()
    visit.find("[data-way=clear]").click()
    visit.expect(f"{DOCK} .holds-count").to_have_text("Nothing is held")
    assert holds_of(visit) == []
    visit.find("[data-way=undo]").click()
    assert holds_of(visit)[0]["off"]
    visit.reload()
    visit.expect(f"{DOCK} .holds-list input").not_to_be_checked()
    visit.expect(f"{DOCK} .hold-name").to_have_text("c of 4 units at +1.50")


def test_what_cannot_be_held_is_said_and_nothing_is_lost(visit: Visit) -> None:
    visit.open(text=TEXT, unit=3, step=8)
    visit.find(".lstm [data-holds=output]").click()
    before = holds_of(visit)
    for field, typed, words in (
        ("units", "3, 999", "“999” is no unit: give numbers from 0 to 255"),
        ("units", "", "at least one unit"),
        ("value", "1.2", "A value from 0 to 1"),
        ("value", "", "A value from 0 to 1"),
    ):
        visit.find(f"[name=held-{field}]").fill(typed)
        visit.expect(".holds-problem").to_contain_text(words)
    assert holds_of(visit) == before
    visit.find("[name=held-value]").fill("0.25")
    visit.expect(".holds-problem").to_be_hidden()
    visit.expect(f"{DOCK} .hold-name").to_have_text("o of unit 3 at 0.25")
    # two that meet: the later one wins, and the page says so
    visit.page.keyboard.press("Escape")
    visit.find("h2").first.click()
    held = {"layer": 0, "units": [3], "signal": "output", "steps": [8, 9], "value": 1, "off": False}
    visit.open(text=TEXT, unit=3, step=8, holds=json.dumps([*before, held]))
    visit.expect("#notice").to_contain_text("hold 2 overrides hold 1 at steps 8-9")
    # the text becomes too short: what lies behind it waits, and comes back with the words
    visit.find("#sentence").fill("The queen was tired")
    visit.expect("#notice").to_contain_text("Hold 2 begins at step 8, but the text ends at step 4: it waits.")
    assert holds_of(visit)[1]["steps"] == [8, 9]
    visit.find("#sentence").fill(TEXT)
    visit.expect("#notice").to_contain_text("hold 2 overrides hold 1")
    visit.find("#sentence").fill(f"Once {TEXT}")
    visit.wait_until(lambda: [hold["steps"] for hold in holds_of(visit)] == [[9, None], [9, 10]])


def test_a_region_of_a_map_is_dragged(visit: Visit) -> None:
    visit.open(text=TEXT, unit=3, step=8, sort="index", show="all")
    mouse, keyboard = visit.page.mouse, visit.page.keyboard
    for way in ("tool", "shift"):
        if way == "tool":
            visit.find("#hold-tool").click()
        else:
            visit.find("[data-way=clear]").click()
            visit.expect(f"{DOCK} .holds-count").to_have_text("Nothing is held")
            keyboard.down("Shift")
        start, end = over(visit, "input", [(4, 100), (6, 103)])
        mouse.move(*end)
        mouse.down()
        mouse.move(*start)
        visit.expect(".lstm [data-panel=input] .region").to_be_visible()
        mouse.up()
        keyboard.up("Shift")
        visit.expect(f"{DOCK} .holds-count").to_have_text("1 hold")
        (hold,) = holds_of(visit)
        assert (hold["signal"], hold["units"], hold["steps"]) == ("input", [100, 101, 102, 103], [4, 6]), way
        assert visit.query()["unit"] == "3", way
        visit.expect(".lstm [data-panel=input] .held-marks i").to_have_count(1)
    # what changed: the held gate by as much as it was held away, and what came before not at all
    visit.find("[name=look][value=difference]").check()
    first, there = over(visit, "input", [(2, 101), (5, 101)])
    mouse.move(*first)
    visit.expect(".lstm [data-panel=input] .peeked").to_have_text(re.compile("unit 101: 0.00$"))
    mouse.move(*there)
    change = hold["value"] - float(trace_text(load_model(DEFAULT), TEXT).signals["input"][0, 5, 101])
    visit.expect(".lstm [data-panel=input] .peeked").to_have_text(f"{visit.words()[5]}, unit 101: {signed(change)}")
    visit.expect("[data-scale=change]").to_be_visible()
    visit.expect(".scales [data-scale=gate]").to_be_hidden()
    assert visit.query()["look"] == "difference"


def test_everything_by_keyboard(visit: Visit) -> None:
    visit.open(text=TEXT, unit=3, step=8, sort="index", show="all")
    keyboard = visit.page.keyboard
    cells = visit.find(".lstm [data-panel=candidate] .over")
    cells.focus()
    keyboard.press("Shift+ArrowRight")
    keyboard.press("Shift+ArrowDown")
    visit.expect(".lstm [data-panel=candidate] .region").to_be_visible()
    keyboard.press("Escape")
    visit.expect(".lstm [data-panel=candidate] .region").to_be_hidden()
    assert visit.query()["unit"] == "3"
    for key in ("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown", "Enter"):
        keyboard.press(key)
    visit.expect(f"{DOCK} .hold-name").to_have_text("g of units 3, 4 at 0.00")
    assert holds_of(visit)[0]["steps"] == [8, 10]
    visit.find("#hold-tool").focus()
    keyboard.press("h")  # the signal that colours the words, from this word on
    visit.expect("[name=held-slide]").to_be_focused()
    keyboard.press("ArrowRight")
    visit.expect(f"{DOCK} .hold-name >> nth=1").to_have_text("c of unit 3 at +0.01")
    keyboard.press("Control+z")
    visit.expect(f"{DOCK} .hold-name >> nth=1").to_have_text("c of unit 3 at 0.00")
    keyboard.press("Control+z")
    visit.expect(f"{DOCK} .hold-name").to_have_count(1)
    keyboard.press("Control+Shift+z")
    visit.expect(f"{DOCK} .hold-name").to_have_count(2)
    visit.find(f"{DOCK} .hold-name").first.focus()
    keyboard.press("Enter")
    visit.expect("[name=held-units]").to_have_value("3, 4")
    found = visit.axe(DOCK).response["violations"]
    assert not found, [(each["id"], each["nodes"][0]["html"]) for each in found]


def test_downloads_and_reasons_are_of_the_held_run_and_another_network_keeps_what_it_can_hold(visit: Visit) -> None:
    holds = [
        {"layer": 0, "units": [3], "signal": "forget", "steps": [5, None], "value": 0.25, "off": False},
        {"layer": 0, "units": [4], "signal": "hidden", "steps": None, "value": 0, "off": False},
    ]
    visit.open(text=TEXT, unit=3, step=8, signal="forget", holds=json.dumps(holds))
    visit.expect(f"{DOCK} .holds-count").to_have_text("2 holds")
    query = visit.page.evaluate("() => new URL(document.querySelector('[data-format=csv]').href).search")
    assert "holds=" in query
    visit.find("#why summary").click()
    visit.expect(".why-parts .say").to_contain_text("but it is held at 0.25.")
    visit.find("#model").select_option("english-rnn")
    visit.expect(f"{DOCK} .hold-name").to_have_count(1)
    visit.expect(f"{DOCK} .hold-name").to_have_text("h of unit 4 at 0.00")
    visit.expect(".rnn .held-marks").to_be_attached()
    visit.find("#model").select_option("english-lstm")
    visit.find("[data-way=undo]").click()
    visit.expect(f"{DOCK} .holds-count").to_have_text("2 holds")


def test_on_a_phone_with_a_finger(visitor: Callable[..., Visit]) -> None:
    visit = visitor(width=390, height=844, has_touch=True)
    visit.open(text=TEXT, unit=3, step=8, signal="output", sort="index")
    visit.find("#hold-tool").tap()
    ((x, y),) = over(visit, "output", [(5, 10)])
    visit.page.touchscreen.tap(x, y)
    visit.expect(f"{DOCK} .holds-count").to_have_text("1 hold")
    (hold,) = holds_of(visit)
    assert (hold["signal"], len(hold["units"]), hold["steps"]) == ("output", 1, [5, 5])
    visit.expect(".holds-form").to_be_hidden()  # or it would hide what it changes
    visit.find(".holds-fold").tap()
    visit.find("[name=held-last]").select_option("")
    assert holds_of(visit)[0]["steps"] == [5, None]
    assert visit.page.evaluate(SMALL) == []
    assert visit.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    visit.find("[data-way=remove]").tap()
    visit.expect(f"{DOCK} .holds-count").to_have_text("Nothing is held")
    visit.expect("[data-way=undo]").to_be_focused()
