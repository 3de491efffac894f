"""Why an option stands where it stands: losses, rivals, dominance, and what published cases say."""

from typing import cast

from tunewise.domain.analysis import Difference, HeadToHead, NearPrecedent
from tunewise.domain.assessment import Assessment
from tunewise.domain.scenario import Scenario
from tunewise.engine.assess import assess
from tunewise.engine.ranking import nested
from tunewise.knowledge.tables import Knowledge
from tunewise.report.explain import explanation
from tunewise.report.why import (
    Why,
    case_lines,
    case_words,
    dominance_words,
    lead_words,
    losses_words,
    rival_of,
    why,
)
from tunewise.session.edits import apply, set_value
from tunewise.store.scenario_files import shipped_scenarios


def explained(scenario: Scenario, option: str, knowledge: Knowledge) -> tuple[Assessment, Why]:
    """Return the assessment and why ``option`` stands where it stands."""
    assessment = assess(scenario, knowledge)
    return assessment, why(assessment, option, knowledge)


def test_the_losses_come_to_what_is_missing_from_100(lab: Scenario, knowledge: Knowledge) -> None:
    _, found = explained(lab, "lora", knowledge)
    assert losses_words(found, knowledge).startswith("What keeps it from 100: Simplicity 5.0, ")
    lost = sum(part.possible_tenths - part.earned_tenths for part in found.entry.losses)
    assert lost == 1000 - found.entry.score_tenths


def test_the_rival_is_the_best_option_that_is_no_part_of_the_answer(knowledge: Knowledge) -> None:
    for scenario in shipped_scenarios().values():
        ranking = assess(scenario, knowledge).ranking
        for entry in ranking.options:
            rival = rival_of(assess(scenario, knowledge), entry.option, knowledge)
            if rival is not None:
                assert not nested(rival, entry.option, knowledge)
                assert ranking.find(rival).tier != "ruled-out"


def test_the_differences_add_up_to_the_lead(lab: Scenario, knowledge: Knowledge) -> None:
    assessment, found = explained(lab, "rag", knowledge)
    assert found.duel is not None
    assert sum(line.tenths for line in found.duel.differences) == found.duel.lead_tenths
    rows = explanation(assessment, found, knowledge)
    assert "Against A LoRA / PEFT: 26.6 behind." in rows
    assert "  The sum is the lead      -26.6" in rows


def duel(*pairs: tuple[int, int], one: str = "lora", other: str = "prompt") -> HeadToHead:
    """Return two options with these tenths on each line."""
    lines = tuple(Difference(f"line {number}", *pair) for number, pair in enumerate(pairs))
    lead = sum(line.tenths for line in lines)
    return HeadToHead(one, other, lead, lines, all(line.tenths >= 0 for line in lines))


def test_where_one_earns_as_much_on_every_line_no_weighting_reverses_it(knowledge: Knowledge) -> None:
    reversed_by_none = "LoRA / PEFT earns at least as much on every line: no weighting reverses this."
    assert dominance_words(duel((50, 40), (30, 30)), knowledge) == reversed_by_none
    assert dominance_words(duel((40, 50), one="prompt", other="lora"), knowledge) == reversed_by_none
    assert dominance_words(duel((50, 40), (20, 30)), knowledge) == ""
    assert "no weighting tells them apart" in dominance_words(duel((30, 30)), knowledge)


def test_a_lead_of_nothing_is_called_level(knowledge: Knowledge) -> None:
    assert lead_words(duel((30, 40), (40, 30)), knowledge) == "Against H Prompt engineering: level"
    assert lead_words(duel((30, 42)), knowledge) == "Against H Prompt engineering: 1.2 behind"


def case(name: str, found: Why, knowledge: Knowledge, *, agrees: bool, warns: bool = False) -> str:
    """Return what a case says of the recommendation."""
    return case_words(NearPrecedent(name, 0.8, (), (), agrees, warns), found, knowledge).stance


def test_a_case_says_plainly_whether_it_agrees(lab: Scenario, knowledge: Knowledge) -> None:
    _, found = explained(lab, "lora", knowledge)
    name = "background-record-charges"  # LoRA / PEFT worked best there
    assert case(name, found, knowledge, agrees=True) == "agrees with the recommendation: LoRA / PEFT worked best there"
    prompted = found._replace(advice=("prompt", "prompt"))
    told = case(name, prompted, knowledge, agrees=False, warns=True)
    assert told == ("speaks against the recommendation: Prompt engineering failed there; LoRA / PEFT worked best there")
    first = found._replace(advice=("stronger-model", "lora"))
    assert case(name, first, knowledge, agrees=True).startswith("agrees with the step of today")
    neither = found._replace(advice=("guardrails", "guardrails"))
    assert case(name, neither, knowledge, agrees=False).startswith("neither agrees nor speaks against")


def test_a_case_of_low_confidence_says_so_with_its_note(lab: Scenario, knowledge: Knowledge) -> None:
    _, found = explained(lab, "lora", knowledge)
    words = case_words(
        NearPrecedent("meaning-to-function-form", 0.8, (), (), agrees=True, warns=False), found, knowledge
    )
    assert words.caveat.startswith("Confidence in this case is low. Not confirmed:")


def test_an_address_is_given_only_where_the_table_has_one(lab: Scenario, knowledge: Knowledge) -> None:
    _, found = explained(lab, "lora", knowledge)
    for name, entry in knowledge.precedents.items():
        near = NearPrecedent(name, 0.8, ("tone fails first there too",), (), agrees=True, warns=False)
        source = case_lines(case_words(near, found, knowledge))[-1]
        assert source.startswith(f"Source: {entry.source.authors}, {entry.source.year}: {entry.source.title}.")
        assert ("http" in source) == bool(entry.source.address)


def test_it_is_said_when_no_case_is_near(knowledge: Knowledge) -> None:
    scenario = Scenario(title="x")
    rows = explanation(*explained(scenario, "prompt", knowledge), knowledge)
    assert "No published case is near." in rows


def test_an_option_without_a_rival_says_so(lab: Scenario, knowledge: Knowledge) -> None:
    alone = shipped_scenarios()["strict-latency"]
    assessment, found = explained(alone, cast("str", assess(alone, knowledge).ranking.destination), knowledge)
    standing = [entry for entry in assessment.ranking.options if entry.tier != "ruled-out"]
    assert len(standing) == 1
    assert found.duel is None
    assert any(row.startswith("No rival: ") for row in explanation(assessment, found, knowledge))


def test_a_line_names_the_part_that_carries_it_and_whether_it_is_assumed(lab: Scenario, knowledge: Knowledge) -> None:
    unsaid = apply(set_value("signals.freshness_need", None), lab)
    rows = explanation(*explained(unsaid, "lora+guardrails", knowledge), knowledge)
    assert any("Freshness need" in row and "by LoRA / PEFT, assumed" in row for row in rows)
