"""What there is to say of a terminal: each finding with what hinders, and what would help."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from tunewise.domain.text import shown
from tunewise.terminal.abilities import Abilities, locale_of, moves_cursor, writes_cells
from tunewise.terminal.asking import Answers
from tunewise.terminal.tmux import SLOW_ESCAPE, TmuxSettings

FINE, NOTE, HINDERS = "fine", "note", "hinders"
"""All is well; works, and could be better; Tunewise cannot be used, or not as it should."""

_LEAST: Final = (60, 16)
_FULL: Final = (80, 24)
_ALL_COLORS: Final = "where the terminal has all colours, set COLORTERM=truecolor"


class Finding(NamedTuple):
    """One thing that was looked at. ``state`` is fine, note or hinders; ``remedy`` is empty where none is needed."""

    about: str
    value: str
    why: str = ""
    remedy: str = ""
    state: str = FINE


class Surroundings(NamedTuple):
    """What was found around the program: its environment, columns and rows, what the terminal and tmux answered.

    ``size`` is nothing where there is no terminal; ``answers`` where it was not asked, and ``unasked`` says why.
    """

    environment: Mapping[str, str]
    size: tuple[int, int] | None
    answers: Answers | None
    tmux: TmuxSettings | None
    unasked: str = ""


def terminal_findings(abilities: Abilities, around: Surroundings, *, mouse: bool = True) -> list[Finding]:
    """Return what there is to say of the terminal, in the order of importance."""
    return [
        _terminal(abilities, around),
        _size(around.size),
        _colors(abilities),
        _glyphs(abilities, around),
        Finding("mouse", *(abilities.mouse if mouse else ("off", "--no-mouse leaves it to the terminal"))),
        _clipboard(abilities, around),
        *_tmux(around.tmux),
        *_answered(around),
        Finding("connection", "over SSH" if abilities.remote else "on this machine"),
        Finding("drawing", *_drawing(around.environment)),
    ]


def _terminal(abilities: Abilities, around: Surroundings) -> Finding:
    name = shown(abilities.term, 40) or "not set"
    within = f"within {'GNU screen' if abilities.within == 'screen' else 'tmux'}" if abilities.within else ""
    if not moves_cursor(around.environment):
        return Finding(
            "TERM", name, "it cannot move its cursor: the app does not open", "set TERM to what it is", HINDERS
        )
    if around.size is None:
        return Finding("TERM", name, "there is no terminal here: the commands work, the app does not open", "", NOTE)
    if not abilities.term:
        return Finding("TERM", name, "taken for a terminal of 16 colours", "set TERM to what it is", NOTE)
    wanted = ("tmux", "screen") if abilities.within == "tmux" else ("screen",)
    if abilities.within and not abilities.term.startswith(wanted):
        return Finding("TERM", name, within, f"within it TERM should be {wanted[0]}-256color", NOTE)
    return Finding("TERM", name, within)


def _size(size: tuple[int, int] | None) -> Finding:
    if size is None:
        return Finding("size", "unknown", "there is no terminal here", "", NOTE)
    told = f"{size[0]}×{size[1]}"
    if size[0] < _LEAST[0] or size[1] < _LEAST[1]:
        return Finding(
            "size", told, "a message stands in place of the screens", f"make it {_LEAST[0]}×{_LEAST[1]}", HINDERS
        )
    if size[0] < _FULL[0] or size[1] < _FULL[1]:
        return Finding("size", told, "all works, some charts are left out", f"{_FULL[0]}×{_FULL[1]} shows all", NOTE)
    return Finding("size", told)


def _colors(abilities: Abilities) -> Finding:
    number, why = abilities.colors
    asked = any(words in why for words in ("asks for it", "NO_COLOR", "CLICOLOR", "FORCE_COLOR"))
    remedy = f"set TERM=xterm-256color; {_ALL_COLORS}"
    if number == "truecolor" or asked or abilities.term.startswith(("linux", "vt")):
        remedy = ""
    elif abilities.within == "tmux":
        remedy = f"{_ALL_COLORS}, and in ~/.tmux.conf: set -as terminal-features ',*:RGB'"
    elif abilities.within == "screen":
        remedy = "" if number == "256" else "in ~/.screenrc: term screen-256color"
    elif abilities.remote:
        remedy = f"{_ALL_COLORS}: ssh passes it on only with SendEnv and AcceptEnv"
    elif number == "256":
        remedy = _ALL_COLORS
    return Finding("colours", number, why, remedy, NOTE if remedy else FINE)


def _glyphs(abilities: Abilities, around: Surroundings) -> Finding:
    used, why = abilities.glyphs
    cells = around.answers.trial_cells if around.answers else None
    plain_locale = locale_of(around.environment).value in {"C", "POSIX"}
    if used != "unicode":
        remedy = "set LANG=C.UTF-8, or open with --glyphs unicode" if plain_locale else ""
        return Finding("glyphs", used, why, remedy, NOTE if remedy else FINE)
    if cells is not None and cells > 2:
        words = f"two of its marks took {cells} cells: the terminal takes no UTF-8, or draws marks wide"
        return Finding(
            "glyphs", used, words, "open with --glyphs ascii, or let it draw ambiguous characters narrow", HINDERS
        )
    return Finding("glyphs", used, why)


def _clipboard(abilities: Abilities, around: Surroundings) -> Finding:
    likely, why = abilities.clipboard
    tmux = around.tmux
    save = "Y saves the report as a file instead"
    if abilities.within == "tmux" and tmux is not None:
        if tmux.set_clipboard == "on":
            return Finding("clipboard", "likely", "tmux passes a copy on (set-clipboard is on)")
        why = f"tmux keeps it (set-clipboard is {shown(tmux.set_clipboard, 20)})"
        return Finding("clipboard", "unlikely", why, f"in ~/.tmux.conf: set -s set-clipboard on; {save}", NOTE)
    if around.answers and around.answers.clipboard:
        return Finding("clipboard", "yes", "the terminal says that it takes a copy by escape sequence")
    if abilities.within == "tmux":
        return Finding("clipboard", likely, why, f"in ~/.tmux.conf: set -s set-clipboard on; {save}", NOTE)
    if likely == "likely":
        return Finding("clipboard", likely, why)
    return Finding("clipboard", likely, why, f"copy with y and paste elsewhere to see; {save}", NOTE)


def _tmux(tmux: TmuxSettings | None) -> Iterator[Finding]:
    if tmux is None:
        return
    yield Finding("tmux", shown(tmux.version, 20))
    if tmux.escape_time is not None:
        slow = tmux.escape_time > SLOW_ESCAPE
        yield Finding(
            "escape key",
            f"{tmux.escape_time} ms late",
            "tmux waits for the rest of a key (escape-time)",
            "in ~/.tmux.conf: set -s escape-time 20" if slow else "",
            NOTE if slow else FINE,
        )


def _answered(around: Surroundings) -> Iterator[Finding]:
    answers = around.answers
    if answers is None:
        yield Finding("its answers", "not asked", around.unasked)
    elif not answers.answered:
        yield Finding("its answers", "none", "it answers no questions, or too late")
    else:
        whole = "yes: nothing flickers" if answers.synchronised else "no: large changes may flicker"
        yield Finding("whole frames", whole, "asked: synchronised output")
        keys = "yes: every key is told apart" if answers.kitty_keyboard else "no: the usual keys"
        yield Finding("keyboard", keys, "asked: kitty's protocol")


def _drawing(environment: Mapping[str, str]) -> tuple[str, str]:
    way, why = writes_cells(environment)
    return ("only changed cells are sent" if way == "cells" else "changed regions are sent"), why
