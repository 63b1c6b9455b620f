"""The memory test: numbers of the API in words, words of one's own, and the unit that carries it one click away."""

from collections.abc import Callable
from typing import Any

import pytest
from browser import TEXT, Visit
from playwright.sync_api import Route

from model import FILLERS, SUBJECTS

pytest_plugins = "browser_fixtures"

LEAD = "#panel-test .through-lead"
PROBLEM = "#panel-test .through-problem"
PAIR = {"a": "The woman", "b": "The man"}
FILLER = "who lived by the river had lost the key again, so"
SMALL = """() => [...document.querySelectorAll('#panel-test :is(a, input, select, textarea, button)')]
    .filter((one) => one.checkVisibility() && !one.closest('.js-plotly-plot, [popover]'))
    .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def seen(lasting: Visit) -> Visit:
    """The tab as it opens."""
    return arrive(lasting)


def arrive(visit: Visit, **query: object) -> Visit:
    """Open the tab and wait for its chart."""
    visit.open(**{"text": TEXT, "tab": "test"} | query)
    visit.reach("#through")
    visit.wait_until(lambda: visit.find(".test-chart .scatterlayer .trace").count() > 0)
    visit.wait_until(lambda: visit.find(".test-chart .chart-band").is_visible())
    return visit


def asked(visit: Visit, **fields: str) -> dict[str, Any]:
    response = visit.page.request.post(f"{visit.address}/api/v1/memory-test", data=fields)
    answer: dict[str, Any] = response.json()
    return answer


def signed(value: float) -> str:
    text = f"{value:+.2f}".replace("-", "−")
    return text if float(f"{value:.2f}") else "0.00"


def lead_of(answer: dict[str, Any], distance: int) -> str:
    """How the lead begins."""
    lstm, rnn = (signed(entry["mean"][distance - 1]) for entry in answer["models"])
    words = f"{distance} word{'' if distance == 1 else 's'}"
    return f"After {words} the LSTM still has {lstm}, the RNN {rnn} nats"


def hundredths(text: str) -> int:
    return round(float(text.replace("−", "-")) * 100)


def test_it_opens_with_the_built_in_list_and_says_what_is_left(seen: Visit) -> None:
    seen.expect(LEAD).to_contain_text(lead_of(asked(seen), 50))
    seen.expect(".test-note").to_contain_text(f"{len(SUBJECTS)} pairs before {len(FILLERS)} fillers")
    assert seen.find(".test-chart .annotation").all_text_contents() == ["RNN", "LSTM"]


def test_the_units_that_carry_it_are_those_of_the_api_and_add_up(seen: Visit) -> None:
    accounts = seen.find(".test-account")
    for account, entry in zip(accounts.all(), asked(seen)["models"], strict=True):
        names = account.locator(".test-part a").all_inner_texts()
        assert names == [f"unit {carrier['unit']}" for carrier in entry["carriers"]]
        shown = [hundredths(text) for text in account.locator(".num").all_inner_texts()]
        assert sum(shown[:-1]) == shown[-1] == hundredths(signed(entry["mean"][-1]))
        for number, carrier in zip(shown[:5], entry["carriers"], strict=True):
            assert abs(number - 100 * carrier["part"]) < 1.001


def test_words_of_ones_own_are_read_kept_in_the_link_and_given_up_again(visit: Visit) -> None:
    arrive(visit)
    visit.find("[name=test-a]").fill(PAIR["a"])
    visit.expect(PROBLEM).to_contain_text("△ Type the second subject, too")
    visit.expect("[name=test-b]").to_have_attribute("aria-invalid", "true")
    visit.find("[name=test-b]").fill(PAIR["b"])
    visit.expect(PROBLEM).to_be_hidden()
    visit.find("[name=test-filler]").fill(FILLER)
    answer = asked(visit, **PAIR, filler=f" {FILLER}")
    longest = answer["distances"][-1]
    visit.expect(LEAD).to_contain_text(lead_of(answer, longest))
    visit.expect(LEAD).to_contain_text("after “The woman” as after “The man”")
    assert {"LSTM, pairs", "RNN, pairs", "LSTM", "RNN"} == set(
        visit.find(".test-chart .annotation").all_text_contents()
    )
    assert visit.query() | PAIR | {"filler": FILLER, "tab": "test"} == visit.query()
    visit.reload()
    visit.reach("#through")
    visit.expect(LEAD).to_contain_text(lead_of(answer, longest))
    visit.expect("[name=test-filler]").to_have_value(FILLER)
    assert_every_distance_is_in_the_table(visit, answer)
    visit.find("[data-pick=pair]").select_option(label="The nun / The monk")
    visit.expect("[name=test-b]").to_have_value("The monk")
    visit.expect(LEAD).to_contain_text("after “The nun” as after “The monk”")
    visit.find("[data-pick=filler]").select_option(index=2)
    visit.expect("[name=test-filler]").to_have_value(FILLERS[1].strip())
    visit.find("[name=test-filler]").fill("waited")
    visit.expect("[data-pick=filler]").to_have_value("own")
    for name in ("pair", "filler"):
        visit.find(f"[data-pick={name}]").select_option(index=0)
    visit.expect(LEAD).to_contain_text(lead_of(asked(visit), 50))
    assert not {"a", "b", "filler"} & visit.query().keys()


def assert_every_distance_is_in_the_table(visit: Visit, answer: dict[str, Any]) -> None:
    visit.find("#panel-test [data-twin]").click()
    rows = visit.find("#panel-test .through-table tbody tr")
    visit.expect("#panel-test .through-table tbody tr").to_have_count(len(answer["distances"]))
    assert rows.first.locator("th").inner_text() == "1 who"
    assert rows.last.locator("td").first.inner_text() == signed(answer["models"][0]["mean"][-1])
    with visit.page.expect_download() as download:
        visit.find("#panel-test [data-csv]").click()
    assert download.value.suggested_filename == "gatescope-memory-test.csv"


def test_other_words_to_choose_between_those_that_are_none_and_a_click_at_a_distance(visit: Visit) -> None:
    arrive(visit)
    visit.find("[name=test-for]").fill("bricklayers")
    visit.expect(PROBLEM).to_contain_text("several pieces")
    visit.expect("[name=test-for]").to_have_attribute("aria-invalid", "true")
    visit.expect(f"{PROBLEM} .link").to_be_hidden()
    visit.errors.clear()  # the browser itself notes the refusal in its console
    visit.find("[name=test-for]").fill("her")
    visit.find("[name=test-against]").fill("his")
    visit.expect(PROBLEM).to_be_hidden()
    answer = asked(visit, **{"for": " her", "against": " his"})
    visit.expect(LEAD).to_contain_text(lead_of(answer, 50))
    visit.expect(LEAD).to_contain_text("“her” against “his”")
    visit.find(".test-chart").scroll_into_view_if_needed()
    area = visit.find(".test-chart .nsewdrag").bounding_box()
    assert area is not None
    visit.page.mouse.move(area["x"] + area["width"] * 9.5 / 50, area["y"] + area["height"] / 2)
    visit.wait_until(lambda: visit.find(".test-chart .hovertext").count() > 0)
    visit.page.mouse.down()
    visit.page.mouse.up()
    visit.expect(LEAD).to_contain_text(lead_of(answer, 10))


def test_the_unit_that_carries_it_is_one_click_away_and_back_leads_back(visit: Visit) -> None:
    arrive(visit, **PAIR)
    answer = asked(visit, **PAIR)
    link = visit.find(".test-account").nth(1).locator("a").first
    unit = answer["models"][1]["carriers"][0]["unit"]
    visit.expect(".test-account a >> nth=5").to_have_text(f"unit {unit}")
    link.click()
    visit.expect(".rnn .inside").to_contain_text(f"in unit {unit}")
    visit.expect("#model").to_have_value("english-rnn")
    text = visit.find("#sentence").input_value()
    assert text.startswith(PAIR["a"] + FILLERS[0][:30])
    steps = visit.find(".tile").count()
    visit.expect(f".tile >> nth={steps - 1}").to_have_attribute("aria-pressed", "true")
    visit.reach("#through")
    visit.expect(LEAD).to_contain_text(lead_of(answer, 50))
    visit.page.keyboard.press("ArrowLeft")  # the words that are read are those of the chart
    visit.expect(LEAD).to_contain_text(lead_of(answer, 49))
    visit.page.wait_for_timeout(400)  # the address follows soon after
    visit.page.go_back()
    visit.expect("#sentence").to_have_value(TEXT)


def test_what_went_wrong_is_tried_again_axe_finds_nothing_and_fingers_everything(visit: Visit) -> None:
    def refuse(route: Route) -> None:
        detail = '{"detail": "The server is busy.", "code": "busy", "field": null}'
        route.fulfill(status=503, body=detail, content_type="application/problem+json")

    visit.page.route("**/figures/memory-test", refuse)
    visit.open(text=TEXT, tab="test", **PAIR)
    visit.reach("#through")
    visit.expect(PROBLEM).to_contain_text("△ The server is busy.")
    visit.errors.clear()
    visit.page.unroute("**/figures/memory-test")
    visit.find(f"{PROBLEM} .link").click()
    visit.expect(".test-drawn").to_be_visible()
    visit.expect(PROBLEM).to_be_hidden()
    visit.find("[name=test-filler]").fill("and then " * 250)
    visit.expect(PROBLEM).to_contain_text("the limit is 2,000")
    visit.expect("[name=test-filler]").to_have_attribute("aria-invalid", "true")
    visit.errors.clear()
    visit.find("[name=test-filler]").fill("")
    visit.expect(PROBLEM).to_be_hidden()
    visit.wait_until(lambda: visit.find(".test-chart .chart-band").is_visible())
    assert_accessible(visit)
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.wear("dark")
    visit.find("[name=test-b]").fill("")
    visit.expect(PROBLEM).to_be_visible()
    assert_accessible(visit)
    assert visit.page.evaluate(SMALL) == []
    assert visit.find("#panel-test").evaluate("(panel) => panel.scrollWidth - panel.clientWidth") == 0


def test_the_front_page_leads_to_it(visitor: Callable[..., Visit]) -> None:
    visit = visitor().open(text=TEXT)
    link = visit.find("[data-opens=test]")
    link.focus()
    visit.page.keyboard.press("Enter")
    visit.expect("#tab-test").to_be_focused()
    visit.expect("#through").to_be_in_viewport()
    visit.expect(LEAD).to_contain_text("After 50 words")
    visit.expect("#sentence").to_have_value(TEXT)
    assert visit.query()["tab"] == "test"
    visit.page.goto(f"{visit.address}{link.get_attribute('href')}")
    visit.expect("#through").to_be_in_viewport()
    visit.expect(LEAD).to_contain_text("After 50 words")
    plain = visitor(java_script_enabled=False)
    plain.page.goto(plain.address)
    plain.expect("[data-example='0']").to_be_visible()
    plain.expect("[data-opens=test]").to_be_hidden()


def assert_accessible(visit: Visit) -> None:
    results = visit.axe("#through")
    assert results.violations_count == 0, results.generate_report()
