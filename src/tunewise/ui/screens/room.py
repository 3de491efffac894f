"""How much room a screen needs, and what stands in its place where there is less."""

from typing import Final

from textual import events
from textual.geometry import Size
from textual.screen import Screen

from tunewise.ui.lines import cut
from tunewise.ui.views.frame import SMALLEST

ROOMY_ROWS: Final = 24
"""Rows from which a dialog need not be short."""

HIDDEN: Final = "-too-small"
"""The class of a screen in whose place the message stands."""


def too_small(size: Size) -> bool:
    """Tell whether nothing but the message fits."""
    return size.width < SMALLEST[0] or size.height < SMALLEST[1]


def message(size: Size, way_out: str, needs: tuple[int, int] = SMALLEST) -> list[str]:
    """Return the message in lines of at most the width of ``size``, the most needed ones where rows are few."""
    wanted = f"{needs[0]}×{needs[1]}"
    first = f"Tunewise needs {wanted}" if size.width >= len(f"Tunewise needs {wanted}") else f"needs {wanted}"
    rows = [first, f"here are {size.width}×{size.height}", way_out]
    if size.height < len(rows):
        rows = [first, way_out][: max(1, size.height)]
    return [cut(row, size.width) for row in rows if row]


def acts_unseen(event: events.Event, screen: Screen[object]) -> bool:
    """Tell whether ``event`` would do something that nobody can see, because the message hides the screen."""
    if not isinstance(event, events.Key | events.Paste | events.MouseDown | events.MouseUp | events.MouseScrollDown):
        return False
    if not screen.has_class(HIDDEN):
        return False
    allowed: frozenset[str] = getattr(screen, "keys_while_hidden", frozenset())
    return not (isinstance(event, events.Key) and event.key in allowed)
