"""How many cells a piece of text takes, as Textual measures it, and where terminals disagree about that."""

import re
from functools import lru_cache
from typing import Final

from rich._unicode_data import load
from rich.cells import get_character_cell_size

from tunewise.domain.text import LatePattern

JOINER: Final = "\u200d"
PICTURE: Final = "\ufe0f"
"""Variation selector 16: the character before it is shown as a picture, two cells wide."""

SINGLE: Final = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u2500-\u25fc\u2800-\u28ff]*")
"""A text of characters that are one cell wide everywhere."""

# One character that every terminal gives the same width, although it is not in SINGLE: other letters, punctuation,
# arrows and signs of one cell, and the letters of East Asia of two.
_AGREED: Final = LatePattern(
    "[\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u20bf"
    "\u2100-\u2319\u231c-\u23e8\u2400-\u25fc\u2600-\u2bff\u2e80-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u3247"
    "\u3250-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6]"
)
_PICTURES: Final = LatePattern("[\u231a\u231b\u23e9-\u23ff\u25aa-\u25ab\u25b6\u25c0\u25fb-\u27ff\u2934-\u2b55]")

Cluster = tuple[str, int]
"""Characters that share a cell (or two), and how many cells they take: 0, 1 or 2."""


@lru_cache(2_048)
def clusters(text: str) -> tuple[Cluster, ...]:
    """Return the clusters of ``text``; one of width 0 at its front belongs to the cell before the text."""
    widened = load("auto").narrow_to_wide
    found: list[Cluster] = []
    measured = ""
    joined = False
    for character in text:
        width = 0
        if joined:
            joined = False
        elif character == JOINER:
            joined = True
        elif character == PICTURE:
            if measured in widened and found:
                found[-1] = (found[-1][0], found[-1][1] + 1)
            measured = ""
        elif width := get_character_cell_size(character):
            measured = character
        if width:
            found.append((character, width))
        elif found:
            found[-1] = (found[-1][0] + character, found[-1][1])
        else:
            found.append((character, 0))
    return tuple(found)


@lru_cache(2_048)
def agreed(cluster: str) -> bool:
    """Return whether every terminal gives ``cluster`` the same width."""
    if SINGLE.fullmatch(cluster):
        return True
    if _AGREED.fullmatch(cluster) is None:
        return False
    return get_character_cell_size(cluster) == 1 or _PICTURES.fullmatch(cluster) is None


@lru_cache(2_048)
def widest(cluster: str) -> int:
    """Return how many cells ``cluster`` takes on the terminal that draws each of its characters by itself."""
    return 2 * len(cluster)
