"""What all tests share: a machine of their own, the shipped scenarios, and goldens that can be recorded anew."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import textual

from tunewise.domain.scenario import Scenario
from tunewise.knowledge.load import shipped_knowledge
from tunewise.knowledge.tables import Knowledge
from tunewise.store.scenario_files import load_scenario

ROOT = Path(__file__).parent.parent
SCENARIOS = ROOT / "scenarios"
LAB = SCENARIOS / "support-replies.toml"

_RECORDED_WITH = ("3.11", "8.2.8")
_FOREIGN = (
    "TUNEWISE_THEME", "TUNEWISE_KEYS", "TUNEWISE_GLYPHS", "TUNEWISE_COLORS", "TUNEWISE_OUTPUT", "TUNEWISE_PRICES",
    "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "SSH_CONNECTION", "SSH_TTY", "TMUX", "STY",
    "TEXTUAL_THEME", "TEXTUAL_COLOR_SYSTEM", "COLUMNS", "LINES",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="record the goldens anew")


def pytest_configure(config: pytest.Config) -> None:
    here = (f"{sys.version_info.major}.{sys.version_info.minor}", textual.__version__)
    if config.getoption("--update-goldens") and here != _RECORDED_WITH:
        raise pytest.UsageError(f"goldens are recorded with Python and Textual {_RECORDED_WITH}, not {here}")


@pytest.fixture(autouse=True)
def _own_machine(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the developer's settings, terminal and home out of the tests."""
    home = tmp_path_factory.mktemp("home")
    for name in _FOREIGN:
        monkeypatch.delenv(name, raising=False)
    # What one app has frozen for its own quick start would never be collected again by the apps of later tests.
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / ".local" / "state"))
    monkeypatch.setenv("TERM", "xterm-256color")
    yield
    os.chdir(ROOT)


@pytest.fixture
def knowledge() -> Knowledge:
    """Return the tables that ship."""
    return shipped_knowledge()


@pytest.fixture
def lab() -> Scenario:
    """Return the example of article 002."""
    return load_scenario(LAB)
