"""Which module imports which, read from the source without running it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("app", "model")


@cache
def modules() -> dict[str, Path]:
    """Every module of app and model by its dotted name; a package stands under its own name."""
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return {_dotted(path): path for path in paths}


def imports(name: str, *, on_import_only: bool = False) -> set[str]:
    """What a module imports: modules of ours by their dotted name, others by their top-level name.

    With `on_import_only`, imports inside functions are left out: they cannot make a cycle at start-up.
    """
    tree = ast.parse(modules()[name].read_text("utf-8"))
    found: set[str] = set()
    for node in _walk(tree, into_functions=not on_import_only):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} has a relative import; write the full name"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {_nearest(dotted) for dotted in found}


def is_within(name: str, package: str) -> bool:
    """Whether a dotted name is the package itself or lies in it."""
    return name == package or name.startswith(f"{package}.")


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _nearest(dotted: str) -> str:
    """The module that an imported name comes from."""
    head, *_ = dotted.split(".")
    if head not in PACKAGES:
        return head
    while dotted not in modules():
        dotted, _, _ = dotted.rpartition(".")
    return dotted


def _walk(node: ast.AST, *, into_functions: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and not into_functions:
            continue
        yield child
        yield from _walk(child, into_functions=into_functions)
