"""Whoever cannot see colours, use a mouse, or bear motion gets the same page."""

from collections.abc import Callable

import pytest
from browser import TEXT, Visit
from playwright.sync_api import Route

pytest_plugins = "browser_fixtures"

FOCUSED = """() => {
    const element = document.activeElement;
    return element.id || element.name || element.closest('[data-panel]')?.dataset.panel || element.className;
}"""


def test_axe_finds_nothing(visit: Visit) -> None:
    visit.open()
    for width in (1280, 390):
        visit.page.set_viewport_size({"width": width, "height": 844})
        for theme in ("light", "dark"):
            visit.wear(theme)
            assert_accessible(visit, colours_alone=theme == "dark")


STATES: dict[str, dict[str, object]] = {
    "prose, unrolled, compared": {
        "words": "prose", "drawing": "unrolled", "step": 8, "pinned": "3,17,40,99", "sort": "similarity",
    },
    "another network": {"model": "english-rnn", "drawing": "unrolled"},
    "no text": {"text": ""},
}  # fmt: skip


@pytest.mark.parametrize("query", STATES.values(), ids=STATES)
def test_axe_finds_nothing_in_any_state(visit: Visit, query: dict[str, object]) -> None:
    visit.open(**{"text": TEXT} | query)
    assert_accessible(visit)
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.wear("dark")
    assert_accessible(visit, colours_alone=True)


NOTICES: dict[str, dict[str, object]] = {
    "nothing selected": {"unit": "none"},
    "asking for what there is not": {"unit": 9999, "step": 9999, "signal": "taste", "sort": "taste", "pinned": "x"},
    "too long": {"text": "The old man read the letter. " * 80},
}


@pytest.mark.parametrize("query", NOTICES.values(), ids=NOTICES)
def test_axe_finds_nothing_where_the_page_has_something_to_say(
    visitor: Callable[..., Visit], query: dict[str, object]
) -> None:
    assert_accessible(visitor(390, 844, color_scheme="dark").open(**{"text": TEXT} | query))


def test_axe_finds_nothing_when_the_server_is_slow_or_gone(visit: Visit) -> None:
    visit.open(text=TEXT)
    held: list[Route] = []
    visit.page.route("**/api/v1/figures", lambda route: held.append(route))
    visit.find("#sentence").fill("The king")
    for theme in ("light", "dark"):
        visit.page.emulate_media(color_scheme=theme)  # another theme has figures of its own
        visit.expect("body").to_have_attribute("data-state", "loading")
        visit.wait_until(lambda: bool(held))
        assert_accessible(visit, colours_alone=theme == "dark")
        held.pop().abort()
        visit.expect("body").to_have_attribute("data-state", "error")
        assert_accessible(visit, colours_alone=theme == "dark")
    visit.errors.clear()  # the browser itself notes the lost requests in its console


OPENS = {
    "#export": "#export-menu",
    "[data-panel=forget] .term": "#help-lstm-forget",
    ".scale[data-scale=signed] .term": "#help-colours",
    ".controls .term": "#help-order",
}


def test_axe_finds_nothing_in_what_opens(visit: Visit) -> None:
    visit.open(unit=9999)
    for theme in ("light", "dark"):
        visit.wear(theme)
        for button, opened in OPENS.items():
            visit.find(button).click()
            visit.expect(opened).to_be_visible()
            assert_accessible(visit, opened, colours_alone=theme == "dark")
            visit.page.keyboard.press("Escape")
        visit.find("[data-large=cell]").click()
        visit.expect(".large-plot .main-svg >> nth=0").to_be_attached()
        assert_accessible(visit, "#large", colours_alone=theme == "dark")
        visit.page.keyboard.press("Escape")
        visit.expect("#large").to_be_hidden()


def test_axe_finds_nothing_without_scripts_in_sight(visitor: Callable[..., Visit]) -> None:
    visit = visitor(1280)
    visit.page.goto(f"{visit.address}/nowhere")
    assert_accessible(visit)
    visit.errors.clear()  # the browser itself notes a 404 in its console


def test_the_keyboard_alone_reaches_everything(visit: Visit) -> None:
    visit.open(text=TEXT)
    reached = []
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        reached.append(visit.page.evaluate(FOCUSED))
        if reached[-1] == "hidden":
            break
    for stop in (
        "skip",
        "model",
        "theme",
        "sentence",
        "share",
        "export",
        "signal-lstm",
        "show",
        "sort",
        "forget",
        "cell",
    ):
        assert stop in reached, stop
    assert reached.count("signal-lstm") == reached.count("show") == reached.count("sort") == 1


def test_the_skip_link_leads_to_the_maps(visit: Visit) -> None:
    visit.open(text="The")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("() => document.activeElement.id") == "equation"


def test_tiles_and_maps_say_what_they_show_and_stand_still_for_those_who_asked_for_it(visit: Visit) -> None:
    visit.open(text="The queen", unit=5, step=2)
    tile = visit.find(".tile").nth(2).get_attribute("aria-label") or ""
    assert tile.startswith("“queen”, cell ")
    assert "bits" in tile
    assert "its guess for the next word" in tile
    label = visit.find("[data-panel=forget] .over").get_attribute("aria-label") or ""
    assert label.startswith("forget gate, 32 units by 3 words. “queen”, unit 5: ")
    equation = visit.find(".lstm .live [role=img]").first.get_attribute("aria-label") or ""
    assert equation.startswith("c equals f times the previous c plus i times g: ")
    visit.page.emulate_media(reduced_motion="reduce")
    lasts = "(part) => getComputedStyle(document.querySelector(part)).transitionDuration"
    assert [visit.page.evaluate(lasts, part) for part in (".lstm .column", ".strip")] == ["0s", "0s"]


def assert_accessible(visit: Visit, part: str | None = None, colours_alone: bool = False) -> None:
    results = visit.axe(part, colours_alone)
    assert results.violations_count == 0, results.generate_report()
