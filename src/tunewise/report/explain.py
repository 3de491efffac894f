"""One option in full, as plain text: its ledger, its rival, its gates, and what practice and published cases say."""

from tunewise.domain.assessment import Assessment
from tunewise.domain.text import shown
from tunewise.knowledge.tables import Knowledge
from tunewise.report import sentences
from tunewise.report.why import (
    NO_CASE_NEAR,
    Why,
    case_lines,
    difference_words,
    dominance_words,
    lead_words,
    ledger_notes,
    lesson_side,
    losses_words,
    near_cases,
)


def explanation(assessment: Assessment, found: Why, knowledge: Knowledge) -> list[str]:
    """Return one option in full, with the source of every line."""
    entry = found.entry
    choice = knowledge.choices[entry.option]
    rows = [f"{entry.letter} {entry.label}: {entry.score_points:.1f} of 100, {sentences.tier_words(entry)}"]
    rows += [choice.does, *filter(None, [sentences.chosen(assessment, knowledge)]), ""]
    rows += [*_ledger(found, knowledge), "", losses_words(found, knowledge), "", *_duel(found, knowledge)]
    rows += ["", f"Where it wins: {choice.wins}", f"Caution: {choice.caution}"]
    rows.append("Trade-offs: " + ", ".join(f"{name} {value}" for name, value in choice.ratings))
    rows += [*_gates(found, knowledge), *_practice(found), *_cases(found, knowledge)]
    return [*rows, "", f"Sources: {'; '.join(choice.sources)}"]


def _ledger(found: Why, knowledge: Knowledge) -> list[str]:
    lines = [(part, ledger_notes(part, knowledge)) for part in found.entry.contributions]
    column = max(len(notes) for _, notes in lines)
    rows = []
    for part, notes in lines:
        factor = knowledge.factors[part.factor]
        earned = f"{factor.label:<24}{part.earned_points:>5.1f} of {part.possible_points:>2.0f}"
        rows.append(f"  {earned}  {notes:<{column}}{'  ' * bool(column)}[{'; '.join(factor.sources)}]")
    return rows


def _duel(found: Why, knowledge: Knowledge) -> list[str]:
    duel = found.duel
    if duel is None:
        return ["No rival: every other option is ruled out, or a part or an extension of it."]
    rows = [f"{lead_words(duel, knowledge)}."]
    rows += [
        f"  {knowledge.factors[line.factor].label:<24}{line.tenths / 10:>+6.1f}  {difference_words(line)}"
        for line in duel.differences
    ]
    rows.append(f"  {'The sum is the lead':<24}{duel.lead_tenths / 10:>+6.1f}")
    dominance = dominance_words(duel, knowledge)
    return [*rows, dominance] if dominance else rows


def _gates(found: Why, knowledge: Knowledge) -> list[str]:
    rows: list[str] = []
    for finding in found.entry.gates:
        because = f" ({shown(finding.because)})" if finding.because else ""
        sources = "; ".join(knowledge.gates[finding.gate].sources)
        rows += ["", f"{finding.tier.replace('-', ' ')}{because}: {finding.says} [{sources}]", f"  → {finding.opens}"]
    asked: set[str] = set()
    for title, likely in (("To confirm:", True), ("Seldom in the way, but worth a look:", False)):
        gates = [knowledge.gates[one.gate] for one in found.entry.preconditions if one.likely == likely]
        questions = dict.fromkeys(gate.question for gate in gates if gate.question not in asked)
        rows += ["", title, *(f"  ? {question}" for question in questions)] if questions else []
        asked.update(questions)
    return rows


def _practice(found: Why) -> list[str]:
    """Return the lessons that concern the option, each with its sources, and the patterns that combine it."""
    rows: list[str] = []
    if found.lessons:
        rows += ["", "What practice adds:"]
    for lesson in found.lessons:
        rows.append(f"  {lesson_side(lesson, found.entry.option)}: {lesson.title}. {lesson.says}")
        rows.append(f"    [{'; '.join(lesson.sources)}]")
    if found.patterns:
        rows += ["", "How to combine it:"]
    rows += [f"  {one.title}. {one.says} [{'; '.join(one.sources)}]" for one in found.patterns]
    return rows


def _cases(found: Why, knowledge: Knowledge) -> list[str]:
    cases = near_cases(found, knowledge)
    if not cases:
        return ["", NO_CASE_NEAR]
    rows = ["", "Published cases near this one:"]
    for case in cases:
        rows += [f"  {case.title}: {case.stance}.", *(f"    {words}" for words in case_lines(case))]
    return rows
