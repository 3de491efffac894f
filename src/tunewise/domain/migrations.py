"""Older formats of a scenario file: one step of data for each, from a format to the next."""

from collections.abc import Callable, Mapping
from typing import Any, Final

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: Final[dict[int, Step]] = {}
"""What turns the data of a format into that of the next. Format 1 is the first there was, so there is none yet.

A step gets a copy of the topmost table, may change that, copies what it changes below, and leaves ``format`` alone.
Keys that it does not know it leaves where they are: they belong to the user.
"""


def migrated(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return ``data`` in the newest format that steps lead to; data in a format without a step comes back as it is.

    A file that names no format is of format 1: that is what the first version wrote, and took as read.
    """
    found = data.get("format", 1)
    while isinstance(found, int) and not isinstance(found, bool) and found in STEPS:
        data = {**STEPS[found](dict(data)), "format": found + 1}
        found += 1
    return data
