"""That visits hear what the policy refuses, and that the policy allows no more than Plotly needs."""

from collections.abc import Callable

import pytest
from browser import TEXT, Visit

from app.assets import plotly, source_hash

pytest_plugins = "browser_fixtures"

# A heat map with all that Plotly draws beside one, on the page and for a download.
DRAW = """async () => {
  const place = document.createElement('div');
  document.body.append(place);
  await Plotly.newPlot(place, [{ type: 'heatmap', z: [[0, 1], [1, 0]] }], { width: 300, height: 200 });
  await Plotly.toImage(place, { format: 'png' });
}"""
# What is set as a style attribute, whoever sets it.
COLLECT = """
globalThis.styles = [];
for (const name of ['setAttribute', 'setAttributeNS']) {
  const set = Element.prototype[name];
  Element.prototype[name] = function (...given) {
    if (given.at(-2) === 'style') styles.push(String(given.at(-1)));
    return set.apply(this, given);
  };
}"""


def test_a_violation_and_a_foreign_request_fail_a_visit(visit: Visit) -> None:
    """Every visit ends with this check: were it deaf, all browser tests would say less than they seem to."""
    visit.page.goto(f"{visit.address}/glossary")
    visit.check()
    visit.page.evaluate("document.body.setAttribute('style', 'color: red')")
    visit.wait_until(lambda: visit.page.evaluate("violations.length") == 1)
    assert visit.page.evaluate("violations[0]").startswith("style-src-attr inline")
    with pytest.raises(AssertionError):
        visit.check()
    visit.errors.clear()  # the browser itself notes what it refuses in its console: two ears hear it
    with pytest.raises(AssertionError):
        visit.check()
    visit.page.evaluate("violations.length = 0")
    visit.check()
    visit.requests.append("http://foreign.example/")
    with pytest.raises(AssertionError):
        visit.check()
    visit.requests.clear()


def test_the_hashes_of_the_policy_are_all_the_styles_that_are_set(visitor: Callable[..., Visit]) -> None:
    """Seen without any policy: what it would refuse, and that it names nothing in vain."""
    visit = visitor(apart=True, bypass_csp=True)
    visit.page.add_init_script(COLLECT)
    visit.open(text=TEXT)
    visit.page.evaluate(DRAW)
    styles = set(visit.page.evaluate("styles"))
    assert {source_hash(style) for style in styles} == set(plotly().style_hashes)
