"""The glossary: every term can be reached from the label that it explains, and leads to where it can be seen."""

import re
from collections import Counter
from html import unescape

import pytest
from imports import ROOT
from starlette.testclient import TestClient

from app.glossary import GLOSSARY, SOURCES, anchor, formula
from app.glossary.evidence import EVIDENCE
from app.glossary.gates import GATES
from app.glossary.language import LANGUAGE
from app.glossary.memory import MEMORY
from app.glossary.networks import NETWORKS
from model import SIGNALS

HELP = re.compile(r'<div popover id="([^"]+)" class="help">.*?</div>', re.DOTALL)


@pytest.fixture(scope="module")
def html(shipped: TestClient) -> str:
    answer = shipped.get("/glossary")
    assert answer.status_code == 200
    return answer.text


def ids(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


def test_no_term_has_the_place_of_another_and_each_leads_on_to_others_and_to_its_sources(html: str) -> None:
    assert len(GLOSSARY) == len((*NETWORKS, *GATES, *MEMORY, *LANGUAGE, *EVIDENCE))
    assert [name for name, times in Counter(ids(html)).items() if times > 1] == []
    assert set(re.findall(r'href="#([^"]+)"', html)) <= {*ids(html)}
    named = {key for term in GLOSSARY.values() for key in term.sources}
    assert named == SOURCES.keys()
    for term in GLOSSARY.values():
        assert {anchor(name) for name in term.see} < GLOSSARY.keys() - {term.anchor}, term.name


def test_what_a_term_says_to_look_at_is_there(shipped: TestClient) -> None:
    places = {place.path for term in GLOSSARY.values() for place in term.places}
    for path in sorted(places):
        address, _, fragment = path.partition("#")
        page = shipped.get(address)
        assert page.status_code == 200, path
        assert not fragment or fragment in ids(page.text), path
        assert "△" not in page.text, path


def test_every_formula_stands_once_and_those_of_signals_are_the_tables(html: str) -> None:
    formulas = Counter(each for term in GLOSSARY.values() for each in term.formulas)
    assert max(formulas.values()) == 1
    assert {signal.formula for table in SIGNALS.values() for signal in table} <= formulas.keys()
    for each in formulas:
        assert html.count(str(formula(each))) == 1, each
    sources = (path.read_text("utf-8") for path in (ROOT / "app" / "glossary").glob("*.py"))
    assert not re.search(r"W_[a-z]{2} x_t", "".join(sources))


@pytest.mark.parametrize("path", ["/", "/units", "/probe"])
def test_every_explanation_leads_into_the_glossary(shipped: TestClient, path: str) -> None:
    page = shipped.get(path).text
    found = {help[1]: re.findall(r'href="/glossary#([^"]+)"', help[0]) for help in HELP.finditer(page)}
    assert len(found) == page.count('class="help"') > 0
    for name, anchors in found.items():
        assert len(anchors) == 1, name
        assert anchors[0] in GLOSSARY, name


def test_terms_go_by_the_alphabet_and_are_found_by_their_other_names(html: str) -> None:
    shown = re.findall(r"<h3>(.*?)</h3>", html)
    assert shown == sorted((term.name for term in GLOSSARY.values()), key=str.lower)
    assert all(unescape(term.other) in unescape(html) for term in GLOSSARY.values())


def test_the_page_needs_no_script(html: str) -> None:
    outside = html[html.index("<main") : html.index("</main>")]
    assert not re.search(r"<(?:button|input|select|script)\b", outside)
    assert 'class="js' not in outside


def test_a_formula_has_low_subscripts_and_no_markup_of_its_own() -> None:
    assert formula("f_t = σ(W_{hf} h_{t-1})") == "f<sub>t</sub> = σ(W<sub>hf</sub> h<sub>t−1</sub>)"
    assert formula("a < b_t") == "a &lt; b<sub>t</sub>"
