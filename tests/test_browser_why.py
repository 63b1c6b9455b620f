"""Why is this gate so? The bars are the server's parts, and what is shown adds up."""

from typing import Any

import pytest
from browser import TEXT, Visit
from playwright.sync_api import Route

pytest_plugins = "browser_fixtures"

ROWS = ".why .part:not(.sum, .result)"


def hundredths(text: str) -> int:
    return round(float(text.replace("−", "-")) * 100)


def opened(visit: Visit, **query: object) -> Visit:
    visit.open(**{"text": TEXT, "unit": 5, "step": 8} | query)
    visit.find("#why summary").click()
    visit.expect(".why .part.sum").to_be_visible()
    return visit


@pytest.fixture(scope="module")
def seen(lasting: Visit) -> Visit:
    """The reasons at “king”."""
    return opened(lasting)


def explained(visit: Visit, unit: int, step: int, model: str = "english-lstm") -> dict[str, Any]:
    """The gates of a cell, by the API."""
    query: dict[str, str | int] = {"text": TEXT, "model": model, "unit": unit, "step": step}
    gates: dict[str, Any] = visit.page.request.get(f"{visit.address}/api/v1/explain", params=query).json()["gates"]
    return gates


def shown(visit: Visit) -> list[tuple[str, int]]:
    """The parts as they are written: name, hundredths."""
    rows = visit.find(ROWS).evaluate_all(
        "(rows) => rows.map(({ children }) =>"
        " [...children].map((cell) => (cell.querySelector('.part-name') ?? cell).textContent))"
    )
    return [(name, hundredths(part)) for name, _, part in rows]


@pytest.mark.parametrize("gate", ["forget", "input", "candidate", "output"])
def test_the_bars_are_the_parts_and_add_up(seen: Visit, gate: str) -> None:
    seen.find(f"input[name=why-gate][value={gate}]").check()
    expected, parts = explained(seen, 5, 8)[gate], shown(seen)
    assert sum(part for _, part in parts) == hundredths(seen.find(".why .sum .num").inner_text())
    assert abs(hundredths(seen.find(".why .sum .num").inner_text()) - 100 * expected["preactivation"]) <= 0.501
    values = [expected["word"], *(each["part"] for each in expected["recurrent"]), expected["rest"], expected["bias"]]
    names = [
        "the word “king”",
        *(f"unit {each['unit']}" for each in expected["recurrent"]),
        "the other 248 units",
        "the bias",
    ]
    assert [name for name, _ in parts] == names
    for (name, part), value in zip(parts, values, strict=True):
        assert abs(part - 100 * value) < 1.001, name
    tile = seen.find(".why .part-tile").inner_text()
    assert abs(hundredths(tile) - 100 * expected["value"]) <= 0.501
    symbol = {"forget": "f", "input": "i", "candidate": "g", "output": "o"}[gate]
    row = seen.find(".lstm .moment-table tbody tr").filter(has=seen.page.locator(f"th:text-is('{symbol}')"))
    assert row.locator("td").last.text_content() == tile


def test_it_says_what_weighs_most(seen: Visit) -> None:
    seen.find("input[name=why-gate][value=forget]").check()
    parts = sorted(shown(seen), key=lambda row: -abs(row[1]))
    said = seen.find(".why .say:visible").inner_text()
    assert said.startswith(f"Above all {parts[0][0]} (")
    assert said.endswith(f"So it is {seen.find('.why .part-tile').inner_text()}.")


def test_what_went_wrong_is_tried_again_and_a_unit_among_the_parts_is_one_step_away(visit: Visit) -> None:
    def refuse(route: Route) -> None:
        detail = '{"detail": "The server is busy.", "code": "busy"}'
        route.fulfill(status=503, body=detail, content_type="application/problem+json")

    visit.open(text=TEXT, unit=5, step=8)
    visit.page.route("**/explain?*", refuse)
    visit.find("#why summary").click()
    visit.expect(".why-problem").to_contain_text("△ The server is busy.")
    visit.expect(".why-parts").to_be_hidden()
    assert [error for error in visit.errors if "503" not in error] == []
    visit.errors.clear()
    visit.page.unroute("**/explain?*")
    visit.find(".why-problem .link").click()
    visit.expect(".why .part.sum").to_be_visible()
    visit.expect(".why-problem").to_be_hidden()
    button = visit.find(".why button[data-unit]").first
    unit = button.get_attribute("data-unit")
    button.focus()
    visit.page.keyboard.press("Enter")
    visit.expect(".lstm .inside").to_have_text(f"king in unit {unit}")
    expected = explained(visit, int(unit or ""), 8)["forget"]["preactivation"]
    visit.wait_until(lambda: abs(hundredths(visit.find(".why .sum .num").inner_text()) - 100 * expected) <= 0.501)
    assert visit.page.evaluate("() => document.activeElement.closest('.why') !== null")
    visit.find(".tile").first.click()
    visit.wait_until(lambda: [name for name, _ in shown(visit)] == ["the start mark", "the bias"])
    visit.page.keyboard.press("Escape")  # without a selection there is nothing to explain
    visit.expect(".why .unselected").to_be_visible()
    visit.expect(".why-parts").to_be_hidden()


def test_the_server_is_asked_only_while_it_is_open_and_only_once_for_a_run(visit: Visit) -> None:
    visit.open(text=TEXT, unit=5, step=3)
    visit.page.keyboard.press("ArrowRight")
    visit.expect("#where").to_have_text("word 4 of 17")
    assert visit.asked_for("/explain?") == []
    visit.find("#why summary").click()
    visit.expect(".why .part.sum").to_be_visible()
    assert len(visit.asked_for("/explain?")) == 1
    visit.find("[data-panel=cell] .over").focus()
    for _ in range(8):
        visit.page.keyboard.press("ArrowRight")
    visit.expect(".why .part bdi").to_have_text("“would”")
    assert len(visit.asked_for("/explain?")) < 9
    assert visit.asked_for("/explain?")[-1].endswith("&step=12")


def test_the_twin_has_one_value_to_explain(visit: Visit) -> None:
    opened(visit, model="english-rnn")
    visit.expect("#why summary").to_have_text("Why is this value so?")
    visit.expect(".why-gates").to_be_hidden()
    visit.expect(".why .part-formula").to_contain_text("tanh(")
    assert sum(part for _, part in shown(visit)) == hundredths(visit.find(".why .sum .num").inner_text())
