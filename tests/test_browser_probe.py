"""The page of one's own probe: typed lists, the ranking in words and as a picture, sentences as a unit reads them."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from browser import Visit
from playwright.sync_api import Route

from app.pages.probe_examples import ENGLISH

pytest_plugins = "browser_fixtures"

LEAD = "#found .through-lead"
PROBLEM = "#found .through-problem"
STRIP = ".probe-strips li"
SMALL = """() => [...document.querySelectorAll('main :is(button, .pill, .examples a, .probe-words)')]
    .filter((one) => one.checkVisibility() && !one.closest('.js-plotly-plot, [popover], .pill :scope'))
    .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 80))"""


def arrive(visit: Visit, **query: object) -> Visit:
    """Open the page and wait for its picture."""
    visit.page.goto(f"{visit.address}/probe?{urlencode({name: str(value) for name, value in query.items()})}")
    visit.wait_until(lambda: visit.find(".probe-chart .scatterlayer .point").count() > 0)
    return visit


def asked(visit: Visit, **fields: Any) -> dict[str, Any]:
    having, lacking = (visit.find(f"#{name}").input_value().split("\n") for name in ("with", "without"))
    body = {"with": having, "without": lacking} | fields
    response = visit.page.request.post(f"{visit.address}/api/v1/probe", data=body, timeout=60_000)
    answer: dict[str, Any] = response.json()
    return answer


def ranking(visit: Visit) -> list[str]:
    return visit.find(".probe-ranking tbody th").all_inner_texts()


def test_it_ranks_as_the_api_does_and_follows_lists_signal_and_place(visit: Visit) -> None:
    arrive(visit)
    answer = asked(visit)
    assert not visit.asked_for("figures/probe")  # the server has put the first answer into the page
    assert ranking(visit) == [str(each["unit"]) for each in answer["units"][:12]]
    visit.expect(LEAD).to_contain_text(f"nit {answer['units'][0]['unit']}")
    visit.find("[name=at][value=mean]").click()
    visit.wait_until(lambda: ranking(visit) == [str(each["unit"]) for each in asked(visit, at="mean")["units"][:12]])
    visit.find("#with").fill("The boys\nThe\tkeys")
    visit.expect("#with-count").to_contain_text("2 sentences; from ")
    visit.expect(LEAD).to_contain_text("too few to tell")
    visit.expect(".probe-warnings").to_contain_text("△ 2 with and 12 without are too few to tell")
    visit.expect("[data-list=with] .probe-remark").to_contain_text("Line 2 has a character that cannot be seen, U+0009")
    assert visit.query() | {"at": "mean", "with": "The boys\nThe\tkeys"} == visit.query()
    visit.page.reload()
    visit.expect("#with").to_have_value("The boys\nThe\tkeys")
    visit.expect(LEAD).to_contain_text("too few to tell")


def test_an_example_gives_way_and_can_be_undone(visit: Visit) -> None:
    arrive(visit, **{"with": "My own", "without": "My other"})
    links = visit.find(".examples [data-example]")
    links.last.click()
    visit.expect("#with").to_have_value("\n".join(ENGLISH[-1].having))
    visit.expect(LEAD).to_contain_text("No unit tells them apart better than chance would")
    links.first.click()
    visit.expect(".examples [data-example] >> nth=0").to_have_attribute("aria-current", "true")
    visit.find(".probe-undo button").click()
    visit.expect("#with").to_have_value("My own")
    visit.expect("#with").to_be_focused()
    visit.expect(".probe-undo").to_be_hidden()
    visit.expect(LEAD).to_contain_text("1 with it and 1 without are too few")
    visit.find("#model").select_option("english-rnn")
    visit.expect("#with").to_have_value("My own")
    visit.expect(".probe-signals .pill").to_have_count(1)
    visit.wait_until(lambda: visit.query()["signal"] == "hidden")


def test_a_unit_is_chosen_by_mouse_and_keys_and_its_sentences_lead_to_explore(visit: Visit) -> None:
    arrive(visit)
    ranked = ranking(visit)
    visit.find(".probe-ranking [aria-pressed=true]").focus()
    visit.page.keyboard.press("ArrowDown")
    visit.expect(".probe-ranking [data-select] >> nth=1").to_be_focused()
    visit.expect("#sentences-h").to_have_text(f"How unit {ranked[1]} reads them")
    visit.find(".probe-ranking tbody tr").nth(2).click()
    visit.expect("#sentences-h").to_have_text(f"How unit {ranked[2]} reads them")
    assert visit.query()["unit"] == ranked[2]
    visit.reach(".probe-strips")
    visit.expect(f"{STRIP} >> nth=0 >> b").not_to_be_empty()
    link = visit.find(f"{STRIP} a").first
    query = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    (text,) = query["text"]
    assert (text, query["unit"]) == (ENGLISH[0].having[0], [ranked[2]])
    trace = visit.page.request.post(
        f"{visit.address}/api/v1/trace", data={"text": text, "units": [int(ranked[2])], "signals": ["cell"]}
    ).json()
    value = trace["layers"][0]["signals"]["cell"][-1][0]
    assert visit.find(f"{STRIP} b").first.inner_text().replace("−", "-") == f"{round(value, 2):+.2f}"
    assert len(visit.asked_for("figures/probe")) == 0
    visit.find("#found [data-twin]").click()
    visit.expect("#found .through-table tbody tr").to_have_count(256)
    with visit.page.expect_download() as saved:
        visit.find("#found [data-csv]").click()
    rows = saved.value.path().read_text("utf-8").splitlines()
    assert rows[0].startswith("unit,knows,AUC,with it,")
    assert rows[1].startswith(f"{ranked[0]},")
    visit.find(".probe-chart").scroll_into_view_if_needed()
    last = visit.find(".probe-chart .scatterlayer .point").last.bounding_box()
    assert last is not None
    visit.page.mouse.click(last["x"] + last["width"] / 2, last["y"] + last["height"] / 2)
    highest = max(asked(visit)["units"], key=lambda each: (each["auc"], each["unit"]))["unit"]
    visit.expect("#sentences-h").to_have_text(f"How unit {highest} reads them")


def test_what_is_wrong_is_said_beside_its_list_and_nothing_is_lost(visit: Visit) -> None:
    arrive(visit)
    lead = visit.find(LEAD).inner_text()
    for name, typed, problem in (
        ("with", "", "△ Type at least one sentence."),
        ("with", "a\n" * 201, "△ 201 sentences: at most 200 are read."),
        ("without", "a\n\n" + "b" * 2001, "△ Line 3: it is 2,001 characters long"),
        ("without", "a\n" + "\U0001f600" * 1000, "△ Line 2: Text is "),
    ):
        before = visit.find(f"#{name}").input_value()
        visit.find(f"#{name}").fill(typed)
        visit.expect(f"#{name}-problem").to_contain_text(problem)
        visit.expect(f"#{name}").to_have_attribute("aria-invalid", "true")
        visit.expect("#found").to_have_attribute("data-stale", "true")
        assert visit.find(LEAD).inner_text() == lead
        visit.find(f"#{name}").fill(before)
        visit.expect(f"#{name}-problem").to_be_empty()
        visit.errors.clear()  # the browser itself notes the refusal in its console

    def refuse(route: Route) -> None:
        detail = {"detail": "The server is busy.", "code": "busy", "field": None}
        route.fulfill(status=503, body=json.dumps(detail), content_type="application/problem+json")

    visit.page.route("**/figures/probe", refuse)
    visit.find(".probe-signals .pill").first.click()
    visit.expect(PROBLEM).to_contain_text("△ The server is busy.")
    visit.errors.clear()
    visit.page.unroute("**/figures/probe")
    visit.find(f"{PROBLEM} .link").click()
    visit.expect(PROBLEM).to_be_hidden()
    visit.expect("#found").to_have_attribute("data-stale", "false")
    long = "\n".join(f"{n} {'word ' * 60}".strip() for n in range(200))
    visit.find("#with").fill(long)
    visit.expect(".probe-kept").to_contain_text("too long for a link")
    assert "with" not in visit.query()
    visit.page.reload()
    visit.expect("#with").to_have_value(long)


def test_fingers_find_everything_and_axe_nothing(visitor: Callable[..., Visit]) -> None:
    visit = arrive(visitor(width=390, height=844, has_touch=True))
    visit.find(".probe-ranking [data-select]").nth(1).tap()
    visit.reach(".probe-strips")
    visit.expect(f"{STRIP} >> nth=0 >> b").not_to_be_empty()
    assert visit.page.evaluate(SMALL) == []
    assert visit.page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    assert_accessible(visit)
    visit.page.emulate_media(color_scheme="dark")
    visit.wait_until(lambda: len(visit.asked_for("figures/probe")) == 1)
    visit.expect("#found").to_have_attribute("aria-busy", "false")
    assert_accessible(visit, colours_alone=True)


def assert_accessible(visit: Visit, colours_alone: bool = False) -> None:
    results = visit.axe(colours_alone=colours_alone)
    assert results.violations_count == 0, results.generate_report()
