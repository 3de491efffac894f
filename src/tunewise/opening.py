"""Open the app: set the process up for a quick start, read what was asked for, then hand over to the screens."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tunewise.domain.names import UNTITLED, without_file
from tunewise.process import leave, start_quickly, without_ssl
from tunewise.terminal.abilities import Abilities, settings_for, theme_for

if TYPE_CHECKING:
    from tunewise.ui.app import TunewiseApp
    from tunewise.ui.terminal.guard import Guard


def open_app(name: str | None, *, theme: str | None, mouse: bool, abilities: Abilities, keys: str | None = None) -> int:
    """Open the app on a scenario file, on a shipped scenario by name, or on the wizard; return the exit status.

    Raises ``TunewiseError`` with the terminal as it was when the scenario or the theme cannot be used.
    """
    start_quickly()
    # How long a lone escape waits for the rest of a key; the default of 100 ms is felt. Read when Textual is imported.
    os.environ.setdefault("ESCDELAY", "25")
    # The same for what the terminal can do.
    for setting, value in settings_for(abilities).items():
        os.environ.pop(setting, None)
        if value:
            os.environ[setting] = value
    from tunewise.ui.terminal.guard import Guard  # noqa: PLC0415  # without Textual

    guard = Guard()
    guard.stand()  # from here on a signal finds the terminal as it was, or puts it back
    try:
        app = _made(name, theme, abilities, keys, guard)
        from tunewise.ui.running import run  # noqa: PLC0415
    except BaseException:
        guard.give_up()
        raise
    guard.flush = app.keeper.flush
    leave(run(app, mouse=mouse, guard=guard, kept=app.keeper.kept))


def _made(name: str | None, theme: str | None, abilities: Abilities, keys: str | None, guard: "Guard") -> "TunewiseApp":
    """Read all that was asked for and return the app, with its frame on the screen as soon as that can be drawn."""
    from tunewise.store.paths import from_root  # noqa: PLC0415
    from tunewise.store.themes import DEFAULT_THEME, load_theme  # noqa: PLC0415
    from tunewise.ui.terminal.first_look import show_frame  # noqa: PLC0415  # without Textual

    chosen = load_theme(theme_for(abilities, theme or os.environ.get("TUNEWISE_THEME", ""), DEFAULT_THEME))
    remarks = [_put_keys_in_force(keys)]
    start = "recommend" if name else "scenario"
    if not name or Path(name).is_file():  # what else it may be is found out below
        show_frame(guard, Path(name).name if name else without_file(UNTITLED), start, chosen, abilities)
    from tunewise.domain.validation import to_scenario  # noqa: PLC0415
    from tunewise.knowledge.load import shipped_knowledge  # noqa: PLC0415
    from tunewise.session.session import Session  # noqa: PLC0415
    from tunewise.store.scenario_files import Opened, open_scenario  # noqa: PLC0415

    opened = open_scenario(name, lenient=True) if name else Opened(to_scenario({"title": UNTITLED}), None)
    remarks.append(opened.remark)
    path = from_root(opened.path) if opened.path else None
    session = Session(opened.scenario, shipped_knowledge(), path, document=opened.document)
    session.read_only = opened.read_only
    with without_ssl():
        import asyncio  # noqa: F401, PLC0415
    from tunewise.ui.app import TunewiseApp  # noqa: PLC0415  # Textual, only now

    return TunewiseApp(session, chosen, start=start, remark=" · ".join(filter(None, remarks)), abilities=abilities)


def _put_keys_in_force(choice: str | None) -> str:
    """Let the user's keys count, where there are any; return what has to be said about them."""
    from tunewise.store.paths import keys_file, taken  # noqa: PLC0415

    if not (choice or os.environ.get("TUNEWISE_KEYS") or taken(keys_file())):
        return ""
    from tunewise.store.keymaps import chosen_keys  # noqa: PLC0415
    from tunewise.ui.commands import COMMANDS, put_in_force  # noqa: PLC0415  # without Textual

    found = chosen_keys(choice, COMMANDS)
    put_in_force(found.keys)
    return found.notice()
