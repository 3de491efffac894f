"""An assessment as Markdown, to paste into a decision record."""

from tunewise import __version__
from tunewise.domain.assessment import Assessment
from tunewise.domain.text import shown
from tunewise.knowledge.schema import Knowledge
from tunewise.report import sentences

_SPECIAL = "\\`*_{}[]<>#|"


def escaped(text: str, limit: int = 400) -> str:
    """Return a text of the user as Markdown that shows it literally."""
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in shown(text, limit))


def to_markdown(assessment: Assessment, knowledge: Knowledge) -> str:
    """Return the whole assessment: answer, ranking, what holds the destination back, cost, readiness and provenance."""
    scenario, ranking = assessment.scenario, assessment.ranking
    rows = [f"# {escaped(scenario.title)}", ""]
    if scenario.summary:
        rows += [escaped(scenario.summary, 2_000), ""]
    rows += [
        f"**{ranking.verdict.text}**",
        "",
        sentences.today(assessment, knowledge),
        sentences.find_out_next(assessment, knowledge),
        sentences.failure_calls(assessment, knowledge),
        "",
    ]
    rows += ["| | option | score | tier |", "|---|---|---:|---|"]
    rows += [
        f"| {one.letter} | {one.label} | {one.score_points:.1f} | {sentences.tier_words(one)} |"
        for one in ranking.options
    ]
    if ranking.destination:
        rows += ["", *_ledger(assessment, ranking.destination, knowledge)]
    rows += ["", "## Cost", "", sentences.payback(assessment), ""]
    rows += [f"- {warning.text} ({', '.join(warning.sources)})" for warning in assessment.cost.warnings]
    rows += ["", "## Readiness", "", sentences.readiness(assessment), ""]
    marks = {"yes": "x", "no": " ", "unknown": " "}
    rows += [
        f"- [{marks[item.state]}] {item.label} ({item.state}: {item.because})" for item in assessment.readiness.items
    ]
    meta = knowledge.meta
    rows += ["", f"Tunewise {__version__}, knowledge {meta.id} {meta.version}, sha256 {knowledge.sha256[:12]}."]
    return "\n".join(rows) + "\n"


def _ledger(assessment: Assessment, option: str, knowledge: Knowledge) -> list[str]:
    entry = assessment.ranking.find(option)
    rows = [f"## Why {entry.label}", "", "| factor | earned | of | |", "|---|---:|---:|---|"]
    for part in entry.contributions:
        factor = knowledge.factors[part.factor]
        note = "assumed" if part.assumed else ""
        rows.append(f"| {factor.label} | {part.earned_points:.1f} | {factor.points} | {note} |")
    for finding in entry.gates:
        rows += ["", f"- {finding.tier.replace('-', ' ')}: {finding.says} {finding.opens}"]
    return rows
