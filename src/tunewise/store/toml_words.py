"""What a TOML parser complains of, for somebody who writes a file by hand: where, what, and what instead."""

import re

import tomli

from tunewise.domain.text import shown
from tunewise.store.toml_limits import Slip

_REMEDIES = (
    ("Invalid value", 'write a number, true, false, a "text" in quotes, or a [list]'),
    ("Expected '=' after a key", "write key = value"),
    ("Expected newline or end of document", "write one key = value on a line, and a text in quotes"),
    ("Invalid statement", "write key = value or a [table]"),
    ("Invalid initial character for a key part", "write a key of letters, digits, - and _, or in quotes"),
    ("Unterminated string", "end the text with the quotes it begins with"),
    ("Unescaped '\\' in a string", "write \\\\ for a backslash, or put the text in single quotes"),
    ("Invalid hex value", "write \\u and four digits from 0 to f"),
    ("Escaped character is not", "write \\u and the number of a whole character"),
    ("Illegal character '\\n'", 'end the text with its quotes on this line, or begin it with """'),
    ("Illegal character '\\r'", "end lines with a line feed, or with both carriage return and line feed"),
    ("Illegal character", "write it as an escape, such as \\u0000"),
    ("Found invalid character", "write it as an escape, or leave it out"),
    ("Invalid date or datetime", "write a day that there is, such as 2026-01-31"),
    ("Unclosed array", "put a comma between values, and ] at the end"),
    ("Unclosed inline table", "put a comma between values, and } at the end"),
    ("Expected ']", "end the heading of a table with ] or ]]"),
)
_TWICE = re.compile(r"Cannot (?:declare|mutate immutable namespace|redefine namespace) \((.*?),?\)")
_NAME = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")
_BARE = re.compile(r"[A-Za-z_][\w.+-]*")
_CONSTANTS = {"true": "true", "false": "false", "yes": "true", "no": "false", "on": "true", "off": "false"}
_NOTHING = {"null", "none", "nil"}


def slip_of(error: tomli.TOMLDecodeError, text: str) -> Slip:
    """Return where the parser stopped in ``text``, why, and what would be right there."""
    at = min(error.pos, len(text))
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    message = error.msg
    repeated = _TWICE.match(message)
    if repeated or message == "Cannot overwrite a value" or message.startswith("Duplicate inline table key"):
        named = ".".join(one or other for one, other in _NAME.findall(repeated[1])) if repeated else ""
        return _given_twice(text, at, named)
    if at >= len(text) and message == "Invalid value":
        return Slip(line, f"a value is missing (line {line}, at the end)", "write it after the =")
    place = f"line {line}, at the end" if at >= len(text) else f"line {line}, column {column}"
    remedy = next((words for start, words in _REMEDIES if message.startswith(start)), "mend that place")
    if message == "Invalid value":
        remedy = _instead(text, at) or remedy
    return Slip(line, f"{message} ({place})", remedy)


def _given_twice(text: str, at: int, named: str) -> Slip:
    """Return which key is given twice, and on which lines; ``named`` is what the parser calls it, where it does."""
    from tunewise.store.toml_scan import twice_before  # noqa: PLC0415  # only needed once something is wrong

    line = text.count("\n", 0, at) + 1
    found = twice_before(text, at)
    key = shown(named or (found.key if found else "") or "a key", 80)
    place = f"line {found.second if found else line}"
    if found and 0 < found.first < found.second:
        place = f"line {found.second}, first on line {found.first}"
    return Slip(
        line, f"{key} is given twice ({place})", "keep one of the two, or join them" if named else "keep one of the two"
    )


def _instead(text: str, at: int) -> str:
    """Return what was probably meant by a value that is none; empty where nothing comes to mind."""
    if text[at] == "\n" or text[at] == "#":
        return "write a value after the ="
    bare = _BARE.match(text, at)
    if not bare:
        return ""
    word = bare[0].lower()
    if word in _CONSTANTS:
        return f"write {_CONSTANTS[word]}"
    if word in _NOTHING:
        return "leave the line out: what is not there is not known"
    return f'did you mean "{bare[0]}" in quotes?'
