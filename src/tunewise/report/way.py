"""The path in a few short lines: what to do today, what opens the destination, and what may come after it."""

from itertools import groupby
from typing import NamedTuple

from tunewise.domain.analysis import PathStep
from tunewise.domain.assessment import Assessment
from tunewise.engine.path import path_of
from tunewise.knowledge.tables import Knowledge

_WORDS = {"today": "today", "do": "do", "ask": "ask", "build": "then", "arrive": "arrive", "later": "later"}
_SHOWN = 2
"""How many things to do get a line of their own; questions and additions share one."""


class PathLine(NamedTuple):
    """One line of the path: what kind of step it is, in a word, and the step."""

    word: str
    text: str


def path_lines(assessment: Assessment, knowledge: Knowledge) -> list[PathLine]:
    """Return the path, steps of one kind gathered; empty when every option is ruled out.

    Questions that rarely matter are left out, as the verdict leaves them out of its count.
    """
    destination = assessment.ranking.destination
    entry = assessment.ranking.find(destination) if destination else None
    rare = {finding.gate for finding in entry.preconditions if not finding.likely} if entry else set()
    steps_shown = [step for step in path_of(assessment, knowledge) if step.kind != "ask" or step.gate not in rare]
    rows: list[PathLine] = []
    for kind, steps in groupby(steps_shown, key=lambda step: step.kind):
        rows += _lines_of(kind, list(steps), knowledge)
    return rows


def _lines_of(kind: str, steps: list[PathStep], knowledge: Knowledge) -> list[PathLine]:
    word = _WORDS[kind]
    if kind == "ask":
        more = f" And {len(steps) - 1} more to answer." if len(steps) > 1 else ""
        return [PathLine(word, f"{steps[0].text}{more}")]
    if kind == "later":
        return [PathLine(word, " or ".join(_label(step, knowledge) for step in steps))]
    if kind == "do" and len(steps) > _SHOWN:
        rest = PathLine(word, f"{len(steps) - _SHOWN + 1} more; explain lists what opens each of them")
        return [*(PathLine(word, step.text) for step in steps[: _SHOWN - 1]), rest]
    return [PathLine(word, step_words(step, knowledge)) for step in steps]


def step_words(step: PathStep, knowledge: Knowledge) -> str:
    """Return one step in words: the option with when to build it, or what to do or to answer."""
    if step.option is None:
        return step.text
    return f"{_label(step, knowledge)}. {step.text}" if step.text else _label(step, knowledge)


def _label(step: PathStep, knowledge: Knowledge) -> str:
    return knowledge.choices[str(step.option)].label
