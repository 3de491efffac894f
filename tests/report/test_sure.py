"""How sure the ranking is, in words, from shares chosen by hand."""

from tunewise.domain.analysis import Acceptability, Cause, Robustness
from tunewise.domain.scenario import Scenario
from tunewise.engine.assess import assess
from tunewise.knowledge.tables import Knowledge
from tunewise.report.sure import how_sure


def share(option: str, first: float, leader_ahead: float) -> Acceptability:
    """Return an option that leads in so many draws."""
    return Acceptability(option, (first,), leader_ahead, (), 0.5, first)


FOUND = Robustness(
    draws=10_000,
    seed=7,
    leader="lora",
    options=(
        share("lora", 0.81, 0.5),
        share("lora+guardrails", 0.004, 0.6),
        share("prompt", 0.186, 0.82),
        share("rag", 0.0, 1.0),
        share("full-tuning", 0.0, 0.999),
    ),
    causes=(Cause("weights", 0.95), Cause("answers", 0.9), Cause("unanswered", 1.0), Cause("all", 0.81)),
    error=0.0098,
)


def test_how_sure_names_chances_rivals_and_causes(lab: Scenario, knowledge: Knowledge) -> None:
    rows = how_sure(assess(lab, knowledge), FOUND, knowledge)
    assert rows[0] == "How sure: 10,000 draws, seed 7. A share may be off by 1.0%."
    assert "  A  LoRA / PEFT                       81%" in rows
    assert "  B  LoRA + guardrails                 <1%" in rows
    assert "Next comes H Prompt engineering, which leads in 19%: the leader stays ahead of it in 82%." in rows
    assert "  only the weights                     95%" in rows
    assert "  all together                         81%" in rows
    assert rows[-2].startswith("Not drawn: 5 open preconditions and 7 that seldom matter could still hold it back, ")
    assert "prompting ladder level (50%)" in rows[-2]
    assert rows[-1].startswith("It may start only if all 5 open preconditions hold: about 16% ")


def test_where_nothing_stands_nothing_is_drawn(lab: Scenario, knowledge: Knowledge) -> None:
    nobody = FOUND._replace(leader=None)
    assert how_sure(assess(lab, knowledge), nobody, knowledge) == [
        "How sure: every option is ruled out, so there is nothing to draw."
    ]
