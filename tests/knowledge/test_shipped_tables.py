"""The tables that ship load, cite sources, and hold what the design promises."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.knowledge.tables import Copy
from tunewise.domain.scenario import FAILURES, TASK_KINDS, Costs, Readiness, Signals
from tunewise.knowledge.load import FOLDER, load_knowledge, shipped_knowledge

OPTIONS = {"prompt", "rag", "guardrails", "prompt-tuning", "lora", "full-tuning", "distillation", "stronger-model"}
COMBINATIONS = {"prompt+guardrails", "rag+guardrails", "lora+guardrails", "lora+rag"}
TRAINED = {"prompt-tuning", "lora", "full-tuning", "distillation", "lora+guardrails", "lora+rag"}

KNOWLEDGE = shipped_knowledge()


def test_every_option_and_combination_of_the_design_is_there_and_no_other() -> None:
    assert set(KNOWLEDGE.options) == OPTIONS
    assert set(KNOWLEDGE.combinations) == COMBINATIONS
    assert set(KNOWLEDGE.choices) == OPTIONS | COMBINATIONS


def test_every_option_has_a_letter_of_its_own_and_the_choices_stand_in_that_order() -> None:
    letters = [choice.letter for choice in KNOWLEDGE.choices.values()]
    assert letters == sorted(set(letters))
    assert len(letters) == 12


def test_the_tables_list_exactly_what_a_scenario_can_hold() -> None:
    assert set(KNOWLEDGE.signals) == set(Signals.model_fields)
    assert set(KNOWLEDGE.tasks) == set(TASK_KINDS)
    assert set(KNOWLEDGE.failures) == set(FAILURES)
    assert set(KNOWLEDGE.checks) == set(Readiness.model_fields)
    assert set(KNOWLEDGE.controls) == set(Costs.model_fields)


def test_the_points_of_all_factors_sum_to_a_hundred() -> None:
    assert sum(factor.points for factor in KNOWLEDGE.factors.values()) == 100
    assert {factor.kind for factor in KNOWLEDGE.factors.values()} == {"signal", "task", "fixed"}


def test_the_ladder_has_five_rungs_in_order() -> None:
    assert [rung.level for rung in KNOWLEDGE.tables.rung] == [1, 2, 3, 4, 5]


def test_every_entry_that_makes_a_claim_cites_a_source() -> None:
    tables, meta = KNOWLEDGE.tables, KNOWLEDGE.meta
    described = [*tables.factor, *tables.task, *tables.failure, *tables.option, *tables.combination]
    rules = [*tables.gate, *tables.item, *tables.rung, *tables.control, *tables.warning, *tables.question]
    figures = [tables.figures, meta.verdict, meta.bands, meta.volume_scale, meta.examples_scale]
    claims: list[tuple[str, ...]] = [getattr(entry, "sources") for entry in (*described, *rules, *figures)]  # noqa: B009
    for claim in claims:
        assert claim
        assert {citation.split(" ")[0].rstrip(":") for citation in claim} <= set(KNOWLEDGE.sources)


def test_every_source_that_is_listed_is_cited_somewhere() -> None:
    text = "".join(file.read_text("utf-8") for file in FOLDER.glob("*.toml") if file.name != "sources.toml")
    assert not [source for source in KNOWLEDGE.sources if f'"{source}' not in text]


def test_what_trains_is_told_apart_from_what_does_not() -> None:
    assert {option for option in KNOWLEDGE.choices if KNOWLEDGE.trains(option)} == TRAINED


def test_a_combination_has_two_parts_and_an_option_is_its_own_only_part() -> None:
    assert KNOWLEDGE.parts_of("lora+rag") == ("lora", "rag")
    assert KNOWLEDGE.parts_of("lora") == ("lora",)
    assert all(len(KNOWLEDGE.parts_of(option)) == 2 for option in COMBINATIONS)


def test_every_wizard_step_asks_only_what_is_worded_and_no_key_is_asked_twice() -> None:
    asked = [key for step in KNOWLEDGE.tables.step for key in step.asks]
    assert len(asked) == len(set(asked))


def test_the_shipped_tables_are_read_once() -> None:
    assert shipped_knowledge() is shipped_knowledge()


def test_two_loads_have_the_same_fingerprint_but_are_two_values() -> None:
    again = load_knowledge(FOLDER)
    assert again.sha256 == KNOWLEDGE.sha256
    assert again != KNOWLEDGE


def test_any_change_of_a_table_changes_the_fingerprint(tmp_path: Path) -> None:
    changed = Copy(tmp_path).append("meta.toml", "# one more remark\n").load()
    assert changed.sha256 != KNOWLEDGE.sha256
    assert changed.tables == KNOWLEDGE.tables


def test_an_entry_is_frozen_all_through() -> None:
    lora = KNOWLEDGE.options["lora"]
    with pytest.raises(ValidationError, match="frozen"):
        lora.simplicity = 1.0  # type: ignore[misc]
    assert isinstance(lora.fit["labelled_data"], tuple)


def test_meta_names_the_set_of_tables() -> None:
    assert (KNOWLEDGE.meta.id, KNOWLEDGE.meta.version) == ("llm-adaptation", "1.0")
