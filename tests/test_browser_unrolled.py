"""The network once for every word, however many words there are."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from browser import TEXT, Visit

pytest_plugins = "browser_fixtures"

COPIES = "#unrolled .copy"
MANY = ("The old man walked down to the sea and looked at the ships. " * 23).strip()


def opened(visit: Visit, **query: object) -> Visit:
    visit.open(**{"text": TEXT, "unit": 5, "step": 8, "drawing": "unrolled"} | query)
    visit.expect(f"{COPIES}[aria-selected=true]").to_be_visible()
    return visit


@pytest.fixture(scope="module")
def seen(lasting: Visit) -> Visit:
    """Unit 5 at “king”, unrolled."""
    return opened(lasting)


def chosen(visit: Visit) -> tuple[str, str]:
    """Step and word of the framed copy."""
    copy = visit.find(f"{COPIES}[aria-selected=true]")
    return copy.get_attribute("data-step") or "", copy.locator("bdi").inner_text()


def test_the_belt_runs_through_from_copy_to_copy(seen: Visit) -> None:
    ends = seen.find(COPIES).evaluate_all("""(copies) => copies.map((copy) => {
        const wires = [...copy.querySelectorAll('.wire')];
        const look = (wire) => [wire?.style.strokeWidth, wire?.getAttribute('class')];
        return {
            step: Number(copy.dataset.step),
            into: look(wires.find((wire) => wire.getAttribute('d').startsWith('M0 '))),
            out: look(wires.find((wire) => wire.getAttribute('d').endsWith('H140'))),
        };
    })""")
    for one, next_one in pairwise(ends):
        assert next_one["step"] == one["step"] + 1
        assert next_one["into"] == one["out"]
    assert len(ends) > 5


def test_the_switch_unrolls_the_network(visit: Visit) -> None:
    visit.open(text=TEXT, unit=5, step=8)
    visit.expect("#unrolled").to_be_hidden()
    visit.find("input[name=drawing-lstm][value=unrolled]").check()
    visit.expect("#unrolled h2").to_have_text("Unit 5, unrolled")
    visit.expect(f"{COPIES}[aria-selected=true]").to_be_in_viewport()
    assert chosen(visit) == ("8", "king")
    assert visit.query()["drawing"] == "unrolled"
    visit.find("input[name=drawing-lstm][value=cell]").check()
    visit.expect("#unrolled").to_be_hidden()
    assert "drawing" not in visit.query()


def test_each_copy_shows_what_the_microscope_shows_of_its_word_and_a_click_selects_it(visit: Visit) -> None:
    opened(visit)
    for _ in range(5):
        copy = visit.find(f"{COPIES}[aria-selected=true]")
        assert copy.get_attribute("aria-label") == visit.find(".lstm .said").inner_text()
        rows = visit.find(".lstm .moment-table tbody tr").evaluate_all(
            "(rows) => Object.fromEntries(rows.map((row) => [row.cells[0].textContent, row.cells[2].textContent]))"
        )
        written = copy.locator("text").all_text_contents()
        assert sorted(written) == sorted(rows[symbol] for symbol in ("h", "f", "i · g", "c"))
        visit.page.keyboard.press("ArrowLeft")
    visit.find("#copy-6").click()
    visit.expect(".lstm .inside").to_have_text(f"{visit.words()[6]} in unit 5")
    visit.expect("#copy-6").to_have_attribute("aria-selected", "true")
    visit.expect(f"{COPIES}[aria-selected=true]").to_have_count(1)


def test_arrow_keys_walk_from_copy_to_copy_and_through_the_table(visit: Visit) -> None:
    opened(visit)
    visit.find(".copies").focus()
    for key, step in (("ArrowRight", "9"), ("ArrowRight", "10"), ("ArrowLeft", "9"), ("Home", "0"), ("End", "17")):
        visit.page.keyboard.press(key)
        visit.expect(f"#copy-{step}").to_have_attribute("aria-selected", "true")
        visit.expect(f"#copy-{step}").to_be_in_viewport()
        visit.expect(".copies").to_have_attribute("aria-activedescendant", f"copy-{step}")
    visit.find("#copy-17").click()
    for _ in range(9):
        visit.page.keyboard.press("ArrowLeft")
    visit.find("#unrolled [data-twin]").click()
    visit.expect("#unrolled .copies-table tbody tr").to_have_count(18)
    row = visit.find("#unrolled tr[aria-current=true]")
    assert row.locator("th").inner_text() == "king"
    shown = visit.find(".lstm .moment-table tbody td:last-child").all_text_contents()
    assert row.locator("td").all_inner_texts() == shown
    visit.page.keyboard.press("ArrowRight")
    visit.expect("#unrolled tr[aria-current=true] th").to_have_text("said")
    visit.expect(".copies").to_be_hidden()


def test_of_a_long_text_only_what_is_in_sight_is_there(visit: Visit) -> None:
    opened(visit, text=MANY, step=150)
    steps = len(visit.words())
    assert steps > 300
    assert visit.find(COPIES).count() < 20
    visit.find(".copies").focus()
    visit.page.keyboard.press("End")
    visit.expect(f"#copy-{steps - 1}").to_be_in_viewport()
    visit.find(".copies").evaluate("(copies) => { copies.scrollLeft = 0; }")
    visit.expect("#copy-1").to_be_visible()
    visit.expect(f"#copy-{steps - 1}").to_have_count(1)  # selected: it stays, for whoever walks on from it
    assert visit.find(COPIES).count() < 20


def test_the_twins_neurons_are_chained_by_what_they_say(visit: Visit) -> None:
    opened(visit, model="english-rnn")
    assert visit.find(f"{COPIES}[aria-selected=true] text").all_text_contents()[0] == "tanh"
    said = visit.find(".rnn .moment-table tbody td:last-child").all_text_contents()
    assert visit.find(f"{COPIES}[aria-selected=true] .number").text_content() == said[-1]
    visit.find("#copy-7").click()
    visit.expect(".rnn .inside").to_have_text("the in unit 5")


def test_a_finger_selects_a_copy(visitor: Callable[..., Visit]) -> None:
    visit = opened(visitor(390, 844, has_touch=True, is_mobile=True))
    visit.find("#copy-7").tap()
    visit.expect("#copy-7").to_have_attribute("aria-selected", "true")
    assert visit.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
