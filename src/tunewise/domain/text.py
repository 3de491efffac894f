"""Text that is safe to show: what comes from a file or a user never reaches a terminal raw."""

import re
import unicodedata
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

_KEPT_CUT = 200
"""Most columns of a terminal that a text takes in one place, unless a caller says otherwise."""

Spans = tuple[tuple[str, str], ...]
"""Characters, as the first and the last of each run of them."""

_DRAWN_AS_NOTHING: Final[Spans] = (
    ("\u034f", "\u034f"),  # combining grapheme joiner
    ("\u115f", "\u1160"),  # fillers of Hangul: letters that are drawn as nothing
    ("\u3164", "\u3164"),
    ("\uffa0", "\uffa0"),
    ("\u17b4", "\u17b5"),  # vowels of Khmer that are never drawn
    ("\u180b", "\u180f"),  # variation selectors and the vowel separator of Mongolian
    ("\ufe00", "\ufe0f"),  # variation selectors: a run of them hides any message
    ("\U000e0100", "\U000e01ef"),
)
"""Characters that Unicode takes for printable and that no terminal draws."""

_STEERING: Final = (
    "\x00-\x1f\x7f-\x9f"  # controls of terminals
    "\xad"  # soft hyphen: drawn by some terminals, not by others
    "\u061c\u200b-\u200f"  # zero-width characters and direction marks
    "\u2028-\u202e"  # line and paragraph separators, direction overrides
    "\u2060-\u206f"  # joiners, invisible operators, direction isolates
    "\ufeff\ufff9-\ufffb"  # byte-order mark, annotations
    "\ud800-\udfff"  # halves of characters, which have no UTF-8
    "\U000e0000-\U000e007f"  # tags: letters that are never drawn
) + "".join(f"{first}-{last}" for first, last in _DRAWN_AS_NOTHING)


class LatePattern:
    """A pattern that is compiled when it is first used: most commands never need it, and it is dear to make."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self._pattern)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first place in ``text`` that it fits."""
        return self.compiled.search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return ``text`` as a match where it fits as a whole."""
        return self.compiled.fullmatch(text)

    def findall(self, text: str) -> list[str]:
        """Return everything in ``text`` that it fits."""
        return self.compiled.findall(text)

    def sub(self, instead: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Return ``text`` with ``instead`` in the places that it fits."""
        return self.compiled.sub(instead, text)


STEERING: Final = LatePattern(f"[{_STEERING}]")
"""Finds a character that could steer a terminal, change the order of what is read, or is not seen at all."""

_LAST_LATIN: Final = "\u02ff"
_NARROW: Final = LatePattern(r"[ -~¡-¬®-˿Ͱ-ҁ]*")
"""Letters, digits and signs of one column each that need no second look."""

_SELECTORS: Final = ("\ufe0e", "\ufe0f")
_LOOK_OF_A_SYMBOL: Final = LatePattern(
    "(?<=[\u203c\u2049\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff])[\ufe0e\ufe0f](?![\ufe00-\ufe0f])"
)
"""A lone variation selector after a symbol: it asks for colour or none, and terminals disagree on the width of both."""

_JOINED: Final[Spans] = (("\u1160", "\u11ff"), ("\ud7b0", "\ud7ff"))
"""Vowels and endings of Hangul in parts, which are drawn on the letter before them."""

_WIDE_OF_LATE: Final[Spans] = (
    ("\u2630", "\u2637"),
    ("\u268a", "\u268f"),
    ("\u4dc0", "\u4dff"),
    ("\U0001d300", "\U0001d376"),
)
"""Symbols of two columns since Unicode 16, of one before."""

_MOST_COMBINING = 8
_LONGEST_PIECE = _MOST_COMBINING + 1


class _Piece(NamedTuple):
    """How a character is shown, in how many columns, and whether it is a mark on the letter before it."""

    text: str
    columns: int
    mark: bool = False


@lru_cache(4096)
def _piece(character: str) -> _Piece:
    """Return how ``character`` is shown.

    Besides what steers a terminal, escapes stand for what has no look that is known: private, unassigned and
    non-characters, whose width differs from terminal to terminal. Every space is shown as the plain one.
    """
    kind = unicodedata.category(character)
    if kind == "Zs":
        return _Piece(" ", 1)
    if not character.isprintable() or _within(character, _DRAWN_AS_NOTHING):
        escape = _escape(character)
        return _Piece(escape, len(escape))
    if kind in {"Mn", "Me"} or _within(character, _JOINED):
        return _Piece(character, 0, mark=True)
    if unicodedata.east_asian_width(character) in {"W", "F"} or _within(character, _WIDE_OF_LATE):
        return _Piece(character, 2, mark=kind == "Mc")
    return _Piece(character, 1, mark=kind == "Mc")


def _within(character: str, spans: Spans) -> bool:
    return any(first <= character <= last for first, last in spans)


def _plainly_narrow(text: str) -> bool:
    """Tell whether every character of ``text`` takes one column and needs no second look."""
    if not text.isprintable():
        return False
    return text.isascii() or max(text) <= _LAST_LATIN or _NARROW.fullmatch(text) is not None


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def editable(text: str) -> str:
    """Return ``text`` with what steers or is not seen as visible escapes; lines and tabs stay."""
    if _unsuspicious(text):
        return text
    return STEERING.sub(lambda found: found[0] if found[0] in "\n\t" else _escape(found[0]), text)


def _unsuspicious(text: str) -> bool:
    """Tell whether nothing in ``text`` steers: what does is unprintable to Python, or among what is never drawn."""
    line = text.replace("\n", "").replace("\t", "")
    return line.isprintable() and (
        line.isascii() or not any(_within(character, _DRAWN_AS_NOTHING) for character in set(line))
    )


def edited(visible: str, before: str) -> str:
    """Return what was meant by ``visible``: the edited form of ``editable(before)``.

    Escapes that stand for characters of ``before`` become those characters again, so that an edit of one word leaves
    an emoji of several parts beside it whole. Where ``before`` holds the words of an escape as well, they stay words.
    What was not edited is ``before``, to the character.
    """
    if visible == editable(before):
        return before
    for character in sorted(set(STEERING.findall(before)) - {"\n", "\t"}):
        escape = _escape(character)
        if escape not in before:
            visible = visible.replace(escape, character)
    return visible


def shown(text: str, limit: int = _KEPT_CUT) -> str:
    """Return ``text`` as one safe line of at most ``limit`` columns of a terminal.

    What could steer a terminal, hides or has no known look becomes a visible escape, every space a plain one; runs of
    combining marks are cut at eight, and what is wider than ``limit`` ends in an ellipsis.
    """
    if len(text) <= limit and _plainly_narrow(text):
        return text
    # So much of an endless text is looked at: enough to fill the line even with eight marks on each letter.
    looked_at = text[: (limit + 1) * _LONGEST_PIECE]
    whole = len(looked_at) == len(text)
    if any(selector in looked_at for selector in _SELECTORS):
        looked_at = _LOOK_OF_A_SYMBOL.sub("", looked_at)
    out: list[_Piece] = []
    columns = marks = 0
    for piece in map(_piece, looked_at):
        marks = marks + 1 if piece.mark else 0
        if marks > _MOST_COMBINING:
            continue
        if columns + piece.columns > limit:
            whole = False
            break
        out.append(piece)
        columns += piece.columns
    if not whole:
        # The ellipsis needs room: give back pieces until it fits.
        while out and columns + 1 > limit:
            columns -= out.pop().columns
        out.append(_Piece("…", 1))
    return "".join(piece.text for piece in out)


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes that is safe to show."""
    return len(text) if _plainly_narrow(text) else sum(_piece(character).columns for character in text)


def shown_lines(text: str, limit: int = 20_000) -> list[str]:
    """Return the lines of a longer text (notes), each made safe."""
    return [shown(line.replace("\t", "    "), 500) for line in text[:limit].split("\n")]


def nearest(name: str, known: list[str]) -> str:
    """Return the known name that is most like ``name``, or an empty text when none is alike."""
    from difflib import get_close_matches  # noqa: PLC0415  # only needed once something is wrong

    found = get_close_matches(name[:80], known, n=1, cutoff=0.5)
    return found[0] if found else ""
