"""The memory of the latest answers, as they were sent: the same question again costs no thread and no computing.

Answers are pure functions of a request: models do not change while a server runs. A class that follows one link, and a
reader who goes back a step, are answered from here. `elapsed` in such an answer is what computing it took.

A question is known in two forms: as it was sent, which need not even be read again, and with all its defaults, which is
the same however it was put. Of both only a digest is kept.
"""

from hashlib import blake2b

from cachetools import LRUCache
from starlette.requests import Request

MOST_FORMS = 4096  # questions as they were sent, of some hundred bytes each


class AnswerCache:
    """The answers used last, up to `limit` bytes in all. For one event loop: it takes no lock."""

    def __init__(self, limit: int) -> None:
        self._kept: LRUCache[bytes, bytes] = LRUCache(limit, getsizeof=len)
        self._sent: LRUCache[bytes, bytes] = LRUCache(MOST_FORMS)

    def get(self, question: bytes) -> bytes | None:
        """What was answered to a question, or None."""
        return self._kept.get(question)

    def keep(self, question: bytes, content: bytes) -> None:
        """Keep an answer, unless it alone is larger than the cache."""
        if len(content) <= self._kept.maxsize:
            self._kept[question] = content

    def recall(self, sent: bytes) -> bytes | None:
        """What was answered to a question that was sent so, or None."""
        question = self._sent.get(sent)
        return None if question is None else self._kept.get(question)

    def recognise(self, sent: bytes, question: bytes) -> None:
        """From now on this is known to be another form of the question."""
        self._sent[sent] = question


def digest(*parts: bytes) -> bytes:
    """32 bytes that stand for these parts."""
    whole = blake2b(digest_size=32)
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.digest()


async def as_sent(request: Request) -> bytes:
    """The digest of a request as it came."""
    where = request.scope["path"].encode(), request.scope["query_string"]
    return digest(request.method.encode(), *where, await request.body())
