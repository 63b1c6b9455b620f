"""Who wrote it: the sentence, the bar and the map are the numbers of the API, and each of them leads somewhere."""

import json
from typing import Any

import pytest
from browser import TEXT, Visit

pytest_plugins = "browser_fixtures"

UNIT, STEP = 5, 8
LONG = 4 * (TEXT + " ")
LONGEST = 400 * "I a. "  # 1,201 tokens in as many characters as are read
# Of every part of the list its label, its number, and the word and the unit to which it leads.
NAMED = """() => Array.from(document.querySelectorAll('.held-parts button'), ({ children, dataset }) => [
    children[1].textContent, children[2].textContent, dataset.step ?? null, dataset.unit ?? null])"""
MAP = "() => document.querySelector('.ledger-chart .js-plotly-plot').data[0].z"


def arrive(visit: Visit, **query: object) -> Visit:
    visit.open(**{"text": TEXT, "unit": UNIT, "step": STEP} | query)
    visit.find("#panel-ledger").scroll_into_view_if_needed()
    return visit


@pytest.fixture(scope="module")
def seen(lasting: Visit) -> Visit:
    """The drawn tab."""
    return drawn(arrive(lasting))


def drawn(visit: Visit) -> Visit:
    visit.wait_until(lambda: visit.find(".ledger-chart .heatmaplayer image").count() > 0)
    return visit


def choose(visit: Visit, value: str) -> None:
    """Press a pill."""
    visit.find(f"#panel-ledger .pill:has(input[value={value}])").click()


def account(visit: Visit, **fields: Any) -> dict[str, Any]:
    """The ledger of the API."""
    body = {"text": TEXT, "decimals": 9} | fields
    answer: dict[str, Any] = visit.page.request.post(f"{visit.address}/api/v1/ledger", data=body).json()
    return answer


def shown(value: float) -> str:
    return "0.00" if abs(value) < 0.005 else f"{value:+.2f}".replace("-", "−")


def click_cell(visit: Visit, wrote: int, read: int) -> None:
    box: Any = visit.find(".ledger-chart .nsewdrag").bounding_box()
    steps = len(visit.page.evaluate(MAP))
    at = {"x": (read + 0.5) * box["width"] / steps, "y": (wrote + 0.5) * box["height"] / steps}
    visit.find(".ledger-chart .nsewdrag").hover(position=at)
    visit.expect(".ledger-chart .hoverlayer text >> nth=0").to_be_visible()
    visit.find(".ledger-chart .nsewdrag").click(position=at)


def test_parts_at_the_playhead_are_those_of_the_api(seen: Visit) -> None:
    answer = account(seen, unit=UNIT)
    for step in (STEP + 1, 0, STEP):
        seen.page.evaluate("(step) => document.querySelectorAll('.tile')[step].click()", step)
        seen.expect(".ledger-lead").to_contain_text(f"unit {UNIT} holds {shown(answer['cell'][step])}")
        row = answer["writes"][step]
        parts = seen.page.evaluate(NAMED)
        named = {int(part[2]): part[1] for part in parts if part[2] is not None}
        assert named == {wrote: shown(row[wrote]) for wrote in named}
        most = max(abs(amount) for wrote, amount in enumerate(row) if wrote not in named) if len(named) <= step else 0
        assert most <= min(abs(row[wrote]) for wrote in named) or most < 0.02
        rest = sum(amount for wrote, amount in enumerate(row) if wrote not in named)
        told = sum(float(part[1].replace("−", "-")) for part in parts if part[2] is None)
        assert abs(told - rest) < 0.011
        seen.expect(".held-missed").to_contain_text("Together they are")


def test_the_bar_is_drawn_to_scale_and_ends_at_what_is_held(seen: Visit) -> None:
    row = account(seen, unit=UNIT)["writes"][STEP]
    strokes = seen.page.evaluate(
        """() => Array.from(document.querySelectorAll('.held-strokes i[data-step]'),
            (part) => [Number(part.dataset.step), parseFloat(part.style.width), part.className])"""
    )
    scale = max(width / abs(row[wrote]) for wrote, width, _ in strokes)
    for wrote, width, tone in strokes:
        assert abs(width - scale * abs(row[wrote])) < 0.01
        assert tone == ("below" if row[wrote] < 0 else "above")
    zero, end = seen.page.evaluate(
        """() => [parseFloat(document.querySelector('.held-lane').style.getPropertyValue('--zero')),
            parseFloat(document.querySelector('.held-end').style.left)]"""
    )
    assert abs((end - zero) / scale - sum(row)) < 0.01


def test_the_map_is_that_of_the_api(seen: Visit) -> None:
    writes = account(seen, unit=UNIT)["writes"]
    z = seen.page.evaluate(MAP)
    for read, row in enumerate(writes):
        assert all(abs(z[wrote][read] - amount) < 1e-5 for wrote, amount in enumerate(row))
        assert all(z[wrote][read] is None for wrote in range(read + 1, len(writes)))


def test_playing_asks_for_nothing_and_map_and_list_lead_to_their_words(visit: Visit) -> None:
    drawn(arrive(visit))
    asked = len(visit.asked_for("figures/ledger"))
    for _ in range(3):
        visit.page.keyboard.press("ArrowRight")
    visit.expect(".ledger-lead").to_contain_text("At “he”")
    visit.page.wait_for_timeout(300)
    assert len(visit.asked_for("figures/ledger")) == asked
    click_cell(visit, 2, 12)
    query = visit.query()
    assert (query["step"], query["unit"]) == ("12", str(UNIT))
    parts = visit.find(".held-parts [data-step]")
    step = parts.first.get_attribute("data-step")
    parts.first.focus()
    visit.page.keyboard.press("Enter")
    assert visit.query()["step"] == step


def test_the_layer_in_shares_leads_to_a_unit(visit: Visit) -> None:
    arrive(visit)
    choose(visit, "layer")
    visit.expect(".ledger-lead").to_contain_text("Of all that the layer holds at “king”")
    drawn(visit)
    shares = account(visit)["shares"][STEP]
    z = visit.page.evaluate(MAP)
    for wrote, amount in enumerate(shares):
        assert abs(z[wrote][STEP] - amount / sum(shares)) < 1e-5
    strongest = max(range(len(shares)), key=lambda wrote: shares[wrote])
    unit = visit.page.evaluate(
        "([wrote, read]) => document.querySelector('.ledger-chart .js-plotly-plot').data[0].customdata[wrote][read][2]",
        [strongest, STEP],
    )
    parts = {part[0]: part for part in visit.page.evaluate(NAMED)}
    assert parts["“king”"][3] is not None
    assert unit in {int(part[3]) for part in parts.values() if part[3] is not None}
    click_cell(visit, strongest, STEP)
    visit.expect(".ledger-lead").to_contain_text(f"unit {unit} holds")
    query = visit.query()
    assert (query["unit"], query["step"], query.get("whose")) == (str(unit), str(STEP), None)


def test_the_table_holds_every_part_and_their_sum(seen: Visit) -> None:
    answer = account(seen, unit=UNIT)
    seen.find("#panel-ledger [data-twin]").click()
    rows = seen.find("#panel-ledger .through-table tbody tr")
    assert rows.count() == len(answer["writes"]) + 1
    assert rows.nth(3).locator("td").all_inner_texts()[3:6] == [shown(answer["writes"][read][3]) for read in (3, 4, 5)]
    assert rows.last.locator("td").all_inner_texts() == [shown(value) for value in answer["cell"]]
    seen.find("#panel-ledger [data-twin]").click()
    seen.expect("#panel-ledger .through-table").to_be_hidden()


def test_no_unit_no_cells_and_the_way_to_the_gradients(visit: Visit) -> None:
    arrive(visit, unit="none")
    visit.expect(".ledger-lead").to_contain_text("Click any cell of a map to choose a unit")
    visit.expect(".ledger-drawn").to_be_hidden()
    visit.find("#model").select_option("english-rnn")
    visit.expect("#panel-ledger .through-none").to_contain_text("This network has no memory cells")
    visit.expect("#panel-ledger .through-bar").to_be_hidden()
    visit.find("#panel-ledger [data-gradients]").click()
    visit.expect("#panel-gradients").to_be_visible()
    visit.expect("#tab-gradients").to_be_focused()


def test_what_cannot_be_read_is_asked_for_again_and_axe_finds_nothing(visit: Visit) -> None:
    visit.page.route("**/api/v1/figures/ledger", lambda route: route.fulfill(status=503))
    arrive(visit)
    visit.expect("#panel-ledger .through-problem").to_contain_text("△ The server answered 503.")
    visit.page.unroute("**/api/v1/figures/ledger")
    visit.find("#panel-ledger .through-problem .link").click()
    drawn(visit)
    visit.expect("#panel-ledger .through-problem").to_be_hidden()
    visit.errors.clear()  # the browser itself notes a 503 in its console
    visit.find("#panel-ledger [data-twin]").click()
    check(visit)
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.wear("dark")
    choose(visit, "layer")
    visit.expect(".ledger-lead").to_contain_text("Of all that the layer holds")
    check(visit)
    assert visit.page.evaluate("() => document.querySelector('#through').scrollWidth") <= 390
    small = visit.page.evaluate(
        """() => Array.from(document.querySelectorAll('#panel-ledger button, #panel-ledger .pill'))
            .filter((each) => each.offsetWidth && !each.matches('[data-csv]') && each.offsetHeight < 44)
            .map((each) => each.outerHTML)"""
    )
    assert small == []


def test_one_word_and_words_that_repeat(visit: Visit) -> None:
    drawn(arrive(visit, text="a", step=1))
    visit.expect(".ledger-lead").to_contain_text("At “a” unit 5 holds")
    visit.find("#sentence").fill(LONG)
    visit.reach("#panel-ledger")
    words = len(account(visit, text=LONG, unit=UNIT)["writes"])
    visit.wait_until(lambda: len(visit.page.evaluate(MAP)) == words)


def test_a_thousand_words_go_in_blocks_and_the_bar_is_still_of_every_word(visit: Visit) -> None:
    drawn(arrive(visit, text=LONGEST, step=700))
    visit.expect(".ledger-blocks").to_contain_text("a row is 5 words added up")
    z = visit.page.evaluate(MAP)
    answer = account(visit, text=LONGEST, unit=UNIT)
    assert len(z) <= 250
    visit.expect(".ledger-lead").to_contain_text(f"unit {UNIT} holds {shown(answer['cell'][700])}")
    column = [row[140] for row in z[:141]]
    assert abs(sum(column) - answer["cell"][704]) < 0.001
    choose(visit, "layer")
    visit.expect(".ledger-lead").to_contain_text("Of all that the layer holds")
    assert visit.find(".held-parts li").count() <= 10
    visit.find("#tab-spans").click()
    visit.expect(".spans-count").to_contain_text("30 of ")
    visit.wait_until(lambda: visit.find(".spans-chart .barlayer .point").count() == 60)


def test_the_held_run_is_taken_apart_and_the_hold_is_named(visit: Visit) -> None:
    hold = {"layer": 0, "units": [UNIT], "signal": "cell", "steps": [3, STEP], "value": 1.5}
    behind = {"layer": 0, "units": [UNIT], "signal": "forget", "steps": [15, 400], "value": 1}
    holds = json.dumps([hold, behind | {"off": False}, behind | {"off": True}])
    drawn(arrive(visit, holds=holds))
    last = len(account(visit, unit=UNIT)["cell"]) - 1
    answer = account(visit, unit=UNIT, holds=[hold, behind | {"steps": [15, last]}])
    assert answer["by_hand"] == list(range(3, STEP + 1))
    visit.expect(".ledger-lead").to_contain_text(f"unit {UNIT} holds {shown(answer['cell'][STEP])}")
    visit.expect(".held-missed").to_contain_text("Together they are")
    row = answer["writes"][STEP]
    parts = visit.page.evaluate(NAMED)
    assert {int(part[2]): part[1] for part in parts if part[2]} == {
        wrote: shown(row[wrote]) for wrote in (int(part[2]) for part in parts if part[2])
    }
    (by_hand,) = (part for part in parts if part[0].startswith("by hand at “"))
    assert (by_hand[2], by_hand[1]) == (str(STEP), shown(1.5))
    z = visit.page.evaluate(MAP)
    assert all(abs(z[wrote][STEP] - amount) < 1e-5 for wrote, amount in enumerate(row))
    visit.expect(".ledger-chart .yaxislayer-above").to_contain_text("held: ")
    visit.find("#tab-spans").click()
    visit.wait_until(lambda: visit.find(".spans-chart .barlayer .point").count() > 0)
    visit.expect("#through .through-free").to_be_hidden()
    visit.find("#tab-lives").click()
    visit.expect("#through .through-free").to_have_text("As read without the holds.")


def check(visit: Visit) -> None:
    found = visit.axe("#through").response["violations"]
    assert not found, [(each["id"], each["nodes"][0]["html"]) for each in found]
