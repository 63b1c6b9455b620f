"""The first half of the lesson in Chromium: links move figures, questions are answered by doing what they say."""

import re
from collections.abc import Callable

from browser import Visit
from lesson_visits import ANSWER, SAYS, SMALL, VALUE, arrive, done, shows, state

pytest_plugins = "browser_fixtures"

TOP = "(element) => element.getBoundingClientRect().top"
FIRST = ("fed-from-themselves", "order-matters", "many-copies", "short-memory", "conveyor-belt")


def test_a_link_moves_the_neuron_pressing_words_answers_and_the_list_remembers(visit: Visit) -> None:
    slug = FIRST[0]
    arrive(visit, slug)
    usual = state(visit, slug)
    visit.find("a.move").first.click()
    moved = state(visit, slug, step=usual["state"]["step"] - 1)
    shows(visit, moved)
    visit.expect(".tile[aria-pressed=true]").to_have_attribute("data-step", str(usual["state"]["step"] - 1))
    visit.page.go_back()
    shows(visit, usual)
    assert done(visit) == []
    (place,) = (link.get_attribute("href") for link in visit.find(".lesson-question a.move").all())
    most = int(re.findall(r"step=(\d+)", place or "")[0])
    for step in range(most - 2, most):  # word by word, as the question says, with the keys
        visit.find(".tile").nth(step - 1).press("ArrowRight")
        shows(visit, state(visit, slug, step=step))
        visit.expect(ANSWER).to_be_hidden()
    visit.find(".tile").nth(most).click()
    visit.expect(ANSWER).to_be_visible()
    visit.expect("[data-done]").to_be_checked()
    visit.find("[data-reset]").click()
    shows(visit, usual)
    assert visit.query() == {}
    visit.find(".lesson-steps > a").click()
    visit.expect(".lesson-progress [role=status]").to_contain_text("1 of ")
    visit.expect(f"[data-chapter={slug}] .lesson-done").to_be_visible()
    visit.find(".lesson-progress button").click()
    visit.expect(f"[data-chapter={slug}] .lesson-done").to_be_hidden()
    assert done(visit) == []


def test_two_words_that_are_pressed_change_places(visit: Visit) -> None:
    slug = FIRST[1]
    arrive(visit, slug)
    words = visit.find(".lesson-order button")
    before = words.all_inner_texts()
    visit.find("a.move").first.click()
    visit.wait_until(lambda: words.all_inner_texts() != before)
    assert sorted(words.all_inner_texts()) == sorted(before)
    visit.expect(".lesson-drawn .textpoint").to_have_count(3)
    visit.find("[data-reset]").click()
    visit.expect(".lesson-drawn .textpoint").to_have_count(0)
    assert words.all_inner_texts() == before
    visit.find("summary").click()
    link = visit.find(".lesson-question a.move")
    pair = (link.inner_text()).replace("”", "").split("“")[1:]
    places = [before.index(word.removesuffix(" and ").strip()) for word in pair]
    for place in places:  # by keys, as a reader without a mouse
        words.nth(place).press("Enter")
    visit.expect(ANSWER).to_be_visible()
    visit.expect(ANSWER).to_contain_text(before[places[0]])
    assert [words.nth(place).inner_text() for place in places] == [before[place] for place in reversed(places)]
    assert done(visit) == [slug]


def test_more_words_make_more_copies_and_no_more_weights(visit: Visit) -> None:
    slug = FIRST[2]
    arrive(visit, slug)
    usual = state(visit, slug)
    copies = visit.find("[role=option]")
    visit.find("a.move").first.click()
    visit.expect(".copy[aria-selected=true]").to_have_attribute("data-step", "0")
    visit.find(".copies").press("End")
    last = len(usual["figure"]["reading"]["tokens"]) - 1
    visit.expect(".copy[aria-selected=true]").to_have_attribute("data-step", str(last))
    visit.find("[name=network][value=rnn]").check()
    visit.expect(VALUE).to_have_text(state(visit, slug, network="rnn")["value"])
    visit.expect(".unrolled").to_have_attribute("data-kind", "rnn")
    visit.find("[data-reset]").click()
    shows(visit, usual)
    field = visit.find("[name=text]")
    field.fill(f"{field.input_value()} And then it was over.")
    visit.expect(ANSWER).to_be_visible()
    visit.expect(VALUE).to_have_text(usual["value"])
    assert copies.first.get_attribute("aria-setsize") != str(last + 1)
    visit.find("[data-lesson-twin]").click()
    visit.expect(".lesson-table tbody tr").to_have_count(int(copies.first.get_attribute("aria-setsize") or 0))


def test_the_slider_goes_back_in_time_until_little_is_left(visit: Visit) -> None:
    slug = FIRST[3]
    arrive(visit, slug)
    usual = state(visit, slug)
    slider = visit.find("[data-slides=distance]")
    slider.press("ArrowRight")
    distance = usual["state"]["distance"] + 1
    shows(visit, state(visit, slug, distance=distance))
    mark = visit.find(".chart-band").bounding_box()
    slider.press("End")
    shows(visit, state(visit, slug, distance=len(usual["table"]["rows"])))
    visit.expect(ANSWER).to_be_visible()
    after = visit.find(".chart-band").bounding_box()
    assert mark is not None
    assert after is not None
    assert after["x"] < mark["x"] - 100
    visit.find("[name=look][value=test]").check()
    visit.expect("[name=distance]").not_to_have_value("")
    visit.expect(SAYS).to_contain_text("nats")
    visit.find("[name=distance]").fill("3")
    shows(visit, state(visit, slug, look="test", distance=3))
    visit.find("[data-reset]").click()
    shows(visit, usual)


def test_valves_are_turned_by_slider_field_drawing_and_link(visit: Visit) -> None:
    slug = FIRST[4]
    arrive(visit, slug)
    usual = state(visit, slug)
    visit.find("[data-slides=forget]").press("End")
    shows(visit, state(visit, slug, forget=1))
    visit.expect("[name=forget]").to_have_value("1")
    visit.find("[name=input]").fill("0")
    visit.expect(ANSWER).to_be_visible()
    shows(visit, state(visit, slug, forget=1, input=0))
    visit.find("[data-holds=input]").click()  # lets go again
    shows(visit, state(visit, slug, forget=1))
    visit.expect("[name=input]").to_have_value("")
    visit.find(".sign-button >> nth=0").click()
    visit.expect("#sign-lstm-keep").to_contain_text("The forget gate 1.00 lets 100 % of")
    visit.page.keyboard.press("Escape")
    visit.find("[data-reset]").click()
    shows(visit, usual)
    assert visit.query() == {}
    assert visit.find("[name=forget]").get_attribute("placeholder") == usual["hints"]["forget"]


def test_on_a_phone_for_a_class_in_the_dark_and_without_scripts(visitor: Callable[..., Visit]) -> None:
    visit = visitor(width=390, height=844)
    for slug in FIRST:
        arrive(visit, slug)
        visit.reach(".lesson-figure")
        assert visit.page.evaluate("document.documentElement.scrollWidth") == 390, slug
        part = None if slug == FIRST[0] else ".lesson-figure"
        assert [each["id"] for each in visit.axe(part).response["violations"]] == [], slug
        assert visit.page.evaluate(SMALL) == [], slug
        visit.find("a.move").last.evaluate("(link) => link.closest('details')?.setAttribute('open', '')")
        visit.find("a.move").last.click()
        visit.wait_until(lambda: visit.find(".lesson-figure").evaluate(TOP) < 400)
        shows(visit, state(visit, slug, **visit.query()))
    teacher = visitor(width=1440, color_scheme="dark")
    arrive(teacher, FIRST[0], "?view=teacher")
    assert [each["id"] for each in teacher.axe(colours_alone=True).response["violations"]] == []
    assert teacher.find(".top").count() == 0
    teacher.page.keyboard.press("ArrowRight")
    teacher.page.wait_for_url(lambda url: FIRST[1] in url)
    assert teacher.query() == {"view": "teacher"}
    plain = visitor(java_script_enabled=False)
    for slug in FIRST:
        plain.page.goto(f"{plain.address}/lesson/{slug}")
        plain.expect("noscript table, .lesson-figure table").to_be_visible()
        plain.expect("h1").to_be_visible()
        plain.expect("math").to_have_count(int(slug != FIRST[1]))
    plain.find("a.move").last.evaluate("(link) => link.closest('details')?.setAttribute('open', '')")
    plain.find("a.move").last.click()
    plain.expect(ANSWER).to_be_visible()
