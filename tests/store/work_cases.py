"""Work to keep, and system calls that fail, for the tests of what survives."""

import os
from decimal import Decimal
from typing import Any

import pytest

from tunewise.domain.documents import Document
from tunewise.domain.history import History, Step
from tunewise.domain.scenario import Scenario
from tunewise.domain.work import Work
from tunewise.session.edits import apply, set_value

START = Scenario(title="Support", notes="a calm voice")


def edited(scenario: Scenario, key: str, value: object) -> Step:
    """Return the step that sets one key."""
    edit = set_value(key, value)
    return Step(apply(edit, scenario), edit.label, edit.keys)


def work_of(*readings: int, file: str = "", start: Scenario = START) -> Work:
    """Return the work of a user who set one signal to each of the readings in turn."""
    history = History(Step(start, "open"))
    for reading in readings:
        history = history.push(edited(history.now.scenario, "signals.labelled_data", reading))
    return Work(file, Document(b"# mine\r\ntitle = 'Support'\r\n", ("later.key",)), history, start, "decide")


def reading(work: Work | None) -> int | None:
    """Return what the signal of ``work_of`` stands at."""
    return work.scenario.signals.labelled_data if work else None


def money(start: Scenario, amount: str) -> Step:
    """Return the step that sets an amount of money."""
    return edited(start, "costs.training_run_usd", Decimal(amount))


def failing(monkeypatch: pytest.MonkeyPatch, call: str, number: int, *, after: int = 0) -> None:
    """Let every call of a function of ``os`` but the first few fail with this error number."""
    real = getattr(os, call)
    left = [after]

    def fail(*words: Any, **more: Any) -> Any:  # noqa: ANN401  # in the place of a system call
        left[0] -= 1
        if left[0] >= 0:
            return real(*words, **more)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
