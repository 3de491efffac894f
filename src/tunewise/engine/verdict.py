"""The verdict: how sure the ranking is, in one word and one sentence.

The chance to stay ahead of a rival takes the lead as normally distributed: its spread is the reading error of the
tables (their resolution is the one-sided 95 % error) plus the spread that unanswered questions leave.
"""

from math import sqrt
from statistics import NormalDist

from tunewise.domain.assessment import RankedOption, Verdict, VerdictWord
from tunewise.domain.scenario import Scenario
from tunewise.engine.fit import spread
from tunewise.engine.ranking import destination_of, nested
from tunewise.knowledge.schema import Knowledge

_ONE_SIDED_95 = 1.6449


def judge(options: tuple[RankedOption, ...], scenario: Scenario, knowledge: Knowledge) -> Verdict:
    """Return the verdict on the destination of ``options``."""
    leader = destination_of(options)
    told = _told_share(options[0], knowledge)
    if leader is None:
        return Verdict("nothing-fits", "Every option is ruled out by what was told.", None, (), told)
    rule = knowledge.meta.verdict
    rivals = [
        entry for entry in options if entry.tier != "ruled-out" and not nested(entry.option, leader.option, knowledge)
    ]
    lead = leader.score_tenths - rivals[0].score_tenths if rivals else None
    chances = {entry.option: chance_ahead(leader, entry, scenario, knowledge) for entry in rivals}
    peers = tuple(
        entry.option
        for entry in rivals
        if leader.score_tenths - entry.score_tenths < 10 * rule.resolution_points
        or chances[entry.option] < rule.close_below_chance
    )
    word: VerdictWord
    if told < rule.enough_told_share:
        word = "not-enough-told"
    elif leader.score_points < rule.weak_best_points:
        word = "nothing-fits"
    elif peers:
        word = "too-close"
    else:
        word = "clear" if min(chances.values(), default=1.0) >= rule.clear_from_chance else "leaning"
    sentence = _sentence(word, leader, peers, told, knowledge, _near_part(leader, options, knowledge))
    return Verdict(word, sentence, lead, peers, told)


def _near_part(leader: RankedOption, options: tuple[RankedOption, ...], knowledge: Knowledge) -> str:
    """Say so when a part of the leader is as good within the reading error: then the part alone comes first."""
    parts = set(knowledge.parts_of(leader.option)) - {leader.option}
    near = [entry for entry in options if entry.option in parts and entry.tier != "ruled-out"]
    gaps = {entry.label: (leader.score_tenths - entry.score_tenths) / 10 for entry in near}
    close = [label for label, gap in gaps.items() if gap < knowledge.meta.verdict.resolution_points]
    return f" {close[0]} alone comes within {gaps[close[0]]:.1f}." if close else ""


def chance_ahead(leader: RankedOption, rival: RankedOption, scenario: Scenario, knowledge: Knowledge) -> float:
    """Return the chance, 0 to 1, that ``leader`` stays ahead of ``rival``."""
    variance = (knowledge.meta.verdict.resolution_points / _ONE_SIDED_95) ** 2
    for line in leader.contributions:
        if line.assumed:
            points = knowledge.factors[line.factor].points
            variance += points**2 * spread(
                knowledge, leader.option, rival.option, line.factor, scenario.task.kind, scenario.task.classes
            )
    lead = leader.score_points - rival.score_points
    return NormalDist().cdf(lead / sqrt(variance))


def _told_share(entry: RankedOption, knowledge: Knowledge) -> float:
    """Return the share of the points that can be asked for which was answered, 0 to 1."""
    asked = [line for line in entry.contributions if knowledge.factors[line.factor].kind != "fixed"]
    told = sum(line.possible_tenths for line in asked if not line.assumed)
    return told / sum(line.possible_tenths for line in asked)


def _sentence(  # noqa: PLR0913  # every word of the sentence comes from one of these
    word: VerdictWord,
    leader: RankedOption,
    peers: tuple[str, ...],
    told: float,
    knowledge: Knowledge,
    near_part: str,
) -> str:
    score = f"{leader.score_points:.1f}"
    if word == "not-enough-told":
        return f"Not enough told yet ({told:.0%} of the points). {leader.label} leads so far, with {score}."
    if word == "nothing-fits":
        return f"Nothing fits well: the best is {leader.label} with {score}."
    if word == "too-close":
        *letters, last = sorted(knowledge.choices[option].letter for option in (leader.option, *peers))
        return f"Too close to call: {', '.join(letters)} and {last} lie within reach of each other, around {score}."
    return f"{leader.label} fits best: {score}, {word}{_condition(leader)}.{near_part}"


def _condition(leader: RankedOption) -> str:
    """Return what stands between the leader and today, in a few words."""
    if leader.tier == "not-yet":
        return ", but not yet"
    count = len(leader.preconditions)
    if not count:
        return ""
    return f", if its {count} open preconditions hold" if count > 1 else ", if its one open precondition holds"
