"""Write static/css/tokens.css from the palette: `python -m app.figures`, in the root of a checkout."""

from pathlib import Path

from app.figures.palette import style_sheet

Path("static/css/tokens.css").write_text(style_sheet(), "utf-8")
