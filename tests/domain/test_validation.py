"""Errors of a scenario are in the user's words: one key, what is wrong, what would be right."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from tests.domain.strategies import effort, scenarios
from tunewise.domain.costs import Costs
from tunewise.domain.errors import ScenarioError
from tunewise.domain.scenario import (
    OPTION_IDS,
    Decision,
    Facts,
    Readiness,
    Sampling,
    Scenario,
    Signals,
    Task,
)
from tunewise.domain.validation import faults_of, to_data, to_scenario, wanted

TABLES = ["task", "signals", "facts", "costs", "readiness", "evidence", "plan", "sampling", "decision"]
TITLE = "a text of 1 to 200 characters"
PERCENT = "a whole number from 0 to 100"
UNCERTAIN = "or { low, likely, high } in rising order, or { p50, p90 }"
REQUESTS = f"a whole number from 0 to 100000000000, {UNCERTAIN}"
PRICE = f"dollars from 0 to 100000, {UNCERTAIN}"


def refusal(**data: Any) -> ScenarioError:  # noqa: ANN401
    """Return the error that ``data`` is refused with."""
    with pytest.raises(ScenarioError) as caught:
        to_scenario({"format": 1, "title": "x", **data}, "case.toml")
    return caught.value


@pytest.mark.parametrize(
    ("key", "value", "problem", "remedy"),
    [
        ("title", "", "'' does not fit here", TITLE),
        ("title", 3, "3 does not fit here", TITLE),
        ("title", "x" * 201, "has 201 characters", TITLE),
        ("summary", "x" * 2001, "has 2,001 characters", "a text of up to 2,000 characters"),
        ("notes", "x" * 20001, "has 20,001 characters", "a text of up to 20,000 characters"),
        ("random_seed", -1, "-1 does not fit here", "a whole number from 0 to 2147483647"),
        ("scope", "half", "'half' does not fit here", "quick or full, or leave it out"),
        ("scope", 1, "1 does not fit here", "quick or full, or leave it out"),
        ("signals.labelled_data", 101, "101 does not fit here", PERCENT),
        ("signals.freshness_need", True, "true does not fit here", PERCENT),
        ("signals.freshness_need", "9", "'9' does not fit here", PERCENT),
        ("facts.gap_to_target_points", 101, "101 does not fit here", PERCENT),
        ("facts.prompting_ladder_level", 6, "6 does not fit here", "a whole number from 0 to 5"),
        ("facts.labelled_examples", -1, "-1 does not fit here", "a whole number from 0 to 1000000000"),
        ("facts.training_allowed", 1, "1 does not fit here", "true or false"),
        ("facts.data_may_leave", "no", "'no' does not fit here", "true or false"),
        ("facts.weeks_available", 521, "521 does not fit here", "a whole number from 0 to 520"),
        ("facts.tasks_on_one_model", 0, "0 does not fit here", "a whole number from 1 to 100000"),
        ("sampling.answers", "exact", "'exact' does not fit here", "one of sure, about, guess"),
        ("sampling.weights", 3, "3 does not fit here", "one of fixed, default, rough, no-idea"),
        ("decision.reason", 3, "3 does not fit here", "a text of 1 to 2,000 characters that says why"),
        ("decision.reason", "x" * 2001, "has 2,001 characters", "a text of 1 to 2,000 characters that says why"),
        ("readiness.cost_understood", "no", "'no' does not fit here", "true or false"),
        ("task.classes", 1, "1 does not fit here", "a whole number from 2 to 10000"),
        ("costs.monthly_requests", -1, "-1 does not fit here", REQUESTS),
        ("costs.price_per_million_input_usd", False, "false does not fit here", PRICE),
        ("costs.price_per_million_input_usd", Decimal("NaN"), "NaN does not fit here", PRICE),
    ],
)
def test_a_value_that_does_not_fit_is_shown_with_what_would_fit(
    key: str, value: object, problem: str, remedy: str
) -> None:
    table, _, name = key.rpartition(".")
    error = refusal(**({table: {name: value}} if table else {name: value}))
    assert str(error) == f"case.toml: {key}: {problem}; give {remedy}"


def test_a_missing_title_is_named() -> None:
    with pytest.raises(ScenarioError) as caught:
        to_scenario({})
    assert str(caught.value) == "title: is missing; give a text of 1 to 200 characters"


def test_a_kind_of_task_that_does_not_exist_is_answered_with_those_that_do() -> None:
    message = str(refusal(task={"kind": "poetry"}))
    assert message.startswith("case.toml: task.kind: 'poetry' does not fit here; give one of style, extraction,")


@pytest.mark.parametrize(
    ("failures", "key", "problem"),
    [
        (["tone", "tone"], "task.failures", "a failure is named twice"),
        (["tune"], "task.failures.0", "'tune' does not fit here"),
        ("tone", "task.failures", "'tone' does not fit here"),
    ],
)
def test_a_wrong_list_of_failures_is_answered_with_the_failures_there_are(
    failures: object, key: str, problem: str
) -> None:
    error = refusal(task={"failures": failures})
    assert (error.key, error.problem) == (key, problem)
    assert error.remedy.startswith("give a list of different ones of missing_facts, stale_facts")


@pytest.mark.parametrize(
    ("placed", "key", "problem"),
    [
        (["rag", "rag"], "facts.in_place", "an option is named twice"),
        (["rags"], "facts.in_place.0", "'rags' does not fit here"),
        ("rag", "facts.in_place", "'rag' does not fit here"),
    ],
)
def test_a_wrong_list_of_what_runs_already_is_answered_with_the_options_there_are(
    placed: object, key: str, problem: str
) -> None:
    error = refusal(facts={"in_place": placed})
    assert (error.key, error.problem) == (key, problem)
    remedy = f"give a list of different ones of {', '.join(OPTION_IDS)}"
    assert error.remedy == (f"{remedy}; did you mean rag?" if placed == ["rags"] else remedy)


def test_a_decision_for_an_option_that_does_not_exist_is_answered_with_those_that_do() -> None:
    error = refusal(decision={"option": "magic", "reason": "because"})
    assert (error.key, error.problem) == ("decision.option", "'magic' does not fit here")
    assert error.remedy == f"give one of {', '.join(OPTION_IDS)}"


@pytest.mark.parametrize("reason", [{}, {"reason": ""}, {"reason": " \n\t"}])
def test_a_decision_without_a_reason_is_refused_in_one_line_that_names_the_decision(reason: dict[str, str]) -> None:
    error = refusal(decision={"option": "prompt", **reason})
    assert str(error) == ("case.toml: decision: an option is chosen without a reason; give a reason beside the option")


@pytest.mark.parametrize(
    ("data", "key", "like"),
    [
        ({"titel": "x"}, "titel", "title"),
        ({"signal": {}}, "signal", "signals"),
        ({"signals": {"labeled_data": 5}}, "signals.labeled_data", "labelled_data"),
        ({"facts": {"training_alowed": True}}, "facts.training_alowed", "training_allowed"),
        ({"costs": {"monthly_request": 5}}, "costs.monthly_request", "monthly_requests"),
        ({"scop": "full"}, "scop", "scope"),
        ({"sampling": {"answer": "sure"}}, "sampling.answer", "answers"),
        ({"decision": {"opton": "rag"}}, "decision.opton", "option"),
        ({"costs": {"monthly_requests": {"low": 1, "likly": 2, "high": 3}}}, "costs.monthly_requests.likly", "likely"),
    ],
)
def test_a_slip_in_a_key_is_answered_with_the_key_that_was_meant(data: dict[str, Any], key: str, like: str) -> None:
    error = refusal(**data)
    assert error.key == key
    assert error.problem.startswith("is not a key of a scenario")
    assert error.remedy == f"did you mean {like}?"


def test_two_kinds_of_range_in_one_are_told_apart() -> None:
    error = refusal(costs={"monthly_requests": {"low": 1, "likely": 2, "high": 3, "p50": 2}})
    assert error.key == "costs.monthly_requests.p50"
    assert error.remedy == "give either { low, likely, high } or { p50, p90 }, not both"


@pytest.mark.parametrize(
    ("data", "key", "known"),
    [
        (
            {"zzz": 1},
            "zzz",
            f"format, title, summary, notes, random_seed, scope, {', '.join(TABLES)}",
        ),
        ({"sampling": {"zzz": 1}}, "sampling.zzz", "answers, weights"),
        ({"decision": {"zzz": 1}}, "decision.zzz", "option, reason"),
        ({"task": {"zzz": 1}}, "task.zzz", "kind, classes, failures"),
        (
            {"costs": {"monthly_requests": {"low": 1, "likely": 2, "high": 3, "zzz": 4}}},
            "costs.monthly_requests.zzz",
            "low, likely, high, p50, p90",
        ),
    ],
)
def test_a_key_like_no_other_is_answered_with_the_keys_there_are(data: dict[str, Any], key: str, known: str) -> None:
    error = refusal(**data)
    assert (error.key, error.remedy) == (key, f"keys here are {known}")


@pytest.mark.parametrize("name", ["point", "range"])
def test_a_key_that_happens_to_be_called_point_or_range_is_refused_by_its_name(name: str) -> None:
    assert refusal(**{name: 1}).key == name
    assert refusal(signals={name: 1}).key == f"signals.{name}"


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("value", [3, "text", [1]])
def test_a_value_in_place_of_a_table_is_answered_with_the_table(table: str, value: object) -> None:
    error = refusal(**{table: value})
    assert error.key == table
    assert error.remedy == f"give a table, written as [{table}]"


@pytest.mark.parametrize(
    ("given", "key", "problem"),
    [
        (
            {"low": 3, "likely": 2, "high": 9},
            "costs.monthly_requests",
            "low, likely and high are not in rising order: low 3, likely 2, high 9",
        ),
        (
            {"low": Decimal("0.5"), "likely": Decimal("2.50"), "high": 1},
            "costs.monthly_requests",
            "low, likely and high are not in rising order: low 0.5, likely 2.50, high 1",
        ),
        ({"p50": 5, "p90": 3}, "costs.monthly_requests", "p50 is not above 0, or p90 is below p50: p50 5, p90 3"),
        ({"low": 3, "high": 9}, "costs.monthly_requests.likely", "is missing"),
        (
            {"low": Decimal("0.5"), "likely": 1, "high": 2},
            "costs.monthly_requests",
            "low, likely and high are counted in whole numbers here",
        ),
        ({"low": 0, "likely": 1, "high": 10**11 + 1}, "costs.monthly_requests", "100000000001 is too large"),
    ],
)
def test_a_range_that_does_not_fit_says_why(given: dict[str, Any], key: str, problem: str) -> None:
    error = refusal(costs={"monthly_requests": given})
    assert (error.key, error.problem, error.remedy) == (key, problem, f"give {REQUESTS}")


def test_more_removed_than_extra_tokens_are_refused_for_the_costs_as_a_whole() -> None:
    error = refusal(costs={"extra_prompt_tokens": 1, "prompt_tokens_removed": 2})
    assert (error.key, error.problem) == ("costs", "2 tokens removed from the 1 that the prompt adds")
    assert error.remedy == "give no more tokens removed than that, first"


@pytest.mark.parametrize(
    ("data", "key", "problem"),
    [
        (
            {"signals": {"labelled_data": 999, "freshness_need": -1}},
            "signals.labelled_data",
            "999 does not fit here (and 1 more to mend: signals.freshness_need)",
        ),
        (
            {"signals": {"labelled_data": 999, "freshness_need": -1}, "facts": {"foo": 1}, "scope": 1},
            "facts.foo",
            "is not a key of a scenario (and 3 more to mend: scope, signals.labelled_data, …)",
        ),
        (
            {"signals": {"x" * 500: 1, "y" * 500: 1, "z" * 500: 1}},
            f"signals.{'x' * 500}",
            f"is not a key of a scenario (and 2 more to mend: signals.{'y' * 51}…, …)",
        ),
    ],
)
def test_of_several_slips_the_first_is_explained_the_next_two_named_and_all_counted(
    data: dict[str, Any], key: str, problem: str
) -> None:
    error = refusal(**data)
    assert (error.key, error.problem) == (key, problem)
    assert error.problem in error.line() or len(key) > 100
    assert "\n" not in error.line()


@pytest.mark.parametrize(
    ("data", "key", "like"),
    [
        ({"task": {"kind": "Extracton"}}, "task.kind", "extraction"),
        ({"task": {"failures": ["formt"]}}, "task.failures.0", "format"),
        ({"costs": {"counted": ["peple"]}}, "costs.counted.0", "people"),
        ({"costs": {"retraining_paid": "lump"}}, "costs.retraining_paid", "lumps"),
        ({"decision": {"option": "lorra", "reason": "x"}}, "decision.option", "lora"),
        ({"scope": "fulll"}, "scope", "full"),
    ],
)
def test_a_slip_in_a_name_is_answered_with_all_names_and_the_one_that_was_meant(
    data: dict[str, Any], key: str, like: str
) -> None:
    error = refusal(**data)
    assert error.key == key
    assert error.remedy.startswith("give ")
    assert error.remedy.endswith(f"; did you mean {like}?")
    assert error.line().endswith(f"; did you mean {like}?")


def test_a_figure_of_a_kind_that_does_not_fit_is_shown_as_it_was_written() -> None:
    error = refusal(costs={"monthly_growth_share": {"p50": Decimal("0.10"), "p90": Decimal("0.2")}})
    assert (error.key, error.problem) == ("costs.monthly_growth_share", "{ p50 = 0.10, p90 = 0.2 } does not fit here")
    assert error.remedy == "give a share from -1 to 1, or { low, likely, high }"
    assert refusal(costs={"monthly_requests": [1, True, "x"]}).problem == "[1, true, 'x'] does not fit here"


def test_an_unknown_key_is_named_before_the_key_that_it_was_meant_to_be() -> None:
    with pytest.raises(ScenarioError) as caught:
        to_scenario({"format": 1, "titel": "x"})
    assert (caught.value.key, caught.value.remedy) == ("titel", "did you mean title?")
    assert caught.value.problem.endswith("(and 1 more to mend)")


def test_a_file_of_a_later_format_is_refused_before_its_other_keys_are_looked_at() -> None:
    error = refusal(format=2, new_table={"x": 1})
    assert (error.key, error.problem) == ("format", "this file has format 2")
    assert "update Tunewise" in error.remedy


@pytest.mark.parametrize("value", [0, "1", None, Decimal("2.5"), Decimal("NaN"), -1])
def test_a_format_that_is_no_format_is_refused(value: object) -> None:
    assert refusal(format=value).key == "format"
    assert refusal(format=value).remedy == "give 1"


@pytest.mark.parametrize("value", [True, Decimal("1.0")])
def test_the_format_is_the_whole_number_one_and_not_something_like_it(value: object) -> None:
    assert refusal(format=value).key == "format"


def test_an_endless_number_is_told_by_its_digits() -> None:
    assert refusal(format=10**5000).problem == "this file has format a number of 5001 digits"
    assert refusal(random_seed=-(10**30)).problem == "a number of 31 digits does not fit here"
    assert refusal(random_seed=10**18 - 1).problem == f"{'9' * 18} does not fit here"
    assert refusal(random_seed=10**18).problem == "a number of 19 digits does not fit here"
    assert refusal(random_seed=10**30 - 1).problem == "a number of 30 digits does not fit here"


def test_an_amount_that_is_too_fine_is_answered_with_how_fine_it_may_be() -> None:
    error = refusal(costs={"price_per_million_input_usd": Decimal("0.0000000001")})
    assert error.key == "costs.price_per_million_input_usd"
    assert "9 digits after the point" in str(error)
    assert to_scenario({"title": "x", "costs": {"evaluation_usd": Decimal("0.000000001")}}).costs.evaluation_usd


def test_a_long_value_is_cut() -> None:
    assert refusal(title=["x" * 56]).problem == f"['{'x' * 56}'] does not fit here"
    assert refusal(title=["x" * 57]).problem == f"['{'x' * 55}... does not fit here"
    assert refusal(title=["x" * 500]).problem == f"['{'x' * 55}... does not fit here"


@pytest.mark.parametrize(
    ("table", "model"),
    [
        ("", Scenario),
        ("task", Task),
        ("signals", Signals),
        ("facts", Facts),
        ("costs", Costs),
        ("readiness", Readiness),
        ("sampling", Sampling),
        ("decision", Decision),
    ],
)
def test_every_key_has_words_for_what_belongs_there(table: str, model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        text = wanted([table, name] if table else [name])
        is_table = isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        is_table |= name in {"plans", "models"}
        # The costs have a rule of their own as a whole; their other refusals are tested above.
        assert name == "costs" or text.startswith("a table") is is_table, name


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("scope", "quick or full, or leave it out"),
        ("signals.reasoning_gap", PERCENT),
        ("facts.tuning_route_offered", "true or false"),
        ("facts.weeks_available", "a whole number from 0 to 520"),
        ("facts.in_place", f"a list of different ones of {', '.join(OPTION_IDS)}"),
        ("sampling.answers", "one of sure, about, guess"),
        ("sampling.weights", "one of fixed, default, rough, no-idea"),
        ("decision.option", f"one of {', '.join(OPTION_IDS)}"),
        ("decision.reason", "a text of 1 to 2,000 characters that says why"),
        ("sampling", "a table, written as [sampling]"),
        ("decision", "a table, written as [decision]"),
    ],
)
def test_every_kind_of_field_says_in_words_what_belongs_there(key: str, words: str) -> None:
    assert wanted(key.split(".")) == words


def test_what_no_key_names_is_wanted_as_a_table() -> None:
    assert wanted([]) == "a table, written as []"


def test_a_value_nested_deeper_than_can_be_printed_is_told_without_it() -> None:
    nested: list[object] = []
    for _ in range(5_000):
        nested = [nested]
    assert refusal(title=nested).problem == "a value nested very deeply does not fit here"


def test_an_amount_of_a_million_digits_is_refused_like_any_other() -> None:
    error = refusal(costs={"training_run_usd": 16**900_000})
    assert error.key == "costs.training_run_usd"
    assert error.problem.endswith(" digits does not fit here")


def test_a_slip_in_a_table_that_tunewise_writes_is_answered_with_its_keys() -> None:
    assert refusal(evidence={"trainin": {}}).remedy == "did you mean training?"
    assert refusal(plan={"starts": 3}).remedy == "did you mean starts_on?"


def test_an_owner_without_a_name_is_answered_with_what_belongs_there() -> None:
    error = refusal(plan={"owners": {"data": " "}})
    assert (error.problem, error.remedy) == ("an owner has no name", "give a table")


@given(scenario=scenarios(), data=st.data())
@effort()
def test_a_scenario_whose_tables_are_looked_at_one_by_one_is_the_one_that_is_looked_at_whole(
    scenario: Scenario, data: st.DataObject
) -> None:
    told = to_data(scenario)
    tables = {name: table for name, table in told.items() if isinstance(table, dict)}
    places = [(told, name) for name in (*told, "titel")]
    places += [(table, key) for table in tables.values() for key in (*table, "nothing")]
    for holder, name in data.draw(st.lists(st.sampled_from(places), max_size=2)):
        holder[name] = data.draw(
            st.sampled_from(["", "x", -1, 2.5, True, [], ["x"], {}, {"nothing": 1}, holder.get(name)])
        )
    try:
        whole = Scenario.model_validate(told)
    except ValidationError:
        whole = None
    found, faults = faults_of(told)
    assert found == whole
    assert bool(faults) is (whole is None)
    if found is not None and whole is not None:
        assert found.model_fields_set == whole.model_fields_set
