"""The same sentence read by both networks: one cursor, numbers of the API, a way to the other network."""

from typing import Any

import pytest
from browser import TEXT, Visit

pytest_plugins = "browser_fixtures"


def arrive(visit: Visit, **query: object) -> Visit:
    """Open the tab and wait for its maps."""
    visit.open(**{"text": TEXT, "tab": "twins", "step": 8} | query)
    visit.reach("#through")
    visit.wait_until(lambda: visit.find(".twin-map .heatmaplayer image").count() == 2)
    visit.wait_until(lambda: visit.find(".twins-bars .chart-band").is_visible())
    return visit


@pytest.fixture(scope="module")
def seen(lasting: Visit) -> Visit:
    """The tab as it opens."""
    return arrive(lasting)


def asked(visit: Visit) -> dict[str, Any]:
    response = visit.page.request.post(f"{visit.address}/api/v1/figures/twins", data={"text": TEXT})
    answer: dict[str, Any] = response.json()
    return answer


def test_both_read_the_sentence_and_the_numbers_are_those_of_the_api(seen: Visit) -> None:
    models = asked(seen)["models"]
    lead = seen.find("#panel-twins .through-lead").inner_text()
    for entry in models:
        assert f"{entry['model']} {entry['bits']:.1f}" in lead
        assert f"{entry['model']} {entry['predictions'][8]['surprisal']:.1f}" in lead
        guesses = seen.find(f".twin[data-model={entry['model']}] .twin-guess").inner_text()
        assert "after king:" in guesses
        for guess in entry["predictions"][8]["top"]:
            assert guess["token"].strip() in guesses


def test_one_cursor_goes_through_all_of_it_and_a_click_selects_word_unit_and_network(visit: Visit) -> None:
    arrive(visit, unit=5)
    bands = visit.find("#panel-twins .chart-band:visible")
    before = [band.bounding_box() for band in bands.all()]
    assert len(before) == 3
    visit.page.keyboard.press("ArrowRight")
    visit.wait_until(lambda: "“said”" in visit.find("#panel-twins .through-lead").inner_text())
    for old, band in zip(before, bands.all(), strict=True):
        new = band.bounding_box()
        assert old is not None
        assert new is not None
        assert new["x"] == pytest.approx(old["x"] + old["width"], abs=1)
    place = {"x": 3.5 / 18, "y": 0.5 / 32}
    entries = asked(visit)["models"]
    for entry, unit in zip(reversed(entries), (5, entries[0]["units"][0]), strict=True):
        visit.find(".tile").nth(8).evaluate("(tile) => tile.click()")
        drag = visit.find(f".twin[data-model={entry['model']}] .nsewdrag")
        drag.scroll_into_view_if_needed()
        box = drag.bounding_box()
        assert box is not None
        visit.page.mouse.move(box["x"] + place["x"] * box["width"], box["y"] + place["y"] * box["height"])
        visit.wait_until(lambda: visit.find(".twin-map .hoverlayer .hovertext").count() == 1)
        visit.page.mouse.down()
        visit.page.mouse.up()
        visit.wait_until(lambda: visit.find(".tile").nth(3).get_attribute("aria-pressed") == "true")
        assert visit.query()["unit"] == str(unit)
    visit.find(".twin[data-model=english-rnn] .link").click()
    visit.expect(".maps.rnn").to_be_visible()
    visit.expect(".twin[data-model=english-rnn] .link").to_be_hidden()
    visit.expect(".twin[data-model=english-lstm] .link").to_be_visible()


def test_the_table_holds_what_both_expected(seen: Visit) -> None:
    seen.find("#panel-twins [data-twin=words]").click()
    rows = seen.find(".twins-words tbody tr")
    assert rows.count() == 18
    surprise = asked(seen)["models"][1]["predictions"][8]["surprisal"]
    assert rows.nth(8).locator("td").nth(3).inner_text() == f"{surprise:.2f}"
    with seen.page.expect_download() as download:
        seen.find(".twins-words [data-csv]").click()
    lines = download.value.path().read_text("utf-8").splitlines()
    assert lines[0].startswith('word,"english-lstm surprise, bits"')
    assert len(lines) == 19
    seen.find("#panel-twins [data-twin=words]").click()


def test_the_curve_is_that_of_the_cards(seen: Visit) -> None:
    seen.find("#panel-twins [data-twin=curve]").click()
    rows = seen.find(".twins-numbers tbody tr")
    models = {model["name"]: model for model in seen.page.request.get(f"{seen.address}/api/v1/models").json()["models"]}
    names = seen.find(".twins-numbers thead th").all_inner_texts()[1:]
    assert names == ["english-lstm", "english-rnn"]  # those that share the tokens
    curves = [models[name]["card"]["figures"]["effective_memory"] for name in names]
    assert rows.count() == len(curves[0]["nats"])
    for n, row in enumerate(rows.all()):
        assert row.locator("td").all_inner_texts() == [f"{curve['nats'][n]:.4f}" for curve in curves]
    seen.find("#panel-twins [data-twin=curve]").click()


def test_without_the_server_it_says_so_and_tries_again_and_axe_finds_nothing(visit: Visit) -> None:
    visit.page.route(
        "**/figures/twins", lambda route: route.fulfill(status=503, json={"detail": "Busy.", "code": "busy"})
    )
    visit.open(text=TEXT, tab="twins")
    visit.reach("#through")
    visit.expect("#panel-twins .through-problem").to_contain_text("△ Busy.")
    visit.page.unroute("**/figures/twins")
    visit.errors.clear()  # the browser reports the refused request
    visit.find("#panel-twins .through-problem .link").click()
    visit.expect("#panel-twins .twins-drawn").to_be_visible()
    visit.expect("#panel-twins .through-problem").to_be_hidden()
    visit.wait_until(lambda: visit.find(".twin-map .heatmaplayer image").count() == 2)
    for button in visit.find("#panel-twins [data-twin]").all():
        button.click()
    results = visit.axe("#through")
    assert results.violations_count == 0, results.generate_report()
    visit.page.set_viewport_size({"width": 390, "height": 900})
    visit.wear("dark")
    visit.reach("#through")
    results = visit.axe("#through", colours_alone=True)
    assert results.violations_count == 0, results.generate_report()
