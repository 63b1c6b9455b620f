"""Where else? From a moment to its matches, and from there on; what is shown is what the API says."""

import json
from collections.abc import Callable
from typing import Any

from browser import TEXT, Visit
from playwright.sync_api import Route, expect

pytest_plugins = "browser_fixtures"

PART = "#alike"
LEAD = f"{PART} .through-lead"
PROBLEM = f"{PART} .through-problem"
ROWS = f"{PART} .alike-rows a"
OWN = "He said that he would wait.\nThe old king was tired.\n\nShe woke, and the queen was gone."
SMALL = """() => [...document.querySelectorAll('#alike :is(a, input, textarea, button)')]
    .filter((one) => one.checkVisibility() && !one.closest('[popover], label, .pill'))
    .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 80))"""
# What each row has in its middle, and from where to where in the window.
MIDDLES = """() => [...document.querySelectorAll('.alike-rows .alike-here')].map((one) => {
    const { left, right } = one.getBoundingClientRect();
    return [one.innerText.trim(), left, right];
})"""


def arrive(visit: Visit, **query: object) -> Visit:
    """Go to the section and wait for its rows."""
    visit.open(**{"text": TEXT, "step": 8} | query)
    visit.reach(PART)
    visit.expect(ROWS).not_to_have_count(0)
    return visit


def asked(visit: Visit, **fields: Any) -> dict[str, Any]:
    response = visit.page.request.post(f"{visit.address}/api/v1/similar", data=fields)
    assert response.ok, response.text()
    answer: dict[str, Any] = response.json()
    return answer


def choose(visit: Visit, name: str, value: str) -> None:
    """Press one of the choices."""
    visit.find(f"{PART} .pill:has([name=alike-{name}][value='{value}'])").click()


def rows_are(visit: Visit, answer: dict[str, Any]) -> None:
    """The rows are the moments of an answer, in its order, the matched words in one line."""
    links = [f"“{moment['token'].strip()}” in “" for moment in answer["moments"]]

    def names() -> list[str]:
        spoken = visit.find(ROWS).evaluate_all("(all) => all.map((one) => one.ariaLabel)")
        return [name.partition(": ")[2] for name in spoken]

    visit.wait_until(lambda: len(names()) == len(links) and all(map(str.startswith, names(), links)))
    middles = visit.page.evaluate(MIDDLES)
    assert [word for word, _, _ in middles] == [moment["token"].strip() for moment in answer["moments"]]
    assert len({(left, right) for _, left, right in middles}) == 1


def test_from_a_moment_to_its_matches_and_back(visit: Visit) -> None:
    arrive(visit, unit=5, pinned="9")
    answer = asked(visit, text=TEXT, step=8, track=5)
    rows_are(visit, answer)
    visit.expect(LEAD).to_contain_text(
        f"Of {answer['searched']:,} moments in the labelled sentences, these 10 are most"
    )
    visit.expect(f"{PART} .alike-coloured").to_contain_text("the cell of unit 5;")
    visit.expect(f"{PART} .alike-free").to_be_hidden()
    shares = {name: each["moments"] for name, each in answer["distribution"].items()}
    shown = visit.find(".alike-labels input").evaluate_all("(all) => all.map((one) => one.value)")
    figures = [
        float(text.rstrip(" %").lstrip("< ")) for text in visit.find(".alike-labels li > .num > b").all_inner_texts()
    ]
    assert shown
    assert figures == [round(100 * shares[name]) for name in shown]
    for name in visit.find(".alike-labels input:checked").evaluate_all("(all) => all.map((one) => one.value)"):
        visit.find(f".alike-labels [value={name}]").uncheck()
    assert visit.find(f"{ROWS} .alike-lane").count() == 0
    late = visit.find(".alike-labels [value=late_in_sentence]")
    late.check()
    flags = [flag for moment in answer["moments"] for flag in moment["context"]["labels"]["late_in_sentence"]]
    visit.expect(f"{ROWS} .alike-lane.on").to_have_count(sum(flags))
    visit.expect(f"{ROWS} .alike-word").to_have_count(len(flags))
    choose(visit, "of", "units")
    rows_are(visit, asked(visit, text=TEXT, step=8, units=[5, 9], track=5))
    choose(visit, "signal", "hidden")
    answer = asked(visit, text=TEXT, step=8, units=[5, 9], track=5, signal="hidden")
    rows_are(visit, answer)
    assert visit.query()["alike"] == "of:units,signal:hidden"
    visit.find(f"{PART} [data-twin]").click()
    visit.expect(f"{PART} .through-table tbody tr").to_have_count(10)
    visit.expect(f"{PART} .through-table tbody tr >> nth=0").to_contain_text(
        f"{answer['moments'][0]['similarity']:.4f}"
    )
    visit.find(ROWS).first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Enter"):
        visit.page.keyboard.press(key)
    match = answer["moments"][1]
    visit.expect("#sentence").to_have_value(match["text"])
    visit.expect(f".tile >> nth={match['step']}").to_have_attribute("aria-pressed", "true")
    rows_are(visit, asked(visit, text=match["text"], step=match["step"], units=[5, 9], track=5, signal="hidden"))
    expect(visit.find(ROWS).nth(1)).to_be_focused()
    visit.find(f"{PART} .alike-back button").click()
    visit.expect("#sentence").to_have_value(TEXT)
    visit.expect(".tile >> nth=8").to_have_attribute("aria-pressed", "true")
    visit.expect(f"{PART} .alike-back").to_be_hidden()
    rows_are(visit, answer)


def test_a_pattern_is_dragged_narrowed_and_found(visit: Visit) -> None:
    arrive(visit)
    choose(visit, "by", "pattern")
    words = visit.find(f"{PART} .alike-range button")
    visit.expect(f"{PART} .alike-range [aria-pressed=true]").to_have_text(["king"])
    visit.expect(f"{PART} .alike-chip").not_to_have_count(0)
    visit.reach(f"{PART} .alike-range")
    first, last = (words.nth(step).bounding_box() for step in (3, 5))
    assert first is not None
    assert last is not None
    visit.page.mouse.move(first["x"] + 9, first["y"] + 9)
    visit.page.mouse.down()
    visit.page.mouse.move(last["x"] + 9, last["y"] + 9, steps=4)
    visit.page.mouse.up()
    visit.expect(f"{PART} .alike-range [aria-pressed=true]").to_have_text(["was", "tired", ","])
    visit.wait_until(lambda: visit.query().get("alike") == "by:pattern,steps:3-5")
    words.nth(3).focus()
    visit.page.keyboard.press("Shift+ArrowRight")
    visit.expect(f"{PART} .alike-range [aria-pressed=true]").to_have_text(["was", "tired"])
    above, units = threshold_for(3, on_and_before(visit, (3, 4)))
    visit.find(f"{PART} [type=range]").fill(str(above))
    visit.expect("#alike-threshold-words").to_contain_text(
        f"{len(units)} units are above {above:.2f} at “was” to “tired” and not"
    )
    chips = visit.find(f"{PART} .alike-chip")
    out = int(chips.last.inner_text().split()[1])
    chips.last.click()
    units.remove(out)
    visit.expect(f"{PART} .alike-chip").to_have_count(len(units))
    answer = asked(visit, pattern={"units": units, "signal": "cell", "above": above, "off_before": True})
    visit.expect(LEAD).to_contain_text(f"The {len(units)} units that are on at “was” to “tired” switch on together at")
    visit.expect(LEAD).to_contain_text(f"{answer['guidance']['matches'] or 'none'} of {answer['searched']:,} moments")
    if answer["moments"]:
        rows_are(visit, answer)
    visit.find(f"{PART} [type=checkbox] >> nth=0").uncheck()
    visit.expect("#alike-threshold-words").to_contain_text("at “was” to “tired”.")
    assert visit.axe(PART).violations_count == 0
    visit.find(f"{PART} [data-follow]").click()
    visit.expect(f"{PART} .alike-range [aria-pressed=true]").to_have_text(["king"])
    visit.reload()
    visit.reach(PART)
    visit.expect(f"{PART} [name=alike-by][value=pattern]").to_be_checked()


def on_and_before(visit: Visit, steps: tuple[int, int]) -> list[tuple[float, float]]:
    """Of each unit the least value within some steps, and the one just before; over 0."""
    question = {"text": TEXT, "signals": ["cell"], "decimals": 9}
    answer = visit.page.request.post(f"{visit.address}/api/v1/trace", data=question).json()
    values = answer["layers"][0]["signals"]["cell"]
    first, last = steps
    return [
        (min(values[step][unit] for step in range(first, last + 1)), values[first - 1][unit])
        for unit in range(len(values[0]))
    ]


def threshold_for(fewest: int, units: list[tuple[float, float]]) -> tuple[float, list[int]]:
    """The highest threshold in tenths at which so many units or more come on, and these."""
    for tenths in range(20, 0, -1):
        above = tenths / 10
        on = [unit for unit, (least, before) in enumerate(units) if least > above >= before]
        if len(on) >= fewest:
            return above, on
    raise AssertionError(f"no threshold leaves {fewest} units")


def test_a_text_of_ones_own_is_searched_and_survives_what_goes_wrong(visitor: Callable[..., Visit]) -> None:
    visit = arrive(visitor(width=390, height=800, has_touch=True, color_scheme="dark"), model="english-rnn")
    visit.expect(f"{PART} .alike-only").to_have_text("hidden state")
    choose(visit, "where", "~text")
    visit.expect(LEAD).to_contain_text("Paste a text above")
    visit.expect(f"{PART} .alike-found").to_be_hidden()

    def refuse(route: Route) -> None:
        detail = '{"detail": "The server is busy.", "code": "busy", "field": null}'
        route.fulfill(status=503, body=detail, content_type="application/problem+json")

    visit.page.route("**/api/v1/similar", refuse)
    visit.find("#alike-text").fill(OWN)
    visit.expect(PROBLEM).to_contain_text("△ The server is busy.")
    visit.errors.clear()  # the browser itself notes the refusal in its console
    visit.page.unroute("**/api/v1/similar")
    visit.find(f"{PROBLEM} .link").tap()
    visit.expect(PROBLEM).to_be_hidden()
    visit.expect("#alike-text").to_have_value(OWN)
    visit.expect("#alike-cut").to_have_text("3 texts, one a line.")
    texts = [line for line in OWN.split("\n") if line]
    answer = asked(visit, text=TEXT, step=8, model="english-rnn", texts=texts)
    rows_are(visit, answer)
    assert visit.query()["alike"] == "where:~text"
    assert visit.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert visit.page.evaluate(SMALL) == []
    left, right = visit.page.evaluate(MIDDLES)[0][1:]
    assert 0 < left < right < 390
    assert visit.axe(PART).violations_count == 0
    visit.find(ROWS).first.tap()
    visit.expect("#sentence").to_have_value(answer["moments"][0]["text"])
    visit.expect("#alike-text").to_have_value(OWN)


def test_nothing_is_asked_out_of_sight_and_an_unknown_index_is_said(visit: Visit) -> None:
    hold = {"layer": 0, "units": [3], "signal": "hidden", "steps": None, "value": 0}
    visit.open(text=TEXT, step=8, alike="where:nobody.has", holds=json.dumps([hold]))
    visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_timeout(600)
    assert visit.asked_for("/api/v1/similar") == []
    visit.reach(PART)
    visit.expect(PROBLEM).to_contain_text("gatescope index")
    visit.expect("#alike-index").to_have_value("nobody.has")
    visit.expect("#alike-index").to_have_attribute("aria-invalid", "true")
    visit.find("#alike-index").fill("../a")
    visit.page.keyboard.press("Enter")
    visit.expect(PROBLEM).to_contain_text("no name of an index")
    visit.errors.clear()  # the browser itself notes the refusal in its console
    visit.expect(f"{PART} .alike-free").to_be_visible()
    choose(visit, "where", "labelled")
    visit.expect(PROBLEM).to_be_hidden()
    rows_are(
        visit,
        asked(
            visit,
            text=TEXT,
            step=9,
            track=int(visit.page.evaluate("() => document.querySelector('[data-unit-now]').textContent")),
        ),
    )
