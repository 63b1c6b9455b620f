"""The words as prose: coloured by the selected unit, with the model's guesses beneath, up to the limit of a text."""

import re
from collections.abc import Callable

from browser import TEXT, Visit

pytest_plugins = "browser_fixtures"

TOKEN = ".prose .token"
SELECTED = f"{TOKEN}[aria-selected=true]"
COLOURS = "() => [...document.querySelectorAll('.token .text')].map((word) => getComputedStyle(word).backgroundColor)"
LONG = (" ".join(["The queen was tired, but the king said that he would wait until she woke."] * 27))[:2000]
OVERFLOWING = """() => {
  const right = (element) => element.getBoundingClientRect().right;
  const parts = [...document.querySelectorAll('.token > *')];
  return parts.filter((part) => right(part) > right(part.parentElement) + 1).length;
}"""
LEAVE = "() => document.activeElement.blur()"
COUNT_CHANGES = """() => {
  globalThis.touched = 0;
  const everything = { subtree: true, childList: true, attributes: true, characterData: true };
  const observer = new MutationObserver((changes) => { touched += changes.length; });
  observer.observe(document.querySelector('.prose-text'), everything);
}"""


def shown(visit: Visit) -> list[str]:
    return visit.find(f"{TOKEN} .text").all_inner_texts()


def in_prose(visit: Visit, **query: object) -> Visit:
    visit.open(words="prose", **query)
    visit.expect(TOKEN).not_to_have_count(0)
    return visit


def test_the_switch_sets_the_words_as_prose_in_the_same_colours_and_back(visit: Visit) -> None:
    visit.open(text=TEXT, step=8, signal="forget")
    words = visit.words()
    visit.find("input[name=words][value=prose]").check()
    visit.expect(".prose").to_be_visible()
    visit.expect(".tile >> nth=0").to_be_hidden()
    assert shown(visit) == words
    visit.expect(f"{SELECTED} .text").to_have_text("king")
    assert visit.query()["words"] == "prose"
    visit.page.evaluate(LEAVE)
    for key in ("End", "ArrowLeft", "w"):
        visit.page.keyboard.press(key)
    visit.expect(".tile[aria-pressed=true]").to_have_text("woke")
    strip = visit.page.evaluate(
        "() => [...document.querySelectorAll('.tile')].map((tile) => tile.style.backgroundColor)"
    )
    visit.page.keyboard.press("w")
    prose = visit.page.evaluate(COLOURS)
    channels = [[int(number) for number in re.findall(r"\d+", colour)] for colour in strip + prose]
    pairs = zip(channels[: len(strip)], channels[len(strip) :], strict=True)
    assert all(abs(one - other) <= 4 for pair in pairs for one, other in zip(*pair, strict=True))
    first = visit.page.evaluate(COLOURS)
    visit.expect(".prose-label").to_contain_text("forget gate")
    visit.find("input[name=signal-lstm][value=hidden]").check()
    visit.wait_until(lambda: visit.page.evaluate(COLOURS) != first)
    visit.expect(".prose-label").to_contain_text("hidden state")
    second = visit.page.evaluate(COLOURS)
    visit.page.evaluate(LEAVE)
    visit.page.keyboard.press("k")
    visit.wait_until(lambda: visit.page.evaluate(COLOURS) != second)


def test_a_click_and_the_keys_select_a_word_which_says_its_value_its_surprise_and_its_guesses(visit: Visit) -> None:
    in_prose(visit, text=TEXT, step=1)
    visit.find(TOKEN).nth(8).click()
    visit.expect("#where").to_have_text("word 8 of 17")
    visit.expect(".lstm [data-panel=cell] .here").to_have_text("king")
    visit.expect(".prose-text").to_be_focused()
    label = visit.find(SELECTED).get_attribute("aria-label") or ""
    value = visit.find(".lstm [data-panel=cell] .value").inner_text()
    said, led_to = label.split("; guesses for the next word: ")
    assert re.fullmatch(rf"“king”, cell {re.escape(value)}, surprise \d+\.\d bits", said), said
    assert all(re.fullmatch(r"\S+ (\d+(\.\d)?|< 0\.1) %", guess) for guess in led_to.split(", ")), led_to
    heights = visit.find(f"{TOKEN} .bits i").evaluate_all("(bars) => bars.map((bar) => parseFloat(bar.style.height))")
    assert max(heights) > 10 * (min(heights) + 1)
    guesses = visit.find(f"{SELECTED} .led-to").all_inner_texts()
    assert [each.split()[0] for each in led_to.split(", ")] == guesses
    for key, step in (("ArrowRight", 9), ("ArrowLeft", 8), ("End", 17), ("Home", 0)):
        visit.page.keyboard.press(key)
        visit.expect(SELECTED).to_have_attribute("data-step", str(step))
        visit.expect(".prose-text").to_have_attribute("aria-activedescendant", f"word-{step}")


def test_a_guess_that_came_true_stands_out(visit: Visit) -> None:
    in_prose(visit, text="I do not know what to do, and I do not know what to say.")
    words = shown(visit)
    true = visit.find(f"{TOKEN} .hit").evaluate_all(
        "(hits) => hits.map((hit) => [hit.closest('.token').dataset.step, hit.textContent])"
    )
    assert true
    assert all(words[int(step) + 1] == guess for step, guess in true)


def test_without_a_unit_the_words_stand_on_paper(visit: Visit) -> None:
    in_prose(visit, text=TEXT)
    for label, part in ((".prose-label", ".token .text"), (".tile-label", ".tile")):
        visit.page.keyboard.press("Escape")
        visit.expect(label).to_have_text("no unit is selected")
        colours = visit.find(part).evaluate_all(
            "(all) => [...new Set(all.map((each) => getComputedStyle(each).backgroundColor))]"
        )
        assert colours == ["rgba(0, 0, 0, 0)"], part
        visit.page.keyboard.press("j")
        visit.expect(label).to_contain_text("unit ")
        visit.page.keyboard.press("w")


def test_a_text_of_two_thousand_characters_is_set_and_followed_two_words_at_a_time(visit: Visit) -> None:
    in_prose(visit, text=LONG, step=0)
    visit.wait_until(lambda: len(shown(visit)) > 400)
    text, page = visit.find(".prose-text").bounding_box(), visit.page.viewport_size
    assert text
    assert page
    assert text["height"] < 0.5 * page["height"]
    for key in ("End", "Home"):
        visit.page.keyboard.press(key)
        selected = visit.find(SELECTED).bounding_box()
        assert selected
        assert text["y"] - 1 <= selected["y"]
        assert selected["y"] + selected["height"] <= text["y"] + text["height"] + 1
    visit.page.evaluate(COUNT_CHANGES)
    visit.page.keyboard.press("ArrowRight")
    visit.expect(SELECTED).to_have_attribute("data-step", "1")
    assert visit.page.evaluate("() => touched") <= 3


HOSTILE = [
    "<b>bold</b><script>violations.push('ran')</script>",
    "\u202eright to left\u202c and\tback",
    "שלום עולם, مرحبا",
    "我们的女王累了",
    "👩‍👩‍👧‍👦 family",
    "a\u0301" + "\u0301" * 60,
]


def test_whatever_is_typed_is_shown_and_keeps_to_its_word(visit: Visit) -> None:
    visit.open(text=" ".join(HOSTILE), unit=5)
    words = visit.words()
    visit.page.keyboard.press("w")
    for width in (1280, 390):
        visit.page.set_viewport_size({"width": width, "height": 844})
        visit.expect(TOKEN).to_have_count(len(words))
        assert shown(visit) == words
        assert visit.find(".prose b:not(.prose-label), .prose script, .prose a").count() == 0
        assert visit.page.evaluate(OVERFLOWING) == 0
        assert visit.page.evaluate("() => document.querySelector('.prose-text').scrollWidth <= innerWidth")


def test_phones_wrap_and_tap(visitor: Callable[..., Visit]) -> None:
    visit = in_prose(visitor(390, 844, has_touch=True), text=TEXT, step=3)
    visit.find(TOKEN).nth(8).tap()
    visit.expect("#where").to_have_text("word 8 of 17")
    boxes = [visit.find(TOKEN).nth(n).bounding_box() for n in range(18)]
    assert len({box["y"] for box in boxes if box}) > 1
    assert all(box and box["height"] >= 44 and box["x"] + box["width"] <= 390 for box in boxes)
