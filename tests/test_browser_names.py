"""Names that units have earned, beside their numbers on the Explore page, and the way from there to what they know."""

import re
from typing import Any

from browser import TEXT, Visit

pytest_plugins = "browser_fixtures"

NAMES = ("#life [data-name]", ".lstm .scope-bar [data-name]", ".colour-by [data-name]")
MAP = ".lstm [data-panel=cell] .over"


def knowers(visit: Visit) -> list[dict[str, Any]]:
    """Units that have earned a name, with the name as the page has it."""
    answer = visit.page.request.get(f"{visit.address}/api/v1/units").json()
    labels = {each["property"]: each["label"] for each in answer["properties"]}
    return [
        each | {"labels": [labels[known["property"]] for known in each["knows"]]}
        for each in answer["units"]
        if each["knows"]
    ]


def short(labels: list[str]) -> str:
    return labels[0] + (f" +{len(labels) - 1}" if len(labels) > 1 else "")


def test_the_name_stands_beside_the_number_wherever_it_is_said(visit: Visit) -> None:
    known = knowers(visit)
    one, other = known[0], known[-1]
    name = short(one["labels"])
    nameless = next(unit for unit in range(len(known) + 1) if unit not in {each["unit"] for each in known})
    visit.open(text=TEXT, unit=one["unit"], pinned=f"{other['unit']},{nameless}")
    for selector in NAMES:
        visit.expect(selector).to_have_text(name)
        title = visit.find(selector).get_attribute("title") or ""
        assert title.startswith(", ".join(one["labels"]))
    visit.expect(f"#life .pins tr:has([data-unit='{other['unit']}']) .unit-name").to_have_text(short(other["labels"]))
    visit.expect(MAP).to_have_attribute("aria-label", re.compile(rf"unit {one['unit']} \({re.escape(name)}\): "))
    assert visit.axe("#life").response["violations"] == []
    visit.find(f"#life .pins [data-unit='{nameless}']").click()
    for selector in NAMES:
        visit.expect(selector).to_be_hidden()
    visit.expect(MAP).to_have_attribute("aria-label", re.compile(rf"unit {nameless}: "))


def test_the_name_leads_to_what_the_unit_knows_and_back_and_another_network_has_its_own(visit: Visit) -> None:
    unit = knowers(visit)[0]["unit"]
    visit.open(text=TEXT, unit=unit)
    visit.find("#life [data-name]").click()
    visit.page.wait_for_url(lambda url: "/units?" in url)
    visit.expect(f".units-all tbody[data-unit='{unit}']").to_have_attribute("aria-current", "true")
    visit.expect(f".units-all tbody[data-unit='{unit}'] th a").to_be_focused()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(lambda url: "/?" in url)
    visit.wait_until(lambda: visit.drawn() is not None)
    visit.expect("#life h2").to_have_text(f"The life of unit {unit}")
    visit.expect(NAMES[0]).to_be_visible()
    visit.find("#model").select_option("english-rnn")
    visit.wait_until(
        lambda: visit.find("#equation").get_attribute("data-kind") == "rnn" or visit.find(".rnn").is_visible()
    )
    answer = visit.page.request.get(f"{visit.address}/api/v1/units?model=english-rnn").json()
    knows = {each["unit"]: each["knows"] for each in answer["units"]}
    shown = int(visit.find("#life h2 [data-of]").inner_text().removeprefix("unit "))
    assert visit.find(NAMES[0]).is_visible() == bool(knows[shown])
