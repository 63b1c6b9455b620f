"""The memory of the latest answers, as they were sent: the same question again costs no thread and no computing.

Answers are pure functions of a request: models do not change while a server runs. A class that follows one link, and a
reader who goes back a step, are answered from here. `elapsed` in such an answer is what computing it took.
"""

from cachetools import LRUCache

# The function that answers, and the request with all its defaults.
Key = tuple[str, str]


class AnswerCache:
    """The answers used last, up to `limit` bytes in all. For one event loop: it takes no lock."""

    def __init__(self, limit: int) -> None:
        self._kept: LRUCache[Key, bytes] = LRUCache(limit, getsizeof=len)

    def get(self, key: Key) -> bytes | None:
        """What was answered to this request, or None."""
        return self._kept.get(key)

    def keep(self, key: Key, content: bytes) -> None:
        """Keep an answer, unless it alone is larger than the cache."""
        if len(content) <= self._kept.maxsize:
            self._kept[key] = content
