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


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
