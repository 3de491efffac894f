"""The rules of the house: short modules, short functions, and a docstring on everything public."""

import ast
from collections.abc import Iterator

from tests.contracts.modules import PACKAGE, Module, modules

LONGEST_MODULE = 350
LONGEST_FUNCTION = 45

Function = ast.FunctionDef | ast.AsyncFunctionDef


def place(module: Module, line: int) -> str:
    """Return where something stands, as an editor takes it."""
    return f"{module.path.relative_to(PACKAGE)}:{line}"


def functions(module: Module) -> Iterator[Function]:
    """Yield every function and method, nested ones too."""
    yield from (node for node in ast.walk(module.tree) if isinstance(node, Function))


def public(node: ast.AST, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Function | ast.ClassDef]]:
    """Yield public classes, functions and methods with their names; what is inside a function is private."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef):
            if child.name.startswith("_"):
                continue
            here = (*path, child.name)
            yield here, child
            if isinstance(child, ast.ClassDef):
                yield from public(child, here)
        elif isinstance(child, ast.If | ast.Try):
            yield from public(child, path)


def test_no_module_is_longer_than_350_lines() -> None:
    lengths = {place(module, 1): len(module.text.splitlines()) for module in modules()}
    assert {where: length for where, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_45_lines() -> None:
    lengths = {
        f"{place(module, node.lineno)} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for module in modules()
        for node in functions(module)
    }
    assert lengths
    assert {where: length for where, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_module_says_what_it_is_for() -> None:
    assert [place(module, 1) for module in modules() if not ast.get_docstring(module.tree)] == []


def test_everything_public_has_a_docstring() -> None:
    named = [(module, names, node) for module in modules() for names, node in public(module.tree)]
    assert named
    bare = [
        f"{place(module, node.lineno)} {'.'.join(names)}"
        for module, names, node in named
        if not ast.get_docstring(node)
    ]
    assert bare == []


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python before 3.11.5 reads such patterns wrongly; an atomic group around the repetition does the same."""
    words = tuple(f"){repeat}+" for repeat in "*+?")
    found = [
        place(module, number)
        for module in modules()
        for number, line in enumerate(module.text.splitlines(), 1)
        if any(word in line for word in words)
    ]
    assert found == []


def test_no_module_holds_a_note_to_self_or_a_way_around_a_test() -> None:
    words = ("TODO", "FIXME", "XXX", "pragma: no cover", "breakpoint(")
    found = [
        place(module, number)
        for module in modules()
        for number, line in enumerate(module.text.splitlines(), 1)
        if any(word in line for word in words)
    ]
    assert found == []
