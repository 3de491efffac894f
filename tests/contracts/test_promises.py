"""Each of the thirty promises has a test, and each test that is named for one exists."""

import ast
import re
from functools import cache

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
PROOF = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


@cache
def names_in(path: str) -> set[str]:
    """Return the names of the functions of a file; none where there is no such file."""
    file = ROOT / path
    if not file.is_file():
        return set()
    found = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return {node.name for node in found if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_all_thirty_promises_are_there_each_with_a_test() -> None:
    rows = ROW.findall(PAGE)
    assert [int(number) for number, _, _ in rows] == list(range(1, 31))
    without = [number for number, _, proof in rows if not any(name for _, name in PROOF.findall(proof))]
    assert without == []


def test_every_test_that_is_named_for_a_promise_exists() -> None:
    proofs = PROOF.findall(PAGE)
    assert len(proofs) == PAGE.count("`tests/"), "a name that is not written as the others"
    missing = {
        f"{path}::{name}"
        for path, name in proofs
        if not ((name.startswith("test_") and name in names_in(path)) if name else (ROOT / path).is_file())
    }
    assert missing == set()
