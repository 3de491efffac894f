"""The frame of every screen: where you are, and the keys. Drawn before anything else is known, so without Textual."""

from typing import Final, NamedTuple

from rich.cells import cell_len

from tunewise.ui.commands import COMMANDS, footer_for, key_of, tab_key
from tunewise.ui.lines import Line, cut_middle, line, safe, spread, width_of

SMALLEST: Final = (60, 16)
"""Columns and rows below which one message stands in place of a screen or a dialog."""

_NAME = "tunewise  "
_FOR_MARK = 4
_LONGEST_NAME = 1_000


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
    """Return the first line: name, file, the mark of unsaved changes, and the screens with their digits.

    The file's name has its room first: our own name and the names of the other screens give way to it.
    """
    state = f" [{place.state}]" if place.state else ""
    mark = " •" if place.dirty else ""
    tabs, start = _shares(place, width)
    room = max(4, width - _taken(tabs, start, place))
    file = (cut_middle(safe(place.file, _LONGEST_NAME), room), "text")
    words = tuple((text, "strong" if name == place.current else "muted") for name, text in tabs)
    return spread(line(" ", (start, "accent"), file, (f"{mark}{state}", "warn")), words, width)


def tabs_of(place: Place, width: int) -> list[tuple[str, str]]:
    """Return the screens with what stands for each at the right end of the first line."""
    return _shares(place, width)[0]


def _shares(place: Place, width: int) -> tuple[list[tuple[str, str]], str]:
    """Return what stands for the screens, and our own name or nothing: as much as the file's name leaves room for."""
    size = cell_len(safe(place.file, _LONGEST_NAME))
    for short, start in ((False, _NAME), (False, ""), (True, _NAME), (True, "")):
        tabs = [(name, _tab(name, label, place.current, short=short)) for name, label in place.tabs]
        if _taken(tabs, start, place) + size <= width:
            break
    return tabs, start


def _tab(name: str, label: str, current: str, *, short: bool) -> str:
    number = tab_key(name)
    if name == current:
        return f"[{number} {label}]"
    return f" {number} " if short and number.strip() else f" {number} {label} "


def _taken(tabs: list[tuple[str, str]], start: str, place: Place) -> int:
    """Return the cells that are not the file's; those of the mark are kept free, so that a change moves nothing."""
    state = len(f" [{place.state}]") if place.state else 0
    return 1 + len(start) + sum(len(text) for _, text in tabs) + _FOR_MARK + state


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
