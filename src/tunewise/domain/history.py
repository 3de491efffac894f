"""History: every scenario that was, with undo and redo over all of them."""

from typing import Final, NamedTuple

from tunewise.domain.scenario import Scenario

MOST_STEPS: Final = 1_000
"""Steps that can be taken back; the oldest are forgotten, so that a day of work does not fill the memory."""


class Step(NamedTuple):
    """A scenario and the edit that led to it; ``keys`` are what the edit touched."""

    scenario: Scenario
    label: str
    keys: frozenset[str] = frozenset()


class History(NamedTuple):
    """Steps before now, now, and steps that were undone (the nearest last)."""

    now: Step
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()

    def push(self, step: Step, *, merge: bool = False) -> "History":
        """Return the history after ``step``. With ``merge`` it replaces now when both touch the same keys."""
        if step.scenario == self.now.scenario:
            return self
        if merge and self.past and step.keys and step.keys == self.now.keys:
            if step.scenario == self.past[-1].scenario:
                return History(self.past[-1], self.past[:-1])
            return History(step, self.past)
        return History(step, (*self.past[1 - MOST_STEPS :], self.now))

    def undo(self) -> "History":
        """Return the history one step back; the same when there is none."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (*self.future, self.now))

    def redo(self) -> "History":
        """Return the history one step forward again; the same when there is none."""
        if not self.future:
            return self
        return History(self.future[-1], (*self.past, self.now), self.future[:-1])
