"""How sure (r): chances from random weightings and readings, causes apart, and the dials of the draws."""

from tunewise.domain.analysis import Robustness
from tunewise.engine.robustness import verdict_of
from tunewise.knowledge.tables import Knowledge
from tunewise.report.sentences import percent
from tunewise.report.sure import drawn_verdict, rival_words, start_words
from tunewise.ui.charts.acceptance import causes_bars, progress_line, rank_table
from tunewise.ui.lines import Line, bullet, line, paragraph, rule
from tunewise.ui.views.looks.base import Looker, Page, Row, Topic, rows_of

_WORTH_SHOWING = 0.01
"""An option that leads in fewer draws has no people who would choose it."""

ANSWERS = ("sure", "about", "guess")
WEIGHTS = ("fixed", "default", "rough", "no-idea")


def chances_page(look: Looker, width: int, height: int) -> Page:
    """Return the verdict with its chances, what causes the doubt, and the dials."""
    rows = rows_of(paragraph(look.assessment.ranking.verdict.text, width - 2, "strong", " "))
    if look.robustness is None:
        return Page("how sure", [*rows, *_waiting(look, width), *_dials(look, width)])
    if look.robustness.leader is None:
        return Page("how sure", _nothing(width))
    rows += rows_of(_in_words(look.robustness, look, width))
    rows.append(Row(rule("the leader stays first when only this is let loose", width)))
    rows += rows_of(causes_bars(look.robustness, width))
    rows += _preconditions(look, width)
    return Page("how sure", [*rows, *_dials(look, width)])


def ranks_page(look: Looker, width: int, height: int) -> Page:
    """Return how often each option takes each place."""
    if look.robustness is None:
        return Page("places over all draws", _waiting(look, width))
    if look.robustness.leader is None:
        return Page("places over all draws", _nothing(width))
    chart = rank_table(look.robustness, look.legend(), width, len(look.robustness.options) + 2)
    return Page("places over all draws", rows_of(chart))


def central_page(look: Looker, width: int, height: int) -> Page:
    """Return who would choose each option: the mean weighting of the draws that it won."""
    if look.robustness is None:
        return Page("who would choose what", _waiting(look, width))
    if look.robustness.leader is None:
        return Page("who would choose what", _nothing(width))
    rows = rows_of(
        paragraph(
            "People who choose this option weigh these factors more, and these less, than the tables do.",
            width - 2,
            "muted",
            " ",
        )
    )
    for entry in look.robustness.options:
        if entry.first >= _WORTH_SHOWING:
            choice = look.knowledge.choices[entry.option]
            words = _central(entry.central_weights, look)
            sure = f"sure {entry.confidence:.0%} under those weights"
            rows += rows_of(
                bullet(choice.letter, f"{choice.label}: {words}; {sure}", width, mark_role="accent"),
                Topic("option", entry.option),
            )
    return Page("who would choose what", rows)


def _central(weights: tuple[tuple[str, float], ...], look: Looker) -> str:
    scope = look.assessment.ranking.scope
    gaps = {name: points - look.knowledge.factors[name].points_in(scope) for name, points in weights}
    named = sorted(gaps, key=lambda name: -abs(gaps[name]))[:3]
    words = [f"{look.knowledge.factors[name].short} {gaps[name]:+.1f}" for name in named if abs(gaps[name]) >= 0.1]
    return ", ".join(words) or "as the tables do"


def _nothing(width: int) -> list[Row]:
    return rows_of(paragraph("Every option is ruled out: there is nothing to draw.", width - 2, "text", " "))


def _waiting(look: Looker, width: int) -> list[Row]:
    done, total = look.drawn
    return [Row(progress_line(done, total or look.knowledge.meta.sampling.draws, width))]


def _in_words(robustness: Robustness, look: Looker, width: int) -> list[Line]:
    knowledge = look.knowledge
    leader = robustness.find(robustness.leader) if robustness.leader else None
    if leader is None:
        return []
    label = knowledge.choices[leader.option].label
    error = f"{robustness.error:.1%}"
    words = f"{label} scores highest in {percent(leader.first)} of {robustness.draws:,} draws (give or take {error})."
    rows = paragraph(f"{words} {rival_words(robustness, knowledge)}", width - 2, "text", " ")
    drawn = verdict_of(robustness, look.assessment.ranking, knowledge)
    if drawn != look.assessment.ranking.verdict.word:
        rows += bullet("!", drawn_verdict(look.assessment, robustness, knowledge), width, "text", "warn")
    return rows


def _preconditions(look: Looker, width: int) -> list[Row]:
    """Name what the draws take as given: unknown facts pass in them."""
    entry = look.destination
    words = start_words(look.assessment, entry.option, look.knowledge) if entry else ""
    return rows_of(bullet("?", words, width, "text", "muted")) if words else []


def _dials(look: Looker, width: int) -> list[Row]:
    sampling, knowledge = look.assessment.scenario.sampling, look.knowledge
    off = getattr(knowledge.meta.noise, sampling.answers)
    return [
        Row(rule("dials", width)),
        Row(_dial("Your answers are", sampling.answers, f"± {off} points", width), Topic("dial", "answers")),
        Row(_dial("The points are", sampling.weights, _WEIGHTS[sampling.weights], width), Topic("dial", "weights")),
        Row(line((f"   seed {look.assessment.scenario.random_seed}: the same seed gives the same figures", "muted"))),
    ]


_WEIGHTS = {
    "fixed": "exactly those of the tables",
    "default": "about those of the tables",
    "rough": "roughly those of the tables",
    "no-idea": "any at all",
}


def _dial(label: str, value: str, words: str, width: int) -> Line:
    return line(
        f"   {label:<17}", ("‹ ", "muted"), (value.replace("-", " "), "strong"), (" › ", "muted"), (words, "muted")
    )


def turned_dial(name: str, steps: int, look: Looker) -> tuple[str, str]:
    """Return the key and the new value when a dial is turned by ``steps``."""
    values = ANSWERS if name == "answers" else WEIGHTS
    now: str = getattr(look.assessment.scenario.sampling, name)
    place = max(0, min(len(values) - 1, values.index(now) + (1 if steps > 0 else -1)))
    return f"sampling.{name}", values[place]


def knowledge_note(knowledge: Knowledge) -> str:
    """Return how the draws are made, for the help."""
    rule_of = knowledge.meta.sampling
    return (
        "Points are drawn from a Dirichlet law around those of the tables (concentration "
        f"{rule_of.default_concentration}; rough {rule_of.rough_concentration}), answers with a normal error, "
        "unanswered signals from their prior. "
        "Unknown facts count as given. SMAA-2 (Lahdelma and Salminen 2001) reads chances off the draws."
    )
