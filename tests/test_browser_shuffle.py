"""Does order matter? The words are shuffled into the sentence, every view follows, and they are put back."""

import re
from typing import Any

import pytest
from browser import TEXT, Visit
from playwright.sync_api import Route

pytest_plugins = "browser_fixtures"

LEAD = "#panel-order .through-lead"
PROBLEM = "#panel-order .through-problem"
SENTENCE = "#sentence"
SMALL = """() => [...document.querySelectorAll('#panel-order button')]
    .filter((one) => one.checkVisibility() && !one.closest('.js-plotly-plot, [popover]'))
    .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 80))"""


def arrive(visit: Visit, text: str = TEXT, **query: object) -> Visit:
    """Open the tab and wait for its chart."""
    visit.open(text=text, tab="order", **query)
    visit.reach("#through")
    visit.wait_until(lambda: visit.find(".order-chart .scatterlayer .trace").count() == 3)
    return visit


@pytest.fixture(scope="module")
def seen(lasting: Visit) -> Visit:
    """The tab as it opens."""
    return arrive(lasting)


def reordered(visit: Visit, seed: int, text: str = TEXT) -> dict[str, Any]:
    answer: dict[str, Any] = visit.page.request.post(
        f"{visit.address}/api/v1/order", data={"text": text, "seed": seed}
    ).json()
    return answer


def relative(visit: Visit, seed: int) -> list[float]:
    """How far the memories of the LSTM and the RNN end, by the API."""
    return [(entry["cell"] or entry["hidden"])["relative"] for entry in reordered(visit, seed)["models"]]


def told(visit: Visit) -> list[float]:
    """The distances in the lead."""
    return [float(number) for number in re.findall(r"\d\.\d\d", visit.find(LEAD).inner_text())]


def write(visit: Visit, text: str) -> None:
    """Another sentence: its field is far above the tab."""
    visit.find(SENTENCE).fill(text)
    visit.reach("#through")


def test_before_a_press_the_mean_of_twenty_orders_is_told(seen: Visit) -> None:
    ends = [relative(seen, seed) for seed in range(1, 21)]
    means = [sum(column) / 20 for column in zip(*ends, strict=True)]
    seen.expect(LEAD).to_contain_text("In 20 other orders")
    assert [round(100 * value) for value in told(seen)] == [round(100 * mean) for mean in means]
    seen.expect("[data-back]").to_be_hidden()
    assert seen.find(".order-chart .scatterlayer path.point").count() == 60


def test_each_press_is_another_order_all_views_follow_and_the_words_are_put_back(visit: Visit) -> None:
    arrive(visit, step=8)
    visit.find("[data-shuffle]").focus()
    for seed in (1, 2):
        visit.page.keyboard.press("Enter")
        text = reordered(visit, seed)["text"]
        visit.expect(SENTENCE).to_have_value(text)
        visit.expect(".order-text").to_have_text(text)
        visit.expect(LEAD).to_contain_text("Read in this order")
        assert [round(100 * value) for value in told(visit)] == [round(100 * end) for end in relative(visit, seed)]
        visit.wait_until(lambda text=text: "".join(visit.words()[1:]) == text.replace(" ", ""))
        visit.expect(".tile >> nth=-1").to_have_attribute("aria-pressed", "true")
        visit.expect("[data-shuffle]").to_be_focused()
    assert visit.query()["text"] == text
    visit.find("[data-back]").click()
    visit.expect(SENTENCE).to_have_value(TEXT)
    visit.expect(".tile >> nth=8").to_have_attribute("aria-pressed", "true")
    visit.expect(LEAD).to_contain_text("In 20 other orders")
    visit.expect("[data-back]").to_be_hidden()
    visit.expect("[data-shuffle]").to_be_focused()


def test_a_press_before_the_last_order_is_read_is_the_next_order(visit: Visit) -> None:
    arrive(visit)
    held: list[Route] = []
    visit.page.route("**/api/v1/figures", lambda route: held.append(route))
    visit.find("[data-shuffle]").click()
    first = reordered(visit, 1)["text"]
    visit.expect(SENTENCE).to_have_value(first)
    visit.page.route("**/api/v1/figures/order", lambda route: held.append(route))
    visit.find("[data-shuffle]").click()
    visit.wait_until(lambda: len(held) == 2)
    reading, order = held
    reading.continue_()
    visit.wait_until(lambda: "".join(visit.words()[1:]) == first.replace(" ", ""))
    visit.page.unroute("**/api/v1/figures")
    order.continue_()
    visit.expect(SENTENCE).to_have_value(reordered(visit, 2)["text"])


def test_a_dot_reads_its_order(visit: Visit) -> None:
    arrive(visit)
    dots = visit.find(".order-chart .scatterlayer .trace").first.locator("path.point")
    box = dots.nth(6).bounding_box()
    assert box is not None
    visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.wait_until(lambda: visit.find(".order-chart .hovertext").count() == 1)
    hint = visit.find(".order-chart .hovertext").text_content() or ""
    seed = int(re.findall(r"order (\d+)", hint)[0])  # dots may lie upon each other
    visit.page.mouse.down()
    visit.page.mouse.up()
    visit.expect(SENTENCE).to_have_value(reordered(visit, seed)["text"])
    visit.wait_until(lambda: visit.find(".order-chart .scatterlayer .trace").count() == 4)
    visit.find("[data-shuffle]").click()
    visit.expect(SENTENCE).to_have_value(reordered(visit, seed + 1)["text"])


def test_the_table_has_a_row_for_each_order_and_another_sentence_begins_anew(visit: Visit) -> None:
    arrive(visit)
    visit.find("#panel-order [data-twin]").click()
    rows = visit.find("#panel-order .through-table tbody tr")
    visit.expect("#panel-order .through-table tbody tr").to_have_count(20)
    assert float(rows.nth(4).locator("td").first.inner_text()) == round(relative(visit, 5)[0], 2)
    visit.find("[data-shuffle]").click()
    visit.expect("#panel-order .through-table tbody th >> nth=0").to_have_text("1 (read now)")
    visit.expect("[data-back]").to_be_visible()
    write(visit, "The king was old.")
    visit.expect("[data-back]").to_be_hidden()
    visit.expect(".order-text").to_be_hidden()
    visit.find("[data-shuffle]").click()
    visit.expect(SENTENCE).to_have_value(reordered(visit, 1, "The king was old.")["text"])


def test_one_word_has_no_order_what_went_wrong_is_tried_again_and_axe_finds_nothing(visit: Visit) -> None:
    def refuse(route: Route) -> None:
        detail = '{"detail": "The server is busy.", "code": "busy", "field": null}'
        route.fulfill(status=503, body=detail, content_type="application/problem+json")

    arrive(visit)
    write(visit, "Alone")
    visit.expect(PROBLEM).to_contain_text("△ One word alone has no order.")
    visit.expect(f"{PROBLEM} .link").to_be_hidden()
    visit.expect("[data-shuffle]").to_be_disabled()
    visit.errors.clear()  # the browser itself notes the refusal in its console
    write(visit, TEXT)
    visit.expect(PROBLEM).to_be_hidden()
    visit.expect("[data-shuffle]").to_be_enabled()
    visit.page.route("**/figures/order", refuse)
    visit.find("[data-shuffle]").click()
    visit.expect(PROBLEM).to_contain_text("△ The server is busy.")
    visit.expect(SENTENCE).to_have_value(TEXT)
    visit.errors.clear()
    visit.page.unroute("**/figures/order")
    visit.find(f"{PROBLEM} .link").click()
    visit.expect(SENTENCE).to_have_value(reordered(visit, 1)["text"])
    visit.expect(LEAD).to_contain_text("Read in this order")
    visit.expect("[data-back]").to_be_visible()
    assert_accessible(visit)
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.wear("dark")
    assert_accessible(visit, colours_alone=True)
    assert visit.page.evaluate(SMALL) == []
    assert visit.find("#panel-order").evaluate("(panel) => panel.scrollWidth - panel.clientWidth") == 0


def assert_accessible(visit: Visit, colours_alone: bool = False) -> None:
    results = visit.axe("#through", colours_alone)
    assert results.violations_count == 0, results.generate_report()
