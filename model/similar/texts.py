"""Many texts as one run of bytes, which may lie in a file: hundreds of thousands of them take no objects of Python."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Texts:
    """P texts. `content`: all of them in UTF-8, one after the other; `ends` [P]: the byte at which each is over."""

    content: Bytes
    ends: Numbers

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Texts":
        """Texts that are at hand."""
        encoded = [text.encode() for text in texts]
        ends = np.cumsum([len(each) for each in encoded], dtype=np.int64)
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), ends)

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, number: int) -> str:
        return self._bytes(number).decode()

    def copies(self, text: str) -> list[int]:
        """The numbers of the texts that are the same as this one."""
        sought = text.encode()
        as_long = np.flatnonzero(np.diff(self.ends, prepend=0) == len(sought))
        return [number for number in as_long.tolist() if self._bytes(number) == sought]

    def _bytes(self, number: int) -> bytes:
        first = int(self.ends[number - 1]) if number else 0
        return self.content[first : int(self.ends[number])].tobytes()
