"""The maps follow the typing."""

from browser import STORY, Visit
from playwright.sync_api import Route

pytest_plugins = "browser_fixtures"

FIELD = "#sentence"
PUT_CARET = """(place) => {
    const field = document.querySelector('#sentence');
    field.focus({preventScroll: true});
    field.setSelectionRange(place, place);
}"""
COUNT_BLANKS = """() => {
    globalThis.blanks = 0;
    const isBlank = (plot) => !plot.querySelector('image')?.getAttribute('href')?.startsWith('data:image/png');
    const look = () => {
        blanks += [...document.querySelectorAll('.plot')].filter((plot) => plot.offsetWidth && isBlank(plot)).length;
        requestAnimationFrame(look);
    };
    look();
}"""


def test_the_page_opens_with_its_story_and_an_empty_field_shows_what_to_do(visit: Visit) -> None:
    visit.open()
    assert visit.find(FIELD).input_value() == STORY
    assert visit.words()[0] == "start"
    assert "".join(visit.words()[1:]) == STORY.replace(" ", "")
    assert visit.drawn("forget") == f"32, {len(visit.words())}"
    visit.expect("#status").to_contain_text("256 units")
    visit.find(FIELD).fill("  ")
    visit.expect(".empty-note").to_be_visible()
    visit.expect("#equation").to_be_hidden()
    visit.expect("#share").to_be_disabled()
    visit.find(FIELD).fill("The")
    visit.wait_for_words("The")
    visit.expect(".empty-note").to_be_hidden()


def test_what_is_typed_before_the_script_has_come_is_read(visit: Visit) -> None:
    held: list[Route] = []
    visit.page.route("**/assets/main-*.js", lambda route: held.append(route))
    visit.page.goto(visit.address, wait_until="commit")
    visit.find(FIELD).fill("The queen")
    assert visit.page.evaluate("performance.getEntriesByType('mark').length") == 0
    visit.wait_until(lambda: bool(held))
    held[0].continue_()
    visit.wait_for_words("The", "queen")
    assert visit.find(FIELD).input_value() == "The queen"
    visit.wait_until(lambda: visit.drawn("forget") == "32, 3")
    visit.page.unroute("**/assets/main-*.js")


def test_every_key_is_read_and_leaves_a_mark_to_measure_by(visit: Visit) -> None:
    visit.open(text="The")
    count = "(name) => performance.getEntriesByName(`gatescope:${name}`).length"
    before = visit.page.evaluate(count, "painted")
    visit.find(FIELD).press("End")
    visit.page.keyboard.type("y")
    visit.wait_for_words("They")
    assert visit.page.evaluate(count, "key") == 1
    visit.wait_until(lambda: visit.page.evaluate(count, "painted") > before)
    visit.page.keyboard.press("Backspace")
    visit.wait_for_words("The")
    visit.find(FIELD).press("End")
    for typed, words in ((" ", ["The", "␣"]), ("queen", ["The", "queen"]), (" was", ["The", "queen", "was"])):
        visit.page.keyboard.type(typed)
        visit.wait_for_words(*words)
    for panel in ("forget", "input", "candidate", "output", "cell", "hidden", "previous", "squashed"):
        assert visit.drawn(panel) == "32, 4"


def test_the_last_of_many_quick_keys_is_what_is_shown_and_an_example_replaces_it(visit: Visit) -> None:
    visit.open(text="x")
    visit.find(FIELD).fill("")
    visit.page.keyboard.type("the king said that the queen was tired", delay=1)
    visit.wait_for_words("the", "king", "said", "that", "the", "queen", "was", "tired")
    assert visit.query()["text"] == "the king said that the queen was tired"
    visit.find("[data-example='3']").click()
    visit.wait_until(lambda: "bread" in visit.words())
    visit.expect("[data-example='3']").to_have_attribute("aria-current", "true")
    assert "bread" in visit.find(FIELD).input_value()


def test_focus_caret_and_scroll_stay(visit: Visit) -> None:
    visit.open(text="The king said that he woke.")
    visit.page.evaluate("() => scrollTo(0, 40)")
    visit.page.evaluate(PUT_CARET, 8)
    visit.page.keyboard.type("s")
    visit.wait_until(lambda: "".join(visit.words()) == "startThekingssaidthathewoke.")
    visit.wait_until(lambda: visit.find(FIELD).input_value() == "The kings said that he woke.")
    assert visit.page.evaluate("() => [document.activeElement.id, document.activeElement.selectionStart, scrollY]") == [
        "sentence",
        9,
        40,
    ]


def test_a_map_is_never_blank_while_one_types(visit: Visit) -> None:
    visit.open(text="The king")
    visit.page.evaluate(COUNT_BLANKS)
    visit.find(FIELD).press("End")
    visit.page.keyboard.type(" said that", delay=30)
    visit.wait_for_words("The", "king", "said", "that")
    assert visit.page.evaluate("() => blanks") == 0


def test_a_text_over_a_limit_is_read_as_far_as_it_surely_fits(visit: Visit) -> None:
    visit.open(text="The")
    visit.find(FIELD).fill("the queen " * 210)
    visit.expect("#notice").to_contain_text("△ 2,100 characters: only the first 2,000 are read.")
    visit.wait_until(lambda: len(visit.words()) >= 401)
    assert visit.find(".veil .unread").text_content() == "the queen " * 10
    visit.find(FIELD).fill("The")
    visit.wait_for_words("The")
    visit.expect("#notice").to_be_empty()
    visit.find(FIELD).fill("🙂" * 900)
    visit.expect("#notice").to_contain_text("△ 900 characters: only the first 511 are read.")
    assert visit.find(FIELD).input_value() == "🙂" * 900
    assert visit.find(".veil .unread").text_content() == "🙂" * (900 - 511)
    visit.errors.clear()  # the browser itself notes in its console that the whole was refused
    visit.find(FIELD).fill("The king")
    visit.wait_for_words("The", "king")
    visit.expect("#notice").to_be_empty()
