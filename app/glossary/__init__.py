"""The field's terms, in plain words, each with its formula, where to see it, and its source. Pure data."""

from app.glossary.evidence import EVIDENCE
from app.glossary.gates import GATES
from app.glossary.language import LANGUAGE
from app.glossary.memory import MEMORY
from app.glossary.networks import NETWORKS
from app.glossary.sources import SOURCES
from app.glossary.term import Place, Term, anchor, formula

# By name, as a reader looks for them.
GLOSSARY = {
    term.anchor: term
    for term in sorted((*NETWORKS, *GATES, *MEMORY, *LANGUAGE, *EVIDENCE), key=lambda term: term.name.lower())
}

__all__ = ["GLOSSARY", "SOURCES", "Place", "Term", "anchor", "formula"]
