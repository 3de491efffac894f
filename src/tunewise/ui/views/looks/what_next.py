"""What next (n): the path, what to find out, how to combine, and where the scenario lies on the map."""

from tunewise.domain.analysis import PathStep
from tunewise.engine.path import path_of, patterns_for, unmended
from tunewise.engine.place import place_of
from tunewise.report.next_action import next_best_action
from tunewise.ui.charts.axes import two_axis_map
from tunewise.ui.lines import BLANK, Line, Role, Span, bullet, line, pad, paragraph, rule, wrap
from tunewise.ui.views.looks.base import Looker, Page, Row, Topic, rows_of

_MARKS = {"today": "▸", "do": "✗", "ask": "?", "build": "+", "arrive": "◆", "later": "…"}
_WORDS = {"today": "today", "do": "open", "ask": "answer", "build": "then", "arrive": "arrive", "later": "later, if"}
_ROLES = {"today": "strong", "do": "warn", "ask": "muted", "build": "text", "arrive": "accent", "later": "muted"}


def path_page(look: Looker, width: int, height: int) -> Page:
    """Return the path from today to the destination, with what opens each gate, and the next best action."""
    knowledge = look.knowledge
    rows = rows_of(paragraph(next_best_action(look.assessment, knowledge), width - 2, "strong", " "))
    for step in path_of(look.assessment, knowledge):
        rows += _step(step, look, width)
    left = unmended(look.assessment, knowledge)
    if left:
        names = ", ".join(knowledge.failures[name].label for name in left)
        rows += rows_of(bullet("!", f"Still unmended at the end: {names}.", width, "text", "warn"))
    return Page("the path", rows)


def _step(step: PathStep, look: Looker, width: int) -> list[Row]:
    """Return one step: its mark, what kind it is, and the option to build or the thing to do."""
    mark, kind = (f" {_MARKS[step.kind]} ", _ROLES[step.kind]), (pad(_WORDS[step.kind], _KIND), "muted")
    if step.option is None:
        topic = Topic("gate", step.gate) if step.gate in look.knowledge.gates else None
        return _hanging(mark, kind, step.text, "text", topic, width)
    entry = look.assessment.ranking.find(step.option)
    role = "strong" if step.kind in {"today", "arrive"} else "text"
    rows = _hanging(mark, kind, f"{entry.letter} {entry.label}", role, Topic("option", step.option), width)
    indent = " " * (_KIND + 5)
    return rows + (rows_of(paragraph(step.text, width - 2, "muted", indent)) if step.text else [])


_KIND = 10


def _hanging(  # noqa: PLR0913  # one step in three columns
    mark: Span, kind: Span, text: str, role: Role, topic: Topic | None, width: int
) -> list[Row]:
    """Return ``text`` beside its mark and kind, its later lines below its first."""
    rows = wrap(text, max(12, width - _KIND - 5))
    head = [Row(line(mark, kind, (rows[0] if rows else "", role)), topic)]
    return head + [Row(line(" " * (_KIND + 3), (row, role))) for row in rows[1:]]


def questions_page(look: Looker, width: int, height: int) -> Page:
    """Return the open questions with what an answer is worth and how likely it changes the pick."""
    rows: list[Row] = []
    for question in look.assessment.questions[:8]:
        worth = [f"worth {question.worth_points:.1f} points"] if question.worth_points >= 0.05 else []
        what = "may close a gate" if question.key.startswith(("facts", "readiness")) else "changes the pick"
        worth += [f"{what} {question.change_chance:.0%}"] if question.change_chance >= 0.005 else []
        rows += rows_of(bullet("?", question.text, width, "text", "accent"), Topic("question", question.key))
        rows += rows_of(paragraph(", ".join(worth) or "changes little here", width - 4, "muted", "   "))
    if not rows:
        rows = [Row(line((" Nothing is left to ask.", "muted")))]
    note = "Each answer on its own, the others as they are; questions of gates by how likely they close."
    return Page("what to find out next", [*rows, Row(BLANK), *rows_of(paragraph(note, width - 2, "muted", " "))])


def combine_page(look: Looker, width: int, height: int) -> Page:
    """Return in which order parts are built, and the hybrid patterns that fit."""
    knowledge = look.knowledge
    rows: list[Row] = []
    for step in path_of(look.assessment, knowledge):
        if step.kind in {"build", "later"}:
            rows += _step(step, look, width)
    rows.append(Row(rule("ways to combine", width)))
    for pattern in patterns_for(look.assessment, knowledge) or knowledge.cases.pattern:
        letters = " ".join(knowledge.choices[option].letter for option in pattern.fits)
        rows.append(
            Row(line((f"  {pattern.title}", "strong"), (f"  {letters}", "muted")), Topic("pattern", pattern.id))
        )
        rows += rows_of(paragraph(pattern.says, width - 4, "text", "  "))
    return Page("what to combine, in which order", rows)


def place_page(look: Looker, width: int, height: int) -> Page:
    """Return the map of what the model must know against how it must act."""
    where = place_of(look.assessment, look.knowledge)
    entry = look.destination
    chart: list[Line] = two_axis_map(where, width, max(8, min(14, height - 3)), entry.label if entry else "nothing")
    rows = rows_of(chart)
    for reason in where.because:
        rows += rows_of(bullet("·", reason, width, "muted"))
    return Page("where it lies", rows)
