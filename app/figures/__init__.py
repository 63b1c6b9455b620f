"""Results -> Plotly figures. Plain dictionaries: the library's own validators run in the tests, not at every key."""

from app.figures.differences import build_differences
from app.figures.large import build_large
from app.figures.palette import Theme
from app.figures.panels import Figure, Values, build_panels, with_echoes

__all__ = ["Figure", "Theme", "Values", "build_differences", "build_large", "build_panels", "with_echoes"]
