"""Why (w): the ledger of the chosen option, head to head with a rival, and what practice adds."""

from tunewise.domain.assessment import GateFinding, RankedOption
from tunewise.engine.precedents import lessons_for
from tunewise.engine.whatif import dominates, head_to_head
from tunewise.knowledge.tables import Knowledge
from tunewise.report.sentences import chosen, label_of
from tunewise.ui.charts.differences import head_to_head_bars
from tunewise.ui.lines import BLANK, bullet, line, paragraph
from tunewise.ui.views.ledger import ledger_row, lost_words
from tunewise.ui.views.looks.base import Looker, Page, Row, Topic, nearest_rival, option_title, rows_of
from tunewise.ui.views.ranking import TIER_ROLES

_LOSSES_SHOWN = 4


def ledger_page(look: Looker, width: int, height: int) -> Page:
    """Return what the chosen option earns of what is possible, what keeps it from 100, and what holds it back."""
    knowledge, entry = look.knowledge, look.assessment.ranking.find(look.chosen)
    rows = [Row(option_title(entry), Topic("option", entry.option))]
    if look.assessment.scenario.decision.option == entry.option:
        rows += rows_of(paragraph(chosen(look.assessment, knowledge), width - 2, "text", " "))
    rows += rows_of(paragraph(lost_words(entry, knowledge, _LOSSES_SHOWN), width - 2, "text", " "))
    rows += [_held(finding) for finding in entry.gates]
    rows += [Row(ledger_row(part, knowledge, width), Topic("factor", part.factor)) for part in entry.contributions]
    rows += _dominance(entry, look, width)
    rows += gate_rows(entry, knowledge, width)
    return Page(f"why {entry.letter}", rows)


def _held(finding: GateFinding) -> Row:
    """Return in one line what holds an option back; the gate in full stands below the ledger."""
    because = f" ({finding.because})" if finding.because else ""
    role = TIER_ROLES[finding.tier]
    words = f"{finding.tier.replace('-', ' ')}: {finding.gate.replace('-', ' ')}{because}"
    return Row(line((" ✗ ", role), (words, "text")), Topic("gate", finding.gate))


def _dominance(entry: RankedOption, look: Looker, width: int) -> list[Row]:
    """Say which options no weighting puts before this one, or which ones this can never pass."""
    others = [one for one in look.assessment.ranking.options if one.option != entry.option]
    below = [one.letter for one in others if dominates(entry, one)]
    above = [one.letter for one in others if dominates(one, entry)]
    rows: list[Row] = []
    if below:
        words = f"At least as good on every line as {', '.join(sorted(below))}: no weighting reverses that."
        rows += rows_of(bullet("=", words, width, mark_role="muted"))
    if above:
        words = f"{', '.join(sorted(above))} earn as much or more on every line: no weighting puts this one before."
        rows += rows_of(bullet("=", words, width, mark_role="muted"))
    return rows


def gate_rows(entry: RankedOption, knowledge: Knowledge, width: int) -> list[Row]:
    """Return the gates that hold ``entry`` back with what opens each, then the questions that are open."""
    rows: list[Row] = []
    for finding in entry.gates:
        because = f" ({finding.because})" if finding.because else ""
        topic = Topic("gate", finding.gate)
        text = f"{finding.tier.replace('-', ' ')}{because}: {finding.says}"
        rows += rows_of(bullet("✗", text, width, mark_role=TIER_ROLES[finding.tier]), topic)
        rows += rows_of(bullet(" →", finding.opens, width, "strong"))
    seen: set[str] = set()
    for finding in entry.preconditions:
        if finding.asks not in seen and finding.likely:
            seen.add(finding.asks)
            question = knowledge.gates[finding.gate].question
            rows += rows_of(
                bullet("?", f"to confirm: {question}", width, mark_role="muted"), Topic("gate", finding.gate)
            )
    rare = {finding.asks: finding.gate for finding in entry.preconditions if finding.asks not in seen}
    if rare:
        words = ", ".join(label_of(asks, knowledge).lower() for asks in rare)
        rows += rows_of(bullet("?", f"rarely decisive, and not told: {words}", width, "muted"))
    return rows


def against_page(look: Looker, width: int, height: int) -> Page:
    """Return the chosen option line by line against another; the arrow keys turn to another rival."""
    ranking, knowledge = look.assessment.ranking, look.knowledge
    first = nearest_rival(look.assessment, knowledge)
    others = [entry.option for entry in ranking.options if entry.option != look.chosen]
    start = others.index(first.option) if first and first.option in others else 0
    rival = others[(start + look.turned) % len(others)]
    duel = head_to_head(look.chosen, rival, ranking.options)
    one, other = ranking.find(look.chosen), ranking.find(rival)
    rows = [Row(option_title(one)), Row(option_title(other), Topic("option", rival))]
    chart = head_to_head_bars(duel, look.legend(), width, len(duel.differences) + 2)
    topics = [Topic("factor", difference.factor) for difference in duel.differences]
    # A head line, one line for each factor, and the sum.
    rows.append(Row(chart[0]))
    rows += [Row(text, topic) for text, topic in zip(chart[1:], topics, strict=False)]
    rows += rows_of(chart[1 + len(topics) :])
    if duel.dominates:
        rows += rows_of(bullet("=", "It earns at least as much on every line: no weighting reverses this.", width))
    return Page(f"{one.letter} against {other.letter}", rows, "rival")


def lessons_page(look: Looker, width: int, height: int) -> Page:
    """Return what practice adds to the articles in this situation."""
    rows: list[Row] = []
    for lesson in look.kept("lessons", lambda: lessons_for(look.assessment, look.knowledge)):
        for_whom = _letters(lesson.speaks_for, look.knowledge)
        against = _letters(lesson.speaks_against, look.knowledge)
        rows.append(Row(line((f"  {lesson.title}", "strong")), Topic("lesson", lesson.id)))
        rows += rows_of(paragraph(lesson.says, width - 2, "text", "  "))
        spoken = [f"speaks for {for_whom}"] if for_whom else []
        spoken += [f"against {against}"] if against else []
        rows += rows_of(paragraph(", ".join(spoken) or "speaks for no option alone", width - 2, "muted", "  "))
        rows.append(Row(BLANK))
    if not rows:
        rows = [Row(line((" Nothing in practice speaks to this situation in particular.", "muted")))]
    return Page("what practice adds", rows)


def _letters(options: tuple[str, ...], knowledge: Knowledge) -> str:
    return " ".join(sorted(knowledge.choices[option].letter for option in options))
