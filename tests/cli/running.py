"""Run a command the way a user does, and read what it said."""

import pytest

from tunewise.cli import main


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run one command and return status, output and errors."""
    try:
        status = main(words)
    except SystemExit as leaving:
        status = int(str(leaving.code))
    captured = capsys.readouterr()
    return status, captured.out, captured.err
