"""Text that is safe to show: what comes from a file or a user never reaches a terminal raw."""

import unicodedata

_KEPT_CUT = 200
"""Longest text, in characters, that is shown in one place unless a caller says otherwise."""

_INVISIBLE = (
    {0x061C}  # Arabic letter mark
    | {*range(0x200B, 0x2010)}  # zero-width characters and direction marks
    | {*range(0x2028, 0x202F)}  # line and paragraph separators, direction overrides
    | {*range(0x2060, 0x2070)}  # joiners, invisible operators, direction isolates
    | {0xFEFF}  # byte-order mark
    | {*range(0xE0000, 0xE0080)}  # tag characters
)
_MOST_COMBINING = 8


def _safe(character: str) -> str:
    code = ord(character)
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code <= 0xDFFF or code in _INVISIBLE:
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return character


def editable(text: str) -> str:
    """Return ``text`` with control, direction and zero-width characters as visible escapes; lines and tabs stay."""
    return "".join(character if character in "\n\t" else _safe(character) for character in text)


def shown(text: str, limit: int = _KEPT_CUT) -> str:
    """Return ``text`` as one safe line of at most ``limit`` characters.

    Control, direction and zero-width characters become visible escapes, runs of combining marks are cut at eight, and
    what is longer than ``limit`` ends in an ellipsis.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    out: list[str] = []
    length = combining = 0
    for character in text:
        combining = combining + 1 if unicodedata.combining(character) else 0
        if combining > _MOST_COMBINING:
            continue
        piece = _safe(character)
        if length + len(piece) > limit:
            # The ellipsis needs room: give back pieces until it fits.
            while out and length + 1 > limit:
                length -= len(out.pop())
            out.append("…")
            break
        out.append(piece)
        length += len(piece)
    return "".join(out)


def shown_lines(text: str, limit: int = 20_000) -> list[str]:
    """Return the lines of a longer text (notes), each made safe."""
    return [shown(line.replace("\t", "    "), 500) for line in text[:limit].split("\n")]


def nearest(name: str, known: list[str]) -> str:
    """Return the known name that is most like ``name``, or an empty text when none is alike."""
    from difflib import get_close_matches  # noqa: PLC0415  # only needed once something is wrong

    found = get_close_matches(name[:80], known, n=1, cutoff=0.5)
    return found[0] if found else ""
