"""Tables that a program writes into a document: each stands between two comments that name it."""

import re


def between(name: str, table: str) -> str:
    """A table within its comments."""
    return f"<!-- {name} -->\n{table}<!-- /{name} -->"


def shown_table(document: str, name: str) -> str:
    """A table with the comments around it. Raises ValueError where the document has none of that name."""
    found = re.search(between(name, ".*?"), document, re.S)
    if found is None:
        raise ValueError(f"The document has no table between <!-- {name} --> and <!-- /{name} -->.")
    return found[0]


def with_table(document: str, name: str, table: str) -> str:
    """The document with one of its tables made anew. Raises as `shown_table` does."""
    return document.replace(shown_table(document, name), between(name, table))
