"""What the README says is true."""

import importlib.util
import re
import tomllib
from decimal import Decimal
from types import ModuleType

from tests.conftest import ROOT
from tunewise.cli import COMMANDS
from tunewise.domain.validation import to_scenario

README = (ROOT / "README.md").read_text(encoding="utf-8")


def script(name: str) -> ModuleType:
    """Return a script of the docs folder as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_of_keys_is_the_apps_own() -> None:
    assert script("make_keys").with_keys(README) == README, "run: python docs/make_keys.py"


def test_the_example_of_a_scenario_file_is_valid() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    assert to_scenario(tomllib.loads(example, parse_float=Decimal)).title == "Ticket routing"


def test_every_command_is_documented() -> None:
    for command in set(COMMANDS) - {"open"}:
        assert f"`{command}`" in README or f"`tunewise {command}" in README, command


def test_every_file_that_it_points_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
