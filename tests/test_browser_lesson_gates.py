"""The second half of the lesson in Chromium, and the glossary: each figure follows its links, fields and words."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from browser import Visit
from lesson_visits import ANSWER, SMALL, VALUE, arrive, done, show_answer, shows, state

from app.figures.sigmoid import sigmoid
from app.numbers import percent

pytest_plugins = "browser_fixtures"

SECOND = ("gates", "forget-gate", "input-gate", "output-gate", "sequences")
# What the other chapters do not have, or have as these.
PARTS = {"gates": ".lesson-figure", "forget-gate": ".lesson-text", "sequences": ".lesson-figure"}
PRESSED = ".tile[aria-pressed=true]"


def follow(visit: Visit, slug: str, link: int) -> None:
    """Follow a link of the prose: the page then says what the server says of the state that it names."""
    target = visit.find("a.move").nth(link)
    query = urlsplit(target.get_attribute("href") or "").query
    target.click()
    shows(visit, state(visit, slug, **dict(parse_qsl(query))))


def test_a_sum_is_moved_by_link_slider_field_and_curve_until_half_gets_through(visit: Visit) -> None:
    slug = SECOND[0]
    arrive(visit, slug)
    usual = state(visit, slug)
    for link in (1, 2, 4):  # another word, far down, far up
        follow(visit, slug, link)
    visit.expect(VALUE).to_have_text(percent(sigmoid(8)))
    visit.find("[data-slides=sum]").press("Home")
    visit.expect(VALUE).to_have_text(percent(sigmoid(-8)))
    visit.find("[name=gate][value=output]").check()
    shows(visit, state(visit, slug, gate="output", sum=-8))
    box = visit.find(".lesson-chart .nsewdrag").first.bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.wait_until(lambda: abs(float(visit.find("[name=sum]").input_value() or 9)) < 0.6)
    visit.find("[name=sum]").fill("0")
    visit.expect(ANSWER).to_be_visible()
    visit.expect(VALUE).to_have_text(percent(0.5))
    assert done(visit) == [slug]
    visit.find("[data-reset]").click()
    shows(visit, usual)
    assert visit.query() == {}


def test_people_are_chosen_and_the_gate_is_held_where_the_second_one_comes(visit: Visit) -> None:
    slug = SECOND[1]
    arrive(visit, slug)
    usual = state(visit, slug)
    first, second = usual["state"]["first"], usual["state"]["second"]
    for link in (1, 2, 3):  # held open, held shut, the people exchanged
        follow(visit, slug, link)
    visit.expect("[name=first]").to_have_value(second)
    visit.expect("[name=second]").to_have_value(first)
    visit.find("[data-reset]").click()
    shows(visit, usual)
    visit.find(".tile").nth(1).click()
    visit.expect("[data-holds=forget]").to_be_hidden()
    visit.find("[data-reset]").click()
    visit.find("[data-holds=forget]").click()
    visit.wait_until(lambda: visit.find("[name=forget]").input_value() != "")
    visit.find("[name=forget]").fill("")
    shows(visit, usual)
    women = visit.find("[name=first] optgroup").first.locator("option").all_inner_texts()
    side = "[name=first] optgroup >> nth=0" if second in women else "[name=first] optgroup >> nth=1"
    alike = next(name for name in visit.find(side).locator("option").all_inner_texts() if name != second)
    visit.find("[name=first]").select_option(alike)  # two of one gender, as the question says
    visit.expect(ANSWER).to_contain_text(alike.split()[-1])
    shows(visit, state(visit, slug, first=alike))
    assert len(visit.find(".lesson-medians tbody tr").all()) == 3


def test_what_is_written_follows_the_word_and_a_shut_gate_answers(visit: Visit) -> None:
    slug = SECOND[2]
    arrive(visit, slug)
    usual = state(visit, slug)
    follow(visit, slug, 0)
    came = visit.find(PRESSED).get_attribute("data-step")
    mark = visit.find(".chart-band").bounding_box()
    visit.find(".tile").nth(int(came or 0) + 2).click()
    shows(visit, state(visit, slug, step=int(came or 0) + 2))
    after = visit.find(".chart-band").bounding_box()
    assert mark is not None
    assert after is not None
    assert after["x"] > mark["x"]
    bar = visit.find(".lesson-chart .barlayer .trace").nth(1).locator(".point path").nth(int(came or 0)).bounding_box()
    assert bar is not None
    visit.page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    visit.expect(PRESSED).to_have_attribute("data-step", came or "")
    visit.find("[data-reset]").click()
    shows(visit, usual)
    visit.find("[data-slides=input]").press("Home")
    visit.expect(ANSWER).to_be_visible()
    shows(visit, state(visit, slug, input=0))


def test_walking_on_from_the_new_person_finds_the_word_where_the_gate_shuts(visit: Visit) -> None:
    slug = SECOND[3]
    arrive(visit, slug)
    usual = state(visit, slug)
    follow(visit, slug, 1)
    visit.find("[data-reset]").click()
    shows(visit, usual)
    tiles, step = visit.find(".tile"), int(usual["state"]["step"])
    while visit.find(ANSWER).is_hidden():
        assert step < tiles.count() - 1
        tiles.nth(step).press("ArrowRight")
        step += 1
        shows(visit, state(visit, slug, step=step))
    assert done(visit) == [slug]
    visit.find("[name=unit]").last.check()
    visit.wait_until(lambda: "unit" in visit.query())
    shows(visit, state(visit, slug, **visit.query()))


def test_words_letters_and_counts_are_read_by_their_own_networks(visit: Visit) -> None:
    slug = SECOND[4]
    arrive(visit, slug)
    usual = state(visit, slug)
    follow(visit, slug, 1)
    letters = state(visit, slug, reads="letters")
    visit.expect(".tile").to_have_count(len(letters["table"]["rows"]))
    visit.expect("[name=text]").to_have_value(letters["state"]["text"])
    visit.find("[name=reads][value=counts]").check()
    visit.expect("[name=text]").to_be_hidden()
    visit.find("[name=n]").fill("3")
    visit.expect(".tile").to_have_count(8)
    visit.expect(ANSWER).to_be_hidden()
    show_answer(visit)
    visit.find("[name=reads][value=words]").check()
    shows(visit, usual)
    visit.find("[name=text]").fill("It was over.")
    visit.expect(".tile").to_have_count(len(state(visit, slug, text="It was over.")["table"]["rows"]))


def test_on_a_phone_without_scripts_and_in_the_glossary(visitor: Callable[..., Visit]) -> None:
    visit = visitor(width=390, height=844)
    for slug in SECOND:
        arrive(visit, slug)
        visit.reach(".lesson-figure")
        assert visit.page.evaluate("document.documentElement.scrollWidth") == 390, slug
        if slug in PARTS:
            assert [each["id"] for each in visit.axe(PARTS[slug]).response["violations"]] == [], slug
        assert visit.page.evaluate(SMALL) == [], slug
    plain = visitor(java_script_enabled=False)
    for slug in SECOND[:2]:
        plain.page.goto(f"{plain.address}/lesson/{slug}")
        before = plain.find(VALUE).inner_text()
        plain.expect("noscript table, .lesson-figure table").to_be_visible()
        plain.find("details").evaluate("(details) => details.setAttribute('open', '')")
        plain.find(".lesson-question a.move").first.click()
        plain.expect(ANSWER).to_be_visible()
        plain.find("[data-reset]").click()
        plain.expect(VALUE).to_have_text(before)
    visit.find(".lesson-view a >> text=Glossary").click()
    visit.expect("h1").to_have_text("Glossary")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    assert [each["id"] for each in visit.axe().response["violations"]] == []
    visit.find("#forget-gate a >> text=half-life").click()
    visit.expect("#half-life:target h3").to_be_in_viewport()
    explore = visitor().open()
    explore.find("[data-panel=forget] .term").click()
    explore.find("#help-lstm-forget .in-glossary a").click()
    explore.expect("#forget-gate:target h3").to_be_in_viewport()
    explore.find("#theme").click()
    assert [each["id"] for each in explore.axe(colours_alone=True).response["violations"]] == []
