"""Whom the lesson thanks for what it says, by the key that a chapter names: hochreiter-1997."""

from app.glossary import SOURCES as WORKS
from app.glossary import anchor

SOURCES = {anchor(key): work for key, work in WORKS.items()}
