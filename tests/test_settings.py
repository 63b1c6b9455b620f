"""The table of settings: from the environment, within its limits, as Markdown."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import Settings, explain, settings_table


def test_every_setting_has_a_unit_and_a_reason() -> None:
    for name, entry in Settings.model_json_schema()["properties"].items():
        assert entry["unit"], name
        assert entry["description"].endswith("."), name


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATESCOPE_MAX_CHARS", "500")
    monkeypatch.setenv("GATESCOPE_HOSTS", "example.org, www.example.org")
    settings = Settings()
    assert settings.max_chars == 500
    assert settings.allowed_hosts == ["example.org", "www.example.org"]


def test_what_is_given_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATESCOPE_PORT", "9000")
    assert Settings(port=9001).port == 9001


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "99999"), ("THREADS", "0"), ("MAX_BODY", "many"), ("WAITING", "-1"), ("FRAME_ANCESTORS", "x; y")],
)
def test_a_value_out_of_range_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"GATESCOPE_{name}", value)
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert explain(caught.value).startswith(f"GATESCOPE_{name}: ")
    assert "\n" not in explain(caught.value)


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1", ["127.0.0.1", "localhost", "[::1]"]),
        ("192.168.0.7", ["127.0.0.1", "localhost", "[::1]", "192.168.0.7"]),
        ("fe80::1", ["127.0.0.1", "localhost", "[::1]", "[fe80::1]"]),
        ("0.0.0.0", ["*"]),
        ("::", ["*"]),
    ],
)
def test_a_server_answers_to_this_machine_and_to_what_it_was_told(host: str, allowed: list[str]) -> None:
    assert Settings(host=host).allowed_hosts == allowed


def test_the_table_names_every_setting() -> None:
    rows = settings_table().splitlines()[2:]
    assert len(rows) == len(Settings.model_fields)
    assert "| `GATESCOPE_MAX_CHARS` | integer | `2000` | code points |" in settings_table()
    assert all(row.count("|") == 6 for row in rows)


def test_no_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("GATESCOPE_PORT=1234\n")
    monkeypatch.chdir(tmp_path)
    assert Settings().port == 8000
