"""The command doctor: say what the terminal can do and what Tunewise will use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tunewise.cli_assess import Answer

if TYPE_CHECKING:
    from argparse import Namespace


def doctor(options: Namespace) -> Answer:
    """Say what the terminal can do and what Tunewise will use."""
    return Answer({}, [])
