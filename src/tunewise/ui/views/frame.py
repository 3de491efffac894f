"""The frame of every screen: where you are, and the keys. Drawn before anything else is known, so without Textual."""

from typing import Final, NamedTuple

from tunewise.ui.commands import COMMANDS, footer_for, key_of, tab_key
from tunewise.ui.lines import Line, cut, line, safe, spread, width_of

SMALLEST: Final = (60, 16)
"""Columns and rows below which one message stands in place of a screen or a dialog."""


class Place(NamedTuple):
    """Where the user is: the screens with their labels, which one shows, the file and whether it is unsaved.

    ``state`` says in a word or two what is special about the file: read-only, changed on disk.
    """

    tabs: tuple[tuple[str, str], ...]
    current: str
    file: str
    dirty: bool
    state: str = ""


def top_bar(place: Place, width: int) -> Line:
    """Return the first line: name, file, the mark of unsaved changes, and the screens with their digits."""
    tabs: list[tuple[str, str]] = []
    for name, label in place.tabs:
        number = tab_key(name)
        current = name == place.current
        tabs.append((f"[{number} {label}]" if current else f" {number} {label} ", "strong" if current else "muted"))
    state = f" [{place.state}]" if place.state else ""
    mark = " •" if place.dirty else ""
    room = max(4, width - sum(len(text) for text, _ in tabs) - 15 - len(state))
    file = (cut(safe(place.file), room), "text")
    return spread(line(" ", ("tunewise", "accent"), "  ", file, (f"{mark}{state}", "warn")), tuple(tabs), width)


def keys_of_screen(screen: str) -> list[tuple[str, str]]:
    """Return the keys that matter on a screen while no field of it has the focus, with what they do."""
    return [
        (screen_keys(in_field=False), "screens"),
        *((command.first_key, command.label.lower()) for command in footer_for(screen)),
    ]


def key_line(keys: list[tuple[str, str]], width: int) -> Line:
    """Return keys with their words; from the middle out go those that do not fit, the last one (help) never."""
    shown = list(keys)
    while len(shown) > 2 and width_of(_joined(shown)) > width:
        shown.pop(-2)
    return _joined(shown)


def _joined(keys: list[tuple[str, str]]) -> Line:
    spans: list[tuple[str, str]] = []
    for key, words in keys:
        spans += [(f" {key} ", "accent"), (f"{words} ", "muted")]
    return line(*spans)


def screen_keys(*, in_field: bool) -> str:
    """Return the keys of the four screens as one word: ``1-4``, ``F1-F4``, or one after the other."""
    keys = [key_of(one.id, in_field=in_field) for one in COMMANDS if one.id.startswith("screen.")]
    numbers = [key.removeprefix("f") for key in keys]
    if numbers == ["1", "2", "3", "4"] and len({key[:-1] for key in keys}) == 1:
        return f"{keys[0]}-{keys[-1]}".upper()
    return " ".join(keys)
