"""However a session ends, the file is whole, the edit comes back, nothing runs on, and the terminal is as it was.

In full (``TUNEWISE_SLOW``) all twelve ways, with whole rows and with changed cells; else the three that only the whole
app shows. What a signal, a lost terminal and strange bytes do to any app of ours: ``tests/cli/test_endings.py``.
"""

import termios
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.conftest import LAB
from tests.slow.lengths import runs
from tests.slow.terminal_events import AFTER, EVENTS, Case, End, begun, ended_by, group_is_empty, put_away
from tunewise.store.leftovers import leftovers

SHORT, FULL = [("term", "stopclose", "stallclose", "kill9")], [(name,) for name in EVENTS]


@contextmanager
def opened(folder: Path, name: str, output: str) -> Iterator[Case]:
    """Start the app that something will happen to."""
    case = begun(folder / name, EVENTS[name], TUNEWISE_OUTPUT=output)
    try:
        yield case
    finally:
        put_away(case)


def judge(case: Case, name: str, end: End, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where an end is not as promised."""
    event = EVENTS[name]
    assert end.status == event.status, case.window.raw[-400:]
    assert group_is_empty(case)
    assert end.used < 1, "it span"
    assert case.file.read_bytes() == LAB.read_bytes()
    assert [one.name for one in case.folder.glob("*tunewise*")] == []
    if event.terminal:
        assert termios.tcgetattr(case.window.theirs) == case.window.before
    if event.modes:
        case.window.assert_as_before()
    monkeypatch.setenv("XDG_STATE_HOME", str(case.state))
    (left,) = leftovers()
    assert (left.file, left.changes, left.problem) == (str(case.file), 1, "")
    assert left.work is not None
    assert left.work.scenario.signals.requirement_stability == AFTER


@pytest.mark.parametrize("output", ["cells", "plain"][: runs(1, 2)])
@pytest.mark.parametrize("names", SHORT if runs(1, 0) else FULL, ids="-".join)
def test_however_a_session_ends_nothing_that_was_done_is_lost(
    tmp_path: Path, names: tuple[str, ...], output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        cases = [stack.enter_context(opened(tmp_path, name, output)) for name in names]
        running = [
            pool.submit(ended_by, case, EVENTS[name], limit=runs(20, 4))
            for case, name in zip(cases, names, strict=True)
        ]
        for case, name, one in zip(cases, names, running, strict=True):
            judge(case, name, one.result(), monkeypatch)
