"""What the terminal can do: a pure function of the environment, the encoding of the output, and what was asked for."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from tunewise.domain.errors import TunewiseError
from tunewise.domain.text import shown

COLORS: Final = ("none", "16", "256", "truecolor")
GLYPHS: Final = ("unicode", "console", "ascii")
AUTO: Final = "auto"

_PLAIN = ("linux", "vt")
_NO_CURSOR = {"dumb", "unknown"}
_DIRECT = ("-direct", "-truecolor", "-24bit")
_MANY_COLORS = ("256color", "kitty", "alacritty", "foot", "wezterm", "ghostty", "contour", "rio")
_PROGRAMS_OF_ALL_COLORS = {"iTerm.app", "vscode", "WezTerm", "ghostty", "rio", "WarpTerminal", "Hyper"}
_SETS_CLIPBOARD = {"iTerm.app", "vscode", "WezTerm", "ghostty", "rio", "WarpTerminal"}
_TERMS_SET_CLIPBOARD = ("kitty", "alacritty", "foot", "wezterm", "ghostty", "contour")
_OF_TEXTUAL = {"standard": "16", "256": "256", "truecolor": "truecolor"}
_LEVELS_OF_FORCE_COLOR = {"0": "none", "1": "16", "2": "256", "3": "truecolor"}


class Told(NamedTuple):
    """A finding and where it is known from, in words for the user."""

    value: str
    why: str


class Abilities(NamedTuple):
    """What a terminal can do, as far as its settings tell.

    ``colors`` is one of ``COLORS`` and ``glyphs`` one of ``GLYPHS``; ``clipboard`` is likely, unlikely or unknown.
    ``encoding`` is what the output is written in, ``within`` is tmux, screen or empty.
    """

    term: str
    colors: Told
    glyphs: Told
    clipboard: Told
    mouse: Told
    encoding: str
    within: str
    remote: bool


def moves_cursor(environment: Mapping[str, str]) -> bool:
    """Tell whether the terminal can place text; one called dumb or unknown cannot."""
    return environment.get("TERM", "").strip().lower() not in _NO_CURSOR


def abilities_of(environment: Mapping[str, str], encoding: str, *, colors: str = AUTO, glyphs: str = AUTO) -> Abilities:
    """Return what the terminal of ``environment`` can do, its text being written in ``encoding``.

    ``colors`` and ``glyphs`` are what the command line asked for; ``auto`` asks the environment.
    Raises ``TunewiseError`` for a setting that is none of the choices.
    """
    term = shown(environment.get("TERM", "").strip().lower(), 40)
    within = "tmux" if environment.get("TMUX") else "screen" if environment.get("STY") else ""
    return Abilities(
        term,
        _colors(environment, term, within, colors),
        _glyphs(environment, term, encoding, glyphs),
        _clipboard(environment, term, within),
        _mouse(term),
        encoding,
        within,
        bool(environment.get("SSH_CONNECTION") or environment.get("SSH_TTY")),
    )


def settings_for(abilities: Abilities) -> dict[str, str]:
    """Return the environment variables that make Textual keep to ``abilities``; it reads them when it is imported.

    ``NO_COLOR`` is among them, empty, where there are colours: the caller takes away what is empty.
    """
    number = abilities.colors.value
    # Without colours the system must be any but none, or bold and reversed would go too.
    system = next((name for name, colors in _OF_TEXTUAL.items() if colors == number), "standard")
    settings = {"TEXTUAL_COLOR_SYSTEM": system, "NO_COLOR": "1" if number == "none" else ""}
    if abilities.term.startswith(_PLAIN):
        # These print what they do not know, or stop at it.
        settings["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
    return settings


def theme_for(abilities: Abilities, chosen: str, usual: str) -> str:
    """Return the theme to start with: the chosen one, else the usual one, or ``terminal`` where it cannot be shown."""
    return chosen or (usual if abilities.colors.value in {"256", "truecolor"} else "terminal")


def writes_cells(environment: Mapping[str, str]) -> Told:
    """Return ``cells`` where only cells that changed are sent, else ``plain``, and why."""
    wish = environment.get("TUNEWISE_OUTPUT", "")
    if wish in {"cells", "plain"}:
        return Told(wish, "TUNEWISE_OUTPUT asks for it")
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return Told("cells", "this is a connection over SSH, where few bytes are quick")
    return Told("plain", "the terminal is on this machine")


def answers_questions(environment: Mapping[str, str]) -> bool:
    """Tell whether the terminal takes a question for what it can do as one; a console or a vt may print it."""
    return not environment.get("TERM", "").startswith(("linux", "vt"))


def writes_utf8(encoding: str) -> bool:
    """Tell whether every character can be written in ``encoding``."""
    return encoding.replace("-", "").replace("_", "").lower() in {"utf8", "utf8sig"}


def _choice(environment: Mapping[str, str], name: str, asked: str, option: str, choices: tuple[str, ...]) -> Told:
    """Return what the option, else the environment variable, asks for; an empty value when neither does."""
    if asked != AUTO:
        return Told(asked, f"{option} asks for it")
    value = environment.get(name, "").strip().lower()
    if value in {"", AUTO}:
        return Told("", "")
    if value not in choices:
        known = ", ".join((AUTO, *choices))
        raise TunewiseError(f"{shown(value, 40)} is no choice", remedy=f"one of {known}", key=name)
    return Told(value, f"{name} asks for it")


def _colors(environment: Mapping[str, str], term: str, within: str, asked: str) -> Told:
    chosen = _choice(environment, "TUNEWISE_COLORS", asked, "--colors", COLORS)
    if chosen.value:
        return chosen
    if system := _OF_TEXTUAL.get(environment.get("TEXTUAL_COLOR_SYSTEM", "")):
        return Told(system, "TEXTUAL_COLOR_SYSTEM asks for it")
    if environment.get("NO_COLOR"):
        return Told("none", "NO_COLOR is set")
    if environment.get("CLICOLOR") == "0":
        return Told("none", "CLICOLOR is 0")
    forced = _LEVELS_OF_FORCE_COLOR.get(environment.get("FORCE_COLOR", "").strip())
    if forced:
        return Told(forced, f"FORCE_COLOR is {environment['FORCE_COLOR'].strip()}")
    return _colors_of_terminal(environment, term, within)


def _colors_of_terminal(environment: Mapping[str, str], term: str, within: str) -> Told:
    """Return how many colours the terminal has by its name, and by what it says of itself."""
    by_name = f"TERM is {term or 'not set'}"
    named = "256" if any(name in term for name in _MANY_COLORS) else "16"
    said = environment.get("COLORTERM", "").strip().lower()
    program = environment.get("TERM_PROGRAM", "")
    if term.startswith("vt") or term.endswith(("-m", "-mono")):
        told = Told("none", by_name)
    elif term.startswith("linux"):
        told = Told("16", f"{by_name}: the console mixes no others")
    elif term.endswith(_DIRECT):
        told = Told("truecolor", by_name)
    elif within == "screen":
        # What GNU screen inherits is said of the terminal around it; it passes on no more than its own name says.
        told = Told(named, f"{by_name}, within GNU screen")
    elif said in {"truecolor", "24bit"}:
        told = Told("truecolor", f"COLORTERM is {said}")
    elif program in _PROGRAMS_OF_ALL_COLORS:
        told = Told("truecolor", f"TERM_PROGRAM is {program}")
    else:
        told = Told(named, by_name)
    return told


def locale_of(environment: Mapping[str, str]) -> Told:
    """Return the locale that decides how characters are written, and the variable that sets it; it may be empty."""
    value, named, plain = (shown(environment.get(name, ""), 40) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    if value:
        return Told(value, "LC_ALL")
    # Python replaces a plain C by C.UTF-8 in its own environment: what was set is what LANG says.
    if plain in {"C", "POSIX"} and named == "C.UTF-8":
        return Told(plain, "LANG")
    return Told(named, "LC_CTYPE") if named else Told(plain, "LANG")


def _glyphs(environment: Mapping[str, str], term: str, encoding: str, asked: str) -> Told:
    chosen = _choice(environment, "TUNEWISE_GLYPHS", asked, "--glyphs", GLYPHS)
    if not writes_utf8(encoding):
        return Told("ascii", f"text is written as {encoding}, which has no boxes and blocks")
    if chosen.value:
        return chosen
    locale = locale_of(environment)
    if locale.value in {"C", "POSIX"}:
        return Told("ascii", f"{locale.why} is {locale.value}, a locale that has ASCII only")
    if term.startswith("linux"):
        return Told("console", "TERM is linux: the console's font has half blocks but no eighths")
    if term.startswith("vt"):
        return Told("ascii", f"TERM is {term}, which knows ASCII only")
    return Told("unicode", f"{locale.why} is {locale.value}" if locale.value else "no locale says otherwise")


def _mouse(term: str) -> Told:
    if term.startswith(_PLAIN):
        return Told("no", f"TERM is {term}, which reports none")
    return Told("yes", "reported by nearly every terminal; hold shift to select text")


def _clipboard(environment: Mapping[str, str], term: str, within: str) -> Told:
    """Return whether a copy by escape sequence (OSC 52) will reach the clipboard."""
    program = environment.get("TERM_PROGRAM", "")
    newest = bool(environment.get("VTE_VERSION") or environment.get("KONSOLE_VERSION"))
    takes = program in _SETS_CLIPBOARD or bool(environment.get("WT_SESSION"))
    # The first that holds decides: a multiplexer stands before the terminal that it runs in.
    cases = (
        (term.startswith(_PLAIN), "unlikely", f"TERM is {term}, which has no clipboard"),
        (within == "screen", "unlikely", "GNU screen keeps the copy to itself"),
        (within == "tmux", "unknown", "tmux passes it on when its option set-clipboard is on"),
        (program == "Apple_Terminal", "unlikely", "Apple's Terminal takes no copy by escape sequence"),
        (newest, "unlikely", "at most the newest versions of this terminal take a copy by escape sequence"),
        (takes, "likely", "this terminal takes a copy by escape sequence"),
        (any(name in term for name in _TERMS_SET_CLIPBOARD), "likely", f"TERM is {term}, which takes a copy"),
    )
    return next((Told(likely, why) for holds, likely, why in cases if holds), _UNTOLD)


_UNTOLD: Final = Told("unknown", "the settings do not tell which terminal this is")
