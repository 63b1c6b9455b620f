"""On what a measurement was made, in one line that names no path and no host."""

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("torch", "numpy", "fastapi", "uvicorn", "plotly")


def machine() -> str:
    """Processor, cores, memory, system and versions."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_memory_gib():.0f} GiB of memory; {platform.system()} "
        f"{platform.release().split('-')[0]}, Python {platform.python_version()}, {versions}"
    )


def moment() -> str:
    """The day, and how busy the machine is with other work."""
    return f"{date.today().isoformat()}, load average before {os.getloadavg()[0]:.1f}"


def processor_ticks() -> tuple[int, int]:
    """Of all cores since the system began: ticks in which there was work, and those of them that the host gave to other
    guests ("steal" of proc(5)).
    """
    user, nice, system, _idle, _waiting, irq, softirq, steal = map(int, _first_line("/proc/stat").split()[1:9])
    return user + nice + system + irq + softirq + steal, steal


def taken_since(before: tuple[int, int]) -> str:
    """How much of the processor time that was wanted went to other guests of the machine since then."""
    work, taken = (now - then for now, then in zip(processor_ticks(), before, strict=True))
    return f"{100 * taken / max(work, 1):.0f} % of the processor time taken by others"


def _first_line(path: str) -> str:
    return Path(path).read_text("utf-8").split("\n", 1)[0]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
