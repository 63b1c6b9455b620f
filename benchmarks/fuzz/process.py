"""One target until time is up or something is found: `python -m benchmarks.fuzz.process TARGET CORPUS OPTION…`.

Options are libFuzzer's. Our own modules are instrumented as they are imported, which has to happen before anything else
imports them; PyTorch comes before, for it does not import under Atheris.
"""

import sys

import atheris
import torch  # noqa: F401 - so that it is imported before what follows

with atheris.instrument_imports(include=["model"]):
    from benchmarks.fuzz.targets import TARGETS

if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
