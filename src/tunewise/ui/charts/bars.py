"""Bars in eighths of a cell: solid for what was told, hatched for what is assumed."""

from functools import lru_cache

from tunewise.ui.lines import Line, Role, line

_EIGHTHS = " ▏▎▍▌▋▊▉"
HATCH = "░"


@lru_cache(maxsize=256)
def bar(value: float, most: float, width: int, role: Role = "text", assumed: float = 0.0) -> Line:
    """Return a bar of ``value`` on a scale from 0 to ``most``; the last ``assumed`` of it is hatched."""
    if most <= 0 or width <= 0:
        return line(" " * max(0, width))
    eighths = max(0, min(width * 8, round(value / most * width * 8)))
    hatched = min(eighths // 8, round(assumed / most * width))
    solid = eighths - hatched * 8
    full, part = divmod(solid, 8)
    text = "█" * full + (_EIGHTHS[part] if part else "")
    rest = width - len(text) - hatched
    if rest < 0:
        hatched += rest
        rest = 0
    return line((text, role), (HATCH * hatched, "assumed"), " " * rest)
