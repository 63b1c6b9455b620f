"""Swap a word: two texts side by side, by mouse, touch and keyboard; what is shown is what the API says."""

import json
from collections.abc import Callable
from typing import Any

from browser import Visit
from playwright.sync_api import Route

pytest_plugins = "browser_fixtures"

KING = "The king was tired, so the people in the house spoke softly until"
QUEEN = KING.replace("king", "queen")
PANEL = "#panel-swap"
LEAD = f"{PANEL} .through-lead"
PROBLEM = f"{PANEL} .through-problem"
FIELD = "#swap-other"
ORDER = ["forget", "input", "candidate", "cell", "output", "hidden"]
SMALL = """() => [...document.querySelectorAll('#panel-swap :is(a, input, textarea, button)')]
    .filter((one) => one.checkVisibility() && !one.closest('.js-plotly-plot, [popover]'))
    .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 80))"""


def arrive(visit: Visit, text: str = KING, **query: object) -> Visit:
    """Open the tab and wait for its strips."""
    visit.open(text=text, cause="swap", **query)
    visit.reach("#cause")
    visit.expect(f"{PANEL} .swap-shown").to_be_visible()
    return visit


def asked(visit: Visit, a: str, b: str, **fields: Any) -> dict[str, Any]:
    response = visit.page.request.post(f"{visit.address}/api/v1/figures/compare", data={"a": a, "b": b} | fields)
    answer: dict[str, Any] = response.json()
    return answer


def words(visit: Visit, side: str) -> list[str]:
    return visit.find(f"{PANEL} [data-side={side}] .swap-token").all_inner_texts()


def word(visit: Visit, text: str, side: str = "b") -> Any:
    buttons = visit.find(f"{PANEL} [data-side={side}] button")
    return buttons.filter(has=visit.page.get_by_text(text, exact=True)).first


def signed(value: float) -> str:
    text = f"{value:+.2f}".replace("-", "−")
    return text if float(f"{value:.2f}") else "0.00"


def values(visit: Visit, signal: str) -> list[list[float | None]]:
    """The values that a map is drawn from, [rows][columns]."""
    script = """(signal) => {
        const { z } = document.querySelector(`.swap-map[data-signal=${signal}] .plot`).data[0];
        const bytes = Uint8Array.from(atob(z.bdata), (one) => one.charCodeAt(0));
        const [rows, columns] = z.shape.split(', ').map(Number);
        const all = [...new Float32Array(bytes.buffer)].map((one) => (Number.isNaN(one) ? null : one));
        return Array.from({ length: rows }, (_, row) => all.slice(row * columns, (row + 1) * columns));
    }"""
    found: list[list[float | None]] = visit.page.evaluate(script, signal)
    return found


def test_an_example_shows_how_the_difference_runs_through_everything(visit: Visit) -> None:
    arrive(visit, text="Something else.")
    visit.expect(LEAD).to_contain_text("The two texts are the same")
    visit.expect(f"{PANEL} .swap-drawn").to_be_hidden()
    visit.find(f"{PANEL} [data-a]").first.click()
    visit.expect("#sentence").to_have_value(KING)
    visit.expect(FIELD).to_have_value(QUEEN)
    visit.expect(LEAD).to_contain_text("The difference between “king” and “queen” is largest at ")
    answer = asked(visit, KING, QUEEN)
    norms = answer["wake"]["cell"]
    if answer["wake"]["ends"] is None:
        visit.expect(LEAD).to_contain_text(f"still at {norms[-1] / max(norms):.0%}".replace("%", " %"))
    assert words(visit, "a") == ["start", *KING.replace(",", " ,").split()]
    assert words(visit, "b") == ["start", *QUEEN.replace(",", " ,").split()]
    assert visit.find(f"{PANEL} .differs").all_inner_texts() == ["king", "queen"]
    tops = visit.find(f"{PANEL} .differs").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().left)")
    assert tops[0] == tops[1]
    visit.wait_until(lambda: visit.find(".swap-wake .scatterlayer .trace").count() == 2)
    assert visit.find(".swap-map").evaluate_all("(maps) => maps.map((map) => map.dataset.signal)") == ORDER
    carriers = [f"unit {each['unit']}" for each in answer["carriers"]]
    assert visit.find(".swap-carriers button").all_inner_texts() == carriers
    last = len(answer["a"]["tokens"]) - 1
    for side, guesses in answer["guesses"].items():
        shown = visit.find(f".swap-guesses [data-side={side}] > span:not(.muted) bdi").all_inner_texts()
        assert shown == [each["token"].strip() for each in guesses[last]]
    assert visit.query() | {"other": QUEEN, "cause": "swap", "text": KING} == visit.query()
    visit.reload()
    visit.reach("#cause")
    visit.expect(LEAD).to_contain_text("“king” and “queen”")
    visit.expect(FIELD).to_have_value(QUEEN)


def test_a_word_is_swapped_in_its_place_and_another_text_typed_exchanged_and_given_up(visit: Visit) -> None:
    arrive(visit)
    word(visit, "king").focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("ArrowLeft")
    visit.page.keyboard.press("Enter")
    visit.expect(".swap-edit").to_have_value("king")
    visit.page.keyboard.type("nobody")
    visit.page.keyboard.press("Escape")
    visit.expect(".swap-edit").to_have_count(0)
    visit.expect(FIELD).to_have_value(KING)
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.type(" queen ")
    visit.page.keyboard.press("Enter")
    visit.expect(FIELD).to_have_value(QUEEN)
    visit.expect(LEAD).to_contain_text("“king” and “queen”")
    visit.wait_until(lambda: words(visit, "b")[2] == "queen")
    visit.expect(f"{PANEL} [data-side=b] button:focus").to_have_text("queen")
    word(visit, "tired").click()  # and by mouse: a mark keeps its place, another word ends the first one's field
    visit.page.keyboard.type("old")
    word(visit, "softly").click()
    visit.expect(FIELD).to_have_value(QUEEN.replace("tired", "old"))
    visit.wait_until(lambda: "old" in words(visit, "b"))
    visit.expect(".swap-edit").to_have_value("softly")
    visit.find(".swap-edit").fill("")
    visit.page.keyboard.press("Enter")
    visit.expect(FIELD).to_have_value(QUEEN.replace("tired", "old").replace(" softly", ""))
    visit.expect(LEAD).to_contain_text("The difference between the two texts")
    word(visit, "people", side="a").click()
    visit.expect(".tile >> nth=8").to_have_attribute("aria-pressed", "true")
    visit.expect("#sentence").to_have_value(KING)
    visit.find(FIELD).fill("Xylophone")
    visit.expect(LEAD).to_contain_text("no word in common")
    visit.find(FIELD).fill("  ")
    visit.expect(PROBLEM).to_contain_text("△ The other text is blank.")
    visit.expect(FIELD).to_have_attribute("aria-invalid", "true")
    visit.expect(f"{PROBLEM} .link").to_be_hidden()
    visit.find(FIELD).fill("and then " * 250)
    visit.expect(PROBLEM).to_contain_text("The other text is 2,250 characters long; the limit is 2,000.")
    visit.errors.clear()  # the browser itself notes the refusal in its console
    visit.find(FIELD).fill(QUEEN)
    visit.expect(PROBLEM).to_be_hidden()
    visit.expect(LEAD).to_contain_text("“king” and “queen”")
    word(visit, "tired", side="a").click()
    visit.find(f"{PANEL} [data-exchange]").click()
    visit.expect("#sentence").to_have_value(QUEEN)
    visit.expect(FIELD).to_have_value(KING)
    visit.expect(LEAD).to_contain_text("“queen” and “king”")
    visit.expect(".tile >> nth=4").to_have_attribute("aria-pressed", "true")
    visit.find(f"{PANEL} [data-clear]").click()
    visit.expect(FIELD).to_have_value(QUEEN)
    visit.expect(LEAD).to_contain_text("The two texts are the same")
    visit.expect(f"{PANEL} [data-exchange]").to_be_disabled()
    assert "other" not in visit.query()


def test_maps_are_pointed_at_pressed_and_walked_through(visit: Visit) -> None:
    arrive(visit, other=QUEEN, unit=0, step=3)
    visit.wait_until(lambda: visit.find(".swap-map .plot image").count() == 6)
    answer = asked(visit, KING, QUEEN, unit=0)
    cells, gates = values(visit, "cell"), values(visit, "forget")
    assert [value is None for value in cells[0]] == [column == [2, 2] for column in answer["columns"]]
    over = visit.find(".swap-map[data-signal=cell] .over")
    over.scroll_into_view_if_needed()
    box = over.bounding_box()
    assert box is not None
    place, row = 5, 2
    spot = {"x": box["width"] * (place + 0.5) / len(cells[0]), "y": box["height"] * (row + 0.5) / len(cells)}
    over.hover(position=spot)
    visit.expect(".swap-map[data-signal=cell] .value").to_have_text(signed(cells[row][place] or 0))
    visit.expect(".swap-map[data-signal=forget] .value").to_have_text(signed(gates[row][place] or 0))
    visit.expect(".swap-at").to_have_text(f"“,”, unit {answer['units'][row]}")
    over.click(position=spot)
    visit.expect(".tile >> nth=5").to_have_attribute("aria-pressed", "true")
    visit.wait_until(lambda: visit.query()["unit"] == str(answer["units"][row]))
    rows = asked(visit, KING, QUEEN, unit=answer["units"][row])["units"]
    visit.page.mouse.move(1, 1)
    over.focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowDown"):  # past the column where the words differ
        visit.page.keyboard.press(key)
    visit.expect(".swap-at").to_have_text(f"“The”, unit {rows[row + 1]}")
    visit.expect(".tile >> nth=1").to_have_attribute("aria-pressed", "true")
    visit.find(".swap-carriers button").last.click()
    last = answer["carriers"][-1]["unit"]
    visit.expect(".swap-at").to_have_text(f"“The”, unit {last}")
    visit.expect(f".swap-carriers [data-unit='{last}']").to_have_attribute("aria-pressed", "true")


def test_what_went_wrong_is_said_and_tried_again_and_the_rest_is_told(visit: Visit) -> None:
    def refuse(route: Route) -> None:
        detail = '{"detail": "The server is busy.", "code": "busy", "field": null}'
        route.fulfill(status=503, body=detail, content_type="application/problem+json")

    hold = {"layer": 0, "units": [3], "signal": "hidden", "steps": None, "value": 0}
    visit.page.route("**/figures/compare", refuse)
    visit.open(text=KING, other=QUEEN, cause="swap", model="english-rnn", holds=json.dumps([hold]))
    visit.reach("#cause")
    visit.expect(PROBLEM).to_contain_text("△ The server is busy.")
    visit.errors.clear()
    visit.page.unroute("**/figures/compare")
    visit.find(f"{PROBLEM} .link").click()
    visit.expect(f"{PANEL} .swap-drawn").to_be_visible()
    visit.expect(PROBLEM).to_be_hidden()
    visit.expect(".swap-held").to_have_text("Both are compared as they are read without the holds.")
    assert visit.find(".swap-map").evaluate_all("(maps) => maps.map((map) => map.dataset.signal)") == ["hidden"]
    visit.find(f"{PANEL} [data-twin]").click()
    rows = visit.find(f"{PANEL} .through-table tbody tr")
    answer = asked(visit, KING, QUEEN, model="english-rnn")
    visit.expect(f"{PANEL} .through-table tbody tr").to_have_count(len(answer["columns"]))
    assert rows.nth(2).locator("th").inner_text() == "“king” / “queen”"
    assert rows.nth(2).locator("td").first.inner_text() == ""
    assert rows.last.locator("td").first.inner_text() == f"{answer['wake']['hidden'][-1]:.3f}"
    with visit.page.expect_download() as download:
        visit.find(f"{PANEL} [data-csv]").click()
    assert download.value.suggested_filename == "gatescope-compare.csv"


def test_fingers_find_everything_on_a_phone(visitor: Callable[..., Visit]) -> None:
    visit = arrive(visitor(width=390, height=844, has_touch=True, color_scheme="dark"), other=QUEEN, signal="cell")
    visit.wait_until(lambda: visit.find(".swap-map.shown .plot image").count() == 1)
    assert visit.page.evaluate(SMALL) == []
    assert visit.page.evaluate("() => document.documentElement.scrollWidth") == 390
    assert visit.find(".swap-map:visible").evaluate_all("(maps) => maps.map((map) => map.dataset.signal)") == ["cell"]
    visit.find(".swap-choice:visible [aria-label='forget gate']").check(force=True)
    visit.expect(".swap-map[data-signal=forget]").to_be_visible()
    visit.expect(".swap-map[data-signal=cell]").to_be_hidden()
    visit.find(".swap-map[data-signal=forget] .over").tap(position={"x": 350, "y": 5})
    visit.expect(".tile >> nth=-1").to_have_attribute("aria-pressed", "true")
    word(visit, "queen").tap()
    visit.expect(".swap-edit").to_be_focused()
    visit.find(".swap-edit").fill("boy")
    visit.page.keyboard.press("Enter")
    visit.expect(LEAD).to_contain_text("“king” and “boy”")
    assert_accessible(visit)
    visit.page.set_viewport_size({"width": 1280, "height": 900})
    visit.wear("light")
    assert_accessible(visit)


def assert_accessible(visit: Visit) -> None:
    results = visit.axe("#cause")
    assert results.violations_count == 0, results.generate_report()
