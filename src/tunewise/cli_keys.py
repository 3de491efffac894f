"""The command keys: list all keys, or check a file of the user's own keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tunewise.cli_assess import Answer

if TYPE_CHECKING:
    from argparse import Namespace


def keys(options: Namespace) -> Answer:
    """List all keys, or check a file of the user's own keys."""
    return Answer({}, [])
