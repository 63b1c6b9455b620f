"""Which unit decides: the ranking of the API in bars and words, by mouse, keys and fingers; holding a unit from it."""

import re
from collections.abc import Callable
from typing import Any

from browser import TEXT, Visit
from playwright.sync_api import Route

pytest_plugins = "browser_fixtures"

LEAD = "#panel-ablate .through-lead"
PROBLEM = "#panel-ablate .through-problem"
ROW = ".ablate-chart [data-row]"
STEP = 9  # “said”
SMALL = """() => [...document.querySelectorAll('#panel-ablate :is(input, button, .pill)')]
    .filter((one) => one.checkVisibility() && !one.closest('.js-plotly-plot, [popover], .pill :scope'))
    .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 80))"""


def arrive(visit: Visit, **query: object) -> Visit:
    """Open the tab and wait for its chart."""
    visit.open(**{"text": TEXT, "step": STEP} | query)
    visit.reach("#cause")
    visit.wait_until(lambda: visit.find(".ablate-chart .barlayer .trace").count() > 0)
    visit.find(".ablate-chart").scroll_into_view_if_needed()
    return visit


def asked(visit: Visit, **fields: Any) -> dict[str, Any]:
    response = visit.page.request.post(
        f"{visit.address}/api/v1/ablate", data={"text": TEXT, "step": STEP} | fields, timeout=60_000
    )
    answer: dict[str, Any] = response.json()
    return answer


def units(visit: Visit) -> list[str]:
    """The units of the rows, as a screen reader hears them, but for the names that they have earned."""
    names = visit.find(ROW).evaluate_all("(rows) => rows.map((row) => row.getAttribute('aria-label'))")
    return [re.split(r" \(|:", name.removeprefix("Unit "))[0] for name in names]


def ranking(answer: dict[str, Any], most: int) -> list[str]:
    return [str(each["unit"]) for each in answer["units"][:most]]


def test_it_ranks_as_the_api_does_holds_from_its_rows_and_follows_step_pair_and_value(visit: Visit) -> None:
    arrive(visit)
    answer = asked(visit)
    assert units(visit) == ranking(answer, 16)
    strongest = answer["units"][0]["unit"]
    visit.expect(LEAD).to_contain_text("After “said”, “")
    visit.expect(LEAD).to_contain_text(f"Without unit {strongest} ")
    assert_rows_select_and_hold_by_mouse_and_keys_and_the_table_has_all(visit, ranking(answer, 4))
    visit.find("#panel-ablate [data-twin]").click()
    visit.find(".ablate-pairs button").get_by_text("was / were").click()
    visit.expect("[name=ablate-for]").to_have_value("was")
    visit.expect(LEAD).to_contain_text("as probable as “w")
    assert units(visit) == ranking(asked(visit, **{"for": " was", "against": " were"}), 16)
    visit.find("#panel-ablate .pill").nth(1).click()
    visit.expect(LEAD).to_contain_text("held at its mean")
    assert units(visit) == ranking(asked(visit, **{"for": " was", "against": " were"}, value="mean"), 16)
    visit.find("#panel-ablate .term").focus()
    visit.page.keyboard.press("End")
    visit.expect(LEAD).to_contain_text("After “.”")
    visit.find("[name=ablate-against]").fill("had not been")
    visit.expect("#panel-ablate .ablate-note").to_contain_text("“had not been” is 3 tokens")
    assert visit.query() | {"favoured": "was", "against": "had not been", "ablated": "mean"} == visit.query()
    visit.reload()
    visit.reach("#cause")
    visit.expect("[name=ablate-against]").to_have_value("had not been")
    visit.expect("#panel-ablate .ablate-note").to_contain_text("scored one after the other")


def assert_rows_select_and_hold_by_mouse_and_keys_and_the_table_has_all(visit: Visit, ranked: list[str]) -> None:
    area = visit.find(".ablate-chart .nsewdrag").bounding_box()
    assert area is not None
    visit.page.mouse.move(area["x"] + area["width"] / 2, area["y"] + area["height"] * 2.5 / 16)
    visit.wait_until(lambda: visit.find(".ablate-chart .hovertext").count() > 0)
    visit.page.mouse.down()
    visit.page.mouse.up()
    visit.expect(f"{ROW} >> nth=2").to_have_attribute("aria-current", "true")
    assert visit.query()["unit"] == ranked[2]
    visit.find(ROW).first.focus()
    visit.page.keyboard.press("ArrowDown")
    visit.expect(f"{ROW} >> nth=1").to_be_focused()
    visit.page.keyboard.press("Enter")
    visit.expect(f"{ROW} >> nth=1").to_have_attribute("aria-current", "true")
    requests = len(visit.asked_for("figures/ablate"))
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    held = visit.page.get_by_label(f"Hold unit {ranked[1]} at 0")
    assert held.get_attribute("aria-pressed") == "true"
    visit.expect("#panel-ablate .ablate-note").to_have_text("As read without the holds.")
    assert f'"units":[{ranked[1]}],"signal":"hidden","steps":null,"value":0' in visit.query()["holds"]
    visit.find(f".ablate-chart [aria-label^='Hold unit {ranked[1]} at its mean']").click()
    assert visit.query()["holds"].count('"units"') == 1
    assert held.get_attribute("aria-pressed") == "false"
    visit.find(f".ablate-chart [aria-label^='Hold unit {ranked[1]} at its mean']").click()
    assert "holds" not in visit.query()
    visit.expect("#panel-ablate .ablate-note").to_be_hidden()
    assert len(visit.asked_for("figures/ablate")) == requests  # neither selecting nor holding asks again
    visit.find("#panel-ablate [data-twin]").click()
    visit.expect("#panel-ablate .through-table tbody tr").to_have_count(256)
    visit.expect("#panel-ablate .through-table tbody th >> nth=3").to_have_text(ranked[3])


def test_what_cannot_be_asked_is_said_and_what_went_wrong_is_tried_again(visit: Visit) -> None:
    def refuse(route: Route) -> None:
        detail = '{"detail": "The server is busy.", "code": "busy", "field": null}'
        route.fulfill(status=503, body=detail, content_type="application/problem+json")

    visit.page.route("**/figures/ablate", refuse)
    visit.open(text=TEXT, model="english-rnn")
    visit.reach("#cause")
    visit.expect(PROBLEM).to_contain_text("△ The server is busy.")
    visit.errors.clear()  # the browser itself notes the refusal in its console
    visit.page.unroute("**/figures/ablate")
    visit.find(f"{PROBLEM} .link").click()
    visit.expect(PROBLEM).to_be_hidden()
    visit.expect(LEAD).to_contain_text("Without unit ")
    for field, words, problem in (
        ("for", "", "Type the one"),
        ("for", "he", "type two different"),
        ("against", " ", "Type the other"),
    ):
        visit.find(f"[name=ablate-{field}]").fill(words)
        visit.expect(PROBLEM).to_contain_text(problem)
        visit.expect("#panel-ablate [aria-invalid]").to_have_count(1)
        visit.expect(f"{PROBLEM} .link").to_be_hidden()
    visit.find(".ablate-pairs button").first.click()
    visit.expect(PROBLEM).to_be_hidden()
    visit.expect("#panel-ablate [aria-invalid]").to_have_count(0)


def test_fingers_find_everything_axe_nothing_and_playing_asks_for_nothing(visitor: Callable[..., Visit]) -> None:
    visit = arrive(visitor(width=390, height=844, has_touch=True), step=1)
    visit.find(ROW).nth(1).tap()
    visit.expect(f"{ROW} >> nth=1").to_have_attribute("aria-current", "true")
    visit.find(".ablate-value").nth(2).tap()
    visit.expect(".ablate-value >> nth=2").to_have_attribute("aria-pressed", "true")
    assert_accessible(visit)
    assert visit.page.evaluate(SMALL) == []
    assert visit.page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    visit.wear("dark")
    visit.wait_until(lambda: len(visit.asked_for("figures/ablate")) == 2)
    visit.expect("#panel-ablate").to_have_attribute("aria-busy", "false")
    assert_accessible(visit, colours_alone=True)
    visit.find(".ablate-value").nth(2).blur()
    visit.page.keyboard.press("Space")
    visit.page.wait_for_timeout(2500)
    visit.page.keyboard.press("Space")
    assert len(visit.asked_for("figures/ablate")) == 2
    visit.wait_until(lambda: len(visit.asked_for("figures/ablate")) == 3)
    visit.expect(LEAD).not_to_contain_text("After “The”")


def assert_accessible(visit: Visit, colours_alone: bool = False) -> None:
    results = visit.axe("#cause", colours_alone)
    assert results.violations_count == 0, results.generate_report()
