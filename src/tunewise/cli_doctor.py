"""The command doctor: say what the terminal can do and what Tunewise will use."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from functools import partial
from typing import TYPE_CHECKING

from tunewise import __version__
from tunewise.cli_assess import Answer
from tunewise.domain.errors import TunewiseError
from tunewise.domain.text import shown
from tunewise.store.paths import config_folder, prices_file, taken
from tunewise.store.price_overrides import read_price_overrides
from tunewise.store.state import state_folder
from tunewise.store.themes import DEFAULT_THEME, load_theme, theme_paths
from tunewise.terminal.abilities import abilities_of, theme_for
from tunewise.terminal.asking import Answers, ask, reason_not_to_ask
from tunewise.terminal.findings import FINE, HINDERS, NOTE, Finding, Surroundings, terminal_findings
from tunewise.terminal.rows import hanging, width_of_output
from tunewise.terminal.tmux import tmux_settings

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator

    from tunewise.terminal.abilities import Abilities

_MARKS = {FINE: "✓", NOTE: "·", HINDERS: "✗"}
_LIBRARIES = ("textual", "rich", "pydantic", "tomli-w")
_ALL_FINE, _HINDERED = 0, 1


def doctor(options: Namespace) -> Answer:
    """Say what the terminal can do and what Tunewise will use. The status is 1 when something hinders."""
    encoding = sys.__stderr__.encoding if sys.__stderr__ else "utf-8"
    abilities = abilities_of(os.environ, encoding, colors=options.colors, glyphs=options.glyphs)
    around = _surroundings(questions=not options.no_questions)
    groups = {
        "terminal": terminal_findings(abilities, around, mouse=not options.no_mouse),
        "files": [_theme(abilities), *_files()],
        "versions": list(_versions()),
    }
    findings = [one for group in groups.values() for one in group]
    hindered = any(one.state == HINDERS for one in findings)
    data = {
        "fine": not hindered,
        "uses": {
            "colors": abilities.colors.value,
            "glyphs": abilities.glyphs.value,
            "theme": _theme_name(abilities),
            "mouse": abilities.mouse.value == "yes" and not options.no_mouse,
        },
        **{name: [one._asdict() for one in group] for name, group in groups.items()},
    }
    return Answer(data, _rows(groups, width_of_output()), _HINDERED if hindered else _ALL_FINE)


def _rows(groups: dict[str, list[Finding]], width: int | None) -> list[str]:
    rows: list[str] = []
    for name, group in groups.items():
        rows += ([""] if rows else []) + [name]
        for one in group:
            words = f"{one.value}, {one.why}" if one.why and one.value else one.value or one.why
            rows += hanging(f" {_MARKS[one.state]} {one.about:<14} ", words, width)
            if one.remedy:
                rows += hanging(f"{'':<18}→ ", one.remedy, width)
    count = sum(one.state == HINDERS for group in groups.values() for one in group)
    words = (
        "Nothing hinders." if not count else f"{count} {'things hinder' if count > 1 else 'thing hinders'}, marked ✗."
    )
    return [*rows, "", words]


def _surroundings(*, questions: bool) -> Surroundings:
    """Return what is around the program; the terminal is asked where both its ends are here."""
    tmux = tmux_settings(os.environ)
    reads, writes = (stream is not None and stream.isatty() for stream in (sys.__stdin__, sys.__stderr__))
    unasked = reason_not_to_ask(os.environ, reads=reads, writes=writes, wanted=questions)
    if not (reads and writes):
        return Surroundings(os.environ, None, None, tmux, unasked)
    answers: Answers | None = None
    if not unasked:
        try:
            answers = ask(sys.__stdin__.fileno(), sys.__stderr__.fileno())  # type: ignore[union-attr]  # both are there
        except OSError as error:
            unasked = f"the system refuses it: {error.strerror or error}"
    size = shutil.get_terminal_size()
    return Surroundings(os.environ, (size.columns, size.lines), answers, tmux, unasked)


def _theme_name(abilities: Abilities) -> str:
    return theme_for(abilities, os.environ.get("TUNEWISE_THEME", ""), DEFAULT_THEME)


def _theme(abilities: Abilities) -> Finding:
    name = _theme_name(abilities)
    chosen = "TUNEWISE_THEME asks for it" if os.environ.get("TUNEWISE_THEME") else "what suits the colours"
    try:
        load_theme(name)
    except TunewiseError as error:
        return Finding("theme", shown(name), shown(error.line()), "see: tunewise themes", HINDERS)
    return Finding("theme", name, chosen)


def _files() -> Iterator[Finding]:
    """Look at every file and folder of the user's that a start reads."""
    yield _checked("state", lambda: str(state_folder()), "work that was not saved is kept there")
    for name, path in theme_paths().items():
        if config_folder() in path.parents:
            yield _checked(f"theme {shown(name, 20)}", partial(_own_theme, name))
    if taken(prices_file()):
        yield _checked("prices", _own_prices)
    yield _keys()


def _own_theme(name: str) -> str:
    return load_theme(name).about or name


def _own_prices() -> str:
    read_price_overrides()
    return str(prices_file())


def _keys() -> Finding:
    """Look at the keys that are asked for; what is wrong with them is listed by ``tunewise keys --check``."""
    from tunewise.store.keymaps import chosen_keys  # noqa: PLC0415
    from tunewise.ui.commands import COMMANDS  # noqa: PLC0415  # without Textual

    try:
        found = chosen_keys(None, COMMANDS)
    except TunewiseError as error:
        return Finding("keys", "", shown(error.line(), 600), "see: tunewise keys --check", HINDERS)
    place = shown(found.file, 400) or f"the {shown(found.name, 40)} set"
    if found.problems:
        words = shown(f"{len(found.problems)} to mend: {found.problems[0]}", 600)
        return Finding("keys", place, words, "see: tunewise keys --check", HINDERS)
    return Finding("keys", place)


def _checked(about: str, look: Callable[[], str], why: str = "") -> Finding:
    """Return what ``look`` found, or what is wrong in the words of its error."""
    try:
        return Finding(about, shown(look(), 400), why)
    except TunewiseError as error:
        return Finding(about, "", shown(error.line(), 600), "", HINDERS)


def _versions() -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # for this command only

    yield Finding("tunewise", __version__)
    yield Finding("Python", platform.python_version(), f"{platform.system()} {platform.release()}")
    for name in _LIBRARIES:
        try:
            yield Finding(name, version(name))
        except PackageNotFoundError:
            yield Finding(name, "not found", "Tunewise needs it", "install Tunewise again", HINDERS)
