"""The playhead: play, pause, speed, step and scrub move every view in step."""

import re
from collections.abc import Callable

from browser import TEXT, Visit
from playwright.sync_api import expect

pytest_plugins = "browser_fixtures"

PLAY = ".transport .play"
SCRUBBER = ".scrub input"
SHORT = "The queen was tired."  # five words and the start
WORDS = ["start", "The", "queen", "was", "tired", "."]
# What every view says about the word at hand, noted once a frame while the words play.
NOTE = """() => {
  globalThis.noted = new Set();
  globalThis.labels = new Set();
  const text = (selector) => document.querySelector(selector).innerText;
  const note = () => {
    noted.add([
      document.querySelector('.tile[aria-pressed=true]').dataset.step,
      text('#where'), document.querySelector('.scrub input').value,
      text('.lstm [data-panel=cell] .here'), text('.lstm [data-panel=forget] .value')
    ].join(' | '));
    labels.add(document.querySelector('.transport .play').ariaLabel);
    requestAnimationFrame(note);
  };
  note();
}"""


def at(visit: Visit, step: int, last: int = 5) -> None:
    """Strip, transport and maps all stand at a step."""
    visit.expect("#where").to_have_text(f"word {step} of {last}" if step else f"start · {last} words")
    visit.expect(f".tile[data-step='{step}']").to_have_attribute("aria-pressed", "true")
    visit.expect(".tile[aria-pressed=true]").to_have_count(1)
    visit.expect(SCRUBBER).to_have_value(str(step))
    visit.expect(SCRUBBER).to_have_attribute("aria-valuetext", visit.words()[step])
    visit.expect(".lstm [data-panel=cell] .here").to_have_text(visit.words()[step])


def test_playing_moves_every_view_in_step_and_stops_at_the_end(visit: Visit) -> None:
    visit.open(text=SHORT, step=0)
    values = {}
    for step in range(6):
        visit.find(f".tile[data-step='{step}']").click()
        at(visit, step)
        values[step] = visit.find(".lstm [data-panel=forget] .value").inner_text()
    visit.find("[data-to=first]").click()
    visit.page.evaluate(NOTE)
    visit.find(".speed select").select_option("4")
    first = played(visit)
    for step, line in enumerate(first):
        where = f"word {step} of 5" if step else "start · 5 words"
        assert line == f"{step} | {where} | {step} | {WORDS[step]} | {values[step]}"
    assert len(first) == 6
    assert visit.query()["step"] == "5"
    assert sorted(played(visit)) == first  # played at the end it begins again


def played(visit: Visit) -> list[str]:
    """What was noted while the words played to their end."""
    visit.page.evaluate("() => { noted.clear(); labels.clear(); }")
    visit.find(PLAY).click()
    visit.wait_until(lambda: visit.page.evaluate("() => noted.size") == 6)
    at(visit, 5)
    visit.expect(PLAY).to_have_attribute("aria-label", "Play")
    assert "Pause" in visit.page.evaluate("() => [...labels]")
    lines: list[str] = visit.page.evaluate("() => [...noted]")
    return lines


WAYS: dict[str, Callable[[Visit], None]] = {
    "tile": lambda visit: visit.find(".tile").nth(12).click(),
    "scrubber": lambda visit: visit.find(SCRUBBER).fill("12"),
    "map": lambda visit: visit.find(".lstm [data-panel=cell] .over").click(),
    "key": lambda visit: visit.find("h1").press("End"),
    "button": lambda visit: visit.find("[data-to=last]").click(),
}


def test_a_step_chosen_by_hand_pauses_and_another_speed_does_not(visit: Visit) -> None:
    visit.open(text=TEXT, step=0)
    for way, choose in WAYS.items():
        visit.find("[data-to=first]").click()
        visit.find(PLAY).click()
        expect(visit.find("#where"), way).to_have_text(re.compile(r"word [2-9] of 17"))
        choose(visit)
        expect(visit.find(PLAY), way).to_have_attribute("aria-label", "Play")
    visit.find("[data-to=first]").click()
    visit.find(PLAY).click()
    visit.find(".speed select").select_option("4")
    visit.expect(PLAY).to_have_attribute("aria-label", "Pause")
    visit.expect(PLAY).to_have_attribute("aria-label", "Play")
    at(visit, 17, 17)


def test_space_plays_and_pauses_another_unit_does_not_and_typing_does(visit: Visit) -> None:
    visit.open(text=TEXT, step=0)
    visit.page.keyboard.press("Space")
    visit.expect(PLAY).to_have_attribute("aria-label", "Pause")
    visit.page.keyboard.press("j")
    visit.expect(PLAY).to_have_attribute("aria-label", "Pause")
    visit.page.keyboard.press("Space")
    visit.expect(PLAY).to_have_attribute("aria-label", "Play")
    visit.page.keyboard.press("Space")
    visit.find("#sentence").press("End")
    visit.page.keyboard.type(" So")
    visit.expect(PLAY).to_have_attribute("aria-label", "Play")


def test_buttons_keys_and_the_scrubber_step(visit: Visit) -> None:
    visit.open(text=SHORT, step=2)
    for button, step in (("on", 3), ("back", 2), ("last", 5), ("on", 5), ("first", 0), ("back", 0)):
        visit.find(f"[data-to={button}]").click()
        at(visit, step)
    visit.page.evaluate("() => document.activeElement.blur()")
    for key, step in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 5), ("Home", 0)):
        visit.page.keyboard.press(key)
        at(visit, step)
    slider = visit.find("#ruler").get_by_role("slider", name="Word")
    slider.focus()
    for key, step in (("ArrowRight", 1), ("ArrowLeft", 0), ("End", 5), ("Home", 0)):
        visit.page.keyboard.press(key)
        at(visit, step)
    box, tile = slider.bounding_box(), visit.find(".tile").nth(4).bounding_box()
    assert box
    assert tile
    visit.page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    visit.page.mouse.down()
    visit.page.mouse.move(tile["x"] + tile["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    at(visit, 4)
    visit.page.mouse.up()


def test_the_scrubber_stands_over_the_columns(visitor: Callable[..., Visit]) -> None:
    visit = visitor(1440).open(text="the the the")
    assert_stands_over_the_columns(visit)
    for words in (17, 26):
        text = ["the"] * words
        visit.find("#sentence").fill(" ".join(text))
        visit.wait_for_words(*text)
        assert_stands_over_the_columns(visit)


def assert_stands_over_the_columns(visit: Visit) -> None:
    slider = visit.find(SCRUBBER).bounding_box()
    first, last = visit.find(".tile").first.bounding_box(), visit.find(".tile").last.bounding_box()
    assert slider
    assert first
    assert last
    thumb = 8  # px, half of it
    assert abs(slider["x"] + thumb - first["x"] - first["width"] / 2) < 1.5
    assert abs(slider["x"] + slider["width"] - thumb - last["x"] - last["width"] / 2) < 1.5


def test_a_long_strip_follows_the_playhead(visit: Visit) -> None:
    visit.open(text=" ".join(["word"] * 80), step=0)
    visit.page.keyboard.press("End")
    visit.expect(".tile >> nth=-1").to_be_in_viewport()
    visit.page.keyboard.press("Home")
    visit.expect(".tile >> nth=0").to_be_in_viewport()


def test_playing_needs_no_motion(visitor: Callable[..., Visit]) -> None:
    visit = visitor(reduced_motion="reduce").open(text=SHORT, step=0)
    visit.find(".speed select").select_option("4")
    visit.find(PLAY).click()
    visit.wait_until(lambda: visit.find("#where").inner_text() == "word 5 of 5")
    moving = "() => document.getAnimations().filter((each) => each.playState === 'running').length"
    assert visit.page.evaluate(moving) == 0
    at(visit, 5)


def test_phones_have_room_for_fingers(visitor: Callable[..., Visit]) -> None:
    visit = visitor(390, 844, has_touch=True).open(text=TEXT, step=3)
    for control in (PLAY, "[data-to=back]", "[data-to=on]", SCRUBBER, ".speed select", "[data-keys]", ".tile >> nth=3"):
        box = visit.find(control).bounding_box()
        assert box, control
        assert box["height"] >= 43.5, control
        assert box["width"] >= 43.5, control
    visit.find("[data-to=on]").tap()
    at(visit, 4, 17)
