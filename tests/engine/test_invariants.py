"""What must hold for every scenario whatsoever; the list is that of the method behind the engine."""

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.strategies import effort, told_scenarios
from tests.engine.cases import CLEARED, KNOWLEDGE, LAB, TRAINED, assessed, case, order
from tunewise.domain.assessment import Assessment, Contribution
from tunewise.domain.scenario import FAILURES, TASK_KINDS, Facts, Scenario, Scope
from tunewise.domain.validation import to_data, to_scenario
from tunewise.engine.assess import assess
from tunewise.engine.clauses import Situation
from tunewise.engine.gates import evaluate_gates
from tunewise.engine.movement import explain_movement
from tunewise.engine.precedents import scenario_of
from tunewise.engine.readiness import settle_checks
from tunewise.engine.readings import read_signals
from tunewise.knowledge.schema import Clause, Gate
from tunewise.knowledge.tables import Knowledge
from tunewise.store.scenario_files import load_scenario, save_scenario, shipped_scenarios

SIGNALS = list(KNOWLEDGE.signals)
MEMORISING = [option for option in TRAINED if option != "lora+rag"]
RETRIEVING = ("rag", "rag+guardrails", "lora+rag")
CHOICES = set(KNOWLEDGE.choices)

scopes: st.SearchStrategy[Scope] = st.sampled_from(["quick", "full"])
percents = st.integers(0, 100)


def told(scenario: Scenario, key: str, value: object) -> Scenario:
    """Return ``scenario`` with one key of a table set, or left out where the value is ``None``."""
    table, name = key.split(".")
    data = to_data(scenario)
    rest = {known: other for known, other in data.get(table, {}).items() if known != name}
    return to_scenario({**data, table: rest if value is None else {**rest, name: value}})


def scoped(scenario: Scenario, scope: Scope) -> Scenario:
    """Return ``scenario`` with its scope named, so that no answer changes it."""
    return to_scenario({**to_data(scenario), "scope": scope})


def rows(scenario: Scenario, knowledge: Knowledge = KNOWLEDGE) -> dict[str, dict[str, Contribution]]:
    """Return the lines of every option by factor."""
    ranking = assess(scenario, knowledge).ranking
    return {entry.option: {line.factor: line for line in entry.contributions} for entry in ranking.options}


def scores(scenario: Scenario, knowledge: Knowledge = KNOWLEDGE) -> dict[str, int]:
    """Return the score of every option in tenths."""
    return {entry.option: entry.score_tenths for entry in assess(scenario, knowledge).ranking.options}


# -- the score -------------------------------------------------------------------------------------


@given(scenario=told_scenarios())
@effort()
def test_the_contributions_of_every_option_sum_to_its_score_between_0_and_100(scenario: Scenario) -> None:
    ranking = assess(scenario, KNOWLEDGE).ranking
    factors = [factor.id for factor in KNOWLEDGE.factors_in(ranking.scope)]
    for entry in ranking.options:
        assert [line.factor for line in entry.contributions] == factors
        assert sum(line.earned_tenths for line in entry.contributions) == entry.score_tenths
        assert sum(line.possible_tenths for line in entry.contributions) == 1000
        assert 0 <= entry.score_tenths <= 1000
        assert all(0 <= line.earned_tenths <= line.possible_tenths for line in entry.contributions)


ANSWERS: tuple[tuple[str, st.SearchStrategy[Any], str], ...] = (
    *((f"signals.{name}", percents, name) for name in SIGNALS),
    ("task.failures", st.lists(st.sampled_from(FAILURES), unique=True, min_size=1, max_size=3), "failures"),
    ("facts.labelled_examples", st.integers(0, 10**6), "labelled_data"),
    ("facts.weeks_available", st.integers(0, 52), "time_available"),
    ("facts.documents_fit_window", st.booleans(), "failures"),
    ("costs.monthly_requests", st.integers(0, 10**8), "request_volume"),
)


@given(data=st.data(), scenario=told_scenarios(), scope=scopes, answer=st.sampled_from(ANSWERS))
@effort(120)
def test_an_answer_changes_the_line_of_its_own_factor_and_no_other(
    data: st.DataObject, scenario: Scenario, scope: Scope, answer: tuple[str, st.SearchStrategy[Any], str]
) -> None:
    key, values, factor = answer
    before = rows(scoped(told(scenario, key, None), scope))
    after = rows(scoped(told(scenario, key, data.draw(values)), scope))
    for option in CHOICES:
        others = [name for name in before[option] if name != factor]
        assert set(before[option]) == set(after[option])
        assert all(before[option][name] == after[option][name] for name in others)


@given(scenario=told_scenarios(), scope=scopes, kind=st.sampled_from(TASK_KINDS))
@effort()
def test_naming_the_task_moves_its_line_and_the_data_line_whose_counts_it_says(
    scenario: Scenario, scope: Scope, kind: str
) -> None:
    before = rows(scoped(told(scenario, "task.kind", None), scope))
    after = rows(scoped(told(scenario, "task.kind", kind), scope))
    for option in CHOICES:
        moved = {name for name, line in before[option].items() if after[option][name] != line}
        assert moved <= {"task", "labelled_data"}


@given(scenario=told_scenarios())
@effort()
def test_an_answered_line_is_never_assumed_and_an_unanswered_one_always(scenario: Scenario) -> None:
    answered = {reading.signal for reading in assess(scenario, KNOWLEDGE).readings if reading.value is not None}
    answered |= {"task"} if scenario.task.kind else set()
    answered |= {"failures"} if scenario.task.failures else set()
    for lines in rows(scenario).values():
        assert {name for name, line in lines.items() if not line.assumed} - {"simplicity"} == answered & set(lines)


def without_option(option: str) -> Knowledge:
    """Return the tables without ``option``."""
    tables = KNOWLEDGE.tables
    left = {
        "option": tuple(entry for entry in tables.option if entry.id != option),
        "combination": tuple(entry for entry in tables.combination if entry.id != option),
    }
    return Knowledge(tables.model_copy(update=left), "without an option", KNOWLEDGE.late)


PARTS = {part for entry in KNOWLEDGE.tables.combination for part in entry.parts}
FEWER = {option: without_option(option) for option in sorted(CHOICES - PARTS)}


@given(scenario=told_scenarios(), option=st.sampled_from(sorted(FEWER)))
@effort()
def test_an_option_more_or_less_changes_no_other_score_tier_or_place(scenario: Scenario, option: str) -> None:
    # A way that is costed counts for what the checklist says of all of them, as a model that is withdrawn does.
    assume(option not in {*scenario.costs.plans, *scenario.costs.models})
    every, fewer = assess(scenario, KNOWLEDGE), assess(scenario, FEWER[option])
    assert order(fewer) == [name for name in order(every) if name != option]
    for entry in fewer.ranking.options:
        assert entry == every.ranking.find(entry.option)


def with_a_twin() -> Knowledge:
    """Return the tables with a copy of LoRA that goes by another name."""
    tables = KNOWLEDGE.tables
    twin = KNOWLEDGE.options["lora"].model_copy(update={"id": "twin", "letter": "Z"})
    failures = tuple(
        entry.model_copy(update={"mends": {**entry.mends, "twin": entry.mends["lora"]}}) for entry in tables.failure
    )
    return Knowledge(
        tables.model_copy(update={"option": (*tables.option, twin), "failure": failures}),
        "with a twin",
        KNOWLEDGE.late,
    )


@given(scenario=told_scenarios())
@effort(40)
def test_an_option_that_is_added_scores_by_its_own_table_and_leaves_the_others_alone(scenario: Scenario) -> None:
    plain, doubled = scores(scenario), scores(scenario, TWIN)
    assert doubled == {**plain, "twin": plain["lora"]}


TWIN = with_a_twin()


@given(scenario=told_scenarios(), less=percents, more=percents)
@effort()
def test_more_labelled_data_never_lowers_the_score_of_an_option_that_trains(
    scenario: Scenario, less: int, more: int
) -> None:
    plain = told(scenario, "facts.labelled_examples", None)
    low, high = (scores(told(plain, "signals.labelled_data", value)) for value in sorted((less, more)))
    assert not [option for option in TRAINED if high[option] < low[option]]


@given(scenario=told_scenarios(), counts=st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)))
@effort()
def test_more_examples_that_are_counted_never_lower_it_either(scenario: Scenario, counts: tuple[int, int]) -> None:
    plain = told(scenario, "signals.labelled_data", None)
    low, high = (scores(told(plain, "facts.labelled_examples", value)) for value in sorted(counts))
    assert not [option for option in TRAINED if high[option] < low[option]]


@given(scenario=told_scenarios(), less=percents, more=percents)
@effort()
def test_more_need_for_fresh_facts_never_helps_training_without_retrieval_and_never_hurts_retrieval(
    scenario: Scenario, less: int, more: int
) -> None:
    low, high = (scores(told(scenario, "signals.freshness_need", value)) for value in sorted((less, more)))
    assert not [option for option in MEMORISING if high[option] > low[option]]
    assert not [option for option in RETRIEVING if high[option] < low[option]]


# -- the gates -------------------------------------------------------------------------------------


@given(scenario=told_scenarios())
@effort()
def test_what_is_ruled_out_never_stands_above_what_is_open_or_not_yet(scenario: Scenario) -> None:
    tiers = [entry.tier for entry in assess(scenario, KNOWLEDGE).ranking.options]
    out = [tier == "ruled-out" for tier in tiers]
    assert out == sorted(out)
    ranking = assess(scenario, KNOWLEDGE).ranking
    for name in (ranking.destination, ranking.next_step):
        assert name is None or ranking.find(name).tier != "ruled-out"


def states(scenario: Scenario) -> dict[str, bool | None]:
    """Return for every gate whether it is closed, open, or an open question."""
    readings = {reading.signal: reading for reading in read_signals(scenario, KNOWLEDGE)}
    checks = settle_checks(scenario, readings, KNOWLEDGE)
    found = evaluate_gates(Situation(scenario, readings, checks, KNOWLEDGE))
    return {gate: finding.value for gate, finding in found.items()}


DERIVED = {"labelled_examples": "labelled_data", "weeks_available": "time_available"}


def looks_at(clauses: tuple[Clause, ...], fact: str) -> bool:
    """Tell whether a condition rests on ``fact``: itself, through a signal, or through an item of the checklist."""
    leaves = [leaf for clause in clauses for leaf in clause.leaves()]
    items = [KNOWLEDGE.checks[leaf.check] for leaf in leaves if leaf.check is not None]
    inner = [leaf for item in items for clause in (*item.holds_when, *item.fails_when) for leaf in clause.leaves()]
    return any(
        leaf.fact == fact or (leaf.signal is not None and leaf.signal == DERIVED.get(fact))
        for leaf in (*leaves, *inner)
    )


def values_of(fact: str) -> st.SearchStrategy[Any]:
    """Return what a fact may be."""
    whole = {
        "labelled_examples": st.integers(0, 100_000),
        "prompting_ladder_level": st.integers(0, 5),
        "gap_to_target_points": percents,
        "weeks_available": st.integers(0, 52),
        "tasks_on_one_model": st.integers(1, 30),
    }
    return whole.get(fact, st.booleans())


QUESTIONS = [name for name in Facts.model_fields if name != "in_place"]


@given(data=st.data(), scenario=told_scenarios(), fact=st.sampled_from(QUESTIONS))
@effort(150)
def test_telling_a_fact_opens_and_closes_only_gates_that_look_at_it(
    data: st.DataObject, scenario: Scenario, fact: str
) -> None:
    unknown = told(scenario, f"facts.{fact}", None)
    known = told(scenario, f"facts.{fact}", data.draw(values_of(fact)))
    before, after = states(unknown), states(known)
    changed = {gate for gate in before if before[gate] is not after[gate]}
    looking = {gate.id for gate in KNOWLEDGE.tables.gate if looks_at((*gate.closes_when, *gate.unless), fact)}
    assert changed <= looking
    ranked = assess(unknown, KNOWLEDGE).ranking, assess(known, KNOWLEDGE).ranking
    for option in CHOICES:
        one, other = (ranking.find(option) for ranking in ranked)
        if not changed & {gate.id for gate in KNOWLEDGE.tables.gate if option in gate.hits}:
            assert one.tier == other.tier
            assert [finding.gate for finding in one.gates] == [finding.gate for finding in other.gates]
            assert [finding.gate for finding in one.preconditions] == [finding.gate for finding in other.preconditions]


@given(data=st.data(), scenario=told_scenarios(), fact=st.sampled_from(QUESTIONS))
@effort(150)
def test_an_unknown_fact_is_neither_veto_nor_pass(data: st.DataObject, scenario: Scenario, fact: str) -> None:
    """What is settled without a fact stays settled with it; only an exception may open what was closed."""
    bare = {key: value for key, value in to_data(scenario).items() if key != "readiness"}
    plain = to_scenario(bare)
    if fact in DERIVED:
        plain = told(plain, f"signals.{DERIVED[fact]}", None)
    before = states(told(plain, f"facts.{fact}", None))
    after = states(told(plain, f"facts.{fact}", data.draw(values_of(fact))))
    for gate, state in before.items():
        if state is False:
            assert after[gate] is False, gate
        if state is True and not looks_at(KNOWLEDGE.gates[gate].unless, fact):
            assert after[gate] is True, gate


@pytest.mark.parametrize("gate", KNOWLEDGE.tables.gate, ids=list(KNOWLEDGE.gates))
def test_while_nothing_is_told_every_gate_is_a_question(gate: Gate) -> None:
    assert states(case())[gate.id] is None


def test_a_gate_that_is_a_question_moves_no_option_from_its_place() -> None:
    for ranking in (assessed().ranking, assessed(LAB).ranking):
        points = [entry.score_tenths for entry in ranking.options]
        assert points == sorted(points, reverse=True)


# -- why the ranking moved -------------------------------------------------------------------------


@given(first=told_scenarios(), second=told_scenarios(), scope=scopes)
@effort()
def test_the_terms_of_a_swap_sum_to_the_change_of_the_gap(first: Scenario, second: Scenario, scope: Scope) -> None:
    before, after = (assess(scoped(one, scope), KNOWLEDGE) for one in (first, second))
    for swap in explain_movement(before, after).overtakings:
        gaps = [gap(result, swap.winner, swap.loser) for result in (before, after)]
        assert gaps == [swap.gap_before_tenths, swap.gap_after_tenths]
        assert sum(term.tenths for term in swap.terms) == gaps[1] - gaps[0]


@given(scenario=told_scenarios())
@effort(40)
def test_a_change_of_scope_is_explained_as_exactly(scenario: Scenario) -> None:
    quick, full = (assess(scoped(scenario, scope), KNOWLEDGE) for scope in ("quick", "full"))
    for before, after in ((quick, full), (full, quick)):
        movement = explain_movement(before, after)
        assert movement.leader_change_tenths == sum(term.tenths for term in movement.leader_terms)
        for swap in movement.overtakings:
            assert sum(term.tenths for term in swap.terms) == swap.gap_after_tenths - swap.gap_before_tenths
            assert swap.gap_after_tenths == gap(after, swap.winner, swap.loser)


def gap(result: Assessment, winner: str, loser: str) -> int:
    """Return how far one option is ahead of another, in tenths."""
    return result.ranking.find(winner).score_tenths - result.ranking.find(loser).score_tenths


# -- the tables ------------------------------------------------------------------------------------


@cache
def led() -> frozenset[str | None]:
    """Return every option that is the destination of a shipped scenario, a published case, or a drawn one."""
    known = [*shipped_scenarios().values(), *(scenario_of(one, KNOWLEDGE) for one in KNOWLEDGE.cases.precedent)]
    random = Random(7)
    drawn = [
        case(
            CLEARED if random.random() < 0.5 else {},
            task={"kind": random.choice(TASK_KINDS), "failures": random.sample(FAILURES, random.randint(0, 2))},
            signals={name: random.randint(0, 100) for name in SIGNALS},
        )
        for _ in range(400)
    ]
    return frozenset(assess(scenario, KNOWLEDGE).ranking.destination for scenario in (*known, *drawn))


@pytest.mark.parametrize("option", list(KNOWLEDGE.choices))
def test_every_option_leads_somewhere(option: str) -> None:
    assert option in led()


def test_every_rule_has_a_source() -> None:
    tables, meta = KNOWLEDGE.tables, KNOWLEDGE.meta
    groups: tuple[tuple[Any, ...], ...] = (
        tables.factor,
        tables.task,
        tables.failure,
        tables.option,
        tables.combination,
        tables.gate,
        tables.item,
        tables.warning,
        KNOWLEDGE.cases.lesson,
        KNOWLEDGE.cases.pattern,
        KNOWLEDGE.cases.route,
        KNOWLEDGE.cases.push,
        (meta.verdict, meta.bands, meta.noise, meta.sampling, KNOWLEDGE.cases.scales, KNOWLEDGE.cases.likeness),
    )
    assert not [entry for group in groups for entry in group if not entry.sources]
    assert not [
        one.id for one in KNOWLEDGE.cases.precedent if not (one.source.title and one.source.authors and one.source.year)
    ]


# -- files -----------------------------------------------------------------------------------------


@given(scenario=told_scenarios())
@effort(40)
def test_what_was_saved_and_opened_again_is_assessed_the_same(tmp_path: Path, scenario: Scenario) -> None:
    path = tmp_path / "case.toml"
    save_scenario(scenario, path)
    assert assess(load_scenario(path), KNOWLEDGE) == assess(scenario, KNOWLEDGE)
