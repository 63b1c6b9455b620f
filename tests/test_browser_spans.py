"""Spans: bars are the memories that the API tells of, named at both ends, and lead to their unit and word."""

import re
from typing import Any

import pytest
from browser import TEXT, Visit

pytest_plugins = "browser_fixtures"

UNIT, STEP = 5, 8
MOST = 30
LONG = 4 * (TEXT + " ")
ROWS = ".spans-chart [data-row]"


def arrive(visit: Visit, **query: object) -> Visit:
    visit.open(**{"text": TEXT, "unit": UNIT, "step": STEP, "tab": "spans"} | query)
    visit.find("#panel-spans").scroll_into_view_if_needed()
    return visit


@pytest.fixture(scope="module")
def seen(lasting: Visit) -> Visit:
    """The tab as it opens."""
    return arrive(lasting)


def choose(visit: Visit, value: str) -> None:
    """Press a pill."""
    visit.find(f"#panel-spans .pill:has(input[value={value}])").click()


def spans(visit: Visit, **fields: Any) -> dict[str, Any]:
    """The spans of the API."""
    body = {"text": TEXT, "most": MOST} | fields
    answer: dict[str, Any] = visit.page.request.post(f"{visit.address}/api/v1/spans", data=body).json()
    return answer


def key(span: dict[str, Any]) -> tuple[int, int]:
    return span["unit"], span["from"]


def rows(visit: Visit) -> list[str]:
    """Names of the rows, as a screen reader hears them, but for what their units have earned as names."""
    names: list[str] = visit.find(ROWS).evaluate_all("(rows) => rows.map((row) => row.getAttribute('aria-label'))")
    return [re.sub(r"^(unit \d+) \([^)]*\)", r"\1", name) for name in names]


def wait_for(visit: Visit, expected: dict[str, Any]) -> None:
    """Until the rows are these memories, in the order of writing."""
    names = {f"unit {span['unit']}: {word(expected, span['from'])} wrote" for span in expected["spans"]}
    visit.wait_until(lambda: {name.split(" wrote ")[0] + " wrote" for name in rows(visit)} == names)
    shown = len(expected["spans"])
    visit.expect(".spans-count").to_have_text(f"{shown} of {expected['found']:,} shown")


def word(answer: dict[str, Any], step: int) -> str:
    return f"“{answer['tokens'][step]['text'].strip()}”" if step else "the start"


def test_rows_are_the_longest_memories_with_both_ends_named(seen: Visit) -> None:
    answer = spans(seen)
    wait_for(seen, answer)
    ends = {
        "erased": lambda span: f"erased by {word(answer, span['by'])}",
        "faded": lambda _: "faded",
        "alive": lambda _: "alive, ",
    }
    for span in answer["spans"]:
        start = f"unit {span['unit']}: {word(answer, span['from'])} wrote "
        (name,) = [each for each in rows(seen) if each.startswith(start)]
        assert ends[span["end"]](span) in name
    first = answer["spans"][0]
    seen.expect(".spans-lead").to_contain_text(
        f"{answer['found']:,} memories of at least 0.10, the longest: unit {first['unit']}"
    )


def test_pills_have_the_words_of_the_playhead_and_ask_anew_as_it_moves(visit: Visit) -> None:
    arrive(visit)
    choose(visit, "erased")
    wait_for(visit, spans(visit, which="erased", step=STEP))
    visit.expect("#panel-spans input[value=erased] + span").to_have_text("erased by “king”")
    visit.expect(".spans-lead").to_contain_text("“king” erased")
    assert visit.query()["spans"] == "erased"
    assert_they_stay_while_one_is_chosen(visit)
    visit.page.keyboard.press("Escape")
    visit.page.evaluate("() => document.querySelectorAll('.tile')[12].click()")
    visit.expect("#panel-spans input[value=written] + span").to_have_text("written by “would”")
    wait_for(visit, spans(visit, which="erased", step=12))
    choose(visit, "written")
    wait_for(visit, spans(visit, which="written", step=12))
    choose(visit, "alive")
    wait_for(visit, spans(visit, which="alive"))


def assert_they_stay_while_one_is_chosen(visit: Visit) -> None:
    expected = spans(visit, which="erased", step=STEP)
    visit.find(ROWS).nth(2).focus()
    visit.page.keyboard.press("Enter")
    unit = rows(visit)[2].removeprefix("unit ").split(":")[0]
    visit.expect("#life h2").to_have_text(f"The life of unit {unit}")
    assert visit.query()["step"] == str(STEP)
    wait_for(visit, expected)
    visit.expect(f"{ROWS} >> nth=2").to_be_focused()


def test_by_mouse_and_keys_a_row_selects_its_unit_and_the_word_that_wrote_and_axe_finds_nothing(visit: Visit) -> None:
    arrive(visit)
    answer = spans(visit)
    wait_for(visit, answer)
    visit.wait_until(lambda: visit.find(".spans-chart .barlayer .point").count() == 2 * MOST)
    visit.find(ROWS).first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        visit.page.keyboard.press(key)
    visit.expect(f"{ROWS} >> nth=1").to_be_focused()
    stops = "() => document.querySelectorAll('.spans-chart .chart-rows [tabindex=\"0\"]').length"
    assert visit.page.evaluate(stops) == 1
    unit = rows(visit)[1].removeprefix("unit ").split(":")[0]
    visit.page.keyboard.press("Enter")
    visit.expect("#life h2").to_have_text(f"The life of unit {unit}")
    box: Any = visit.find(".spans-chart .nsewdrag").bounding_box()
    at = {"x": box["width"] * 0.6, "y": 4.5 * box["height"] / MOST}
    visit.find(".spans-chart .nsewdrag").hover(position=at)
    visit.expect(".spans-chart .hoverlayer text >> nth=0").to_be_visible()
    name = rows(visit)[4]
    visit.find(".spans-chart .nsewdrag").click(position=at)
    unit = name.removeprefix("unit ").split(":")[0]
    visit.expect("#life h2").to_have_text(f"The life of unit {unit}")
    step = int(visit.query()["step"])
    assert name.startswith(f"unit {unit}: {word(answer, step)} wrote")
    visit.expect(f"{ROWS} >> nth=4").to_have_attribute("aria-current", "true")
    visit.find("#panel-spans [data-twin]").click()
    check(visit)
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.wear("dark")
    choose(visit, "erased")
    wait_for(visit, spans(visit, which="erased", step=step, most=15))
    check(visit, colours_alone=True)
    assert visit.page.evaluate("() => document.querySelector('#through').scrollWidth") <= 390
    heights = visit.page.evaluate(
        "() => Array.from(document.querySelectorAll('.spans-chart .chart-rows li'), (row) => row.offsetHeight)"
    )
    assert set(heights) == {44}


def test_thresholds_count_wrong_ones_are_said_and_a_network_without_cells_has_none(visit: Visit) -> None:
    arrive(visit)
    answer = spans(visit)
    wait_for(visit, answer)
    visit.find("#panel-spans [data-twin]").click()
    assert visit.find("#panel-spans .through-table tbody tr").count() == len(answer["spans"])
    visit.find("#panel-spans [data-twin]").click()
    visit.find(".spans-thresholds input[name=least]").fill("0.8")
    visit.find(".spans-thresholds input[name=share]").fill("0.5")
    wait_for(visit, spans(visit, least=0.8, share=0.5))
    visit.expect(".spans-lead").to_contain_text("of at least 0.80")
    for wrong in ("2", "-0.1", ""):
        visit.find(".spans-thresholds input[name=least]").fill(wrong)
        visit.expect(".spans-wrong").to_have_text("△ Type numbers from 0 to 1.")
    visit.find(".spans-thresholds input[name=least]").fill("1")
    visit.expect(".spans-wrong").to_have_text("")
    visit.expect(".spans-lead").to_contain_text("No word wrote a memory of at least 1.00")
    visit.expect(".spans-drawn").to_be_hidden()
    visit.find(".spans-thresholds input[name=least]").fill("0.8")
    visit.expect(".spans-drawn").to_be_visible()
    visit.find("#panel-spans [data-twin]").click()
    visit.expect("#panel-spans .through-table").to_be_visible()
    visit.find("#model").select_option("english-rnn")
    visit.expect("#panel-spans .through-none").to_contain_text("This network has no memory cells")
    visit.expect("#panel-spans .spans-thresholds").to_be_hidden()
    visit.expect("#panel-spans .through-table").to_be_hidden()


def test_playing_over_the_longest_asks_for_nothing(visit: Visit) -> None:
    arrive(visit, text=LONG)
    wait_for(visit, spans(visit, text=LONG))
    asked = len(visit.asked_for("figures/spans"))
    for _ in range(3):
        visit.page.keyboard.press("ArrowRight")
    visit.expect(".spans-lead").to_contain_text("At “he”")
    visit.page.wait_for_timeout(300)
    assert len(visit.asked_for("figures/spans")) == asked


def check(visit: Visit, colours_alone: bool = False) -> None:
    found = visit.axe("#through", colours_alone).response["violations"]
    assert not found, [(each["id"], each["nodes"][0]["html"]) for each in found]
