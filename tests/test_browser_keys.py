"""Keys that mean something everywhere, their list, and the hints of a first visit."""

from collections.abc import Callable

import pytest
from browser import TEXT, Visit

pytest_plugins = "browser_fixtures"

DIALOG = "#keys-help"
FOCUSED = """() => {
  const { activeElement: element } = document;
  const within = (selector) => element.closest(selector) !== null;
  const parts = ['.transport', '.scrub', '.colour-by', '.tiles', '.prose-text', '.hints', '.controls', '.maps'];
  return parts.find(within) ?? element.id;
}"""


def press(visit: Visit, *keys: str) -> None:
    for key in keys:
        visit.page.keyboard.press(key)


def unit(visit: Visit) -> str:
    return visit.find(".colour-by [data-unit-now]").inner_text()


def test_single_keys_pin_unroll_and_go_down_and_up_the_rows_and_are_letters_while_one_types(visit: Visit) -> None:
    visit.open(text=TEXT, unit=5, sort="index", show="all")
    press(visit, "p", "u")
    assert {key: visit.query()[key] for key in ("pinned", "drawing")} == {"pinned": "5", "drawing": "unrolled"}
    press(visit, "p", "u")
    assert not {"pinned", "drawing"} & visit.query().keys()
    press(visit, "j", "j", "k")
    visit.expect(".colour-by [data-unit-now]").to_have_text("6")
    assert visit.query()["unit"] == "6"
    press(visit, "ArrowDown")
    visit.wait_until(lambda: visit.page.evaluate("() => scrollY > 0"))
    assert unit(visit) == "6"
    visit.find("#sentence").press("End")
    visit.page.keyboard.type(" jump up?", delay=5)
    visit.expect("#sentence").to_have_value(f"{TEXT} jump up?")
    press(visit, "Home", "Escape")
    assert visit.find(DIALOG).get_attribute("open") is None
    assert visit.query()["unit"] == "6"
    assert "drawing" not in visit.query()


def test_what_has_the_focus_keeps_its_own_keys(visit: Visit) -> None:
    visit.open(text=TEXT, step=3)
    visit.find("[data-to=on]").focus()
    press(visit, "Space")
    visit.expect("#where").to_have_text("word 4 of 17")
    visit.expect(".transport .play").to_have_attribute("aria-label", "Play")
    visit.find("input[name=signal-lstm]:checked").focus()
    press(visit, "ArrowRight")
    visit.expect("#where").to_have_text("word 4 of 17")
    assert visit.query()["signal"] == "hidden"
    visit.find(".lstm [data-panel=cell] .over").focus()
    press(visit, "ArrowRight")
    visit.expect("#where").to_have_text("word 5 of 17")


def test_the_list_of_keys_gives_the_focus_back_and_escape_closes_what_is_open_before_it_clears(visit: Visit) -> None:
    visit.open(text=TEXT, unit=5)
    visit.find("[data-keys]").click()
    visit.expect(f"{DIALOG} h2").to_have_text("Keys")
    assert visit.axe(DIALOG).violations_count == 0
    visit.find(f"{DIALOG} [data-close]").click()
    visit.expect(DIALOG).to_be_hidden()
    visit.expect("[data-keys]").to_be_focused()
    visit.find("[data-panel=forget] .term").click()
    visit.expect("#help-lstm-forget").to_be_visible()
    press(visit, "Escape")
    visit.expect("#help-lstm-forget").to_be_hidden()
    assert unit(visit) == "5"
    press(visit, "Shift+?")
    visit.expect(DIALOG).to_be_visible()
    press(visit, "j", "Escape")
    visit.expect(DIALOG).to_be_hidden()
    assert unit(visit) == "5"
    visit.find("[data-large=cell]").click()
    visit.expect("#large").to_be_visible()
    press(visit, "Escape")
    visit.expect("#large").to_be_hidden()
    assert unit(visit) == "5"
    press(visit, "Escape")
    visit.expect(".colour-by [data-unit-now]").to_have_text("…")
    assert visit.query()["unit"] == "none"
    visit.page.reload()
    visit.expect(".tile-label").to_have_text("no unit is selected")


def test_single_keys_can_be_switched_off_and_stay_off(visit: Visit) -> None:
    visit.open(text=TEXT, unit=5, step=3)
    visit.find("[data-keys]").click()
    visit.page.get_by_role("switch", name="Single-key shortcuts").uncheck()
    press(visit, "Escape")
    for reload in (False, True):
        if reload:
            visit.page.reload()
            visit.expect(".colour-by [data-unit-now]").to_have_text("5")
        visit.page.evaluate("() => document.activeElement.blur()")
        press(visit, "j", "ArrowRight", "p", "w", "?")
        assert unit(visit) == "5"
        assert not {"pinned", "words"} & visit.query().keys()
        assert visit.query()["step"] == "3"
        visit.expect(DIALOG).to_be_hidden()
    press(visit, "Escape")
    visit.expect(".colour-by [data-unit-now]").to_have_text("…")
    visit.find("[data-keys]").click()
    visit.expect(DIALOG).to_be_visible()


def test_the_keyboard_tours_the_page(visit: Visit) -> None:
    visit.open(text=TEXT)
    for words in (".tiles", ".prose-text"):
        visit.find("#sentence").focus()
        reached = []
        for _ in range(40):
            press(visit, "Tab")
            reached.append(visit.page.evaluate(FOCUSED))
            if reached[-1] == ".maps":
                break
        stops = [".transport", ".scrub", ".colour-by", words, ".controls", ".maps"]
        assert [stop for stop in dict.fromkeys(reached) if stop in stops] == stops, words
        assert reached.count(".scrub") == 1, words
        press(visit, "w")


def test_hints_are_for_the_first_visit_alone(visit: Visit) -> None:
    visit.open(text=TEXT)
    visit.expect(".hint").to_have_count(3)
    assert visit.axe("#hints").violations_count == 0
    visit.open(text=TEXT)
    visit.expect("#hints").to_be_hidden()


@pytest.mark.parametrize("width", [1440, 390])
def test_hints_go_one_by_one_and_nothing_below_moves(visitor: Callable[..., Visit], width: int) -> None:
    visit = visitor(width).open(text=TEXT)
    place = "() => document.querySelector('.layer').getBoundingClientRect().top"
    before = visit.page.evaluate(place)
    for left in (2, 1, 0):
        visit.find("[data-dismiss]:visible").first.click()
        visit.expect(".hint").to_have_count(left)
        assert visit.page.evaluate(place) == before


def test_a_hint_goes_when_it_was_followed(visit: Visit) -> None:
    visit.open(text=TEXT, step=0)
    press(visit, "Space")
    visit.expect("[data-hint=play]").to_have_count(0)
    press(visit, "Space", "k")
    visit.expect("[data-hint=cell]").to_have_count(0)
    visit.find("#sentence").press("End")
    visit.page.keyboard.type(" So")
    visit.expect("[data-hint=type]").to_have_count(0)


def test_a_browser_that_remembers_nothing_gets_no_hints_and_all_the_rest(visitor: Callable[..., Visit]) -> None:
    visit = visitor(apart=True)
    visit.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    visit.open(text=TEXT)
    visit.expect("#hints").to_be_hidden()
    visit.find("[data-keys]").click()
    visit.page.get_by_role("switch", name="Single-key shortcuts").uncheck()
    press(visit, "Escape")
    visit.expect(DIALOG).to_be_hidden()


def test_all_hints_go_at_once_and_the_list_fits_a_phone(visitor: Callable[..., Visit]) -> None:
    visit = visitor(390, 844, has_touch=True).open(text=TEXT)
    visit.page.get_by_role("button", name="Hide all").tap()
    visit.expect(".hint").to_have_count(0)
    visit.find("[data-keys]").tap()
    box = visit.find(DIALOG).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert visit.page.evaluate(
        "() => document.querySelector('#keys-help').scrollWidth <= document.querySelector('#keys-help').clientWidth"
    )
    for control in (f"{DIALOG} [data-close]", ".keys-switch"):
        size = visit.find(control).bounding_box()
        assert size
        assert min(size["width"], size["height"]) >= 43.5
