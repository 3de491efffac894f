"""How sure the ranking is, in one of five words; the rule is at the head of the engine's verdict."""

from statistics import NormalDist
from typing import Any

import pytest
from hypothesis import given

from tests.domain.strategies import effort, scenarios
from tests.engine.cases import CLEARED, KNOWLEDGE, LAB, assessed, case, without
from tunewise.domain.assessment import RankedOption, Verdict
from tunewise.domain.scenario import Scenario
from tunewise.engine.assess import assess
from tunewise.engine.ranking import nested
from tunewise.engine.verdict import chance_ahead, judge

WEAK: dict[str, Any] = {
    "task": {"kind": "style"},
    "signals": {"requirement_stability": 59, "labelled_data": 37, "request_volume": 99, "freshness_need": 65,
                "long_prompt_tolerance": 21},
}  # fmt: skip


def verdict(*tables: Any, **more: Any) -> Verdict:  # noqa: ANN401
    """Return the verdict on these tables."""
    return assessed(*tables, **more).ranking.verdict


def test_a_leader_well_ahead_of_every_rival_is_clear() -> None:
    found = verdict(LAB, CLEARED)
    assert (found.word, found.peers, found.lead_tenths) == ("clear", (), 72)
    assert found.text == "LoRA / PEFT fits best: 84.9, clear."


def test_a_leader_that_open_questions_may_still_cost_the_lead_is_leaning() -> None:
    found = verdict(signals={"labelled_data": 41, "freshness_need": 26})
    assert (found.word, found.peers) == ("leaning", ())
    assert found.text.startswith("Prompt engineering fits best: 80.4, leaning, if its 2 open preconditions hold.")


def test_a_lead_within_the_reading_error_is_too_close_to_call_and_names_a_set() -> None:
    found = verdict(LAB, facts={"training_allowed": False})
    assert (found.word, found.peers, found.lead_tenths) == ("too-close", ("guardrails",), 8)
    assert found.text.startswith("Too close to call: G and H lie within reach of each other")
    assert "69.0" in found.text


def test_peers_are_named_by_their_letters_in_no_order_of_rank() -> None:
    found = verdict(task={"kind": "code"}, signals={"freshness_need": 70, "long_prompt_tolerance": 14})
    assert found.word == "too-close"
    assert len(found.peers) == 3
    letters = sorted(KNOWLEDGE.choices[option].letter for option in (*found.peers, "prompt"))
    words = f"{', '.join(letters[:-1])} and {letters[-1]}"
    assert found.text.startswith(f"Too close to call: {words} lie within reach of each other")


def test_a_leader_with_few_points_fits_badly_even_if_it_leads() -> None:
    found = verdict(WEAK)
    assert found.word == "nothing-fits"
    assert found.text == "Nothing fits well: the best is Retrieval (RAG) with 62.6."


def test_when_every_option_is_ruled_out_nothing_fits() -> None:
    found = verdict(LAB, facts={"training_allowed": False, "current_model_meets_latency": False})
    assert (found.word, found.peers, found.lead_tenths) == ("nothing-fits", (), None)
    assert found.text == "Every option is ruled out by what was told."


def test_without_answers_no_verdict_is_given() -> None:
    found = verdict()
    assert (found.word, found.told_share) == ("not-enough-told", 0)
    assert found.text.startswith("Not enough told yet (0% of the points). Prompt engineering leads so far")


def test_the_told_share_counts_points_and_leaves_out_what_cannot_be_asked() -> None:
    assert verdict(signals={"labelled_data": 50}).told_share == 18 / 90
    assert verdict(task={"kind": "qa"}).told_share == 14 / 90
    assert verdict(facts={"labelled_examples": 500}).told_share == 18 / 90
    assert verdict(LAB).told_share == 1


def test_from_two_fifths_of_the_points_on_a_verdict_is_given() -> None:
    # 18 + 18 of 90 points are exactly the share that is enough.
    assert verdict(signals={"labelled_data": 6, "freshness_need": 20}).word != "not-enough-told"
    assert verdict(signals={"labelled_data": 6, "request_volume": 20}).word == "not-enough-told"


def test_a_case_with_one_standing_option_has_no_rival_and_no_lead() -> None:
    found = verdict(LAB, facts={"current_model_meets_latency": False})
    assert (found.word, found.lead_tenths, found.peers) == ("clear", None, ())


def test_a_combination_of_the_leader_is_a_sequence_and_no_rival() -> None:
    # LoRA with guardrails is 4.4 behind LoRA, but the lead is told over prompt tuning.
    assert verdict(LAB).lead_tenths == 849 - 777


def test_a_combination_that_leads_by_less_than_the_reading_error_names_the_part_that_is_as_good_alone() -> None:
    found = verdict(LAB, CLEARED, task={"kind": "extraction"})
    assert found.word == "clear"
    assert found.text == "LoRA + guardrails fits best: 82.6, clear. LoRA / PEFT alone comes within 0.5."


@pytest.mark.parametrize(("gap", "named"), [(29, True), (30, False)])
def test_a_part_is_as_good_alone_only_within_the_reading_error(gap: int, named: bool) -> None:
    ranking = assessed(LAB, CLEARED).ranking
    leader = ranking.find("lora+guardrails")._replace(score_tenths=900)
    part = ranking.find("lora")._replace(score_tenths=900 - gap)
    text = judge((leader, part), case(LAB, CLEARED), KNOWLEDGE).text
    assert text.endswith(f"LoRA / PEFT alone comes within {gap / 10}.") is named


def test_a_combination_that_leads_by_more_stands_without_that_remark() -> None:
    signals = {"requirement_stability": 67, "labelled_data": 97, "request_volume": 46, "freshness_need": 75}
    found = verdict(task={"kind": "classification"}, signals={**signals, "long_prompt_tolerance": 45})
    assert found.text == "LoRA + RAG fits best: 72.7, clear, if its 8 open preconditions hold."


@pytest.mark.parametrize(
    ("change", "ending"),
    [
        ({}, "clear."),
        ({"facts": {"gap_to_target_points": 3}}, "clear, but not yet."),
    ],
)
def test_the_sentence_says_what_stands_between_the_leader_and_today(change: dict[str, Any], ending: str) -> None:
    assert verdict(LAB, CLEARED, change).text == f"LoRA / PEFT fits best: 84.9, {ending}"


def test_one_open_precondition_is_told_as_one() -> None:
    facts = without(CLEARED["facts"], "gap_to_target_points")
    found = verdict(LAB, task=CLEARED["task"], facts=facts, readiness=CLEARED["readiness"])
    assert found.text == "LoRA / PEFT fits best: 84.9, clear, if its one open precondition holds."


def pair(lead: int) -> tuple[RankedOption, RankedOption]:
    """Return LoRA and prompting of the lab with a gap of ``lead`` tenths."""
    ranking = assessed(LAB).ranking
    return ranking.find("lora")._replace(score_tenths=700 + lead), ranking.find("prompt")._replace(score_tenths=700)


def test_with_every_answer_given_a_lead_of_the_resolution_holds_in_95_of_100() -> None:
    assert chance_ahead(*pair(30), case(LAB), KNOWLEDGE) == pytest.approx(0.95, abs=1e-4)
    assert chance_ahead(*pair(0), case(LAB), KNOWLEDGE) == 0.5
    assert chance_ahead(*pair(15), case(LAB), KNOWLEDGE) == pytest.approx(NormalDist().cdf(1.6449 / 2), abs=1e-6)


def test_an_unanswered_question_makes_the_same_lead_less_sure() -> None:
    told = assessed(LAB).ranking
    untold = assessed(task=LAB["task"], signals=without(LAB["signals"], "freshness_need")).ranking
    leader = untold.find("lora")._replace(score_tenths=told.find("lora").score_tenths)
    rival = untold.find("rag")._replace(score_tenths=told.find("rag").score_tenths)
    sure = chance_ahead(told.find("lora"), told.find("rag"), case(LAB), KNOWLEDGE)
    assert 0.5 < chance_ahead(leader, rival, case(LAB), KNOWLEDGE) < sure


@pytest.mark.parametrize(("lead", "word"), [(29, "too-close"), (30, "clear"), (31, "clear")])
def test_with_every_answer_given_a_lead_of_three_points_is_clear_and_less_is_too_close(lead: int, word: str) -> None:
    found = judge(pair(lead), case(LAB), KNOWLEDGE)
    assert (found.word, found.lead_tenths) == (word, lead)


@pytest.mark.parametrize(("score", "word"), [(649, "nothing-fits"), (650, "clear")])
def test_a_leader_needs_65_points(score: int, word: str) -> None:
    leader, rival = pair(0)
    options = (leader._replace(score_tenths=score), rival._replace(score_tenths=400))
    assert judge(options, case(LAB), KNOWLEDGE).word == word


@given(scenario=scenarios())
@effort()
def test_the_word_follows_from_share_score_peers_and_chance(scenario: Scenario) -> None:
    ranking = assess(scenario, KNOWLEDGE).ranking
    found, rule = ranking.verdict, KNOWLEDGE.meta.verdict
    if ranking.destination is None:
        assert found.word == "nothing-fits"
        return
    leader = ranking.find(ranking.destination)
    rivals = [entry for entry in ranking.options
              if entry.tier != "ruled-out" and not nested(entry.option, leader.option, KNOWLEDGE)]  # fmt: skip
    chances = {entry.option: chance_ahead(leader, entry, scenario, KNOWLEDGE) for entry in rivals}
    peers = {
        entry.option
        for entry in rivals
        if leader.score_tenths - entry.score_tenths < 30 or chances[entry.option] < 0.70
    }
    assert set(found.peers) == peers
    assert leader.option not in peers
    expected = (
        "not-enough-told" if found.told_share < rule.enough_told_share
        else "nothing-fits" if leader.score_tenths < 650
        else "too-close" if peers
        else "clear" if all(chance >= 0.90 for chance in chances.values())
        else "leaning"
    )  # fmt: skip
    assert found.word == expected
    assert f"{leader.score_points:.1f}" in found.text
