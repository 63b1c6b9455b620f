"""How far the gates go: a dot for each unit, live for the typed text, over what the books say."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from browser import TEXT, Visit
from playwright.sync_api import Locator

from model import DEFAULT, SHIPPED

pytest_plugins = "browser_fixtures"

SHORT = "The queen was tired."
UNIT = 5
GATES = ("forget", "input", "output")
CENTRES = (
    """(group) => [...group.children].map((dot) => [dot.getAttribute('cx'), dot.getAttribute('cy')].map(parseFloat))"""
)

Shares = list[tuple[float, float]]


def arrive(visit: Visit, **query: object) -> Visit:
    """Open the page and go to the section."""
    visit.open(**query)
    visit.find("#saturation").scroll_into_view_if_needed()
    visit.wait_until(lambda: visit.find(".dots circle").count() == 3 * 256)
    return visit


@pytest.fixture(scope="module")
def seen(lasting: Visit) -> Visit:
    """The section, with two units pinned."""
    return arrive(lasting, text=SHORT, unit=UNIT, pinned="6,7")


def plot(visit: Visit, gate: str) -> Locator:
    return visit.find(f".saturation-plot[data-gate={gate}]")


def measured(visit: Visit, gate: str, text: str = SHORT) -> Shares:
    """Shares of steps under 0.1 and over 0.9 of every unit, from the trace itself."""
    body = {"text": text, "signals": [gate], "layer": 0, "decimals": 9, "top_k": 0}
    answer = visit.page.request.post(f"{visit.address}/api/v1/trace", data=body).json()
    columns = list(zip(*answer["layers"][0]["signals"][gate], strict=True))
    return [(share(column, lambda v: v < 0.1), share(column, lambda v: v > 0.9)) for column in columns]


def share(values: tuple[float, ...], holds: Callable[[float], bool]) -> float:
    return sum(holds(value) for value in values) / len(values)


def centres(group: Locator) -> Shares:
    """Places of the dots, as shares."""
    return [(x / 100, 1 - y / 100) for x, y in group.evaluate(CENTRES)]


def assert_same(drawn: Shares, expected: Shares) -> None:
    assert len(drawn) == len(expected)
    for (low, high), (closed, opened) in zip(drawn, expected, strict=True):
        assert abs(low - closed) < 1e-4
        assert abs(high - opened) < 1e-4


def point(visit: Visit, gate: str, low: float, high: float) -> dict[str, float]:
    box: Any = plot(visit, gate).locator(".saturation-square").bounding_box()
    return {"x": low * box["width"], "y": (1 - high) * box["height"]}


def next_of(shares: Shares, place: tuple[float, float], selected: int) -> int:
    """The unit that a press at a place selects: of those there the one after the selected, or the first."""
    there = [unit for unit, each in enumerate(shares) if each == place]
    return there[(there.index(selected) + 1) % len(there)] if selected in there else there[0]


def test_dots_lie_where_the_trace_says(seen: Visit) -> None:
    for gate in GATES:
        assert_same(centres(plot(seen, gate).locator(".dots")), measured(seen, gate))


def test_the_books_lie_behind(seen: Visit) -> None:
    card = json.loads((SHIPPED / DEFAULT / "card.json").read_text("utf-8"))
    for gate in GATES:
        group = plot(seen, gate).locator(".books")
        seen.wait_until(lambda group=group: group.locator("circle").count() > 0)
        assert_same(centres(group), [tuple(shares) for shares in card["units"]["saturation"][gate][0]])


def test_dots_follow_the_typed_text_and_a_network_without_gates_has_none(visit: Visit) -> None:
    arrive(visit, text=SHORT, unit=UNIT)
    visit.find("#sentence").fill(TEXT)
    visit.find("#saturation").scroll_into_view_if_needed()
    expected = measured(visit, "forget", TEXT)
    visit.expect(".saturation-sub").to_contain_text("the share of the 18 words")
    assert_same(centres(plot(visit, "forget").locator(".dots")), expected)
    visit.find("#model").select_option("english-rnn")
    visit.expect("#saturation").to_be_hidden()
    visit.find("#model").select_option("english-lstm")
    visit.expect("#saturation").to_be_visible()
    visit.find("#saturation").scroll_into_view_if_needed()
    visit.wait_until(lambda: visit.find(".dots circle").count() == 3 * 256)


def test_models_are_asked_for_when_looked_at_and_again_only_if_they_could_not_be_read(
    visitor: Callable[..., Visit],
) -> None:
    visit = visitor(1280, 500)
    visit.page.route("**/api/v1/models", lambda route: route.fulfill(status=503))
    visit.open(text=SHORT, unit=UNIT)
    visit.page.wait_for_timeout(300)
    assert visit.asked_for("/api/v1/models") == []
    assert visit.find(".dots circle").count() == 0
    visit.find("#saturation").scroll_into_view_if_needed()
    visit.wait_until(lambda: visit.find(".dots circle").count() == 3 * 256)
    visit.expect(".saturation-sub").to_contain_text("△ What the gates do in books could not be read.")
    visit.page.unroute("**/api/v1/models")
    visit.page.evaluate("() => scrollTo(0, 0)")
    visit.page.wait_for_timeout(200)
    visit.find("#saturation").scroll_into_view_if_needed()
    visit.wait_until(lambda: visit.find(".books circle").count() > 0)
    visit.expect(".saturation-sub").not_to_contain_text("△")
    visit.page.evaluate("() => scrollTo(0, 0)")
    visit.page.wait_for_timeout(200)
    visit.find("#saturation").scroll_into_view_if_needed()
    visit.page.wait_for_timeout(200)
    assert len(visit.asked_for("/api/v1/models")) == 2
    visit.errors.clear()  # the browser itself notes a 503 in its console


def test_the_keyboard_goes_from_dot_to_dot_and_a_click_through_the_units_of_a_place(visit: Visit) -> None:
    arrive(visit, text=SHORT, unit=UNIT, show="all")
    shares = measured(visit, "input")
    square = plot(visit, "input").locator(".saturation-square")
    assert re.match(
        r"input gate, 256 units by how often .*\. unit 5: nearly closed at \d+\s% .*\. Arrow keys",
        square.get_attribute("aria-label") or "",
    )
    square.focus()
    visit.page.keyboard.press("Home")
    visit.page.keyboard.press("ArrowRight")
    low, high = place = sorted(set(shares))[1]
    visit.expect("#saturation [data-live]").to_contain_text(
        f"nearly closed at {round(low * 100)} % of the words, nearly open at {round(high * 100)} %"
    )
    visit.page.keyboard.press("Enter")
    selected = next_of(shares, place, UNIT)
    visit.expect("#life h2").to_have_text(f"The life of unit {selected}")
    assert visit.page.evaluate("() => document.activeElement.className").startswith("saturation-square")
    place = max(set(shares), key=shares.count)
    assert shares.count(place) > 2
    for _ in range(2):
        selected = next_of(shares, place, selected)
        square.click(position=point(visit, "input", *place))
        visit.expect("#life h2").to_have_text(f"The life of unit {selected}")
        visit.expect(".saturation-plot[data-gate=output] .label.on").to_have_text(str(selected))


def test_hovering_names_the_place_and_selects_nothing(seen: Visit) -> None:
    low, high = measured(seen, "output")[77]
    plot(seen, "output").locator(".saturation-square").hover(position=point(seen, "output", low, high))
    seen.expect(".saturation-plot[data-gate=output] .saturation-said").to_contain_text(
        f"nearly closed at {round(low * 100)} % of the words, nearly open at {round(high * 100)} %"
    )
    assert seen.query()["unit"] == str(UNIT)
    seen.page.mouse.move(2, 2)


def test_the_selected_and_the_pinned_units_are_marked(seen: Visit) -> None:
    forget = plot(seen, "forget")
    seen.wait_until(lambda: forget.locator(".way").count() == 3)
    assert sorted(forget.locator(".label").all_text_contents()) == ["5", "6", "7"]
    assert forget.locator(".label.on").all_text_contents() == ["5"]
    low, high = measured(seen, "forget")[UNIT]
    ring = forget.locator(".ring.on")
    assert abs(float((ring.get_attribute("cx") or "").rstrip("%")) / 100 - low) < 1e-4
    seen.expect(".saturation-plot[data-gate=forget] .saturation-said").to_contain_text(
        f"unit 5: nearly closed at {round(low * 100)} % of the words, nearly open at {round(high * 100)} % (in books"
    )


def test_still_units_are_flagged_and_counted(seen: Visit) -> None:
    body = {"text": SHORT, "signals": ["hidden"], "layer": 0, "decimals": 9, "top_k": 0}
    answer = seen.page.request.post(f"{seen.address}/api/v1/trace", data=body).json()
    columns = list(zip(*answer["layers"][0]["signals"]["hidden"], strict=True))
    still = {unit for unit, column in enumerate(columns) if max(column) - min(column) < 0.02}
    flagged = (
        plot(seen, "forget")
        .locator(".dots circle")
        .evaluate_all("(dots) => dots.flatMap((dot, unit) => (dot.classList.contains('still') ? [unit] : []))")
    )
    assert set(flagged) == still
    words = {0: "Every unit moves", 1: "1 unit never moves"}.get(len(still), f"{len(still)} units never move")
    seen.expect(".saturation-sub").to_contain_text(f"{words} on this text.")


def test_the_gates_have_a_twin_in_numbers(seen: Visit) -> None:
    seen.wait_until(lambda: seen.find(".books circle").count() > 0)
    seen.find("#saturation [data-twin]").click()
    table = seen.find(".saturation-table table")
    assert table.locator("tbody tr").count() == 256
    cells = table.locator("tbody tr").nth(77).locator("td").all_inner_texts()
    low, high = measured(seen, "forget")[77]
    assert cells[:2] == [f"{round(low * 100)}\N{NO-BREAK SPACE}%", f"{round(high * 100)}\N{NO-BREAK SPACE}%"]
    assert len(cells) == 12
    seen.find("#saturation [data-twin]").click()
    seen.expect(".saturation-table").to_be_hidden()


def test_on_a_phone_a_tap_near_a_dot_selects_it(visitor: Callable[..., Visit]) -> None:
    visit = visitor(390, 844, has_touch=True, is_mobile=True)
    arrive(visit, text=TEXT, unit=UNIT)
    shares = measured(visit, "forget", TEXT)
    low, high = max(shares, key=lambda each: each[1])
    square = plot(visit, "forget").locator(".saturation-square")
    square.scroll_into_view_if_needed()
    spot = point(visit, "forget", low, high)
    square.tap(position={"x": spot["x"] + 6, "y": spot["y"] + 2})
    visit.expect("#life h2").to_have_text(f"The life of unit {next_of(shares, (low, high), UNIT)}")
    assert visit.page.evaluate("() => document.documentElement.scrollWidth") <= 390
