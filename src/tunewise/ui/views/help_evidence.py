"""Help on evidence: what a finding, a verdict, a node of the tree, a rung or a phase rests on, with its sources."""

from tunewise.domain.assessment import Assessment
from tunewise.engine.measured.results import verdict_of
from tunewise.knowledge.schema import Sources
from tunewise.knowledge.tables import Knowledge
from tunewise.ui.commands import keyed
from tunewise.ui.lines import BLANK, Line, bullet, line, paragraph, rule, safe
from tunewise.ui.views.help import source_titles
from tunewise.ui.views.looks.base import Topic

_INTERVALS = (
    "A rate has Wilson's interval of 95 %. Two prompts on the same tests are compared by Newcombe's paired interval "
    "(method 10) and the exact test of McNemar; several comparisons are corrected by Holm's rule. Repeats of a test "
    "count as one test, and answers without a verdict, crashes and passes without an assertion are left out."
)


def evidence_help(topic: Topic, assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    """Return the rule behind a row of a look at evidence, with its sources."""
    if topic.kind == "finding":
        return _finding(topic.name, knowledge, width)
    if topic.kind == "variant":
        return _variant(topic.name, assessment, knowledge, width)
    if topic.kind == "group":
        return _group(knowledge, width)
    if topic.kind == "node":
        return _node(topic.name, knowledge, width)
    if topic.kind == "rung":
        return _rung(int(topic.name), knowledge, width)
    return _phase(topic.name, knowledge, width)


def _finding(name: str, knowledge: Knowledge, width: int) -> list[Line]:
    check = knowledge.data_checks.get(name)
    if check is None:
        words = "Twenty rows drawn at random with a fixed seed; secrets and personal data are masked, long texts cut."
        return [rule("rows to look at", width), *paragraph(words, width)]
    what = {
        "row": "Such a row does not count as an example.",
        "tick": "It forbids the tick of the checklist.",
        "warn": "It is a warning; the rows count.",
        "inform": "It is only worth knowing.",
    }
    rows = [rule(check.label, width), *paragraph(f"{check.says} {what[check.severity]}", width)]
    if check.limit:
        limit = next(one for one in knowledge.evidence_tables.limit if one.id == check.limit)
        rows += paragraph(f"Limit: {limit.value:g} {limit.unit}. {limit.means}", width, "muted")
    rows += [*bullet("→", check.remedy, width, "strong"), BLANK]
    return [*rows, *_cited(check.sources, knowledge, width)]


def _variant(name: str, assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    rows = [rule(safe(name, 80), width), *paragraph(_INTERVALS, width)]
    summary = assessment.scenario.evidence.evaluation
    if summary is not None:
        against = next((one for one in verdict_of(summary, knowledge).comparisons if one.variant == name), None)
        if against is not None:
            chance = "" if against.chance is None else f" McNemar p = {against.chance:.3g}"
            corrected = "" if against.corrected is None else f", corrected {against.corrected:.3g}."
            rows += [BLANK, *paragraph(f"{against.words.says}{chance}{corrected}", width, "strong")]
            rows += paragraph(against.words.consequence, width)
    words = keyed("{readiness.answer} says on which rung of the prompting ladder it is.")
    rows += [BLANK, *paragraph(words, width, "muted")]
    return [*rows, *_cited(("wilson", "newcombe", "evidence-study"), knowledge, width)]


def _group(knowledge: Knowledge, width: int) -> list[Line]:
    words = (
        "Failed tests are grouped by the assertion that failed, by a value of their variables, and by who crashed. "
        "What a person calls a group counts in the ranking as what goes wrong today."
    )
    rows = [rule("groups of failures", width), *paragraph(words, width), BLANK]
    for remedy in knowledge.verdict_tables.group_remedy:
        rows += bullet("·", f"{remedy.label}: {remedy.words}", width)
    return rows


def _node(name: str, knowledge: Knowledge, width: int) -> list[Line]:
    tables = knowledge.verdict_tables
    step = next(one for one in tables.walk if one.id == name)
    rows = [rule(step.label, width), *paragraph(step.asks, width), BLANK, *paragraph(_INTERVALS, width, "muted"), BLANK]
    for limit in (*tables.evaluation_limit, *(one for one in knowledge.evidence_tables.limit if "test" in one.id)):
        rows += bullet("·", f"{limit.means} {limit.value:g} {limit.unit}.", width, "muted")
    return [*rows, BLANK, *_cited(step.sources, knowledge, width)]


def _rung(level: int, knowledge: Knowledge, width: int) -> list[Line]:
    found = next(one for one in knowledge.plan_tables.ladder_pattern if one.level == level)
    rows = [rule(f"{level} {found.label}", width), *paragraph(f"{found.when} {found.costs}", width), BLANK]
    rows += [line("  ", (row, "text")) for row in found.pattern.strip().splitlines()]
    return [*rows, BLANK, *_cited(found.sources, knowledge, width)]


def _phase(name: str, knowledge: Knowledge, width: int) -> list[Line]:
    phase = knowledge.plan_tables.phases[name]
    low, likely, high = phase.weeks
    rows = [rule(phase.label, width), *paragraph(phase.does, width)]
    rows += paragraph(f"{likely:g} weeks, from {low:g} to {high:g}; {phase.people}.", width, "muted")
    return [*rows, BLANK, *_cited(phase.sources, knowledge, width)]


def _cited(sources: Sources, knowledge: Knowledge, width: int) -> list[Line]:
    return [*paragraph(f"Sources: {', '.join(sources)}", width, "muted"), *source_titles(sources, knowledge, width)]
