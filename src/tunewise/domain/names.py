"""Names that stand where the user gave none."""

from typing import Final

UNTITLED: Final = "Untitled scenario"
"""The title of a scenario that nobody has named yet."""


def without_file(title: str) -> str:
    """Return what stands in the place of the name of a file for a scenario that was never saved."""
    return f"{title} (no file yet)"
