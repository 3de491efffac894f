"""Conditions have three values: true, false and unknown; unknown is neither."""

from typing import Any

import pytest

from tests.engine.cases import KNOWLEDGE, case
from tunewise.engine.clauses import Finding, Situation, all_of, any_of, evaluate
from tunewise.engine.readiness import settle_checks
from tunewise.engine.readings import read_signals
from tunewise.knowledge.schema import Clause

YES, NO, OPEN = True, False, None


def situation(**tables: Any) -> Situation:  # noqa: ANN401
    """Return what clauses look at for these tables."""
    scenario = case(**tables)
    readings = {reading.signal: reading for reading in read_signals(scenario, KNOWLEDGE)}
    return Situation(scenario, readings, settle_checks(scenario, readings, KNOWLEDGE), KNOWLEDGE)


def clause(**parts: Any) -> Clause:  # noqa: ANN401
    """Return a clause as the tables would give it; ``is_`` and ``all_`` are written ``is`` and ``all`` there."""
    return Clause.model_validate({name.rstrip("_"): value for name, value in parts.items()})


def found(what: Clause, **tables: Any) -> tuple[bool | None, str]:  # noqa: ANN401
    """Return what a clause comes to, and why."""
    finding = evaluate(what, situation(**tables))
    return finding.value, finding.because


@pytest.mark.parametrize(
    ("first", "second", "either"),
    [
        (YES, YES, YES), (YES, NO, YES), (YES, OPEN, YES),
        (NO, YES, YES), (NO, NO, NO), (NO, OPEN, OPEN),
        (OPEN, YES, YES), (OPEN, NO, OPEN), (OPEN, OPEN, OPEN),
    ],
)  # fmt: skip
def test_any_of_two_clauses_is_kleene_or(first: bool | None, second: bool | None, either: bool | None) -> None:
    clauses = (clause(fact="training_allowed", is_=True), clause(fact="current_model_meets_latency", is_=True))
    facts = {"training_allowed": first, "current_model_meets_latency": second}
    here = situation(facts={name: value for name, value in facts.items() if value is not None})
    assert any_of(clauses, here).value is either


def test_any_of_nothing_is_false() -> None:
    assert any_of((), situation()) == Finding(False)


def test_the_first_true_clause_gives_the_reason() -> None:
    clauses = (clause(signal="freshness_need", at_least=50), clause(signal="labelled_data", at_least=50))
    assert any_of(clauses, situation(signals={"freshness_need": 49, "labelled_data": 50})) == Finding(True, "data 50")
    assert any_of(clauses, situation(signals={"freshness_need": 50, "labelled_data": 50})).because == "freshness 50"


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (YES, YES, YES), (YES, NO, NO), (YES, OPEN, OPEN),
        (NO, YES, NO), (NO, NO, NO), (NO, OPEN, NO),
        (OPEN, YES, OPEN), (OPEN, NO, NO), (OPEN, OPEN, OPEN),
    ],
)  # fmt: skip
def test_all_of_two_clauses_is_kleene_and(first: bool | None, second: bool | None, both: bool | None) -> None:
    parts = [{"fact": "training_allowed", "is": True}, {"fact": "current_model_meets_latency", "is": True}]
    facts = {"training_allowed": first, "current_model_meets_latency": second}
    here = situation(facts={name: value for name, value in facts.items() if value is not None})
    assert evaluate(clause(all_=parts), here).value is both
    assert all_of((Clause.model_validate(part) for part in parts), here).value is both


def test_all_of_several_clauses_gives_every_reason() -> None:
    both = clause(all_=[{"signal": "freshness_need", "at_least": 50}, {"leads": "tone"}, {"task": "qa"}])
    told = {"signals": {"freshness_need": 60}, "task": {"kind": "qa", "failures": ["tone"]}}
    assert found(both, **told) == (True, "freshness 60, tone or style is inconsistent")


def test_clauses_may_stand_inside_one_another() -> None:
    inner = {"all": [{"task": "qa"}, {"leads": "tone"}]}
    outer = clause(all_=[inner, {"signal": "freshness_need", "below": 50}])
    told = {"task": {"kind": "qa", "failures": ["tone"]}, "signals": {"freshness_need": 10}}
    assert found(outer, **told)[0] is True
    assert found(outer, **{**told, "task": {"kind": "code", "failures": ["tone"]}})[0] is False
    assert found(outer, task=told["task"])[0] is None


@pytest.mark.parametrize(("value", "below", "at_least"), [(19, YES, NO), (20, NO, YES), (21, NO, YES)])
def test_a_signal_is_compared_with_its_bound(value: int, below: bool, at_least: bool) -> None:
    told = {"signals": {"requirement_stability": value}}
    assert found(clause(signal="requirement_stability", below=20), **told) == (below, f"stability {value}")
    assert found(clause(signal="requirement_stability", at_least=20), **told) == (at_least, f"stability {value}")


def test_an_unknown_signal_settles_nothing() -> None:
    assert found(clause(signal="requirement_stability", below=20)) == (None, "")
    assert found(clause(signal="labelled_data", below_examples=100)) == (None, "")


@pytest.mark.parametrize(
    ("tables", "few", "why"),
    [
        ({"facts": {"labelled_examples": 99}}, YES, "99 examples"),
        ({"facts": {"labelled_examples": 100}}, NO, "100 examples"),
        ({"facts": {"labelled_examples": 0}}, YES, "0 examples"),
        ({"signals": {"labelled_data": 39}}, YES, "about 89 examples"),
        ({"signals": {"labelled_data": 40}}, NO, "about 100 examples"),
    ],
)
def test_a_count_is_exact_and_a_slider_is_about(tables: dict[str, Any], few: bool, why: str) -> None:
    assert found(clause(signal="labelled_data", below_examples=100), **tables) == (few, why)
    assert found(clause(signal="labelled_data", at_least_examples=100), **tables) == (not few, why)


def test_a_count_that_was_told_speaks_louder_than_the_slider() -> None:
    told = {"signals": {"labelled_data": 72}, "facts": {"labelled_examples": 50}}
    assert found(clause(signal="labelled_data", below_examples=100), **told) == (True, "50 examples")


@pytest.mark.parametrize(
    ("told", "says", "value"),
    [(YES, YES, YES), (YES, NO, NO), (NO, YES, NO), (NO, NO, YES), (OPEN, YES, OPEN), (OPEN, NO, OPEN)],
)
def test_a_yes_or_no_fact_is_compared_with_what_the_clause_says(
    told: bool | None, says: bool, value: bool | None
) -> None:
    facts = {} if told is None else {"training_allowed": told}
    assert found(clause(fact="training_allowed", is_=says), facts=facts) == (value, "")


@pytest.mark.parametrize(("level", "low", "high"), [(4, YES, NO), (5, NO, YES)])
def test_a_level_is_compared_with_its_bound(level: int, low: bool, high: bool) -> None:
    facts = {"prompting_ladder_level": level}
    assert found(clause(fact="prompting_ladder_level", below=5), facts=facts) == (low, str(level))
    assert found(clause(fact="prompting_ladder_level", at_least=5), facts=facts) == (high, str(level))


@pytest.mark.parametrize(
    ("told", "says", "value"),
    [(YES, YES, YES), (YES, NO, NO), (NO, YES, NO), (NO, NO, YES), (OPEN, YES, OPEN), (OPEN, NO, OPEN)],
)
def test_a_checklist_item_is_compared_with_what_the_clause_says(
    told: bool | None, says: bool, value: bool | None
) -> None:
    readiness = {} if told is None else {"cost_understood": told}
    why = "" if told is None else "your word"
    assert found(clause(check="cost_understood", is_=says), readiness=readiness) == (value, why)


def test_a_failure_is_true_when_it_is_among_those_named() -> None:
    what = clause(failure="unclear_task")
    assert found(what) == (None, "")
    assert found(what, task={"failures": ["tone"]}) == (False, "tone or style is inconsistent")
    value, why = found(what, task={"failures": ["tone", "unclear_task"]})
    assert value is True
    assert why == "tone or style is inconsistent, nobody can say what right is"


@pytest.mark.parametrize(
    ("failures", "value"),
    [
        ([], OPEN),
        (["missing_facts"], YES),
        (["stale_facts", "missing_facts"], YES),
        (["missing_facts", "tone"], NO),
        (["tone"], NO),
    ],
)
def test_failures_only_is_true_when_nothing_else_fails(failures: list[str], value: bool | None) -> None:
    what = clause(failures_only=["missing_facts", "stale_facts"])
    assert found(what, task={"failures": failures})[0] is value


@pytest.mark.parametrize(
    ("failures", "value"), [([], OPEN), (["tone"], YES), (["tone", "format"], YES), (["format", "tone"], NO)]
)
def test_a_failure_leads_when_it_is_named_first(failures: list[str], value: bool | None) -> None:
    assert found(clause(leads="tone"), task={"failures": failures})[0] is value


def test_the_failure_that_leads_is_the_reason() -> None:
    told = {"task": {"failures": ["format", "tone"]}}
    assert found(clause(leads="format"), **told) == (True, "output does not parse")
    assert found(clause(leads="tone"), **told) == (False, "output does not parse")


def test_failures_only_among_none_holds_for_nothing_that_is_named() -> None:
    assert found(clause(failures_only=[]), task={"failures": ["tone"]})[0] is False


@pytest.mark.parametrize(("kind", "value"), [(None, OPEN), ("classification", YES), ("qa", NO)])
def test_a_task_is_compared_with_what_the_clause_names(kind: str | None, value: bool | None) -> None:
    told = {"kind": kind} if kind else {}
    assert found(clause(task="classification"), task=told) == (value, "")


@pytest.mark.parametrize(
    ("placed", "value"), [([], NO), (["rag"], NO), (["guardrails"], YES), (["rag", "guardrails"], YES)]
)
def test_what_runs_already_is_known_from_the_list_and_is_no_question(placed: list[str], value: bool) -> None:
    assert found(clause(placed="guardrails"), facts={"in_place": placed}) == (value, "guardrails in place")


@pytest.mark.parametrize(
    ("classes", "tables", "few", "why"),
    [
        (300, {"facts": {"labelled_examples": 5_999}}, YES, "5,999 examples for 300 classes"),
        (300, {"facts": {"labelled_examples": 6_000}}, NO, "6,000 examples for 300 classes"),
        (5, {"signals": {"labelled_data": 39}}, YES, "about 89 examples for 5 classes"),
        (5, {"signals": {"labelled_data": 40}}, NO, "about 100 examples for 5 classes"),
        (300, {}, OPEN, ""),
        (None, {"facts": {"labelled_examples": 5}}, NO, ""),
        (None, {}, OPEN, ""),
    ],
)
def test_examples_are_counted_for_each_class(
    classes: int | None, tables: dict[str, Any], few: bool | None, why: str
) -> None:
    what = clause(signal="labelled_data", below_examples_per_class=20)
    assert found(what, task={"classes": classes} if classes else {}, **tables) == (few, why)


def test_where_only_the_slider_moves_the_count_is_read_off_it() -> None:
    told = {"signals": {"labelled_data": 72}, "facts": {"labelled_examples": 50}}
    few, per_class = (
        clause(signal="labelled_data", below_examples=100),
        clause(signal="labelled_data", below_examples_per_class=20),
    )
    slid = situation(**told, task={"classes": 300})._replace(counted=False)
    assert evaluate(few, slid) == Finding(False, "about 3,980 examples")
    assert evaluate(per_class, slid) == Finding(True, "about 3,980 examples for 300 classes")
    assert evaluate(few, slid._replace(counted=True)) == Finding(True, "50 examples")


def test_the_words_of_a_clause_put_in_the_value_of_the_fact() -> None:
    what = clause(fact="weeks_available", below=4, words="{value} weeks")
    assert found(what, facts={"weeks_available": 3}) == (True, "3 weeks")
    assert found(what) == (None, "")


def test_the_leaves_of_a_clause_are_its_parts_without_parts() -> None:
    plain = clause(task="qa")
    nested = clause(all_=[{"task": "qa"}, {"all": [{"leads": "tone"}, {"placed": "rag"}]}])
    assert list(plain.leaves()) == [plain]
    assert [(leaf.task, leaf.leads, leaf.placed) for leaf in nested.leaves()] == [
        ("qa", None, None),
        (None, "tone", None),
        (None, None, "rag"),
    ]
