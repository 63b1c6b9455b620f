"""Gatescope's science: trained recurrent networks and everything they do while they read.

    from model import load_model, trace_text
    model = load_model("english-lstm")
    trace = trace_text(model, "The queen was tired.")
    trace.signals["forget"]                      # [L, T, U], every forget gate at every step

This is the only door: what `__init__.pyi` does not name is nobody else's business. Each name is imported when it is
first asked for, so that names and errors cost no PyTorch.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
