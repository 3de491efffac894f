"""What tmux is set to: the one place that runs another program, with fixed words, and only for ``tunewise doctor``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

_PATIENCE: Final = 1.0
"""Seconds that tmux has for its answer."""

_QUESTION: Final = "#{version}|#{escape-time}|#{set-clipboard}|#{client_termname}|#{client_termfeatures}"
SLOW_ESCAPE: Final = 50
"""Milliseconds from which waiting for the rest of a key is felt after escape."""


class TmuxSettings(NamedTuple):
    """Version, milliseconds that escape waits, ``set-clipboard``, and the terminal around with its known features."""

    version: str
    escape_time: int | None
    set_clipboard: str
    outer_term: str
    outer_features: str


def tmux_settings(environment: Mapping[str, str]) -> TmuxSettings | None:
    """Return how the tmux around is set, or nothing when there is none or it gives no answer."""
    if not environment.get("TMUX"):
        return None
    import shutil  # noqa: PLC0415  # only where tmux runs
    import subprocess  # noqa: PLC0415

    program = shutil.which("tmux")
    if program is None:
        return None
    try:
        ran = subprocess.run(  # noqa: S603  # fixed words, found by the user's own path
            [program, "display-message", "-p", _QUESTION],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return read_settings(ran.stdout.decode("utf-8", "replace")) if ran.returncode == 0 else None


def read_settings(answer: str) -> TmuxSettings | None:
    """Return what tmux's answer says, or nothing when it has another form."""
    parts = answer.strip().split("|")
    if len(parts) != len(TmuxSettings._fields):
        return None
    version, waits, clipboard, outer, features = parts
    return TmuxSettings(version, int(waits) if waits.isdecimal() else None, clipboard, outer, features)
