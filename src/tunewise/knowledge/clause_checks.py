"""What a condition, a citation and a list of options may name; part of the checks of every load."""

from collections.abc import Iterable, Iterator
from string import Formatter
from typing import Any, get_args

from tunewise.domain.scenario import Facts
from tunewise.knowledge.schema import Clause
from tunewise.knowledge.tables import Knowledge

Problem = tuple[str, str, str]
"""Table, key and what is wrong."""

_SUBJECTS = "signal, fact, check, task, leads, failure, failures_only, placed"


def clause_problems(knowledge: Knowledge, table: str, owner: str, clause: Clause) -> Iterator[Problem]:
    """Yield what is wrong with a condition: no subject or several, or a name that no table lists."""
    for leaf in clause.leaves():
        yield from _leaf_problems(knowledge, table, owner, leaf)
    if clause.all_of is not None and not clause.all_of:
        yield table, owner, "a clause of several parts has none"
    if clause.all_of is not None and any(subject is not None for subject in _subjects(clause)):
        yield table, owner, "a clause of several parts has no subject of its own"


def _bound_problems(table: str, owner: str, clause: Clause) -> Iterator[Problem]:
    """Yield what keeps a clause from ever holding: no bound, or one that its subject does not have."""
    examples = (clause.below_examples, clause.at_least_examples, clause.below_examples_per_class)
    numbers = (clause.below, clause.at_least)
    given = sum(bound is not None for bound in (*examples, *numbers, clause.is_))
    if clause.signal is not None:
        own = (*examples, *numbers) if clause.signal == "labelled_data" else numbers
        if given != 1 or sum(bound is not None for bound in own) != 1:
            yield table, owner, f"the clause on {clause.signal} needs one bound that this signal has"
    elif clause.fact is not None and clause.fact in Facts.model_fields:
        answered = bool in get_args(Facts.model_fields[clause.fact].annotation)
        counted = int in get_args(Facts.model_fields[clause.fact].annotation)
        fits = clause.is_ is not None if answered else counted and any(bound is not None for bound in numbers)
        if given != 1 or not fits:
            yield table, owner, f"the clause on {clause.fact} needs {'is' if answered else 'below or at_least'}"
    elif clause.check is not None:
        if given != 1 or clause.is_ is None:
            yield table, owner, f"the clause on {clause.check} needs is"
    elif given and clause.fact is None:
        yield table, owner, "a clause on a name takes no bound"


def _subjects(clause: Clause) -> tuple[object, ...]:
    return (
        clause.signal,
        clause.fact,
        clause.check,
        clause.task,
        clause.leads,
        clause.failure,
        clause.failures_only,
        clause.placed,
    )


def _leaf_problems(knowledge: Knowledge, table: str, owner: str, clause: Clause) -> Iterator[Problem]:
    if {name for _, name, _, _ in Formatter().parse(clause.words) if name is not None} - {"value"}:
        yield table, owner, "the words of a clause may only put in {value}"
    if sum(subject is not None for subject in _subjects(clause)) != 1:
        yield table, owner, f"a clause needs exactly one subject: {_SUBJECTS}, or all"
        return
    yield from _bound_problems(table, owner, clause)
    known: tuple[tuple[str | None, set[str]], ...] = (
        (clause.signal, set(knowledge.signals)),
        (clause.fact, set(Facts.model_fields)),
        (clause.check, set(knowledge.checks)),
        (clause.task, set(knowledge.tasks)),
        (clause.leads, set(knowledge.failures)),
        (clause.failure, set(knowledge.failures)),
        (clause.placed, set(knowledge.choices)),
        *((name, set(knowledge.failures)) for name in clause.failures_only or ()),
    )
    for name, names in known:
        if name is not None and name not in names:
            yield table, f"{owner}.{name}", "is not known"


def unknown_options(knowledge: Knowledge, table: str, key: str, names: tuple[str, ...]) -> Iterator[Problem]:
    """Yield each of ``names`` that is no option."""
    for name in names:
        if name not in knowledge.choices:
            yield table, key, f"names {name}, which is no option"


def source_problems(knowledge: Knowledge, table: str, entries: Iterable[Any]) -> Iterator[Problem]:
    """Yield each entry that cites nothing, or something that `sources.toml` does not list."""
    for entry in entries:
        key = f"{table}.{getattr(entry, 'id', getattr(entry, 'key', ''))}".rstrip(".")
        if not entry.sources:
            yield table, key, "has no source; cite one, or write judgement"
        for citation in entry.sources:
            source = citation.split(" ", 1)[0].rstrip(":")
            if source not in knowledge.sources:
                yield table, key, f"cites {source}, which sources.toml does not list"


def listed_twice(table: str, names: list[str]) -> Iterator[Problem]:
    """Yield each of ``names`` that occurs more than once."""
    yield from ((table, name, "is listed twice") for name in sorted({one for one in names if names.count(one) > 1}))
