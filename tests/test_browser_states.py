"""The server gone, slow, or refusing; phones; and that heat maps are as sharp as their numbers."""

import base64
import json
from collections.abc import Callable

import pytest
from browser import TEXT, Visit, serving
from fastapi import FastAPI
from playwright.sync_api import Route

from app.figures.palette import SCALES, Theme, bend, mix

pytest_plugins = "browser_fixtures"

# Colours of a screenshot at points given as shares of its width and height.
PIXELS = """async ([shot, points]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${shot}`;
    await image.decode();
    const { width, height } = image;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const at = ([x, y]) => 4 * (Math.floor(y * height) * width + Math.floor(x * width));
    return points.map((point) => Array.from(data.slice(at(point), at(point) + 3)));
}"""
VALUES = """async () => {
    const { decode } = await import('/static/js/reading.js');
    return Array.from(decode(JSON.parse(document.querySelector('#start').textContent).reading.figures.cell.data[0].z));
}"""
HIDE_CROSSHAIRS = (
    "() => document.querySelectorAll('.over').forEach((over) => over.style.setProperty('display', 'none'))"
)


def test_when_the_server_is_gone_the_text_stays_and_one_can_try_again(
    visitor: Callable[..., Visit], browser_app: FastAPI
) -> None:
    with serving(browser_app) as address:
        visit = visitor(address=address).open(text="The king")
    visit.find("#sentence").fill("The king said")
    visit.expect("#notice").to_contain_text("△ The server did not answer. What you see is the last reading.")
    visit.expect("body").to_have_attribute("data-state", "error")
    assert visit.find("#sentence").input_value() == "The king said"
    assert visit.words() == ["start", "The", "king"]
    assert visit.drawn("cell") == "32, 3"
    visit.errors.clear()  # the browser itself notes refused connections in its console
    with serving(browser_app, int(address.rpartition(":")[2])):
        visit.find("#notice button").click()
        visit.wait_for_words("The", "king", "said")
        visit.expect("#notice").to_be_empty()
        visit.expect("body").to_have_attribute("data-state", "ready")


def test_a_slow_answer_is_waited_for_a_late_one_dropped_and_a_busy_server_told_in_its_own_words(visit: Visit) -> None:
    visit.open(text="The king")
    held: list[Route] = []
    visit.page.route("**/api/v1/figures", lambda route: held.append(route))
    visit.find("#sentence").fill("The king said")
    visit.expect("body").to_have_attribute("data-state", "loading")
    visit.expect("#status").to_have_text("reading 2 tokens …")
    assert visit.words() == ["start", "The", "king"]
    assert visit.drawn("cell") == "32, 3"
    held[0].continue_()
    visit.wait_for_words("The", "king", "said")
    visit.expect("body").to_have_attribute("data-state", "ready")
    visit.page.unroute("**/api/v1/figures")
    visit.find("#sentence").fill("The")
    visit.wait_for_words("The")
    held.clear()
    visit.page.route("**/api/v1/figures", lambda route: held.append(route))
    visit.find("#sentence").fill("The king")
    visit.wait_until(lambda: len(held) == 1)
    visit.find("#sentence").fill("The king said")
    visit.wait_until(lambda: len(held) == 2)
    held[1].continue_()
    visit.wait_for_words("The", "king", "said")
    held[0].continue_()
    visit.page.wait_for_timeout(300)
    assert visit.words() == ["start", "The", "king", "said"]
    visit.page.unroute("**/api/v1/figures")
    problem = {"status": 503, "code": "busy", "detail": "The server is busy. Try again in 1 s."}
    visit.page.route("**/api/v1/figures", lambda route: route.fulfill(status=503, body=json.dumps(problem)))
    visit.find("#sentence").fill("The king")
    visit.expect("#notice").to_contain_text("△ The server is busy.")
    visit.expect("#notice button").to_have_text("Try again")
    visit.errors.clear()  # the browser itself notes a 503 in its console


@pytest.mark.parametrize("width", [390, 320])
def test_a_phone_shows_one_map_at_a_time_and_has_targets_for_a_thumb(visitor: Callable[..., Visit], width: int) -> None:
    visit = visitor(width, 844, has_touch=True, is_mobile=True).open(text=TEXT)
    assert visit.find(".panel:visible").count() == 1
    visit.expect("[data-panel=cell]").to_be_visible()
    visit.find(".shown label").filter(has=visit.find("input[value=forget]")).tap()
    visit.expect("[data-panel=forget]").to_be_visible()
    visit.wait_until(lambda: visit.drawn("forget") is not None)
    assert visit.find(".panel:visible").count() == 1
    visit.expect(".scale[data-scale=gate]").to_be_visible()
    visit.expect(".scale[data-scale=signed]").to_be_hidden()
    assert visit.page.evaluate("() => document.documentElement.scrollWidth") == width
    small = visit.page.evaluate(
        """() => [...document.querySelectorAll('button, .pill, select, summary, .examples a')]
            .filter((element) => element.offsetWidth && !element.classList.contains('term'))
            .filter((element) => element.getBoundingClientRect().height < 43.5)
            .map((element) => element.outerHTML.slice(0, 80))"""
    )
    assert small == []


@pytest.mark.parametrize(("theme", "scale"), [("light", 1), ("dark", 2)])
def test_every_cell_has_the_colour_of_its_number_and_sharp_edges(
    visitor: Callable[..., Visit], theme: Theme, scale: int
) -> None:
    visit = visitor(color_scheme=theme, **({"device_scale_factor": scale} if scale != 1 else {}))
    visit.open(text="The queen was tired.", show=64, sort="index", unit=0)
    visit.page.evaluate(HIDE_CROSSHAIRS)
    shot = visit.find("[data-panel=cell] .plot").screenshot()
    values = visit.page.evaluate(VALUES)
    range_ = json.loads(visit.find("#start").text_content() or "")["reading"]["range"]
    cells = [(row, step, part) for row in range(0, 64, 3) for step in range(6) for part in (0.06, 0.5, 0.94)]
    points = [((step + part) / 6, (row + 0.5) / 64) for row, step, part in cells]
    colours = visit.page.evaluate(PIXELS, [base64.b64encode(shot).decode(), points])
    for (row, step, part), colour in zip(cells, colours, strict=True):
        expected = mix(SCALES[theme]["signed"], (bend(values[row * 6 + step], range_) + 1) / 2)
        wanted = [int(expected[n : n + 2], 16) for n in (1, 3, 5)]
        assert max(abs(a - b) for a, b in zip(wanted, colour, strict=True)) <= 4, (row, step, part)


def test_plotly_found_its_style_sheet_and_the_theme_is_kept(visit: Visit) -> None:
    visit.open(text="The")
    assert visit.page.evaluate("() => document.getElementById('plotly.js-style-global').sheet.cssRules.length") > 60
    position = "() => getComputedStyle(document.querySelector('.plot .main-svg')).position"
    assert visit.page.evaluate(position) == "absolute"
    visit.find("#theme").click()
    paper = "() => getComputedStyle(document.body).backgroundColor"
    assert visit.page.evaluate(paper) == "rgb(17, 20, 22)"
    visit.wait_until(lambda: dark_zero(visit) == "#171b1d")
    visit.page.reload()
    visit.wait_until(lambda: visit.drawn("cell") is not None)
    assert visit.page.evaluate(paper) == "rgb(17, 20, 22)"
    visit.wait_until(lambda: dark_zero(visit) == "#171b1d")


def dark_zero(visit: Visit) -> str:
    """The colour of zero in the cell's map."""
    colour: str = visit.page.evaluate(
        "() => document.querySelector('[data-panel=cell] .plot').data[0].colorscale[30][1]"
    )
    return colour
