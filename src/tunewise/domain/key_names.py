"""Names of keys: as people write them, as the app knows them, and which of them a terminal cannot be trusted with."""

import unicodedata
from typing import Final, NamedTuple

from tunewise.domain.text import nearest

_ALIASES: Final = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "bs": "backspace",
    "spacebar": "space",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "page-down": "pagedown",
    "pgup": "pageup",
    "page-up": "pageup",
    "backtab": "shift+tab",
    "←": "left",
    "→": "right",
    "↑": "up",
    "↓": "down",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "colon": ":",
    "slash": "/",
    "question": "?",
}
_MODIFIERS: Final = {"ctrl": "ctrl", "control": "ctrl", "shift": "shift"}
_FOREIGN: Final = ("super", "cmd", "command", "win", "windows", "meta", "hyper")
_SPLIT: Final = ("alt", "option")
_MOVES: Final = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete")
_PLAIN: Final = (*_MOVES, "backspace", "tab", "enter", "space", "escape")
_FUNCTIONS: Final = tuple(f"f{number}" for number in range(1, 25))
NAMES: Final = (*_PLAIN, *_FUNCTIONS)
"""The keys that have a name; every other key is written as the character that it types."""

_SAME: Final = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+j": "enter",
    "ctrl+[": "escape",
}
_FAMILIAR: Final = {"\\": "backslash", "/": "slash", "@": "at", "-": "minus", "+": "plus", "_": "underscore"}
_ARROWS: Final = {"left": "←", "right": "→", "up": "↑", "down": "↓"}
_GLYPHS: Final = {**_ARROWS, "escape": "esc", "pagedown": "pgdn", "pageup": "pgup", "delete": "del"}
_EATEN: Final = {
    "ctrl+a": "GNU screen takes it, and tmux where it is set so",
    "ctrl+b": "tmux takes it",
    "ctrl+s": "a terminal with flow control stops at it",
    "ctrl+q": "a terminal with flow control takes it",
    "ctrl+z": "a shell takes it to suspend a program",
    "ctrl+\\": "a terminal may end the program at it",
    "ctrl+space": "input methods and terminals take it",
    "ctrl+pageup": "terminals with tabs take it",
    "ctrl+pagedown": "terminals with tabs take it",
    **dict.fromkeys(
        [f"shift+{one}" for one in ("up", "down", "pageup", "pagedown", "home", "end")], "some terminals scroll at it"
    ),
    "f10": "some terminals open their menu at it",
    "f11": "some terminals fill the screen at it",
}


class Key(NamedTuple):
    """A key: as the app's bindings name it, and why it may never arrive ("" where it does everywhere)."""

    name: str
    eaten: str = ""


class KeyNameError(ValueError):
    """No key is called so, or no terminal can tell it from another; ``remedy`` says what to write."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


def parse_key(text: str) -> Key:
    """Return the key that a person wrote as ``ctrl+s``, ``?``, ``shift+left``, ``F5`` or ``space``.

    Raises ``KeyNameError`` for what is no key and for what terminals send as another key.
    """
    modifiers, base = _split(text)
    if len(base) == 1 and modifiers == {"shift"} and base.isalpha():
        modifiers, base = set(), base.upper()
    if "ctrl" in modifiers and len(base) == 1:
        base = base.lower()
    whole = "+".join([*(one for one in ("ctrl", "shift") if one in modifiers), base])
    _refuse(whole, modifiers, base)
    eaten = _EATEN.get(whole, "")
    if base in _FUNCTIONS[12:]:
        eaten = "few keyboards and terminals send it"
    elif modifiers == {"ctrl", "shift"}:
        eaten = "some terminals take it to mark text"
    return Key(_internal(modifiers, base), eaten)


def key_words(name: str) -> str:
    """Return a key of the app as the screen shows it: ``←``, ``esc``, ``?``, ``shift+tab``."""
    *modifiers, base = name.split("+")
    return "+".join([*modifiers, _GLYPHS.get(base, _character(base))])


def written(name: str) -> str:
    """Return a key of the app as a person writes it into a file: the opposite of ``parse_key``."""
    *modifiers, base = name.split("+")
    return "+".join([*modifiers, _character(base)])


def typed(name: str) -> str:
    """Return the character that a key of the app types, or nothing."""
    character = _character(name)
    return " " if name == "space" else character if len(character) == 1 else ""


def _split(text: str) -> tuple[set[str], str]:
    """Return modifiers and key of what was written."""
    text = text.strip() or text[:1]
    if not text:
        raise KeyNameError("is empty", "as in ctrl+s, ?, shift+left, f5, space")
    if len(text) == 1:
        return set(), _ALIASES.get(text, "space" if text == " " else text)
    if text.endswith("++"):
        *words, base = [*text[:-2].split("+"), "+"]
    else:
        *words, base = text.split("+")
    modifiers = set()
    for word in words:
        lower = word.strip().lower()
        if lower in _FOREIGN:
            raise KeyNameError(f"terminals do not send keys with {lower}", "use ctrl, a function key or a letter")
        if lower in _SPLIT:
            raise KeyNameError("cannot be told from escape and the key after it", "use ctrl, or a function key")
        if lower not in _MODIFIERS:
            raise KeyNameError("is no key", "modifiers are ctrl and shift")
        modifiers.add(_MODIFIERS[lower])
    base = base.strip() or " "
    if len(base) > 1:
        base = _ALIASES.get(base.lower(), base.lower())
    if base == "shift+tab":
        return {*modifiers, "shift"}, "tab"
    return modifiers, "space" if base == " " else base


def _refuse(whole: str, modifiers: set[str], base: str) -> None:
    """Refuse what is no key, and what no terminal can tell from another key."""
    _refuse_name(base)
    if whole == "ctrl+c":
        raise KeyNameError("always says how to leave", "choose another key")
    if whole in _SAME:
        raise KeyNameError(f"cannot be told from {_SAME[whole]}", f"write {_SAME[whole]}, or another key")
    if not modifiers or (modifiers == {"shift"} and base == "tab"):
        return
    if base in _FUNCTIONS:
        if "shift" in modifiers:
            raise KeyNameError("is sent as another function key by many terminals", f"write {base}")
        return
    if base == "insert":
        raise KeyNameError("is kept by terminals for copy and paste", "choose another key")
    if base in _MOVES:
        return
    if len(base) > 1 and base != "space":
        raise KeyNameError(f"cannot be told from {base} in every terminal", f"write {base}, or another key")
    _refuse_character(modifiers, base)


def _refuse_name(base: str) -> None:
    """Refuse what is neither the name of a key nor a character."""
    if len(base) > 1 and base not in NAMES:
        like = nearest(base, list(NAMES))
        raise KeyNameError("is no key", f"did you mean {like}?" if like else "as in ctrl+s, ?, shift+left, f5, space")
    if len(base) == 1 and (not base.isprintable() or unicodedata.combining(base)):
        raise KeyNameError("is no key", "write the character that the key types")


def _refuse_character(modifiers: set[str], base: str) -> None:
    """Refuse modifiers that a terminal does not send with what types a character."""
    if "shift" in modifiers:
        letter = len(base) == 1 and base.isalpha()
        what = f"ctrl+{base}" if letter and "ctrl" in modifiers else base.upper() if letter else "the character itself"
        raise KeyNameError("cannot be told from the key without shift", f"write {what}, or another key")
    control = base == "space" or (base.isascii() and (base.isalpha() or base in "\\]^_"))
    if "ctrl" in modifiers and not control:
        raise KeyNameError("is not sent by terminals", "ctrl goes with a letter, space, an arrow or a function key")


def _internal(modifiers: set[str], base: str) -> str:
    """Return the name that the app's bindings use."""
    if base == "space" and "ctrl" in modifiers:
        return "ctrl+@"
    order = [one for one in ("ctrl", "shift") if one in modifiers]
    return "+".join([*order, _named(base)])


def _named(character: str) -> str:
    """Return the name of the key that types ``character``; letters and digits are their own names."""
    if len(character) > 1 or character.isalnum():
        return character
    name = _FAMILIAR[character] if character in _FAMILIAR else unicodedata.name(character, "no_key")
    return name.lower().replace("-", "_").replace(" ", "_")


_CHARACTERS: Final = {_named(chr(code)): chr(code) for code in range(33, 127)}


def _character(name: str) -> str:
    """Return the character of a key's name, or the name where it has none."""
    if name == "@":
        return "space"
    if name in _CHARACTERS:
        return _CHARACTERS[name]
    if name in NAMES or len(name) == 1:
        return name
    try:
        return unicodedata.lookup(name.replace("_", " ").upper())
    except KeyError:
        return name
