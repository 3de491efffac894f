"""Why an option stands where it stands: its losses, its rival, what practice adds, and the published cases near by.

Everything is gathered once; text, Markdown and JSON show the same.
"""

from typing import NamedTuple

from tunewise.domain.analysis import Difference, HeadToHead, NearPrecedent
from tunewise.domain.assessment import Assessment, Contribution, RankedOption
from tunewise.engine.path import patterns_for
from tunewise.engine.precedents import lessons_for, near_precedents
from tunewise.engine.ranking import nested
from tunewise.engine.whatif import head_to_head
from tunewise.knowledge.cases import Lesson, Pattern, Precedent
from tunewise.knowledge.tables import Knowledge

_CASES_SHOWN = 3
_LOSSES_SHOWN = 3


class Why(NamedTuple):
    """One option with everything that speaks for it and against it.

    ``duel`` is the head to head with its rival, ``None`` where nothing rivals it. ``advice`` is what is recommended:
    the destination, then the step of today.
    """

    entry: RankedOption
    duel: HeadToHead | None
    lessons: tuple[Lesson, ...]
    patterns: tuple[Pattern, ...]
    near: tuple[NearPrecedent, ...]
    advice: tuple[str | None, str | None]


def why(assessment: Assessment, option: str, knowledge: Knowledge, against: str | None = None) -> Why:
    """Return why ``option`` stands where it stands, ``against`` a named rival or its best one."""
    entry = assessment.ranking.find(option)
    rival = against or rival_of(assessment, option, knowledge)
    return Why(
        entry,
        head_to_head(option, rival, assessment.ranking.options) if rival else None,
        tuple(
            lesson
            for lesson in lessons_for(assessment, knowledge)
            if option in lesson.speaks_for or option in lesson.speaks_against
        ),
        tuple(pattern for pattern in patterns_for(assessment, knowledge) if option in pattern.fits),
        near_precedents(assessment, knowledge),
        (assessment.ranking.destination, assessment.ranking.next_step),
    )


def rival_of(assessment: Assessment, option: str, knowledge: Knowledge) -> str | None:
    """Return the best option that is neither ruled out nor a part or an extension of ``option``."""
    return next(
        (
            entry.option
            for entry in assessment.ranking.options
            if entry.tier != "ruled-out" and not nested(entry.option, option, knowledge)
        ),
        None,
    )


def ledger_notes(part: Contribution, knowledge: Knowledge) -> str:
    """Return which part of a combination carries a line, and whether it is assumed."""
    carried = " + ".join(knowledge.choices[option].label for option in part.carried_by)
    return ", ".join([*([f"by {carried}"] if carried else []), *(["assumed"] if part.assumed else [])])


def losses_words(found: Why, knowledge: Knowledge) -> str:
    """Say what keeps an option from 100: its greatest losses, and what the others come to."""
    losses = found.entry.losses
    if not losses:
        return "Nothing keeps it from 100."
    words = [f"{knowledge.factors[part.factor].label} {part.lost_tenths / 10:.1f}" for part in losses[:_LOSSES_SHOWN]]
    rest = sum(part.lost_tenths for part in losses[_LOSSES_SHOWN:])
    return f"What keeps it from 100: {', '.join(words)}{f', and {rest / 10:.1f} elsewhere' if rest else ''}."


def lead_words(duel: HeadToHead, knowledge: Knowledge) -> str:
    """Say by how much an option leads its rival or lies behind it."""
    lead = duel.lead_tenths
    how = f"{abs(lead) / 10:.1f} {'ahead' if lead > 0 else 'behind'}" if lead else "level"
    choice = knowledge.choices[duel.other]
    return f"Against {choice.letter} {choice.label}: {how}"


def difference_words(line: Difference) -> str:
    """Return what both options earn on one line."""
    return f"{line.one_tenths / 10:.1f} against {line.other_tenths / 10:.1f}"


def dominance_words(duel: HeadToHead, knowledge: Knowledge) -> str:
    """Say so where one of the two earns at least as much on every line; empty where neither does."""
    one, other = duel.one, duel.other
    if not duel.dominates:
        if any(line.tenths > 0 for line in duel.differences):
            return ""
        one, other = other, one
    if duel.lead_tenths == 0:
        return "They earn the same on every line: no weighting tells them apart."
    return f"{knowledge.choices[one].label} earns at least as much on every line: no weighting reverses this."


def lesson_side(lesson: Lesson, option: str) -> str:
    """Return whether a lesson speaks for an option or against it."""
    return "for it" if option in lesson.speaks_for else "against it"


class CaseWords(NamedTuple):
    """A published case in words; ``caveat`` and ``address`` are empty where there is none."""

    title: str
    stance: str
    worked: str
    figures: str
    because: str
    unlike: str
    caveat: str
    publication: str
    address: str


def case_words(near: NearPrecedent, found: Why, knowledge: Knowledge) -> CaseWords:
    """Return a near case in words: what it says of the recommendation, its figures, and how far to trust it."""
    case = knowledge.precedents[near.precedent]
    return CaseWords(
        title=case.title,
        stance=_stance(near, case, found.advice, knowledge),
        worked=case.outcome.worked,
        figures=_figures(case),
        because="; ".join(near.because) or "the readings lie close together",
        unlike="; ".join(near.unlike),
        caveat=_caveat(case),
        publication=f"{case.source.authors}, {case.source.year}: {case.source.title}",
        address=case.source.address,
    )


def near_cases(found: Why, knowledge: Knowledge) -> list[CaseWords]:
    """Return the nearest cases in words, a few of them."""
    return [case_words(near, found, knowledge) for near in found.near[:_CASES_SHOWN]]


def _stance(near: NearPrecedent, case: Precedent, advice: tuple[str | None, str | None], knowledge: Knowledge) -> str:
    """Say whether a case agrees with the recommendation or speaks against it, and what it rests on."""
    destination = advice[0]
    best = knowledge.choices[case.outcome.best].label
    worked = [option for option in advice if option in {case.outcome.best, *case.outcome.acceptable}]
    told = f"{best} worked best there"
    if near.agrees and worked and worked[0] != case.outcome.best:
        told = f"{knowledge.choices[str(worked[0])].label} did well there, {best} best"
    if near.warns:
        failed = f"speaks against the recommendation: {knowledge.choices[str(destination)].label} failed there"
        return f"agrees with the step of today, but {failed}; {told}" if near.agrees else f"{failed}; {told}"
    if not near.agrees:
        return f"neither agrees nor speaks against: {told}"
    with_what = "recommendation" if destination in worked else "step of today"
    return f"agrees with the {with_what}: {told}"


def _figures(case: Precedent) -> str:
    words = [f"{case.labelled_examples:,} examples ({case.examples_basis})"]
    if case.monthly_requests is not None:
        words.append(f"{case.monthly_requests:,} requests a month ({case.requests_basis})")
    return ", ".join(words)


def _caveat(case: Precedent) -> str:
    if case.trust.confidence == "low":
        return f"Confidence in this case is low. {case.trust.note}".strip()
    return case.trust.note


def case_lines(case: CaseWords) -> list[str]:
    """Return a case as labelled lines, without those that have nothing to say."""
    source = f"{case.publication}. {case.address}" if case.address else f"{case.publication}."
    rows = (
        ("What worked", case.worked),
        ("Figures", f"{case.figures}."),
        ("Why near", f"{case.because}."),
        ("What differs", f"{case.unlike}." if case.unlike else ""),
        ("Caution", case.caveat),
        ("Source", source),
    )
    return [f"{label}: {words}" for label, words in rows if words]


NO_CASE_NEAR = "No published case is near."
"""What is said where no precedent is like the scenario."""
