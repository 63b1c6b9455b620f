"""The page of a query as the server renders it, and what it says."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

from starlette.testclient import TestClient

TEXT = "The queen was tired, but the king said that he would wait until she woke."


def page(client: TestClient, **query: object) -> str:
    answer = client.get("/?" + urlencode({name: str(value) for name, value in query.items()}))
    assert answer.status_code == 200
    return answer.text


def start(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="start">(.*?)</script>', html, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def notices(html: str) -> list[str]:
    block = re.search(r'<div id="notice"[^>]*>(.*?)</div>', html, re.DOTALL)
    assert block
    return [unescape(text) for text in re.findall(r"<p>△ (.*?)</p>", block[1], re.DOTALL)]
