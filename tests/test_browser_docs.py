"""The interactive reference in a real browser: from here alone, under its policy, and with answers."""

import json
from urllib.request import urlopen

from browser import Visit

pytest_plugins = "browser_fixtures"


def test_every_operation_is_shown_and_can_be_tried(visit: Visit) -> None:
    with urlopen(f"{visit.address}/openapi.json") as answer:
        operations = sum(len(methods) for methods in json.load(answer)["paths"].values())
    visit.page.goto(f"{visit.address}/docs")
    visit.expect(".opblock").to_have_count(operations)
    visit.find(".opblock-post").first.click()
    visit.page.get_by_role("button", name="Try it out").click()
    visit.page.get_by_role("button", name="Execute").click()
    visit.expect(".live-responses-table .response-col_status").to_contain_text(["Code", "200"])
    visit.check()
