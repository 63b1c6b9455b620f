"""Memory through time: one tab at a time, by mouse, keys and link; what is closed asks for nothing."""

from browser import TEXT, Visit

pytest_plugins = "browser_fixtures"

NAMES = ("ledger", "spans", "lives", "gradients", "test", "twins", "order")


BEFORE = """() => {
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
        .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0);
    all[all.indexOf(document.querySelector('#through [role=tab][aria-selected=true]')) - 1].focus();
}"""


def test_a_tour_by_keys_alone_arrows_go_round_and_the_link_keeps_the_tab(visit: Visit) -> None:
    visit.open(text=TEXT)
    visit.page.evaluate(BEFORE)
    visit.page.keyboard.press("Tab")
    for name in NAMES:
        visit.expect(f"#tab-{name}").to_be_focused()
        visit.expect(f"#panel-{name} .js-plotly-plot >> nth=0").to_be_visible()
        visit.expect(f"#panel-{name} .through-lead >> nth=0").not_to_be_empty()
        assert visit.find("#through .through-panel:visible").count() == 1
        visit.page.keyboard.press("ArrowRight")
    visit.expect(f"#tab-{NAMES[0]}").to_be_focused()
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate(f"() => document.querySelector('#panel-{NAMES[0]}').contains(document.activeElement)")
    visit.find("#tab-ledger").focus()
    for key, name in (
        ("ArrowLeft", "order"),
        ("ArrowRight", "ledger"),
        ("End", "order"),
        ("Home", "ledger"),
        ("ArrowRight", "spans"),
    ):
        visit.page.keyboard.press(key)
        visit.expect(f"#tab-{name}").to_be_focused()
        visit.expect(f"#tab-{name}").to_have_attribute("aria-selected", "true")
        visit.expect(f"#panel-{name}").to_be_visible()
        assert visit.find("#through .through-panel:visible").count() == 1
    assert visit.query()["tab"] == "spans"
    visit.reload()
    visit.expect("#tab-spans").to_have_attribute("aria-selected", "true")


def test_a_tab_that_is_closed_or_far_away_asks_for_nothing(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 1280, "height": 400})
    visit.open(text=TEXT, tab="twins")
    visit.page.wait_for_timeout(500)
    assert not visit.asked_for("figures/twins")
    visit.reach("#through")
    visit.wait_until(lambda: bool(visit.asked_for("figures/twins")))
    assert not visit.asked_for("figures/gradients")
