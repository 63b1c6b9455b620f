"""What the figures with axes have in common: type, colours, no box, no grid unless it is asked for."""

from collections.abc import Sequence
from typing import Any

from app.figures.palette import TOKENS, Theme
from app.figures.panels import CLEAR, word_ticks
from model import Kind, Token

FONT = '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif'
SERIF = '"Iowan Old Style", Charter, "Source Serif 4", Georgia, "Liberation Serif", "Times New Roman", serif'
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
DASHES: dict[Kind, str] = {"lstm": "solid", "rnn": "dash", "gru": "dot"}  # hue means sign, so lines differ in dashes


def chart_layout(theme: Theme, left: int, right: int, top: int, bottom: int) -> dict[str, Any]:
    """A layout without axes. Margins are in px and fixed: the page lays its playhead over the figure by them."""
    colours = TOKENS[theme]
    return {
        "font": {"family": FONT, "size": 12, "color": colours["soft"]},
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "dragmode": False,
        "showlegend": False,
        "hoverlabel": {
            "bgcolor": colours["paper"],
            "bordercolor": colours["wire"],
            "font": {"family": FONT, "color": colours["ink"]},
        },
        "modebar": {"bgcolor": CLEAR, "color": colours["soft"], "activecolor": colours["ink"]},
    }


def axis(theme: Theme, **more: Any) -> dict[str, Any]:
    """An axis with outer ticks and neither grid nor zero line; `more` comes on top."""
    colours = TOKENS[theme]
    return {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": colours["wire"],
        "gridcolor": colours["line"],
        **more,
    }


def word_axis(theme: Theme, tokens: Sequence[Token], **more: Any) -> dict[str, Any]:
    """An axis of steps that names every word; the page leaves out those for which there is no room."""
    steps = [-0.5, len(tokens) - 0.5]
    font = {"family": SERIF, "size": 13}
    return axis(theme, range=steps, ticks="", tickangle=0, tickfont=font, **word_ticks(tokens), **more)


def row_axis(theme: Theme, rows: int, names: Sequence[str], every: int = 1) -> dict[str, Any]:
    """An axis of rows from the top, each `every`-th with its name."""
    return axis(
        theme,
        range=[rows - 0.5, -0.5],
        ticklen=5,
        tickcolor=CLEAR,
        tickfont={"family": SERIF, "size": 13},
        tickvals=list(range(0, rows, every)),
        ticktext=list(names),
    )


def power_of_ten(times: float, power: int) -> str:
    """times × 10^power without markup: as a decimal where that is short."""
    if -3 <= power <= 3:
        return f"{times * 10.0**power:g}"
    return f"{'' if times == 1 else f'{times:g} × '}10{str(power).translate(SUPERSCRIPT)}"
