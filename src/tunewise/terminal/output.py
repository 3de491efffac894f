"""The streams of a command that prints: what their encoding or the terminal cannot show becomes a stand-in."""

import io
import os
import sys

from tunewise.terminal.abilities import abilities_of, writes_utf8
from tunewise.terminal.stand_ins import STAND_IN


def no_mark_ends_the_program() -> None:
    """Let standard output and errors take any character, whatever they are written in."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=STAND_IN)


def keep_to_the_terminal() -> None:
    """Write ASCII to a terminal whose locale has no more, or where it was asked for; a file or a pipe gets UTF-8.

    Raises ``TunewiseError`` for a setting that is none of the choices.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and writes_utf8(stream.encoding) and stream.isatty():
            glyphs = abilities_of(os.environ, stream.encoding).glyphs.value
            if glyphs == "ascii":
                stream.reconfigure(encoding="ascii", errors=STAND_IN)
