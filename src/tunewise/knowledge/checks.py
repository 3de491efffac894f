"""What one knowledge table says about another must hold; these checks run on every load."""

import re
from collections.abc import Iterator
from itertools import chain
from string import Formatter

from tunewise.domain.scenario import FAILURES, TASK_KINDS, Costs, Facts, Frozen, Readiness, Scenario, Signals, Task
from tunewise.knowledge.schema import Clause, Combination, Knowledge, Option

Problem = tuple[str, str, str]
"""Table, key and what is wrong."""

_KEYS: dict[str, type[Frozen]] = {
    "": Scenario,
    "task": Task,
    "signals": Signals,
    "facts": Facts,
    "costs": Costs,
    "readiness": Readiness,
}
_NAMED_KNOT = re.compile(r"enough|good|full|n[1-9][0-9]*")
_WARNINGS: dict[str, set[str]] = {
    "failure-decides": {"destination"},
    "training-not-the-fix": {"destination"},
    "training-not-yet": {"destination", "reason"},
    "same-model": {"destination"},
    "outlives-the-model": {"months", "life"},
    "cached-prompt": {"discount", "minimum", "cached_payback"},
    "people-missing": {"one_time", "all_in"},
}
"""The warnings that the engine gives, and what it puts into their words."""


def problems(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield every contradiction between the tables."""
    yield from chain(
        _duplicate_problems(knowledge),
        _source_problems(knowledge),
        _vocabulary_problems(knowledge),
        _option_problems(knowledge),
        _combination_problems(knowledge),
        _gate_problems(knowledge),
        _question_problems(knowledge),
        _warning_problems(knowledge),
    )


def _duplicate_problems(knowledge: Knowledge) -> Iterator[Problem]:
    tables = knowledge.tables
    for table in ("source", "factor", "task", "failure", "gate", "item", "control", "warning", "step"):
        names = [entry.id for entry in getattr(tables, table)]
        yield from (
            (table, name, "is listed twice") for name in sorted({name for name in names if names.count(name) > 1})
        )
    options = [entry.id for entry in (*tables.option, *tables.combination)]
    yield from (
        ("option", name, "is listed twice") for name in sorted({one for one in options if options.count(one) > 1})
    )


def _source_problems(knowledge: Knowledge) -> Iterator[Problem]:
    tables = knowledge.tables
    named = (
        ("meta", (tables.meta.verdict, tables.meta.bands, tables.meta.volume_scale, tables.meta.examples_scale)),
        ("factor", tables.factor),
        ("task", tables.task),
        ("failure", tables.failure),
        ("option", tables.option),
        ("combination", tables.combination),
        ("gate", tables.gate),
        ("item", tables.item),
        ("rung", tables.rung),
        ("figures", (tables.figures,)),
        ("control", tables.control),
        ("warning", tables.warning),
        ("question", tables.question),
    )
    for table, entries in named:
        for entry in entries:
            key = f"{table}.{getattr(entry, 'id', getattr(entry, 'key', ''))}".rstrip(".")
            if not entry.sources:
                yield table, key, "has no source; cite one, or write judgement"
            for citation in entry.sources:
                source = citation.split(" ", 1)[0].rstrip(":")
                if source not in knowledge.sources:
                    yield table, key, f"cites {source}, which sources.toml does not list"


def _vocabulary_problems(knowledge: Knowledge) -> Iterator[Problem]:
    pairs: tuple[tuple[str, set[str], set[str]], ...] = (
        ("task", set(knowledge.tasks), set(TASK_KINDS)),
        ("failure", set(knowledge.failures), set(FAILURES)),
        ("factor", set(knowledge.signals), set(Signals.model_fields)),
        ("item", set(knowledge.checks), set(Readiness.model_fields)),
        ("control", set(knowledge.controls), set(Costs.model_fields)),
    )
    for table, listed, known in pairs:
        for name in sorted(listed ^ known):
            yield table, name, "must be listed here exactly when a scenario can hold it"
    for factor in knowledge.tables.factor:
        low, mode, high = factor.prior
        if not 0 <= low <= mode <= high <= 100 or low == high:
            yield "factor", f"{factor.id}.prior", "must rise from low over most likely to high, within 0 to 100"
    total = sum(factor.points for factor in knowledge.tables.factor)
    if total != 100:
        yield "factor", "points", f"sum to {total}; they must sum to 100"
    for failure in knowledge.tables.failure:
        yield from _unknown_options(knowledge, "failure", failure.id, failure.called_for)


def _option_problems(knowledge: Knowledge) -> Iterator[Problem]:
    letters = [choice.letter for choice in knowledge.choices.values()]
    if len(set(letters)) != len(letters):
        yield "option", "letter", "two options have the same letter"
    for option in knowledge.tables.option:
        yield from _task_row(knowledge, "option", option)
        for signal in sorted(set(option.fit) ^ set(knowledge.signals)):
            yield "option", f"{option.id}.fit.{signal}", "every signal needs one curve"
        for signal, knots in option.fit.items():
            if not knots:
                yield "option", f"{option.id}.fit.{signal}", "has no knots"
            for place, _ in knots:
                if isinstance(place, str) and not _NAMED_KNOT.fullmatch(place):
                    yield "option", f"{option.id}.fit.{signal}", f"{place} is no slider value and no count of examples"
            if any(not 0 <= fit <= 1 for _, fit in knots):
                yield "option", f"{option.id}.fit.{signal}", "a fit lies outside 0 to 1"


def _combination_problems(knowledge: Knowledge) -> Iterator[Problem]:
    for combination in knowledge.tables.combination:
        key = combination.id
        yield from _task_row(knowledge, "combination", combination)
        yield from _unknown_options(knowledge, "combination", f"{key}.parts", combination.parts)
        parts = [knowledge.options[part] for part in combination.parts if part in knowledge.options]
        for signal in sorted(set(combination.carry) ^ set(knowledge.signals)):
            yield "combination", f"{key}.carry.{signal}", "every signal needs a part that carries it"
        for signal, carriers in combination.carry.items():
            shares = {carriers: 1.0} if isinstance(carriers, str) else carriers
            if not set(shares) <= set(combination.parts) or abs(sum(shares.values()) - 1) > 1e-9:
                yield "combination", f"{key}.carry.{signal}", "shares must be of its parts and sum to 1"
        if any(combination.simplicity > part.simplicity for part in parts):
            yield "combination", f"{key}.simplicity", "a combination cannot be simpler than a part"
        for task, fit in combination.task.items():
            if fit > max((part.task.get(task, 0.0) for part in parts), default=1.0):
                yield "combination", f"{key}.task.{task}", "exceeds that of its best part"


def _gate_problems(knowledge: Knowledge) -> Iterator[Problem]:
    for gate in knowledge.tables.gate:
        yield from _unknown_options(knowledge, "gate", f"{gate.id}.hits", gate.hits)
        yield from _unknown_options(knowledge, "gate", f"{gate.id}.instead", (gate.instead,))
        yield from _unknown_keys("gate", f"{gate.id}.asks", (gate.asks,))
        for clause in (*gate.closes_when, *gate.unless):
            yield from _clause_problems(knowledge, "gate", gate.id, clause)
    for item in knowledge.tables.item:
        for clause in (*item.holds_when, *item.fails_when):
            if clause.check is not None:
                yield "item", item.id, "an item cannot rest on another item"
            yield from _clause_problems(knowledge, "item", item.id, clause)
        for fact in item.yes_sets:
            if fact not in Facts.model_fields:
                yield "item", f"{item.id}.yes_sets.{fact}", "is not a fact of the scenario"


def _clause_problems(knowledge: Knowledge, table: str, owner: str, clause: Clause) -> Iterator[Problem]:
    if {name for _, name, _, _ in Formatter().parse(clause.words) if name is not None} - {"value"}:
        yield table, owner, "the words of a clause may only put in {value}"
    subjects = [clause.signal, clause.fact, clause.check, clause.failure, clause.failures_only]
    if sum(subject is not None for subject in subjects) != 1:
        yield table, owner, "a clause needs exactly one of signal, fact, check, failure, failures_only"
    known: tuple[tuple[str | None, set[str]], ...] = (
        (clause.signal, set(knowledge.signals)),
        (clause.fact, set(Facts.model_fields)),
        (clause.check, set(knowledge.checks)),
        (clause.failure, set(knowledge.failures)),
        *((name, set(knowledge.failures)) for name in clause.failures_only or ()),
    )
    for name, names in known:
        if name is not None and name not in names:
            yield table, f"{owner}.{name}", "is not known"


def _question_problems(knowledge: Knowledge) -> Iterator[Problem]:
    worded = set(knowledge.questions)
    for table, names in (
        ("signals", knowledge.signals),
        ("costs", knowledge.controls),
        ("readiness", knowledge.checks),
    ):
        worded |= {f"{table}.{name}" for name in names}
    for step in knowledge.tables.step:
        yield from _unknown_keys("step", step.id, step.asks)
        for key in step.asks:
            if key not in worded:
                yield "step", f"{step.id}.{key}", "no table words this question"


def _task_row(knowledge: Knowledge, table: str, entry: Option | Combination) -> Iterator[Problem]:
    for task in sorted(set(entry.task) ^ set(knowledge.tasks)):
        yield table, f"{entry.id}.task.{task}", "every kind of task needs one fit"


def _unknown_options(knowledge: Knowledge, table: str, key: str, names: tuple[str, ...]) -> Iterator[Problem]:
    for name in names:
        if name not in knowledge.choices:
            yield table, key, f"names {name}, which is no option"


def _unknown_keys(table: str, owner: str, keys: tuple[str, ...]) -> Iterator[Problem]:
    for key in keys:
        section, _, name = key.rpartition(".")
        model = _KEYS.get(section)
        if model is None or name not in model.model_fields:
            yield table, f"{owner}.{key}", "is no key of a scenario"


def _warning_problems(knowledge: Knowledge) -> Iterator[Problem]:
    for name in sorted(set(knowledge.warnings) ^ set(_WARNINGS)):
        yield "warning", name, "must be listed here exactly when the engine gives it"
    for warning in knowledge.tables.warning:
        used = {name for _, name, _, _ in Formatter().parse(warning.says) if name is not None}
        for name in sorted(used - _WARNINGS.get(warning.id, set())):
            yield "warning", warning.id, f"{{{name}}} is nothing that the engine puts in"
