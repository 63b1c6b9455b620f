"""Networks that do not read words: picking one that refuses the text, its own examples, and the cell that counts."""

from collections.abc import Callable

from browser import Visit

from model import SHIPPED, checkpoint_names, load_model

pytest_plugins = "browser_fixtures"

COUNTER = next(load_model(name) for name in checkpoint_names(SHIPPED) if load_model(name).tokenizer.letters is not None)
OWN = COUNTER.card["suggested"]["text"]
UNIT = COUNTER.card["figures"]["counting"]["cells"][0]["unit"]
TYPED = "The girl said that she was tired."


def pick(visit: Visit, name: str, text: str) -> None:
    """Choose a model, and wait until it has read the text."""
    visit.find("#model").select_option(name)
    visit.expect("#sentence").to_have_value(text)
    visit.wait_until(lambda: visit.query().get("model") == name)


def test_a_model_that_cannot_read_the_text_has_its_own_and_the_text_comes_back(visitor: Callable[..., Visit]) -> None:
    visit = visitor().open(text=TYPED)
    pick(visit, COUNTER.name, OWN)
    visit.expect("#notice").to_contain_text(f"{COUNTER.name} reads X, a, b alone")
    visit.wait_until(lambda: visit.words()[:2] == ["start", "a"])
    visit.expect("label[for=sentence]").to_have_text("A string of the letters X, a, b for the model to read")
    names = [COUNTER.card["suggested"]["name"], *(each["name"] for each in COUNTER.card["examples"])]
    assert visit.find(".examples .own a").all_inner_texts() == names
    visit.expect(".examples [data-example=turn]").to_be_hidden()
    visit.find(".examples .own a").nth(1).click()
    visit.expect("#sentence").to_have_value(COUNTER.card["examples"][0]["text"])
    visit.expect("#notice").to_be_empty()
    pick(visit, "english-lstm", TYPED)
    visit.wait_until(lambda: visit.words()[1:3] == ["The", "girl"])
    visit.expect("label[for=sentence]").to_have_text("An English sentence for the model to read")
    pick(visit, COUNTER.name, COUNTER.card["examples"][0]["text"])


def test_a_letter_that_it_does_not_read_is_said_and_nothing_is_lost(visitor: Callable[..., Visit]) -> None:
    visit = visitor().open(model=COUNTER.name, text=TYPED)
    visit.expect("#sentence").to_have_value(OWN)
    visit.expect("#notice").to_contain_text("so a string of its own is shown")
    visit.find("#sentence").fill("aaXbc")
    visit.expect("#notice").to_contain_text("'c' is none of them")
    visit.errors.clear()  # the browser itself notes the refusal in its console
    visit.find("#sentence").fill("aaXbb")
    visit.wait_until(lambda: visit.words() == ["start", "a", "a", "X", "b", "b"])
    visit.expect("#notice").to_be_empty()
    pick(visit, "english-lstm", TYPED)
    visit.expect("#counter").to_be_hidden()


def test_the_counting_cell_goes_up_and_down(visitor: Callable[..., Visit]) -> None:
    visit = visitor().open(model=COUNTER.name)
    visit.reach("#counter")
    lead, n = "#counter .through-lead", OWN.count("a")
    visit.expect(lead).to_contain_text(f"At each “a” the cell of unit {UNIT} changes by")
    visit.expect(lead).to_contain_text(f"After “a” no. {n}")
    visit.expect("#counter .counter-note").to_contain_text(
        f"up to n = {COUNTER.card['figures']['counting']['perfect_to']}"
    )
    visit.expect("#counter .counter-chart svg.main-svg").not_to_have_count(0)
    visit.find("#counter-n").fill("4")
    visit.expect("#sentence").to_have_value("aaaaXbbbb")
    visit.expect(lead).to_contain_text("After “a” no. 4")
    visit.find("#counter-n").fill("0")
    visit.expect("#counter-n").to_have_attribute("aria-invalid", "true")
    visit.expect("#sentence").to_have_value("aaaaXbbbb")
    visit.find("#counter [type=range]").press("ArrowRight")
    visit.expect("#sentence").to_have_value("aaaaaXbbbbb")
    visit.find("#strip").focus()
    visit.page.keyboard.press("End")
    visit.expect(lead).to_contain_text("After “b” no. 5")
    visit.find("#counter [data-twin]").click()
    assert visit.find("#counter tbody tr").count() == 12
    assert visit.axe("#counter").response["violations"] == []
    assert visit.errors == []


def test_what_asks_for_words_says_that_there_are_none(visitor: Callable[..., Visit]) -> None:
    visit = visitor(width=390, height=844).open(model=COUNTER.name, tab="test")
    visit.reach("#through")
    visit.expect("#panel-test .through-problem").to_contain_text("Choose a model that reads words")
    visit.expect("#panel-test .test-words").to_be_hidden()
    visit.expect("#panel-ablate .through-problem").to_contain_text("Choose a model that reads English")
    visit.find("#tab-gradients").click()
    visit.expect("#panel-gradients .through-lead").to_contain_text("LSTM")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    visit.errors.clear()  # the browser itself notes that the labelled sentences, in English, cannot be searched
