"""Whatever is typed is shown as it was typed, everywhere, and never does anything."""

from browser import Visit

pytest_plugins = "browser_fixtures"

STRINGS = (
    "<b>bold</b>",
    '<a href="javascript:globalThis.pwn=1">x</a>',
    "<img src=x onerror=globalThis.pwn=1>",
    '<span style="background:url(https://example.invalid/x)">y</span>',
    "&lt; &amp; &nbsp;",
    "$x^2$ %{z} {{7*7}} ${7*7}",
    "</script><script>globalThis.pwn=1</script>",
    "1 2 1e3 NaN the the",
)
UNSEEN = "a\u0000b \u202ec \u200bd   \t\ne\u0301 \u0007"


def test_markup_is_text(visit: Visit) -> None:
    visit.open(text="x")
    for text in map(" ".join, zip(STRINGS[::2], STRINGS[1::2], strict=True)):
        visit.find("#sentence").fill(f"He said {text}")
        visit.wait_until(lambda text=text: shown(visit) == squeezed(f"He said {text}"))
        visit.wait_until(lambda text=text: visit.query()["text"] == f"He said {text}")
        visit.find("[data-large=cell]").click()
        visit.expect(".large-plot .main-svg >> nth=0").to_be_attached()
        assert visit.find(".large-plot .xtick text").all_text_contents() == visit.words()
        visit.page.keyboard.press("Escape")
        assert visit.find(".main-svg a, #equation a:not(.unit-name), #strip a, .tile b, .notice a").count() == 0
    assert visit.page.evaluate("() => globalThis.pwn") is None


def test_markup_in_a_link_is_text_and_two_hundred_marks_on_a_letter_stay_within_its_tile(visit: Visit) -> None:
    text = " ".join(STRINGS)
    visit.open(text=text)
    assert visit.find("#sentence").input_value() == text
    assert shown(visit) == squeezed(text)
    assert visit.page.evaluate("() => globalThis.pwn") is None
    visit.find("#sentence").fill("e" + "\u0301" * 200 + " woke")
    visit.wait_until(lambda: visit.words()[-1] == "woke")
    box = visit.find(".ruler").bounding_box()
    assert box
    assert box["height"] < 400


def test_pieces_of_characters_are_counted_and_what_cannot_be_seen_is_named(visit: Visit) -> None:
    visit.open(text="A 👩 woke")
    parts = [part for part in visit.find(".tile .part").all_inner_texts() if part]
    count = len(parts)
    assert count > 1
    assert parts == [f"{n + 1}/{count}" for n in range(count)]
    assert visit.words().count("👩") == count
    visit.page.evaluate(
        """(text) => {
            const field = document.querySelector('#sentence');
            field.value = text;
            field.dispatchEvent(new InputEvent('input', {bubbles: true}));
        }""",
        UNSEEN,
    )
    visit.wait_until(lambda: "␀" in visit.words())
    words = visit.words()
    assert {"␀", "⟨U+202E⟩", "⟨U+200B⟩", "␇"} <= set(words)
    assert any("␣" in word for word in words)
    assert any("␉" in word or "␊" in word for word in words)
    assert not any(set(word) & set("\u0000\u202e\u200b\u0007\n\t") for word in words)


def shown(visit: Visit) -> str:
    """The text that the tiles make up, without its blanks: tiles leave those before words out."""
    return squeezed("".join(visit.words()[1:]).replace("␣", ""))


def squeezed(text: str) -> str:
    return text.replace(" ", "")
