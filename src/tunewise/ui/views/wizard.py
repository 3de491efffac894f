"""The wizard in lines: its steps, why a question is asked, what to start from, and the review."""

from tunewise.domain.assessment import Assessment
from tunewise.domain.scenario import Scenario
from tunewise.knowledge.tables import Knowledge
from tunewise.report import sentences
from tunewise.ui.commands import key_of
from tunewise.ui.fields import Field
from tunewise.ui.lines import BLANK, Line, bullet, cut, line, pad, paragraph, right, rule, safe
from tunewise.ui.views.fields import CURSOR
from tunewise.ui.views.ranking import TIER_ROLES


def step_bar(current: int, knowledge: Knowledge, width: int) -> Line:
    """Return the steps in one line; where they do not fit, the current one with its neighbours' count."""
    steps = knowledge.tables.step
    spans: list[tuple[str, str]] = []
    for index, step in enumerate(steps):
        mark = f"[{step.title}]" if index == current else f" {step.title} "
        spans.append((mark, "strong" if index == current else "muted"))
    row = line(" ", *spans)
    if sum(len(text) for text, _ in row) <= width:
        return row
    return line((f" step {current + 1} of {len(steps)}: ", "muted"), (steps[current].title, "strong"))


def why_lines(field: Field | None, step: int, knowledge: Knowledge, width: int) -> list[Line]:
    """Return why the focused question is asked, with its source; without one, what the step is for."""
    if field is None:
        return [rule("this step", width), *paragraph(knowledge.tables.step[step].intro, width - 1, "text", " ")]
    rows = [rule(f"why: {field.label.lower()}", width), *paragraph(field.why, width - 1, "text", " ")]
    if field.kind == "text":
        return rows
    return [
        *rows,
        *paragraph(f"Sources: {', '.join(field.sources)}", width - 1, "muted", " "),
    ]


def start_row(name: str, scenario: Scenario | None, width: int, *, chosen: bool, focused: bool) -> Line:
    """Return one thing to start from: nothing, a file, or a shipped scenario with its title."""
    cursor = CURSOR if chosen and focused else "›" if chosen else " "
    if scenario is None:
        return line((f"{cursor} ", "accent"), (name, "strong" if chosen else "text"))
    return line(
        (f"{cursor} ", "accent"),
        (pad(name, 27), "strong" if chosen else "text"),
        (cut(safe(scenario.title), max(0, width - 30)), "muted"),
    )


def start_preview(scenario: Scenario | None, width: int) -> list[Line]:
    """Return the story of the scenario that would be started from."""
    if scenario is None:
        words = "Any step can be skipped; what you do not know stays unknown."
        begins = f"{key_of('list.open').capitalize()} begins. {words}"
        return [rule("start", width), *paragraph(begins, width - 1, "text", " ")]
    return [rule(safe(scenario.title), width), *paragraph(safe(scenario.summary, 600), width - 1, "text", " ")]


def review_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    """Return what was told and what was assumed, the first places, the payback and the next questions."""
    ranking = assessment.ranking
    rows: list[Line] = []
    told = [reading for reading in assessment.readings if reading.value is not None]
    assumed = [reading for reading in assessment.readings if reading.value is None]
    words = ", ".join(f"{knowledge.signals[one.signal].short} {one.value} {one.band}" for one in told) or "nothing yet"
    rows += paragraph(f"Told: {words}.", width - 1, "text", " ")
    if assumed:
        names = ", ".join(knowledge.signals[one.signal].short for one in assumed)
        rows += paragraph(f"Assumed, at their expected value: {names}.", width - 1, "muted", " ")
    failures = assessment.scenario.task.failures
    named = ", ".join(knowledge.failures[name].label for name in failures) or "nobody has named it"
    rows += paragraph(f"What fails: {named}.", width - 1, "text", " ")
    if calls := sentences.failure_calls(assessment, knowledge):
        rows += bullet("→", calls, width, "accent")
    rows.append(BLANK)
    for entry in ranking.options[:3]:
        tier = sentences.tier_words(entry)
        rows.append(
            line(
                f" {entry.letter} ",
                (pad(entry.label, 31), "text"),
                (right(f"{entry.score_points:.1f}", 6), "strong"),
                (f"  {tier}", TIER_ROLES[entry.tier]),
            )
        )
    rows.append(BLANK)
    rows += paragraph(_payback(assessment, knowledge), width - 1, "text", " ")
    rows += paragraph(sentences.readiness(assessment), width - 1, "text", " ")
    for question in assessment.questions[:3]:
        rows += bullet("?", question.text, width, "muted")
    return rows


def _payback(assessment: Assessment, knowledge: Knowledge) -> str:
    """Return when it pays back. Only the last step says so, and only then are costs worked out."""
    from tunewise.engine.costs.workbench import cost_workbench  # noqa: PLC0415  # as said
    from tunewise.report.costs import payback  # noqa: PLC0415  # as said

    return payback(cost_workbench(assessment, knowledge), knowledge)
