"""What was found in the training data (d): each kind of finding with its lines, then rows for a person to look at."""

from collections.abc import Iterator

from tunewise.domain.evidence import Evidence, MeasuredFile, TrainingEvidence, ValidationEvidence
from tunewise.domain.training_data import Example, Found, TrainingReport
from tunewise.engine.measured.finding import name_of, rows_of
from tunewise.engine.measured.flaws import judged
from tunewise.engine.measured.severity import GRAVEST_FIRST, severity_of
from tunewise.knowledge.evidence_tables import DataCheck, Severity
from tunewise.ui.commands import key_of, keyed
from tunewise.ui.lines import BLANK, Line, Role, bullet, cut, line, pad, paragraph, safe
from tunewise.ui.views.looks.base import Looker, Page, Row, Topic
from tunewise.ui.views.looks.base import rows_of as as_rows

_MARKS: dict[str, tuple[str, Role]] = {
    "row": ("✗", "bad"),
    "tick": ("✗", "bad"),
    "warn": ("!", "warn"),
    "inform": ("·", "muted"),
}
_SHOWN_LINES = 12
_NOTABLE_SHARE = 0.0005
_DATA_ITEM = "hundred_checked_examples"
"""The item of the checklist that rests on the training file."""


def found_page(look: Looker, width: int, height: int) -> Page:
    """Return the figures of the training file and everything found in it, the gravest first."""
    data = look.assessment.scenario.evidence.training
    if data is None:
        return Page("found in the data", as_rows(paragraph(_why_nothing(look), width - 1, "muted", " ")))
    report = look.evidence.report
    rows = as_rows(_figures(data, report, width))
    found = [*_found(look.assessment.scenario.evidence, data, report)]
    checks = look.knowledge.data_checks
    by_figure = judged(data, look.knowledge)
    for flaw in by_figure:
        mark, role = _MARKS[flaw.severity]
        rows += as_rows(bullet(mark, flaw.words, width, "strong", role), Topic("finding", flaw.kind))
    told = {flaw.kind for flaw in by_figure}
    found = [(one, file) for one, file in found if one.kind in checks and one.kind not in told]
    graded = [(severity_of(one.kind, one.count, file, look.knowledge), one) for one, file in found]
    for severity, one in sorted(graded, key=lambda pair: GRAVEST_FIRST.index(pair[0])):
        rows += as_rows(_finding(one, severity, checks[one.kind], width), Topic("finding", one.kind))
    if not found and not by_figure:
        rows += as_rows([line((" ✓ Nothing stands out.", "good"))])
    if data.conflicts and data.task_kind == "generation":
        words = "meant; c on them takes it back" if data.conflicts_intended else "an error; c on them says otherwise"
        rows += as_rows([BLANK, line((f" Several answers to one input count as {words}.", "muted"))])
    return Page(f"found in {name_of(data.file)}", rows)


def _why_nothing(look: Looker) -> str:
    """Return what to do where no figures of training data stand: they may rest on a file that changed."""
    changed = next((one.file for one in look.assessment.readiness.items if one.stale and one.item == _DATA_ITEM), "")
    if changed:
        again = key_of("readiness.measure-again")
        return f"{changed} changed or is gone since it was measured: {again} measures it again."
    return keyed("Nothing was measured yet: {readiness.data} measures a file of training data.")


def _found(
    evidence: Evidence, data: TrainingEvidence, report: TrainingReport | None
) -> Iterator[tuple[Found, TrainingEvidence | ValidationEvidence]]:
    """Yield each finding with the file whose rows it is a share of."""
    validation = evidence.validation
    if report is None:
        yield from ((one, data) for one in _remembered(data))
        if validation is not None:
            yield from ((one, validation) for one in _remembered(validation))
        return
    yield from ((one, data) for one in report.found)
    if report.validation is not None:
        yield from ((one, validation or data) for one in report.validation.found)
    if report.evaluation is not None:
        yield from ((one, data) for one in report.evaluation.found)


def _remembered(file: MeasuredFile) -> Iterator[Found]:
    """Yield what the scenario keeps of the findings: how many rows, and the first lines of each."""
    for kind, count in file.found.items():
        yield Found(kind, count, tuple(Example(place) for place in file.places.get(kind, ())))


def _figures(data: TrainingEvidence, report: TrainingReport | None, width: int) -> list[Line]:
    kind = {"classification": "labels", "structured": "JSON answers", "generation": "free text"}[data.task_kind]
    told = "" if data.task_kind_told else ", as it looks"
    parts = [f"{data.unique_rows:,} of {rows_of(data.rows)} count", data.shape, f"{kind}{told}"]
    if data.classes and data.task_kind == "classification":
        # A file that somebody wrote by hand may tell the one and not the other.
        smallest, largest = data.smallest_class, data.largest_class
        rows = f" of {smallest:,} to {largest:,} rows" if smallest is not None and largest is not None else ""
        parts.append(f"{data.classes:,} classes{rows}")
    if data.tokens is not None:
        share = report.tokens.off_by_share if report is not None and report.tokens is not None else 0
        off = f" ±{share:.1%}" if share >= _NOTABLE_SHARE else ""
        asked, answered = data.median_prompt_tokens, data.median_target_tokens
        parts.append(f"about {data.tokens:,} tokens{off}{'' if asked is None else f', median {asked:,} in'}")
        parts += [] if answered is None else [f"{answered:,} out"]
    if data.diversity_ratio:
        parts.append(f"answers compress {data.diversity_ratio:.1f} times")
    return paragraph(" · ".join(parts), width - 1, "text", " ")


def _finding(found: Found, severity: Severity, check: DataCheck, width: int) -> list[Line]:
    mark, role = _MARKS[severity]
    head = line(f" {mark} ", (pad(check.label, 36), "strong"), (f"{found.count:>9,}", role))
    where = ", ".join(_place(one) for one in found.examples[:_SHOWN_LINES])
    rows = [head]
    if where:
        more = " …" if found.count > min(len(found.examples), _SHOWN_LINES) else ""
        rows.append(line((cut(f"     at {where}{more}", width - 1), "muted")))
    detail = next((one for one in found.examples if one.detail), None)
    if detail is not None:
        rows.append(line((cut(f"     {detail.position:,}: {safe(detail.detail, 160)}", width - 1), "muted")))
    return rows


def _place(one: Example) -> str:
    return f"{one.position:,} (like {one.other:,})" if one.other else f"{one.position:,}"


def sample_page(look: Looker, width: int, height: int) -> Page:
    """Return the masked sample of rows for a person to look at; v records that somebody did."""
    data, report = look.assessment.scenario.evidence.training, look.evidence.report
    if data is None or report is None or not report.sample:
        again = key_of("readiness.measure-again")
        words = f"Measure the file again to look at rows of it: {again}. They are never kept in the scenario."
        return Page("rows to look at", as_rows(paragraph(words, width - 1, "muted", " ")))
    rows: list[Row] = []
    for number, one in enumerate(report.sample, 1):
        rows += as_rows(
            [line((f" {number}/{len(report.sample)} {report.unit} {one.position:,}", "accent"))],
            Topic("finding", "sampled-row"),
        )
        for turn in one.turns:
            rows += as_rows(bullet(f"{turn.role}:", safe(turn.text, 400), width - 1, "muted"))
        rows += as_rows(bullet("→", safe(one.target, 400), width - 1, "strong"))
    words = keyed("{readiness.looked-at} records who looked, and how many were wrong.")
    rows += as_rows([BLANK, *paragraph(words, width - 1, "accent", " ")])
    return Page("rows to look at, secrets masked", rows)
