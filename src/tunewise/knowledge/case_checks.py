"""What published cases, lessons and patterns say of the other tables must hold; part of the checks of every load."""

from collections.abc import Iterator
from typing import get_args

from tunewise.knowledge.cases import CaseTables, Precedent
from tunewise.knowledge.clause_checks import Problem, clause_problems, listed_twice, source_problems, unknown_options
from tunewise.knowledge.tables import Knowledge

_HAIR = 1e-9


def case_problems(cases: CaseTables, knowledge: Knowledge) -> Iterator[Problem]:
    """Yield every contradiction between cases, lessons and patterns and what they speak of."""
    for table in ("precedent", "lesson", "pattern", "route"):
        yield from listed_twice(table, [entry.id for entry in getattr(cases, table)])
    for table, entries in (
        ("pattern", cases.pattern),
        ("route", cases.route),
        ("scales", (cases.scales,)),
        ("likeness", (cases.likeness,)),
        ("push", cases.push),
    ):
        yield from source_problems(knowledge, table, entries)
    yield from _scale_problems(cases)
    for case in cases.precedent:
        yield from _precedent_problems(knowledge, case)
    yield from _lesson_problems(cases, knowledge)
    for pattern in cases.pattern:
        yield from unknown_options(knowledge, "pattern", pattern.id, pattern.fits)
        for clause in pattern.applies_when:
            yield from clause_problems(knowledge, "pattern", pattern.id, clause)
    for push in cases.push:
        for clause in push.when:
            yield from clause_problems(knowledge, "push", f"{push.axis} {push.reaches}", clause)


def _scale_problems(cases: CaseTables) -> Iterator[Problem]:
    for name, words in (("reasoning_gap", "base_model"), ("prompting_ladder_level", "prompting")):
        known = set(get_args(Precedent.model_fields[words].annotation))
        for word in sorted(known ^ set(getattr(cases.scales, name))):
            yield "scales", f"{name}.{word}", "every word that a case may use needs one reading"
    like = cases.likeness
    shares = (like.leading_failure, like.other_failure, like.task, like.signals, like.base_model)
    if abs(sum(shares) - 1) > _HAIR:
        yield "likeness", "shares", f"sum to {sum(shares):g}; they must sum to 1"


def _lesson_problems(cases: CaseTables, knowledge: Knowledge) -> Iterator[Problem]:
    known = {case.id for case in cases.precedent}
    for lesson in cases.lesson:
        yield from unknown_options(knowledge, "lesson", lesson.id, (*lesson.speaks_for, *lesson.speaks_against))
        if not lesson.sources:
            yield "lesson", lesson.id, "has no source; cite one, or write judgement"
        for name in lesson.precedents:
            if name not in known:
                yield "lesson", f"{lesson.id}.{name}", "is no precedent"
        for clause in lesson.applies_when:
            yield from clause_problems(knowledge, "lesson", lesson.id, clause)


def _precedent_problems(knowledge: Knowledge, case: Precedent) -> Iterator[Problem]:
    outcome = case.outcome
    yield from unknown_options(knowledge, "precedent", case.id, (outcome.best, *outcome.acceptable, *outcome.failed))
    if {outcome.best, *outcome.acceptable} & set(outcome.failed):
        yield "precedent", case.id, "an option both worked and failed"
    if case.task not in knowledge.tasks:
        yield "precedent", f"{case.id}.task", f"{case.task} is no kind of task"
    if not case.failures:
        yield "precedent", f"{case.id}.failures", "names no failure"
    for failure in case.failures:
        if failure not in knowledge.failures:
            yield "precedent", f"{case.id}.failures", f"{failure} is no failure"
    derived = {"labelled_data", "reasoning_gap"}
    for signal in sorted(set(case.signals) ^ (set(knowledge.signals) - derived)):
        yield "precedent", f"{case.id}.signals.{signal}", "every signal that is not derived needs one reading"
    if any(not 0 <= value <= 100 for value in case.signals.values()):
        yield "precedent", f"{case.id}.signals", "a reading lies outside 0 to 100"
    if case.trust.confidence == "low" and not case.trust.note:
        yield "precedent", f"{case.id}.trust", "a case of low confidence must say what was not confirmed"
