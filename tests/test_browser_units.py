"""The page “What each unit knows” in a browser: filter, search, picture, sentences, and the way to the Explore page."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from browser import Visit

from model import PROPERTY_WORDS, checkpoint_names

pytest_plugins = "browser_fixtures"

ROWS = ".units-all tbody"
SENTENCE = f"{ROWS} .units-sentence"
DOTS = ".units-chart .scatterlayer .trace .points path"
Units = dict[str, Any]


def arrive(visit: Visit, **query: object) -> Visit:
    """Open the page; returns when its picture is drawn."""
    visit.page.goto(f"{visit.address}/units?{urlencode({name: str(value) for name, value in query.items()})}")
    visit.wait_until(lambda: visit.find(DOTS).count() > 0)
    return visit


def asked(visit: Visit, path: str, **query: object) -> Units:
    response = visit.page.request.get(f"{visit.address}/api/v1/{path}?{urlencode(query)}")
    answer: Units = response.json()
    return answer


def shown(visit: Visit) -> list[int]:
    """The units of the table, from the top."""
    units: list[int] = visit.find(ROWS).evaluate_all("(bodies) => bodies.map((body) => Number(body.dataset.unit))")
    return units


def knowers(answer: Units, of: str | None = None) -> list[int]:
    """Units that have earned a name (or this one), by the AUC of their first one (or of this one), the best first."""
    named = [(known["auc"], each["unit"]) for each in answer["units"] for known in each["knows"][:1] if of is None]
    named += [(known["auc"], each["unit"]) for each in answer["units"] for known in each["knows"]
              if known["property"] == of]  # fmt: skip
    return [unit for _, unit in sorted(named, key=lambda pair: (-pair[0], pair[1]))]


def test_a_silent_server_is_asked_again_and_filter_search_and_order_are_said_and_in_the_link(visit: Visit) -> None:
    visit.page.route(
        "**/units/examples*",
        lambda route: route.fulfill(status=503, json={"detail": "The server is busy.", "code": "busy"}),
    )
    arrive(visit)
    again = visit.find(f"{ROWS} .units-strips >> nth=0 >> button")
    visit.expect(f"{ROWS} .units-strips >> nth=0").to_contain_text("The server is busy.")
    visit.page.unroute_all()
    again.click()
    visit.wait_until(lambda: visit.find(SENTENCE).count() > 0)
    assert all("503" in error for error in visit.errors)
    visit.errors.clear()
    answer = asked(visit, "units")
    assert shown(visit) == knowers(answer)
    of, label = next((known["property"], PROPERTY_WORDS[known["property"]]) for each in answer["units"]
                     for known in each["knows"])  # fmt: skip
    visit.find(f"[name=show][value={of}]").check()
    visit.wait_until(lambda: shown(visit) == knowers(answer, of))
    visit.expect("#picture-h").to_have_text(f"Who knows {label.known}?")
    visit.expect(".units-found").to_contain_text(label.known)
    visit.find("[name=show][value=all]").check()
    visit.wait_until(lambda: len(shown(visit)) == len(answer["units"]))
    visit.find("[data-sort=unit]").click()
    visit.find("[name=search]").fill("unit 1")
    ones = [each["unit"] for each in answer["units"] if str(each["unit"]).startswith("1")]
    visit.wait_until(lambda: shown(visit) == ones)
    assert visit.query() == {"model": answer["model"], "show": "all", "sort": "unit", "search": "unit 1"}
    visit.page.reload()
    visit.wait_until(lambda: shown(visit) == ones)
    visit.find("[name=search]").fill("zzz")
    visit.expect(".units-found").to_contain_text("No unit matches “zzz”.")
    assert not visit.find(".units-all").is_visible()


def test_sentences_come_in_sight_with_the_values_of_the_api_and_lead_to_the_unit(visit: Visit) -> None:
    arrive(visit)
    unit = shown(visit)[0]
    answer = asked(visit, "units")
    known = next(each for each in answer["units"] if each["unit"] == unit)["knows"][0]
    expected = asked(visit, "units/examples", unit=unit, property=known["property"], count=5)
    line = f"{ROWS} >> nth=0 >> tr >> nth=0"
    visit.reach(f"{line} >> .units-sentence")
    requests = len(visit.asked_for("units/examples"))
    assert requests < sum(len(each["knows"]) for each in answer["units"])
    visit.find(f"{line} >> .units-more").click()
    visit.wait_until(lambda: visit.find(f"{line} >> .units-sentence").count() == len(expected["examples"]))
    assert len([url for url in visit.asked_for("units/examples") if f"unit={unit}&" in url]) <= len(
        next(each for each in answer["units"] if each["unit"] == unit)["knows"]
    )
    for sentence, example in zip(visit.find(f"{line} >> .units-sentence").all(), expected["examples"], strict=True):
        words = sentence.locator("bdi")
        assert words.count() == len(example["tokens"]) - 1
        labels = [{True: "yes", False: "no", None: ""}[label] for label in example["labels"][1:]]
        assert [word.get_attribute("class") for word in words.all()] == labels
        for word, value in zip(words.all()[:3], example["values"][1:4], strict=True):
            assert f"{abs(value):.2f}" in (word.get_attribute("title") or "")
        red, _, blue = (
            int(part) for part in re.findall(r"\d+", words.last.evaluate("(word) => word.style.background"))
        )
        assert (red > blue) == (example["values"][-1] > 0) or abs(example["values"][-1]) < 0.02
    first = expected["examples"][0]
    visit.find(f"{line} >> .units-sentence >> nth=0").click()
    visit.page.wait_for_url(lambda url: "/?" in url)
    visit.wait_until(lambda: visit.drawn() is not None)
    query = visit.query()
    assert (query["text"], query["model"]) == (first["text"], answer["model"])
    assert (query["unit"], query["step"], query["signal"]) == (str(unit), str(first["step"]), expected["signal"])


def test_a_press_on_a_dot_goes_to_its_row_and_the_picture_has_a_table(visit: Visit) -> None:
    answer = asked(visit, "units")
    of = next(each["property"] for each in answer["properties"] if each["property"] not in answer["unclaimed"])
    arrive(visit, show=of)
    visit.reach(".units-chart")
    figure = asked(visit, "figures/units", property=of)["figures"]["units"]
    stranger = figure["data"][0]["customdata"][0][1]
    dot = visit.find(DOTS).nth(len(figure["data"][0]["customdata"])).bounding_box()
    assert dot is not None
    visit.page.mouse.click(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    named = {place[1] for place in figure["data"][1]["customdata"]}
    visit.wait_until(lambda: visit.find(f"{ROWS}[aria-current]").count() == 1)
    unit = visit.find(f"{ROWS}[aria-current]").get_attribute("data-unit")
    assert int(unit or -1) in named
    assert visit.query()["unit"] == unit
    arrive(visit, show=of, unit=stranger)
    visit.expect(f"{ROWS}[aria-current] .units-label >> nth=0").to_contain_text("no name")
    visit.find(".units-picture [data-twin]").click()
    measured = next(each for each in answer["properties"] if each["property"] == of)
    cells = visit.find(".units-picture tbody tr").nth(stranger).locator("td").all_inner_texts()
    assert cells[0] == f"{measured['auc'][stranger]:.3f}"
    with visit.page.expect_download() as download:
        visit.find(".units-picture [data-csv]").click()
    assert download.value.suggested_filename == "gatescope-units.csv"


def test_on_a_phone_nothing_moves_sideways_and_everything_has_its_name(visitor: Callable[..., Visit]) -> None:
    visit = arrive(visitor(width=390, height=844))
    visit.reach(f"{ROWS} >> nth=0")
    visit.wait_until(lambda: visit.find(SENTENCE).count() > 0)
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    assert [each["id"] for each in visit.axe().response["violations"]] == []
    for target in (".units-filter .pill", f"{ROWS} th a", ".units-sort", ".units-search input"):
        box = visit.find(target).first.bounding_box()
        assert box is not None
        assert box["height"] >= 44, target
    visit.page.get_by_role("button", name="How a name is earned").click()
    visit.expect("#help-name").to_be_visible()
    visit.page.keyboard.press("Escape")
    ink = "() => getComputedStyle(document.querySelector('.units-chart .xtick text')).fill"
    light = visit.page.evaluate(ink)
    visit.page.emulate_media(color_scheme="dark")
    visit.wait_until(lambda: visit.page.evaluate(ink) != light)
    assert [each["id"] for each in visit.axe(colours_alone=True).response["violations"]] == []


def test_another_network_is_another_page_and_one_without_gates_has_no_columns_for_them(visit: Visit) -> None:
    arrive(visit, show="inside_quotes")
    heads = visit.find(".units-all thead th").count()
    other = next(name for name in checkpoint_names() if name.endswith("-rnn"))
    visit.find("#model").select_option(other)
    visit.page.wait_for_url(lambda url: f"model={other}" in url)
    visit.wait_until(lambda: visit.find(DOTS).count() > 0)
    assert visit.find(".units-all thead th").count() == heads - 2
    assert visit.query() == {"model": other, "show": "inside_quotes"}
    answer = asked(visit, "units", model=other)
    for of in answer["unclaimed"]:
        visit.find(f"[name=show][value={of}]").check()
        visit.expect(".units-told").to_contain_text("No unit knows it.")
        visit.expect(".units-found").to_have_text(f"No unit knows {PROPERTY_WORDS[of].known}")
    visit.page.keyboard.press("Tab")
    visit.find("#theme").click()
    visit.wait_until(lambda: len({*visit.asked_for("theme=dark")}) > 0)
