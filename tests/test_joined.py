"""Modules joined into one script: what each of them means stays, and what cannot be joined is refused."""

import subprocess
from pathlib import Path

import pytest

from app.assets import asset_dir
from app.joined import SHEETS, joined_script, joined_sheet

MODULES = {
    "main.js": "import { add as plus, ONE } from './sums/add.js';\nimport * as all from './sums/add.js';\n"
    "console.log(plus(ONE, all.two()), await0());\nfunction await0() { return new all.Pair().size; }\n",
    "sums/add.js": "import { two as pair } from '../two.js';\nexport const ONE = 1;\nexport function add(a, b) {\n"
    "  return a + b;\n}\nexport class Pair {\n  size = pair();\n}\nexport const two = () => pair();\n",
    "two.js": "export async function* many() {\n  yield 2;\n}\nexport function two() {\n  return 2;\n}\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in MODULES.items():
        path = tmp_path / "js" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_joined_modules_do_what_they_do_apart(folder: Path) -> None:
    (folder / "joined.mjs").write_text(joined_script(folder, "main"), "utf-8")
    (folder / "package.json").write_text('{"type": "module"}', "utf-8")
    outputs = [
        subprocess.run(["node", folder / path], check=True, capture_output=True, text=True).stdout
        for path in ("js/main.js", "joined.mjs")
    ]
    assert outputs == ["3 2\n", "3 2\n"]


def test_a_module_that_many_need_is_there_once_and_before_them(folder: Path) -> None:
    script = joined_script(folder, "main")
    assert [script.count(f"// {name}\n") for name in MODULES] == [1, 1, 1]
    assert script.index("// two.js") < script.index("// sums/add.js") < script.index("// main.js")


@pytest.mark.parametrize("line", ["export default 1;", "import './two.js';", "export { two } from './two.js';"])
def test_what_cannot_be_joined_is_named(folder: Path, line: str) -> None:
    (folder / "js/two.js").write_text(f"{MODULES['two.js']}{line}\n", "utf-8")
    with pytest.raises(RuntimeError, match=r"static/js/two\.js cannot be joined: .*(?:default|import|from)"):
        joined_script(folder, "main")


def test_every_style_sheet_is_on_a_page() -> None:
    css = asset_dir("static") / "css"
    used = "\n".join(joined_sheet(css.parent, page) for page in SHEETS)
    apart = {"plot.css"}  # its element is Plotly's
    assert all(path.read_text("utf-8") in used for path in css.glob("*.css") if path.name not in apart)
