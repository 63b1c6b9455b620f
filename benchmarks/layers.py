"""The steps of the Dockerfile without Docker: each runs over this machine's own files, and what it writes lies apart.

A stage is an overlay: below it the machine, only read; above it a folder, gone afterwards. Steps run in it by `chroot`
in a mount namespace of their own. What differs from Docker: the base is this machine's Python instead of a slim image,
and processes share its network. Needs Linux, root and `unshare`.
"""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.server import ROOT

ENTER = """
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/tree"
mount -t proc proc "$1/tree/proc"; mount --rbind /dev "$1/tree/dev"
"""
# `docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges`
SHUT = 'mount -o remount,ro "$1/tree"; mount -t tmpfs tmpfs "$1/tree/tmp"'
POWERLESS = "--clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all"


@dataclass
class Layer:
    """A stage of the Dockerfile as far as it is built."""

    folder: Path
    variables: dict[str, str] = field(default_factory=lambda: {"PATH": "/base/bin:/usr/sbin:/usr/bin:/bin"})
    arguments: dict[str, str] = field(default_factory=dict)
    workdir: str = "/"
    user: str = "0"

    def __post_init__(self) -> None:
        for name in ("upper", "work", "tree"):
            (self.folder / name).mkdir(parents=True)
        self.run("/usr/bin/python3 -m venv /base")

    def path(self, inside: str) -> Path:
        """Where a path inside lies, as far as this stage wrote it."""
        return self.folder / "upper" / os.path.join(self.workdir, inside).lstrip("/")

    def run(self, command: str) -> None:
        """A RUN step, as root. Raises CalledProcessError."""
        environment = os.environ | self.variables | self.arguments
        subprocess.run(self.inside(f"sh -c {shlex.quote(command)}"), env=environment, check=True, capture_output=True)

    def serving(self, command: str) -> subprocess.Popen[bytes]:
        """Start a command as the image's user, without powers, over files that nobody can write."""
        as_user = f"setpriv --reuid {self.user} --regid {self.user} {POWERLESS} {command}"
        return subprocess.Popen(self.inside(as_user, SHUT), env=self.variables)

    def inside(self, command: str, prepare: str = "") -> Sequence[str]:
        """The command line that runs a command inside."""
        enter = f'set -e; {ENTER}{prepare}\nexec chroot "$1/tree" sh -c \'cd "$1"; shift; exec "$@"\' - "$2" {command}'
        return [
            "unshare",
            "--mount",
            "--propagation",
            "private",
            "sh",
            "-c",
            enter,
            "-",
            str(self.folder),
            self.workdir,
        ]


def steps(text: str) -> Iterator[tuple[str, str]]:
    """The instructions of a Dockerfile, comments left out and continued lines joined."""
    joined = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    for line in filter(None, joined.splitlines()):
        instruction, _, rest = line.partition(" ")
        yield instruction, rest.strip()


def build(folder: Path) -> tuple[Layer, Mapping[str, str]]:
    """All steps of the Dockerfile; the last stage, and what its image would run: ENTRYPOINT, CMD, HEALTHCHECK."""
    stages: dict[str, Layer] = {}
    runs: dict[str, str] = {}
    for instruction, rest in steps((ROOT / "Dockerfile").read_text("utf-8")):
        if instruction == "FROM":
            name = rest.rpartition(" AS ")[2]
            layer = stages[name] = Layer(folder / str(len(stages)))
        elif instruction in ("ENTRYPOINT", "CMD", "HEALTHCHECK"):
            runs[instruction] = rest
        else:
            _take(layer, instruction, rest, stages)
    return layer, runs


def _take(layer: Layer, instruction: str, rest: str, stages: Mapping[str, Layer]) -> None:
    match instruction:
        case "ARG":
            name, _, value = rest.partition("=")
            layer.arguments[name] = os.environ.get(name, value)
        case "ENV":
            pairs = dict(pair.split("=", 1) for pair in rest.split())
            layer.variables |= {name: value.replace("$PATH", layer.variables["PATH"]) for name, value in pairs.items()}
        case "RUN":
            layer.run(rest)
        case "COPY":
            _copy(layer, rest.split(), stages)
        case "WORKDIR":
            layer.workdir = rest
            layer.path(".").mkdir(parents=True, exist_ok=True)
        case "USER":
            layer.user = re.findall(rf"^{rest}:[^:]*:(\d+):", layer.path("/etc/passwd").read_text(), re.MULTILINE)[0]


def _copy(layer: Layer, names: list[str], stages: Mapping[str, Layer]) -> None:
    """From an earlier stage, or from the checkout what .dockerignore leaves."""
    *sources, target = names
    if sources[0].startswith("--from="):
        stage = stages[sources[0].removeprefix("--from=")]
        shutil.copytree(stage.path(sources[1]), layer.path(target), symlinks=True)
        return
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    allowed = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    for name in allowed if sources == ["."] else sources:
        source, goal = ROOT / name, layer.path(target) / name
        if source.is_dir():
            shutil.copytree(source, goal, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, goal)
