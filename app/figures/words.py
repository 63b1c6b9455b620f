"""Typed text as it is shown: whatever cannot be seen is made visible, and nothing in it is markup.

static/js/words.js does the same for the page; tests/visible_text.json holds the cases that both must meet.
"""

import unicodedata

from model import START_ID, Token

START_LABEL = "start"
SPACE, DELETE = "␠", "␡"

# Invisible characters that have a category of their own but no ink: Hangul fillers, the Braille blank.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def visible(text: str) -> str:
    """Text with control characters as pictures (U+2400…), and bidirectional, zero-width and other unseen ones by number.

    A lone zero-width joiner or variation selector inside an emoji stays: there it is seen.
    """
    emoji = any(_is_pictograph(character) for character in text)
    return "".join(_visible_character(character, emoji) for character in text)


def token_label(token: Token) -> str:
    """How a token is written on an axis or a tile: without its leading blank; a piece of a character says which."""
    if token.step == 0 and token.id == START_ID:
        return START_LABEL
    label = visible_word(token.text)
    return label if token.part is None else f"{label} {token.part[0]}/{token.part[1]}"


def visible_word(text: str) -> str:
    """`visible`, with the blank before a word left out and text of spaces alone as ␠ signs."""
    word = text.removeprefix(" ")
    if not word.strip(" "):
        return SPACE * len(text)
    return visible(word)


def plot_text(text: str) -> str:
    """Escape a string for Plotly, which reads `<b>`, `<a href=…>` and `&lt;` in labels as markup. Once, for every one."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _visible_character(character: str, emoji: bool) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return DELETE
    if emoji and (code in (0x200D, 0xFE0F) or 0xE0020 <= code <= 0xE007F):
        return character
    return f"⟨U+{code:04X}⟩" if _is_unseen(character) else character


def _is_unseen(character: str) -> bool:
    """Controls, formats, surrogates, private use, unassigned, separators but the plain space, variation selectors."""
    category = unicodedata.category(character)
    selector = 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF
    return category[0] == "C" or category in ("Zl", "Zp") or selector or character in BLANK


def _is_pictograph(character: str) -> bool:
    return unicodedata.category(character) == "So"
