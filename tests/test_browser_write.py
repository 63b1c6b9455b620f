"""Let it write: the page grows with every word, stops when told to, and ten continuations are those of the API."""

import json
from collections.abc import Callable
from typing import Any

from browser import TEXT, Visit
from events import parse_events
from playwright.sync_api import Request, Route

pytest_plugins = "browser_fixtures"

BEGUN = "The queen was tired, but"
GREEDY = "12,0,0,1,1"  # words, temperature, top k, top p, seed
HOLD = {"layer": 0, "units": [3, 5], "signal": "cell", "steps": None, "value": 1.5, "off": False}
LEAD = "#panel-write .write-lead"
PROBLEM = "#write-problem"
# Values of the drawn cells, [rows][steps], as typed arrays while the page grows and in base64 when they were read.
CELLS = """() => {
  const { z } = document.querySelector('[data-panel=cell] .plot').data[0];
  if (Array.isArray(z)) return z.map((row) => [...row]);
  const values = new Float32Array(Uint8Array.from(atob(z.bdata), (letter) => letter.charCodeAt(0)).buffer);
  const steps = Number(z.shape.split(', ')[1]);
  const rowOf = (_, row) => [...values.subarray(row * steps, (row + 1) * steps)];
  return Array.from({ length: values.length / steps }, rowOf);
}"""
SMALL = """() => [...document.querySelectorAll('#continue, #written .link, #panel-write :is(input, button)')]
    .filter((one) => one.checkVisibility() && !one.closest('[popover]'))
    .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 80))"""


def written(visit: Visit, **fields: Any) -> str:
    """What the API writes after the same text."""
    asked = {
        "text": BEGUN,
        "tokens": 12,
        "temperature": 0.8,
        "top_p": 0.95,
        "seed": 1,
        "min_tokens": 1,
        "signals": [],
    } | fields
    events = parse_events(visit.page.request.post(f"{visit.address}/api/v1/generate", data=asked).text())
    text: str = events[-1].data["text"]
    return text


def shown(visit: Visit) -> dict[str, list[str]]:
    """What stands in the lanes, and beside the life of the unit."""
    selectors = (".tile > bdi", ".surprise .bits > span", ".guessed bdi", ".guessed small", ".life-value")
    return {selector: visit.find(selector).all_inner_texts() for selector in selectors}


def writes(visit: Visit) -> bool:
    return "on" in (visit.find("#continue").get_attribute("class") or "")


def gone(visit: Visit) -> list[Request]:
    """Generations whose connection the page closes from now on."""
    closed: list[Request] = []
    visit.page.on("requestfailed", lambda request: closed.append(request) if request.url.endswith("generate") else None)
    return closed


def test_the_page_grows_word_by_word_and_reading_it_anew_changes_nothing(visit: Visit) -> None:
    visit.open(text=BEGUN, writing=GREEDY, sort="index", show="all")
    held: list[Route] = []
    visit.page.route("**/api/v1/figures", lambda route: held.append(route))
    visit.page.evaluate(
        """() => {
          globalThis.lengths = new Set();
          const note = () => lengths.add(document.querySelectorAll('.tile').length);
          new MutationObserver(note).observe(document.querySelector('.tiles .area'), { childList: true });
        }"""
    )
    visit.find("#continue").click()
    visit.expect("#continue").to_have_text("Stop")
    visit.wait_until(lambda: len(held) == 1)
    text = BEGUN + written(visit, temperature=0, top_p=1)
    visit.expect("#sentence").to_have_value(text)
    steps = len(visit.words())
    assert visit.page.evaluate("[...lengths]") == [*range(8, steps + 1)]  # one after the other
    visit.expect(f".tile >> nth={steps - 1}").to_have_attribute("aria-pressed", "true")
    visit.wait_until(lambda: len(visit.page.evaluate(CELLS)[0]) == steps)
    before, cells = shown(visit), visit.page.evaluate(CELLS)
    assert json.loads(held[0].request.post_data or "")["text"] == text
    held[0].continue_()
    visit.wait_until(lambda: visit.drawn("cell") == f"256, {steps}")
    assert shown(visit) == before
    for row, again in zip(cells, visit.page.evaluate(CELLS), strict=True):
        assert max(abs(one - other) for one, other in zip(row, again, strict=True)) < 1e-5
    visit.expect("#written").to_contain_text(f"Wrote {steps - 7} words with seed 1.")
    assert len(visit.asked_for("/generate")) == 1
    visit.page.unroute("**/api/v1/figures")
    visit.find("#written >> text=Take it back").click()
    visit.expect("#sentence").to_have_value(BEGUN)
    visit.wait_for_words("The", "queen", "was", "tired", ",", "but")
    visit.expect("#written").to_be_empty()
    assert_parts_of_a_character_make_it_and_another_spelling_is_said(visit)


def assert_parts_of_a_character_make_it_and_another_spelling_is_said(visit: Visit) -> None:
    """True events under other names: which tokens a network chooses cannot be told beforehand."""
    asked = {"text": BEGUN, "tokens": 2, "min_tokens": 2, "encoding": "base64"}
    true = parse_events(visit.page.request.post(f"{visit.address}/api/v1/generate", data=asked).text())
    names = [{"id": 1, "token": "⟨C3⟩", "text": ""}, {"id": 1, "token": "⟨A9⟩", "text": "é"}]
    parts = [event.data | name for event, name in zip(true, names, strict=False)]
    stream = "".join(f"event: token\r\ndata: {json.dumps(part)}\r\n\r\n" for part in parts)
    done = 'event: done\ndata: {"reason": "length"}\n\n'
    visit.page.route(
        "**/api/v1/generate", lambda route: route.fulfill(content_type="text/event-stream", body=stream + done)
    )
    visit.find("#continue").click()
    visit.expect("#written").to_contain_text("Wrote 2 words with seed 1. Read as a text, it falls into other tokens.")
    visit.expect("#sentence").to_have_value(f"{BEGUN}é")
    assert visit.words()[-1] == "é"


def test_it_stops_by_button_by_key_and_by_typing_and_closes_the_connection(visit: Visit) -> None:
    seed = next(seed for seed in range(99) if len(written(visit, tokens=200, seed=seed)) > 400)
    visit.open(text=BEGUN, writing=f"200,0.8,0,0.95,{seed}")
    closed = gone(visit)
    visit.page.locator("#sentence").press("Control+Enter")
    visit.wait_until(lambda: len(visit.words()) > 7)  # at the first word: all of them are soon here
    visit.page.keyboard.press("Escape")
    visit.expect("#written").to_contain_text("Stopped after")
    visit.expect("#continue").to_have_text("Continue writing")
    visit.wait_until(lambda: len(closed) == 1)
    text = visit.find("#sentence").input_value()
    assert written(visit, tokens=200, seed=seed).startswith(text.removeprefix(BEGUN))
    visit.find("#written >> text=Take it back").click()
    visit.expect("#sentence").to_have_value(BEGUN)
    visit.find("#continue").click()
    visit.wait_until(lambda: writes(visit) and len(visit.words()) > 9)
    visit.find(".tile >> nth=2").click()  # a word chosen by hand keeps the playhead
    visit.wait_until(lambda: len(visit.words()) > 14)
    visit.expect(".tile >> nth=2").to_have_attribute("aria-pressed", "true")
    visit.find("#continue").click()
    visit.wait_until(lambda: not writes(visit))
    visit.find("#written >> text=Take it back").click()
    visit.find("#continue").click()
    visit.wait_until(lambda: writes(visit))
    visit.find("#sentence").press("!")  # not `fill`, between whose selecting and typing a word may come
    visit.wait_until(lambda: not writes(visit))
    visit.find("#sentence").fill("The king")
    visit.wait_for_words("The", "king")
    visit.expect("#written").to_be_empty()
    visit.expect("#sentence").to_have_value("The king")


def test_a_busy_server_and_a_text_without_room_lose_nothing(visit: Visit) -> None:
    def refuse(route: Route) -> None:
        problem = {"status": 503, "code": "busy", "detail": "The server is busy. Try again in 1 s.", "field": None}
        route.fulfill(status=503, headers={"Retry-After": "1"}, body=json.dumps(problem))

    visit.open(text=BEGUN + " ", writing=GREEDY, cause="write")
    visit.page.route("**/api/v1/generate", refuse)
    visit.find("#continue").click()
    visit.expect("#written").to_contain_text("△ The server is busy. Try again in 1 s.")
    visit.expect("#sentence").to_have_value(BEGUN)
    visit.reach("#cause")
    visit.find(".write-go").click()
    visit.expect(PROBLEM).to_contain_text("△ The server is busy. Try again in 1 s.")
    visit.errors.clear()  # the browser itself notes a 503 in its console
    visit.page.unroute("**/api/v1/generate")
    visit.find(f"{PROBLEM} .link").click()
    visit.expect(".write-tally i").to_have_count(10)
    visit.expect(PROBLEM).to_be_hidden()
    visit.find("#written .link").click()
    visit.expect("#written").to_contain_text("Wrote")
    visit.find("#sentence").fill("a " * 1000)
    visit.find("#continue").click()
    visit.expect("#written").to_contain_text("the text is as long as can be read")


def test_ten_continuations_are_those_of_the_api_with_and_without_the_holds(visit: Visit) -> None:
    visit.open(text=BEGUN, writing="12,0.8,0,0.95,5", cause="write", holds=json.dumps([HOLD]))
    visit.reach("#cause")
    visit.expect(LEAD).to_contain_text("ten with the holds: does “she” or “he” come first?")
    visit.find("[name=write-for]").fill("the")
    visit.find("[name=write-against]").fill("a")
    visit.find(".write-go").click()
    visit.expect(".write-tally i").to_have_count(20)
    api_hold = {name: value for name, value in HOLD.items() if name != "off"}
    texts = [[written(visit, seed=seed, holds=holds) for seed in range(5, 15)] for holds in ([], [api_hold])]
    columns = visit.find(".write-column").all()
    for column, expected in zip(columns, texts, strict=True):
        found = column.locator(".write-one .word").all_inner_texts()
        assert [each.removesuffix("¶").split() for each in found] == [each.split() for each in expected]
    assert texts[0] != texts[1]
    lead = visit.find(LEAD).inner_text()
    counts = [
        [len(column.locator(f".write-tally .{side}").all()) for side in ("favoured", "against")] for column in columns
    ]
    (the, a), (held_the, held_a) = counts
    assert f"“the” comes before “a” in {the} of 10 continuations, “a” before “the” in {a}" in lead
    assert f"With the holds “the” comes first in {held_the} of 10, “a” in {held_a}" in lead
    assert visit.find(".write-one mark.favoured").count() >= the + held_the
    visit.find("#panel-write [data-twin]").click()
    visit.expect("#panel-write .through-table tbody tr").to_have_count(10)
    assert visit.find("#panel-write .through-table tbody th").first.inner_text() == "5"
    with visit.page.expect_download() as download:
        visit.find("#panel-write [data-csv]").click()
    assert download.value.suggested_filename == "gatescope-continuations.csv"
    chosen = next(n for n, text in enumerate(texts[0]) if text)
    visit.find(f".write-column >> nth=0 >> .write-one >> nth={chosen}").press("Enter")
    visit.expect("#sentence").to_have_value(BEGUN + texts[0][chosen])
    visit.expect("#panel-write .write-note").to_contain_text(f"They go on from “{BEGUN}”")
    query = visit.query()
    assert (query["writing"], query["favoured"], query["against"]) == ("12,0.8,0,0.95,5", "the", "a")


def test_settings_are_kept_in_the_link_and_bad_ones_are_the_nearest_good_ones(visit: Visit) -> None:
    visit.open(text=BEGUN, cause="write", writing="x,9,,0.5")
    visit.reach("#cause")

    def values() -> dict[str | None, str]:
        fields = visit.find("[type=number][data-setting]").all()
        return {field.get_attribute("data-setting"): field.input_value() for field in fields}

    visit.wait_until(lambda: values()["tokens"] == "40")
    assert values() == {"tokens": "40", "temperature": "5", "top_k": "0", "top_p": "0.5", "seed": "1"}
    visit.find("#write-tokens").fill("10000")
    visit.find("#write-tokens").press("Tab")
    visit.expect("#write-tokens").to_have_value("200")
    visit.find(".write-value [type=range]").press("Home")
    visit.expect("#write-temperature").to_have_value("0")
    visit.find("[data-dice]").click()
    assert visit.query()["writing"] == f"200,0,0,0.5,{values()['seed']}"
    assert 0 <= int(values()["seed"]) < 10_000


def test_holds_stay_in_force_while_it_writes(visit: Visit) -> None:
    visit.open(text=BEGUN, writing=GREEDY, unit=3, sort="value", step=2, holds=json.dumps([HOLD]))
    visit.find("#continue").click()
    visit.expect("#written").to_contain_text("Wrote")
    api_hold = {name: value for name, value in HOLD.items() if name != "off"}
    visit.expect("#sentence").to_have_value(BEGUN + written(visit, temperature=0, top_p=1, holds=[api_hold]))
    visit.expect(".life-row[data-signal=cell] .life-value").to_have_text("+1.50")
    visit.wait_until(lambda: visit.find(".tile").last.get_attribute("aria-pressed") == "true")


def test_fingers_find_everything_and_axe_finds_nothing(visitor: Callable[..., Visit]) -> None:
    visit = visitor(390, 844, has_touch=True).open(text=TEXT, cause="write", writing="3,0.8,0,0.95,1")
    visit.find("#continue").tap()
    visit.expect("#written").to_contain_text("Wrote")
    visit.reach("#cause")
    visit.find(".write-go").tap()
    visit.expect(".write-tally i").to_have_count(10)
    assert visit.page.evaluate(SMALL) == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    assert_accessible(visit)
    visit.wear("dark")
    visit.find("[name=write-for]").fill("he")
    visit.expect(PROBLEM).to_contain_text("Both are the same")
    assert_accessible(visit)


def assert_accessible(visit: Visit) -> None:
    results = visit.axe("#view, #cause")
    assert results.violations_count == 0, results.generate_report()
