r"""Find the places of a prompt that are filled in for each request: ``{name}``, ``{{name}}``, ``$name`` and others.

What counts as one:

- ``{{name}}``, also with spaces, dots and filters, as Jinja, Mustache and Handlebars write it; ``{{{name}}}`` too.
- ``{name}`` as Python's ``str.format`` writes it: nothing but a name, with parts, a conversion or a format. JSON, CSS
  and LaTeX have braces too: ``{"a": 1}``, ``{ a }`` and ``\frac{a}{b}`` are none. Where a prompt has ``{name}``, its
  ``{{name}}`` is literal, since that is how ``str.format`` spells a brace; ``{{{name}}}`` is a place either way.
- ``$name`` and ``${name}``; ``$$`` is a literal dollar, and ``$5`` and ``$x$`` are none.
- ``[[name]]``, and ``<NAME>`` in upper case unless ``</NAME>`` closes it: then it marks a part of the prompt.
"""

import re
from typing import NamedTuple

_NAME = r"[A-Za-z_]\w{0,63}"
_PATTERN = re.compile(
    rf"""
      \\[A-Za-z]{{1,40}} (?> (?: \{{[^{{}}\n]{{0,80}}\}} )+ )                        # LaTeX: \frac{{a}}{{b}}
    | \$\$
    | \{{\{{\{{ \s? (?P<triple>{_NAME}(?:\.\w{{1,64}}){{0,8}}) \s? \}}\}}\}}
    | \{{\{{-? [ \t]? (?P<double>{_NAME}(?:\.\w{{1,64}}){{0,8}}) [ \t]? (?:\|[^{{}}\n]{{0,80}})? -?\}}\}}
    | \{{\{{ (?P<literal>) | \}}\}}
    | \$\{{ (?P<dollar_braced>{_NAME}) \}}
    | \$ (?P<dollar>[A-Za-z_]\w{{1,63}}) (?![\w$])
    | \[\[ [ ]? (?P<bracketed>{_NAME}) [ ]? \]\]
    | < (?P<angled>[A-Z][A-Z0-9_]{{1,63}}) >
    | \{{ (?P<single>{_NAME}) (?:\.\w{{1,64}}|\[\w{{1,64}}\]){{0,8}} (?:![rsa])?
        (?: :(?!\d+\}}) [-<>=^+,.\d]{{1,20}} [A-Za-z%]? )? \}}
    """,
    re.VERBOSE,
)
_CLOSING = re.compile(r"</([A-Z][A-Z0-9_]{1,63})>")
_MARKS = frozenset({"BR", "HR", "EOF", "EOS", "BOS", "EOT"})
"""Upper-case tags that stand for themselves."""


class Place(NamedTuple):
    """One placeholder: its name, and where it starts and ends in the text."""

    name: str
    start: int
    end: int


class Places(NamedTuple):
    """The placeholders of a text in their order, and the names in double braces that were taken as literal."""

    found: tuple[Place, ...]
    literal: tuple[str, ...]


def placeholders_in(text: str) -> Places:
    """Return the placeholders of ``text``."""
    matches = [one for one in _PATTERN.finditer(text) if one.lastgroup and one.lastgroup != "literal"]
    standing = _MARKS.union(_CLOSING.findall(text))
    formatted = any(one.lastgroup == "single" for one in matches)
    found: list[Place] = []
    literal: dict[str, None] = {}
    for one in matches:
        name = one[one.lastgroup or 0]
        if formatted and one.lastgroup == "double":
            literal[name] = None
        elif one.lastgroup != "angled" or name not in standing:
            found.append(Place(name, one.start(), one.end()))
    return Places(tuple(found), tuple(literal))
