"""Books from git: fetch the pinned commit of each into a mirror, and read files out of it.

A mirror is a folder with a bare repository SLUG.git for each book, of one commit without its history. A repository
gets this name only when it is whole, so whatever stops a fetch, starting it again goes on with the books that are
missing.
"""

import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

from model.errors import CorpusError
from model.training.books import Source

# Never ask for a password: the books are public, and nobody may be there to answer. Messages in English, for ADVICE.
QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "GIT_SSH_COMMAND": "ssh -o BatchMode=yes", "LC_ALL": "C"}

# A connection that gives fewer than 1,000 bytes a second for 30 seconds is given up.
GIVE_UP = ("-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=30")

# Words of git's message -> what to do.
ADVICE = {
    "not our ref": "The repository has no such commit: check it in the manifest.",
    "expected commit type": "This is not the name of a commit: name one in the manifest.",
    "terminal prompts disabled": "There is no public repository at this address: check it in the manifest.",
    "does not appear to be a git repository": "There is no repository at this address: check it in the manifest.",
    "not found": "There is no repository at this address: check it in the manifest.",
}
TRY_AGAIN = "Check the address and the connection, then start again; the books already there are kept."


def require_git() -> None:
    """Raises CorpusError where git is not installed."""
    if shutil.which("git") is None:
        raise CorpusError("git is not installed. Install it (2.26 or newer), or use the prepared archive.")


def repository_of(source: Source, mirror: Path) -> Path:
    """Where the repository of a book lies in a mirror."""
    return mirror / f"{source.slug}.git"


def fetch_book(source: Source, mirror: Path) -> bool:
    """Fetch the pinned commit of a book into the mirror. Returns False where it is already there.

    A repository at another commit is replaced. Raises CorpusError where git fails, with its reason and what to do.
    """
    repository = repository_of(source, mirror)
    if head_commit(repository) == source.commit:
        return False
    mirror.mkdir(parents=True, exist_ok=True)
    partial = repository.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        _fetch_into(partial, source)
        shutil.rmtree(repository, ignore_errors=True)
        partial.replace(repository)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return True


def _fetch_into(repository: Path, source: Source) -> None:
    """Make a repository whose HEAD is the pinned commit."""
    try:
        _git(repository, "init", "--quiet", "--bare")
        _git(repository, *GIVE_UP, "fetch", "--quiet", "--depth=1", "--no-tags", "--", source.url, source.commit)
        _git(repository, "update-ref", "--no-deref", "HEAD", "FETCH_HEAD^{commit}")
    except GitError as error:
        advice = next((advice for words, advice in ADVICE.items() if words in error.detail), TRY_AGAIN)
        raise CorpusError(
            f"{source.slug}: commit {source.commit[:12]} cannot be fetched from {source.url}: {error.detail}. {advice}"
        ) from error
    found = head_commit(repository)
    if found != source.commit:  # a tag has a name like a commit's, and leads to one
        raise CorpusError(
            f"{source.slug}: {source.commit[:12]} is not the name of a commit; it leads to {found}. "
            "Check it in the manifest."
        )


def head_commit(repository: Path) -> str | None:
    """The commit that a repository is at; None where there is no repository, or none that git can read."""
    try:
        return _git(repository, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode().strip()
    except GitError:
        return None


def read_files(source: Source, mirror: Path, paths: list[str]) -> list[bytes]:
    """Contents of files of a book at its pinned commit.

    Raises CorpusError where the mirror lacks the book, has it at another commit, or the commit lacks a file.
    """
    repository = repository_of(source, mirror)
    found = head_commit(repository)
    if found != source.commit:
        there = f"is at commit {found[:12]}, not {source.commit[:12]}," if found else "is not"
        raise CorpusError(f"{source.slug}: the book {there} in {mirror}. Run fetch first.")
    wanted = "".join(f"{source.commit}:{path}\n" for path in paths)
    batch = _git(repository, "cat-file", "--batch", stdin=wanted.encode())
    contents = []
    for path, content in zip(paths, _split_batch(batch, len(paths)), strict=True):
        if content is None:
            raise CorpusError(
                f"{source.slug}: {path} is not in commit {source.commit[:12]}, or is damaged in the mirror. "
                f"Pin a commit of a Standard Ebooks book, or remove {repository} and run fetch again."
            )
        contents.append(content)
    return contents


def _split_batch(batch: bytes, count: int) -> list[bytes | None]:
    """The answers of `git cat-file --batch` in parts; None for a file that is missing or damaged.

    An answer is "ID blob SIZE", a newline, the contents, a newline; or "NAME missing" and a newline.
    """
    contents: list[bytes | None] = []
    stream = BytesIO(batch)
    for _ in range(count):
        match stream.readline().split():
            case [_, b"blob", size]:
                contents.append(stream.read(int(size)))
                stream.read(1)
            case _:
                contents.append(None)
    return contents


class GitError(CorpusError):
    """git did not do what it was asked; `detail` is its reason, in a line."""


def _git(repository: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What a git command prints. Raises GitError where it fails."""
    command = ["git", "--git-dir", str(repository), *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, env=os.environ | QUIET, check=False)
    if done.returncode:
        raise GitError(_reason(done.stderr.decode(errors="replace")))
    return done.stdout


def _reason(stderr: str) -> str:
    """The line of git's messages that says what went wrong."""
    lines = stderr.strip().splitlines() or ["git gave no reason"]
    return next((line for line in lines if line.startswith(("fatal: ", "error: "))), lines[0]).rstrip(".")
