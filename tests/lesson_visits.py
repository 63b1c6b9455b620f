"""Visits to chapters of the lesson: arriving, what a state should say, what the device remembers."""

import json

from browser import Visit

from app.serialize import Json

VALUE, SAYS, ANSWER = ('[data-drawn="value"]', '[data-drawn="says"]', '[data-drawn="answer"]')
DRAWN = ".lesson-drawn :is(.tile, .copy, .main-svg)"
SMALL = """() => [...document.querySelectorAll('.lesson :is(button, .pill, select, .lesson-steps a, summary)')]
    .filter((one) => one.checkVisibility() && !one.closest('.js-plotly-plot, [popover]'))
    .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 80))"""


def arrive(visit: Visit, slug: str, query: str = "") -> Visit:
    """Open a chapter and wait for its figure."""
    visit.page.goto(f"{visit.address}/lesson/{slug}{query}")
    visit.wait_until(lambda: visit.find(DRAWN).count() > 0)
    return visit


def state(visit: Visit, slug: str, **fields: object) -> Json:
    """A state of a figure as the server answers it."""
    asked: dict[str, str | float | bool] = {name: str(value) for name, value in fields.items()}
    drawn: Json = visit.page.request.get(f"{visit.address}/lesson/{slug}/figure", params=asked).json()
    return drawn


def shows(visit: Visit, drawn: Json) -> None:
    """Wait until the page says what is said of a state."""
    visit.expect(VALUE).to_have_text(drawn["value"])
    visit.expect(SAYS).to_have_text(drawn["says"])


def done(visit: Visit) -> list[str]:
    """The chapters that this device remembers as done."""
    slugs: list[str] = json.loads(visit.page.evaluate("localStorage.getItem('gatescope-lesson') ?? '[]'"))
    return slugs


def show_answer(visit: Visit) -> None:
    """Open what shows the answer, and follow its first link."""
    visit.find(".lesson-question summary").click()
    visit.find(".lesson-question a.move").first.click()
    visit.expect(ANSWER).to_be_visible()
