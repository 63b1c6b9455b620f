"""Two books of one page each in git repositories, made on the fly, with the manifest that pins them."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from model.corpus import main

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="en-GB">
	<head><title>{title}</title></head>
	<body epub:type="bodymatter z3998:fiction">
		<section id="chapter-1" epub:type="chapter">
			<hgroup><h2 epub:type="ordinal">I</h2><p epub:type="title">{title}</p></hgroup>
			{paragraphs}
		</section>
	</body>
</html>
"""
PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
	<manifest><item href="text/chapter-1.xhtml" id="chapter-1.xhtml" media-type="application/xhtml+xml"/></manifest>
	<spine><itemref idref="chapter-1.xhtml"/></spine>
</package>
"""
LAMP = """<p>The lamp in the hall had been lit since four, and still nobody came.</p>
			<p>“She said\u00a0that she would write,” Martha told the cat.<a epub:type="noteref" href="#n1">1</a></p>
			<blockquote epub:type="z3998:verse"><p>A lamp, a lamp,<br/>against the damp.</p></blockquote>
			<p>The cat, who had heard this <em>before</em>, washed himself\u2060—slowly.</p>"""
BOAT = """<p>They were building a boat which no river near them could carry.</p>
			<p>“Then,” said the elder, “we shall have to build a river.”</p>"""
LAMP_TEXT = (
    "The lamp in the hall had been lit since four, and still nobody came.\n"
    "“She said that she would write,” Martha told the cat.\n"
    "The cat, who had heard this before, washed himself—slowly.\n"
)
BOAT_TEXT = (
    "They were building a boat which no river near them could carry.\n"
    "“Then,” said the elder, “we shall have to build a river.”\n"
)
GIT_SETTINGS = {
    **{"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    **{f"GIT_{role}_{part}": "nobody@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")},
}


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env=os.environ | GIT_SETTINGS
    ).stdout.strip()


@dataclass
class Library:
    """Repositories to fetch from, a manifest that pins them, and the folders that the command fills."""

    root: Path

    @property
    def mirror(self) -> Path:
        return self.root / "mirror"

    @property
    def out(self) -> Path:
        return self.root / "out"

    def commit_book(self, slug: str, files: dict[str, str]) -> str:
        """Commit files to the repository of a book, which is made where there is none. Returns the commit."""
        repository = self.root / "origin" / slug
        if not repository.exists():
            repository.mkdir(parents=True)
            git(repository, "init", "--quiet")
        for name, text in files.items():
            file = repository / "src" / "epub" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        git(repository, "add", "--all")
        git(repository, "commit", "--quiet", "--message", "A book")
        return git(repository, "rev-parse", "HEAD")

    def pin(self, commits: dict[str, str], urls: dict[str, str] | None = None) -> None:
        """Write the manifest."""
        lines = ["slug\tsplit\tcommit\turl\ttitle\tauthor"]
        for slug, commit in commits.items():
            url = (urls or {}).get(slug) or (self.root / "origin" / slug).as_uri()
            lines.append(
                f"{slug}\t{'test' if slug == 'the-boat' else 'train'}\t{commit}\t{url}\t{slug.title()}\tNobody"
            )
        (self.root / "manifest.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def arguments(self, command: str, *more: str) -> list[str]:
        arguments = [command, "--manifest", str(self.root / "manifest.tsv"), "--mirror", str(self.mirror)]
        return [*arguments, *(["--out", str(self.out)] if command == "prepare" else []), *more]

    def run(self, command: str, *more: str) -> int:
        return main(self.arguments(command, *more))

    def texts(self) -> dict[str, str]:
        return {file.stem: file.read_text(encoding="utf-8") for file in self.out.glob("*.txt")}


def pages(title: str, paragraphs: str) -> dict[str, str]:
    page = PAGE.format(title=title, paragraphs=paragraphs)
    return {"content.opf": PACKAGE, "text/chapter-1.xhtml": page}


def two_books(root: Path) -> Library:
    """A library of two books, pinned."""
    library = Library(root)
    library.pin(
        {
            "the-lamp": library.commit_book("the-lamp", pages("The Lamp", LAMP)),
            "the-boat": library.commit_book("the-boat", pages("The Boat", BOAT)),
        }
    )
    return library
