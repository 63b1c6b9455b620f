"""How long the units remember: a dot for each on this text and in books, as the API answers."""

import json
import re
from typing import Any

import pytest
from browser import TEXT, Visit
from playwright.sync_api import Route

from model import DEFAULT, SHIPPED

pytest_plugins = "browser_fixtures"

PANEL = "#panel-lives"
CHART = ".lives-chart"
UNIT = 5
DRAWN = """() => {
    const plot = document.querySelector('.lives-chart .js-plotly-plot');
    return plot ? plot.data.map(({ name, x, y, customdata }) => ({ name, x, y, units: customdata })) : [];
}"""
# Where a unit's dot lies in the window.
POINT = """([side, unit]) => {
    const plot = document.querySelector('.lives-chart .js-plotly-plot');
    const { xaxis, yaxis, _size } = plot._fullLayout;
    const { left, top } = plot.getBoundingClientRect();
    const { x, y, customdata } = plot.data[side];
    const at = customdata.indexOf(unit);
    return [left + _size.l + xaxis.d2p(x[at]), top + _size.t + yaxis.d2p(y[at])];
}"""
TARGETS = """() => [...document.querySelectorAll('#panel-lives button')]
    .filter((element) => element.offsetWidth && !element.closest('[popover], .chart'))
    .map((element) => element.getBoundingClientRect().height)"""


def arrive(visit: Visit, **query: object) -> Visit:
    """Open the page at the tab, go there, and wait until it says something."""
    visit.open(**{"text": TEXT, "tab": "lives", "unit": UNIT} | query)
    visit.reach("#through")
    visit.expect(f"{PANEL} .through-lead:not(:empty), {PANEL} .lives-none:visible").to_be_attached()
    return visit


@pytest.fixture(scope="module")
def seen(lasting: Visit) -> Visit:
    """The tab as it opens."""
    return arrive(lasting)


def lives(visit: Visit, text: str = TEXT) -> list[float | None]:
    response = visit.page.request.post(f"{visit.address}/api/v1/half-lives", data={"text": text})
    units: list[float | None] = response.json()["units"]
    return units


def order(units: list[float | None]) -> list[int]:
    """The units by how long they remember, as stacked."""
    return sorted(range(len(units)), key=lambda unit: (float("inf") if units[unit] is None else units[unit], unit))


def digits(life: float | None) -> str:
    return "longer than can be told" if life is None else f"{float(f'{life:.2g}'):g}\N{NO-BREAK SPACE}words"


def unit_words(unit: int, life: str = "") -> re.Pattern[str]:
    """What is said of a unit, with or without a name that it has earned."""
    return re.compile(rf"[Uu]nit {unit}( \([^)]*\))?: {re.escape(life)}")


def test_every_unit_is_a_dot_on_this_text_and_in_books(seen: Visit) -> None:
    seen.wait_until(lambda: bool(seen.page.evaluate(DRAWN)))
    here, books, *_ = seen.page.evaluate(DRAWN)
    card = json.loads((SHIPPED / DEFAULT / "card.json").read_text("utf-8"))["units"]["half_life"][0]
    for side, units in ((here, lives(seen)), (books, card)):
        assert side["units"] == order(units)
        known = [(x, units[unit]) for x, unit in zip(side["x"], side["units"], strict=True) if units[unit] is not None]
        assert all(x == pytest.approx(life, rel=0.07) for x, life in known)
    assert min(here["y"]) > 0 > max(books["y"])


def test_the_lead_tells_of_the_layer_and_of_the_unit(seen: Visit) -> None:
    units = lives(seen)
    middle = units[order(units)[(len(units) - 1) // 2]]
    lead = seen.find(f"{PANEL} .through-lead").inner_text()
    assert lead.startswith(f"Half of the 256 units have forgotten half of what they held after {digits(middle)}")
    assert unit_words(UNIT, f"{digits(units[UNIT])} on this text").search(lead)


def test_selected_and_pinned_are_marked_a_click_selects_and_the_lead_follows_the_text(visit: Visit) -> None:
    arrive(visit, pinned="7,40", show="all")
    visit.expect(f"{CHART} .annotation-text").to_have_count(8)
    texts = visit.find(f"{CHART} .annotation-text").all_text_contents()
    assert sorted(texts) == sorted(["this text", "books", *2 * ["5", "7", "40"]])
    wanted = order(lives(visit))[-1]
    visit.find(CHART).scroll_into_view_if_needed()
    visit.page.mouse.move(*visit.page.evaluate(POINT, [0, wanted]))
    visit.expect(f"{CHART} .hovertext").to_contain_text(unit_words(wanted))
    visit.page.mouse.down()
    visit.page.mouse.up()
    visit.expect("#life h2").to_have_text(f"The life of unit {wanted}")
    visit.expect(f"{PANEL} .through-lead").to_contain_text(unit_words(wanted))
    visit.find("#sentence").fill("The old king waited.")
    visit.reach("#through")
    changed = lives(visit, "The old king waited.")
    visit.expect(f"{PANEL} .through-lead").to_contain_text(
        unit_words(wanted, f"{digits(changed[wanted])} on this text")
    )


def test_buttons_go_from_unit_to_unit_by_how_long_they_remember(visit: Visit) -> None:
    arrive(visit, pinned=order(lives(visit))[-1])
    units = order(lives(visit))
    at = units.index(UNIT)
    longer, sooner = visit.find(f"{PANEL} [data-turn='1']"), visit.find(f"{PANEL} [data-turn='-1']")
    longer.focus()
    for unit in units[at + 1 : at + 3]:
        visit.page.keyboard.press("Enter")
        visit.expect(f"{PANEL} .through-lead").to_contain_text(unit_words(unit))
    sooner.click()
    visit.expect(f"{PANEL} .through-lead").to_contain_text(unit_words(units[at + 1]))
    visit.find(f".pins [data-unit='{units[-1]}']").click()  # the longest has none that is longer
    visit.expect(f"{PANEL} [data-turn='1']").to_be_disabled()
    visit.expect(f"{PANEL} [data-turn='-1']").to_be_enabled()
    visit.page.keyboard.press("Escape")  # without a unit any will do
    visit.expect(f"{PANEL} .through-lead").to_contain_text("Select a unit to see where it stands.")
    visit.find(f"{PANEL} [data-turn='-1']").click()
    visit.expect(f"{PANEL} .through-lead").to_contain_text(unit_words(units[-1]))


def test_a_network_without_forget_gates_says_so_and_offers_its_gradients(visit: Visit) -> None:
    arrive(visit, model="english-rnn", unit=3)
    visit.expect(f"{PANEL} .lives-none").to_contain_text("no forget gates")
    visit.expect(CHART).to_be_hidden()
    assert visit.asked_for("/figures/half-lives") == []
    visit.find(f"{PANEL} .lives-none button").click()
    visit.expect("#tab-gradients").to_have_attribute("aria-selected", "true")
    visit.expect("#tab-gradients").to_be_focused()
    visit.find("#tab-lives").click()
    visit.find("#model").select_option("english-lstm")
    visit.reach("#through")
    visit.expect(CHART).to_be_visible()
    visit.expect(f"{PANEL} .lives-none").to_be_hidden()


def test_every_number_is_in_the_table(seen: Visit) -> None:
    seen.find(f"{PANEL} [data-twin]").click()
    rows = seen.find(f"{PANEL} .through-table tbody tr")
    assert rows.count() == 256
    units = lives(seen)
    for unit in (0, UNIT, order(units)[-1]):
        here = rows.nth(unit).locator("td").first.inner_text()
        assert here == ("longer" if units[unit] is None else digits(units[unit]).split("\N{NO-BREAK SPACE}")[0])
    seen.find(f"{PANEL} [data-twin]").click()
    seen.expect(CHART).to_be_visible()


def test_what_could_not_be_asked_is_asked_again_axe_finds_nothing_and_a_phone_has_room(visit: Visit) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=503)

    visit.page.route("**/figures/half-lives", refuse)
    visit.open(text=TEXT, tab="lives", unit=UNIT, pinned="7,40")
    visit.reach("#through")
    visit.expect(f"{PANEL} .through-problem").to_contain_text("△ The server answered 503.")
    visit.page.unroute("**/figures/half-lives", refuse)
    visit.find(f"{PANEL} .through-problem button").click()
    visit.expect(CHART).to_be_visible()
    visit.expect(f"{PANEL} .through-problem").to_be_hidden()
    visit.errors.clear()  # the browser itself notes a 503 in its console
    visit.find(f"{PANEL} [data-twin]").click()
    assert_accessible(visit)
    visit.find(f"{PANEL} [data-twin]").click()
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.wear("dark")
    visit.expect(f"{CHART} .annotation-text").to_have_count(8)
    assert_accessible(visit)
    assert visit.find(PANEL).evaluate("(panel) => panel.scrollWidth <= panel.clientWidth")
    assert min(visit.page.evaluate(TARGETS)) >= 44


def assert_accessible(visit: Visit) -> None:
    found: Any = visit.axe("#through")
    assert found.violations_count == 0, found.generate_report()
