"""The modules of the source, parsed: what the contracts look at."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import tunewise

PACKAGE = Path(tunewise.__file__).parent


class Module(NamedTuple):
    """One source file: its dotted name below ``tunewise``, its text and its tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def part(self) -> str:
        """Return the part of the design that it belongs to: ``domain``, ``engine``, ``cli``…"""
        return self.name.split(".")[0]


class Import(NamedTuple):
    """One import: who, what, in which line, and whether it happens as soon as the module is imported."""

    module: Module
    target: str
    line: int
    at_once: bool

    def __str__(self) -> str:
        return f"{self.module.path.relative_to(PACKAGE)}:{self.line} imports {self.target}"


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the package."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__") or "__init__"
        text = path.read_text("utf-8")
        found.append(Module(name, path, text, ast.parse(text)))
    return tuple(found)


def _targets(node: ast.AST, module: Module) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = node.module or ""
    if node.level:
        inside = ["tunewise", *module.path.relative_to(PACKAGE).parent.parts]
        base = ".".join([*inside[: len(inside) - node.level + 1], *([base] if base else [])])
    # "from tunewise import ui" and "from tunewise.ui import app" both name what they take.
    return [f"{base}.{alias.name}" for alias in node.names]


def imports(module: Module) -> Iterator[Import]:
    """Yield the imports of ``module``; those for type checkers alone are no imports."""

    def walk(node: ast.AST, *, at_once: bool) -> Iterator[Import]:
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            for other in node.orelse:
                yield from walk(other, at_once=at_once)
            return
        for target in _targets(node, module):
            yield Import(module, target, getattr(node, "lineno", 0), at_once)
        deferred = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            yield from walk(child, at_once=at_once and not deferred)

    yield from walk(module.tree, at_once=True)


def every_import() -> list[Import]:
    """Return all imports of the package."""
    return [one for module in modules() for one in imports(module)]
