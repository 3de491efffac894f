"""The verdict: how sure the ranking is, in one word and one sentence.

A lead within the resolution of the tables is too close to call. Beyond it, the chance to stay ahead of a rival counts:
the lead is taken as normally distributed, its spread from the points of the factors, the answers, and what is
unanswered. The draws of `robustness` let the same three loose and come to the same chances.
"""

from functools import lru_cache
from math import erf, sqrt
from typing import NamedTuple

from tunewise.domain.assessment import Contribution, RankedOption, Reading, Verdict, VerdictWord
from tunewise.domain.scenario import Scenario
from tunewise.engine.failures import told_facts
from tunewise.engine.fit import fit_at, spread
from tunewise.engine.questions import Doubt
from tunewise.engine.ranking import destination_of, nested
from tunewise.knowledge.tables import Knowledge


class Judged(NamedTuple):
    """What is judged: the options in order, their scenario and readings, and which options lead just across a gate.

    ``across`` maps an option to the reading that would have to differ by a little for it to lead, in words; ``doubts``
    says how likely the answer to each unanswered signal is to change who leads.
    """

    options: tuple[RankedOption, ...]
    scenario: Scenario
    readings: dict[str, Reading]
    across: dict[str, str]
    knowledge: Knowledge
    doubts: tuple[Doubt, ...] = ()


def judge(judged: Judged) -> Verdict:
    """Return the verdict on the destination."""
    options, knowledge = judged.options, judged.knowledge
    leader = destination_of(options)
    told = _told_share(options[0], knowledge)
    if leader is None:
        return Verdict("nothing-fits", "Every option is ruled out by what was told.", None, (), told)
    rule = knowledge.meta.verdict
    others = [entry for entry in options if entry.tier != "ruled-out" and entry != leader]
    rivals = [entry for entry in others if not nested(entry.option, leader.option, knowledge)]
    lead = leader.score_tenths - rivals[0].score_tenths if rivals else None
    chances = {entry.option: chance_ahead(leader, entry, judged) for entry in others}
    peers = tuple(
        entry.option
        for entry in rivals
        if leader.score_tenths - entry.score_tenths < 10 * rule.resolution_points
        or chances[entry.option] < rule.close_below_chance
    )
    across = tuple(option for option in judged.across if option not in peers)
    doubtful = judged.doubts[0] if judged.doubts else None
    if doubtful and doubtful.other and 1 - doubtful.change_chance < rule.close_below_chance:
        hangs = f"{knowledge.signals[doubtful.signal].label.lower()}, which nobody has told"
        judged = judged._replace(across={**judged.across, doubtful.other: hangs})
        across = (*across, *({doubtful.other} - {*across, *peers}))
    # The leader stays only where everybody stays behind, and no answer that is missing turns the pick. A part or an
    # extension of it is no rival, and still keeps the word from being clear.
    doubt = judged.doubts[0].change_chance if judged.doubts else 0.0
    word = _word(told, leader, (*peers, *across), min((*chances.values(), 1 - doubt)), knowledge)
    text = _sentence(word, leader, (*peers, *across), told, judged)
    return Verdict(word, text, lead, (*peers, *across), told)


def _word(
    told: float, leader: RankedOption, peers: tuple[str, ...], least_chance: float, knowledge: Knowledge
) -> VerdictWord:
    rule = knowledge.meta.verdict
    if told < rule.enough_told_share:
        return "not-enough-told"
    if leader.score_points < rule.weak_best_points:
        return "nothing-fits"
    if peers:
        return "too-close"
    return "clear" if least_chance >= rule.clear_from_chance else "leaning"


def chance_ahead(leader: RankedOption, rival: RankedOption, judged: Judged) -> float:
    """Return the chance, 0 to 1, that ``leader`` stays ahead of ``rival``."""
    pairs = list(zip(leader.contributions, rival.contributions, strict=True))
    variance = _weights_variance(pairs, judged)
    for line, _ in pairs:
        points = line.possible_points
        if line.assumed:
            variance += points**2 * _unanswered(leader, rival, line.factor, judged)
        elif line.factor in judged.readings:
            variance += points**2 * _answer_variance(leader, rival, line.factor, judged)
    lead = leader.score_points - rival.score_points
    if not variance:
        return 1.0 if lead > 0 else 0.5 if lead == 0 else 0.0
    return 0.5 * (1.0 + erf(lead / sqrt(2.0 * variance)))  # the standard normal distribution


def _weights_variance(pairs: list[tuple[Contribution, Contribution]], judged: Judged) -> float:
    """Return the variance of the lead when the points are drawn around those of the tables (a Dirichlet law)."""
    concentration = concentration_of(judged.scenario, judged.knowledge)
    if concentration is None:
        return 0.0
    total = sum(one.possible_points for one, _ in pairs)
    mean = square = 0.0
    for one, other in pairs:
        weight = one.possible_points / total
        gap = (one.earned_points - other.earned_points) / one.possible_points
        mean += weight * gap
        square += weight * gap**2
    return total**2 * (square - mean**2) / (concentration + 1)


def concentration_of(scenario: Scenario, knowledge: Knowledge) -> float | None:
    """Return how closely drawn points keep to the tables; ``None`` where they are fixed."""
    rule = knowledge.meta.sampling
    return {
        "fixed": None,
        "default": float(rule.default_concentration),
        "rough": float(rule.rough_concentration),
        # Every weighting is as likely as any other: one count for each factor in scope.
        "no-idea": float(rule.no_idea_concentration),
    }[scenario.sampling.weights]


def _unanswered(leader: RankedOption, rival: RankedOption, factor: str, judged: Judged) -> float:
    task = judged.scenario.task
    return spread(
        judged.knowledge,
        leader.option,
        rival.option,
        factor,
        task.kind,
        task.classes,
        told_facts(judged.scenario, judged.knowledge),
    )


def _answer_variance(leader: RankedOption, rival: RankedOption, signal: str, judged: Judged) -> float:
    """Return the variance of the difference in fit when the answer is off by its noise, from the slope around it."""
    value = judged.readings[signal].value or 0
    off: int = getattr(judged.knowledge.meta.noise, judged.scenario.sampling.answers)
    task = judged.scenario.task
    return _slope(
        judged.knowledge, leader.option, rival.option, signal, task.kind, task.classes,
        max(0, value - off), min(100, value + off),
    ) ** 2  # fmt: skip


@lru_cache(maxsize=1024)
def _slope(  # noqa: PLR0913  # all that it depends on: between two keys nearly all are the same
    knowledge: Knowledge, one: str, other: str, signal: str, task: str | None, classes: int | None, low: int, high: int
) -> float:
    """Return half of what two options differ in fit more at ``high`` than at ``low``."""

    def fit(option: str, value: int) -> float:
        return fit_at(knowledge, option, signal, task, classes, value)

    return ((fit(one, high) - fit(other, high)) - (fit(one, low) - fit(other, low))) / 2


def _told_share(entry: RankedOption, knowledge: Knowledge) -> float:
    """Return the share of the points that can be asked for which was answered, 0 to 1."""
    asked = [line for line in entry.contributions if knowledge.factors[line.factor].kind != "fixed"]
    told = sum(line.possible_tenths for line in asked if not line.assumed)
    return told / sum(line.possible_tenths for line in asked)


def _sentence(word: VerdictWord, leader: RankedOption, peers: tuple[str, ...], told: float, judged: Judged) -> str:
    knowledge, score = judged.knowledge, f"{leader.score_points:.1f}"
    if word == "not-enough-told":
        return f"Not enough told yet ({told:.0%} of the points). {leader.label} leads so far, with {score}."
    if word == "nothing-fits":
        return f"Nothing fits well: the best is {leader.label} with {score}."
    if word == "too-close":
        *letters, last = sorted(knowledge.choices[option].letter for option in (leader.option, *peers))
        hangs = next((judged.across[option] for option in peers if option in judged.across), "")
        if hangs and all(option in judged.across for option in peers):
            return f"Too close to call between {', '.join(letters)} and {last}: it hangs on {hangs}."
        return f"Too close to call: {', '.join(letters)} and {last} lie within reach of each other, around {score}."
    near_part = _near_part(leader, judged.options, knowledge)
    return f"{leader.label} fits best: {score}, {word}{_doubt_words(word, judged)}{_condition(leader)}.{near_part}"


def _doubt_words(word: VerdictWord, judged: Judged) -> str:
    """Return the unanswered question that the word hangs on, where it is that which keeps it from clear."""
    rule = judged.knowledge.meta.verdict
    if word != "leaning" or not judged.doubts or 1 - judged.doubts[0].change_chance >= rule.clear_from_chance:
        return ""
    return f" while {judged.knowledge.signals[judged.doubts[0].signal].label.lower()} is unknown"


def _near_part(leader: RankedOption, options: tuple[RankedOption, ...], knowledge: Knowledge) -> str:
    """Say so when a part of the leader is as good within the reading error: then the part alone comes first."""
    parts = set(knowledge.parts_of(leader.option)) - {leader.option}
    near = [entry for entry in options if entry.option in parts and entry.tier != "ruled-out"]
    gaps = {entry.label: (leader.score_tenths - entry.score_tenths) / 10 for entry in near}
    close = [label for label, gap in gaps.items() if gap < knowledge.meta.verdict.resolution_points]
    return f" {close[0]} alone comes within {gaps[close[0]]:.1f}." if close else ""


def _condition(leader: RankedOption) -> str:
    """Return what stands between the leader and today, in a few words."""
    if leader.tier == "not-yet":
        return ", but not yet"
    count = leader.open_questions
    if not count:
        return ""
    return f", if its {count} open preconditions hold" if count > 1 else ", if its one open precondition holds"
