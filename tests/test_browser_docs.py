"""The interactive reference in a real browser: from here alone, under its policy, and with answers."""

from browser import Visit

pytest_plugins = "browser_fixtures"


def test_every_operation_is_shown_and_can_be_tried(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}/docs")
    visit.expect(".opblock").to_have_count(9)
    visit.find(".opblock-post").first.click()
    visit.page.get_by_role("button", name="Try it out").click()
    visit.page.get_by_role("button", name="Execute").click()
    visit.expect(".live-responses-table .response-col_status").to_contain_text(["Code", "200"])
    visit.check()
