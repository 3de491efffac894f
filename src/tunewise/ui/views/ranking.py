"""The ranked stack, and one option in detail: its ledger, its trade-offs and what holds it back."""

from collections.abc import Iterator
from typing import NamedTuple

from tunewise.domain.analysis import PinnedChange
from tunewise.domain.assessment import Assessment, GateFinding, RankedOption
from tunewise.knowledge.tables import Knowledge
from tunewise.report import way
from tunewise.report.sentences import tier_words
from tunewise.ui.charts.bars import bar
from tunewise.ui.lines import BLANK, Line, Role, bullet, cut, line, pad, paragraph, right, rule
from tunewise.ui.views.fields import CURSOR
from tunewise.ui.views.ledger import ledger_row, lost_words

_LABEL = 31
_SHORT_LABEL = 24
_LONGEST_BAR = 60
_ROOMY = 62
_LOSSES_SHOWN = 3


class Mark(NamedTuple):
    """What else a row of the stack says: the cursor, the focus, the user's own choice, and the change since the pin."""

    chosen: bool
    focused: bool
    decided: bool = False
    change: PinnedChange | None = None


def ranking_row(option: RankedOption, assessment: Assessment, width: int, mark: Mark) -> Line:
    """Return one row: letter, label, score, bar and tier."""
    role = option_role(option, assessment)
    label_width = _LABEL if width >= _ROOMY else _SHORT_LABEL
    tier, tier_width = tier_words(option), 10
    moved = _moved(mark.change)
    cells = max(4, min(_LONGEST_BAR, width - label_width - tier_width - 14 - len(moved)))
    cursor = CURSOR if mark.chosen and mark.focused else "›" if mark.chosen else " "
    label_role: Role = "muted" if option.tier == "ruled-out" else "accent" if role == "accent" else "text"
    return line(
        (f"{cursor}{'★' if mark.decided else ' '}{option.letter} {pad(option.label, label_width)}", label_role),
        (f"{right(f'{option.score_points:.1f}', 6)} ", "accent" if role == "accent" else "text"),
        (moved, "strong"),
        *bar(option.score_points, 100, cells, role, assumed=option.assumed_tenths / 10),
        (f"  {pad(tier, tier_width)}", "muted" if tier.startswith("if") else TIER_ROLES[option.tier]),
    )


def _moved(change: PinnedChange | None) -> str:
    """Return the change since the pin in ten cells: points, and places up or down."""
    if change is None:
        return ""
    places = f"▲{change.places}" if change.places > 0 else f"▼{-change.places}" if change.places < 0 else ""
    return f"{change.tenths / 10:+6.1f} {pad(places, 3)}"


TIER_ROLES: dict[str, Role] = {"open": "good", "not-yet": "warn", "ruled-out": "bad"}


def option_role(option: RankedOption, assessment: Assessment) -> Role:
    """Return the role of an option: the destination stands out, the rest is quiet."""
    return "accent" if option.option == assessment.ranking.destination else "bar"


def visible_window(count: int, cursor: int, height: int) -> tuple[int, int]:
    """Return which entries show, so that the cursor always does."""
    if height >= count:
        return 0, count
    first = max(0, min(cursor - height // 2, count - height))
    return first, first + height


def option_detail(option: str, assessment: Assessment, knowledge: Knowledge, width: int) -> Iterator[Line]:
    """Yield everything about one option: what it does, its ledger, trade-offs, gates, and the sources of each."""
    entry = assessment.ranking.find(option)
    choice = knowledge.choices[option]
    yield line(
        (f"{entry.letter} {entry.label}", "strong"),
        (f"  {entry.score_points:.1f}  ", "accent"),
        (tier_words(entry), TIER_ROLES[entry.tier]),
    )
    yield from paragraph(choice.does, width, "muted")
    yield from paragraph(f"Sources: {', '.join(choice.sources)}", width, "muted")
    for part in entry.contributions:
        yield ledger_row(part, knowledge, width)
    yield from paragraph(lost_words(entry, knowledge, _LOSSES_SHOWN), width)
    yield BLANK
    yield from _ratings(option, knowledge, width)
    yield from paragraph(f"Where it wins: {choice.wins}", width)
    yield from paragraph(f"Caution: {choice.caution}", width)
    yield from gates_of(entry, knowledge, width)


def _ratings(option: str, knowledge: Knowledge, width: int) -> list[Line]:
    ratings = knowledge.choices[option].ratings
    words = [f"{name} {getattr(ratings, name)}" for name in type(ratings).model_fields]
    return paragraph(" · ".join(words), width, "text")


def gates_of(entry: RankedOption, knowledge: Knowledge, width: int) -> list[Line]:
    """Return what holds the option back and what opens it, then what is still to confirm."""
    rows: list[Line] = []
    for finding in entry.gates:
        rows += _closed_gate(finding, knowledge, width)
    if entry.preconditions:
        rows.append(rule("to confirm", width))
        seen: set[str] = set()
        for finding in entry.preconditions:
            question = knowledge.gates[finding.gate].question
            if question not in seen:
                seen.add(question)
                rows += bullet("?", question, width, mark_role="muted")
    return rows


def _closed_gate(finding: GateFinding, knowledge: Knowledge, width: int) -> list[Line]:
    title = finding.tier.replace("-", " ")
    because = f" ({finding.because})" if finding.because else ""
    sources = ", ".join(knowledge.gates[finding.gate].sources)
    return [
        rule(f"{title}{because}", width),
        *bullet("✗", finding.says, width, mark_role=TIER_ROLES[finding.tier]),
        *bullet("→", finding.opens, width, "strong"),
        *bullet(" ", sources, width, "muted"),
    ]


_PATH_ROLES: dict[str, Role] = {"today": "strong", "arrive": "accent"}


def path_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    """Return the path from today's step to the destination, a line for each step."""
    return [
        line((f" {pad(step.word, 8)}", "muted"), (cut(step.text, width - 10), _PATH_ROLES.get(step.word, "text")))
        for step in way.path_lines(assessment, knowledge)
    ]
