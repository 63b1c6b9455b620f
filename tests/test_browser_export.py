"""What is taken along from the page: the card, the files of the view, the code, and pictures of figures."""

import json
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

from axe_playwright_python.sync_playwright import Axe
from browser import REMEMBER_VIOLATIONS, Visit
from cards import run_check
from playwright.sync_api import Browser, Page

pytest_plugins = "browser_fixtures"

TEXT = "The </script> <b>queen</b> & “she” $x$."
HOLD = {"layer": 0, "units": [3], "signal": "forget", "steps": [2, None], "value": 1, "off": False}
NUMBER = re.compile(r"[+−-]?\d+\.\d+")


def ask(visit: Visit, body: object) -> object:
    request = Request(f"{visit.address}/api/v1/trace", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(request) as answer:
        return json.load(answer)


def saved(visit: Visit, press: Callable[[], None], folder: Path) -> Path:
    with visit.page.expect_download() as download:
        press()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def number(text: str) -> float:
    found = NUMBER.search(text)
    assert found, text
    return float(found[0].replace("−", "-"))


def offline(browser: Browser, problems: list[str]) -> Page:
    """A page that no network reaches, and what goes wrong in it."""
    context = browser.new_context(offline=True, color_scheme="dark", viewport={"width": 390, "height": 844})
    context.add_init_script(REMEMBER_VIOLATIONS)
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text))
    page.on("request", lambda request: None if request.url.startswith("file:") else problems.append(request.url))
    return page


def test_the_card_works_from_disk_without_a_network(visit: Visit, chromium: Browser, tmp_path: Path) -> None:
    visit.open(text=TEXT, sort="clusters", holds=json.dumps([HOLD]))
    visit.find("#export").click()
    file = saved(visit, visit.find("[data-format=html]").click, tmp_path)
    problems: list[str] = []
    page = offline(chromium, problems)
    page.goto(file.as_uri())
    page.wait_for_selector("figure[data-signal=hidden] .heatmaplayer image")
    claim = json.loads(page.locator("#claim").text_content() or "")
    again = ask(visit, claim["request"])
    assert isinstance(again, dict)
    assert claim["trace"]["layers"] == again["layers"]
    assert claim["trace"]["predictions"] == again["predictions"]
    (layer,) = again["layers"]
    assert len(layer["units"]) == 32
    assert page.locator("h1").inner_text() == TEXT

    plot = page.locator("figure[data-signal=cell] .plot")
    plot.scroll_into_view_if_needed()
    box = plot.locator(".nsewdrag").bounding_box()
    assert box
    steps = len(again["tokens"])
    page.mouse.move(box["x"] + box["width"] * 2.5 / steps, box["y"] + box["height"] * 4.5 / 32)
    hover = plot.locator(".hovertext")
    hover.wait_for()
    told = hover.text_content() or ""
    assert number(told.split(":")[-1]) == layer["signals"]["cell"][2][4]
    assert f"unit {layer['units'][4]}:" in told
    words = plot.locator(".xtick text").all_text_contents()
    assert words[:2] == ["start", "The"]
    assert {"<", ">", "&"} <= set(words)

    page.locator("figure[data-signal=cell] summary").click()
    row = page.locator("figure[data-signal=cell] tbody tr").nth(4)
    assert float(row.locator("td").nth(2).inner_text()) == layer["signals"]["cell"][2][4]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert not Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert page.evaluate("violations") == []
    assert problems == []
    page.context.close()

    assert run_check(file, visit.address) == f"{6 * 32 * steps} values; largest difference 0.0\n"


def test_the_files_and_the_code_are_of_what_is_shown(visitor: Callable[..., Visit]) -> None:
    visit = visitor(apart=True, permissions=["clipboard-read", "clipboard-write"])
    visit.open(text="It's “$HOME”\\ 🙂.", sort="value", signal="input", unit=5, step=3, holds=json.dumps([HOLD]))
    shown = {
        name: number(visit.find(f".lstm [data-panel={name}] .value").inner_text())
        for name in ("input", "cell", "hidden")
    }
    visit.find("#export").click()
    visit.expect("[data-extent]").to_contain_text("layer 1, 32 units")
    for format_ in ("html", "csv", "json", "npz", "parquet"):
        query = parse_qs(urlsplit(visit.find(f"[data-format={format_}]").get_attribute("href") or "").query)
        assert (query["layer"], query["sort"], query["signal"], query["step"]) == (["0"], ["value"], ["input"], ["3"])
        assert len(query["units"][0].split(",")) == 32
        assert json.loads(query["holds"][0])[0]["signal"] == "forget"
    visit.find("[name=extent][value=whole]").check(force=True)
    assert "&units=" not in (visit.find("[data-format=csv]").get_attribute("href") or "")

    visit.find("#recipes-open").focus()
    visit.page.keyboard.press("Enter")
    visit.expect("[data-recipe=python]").to_contain_text("urlopen")
    assert not visit.axe("#recipes").response["violations"]
    codes = {}
    for language in ("curl", "python"):
        visit.find(f"[data-copy={language}]").click()
        visit.expect(f"[data-copy={language}]").to_have_text("Copied")
        codes[language] = visit.page.evaluate("() => navigator.clipboard.readText()")
    visit.page.keyboard.press("Escape")
    visit.expect("#recipes").to_be_hidden()

    run = {"capture_output": True, "text": True, "check": True}
    answer = json.loads(subprocess.run(["sh", "-c", codes["curl"]], **run).stdout)
    lines = subprocess.run([sys.executable, "-I", "-c", codes["python"]], **run).stdout.splitlines()
    told = dict(line.split(" ") for line in lines[1:])
    (layer,) = answer["layers"]
    for name, value in shown.items():
        assert float(told[name]) == layer["signals"][name][3][layer["units"].index(5)]
        assert round(float(told[name]), 2) == value
    first = [row[0] for row in layer["signals"]["input"]]
    assert first[3] == max(layer["signals"]["input"][3])


def test_a_map_is_saved_as_a_picture_that_stands_on_its_own(visit: Visit, tmp_path: Path) -> None:
    visit.open(text=TEXT, unit=5, step=3)
    button = visit.find(".lstm [data-panel=forget] .picture")
    assert button.get_attribute("aria-label") == "Save as a picture: forget gate"
    button.focus()
    visit.page.keyboard.press("Enter")
    visit.expect("#picture-menu").to_be_visible()
    assert visit.page.evaluate("() => document.activeElement.dataset.picture") == "png"
    assert not visit.axe("#picture-menu").response["violations"]
    png = saved(visit, lambda: visit.page.keyboard.press("Enter"), tmp_path)
    assert png.name == "gatescope-english-lstm-forget-gate.png"
    width, height = struct.unpack(">II", png.read_bytes()[16:24])
    assert width >= 1200
    assert height >= 1000
    visit.expect("#picture-menu").to_be_hidden()
    visit.find("[data-panel=cell] .picture").click()
    drawing = saved(visit, visit.find("[data-picture=svg]").click, tmp_path).read_text("utf-8")
    said = {unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", drawing)}
    assert {
        "cell: what is now remembered",
        f"english-lstm · {TEXT}",
    } <= said
    assert {"start", "The", "unit", "c"} <= said
    assert len(said & {str(unit) for unit in range(256)}) >= 32
    visit.find(".lstm .scope-foot .picture").click()
    drawing = saved(visit, visit.find("[data-picture=svg]").click, tmp_path).read_text("utf-8")
    for part in ("forget", "candidate"):
        assert visit.find(f".lstm [data-panel={part}] .value").inner_text() in drawing
    assert "class=" not in drawing


def test_a_life_the_gates_and_the_copies_are_saved_too(visit: Visit, tmp_path: Path) -> None:
    visit.open(text=TEXT, unit=5, step=3, drawing="unrolled", pinned="7")
    titles = {
        "#unrolled": "Unit 5, unrolled",
        "#life": "The life of unit 5, unit 7",
        "#saturation": "How far the gates go",
    }
    for part, title in titles.items():
        visit.reach(part)
        visit.find(f"{part} .picture").click()
        drawing = saved(visit, visit.find("[data-picture=svg]").click, tmp_path).read_text("utf-8")
        said = set(unescape(re.sub(r"<[^>]*>", "\n", drawing)).splitlines())
        assert {title, f"english-lstm · {TEXT}"} <= said, part
        assert "class=" not in drawing or part != "#unrolled"
        assert {"start", "The"} <= said or part == "#saturation", part
    visit.find("#unrolled [data-twin]").click()
    visit.expect("#unrolled .picture").to_be_hidden()


def test_a_chart_is_saved_on_a_phone(visitor: Callable[..., Visit], tmp_path: Path) -> None:
    visit = visitor(390, 844, has_touch=True, is_mobile=True, color_scheme="dark").open(text="The queen was tired.")
    visit.reach("#through")
    visit.expect("#panel-ledger .chart .main-svg >> nth=0").to_be_attached()
    button = visit.find("#panel-ledger .chart > .picture")
    box = button.bounding_box()
    assert box
    assert box["width"] >= 44
    assert box["height"] >= 44
    button.tap()
    drawing = saved(visit, visit.find("[data-picture=svg]").tap, tmp_path)
    assert drawing.name == "gatescope-ledger.svg"
    said = re.findall(r"<text[^>]*>(.*?)</text>", drawing.read_text("utf-8"), re.DOTALL)
    assert "Who wrote it" in said
    assert any("english-lstm · The queen was tired." in each for each in said)
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
