"""The readiness screen in lines: checklist rows, the examples that the task needs, and one item in detail."""

from rich.cells import cell_len

from tunewise.domain.assessment import Assessment, CheckResult
from tunewise.domain.workbench import Workbench
from tunewise.engine.measured.training import kind_of
from tunewise.knowledge.tables import Knowledge
from tunewise.report.text import STALE
from tunewise.ui.commands import key_of, keyed
from tunewise.ui.evidence_desk import EvidenceDesk
from tunewise.ui.fields import Field
from tunewise.ui.lines import BLANK, Line, Role, bullet, cut, fit, line, pad, paragraph, width_of
from tunewise.ui.views.fields import CURSOR, MARK_ROLES, MARKS, check_of


def check_row(field: Field, assessment: Assessment, width: int, *, focused: bool) -> Line:
    """Return one item: mark, label, and what it rests on or what turns it green."""
    result = check_of(field, assessment)
    label = 32 if width >= 60 else 24
    room = max(0, width - label - 5)
    words = next((text for text in _words(result) if width_of(line(text)) <= room), _words(result)[0])
    row = line(
        (f"{CURSOR} " if focused else "  ", "accent"),
        _mark(result),
        (f"{pad(field.label, label - 1)} ", "strong" if focused else "text"),
        (cut(words, room), "muted"),
    )
    return fit(row, width)


def _mark(result: CheckResult) -> tuple[str, Role]:
    """Return the mark of an item; one that rests on a file that is not the same any more is grey."""
    if result.stale:
        return f"{STALE} ", "muted"
    return f"{MARKS[result.state]} ", MARK_ROLES[result.state]


def _words(result: CheckResult) -> tuple[str, ...]:
    """Return what is said of an item on its row, and shorter where that does not fit: the rest stands in its detail."""
    if result.state == "yes" or result.stale:
        return (result.because,)
    if result.state == "unknown":
        return (result.because if result.basis == "file" else "not answered",)
    words = result.next_action if result.asserted else f"{result.because}: {result.next_action}"
    return words, result.because


def evidence_lines(assessment: Assessment, desk: EvidenceDesk, width: int) -> list[Line]:
    """Return where the results stand in the decision tree, or how to bring files in."""
    evidence = assessment.scenario.evidence
    if evidence.training is None and evidence.evaluation is None:
        if any(one.stale for one in assessment.readiness.items):
            return [line((keyed("  {readiness.measure-again} measures the files again that changed"), "muted"))]
        words = "  {readiness.data} measures training data, {readiness.results} reads evaluation results"
        return [line((keyed(words), "muted"))]
    if evidence.evaluation is None or desk.verdict is None:
        return [line((keyed("  {readiness.found} data found · {readiness.results} reads evaluation results"), "muted"))]
    steps = []
    for node in desk.verdict.walk:
        mark = {"passed": "✓", "here": "◆", "open": "·"}[node.state]
        steps.append(f"{node.label.lower()} {mark}")
        if node.state == "here":
            break
    words = f"  tree: {' ─ '.join(steps)}"
    if cell_len(words) > width:
        words = f"  tree: {len(steps) - 1} ✓ ─ {steps[-1]}"
    return [line((cut(words, width), "text"))]


def examples_line(assessment: Assessment, knowledge: Knowledge) -> Line:
    """Return how many examples there are against how many the kind of task needs."""
    report = assessment.readiness
    named, count = kind_of(assessment.scenario)
    if named is None or report.examples_enough is None:
        return line(("  Examples needed         ", "text"), ("tell the kind of task to know how many", "muted"))
    have = "unknown" if report.examples is None else f"{report.examples:,}"
    enough = report.examples is not None and report.examples >= report.examples_enough
    mark = "unknown" if report.examples is None else "yes" if enough else "no"
    kind = knowledge.tasks[named]
    classes = f" in {count or kind.default_classes} classes" if kind.per_class else ""
    return line(
        "  ",
        (f"{MARKS[mark]} ", MARK_ROLES[mark]),
        ("Examples ", "text"),
        (have, "strong"),
        (
            f" of {report.examples_enough:,} to {report.examples_good:,} for {kind.label}{classes}",
            "muted",
        ),
    )


def check_detail(field: Field, assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    """Return one item in full: what it asks, why, where it stands, what turns it green, and the sources."""
    item = knowledge.checks[field.name]
    result = check_of(field, assessment)
    rows = [
        line((f" {item.label}: ", "strong"), (result.state, MARK_ROLES[result.state])),
        *paragraph(result.because, width - 1, "text", " "),
        *(bullet("→", result.next_action, width, "strong") if result.state != "yes" else []),
        *_standing(result, width),
        *paragraph(item.asks, width - 1, "text", " "),
        *paragraph(f"Why: {item.why}", width - 1, "muted", " "),
    ]
    return [*rows, *paragraph(f"Sources: {', '.join(item.sources)}", width - 1, "muted", " ")]


def _standing(result: CheckResult, width: int) -> list[Line]:
    """Return what a file has against the user's word, and how that is upheld or taken back."""
    if result.basis == "override":
        words = f"The file says otherwise: {result.refused}. {key_of('readiness.answer')} takes your word back."
        return paragraph(words, width - 1, "warn", " ")
    if result.stale:
        return paragraph(keyed("{readiness.measure-again} measures it again."), width - 1, "muted", " ")
    if result.basis == "file" and result.state == "no":
        words = keyed("{readiness.answer} upholds your word against it, with a reason.")
        return paragraph(words, width - 1, "muted", " ")
    return []


def ladder_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    """Return the ladder: each level, what it is, and which were reached."""
    level = assessment.readiness.ladder_level
    rows: list[Line] = [BLANK, line((" The prompting ladder", "strong"), ("  climb it before training", "muted"))]
    for rung in knowledge.tables.rung:
        reached = level is not None and rung.level <= level
        mark = ("✓", "good") if reached else ("?", "muted") if level is None else ("·", "muted")
        words = cut(rung.shows, max(0, width - 28))
        rows.append(line(" ", mark, f" {rung.level} ", (pad(rung.label, 21), "text"), (words, "muted")))
    return rows


def tree_lines(desk: EvidenceDesk, width: int) -> list[Line]:
    """Return the decision tree as far as the results walk it; nothing without results."""
    if desk.verdict is None:
        return []
    from tunewise.ui.views.looks.results import node_lines  # noqa: PLC0415  # only where there are results

    rows: list[Line] = [BLANK, line((" The decision tree", "strong"), (keyed("  {readiness.tree} opens it"), "muted"))]
    for node in desk.verdict.walk:
        if node.state != "open":
            rows += node_lines(node, width)
    return rows


def cost_lines(workbench: Workbench, width: int) -> list[Line]:
    """Return how far the bill of the way in focus rests on figures that nobody told."""
    if workbench.missing:
        words = "The bill cannot be made yet: 3 Cost asks for what it lacks."
        return bullet("!", words, width, "warn")
    typical = sum(figure.origin == "typical" for figure in workbench.find(workbench.focus).figures)
    words = "Every figure of the bill is yours or worked out from yours: 3 Cost shows it."
    if typical:
        are = "figure of the bill is a typical value" if typical == 1 else "figures of the bill are typical values"
        words = f"{typical} {are}, not yours: 3 Cost shows which."
    return bullet("!" if typical else "✓", words, width, "warn" if typical else "good")
