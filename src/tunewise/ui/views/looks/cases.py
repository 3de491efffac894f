"""Precedents (p): the published cases nearest to this scenario, and whether they agree."""

from tunewise.domain.analysis import NearPrecedent
from tunewise.engine.precedents import near_precedents
from tunewise.knowledge.cases import Precedent
from tunewise.knowledge.tables import Knowledge
from tunewise.ui.lines import BLANK, Line, bullet, cut, line, paragraph
from tunewise.ui.views.looks.base import Looker, Page, Row, Topic, rows_of

_SHOWN = 5


def near_of(look: Looker) -> tuple[NearPrecedent, ...]:
    """Return the near cases, found once for each assessment."""
    return look.kept("near", lambda: near_precedents(look.assessment, look.knowledge))


def cases_page(look: Looker, width: int, height: int) -> Page:
    """Return the nearest cases: what worked, the figures, the source, and why they count as near."""
    near, knowledge = near_of(look), look.knowledge
    rows = rows_of(paragraph(summary(near, knowledge), width - 2, "strong", " "))
    for one in near[:_SHOWN]:
        rows += _case(one, knowledge.precedents[one.precedent], look, width)
    return Page("published cases like this one", rows)


def summary(near: tuple[NearPrecedent, ...], knowledge: Knowledge) -> str:
    """Say in a sentence whether the near cases agree with the recommendation."""
    total = len(knowledge.precedents)
    if not near:
        return f"None of the {total} published cases is near to this one: the recommendation stands on the rules alone."
    shown = near[:_SHOWN]
    agree, warn = sum(one.agrees for one in shown), sum(one.warns for one in shown)
    agreed = "one agrees" if agree == 1 else f"{agree or 'none'} agree"
    nearest = f"Of the {len(shown)} nearest" if len(shown) > 1 else "The nearest one"
    words = f"{nearest} of {total} published cases: {agreed} with the recommendation"
    return f"{words}, and in {warn} the destination failed." if warn else f"{words}; in none did the destination fail."


def _case(near: NearPrecedent, case: Precedent, look: Looker, width: int) -> list[Row]:
    """Return one case: whether what is recommended worked there best, worked too, failed, or was not tried."""
    ranking, knowledge = look.assessment.ranking, look.knowledge
    recommended = {ranking.destination, ranking.next_step}
    outcome = case.outcome
    best = outcome.best in recommended
    verdict = (
        ("✗ failed there", "bad")
        if near.warns
        else ("✓ agrees", "good")
        if best
        else ("✓ also worked there", "good")
        if near.agrees
        else ("≠ differs", "warn")
    )
    room = max(16, width - len(verdict[0]) - 10)
    head = line(
        (f"  {verdict[0]}", verdict[1]), (f"  {cut(case.title, room)}", "strong"), (f"  {near.likeness:.0%}", "muted")
    )
    rows = [Row(BLANK), Row(head, Topic("precedent", case.id))]
    worked = f"{knowledge.choices[outcome.best].label} worked best. {outcome.worked}"
    rows += rows_of(paragraph(worked, width - 4, "text", "  "))
    rows += rows_of(paragraph(f"Near: {'; '.join(near.because[:4])}.", width - 4, "muted", "  "))
    if near.unlike:
        rows += rows_of(paragraph(f"Unlike: {'; '.join(near.unlike[:3])}.", width - 4, "muted", "  "))
    return rows + rows_of(source_lines(case, width))


def source_lines(case: Precedent, width: int) -> list[Line]:
    """Return title, authors, year and address of a case, and what of it is not confirmed."""
    source = case.source
    address = f" {source.address}" if source.address else ""
    rows = paragraph(f"{source.authors}, {source.title}, {source.year}.{address}", width - 4, "muted", "  ")
    if case.trust.confidence == "low":
        rows += bullet(" !", f"Low confidence: {case.trust.note}", width, "text", "warn")
    elif case.trust.note:
        rows += paragraph(case.trust.note, width - 4, "muted", "  ")
    return rows
