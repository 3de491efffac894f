"""Stand-ins for marks that a terminal cannot show, each as wide as what it stands for.

What differs in meaning differs here too: filled, hatched (assumed), shaded and empty; yes, no and unknown; here.
"""

import codecs
import unicodedata
from typing import Final

_ASCII: Final[dict[str, str]] = {
    # how full: rounded to whole cells, so that a bar ends cleanly and is taken for no other mark; the first step of a
    # column stays to be seen, since it may be all that there is
    **dict(zip("▁▂▃▄▅▆▇█", "___#####", strict=True)),
    **dict(zip("▏▎▍▌▋▊▉▐▀", "   ######", strict=True)),
    # shades, the darker the fuller; hatching is always what is assumed
    **dict(zip("░▒▓", "/:%", strict=True)),
    # marks
    **dict(zip("◆◇○●•★■□✓✔✗✘✕", "@&o0*!#_YYNNX", strict=True)),
    # arrows and pointers
    **dict(zip("←→↑↓↵▸▶►◂◀◄▲▴▼▾‹›«»", "<>^v;>>><<<^^vv<><>", strict=True)),
    # signs and punctuation
    **dict(zip("°±·×÷≈≠≤≥–—−‑‘’“”…¬µ€£", "'~.x/~!<>----''\"\"~-uEL", strict=True)),
    # boxes
    **dict.fromkeys("─━═╌┄┈╴╶╸╺▔▁"[:-1], "-"),
    **dict.fromkeys("│┃║╎┆┊╵╷╹╻", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╯╰┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬", "+"),
    "\xa0": " ",
    "\u202f": " ",
    "ß": "s",
    "Δ": "D",
}

_CONSOLE: Final[dict[str, str]] = {
    # The fonts of text consoles have half blocks, shades, plain boxes, and a few old marks.
    **dict(zip("▁▂▃▅▆▇", "__▄▄██", strict=True)),
    **dict(zip("▏▎▍▋▊▉", "│▌▌▌██", strict=True)),
    **dict(zip("◆◇★□✓✔✗✘✕", "♦&*_√√xxX", strict=True)),
    **dict(zip("▸▶◂◀▴▾‹›", "►►◄◄▲▼<>", strict=True)),
    **dict(zip("↵×≠–—−‑‘’“”…", ";x!----''\"\"~", strict=True)),
    **dict(zip("╭╮╯╰", "┌┐┘└", strict=True)),
}

_WIDE = ("W", "F")
_MOST_KEPT = 20_000
"""Characters that a table keeps: however much is pasted, it does not grow without end."""


class StandIns(dict[int, str]):
    """A table for ``str.translate``; what is not in it is worked out when it is first met, and kept."""

    def __init__(self, known: dict[str, str], *, ascii_only: bool) -> None:
        super().__init__((ord(mark), instead) for mark, instead in known.items())
        self._ascii_only = ascii_only

    def __missing__(self, code: int) -> str:
        """Return what stands for a character without a stand-in of its own."""
        character = chr(code)
        found = _plain(character) if self._ascii_only and code >= 0x80 else character
        if len(self) < _MOST_KEPT:
            self[code] = found
        return found


def _plain(character: str) -> str:
    """Return a letter without its accents, else as many question marks as the character has cells."""
    if unicodedata.combining(character):
        return ""
    wide = unicodedata.east_asian_width(character) in _WIDE
    bare = unicodedata.normalize("NFKD", character)
    bare = "".join(one for one in bare if not unicodedata.combining(one))
    room = 2 if wide else 1
    return bare if bare.isascii() and bare.isprintable() and len(bare) == room else "?" * room


def stand_ins(glyphs: str) -> StandIns | None:
    """Return the table for ``glyphs``; unicode needs none. With ``ascii`` nothing but ASCII is left."""
    if glyphs == "unicode":
        return None
    return StandIns(_ASCII, ascii_only=True) if glyphs == "ascii" else StandIns(_CONSOLE, ascii_only=False)


def _instead(error: UnicodeError) -> tuple[str, int]:
    """Answer an encoder: write stand-ins for what it cannot write."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    # Half a surrogate pair is a byte of a name that is no text: it is shown as such.
    text = "".join(
        f"\\x{ord(one) - 0xDC00:02x}" if 0xDC80 <= ord(one) <= 0xDCFF else one
        for one in error.object[error.start : error.end]
    )
    return text.translate(_ONLY_ASCII), error.end


_ONLY_ASCII: Final = StandIns(_ASCII, ascii_only=True)
STAND_IN: Final = "tunewise-stand-in"
"""The name under which encoders find the stand-ins, as the ``errors`` of a stream."""

codecs.register_error(STAND_IN, _instead)
