"""What makes a TOML text too much to parse, or newer than TOML 1.0: found by one walk over it, before any parser."""

import re
from typing import NamedTuple

MOST_LINE = 256 * 1024
MOST_KEY_PARTS = 64
MOST_NESTING = 64
MOST_NUMBER = 100
MOST_EXPONENT = 400
MOST_PARTS = 40_000
"""Most keys, headings and list items together; the largest file of prices that is read has fewer."""

_TOKEN = re.compile(
    r"""
      (?P<text>
          \"\"\" (?> (?: [^\\"]+ | \\. | "{1,2}(?!") )* ) (?:"{3,5})?
        | "     (?> (?: [^"\\\n]+ | \\[^\n] )* ) "?
        | \'\'\' (?> (?: [^']+ | '{1,2}(?!') )* ) (?:'{3,5})?
        | '     (?> [^'\n]* ) '?
      )
    | (?P<comment> \# [^\n]*+ )
    | (?P<mark> \n (?> (?: [ \t\n]+ | \#[^\n]* )* ) | [=,{}\[\]] )
    | (?P<word> [^\s"'\#=,{}\[\]]++ )
    """,
    re.DOTALL | re.VERBOSE,
)
"""Unclosed texts are taken to their end, so that no search starts over."""
# Nearly no scenario has an escape, a time or an exponent: these are compiled, and kept by ``re``, when one is met.
_ESCAPE = r"(?s)\\(.)"
_SHORT_TIME = r"(?:^|[Tt])[0-9]{2}:[0-9]{2}(?!:)"
_EXPONENT = r"[+-]?[0-9_.]+[eE][+-]?([0-9][0-9_]*)"


class Slip(NamedTuple):
    """What is wrong at a line, counted from 1, and what would be right."""

    line: int
    problem: str
    remedy: str


class Found(NamedTuple):
    """The first thing beyond a limit, which must not be parsed, and the first that TOML 1.0 does not have."""

    beyond: Slip | None
    newer: Slip | None


class _Beyond(Exception):  # noqa: N818  # ends the walk
    def __init__(self, at: int, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.at, self.problem, self.remedy = at, problem, remedy


def look_through(text: str) -> Found:
    """Return what is beyond a limit and what is newer than TOML 1.0 in ``text``, whose lines end in a line feed.

    What it finds in a text that is no TOML at all may be off after the first fault of it; the parser stops there.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MOST_LINE:
            return Found(Slip(number, "has a line longer than 256 KiB", "break it into several"), None)
    walk = _Walk()
    try:
        for found in _TOKEN.finditer(text):
            walk.step(found.lastgroup or "", found[0], found.start())
    except _Beyond as end:
        return Found(Slip(text.count("\n", 0, end.at) + 1, end.problem, end.remedy), None)
    if walk.newer is None:
        return Found(None, None)
    at, problem, remedy = walk.newer
    return Found(None, Slip(text.count("\n", 0, at) + 1, problem, remedy))


class _Walk:
    """Where the walk is: in which brackets, in a key or a value, and how many parts the key has."""

    def __init__(self) -> None:
        self.inside: list[str] = []
        self.in_key = True
        self.begun = self.in_heading = self.after_comma = False
        self.dots = self.parts = 0
        self.newer: tuple[int, str, str] | None = None

    def step(self, kind: str, token: str, at: int) -> None:
        """Take the next token, which begins at ``at``."""
        if kind == "word":
            self.begun, self.after_comma = True, False
            if self.in_key:
                self.key(token, at)
            else:
                self.value(token, at)
        elif kind == "text":
            self.begun, self.after_comma = True, False
            if "\\" in token and token[0] == '"':
                self.escapes(token, at)
        elif kind == "mark":
            self.mark(token, at)

    def key(self, token: str, at: int) -> None:
        """Count the dots of a key, which may stand with spaces around them."""
        self.dots += token.count(".")
        if self.dots >= MOST_KEY_PARTS:
            raise _Beyond(at, "has a key of very many parts", f"give a key {MOST_KEY_PARTS} parts at most")

    def value(self, token: str, at: int) -> None:
        """Measure a number, and find a time without seconds."""
        first = token[0]
        if not (first.isdigit() or first in "+-."):
            return
        if len(token) > MOST_NUMBER:
            digits = sum(one.isalnum() for one in token.removeprefix("0x"))
            raise _Beyond(at, f"has a number of {digits:,} digits", f"write {MOST_NUMBER} at most")
        exponent = re.fullmatch(_EXPONENT, token) if "e" in token or "E" in token else None
        if exponent and int(exponent[1].replace("_", "")) > MOST_EXPONENT:
            raise _Beyond(at, f"has a number out of bounds, {token}", f"keep its exponent within {MOST_EXPONENT}")
        if ":" in token and re.search(_SHORT_TIME, token):
            self.note(at, "a time without seconds", "write them, such as 12:30:00")

    def escapes(self, token: str, at: int) -> None:
        """Find the two escapes that TOML 1.0 does not have."""
        for found in re.finditer(_ESCAPE, token):
            if found[1] in "ex":
                wanted = "\\u001b" if found[1] == "e" else "\\u00 and two digits"
                self.note(at + found.start(), f"the escape \\{found[1]} in a text", f"write {wanted}")

    def mark(self, sign: str, at: int) -> None:
        """Follow the brackets, commas, equals signs and line ends."""
        if sign[0] == "\n":
            self.line_end(at)
        elif sign == "=":
            self.count(at)
            self.in_key, self.dots = False, 0
        elif sign == ",":
            self.count(at)
            self.in_key = self.inside[-1:] == ["{"]
            self.dots, self.after_comma = 0, True
        elif sign in "[{":
            self.opening(sign, at)
        elif self.in_heading:
            pass
        else:
            if sign == "}" and self.after_comma:
                self.note(at, "a comma before the } of a table in one line", "take the comma away")
            if self.inside:
                self.inside.pop()
            self.in_key = self.after_comma = False

    def count(self, at: int) -> None:
        """Count one more key, heading or item."""
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise _Beyond(at, f"has more than {MOST_PARTS:,} keys and items", "keep what belongs into it")

    def opening(self, sign: str, at: int) -> None:
        """Go into an array or an inline table, or begin the heading of a table."""
        if sign == "[" and self.in_key and not self.inside and not self.begun:
            self.in_heading = True
            self.count(at)
            return
        self.inside.append(sign)
        self.in_key, self.dots, self.after_comma = sign == "{", 0, False
        if len(self.inside) > MOST_NESTING:
            raise _Beyond(at, "nests lists or tables very deep", f"keep to {MOST_NESTING} levels")

    def line_end(self, at: int) -> None:
        """End the statement with its line, unless it is inside brackets."""
        if not self.inside:
            self.in_key, self.begun, self.in_heading, self.dots = True, False, False, 0
        elif self.inside[-1] == "{":
            self.note(at, "a table in braces over several lines", "write it in one line, or as a [table]")

    def note(self, at: int, problem: str, remedy: str) -> None:
        """Keep the first thing that is newer than TOML 1.0."""
        if self.newer is None:
            self.newer = at, f"uses {problem}, which TOML 1.0 does not have", remedy
