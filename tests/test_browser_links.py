"""A link, a reload and a browser without scripts show the same view."""

from collections.abc import Callable

from browser import STORY, Visit
from playwright.sync_api import expect

pytest_plugins = "browser_fixtures"

VIEW = {
    "text": "He said “no”, 100 % & more; <b>she</b> woke.",
    "model": "english-lstm",
    "layer": "0",
    "sort": "half_life",
    "show": "64",
    "unit": "40",
    "step": "6",
    "signal": "forget",
}


def seen(visit: Visit) -> dict[str, object]:
    """Everything of a view that a reader can see."""
    return {
        "field": visit.find("#sentence").input_value(),
        "words": visit.words(),
        "model": visit.find("#model").input_value(),
        "rows": visit.drawn("cell"),
        "heading": visit.find(".lstm .microscope .inside").inner_text(),
        "label": visit.find(".tile-label").inner_text(),
        "sort": visit.find("input[name=sort]:checked").input_value(),
        "show": visit.find("input[name=show]:checked").input_value(),
    }


def test_a_reload_and_a_shared_link_give_the_same_view(visit: Visit) -> None:
    visit.open(**VIEW)
    before = seen(visit)
    assert before["heading"] == f"{visit.words()[6]} in unit 40"
    assert visit.query() == VIEW
    visit.page.reload()
    visit.wait_until(lambda: visit.drawn("cell") is not None)
    assert seen(visit) == before
    link = visit.page.url
    visit.leave()  # and who comes then has never been here
    visit.listen()
    visit.page.goto(link)
    visit.wait_until(lambda: visit.drawn("cell") is not None)
    assert seen(visit) == before


def test_typing_adds_nothing_to_the_history_and_exports_are_of_what_is_read(visit: Visit) -> None:
    visit.open(text="The")
    before = visit.page.evaluate("() => history.length")
    visit.find("#sentence").press("End")
    visit.page.keyboard.type(" king said")
    visit.wait_for_words("The", "king", "said")
    assert visit.query()["text"] == "The king said"
    assert visit.page.evaluate("() => history.length") == before
    visit.find("#sentence").fill("The queen")
    visit.wait_for_words("The", "queen")
    for format_, ending in (("csv", ".csv"), ("json", ".json"), ("npz", ".npz")):
        visit.find("#export").click()
        with visit.page.expect_download() as download:
            visit.find(f"[data-format={format_}]").click()
        assert download.value.suggested_filename.endswith(ending)
        assert "text=The+queen" in download.value.url
        visit.page.keyboard.press("Escape")
    visit.page.evaluate("() => Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    visit.find("#share").click()  # without a clipboard the link is shown
    assert "text=The+queen" in visit.find("#notice input").input_value()


def test_two_thousand_chinese_characters_live_in_the_link_and_a_longer_text_offers_the_export(visit: Visit) -> None:
    text = "王说他累了" * 400
    visit.open(text="The")
    visit.find("#sentence").fill(text)
    visit.expect("#notice").to_contain_text("△ 2,000 characters: only the first 682 are read.")
    visit.wait_until(lambda: visit.query().get("text") == text)
    assert len(visit.page.url) > 18_000
    visit.errors.clear()  # the browser itself notes in its console that the whole was refused
    words = visit.words()
    visit.page.reload()
    visit.expect("#notice").to_contain_text("△ 2,000 characters: only the first 682 are read.")
    visit.wait_until(lambda: visit.words() == words)
    assert visit.find("#sentence").input_value() == text
    visit.errors.clear()
    visit.find("#sentence").fill("a king " * 9000)
    visit.expect("#notice").to_contain_text("only the first 2,000 are read")
    visit.find("#share").click()
    visit.expect("#notice").to_contain_text("too long for a link")
    visit.expect("#notice").to_contain_text("Export")
    assert "text" not in visit.query()


def test_share_copies_the_link(visit: Visit) -> None:
    visit.open(text="The king", unit=9)
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.find("#share").click()
    expect(visit.find("#share")).to_have_text("Link copied")
    link = visit.page.evaluate("() => navigator.clipboard.readText()")
    assert link.startswith(f"{visit.address}/?text=The+king&model=english-lstm")
    assert "unit=9" in link
    visit.page.context.clear_permissions()


def test_without_scripts_the_form_works(visitor: Callable[..., Visit]) -> None:
    visit = visitor(java_script_enabled=False)
    visit.page.goto(visit.address)
    expect(visit.find("#sentence")).to_have_value(STORY)
    visit.find("#sentence").fill("The king <b>slept</b>.")
    visit.find("#model").select_option("english-lstm")
    visit.find("button[type=submit]").click()
    assert "The+king" in visit.page.url
    assert visit.find(".tables h2").all_inner_texts()[:2] == ["Words", "Cell"] or visit.find(".tables h2").count() == 5
    words = visit.find(".tables tbody >> nth=0").locator("th bdi").all_inner_texts()
    assert words[:3] == ["start", "The", "king"]
    assert "<" in words
    assert visit.find(".tables tbody >> nth=1").locator("tr").count() == 16
    with visit.page.expect_download() as download:
        visit.find(".tables a").click()
    assert download.value.suggested_filename.endswith(".csv")
    assert visit.find("#share").is_hidden()
    assert visit.find("#theme").is_hidden()
