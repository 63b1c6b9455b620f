"""The names that units have earned, behind their numbers in what the figures say when one points at them."""

from pathlib import Path
from typing import Any

from serving import API, TEXT, serve
from starlette.testclient import TestClient


def names(client: TestClient) -> dict[int, str]:
    units = client.get(f"{API}/units").json()
    labels = {each["property"]: each["label"] for each in units["properties"]}
    return {each["unit"]: labels[each["knows"][0]["property"]] for each in units["units"] if each["knows"]}


def post(client: TestClient, path: str, **body: Any) -> dict[str, Any]:
    response = client.post(f"{API}/{path}", json={"text": TEXT} | body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_half_lives_ablations_and_memories_name_the_units_that_have_earned_it(shipped: TestClient) -> None:
    known = names(shipped)
    unit, label = next(iter(known.items()))
    hints = post(shipped, "figures/half-lives")["figures"]["half_lives"]["data"][0]
    said = dict(zip(hints["customdata"], hints["text"], strict=True))
    assert said[unit].startswith(f"unit {unit} ({label}")
    assert all((each in known) == ("(" in words) for each, words in said.items())
    rows = post(shipped, "figures/ablate", show=40)
    for each, words in zip(rows["units"], rows["figures"]["ablate"]["data"][2]["hovertext"], strict=False):
        start = f"Unit {each['unit']} ({known[each['unit']]}" if each["unit"] in known else f"Unit {each['unit']}, "
        assert words.startswith(start)
    bars = post(shipped, "figures/spans", units=[unit], least=0.0)["figures"]["spans"]["data"]
    hovers = [words for trace in bars for words in trace.get("hovertext", ())]
    assert hovers
    assert all(words.startswith(f"Unit {unit} ({label}") for words in hovers)


def test_large_maps_and_twins_name_the_units_of_their_rows(shipped: TestClient) -> None:
    known = names(shipped)
    large = shipped.get("/large", params={"text": TEXT, "model": "english-lstm"}).json()["data"][0]
    rows = dict(zip(map(int, large["y"]), large["hovertext"], strict=True))
    memory = post(shipped, "figures/twins")["models"][0]["memory"]["data"][0]
    rows |= {row[0]: names for row, names in zip(memory["customdata"], memory["hovertext"], strict=True)}
    assert len(rows) == 256
    for unit, said in rows.items():
        assert set(said) == {said[0]}
        assert said[0].startswith(f" ({known[unit]}") if unit in known else said[0] == ""


def test_without_names_numbers_stand_alone(tiny_folder: Path) -> None:
    with serve(tiny_folder) as client:
        texts = post(client, "figures/half-lives")["figures"]["half_lives"]["data"][0]["text"]
    assert all(words.split(":")[0] == f"unit {unit}" for unit, words in enumerate(sorted(texts)))
