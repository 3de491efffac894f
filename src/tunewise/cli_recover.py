"""The command recover: list work that was never saved, restore it, or discard it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tunewise.cli_assess import Answer

if TYPE_CHECKING:
    from argparse import Namespace


def recover(options: Namespace) -> Answer:
    """List work that was never saved, restore it, or discard it."""
    return Answer({}, [])
