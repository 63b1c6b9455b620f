"""What people type never reaches a log."""

import logging

import pytest

from app.logs import WithoutQuery, keep_text_out_of_logs


def test_an_address_is_logged_without_its_query(caplog: pytest.LogCaptureFixture) -> None:
    keep_text_out_of_logs()
    keep_text_out_of_logs()
    logger = logging.getLogger("uvicorn.access")
    assert sum(isinstance(each, WithoutQuery) for each in logger.filters) == 1
    with caplog.at_level(logging.INFO, "uvicorn.access"):
        logger.info('%s - "%s %s HTTP/%s" %d', "127.0.0.1:1", "GET", "/api/v1/trace?text=secret", "1.1", 200)
    assert "/api/v1/trace HTTP/1.1" in caplog.text
    assert "secret" not in caplog.text


def test_other_records_pass_as_they_are(caplog: pytest.LogCaptureFixture) -> None:
    keep_text_out_of_logs()
    with caplog.at_level(logging.INFO, "uvicorn.access"):
        logging.getLogger("uvicorn.access").info("why?")
    assert "why?" in caplog.text
