"""Help on what a row of a closer look is about: the rule in full, and its source."""

from tunewise.domain.assessment import Assessment
from tunewise.knowledge.tables import Knowledge
from tunewise.ui.fields import Field, field_of
from tunewise.ui.lines import BLANK, Line, bullet, line, pad, paragraph, right, rule
from tunewise.ui.views.help import field_help, key_help, source_titles
from tunewise.ui.views.looks.base import Topic
from tunewise.ui.views.looks.cases import source_lines
from tunewise.ui.views.looks.how_sure import knowledge_note
from tunewise.ui.views.ranking import option_detail

EVIDENCE_KINDS = frozenset({"finding", "variant", "group", "node", "rung", "phase", "mistake"})
"""What the looks at evidence are about."""


def topic_help(topic: Topic, assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    """Return the rule behind ``topic``, in words and with its sources."""
    if topic.kind in {"option", "factor", "question"}:
        return _of_this_scenario(topic, assessment, knowledge, width)
    if topic.kind in {"leaf", "rival", "warning", "draws"}:
        from tunewise.ui.views.help_costs import cost_help  # noqa: PLC0415  # only costs need these words

        return cost_help(topic, knowledge, width)
    if topic.kind in EVIDENCE_KINDS:
        from tunewise.ui.views.help_evidence import evidence_help  # noqa: PLC0415  # only evidence needs these words

        return evidence_help(topic, assessment, knowledge, width)
    if topic.kind == "dial":
        return [rule("how the draws are made", width), *paragraph(knowledge_note(knowledge), width)]
    return _RULES[topic.kind](topic.name, knowledge, width)


def _of_this_scenario(topic: Topic, assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    if topic.kind == "option":
        return list(option_detail(topic.name, assessment, knowledge, width))
    if topic.kind == "question":
        return _question(topic.name, assessment, knowledge, width)
    if topic.name in knowledge.signals:
        return field_help(field_of(f"signals.{topic.name}", knowledge), assessment, knowledge, width)
    return _factor(topic.name, assessment, knowledge, width)


def field_topic_help(field: Field, assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    """Return the rule behind a field, in words and with its sources."""
    if not field.key.startswith("costs."):
        return field_help(field, assessment, knowledge, width)
    from tunewise.ui.views.help_costs import leaf_help  # noqa: PLC0415  # only costs need these words

    return [*leaf_help(field.key, knowledge, width), BLANK, *key_help("field", width)]


def _factor(name: str, assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    factor = knowledge.factors[name]
    scope = assessment.ranking.scope
    rows = [
        rule(factor.label, width),
        *paragraph(factor.why, width),
        *_sources(factor.sources, knowledge, width),
        BLANK,
        *paragraph(f"At stake: {factor.points_in(scope)} of 100 points.", width, "strong"),
        BLANK,
        rule("what it earns each option here", width),
    ]
    for entry in assessment.ranking.options:
        part = next((one for one in entry.contributions if one.factor == name), None)
        if part is not None:
            earned = (right(f"{part.earned_points:.1f}", 6), "strong")
            rows.append(line(f"{entry.letter} ", (pad(entry.label, 31), "text"), earned))
    return rows


def _question(key: str, assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    if key == "task.failures":
        return _factor("failures", assessment, knowledge, width)
    return field_help(field_of(key, knowledge), assessment, knowledge, width)


def _gate(name: str, knowledge: Knowledge, width: int) -> list[Line]:
    gate = knowledge.gates[name]
    hits = ", ".join(f"{knowledge.choices[option].letter} {knowledge.choices[option].label}" for option in gate.hits)
    return [
        rule(f"gate: {gate.id.replace('-', ' ')}", width),
        *paragraph(gate.says, width),
        BLANK,
        *paragraph(f"It makes these {gate.tier.replace('-', ' ')}: {hits}.", width),
        *paragraph(f"What opens it: {gate.opens}", width, "strong"),
        *paragraph(f"Meanwhile: {knowledge.choices[gate.instead].label}.", width),
        *paragraph(f"It asks: {gate.question}", width, "muted"),
        BLANK,
        *_sources(gate.sources, knowledge, width),
    ]


def _lesson(name: str, knowledge: Knowledge, width: int) -> list[Line]:
    lesson = knowledge.lessons[name]
    rows = [rule(lesson.title, width), *paragraph(lesson.says, width), BLANK, rule("sources", width)]
    for source in lesson.sources:
        rows += bullet("·", source, width, "muted")
    rows += [BLANK, rule("published cases", width)] if lesson.precedents else []
    for case in lesson.precedents:
        entry = knowledge.precedents[case]
        rows += [line((f"  {entry.title}", "strong")), *paragraph(entry.outcome.worked, width - 4, "text", "  ")]
        rows += source_lines(entry, width)
    return rows


def _precedent(name: str, knowledge: Knowledge, width: int) -> list[Line]:
    case = knowledge.precedents[name]
    outcome = case.outcome

    def named(options: tuple[str, ...]) -> str:
        return ", ".join(knowledge.choices[option].label for option in options) or "none"

    failures = ", ".join(knowledge.failures[failure].label for failure in case.failures)
    requests = f", {case.monthly_requests:,} requests a month ({case.requests_basis})" if case.monthly_requests else ""
    return [
        rule(case.title, width),
        *paragraph(case.situation, width),
        *paragraph(f"What failed: {failures}. Task: {knowledge.tasks[case.task].label}.", width),
        *paragraph(f"{case.labelled_examples:,} examples ({case.examples_basis}){requests}.", width, "muted"),
        BLANK,
        *paragraph(f"Worked best: {named((outcome.best,))}. {outcome.worked}", width, "strong"),
        *paragraph(f"Also worked: {named(outcome.acceptable)}. Did not: {named(outcome.failed)}.", width),
        BLANK,
        *source_lines(case, width),
        *paragraph(f"Confidence: {case.trust.confidence}. The readings are one reader's estimates.", width, "muted"),
    ]


def _pattern(name: str, knowledge: Knowledge, width: int) -> list[Line]:
    pattern = next(one for one in knowledge.cases.pattern if one.id == name)
    fits = ", ".join(knowledge.choices[option].label for option in pattern.fits)
    return [
        rule(pattern.title, width),
        *paragraph(pattern.says, width),
        *paragraph(f"It fits: {fits}.", width),
        BLANK,
        *_sources(pattern.sources, knowledge, width),
    ]


_RULES = {"gate": _gate, "lesson": _lesson, "precedent": _precedent, "pattern": _pattern}


def _sources(sources: tuple[str, ...], knowledge: Knowledge, width: int) -> list[Line]:
    return [
        *paragraph(f"Sources: {', '.join(sources)}", width, "muted"),
        *source_titles(sources, knowledge, width),
    ]
