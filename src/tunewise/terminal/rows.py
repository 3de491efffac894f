"""Rows of text that fit into the terminal: broken between words, with a hanging indent."""

import shutil
import sys

from tunewise.domain.text import columns_of

_LEAST_BESIDE = 30
"""Columns that are left beside a hanging indent, at least; with fewer the indent becomes small."""

_SMALL_INDENT = 4


def width_of_output() -> int | None:
    """Return how many columns a row of standard output may take; nothing where it is no terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def hanging(head: str, words: str, width: int | None) -> list[str]:
    """Return ``words`` behind ``head``, in rows of at most ``width`` columns, the further ones indented as far as that.

    No word is broken: one that is too long for any row, as a path may be, has a row of its own that is longer.
    """
    if width is None or columns_of(head) + columns_of(words) <= width:
        return [f"{head}{words}"]
    beside = columns_of(head)
    indent = " " * (beside if width - beside >= _LEAST_BESIDE else min(beside, _SMALL_INDENT))
    rows, row, bare = [], head, True
    for word in words.split():
        longer = f"{row}{'' if bare else ' '}{word}"
        if bare or columns_of(longer) <= width:
            row, bare = longer, False
        else:
            rows.append(row)
            row = f"{indent}{word}"
    return [*rows, row]
