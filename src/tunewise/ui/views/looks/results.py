"""What the evaluation results show (w): the decision tree as a walk, the variants, and groups of failures."""

from typing import Final

from rich.cells import cell_len

from tunewise.domain.evaluation_summary import EvaluationSummary, FailureGroup, VariantFigures
from tunewise.domain.evaluation_verdict import Comparison, EvaluationVerdict, WalkNode
from tunewise.ui.commands import keyed
from tunewise.ui.lines import BLANK, Line, Role, bullet, cut, line, pad, paragraph, right, safe
from tunewise.ui.views.looks.base import Looker, Page, Row, Topic, rows_of

_NODES: dict[str, tuple[str, Role]] = {"passed": ("✓", "good"), "here": ("◆", "accent"), "open": ("·", "muted")}
_LEVEL: Final = 6
"""Cells of the column with the level of the prompting ladder."""
_NONE = (
    "No results were read yet: {readiness.results} reads those of promptfoo, Inspect, lm-eval, DeepEval, or a table."
)


def _nothing(title: str, width: int) -> Page:
    return Page(title, rows_of(paragraph(keyed(_NONE), width - 1, "muted", " ")))


def walk_page(look: Looker, width: int, height: int) -> Page:
    """Return the decision tree: where the results stand, and what follows from it."""
    verdict = look.evidence.verdict
    if verdict is None:
        return _nothing("the decision tree", width)
    rows: list[Row] = []
    for number, node in enumerate(verdict.walk):
        rows += rows_of(node_lines(node, width), Topic("node", node.id))
        if number < len(verdict.walk) - 1:
            rows += rows_of([line(("  │", "line"))])
    return Page("the decision tree", rows)


def node_lines(node: WalkNode, width: int) -> list[Line]:
    """Return one node of the tree: where it stands, what the results answer, and what follows."""
    mark, role = _NODES[node.state]
    here = " ◄ you are here" if node.state == "here" else ""
    rows = [line(f" {mark} ", (node.label, "strong" if node.state != "open" else "muted"), (here, "accent"))]
    if node.state == "open":
        return [*rows, *paragraph(node.asks, width - 2, "muted", "    ")]
    for figure in node.figures:
        rows += paragraph(safe(figure, 400), width - 2, "text", "    ")
    if node.consequence:
        rows += bullet("   →", node.consequence, width - 1, role)
    return rows


def variants_page(look: Looker, width: int, height: int) -> Page:
    """Return all variants: rate with its interval, the difference to the baseline, and what that shows."""
    summary, verdict = look.assessment.scenario.evidence.evaluation, look.evidence.verdict
    if summary is None or verdict is None:
        return _nothing("variants", width)
    compared = {one.variant: one for one in verdict.comparisons}
    name = max(18, min(44, width - 46))
    head = f"   {pad('variant', name - _LEVEL)}{'level':>{_LEVEL}} {'tests':>6} {'passed':>7}  gain over ◆, points"
    rows = rows_of([line((cut(head, width), "muted"))])
    for one in summary.variants:
        rows += rows_of(_variant(one, summary, compared.get(one.name), name, width), Topic("variant", one.name))
    rows += rows_of([BLANK, *_totals(summary, verdict, width)])
    return Page("variants", rows)


def _variant(
    one: VariantFigures, summary: EvaluationSummary, against: Comparison | None, name: int, width: int
) -> list[Line]:
    share = f"{one.passed / one.tests:.1%}" if one.tests else "–"
    level = "?" if one.level is None else f"{one.level}"
    mark = "◆" if one.name == summary.baseline else "≈" if one.near_repeat_of else "·"
    words = "baseline" if one.name == summary.baseline else _against(one, against)
    role: Role = "strong" if one.name == summary.baseline else "text"
    shown, room = safe(one.name, 80), max(0, width - name - 21)
    # What does not fit stands on a line of its own: variants may differ in the end of a name, and the verdict is there.
    apart = cell_len(shown) > name - _LEVEL
    rows = [line(f" {mark} ", (cut(shown, width - 4), role))] if apart else []
    rows.append(
        line(
            "   " if apart else f" {mark} ",
            (f"{pad('' if apart else shown, name - _LEVEL)}{level:>{_LEVEL}}", role),
            f" {one.tests:>6,} ",
            (f"{share:>7}", "strong"),
            (f"  {words if cell_len(words) <= room else ''}", "muted"),
        )
    )
    if cell_len(words) > room:
        rows += paragraph(words, width - 2, "muted", "     ")
    flaws = [
        f"{count:,} {what}"
        for count, what in (
            (one.grader_errors, "grader crashes"),
            (one.provider_errors, "provider errors"),
            (one.unproven, "passes without assertion"),
            (one.flips, "tests flip between repeats"),
        )
        if count
    ]
    return [*rows, *([line((f"     left out: {', '.join(flaws)}", "warn"))] if flaws else [])]


def _against(one: VariantFigures, against: Comparison | None) -> str:
    if one.near_repeat_of:
        return f"same prompt as {safe(one.near_repeat_of, 40)}, other settings"
    if against is None:
        return "not compared"
    more = f", about {against.more_tests:,} more tests" if against.more_tests else ""
    return (
        f"{against.gain_points:+.1f} [{against.low_points:.1f}, {against.high_points:.1f}] {against.words.word}{more}"
    )


def _totals(summary: EvaluationSummary, verdict: EvaluationVerdict, width: int) -> list[Line]:
    best = verdict.best
    rows = [
        *paragraph(f"Best prompt, {best.words.word}: {safe(best.words.says, 400)}", width - 1, "text", " "),
        *bullet("→", best.words.consequence, width, "strong"),
    ]
    if summary.shared_tests:
        words = (
            f"Of {summary.shared_tests:,} tests that every prompt ran on, {summary.any_passed:,} are passed by at "
            f"least one, {summary.hard_core:,} by none."
        )
        rows += paragraph(words, width - 1, "muted", " ")
    for trial in verdict.trials:
        rows += paragraph(f"{safe(trial.tuned, 60)}: {trial.words.says}", width - 1, "text", " ")
        rows += bullet("→", trial.words.consequence, width, "strong")
    return rows


def groups_page(look: Looker, width: int, height: int) -> Page:
    """Return what the failed tests share, with the label that a person gave; c gives one."""
    summary = look.assessment.scenario.evidence.evaluation
    if summary is None:
        return _nothing("groups of failures", width)
    if not summary.groups:
        words = "No group of failures stands out: no kind of assertion, value or error is shared by failed tests."
        return Page("groups of failures", rows_of(paragraph(words, width - 1, "muted", " ")))
    rows: list[Row] = []
    remedies = {one.id: one for one in look.knowledge.verdict_tables.group_remedy}
    for group in summary.groups:
        remedy = remedies.get(group.label) if group.label else None
        rows += rows_of(_group(group, remedy.words if remedy else "", width), Topic("group", group.id))
    words = keyed("{readiness.answer} says what a group is; it feeds the ranking as what goes wrong today.")
    return Page("groups of failures", [*rows, *rows_of([BLANK, *paragraph(words, width - 1, "muted", " ")])])


def _group(group: FailureGroup, remedy: str, width: int) -> list[Line]:
    what = {"assertion": "fail", "trait": "have", "error": "crash in"}[group.kind]
    value = f" = {safe(group.value, 40)}" if group.value else ""
    of = f" of {group.of_tests:,}" if group.of_tests else ""
    label = group.label.replace("_", " ") if group.label else "no label yet"
    head = line(
        " · ",
        (right(f"{group.tests:,}{of}", 10), "strong"),
        f" {what} ",
        (pad(f"{safe(group.name, 60)}{value}", max(10, width - 46)), "text"),
        (f" {label}", "accent" if group.label else "muted"),
    )
    return [head, *(bullet("     →", remedy, width - 1, "muted") if remedy else [])]
