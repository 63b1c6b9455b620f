"""What a claim card carries with it: style sheet, script, plotly.js, and the policy that lets in nothing else."""

import base64
from dataclasses import dataclass
from functools import cache

from app.assets import asset_dir, plotly, source_hash
from app.figures.palette import style_sheet

PLOTLY_STYLE = "/* plotly.js puts its own rules in here */"


@dataclass(frozen=True)
class Parts:
    """Texts that stand in every card as they are, and the Content-Security-Policy that names them by their hashes.

    `plotly`: the library, compressed, in base64: a third of its size, and no markup whatever is in it.
    """

    style: str
    plotly_style: str
    script: str
    plotly: str
    policy: str


@cache
def parts() -> Parts:
    """Read and compressed once."""
    folder = asset_dir("templates")
    style = style_sheet() + (folder / "claim.css").read_text("utf-8")
    script = (folder / "claim.js").read_text("utf-8")
    library = plotly().file
    return Parts(
        style,
        PLOTLY_STYLE,
        script,
        base64.b64encode(library.gzipped).decode("ascii"),
        _policy((script, library.content.decode("utf-8")), (style, PLOTLY_STYLE)),
    )


def _policy(scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    """Nothing is fetched from anywhere; only these scripts run."""
    return (
        f"default-src 'none'; script-src {' '.join(map(source_hash, scripts))}; "
        f"style-src {' '.join(map(source_hash, styles))}; "
        f"style-src-attr 'unsafe-hashes' {' '.join(plotly().style_hashes)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
