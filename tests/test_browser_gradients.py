"""How far back the surprise at the playhead's word reaches: what is drawn and said is what the API answers."""

from typing import Any

import pytest
from browser import TEXT, Visit
from playwright.sync_api import Route

pytest_plugins = "browser_fixtures"

PANEL = "#panel-gradients"
CHART = ".gradients-chart"
STEP = 16  # of TEXT: “woke”
DRAWN = """() => {
    const plot = document.querySelector('.gradients-chart .js-plotly-plot');
    return plot ? plot.data.map(({ name, y }) => [name, Array.from(y)]) : [];
}"""
# Where a point of a line lies in the window.
POINT = """([line, step]) => {
    const plot = document.querySelector('.gradients-chart .js-plotly-plot');
    const { xaxis, yaxis, margin } = { ...plot._fullLayout, margin: plot._fullLayout._size };
    const { left, top } = plot.getBoundingClientRect();
    return [left + margin.l + xaxis.d2p(step), top + margin.t + yaxis.d2p(plot.data[line].y[step])];
}"""
TARGETS = """() => [...document.querySelectorAll('#panel-gradients button, #panel-gradients a, #panel-gradients .pill')]
    .filter((element) => element.offsetWidth && !element.closest('[popover]'))
    .map((element) => element.getBoundingClientRect().height)"""


def arrive(visit: Visit, **query: object) -> Visit:
    """Open the page at the tab, go there, and wait until it says something."""
    visit.open(**{"text": TEXT, "tab": "gradients", "step": STEP} | query)
    visit.reach("#through")
    visit.expect(f"{PANEL} .through-lead:not(:empty), {PANEL} .gradients-none:visible").to_be_attached()
    return visit


@pytest.fixture(scope="module")
def seen(lasting: Visit) -> Visit:
    """The tab as it opens."""
    return arrive(lasting)


def told(visit: Visit, text: str = TEXT, step: int | None = STEP) -> dict[str, Any]:
    """The answer of `POST /gradients`, one entry a curve."""
    response = visit.page.request.post(f"{visit.address}/api/v1/gradients", data={"text": text, "step": step})
    found = {}
    for entry in response.json()["models"]:
        for signal in ("cell", "hidden"):
            if entry[signal]:
                name = f"{entry['model'].removeprefix('english-').upper()} {signal}"
                found[name] = (entry[signal], entry["halves_every"][signal])
    return found


def drawn(visit: Visit) -> dict[str, list[float]]:
    return dict(visit.page.evaluate(DRAWN))


def wait_for(visit: Visit, expected: dict[str, list[float]]) -> None:
    visit.wait_until(lambda: {name: pytest.approx(line, rel=1e-5) for name, line in expected.items()} == drawn(visit))


def relative(curves: dict[str, Any]) -> dict[str, list[float]]:
    return {name: [norm / norms[-1] for norm in norms] for name, (norms, _) in curves.items()}


def test_the_lines_are_the_answer_of_the_api_relative_and_absolute(seen: Visit) -> None:
    curves = told(seen)
    assert set(curves) == {"LSTM cell", "LSTM hidden", "RNN hidden"}
    wait_for(seen, relative(curves))
    seen.find(f"{PANEL} [value=absolute]").check()
    wait_for(seen, {name: norms for name, (norms, _) in curves.items()})
    assert seen.find(f"{CHART} .annotation-text").all_text_contents() == list(curves)
    seen.find(f"{PANEL} [value=relative]").check()
    wait_for(seen, relative(curves))


def test_the_lead_says_what_is_left_at_the_first_word(seen: Visit) -> None:
    lead = seen.find(f"{PANEL} .through-lead")
    for name, line in relative(told(seen)).items():
        network, signal = name.split()
        state = f"{network}’s {'hidden state' if signal == 'hidden' else signal}"
        percent = 100 * line[1]
        shown = f"{percent:.0f}" if percent >= 10 else f"{percent:.2g}"
        assert f"{shown}\N{NO-BREAK SPACE}%" in lead.inner_text()
        assert state in lead.inner_text()
    assert "15 words before" in lead.inner_text()


def test_the_loss_follows_the_playhead_hovering_names_the_word_and_a_click_selects_it(visit: Visit) -> None:
    arrive(visit)
    wait_for(visit, relative(told(visit)))
    visit.page.keyboard.press("ArrowLeft")
    visit.expect(f"{PANEL} .through-lead bdi >> nth=0").to_have_text("“she”")
    wait_for(visit, relative(told(visit, step=STEP - 1)))
    band: Any = visit.find(f"{CHART} .chart-band").bounding_box()
    tick: Any = (
        visit.find(
            f"{CHART} .xtick text",
        )
        .filter(has_text="she")
        .bounding_box()
    )
    assert band["x"] < tick["x"] + tick["width"] / 2 < band["x"] + band["width"]
    visit.find(CHART).scroll_into_view_if_needed()
    visit.page.mouse.move(*visit.page.evaluate(POINT, [0, 8]))
    visit.expect(f"{CHART} .hovertext").to_contain_text("“king”, 7 before")
    visit.page.mouse.down()
    visit.page.mouse.up()
    visit.expect(f"{PANEL} .through-lead bdi >> nth=0").to_have_text("“king”")
    assert visit.query()["step"] == "8"


def test_a_hundred_words_are_one_click_away(visit: Visit) -> None:
    arrive(visit)
    link = visit.find(".gradients-longest")
    link.click()
    visit.expect(f"{PANEL} .through-lead").to_contain_text("halves every")
    text = visit.find("#sentence").input_value()
    curves = told(visit, text, step=None)
    assert all(len(norms) >= 110 for norms, _ in curves.values())
    wait_for(visit, relative(curves))
    lead = visit.find(f"{PANEL} .through-lead").inner_text()
    for _, halves in curves.values():
        assert (f"{halves:.1f}" if halves < 10 else f"{halves:.0f}") in lead
    query = visit.query()
    assert (query["tab"], query["text"]) == ("gradients", text)
    number = link.get_attribute("data-example")
    same = visit.find(f".examples [data-example='{number}']")
    assert link.get_attribute("href") == same.get_attribute("href")
    visit.expect(f".examples [data-example='{number}']").to_have_attribute("aria-current", "true")


def test_one_word_has_no_gradient_and_at_the_start_the_last_word_is_taken(visit: Visit) -> None:
    arrive(visit, text="The", step=1, model="english-rnn")  # the lines of all networks are there
    visit.expect(f"{PANEL} .gradients-none").to_be_visible()
    visit.expect(CHART).to_be_hidden()
    assert visit.asked_for("/figures/gradients") == []
    visit.find("#sentence").fill("The old")
    visit.reach("#through")
    visit.expect(f"{PANEL} .gradients-none").to_be_hidden()
    visit.expect(CHART).to_be_visible()
    visit.find("#sentence").fill(TEXT)
    visit.find(".tile >> nth=17").wait_for()
    visit.find(".tile").first.click()
    visit.reach("#through")
    visit.expect(f"{PANEL} .through-lead").to_contain_text("The start has no surprise, so this is the last word.")
    wait_for(visit, relative(told(visit, step=None)))


def test_every_number_is_in_the_table(seen: Visit) -> None:
    curves = told(seen)
    seen.find(f"{PANEL} [data-twin]").click()
    rows = seen.find(f"{PANEL} .through-table tbody tr")
    assert rows.count() == STEP
    assert rows.nth(0).locator("th").inner_text() == "she"
    cells = rows.nth(7).locator("td").all_inner_texts()
    expected = [number for norms, _ in curves.values() for number in (norms[8], norms[8] / norms[-1])]
    assert int(cells[0]) == 8
    assert [float(cell) for cell in cells[1:]] == pytest.approx(expected, rel=1e-3)
    seen.find(f"{PANEL} [data-twin]").click()
    seen.expect(CHART).to_be_visible()


def test_what_could_not_be_asked_is_asked_again_axe_finds_nothing_and_a_phone_has_room(visit: Visit) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=503)

    visit.page.route("**/figures/gradients", refuse)
    visit.open(text=TEXT, tab="gradients", step=STEP)
    visit.reach("#through")
    visit.expect(f"{PANEL} .through-problem").to_contain_text("△ The server answered 503.")
    visit.page.unroute("**/figures/gradients", refuse)
    visit.find(f"{PANEL} .through-problem button").click()
    wait_for(visit, relative(told(visit)))
    visit.expect(f"{PANEL} .through-problem").to_be_hidden()
    visit.errors.clear()  # the browser itself notes a 503 in its console
    visit.find(f"{PANEL} [data-twin]").click()
    assert_accessible(visit)
    visit.find(f"{PANEL} [data-twin]").click()
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.wear("dark")
    wait_for(visit, relative(told(visit)))
    assert_accessible(visit)
    assert visit.find(PANEL).evaluate("(panel) => panel.scrollWidth <= panel.clientWidth")
    assert min(visit.page.evaluate(TARGETS)) >= 44


def assert_accessible(visit: Visit) -> None:
    found = visit.axe("#through")
    assert found.violations_count == 0, found.generate_report()
