"""What is drawn at random for "how sure": the points of the factors, answers off by their noise, and open answers.

Each draws from a random stream of its own, seeded by the scenario. So a figure depends neither on how many draws are
made at a time nor on what else is drawn, and an edit of one answer leaves the draws of all others as they were.
"""

from collections.abc import Callable
from itertools import accumulate
from random import Random
from typing import Literal, NamedTuple

from tunewise.engine.failures import mends, told_facts
from tunewise.engine.landscape import Landscape
from tunewise.engine.scoring import tenths

Line = tuple[float, ...]
"""What one factor gives each option, in whole tenths, in the order of a landscape."""

Doubt = Literal["answers", "unanswered"]


class Source(NamedTuple):
    """One factor whose reading is drawn: ``draw`` returns a place in ``lines``, for a signal its slider value."""

    factor: str
    doubt: Doubt
    draw: Callable[[], int]
    lines: tuple[Line, ...]


def sources_of(landscape: Landscape) -> tuple[Source, ...]:
    """Return what is drawn: noisy answers, and in scope what nobody has answered.

    An answer out of scope is drawn where a gate looks at it. What is unknown out of scope stays unknown to the gates,
    and so do facts, the task and the failures: unknown, they pass.
    """
    sources = []
    for factor in landscape.knowledge.factors:
        known = landscape.readings[factor].value if factor in landscape.readings else None
        if known is not None and (factor in landscape.lines or factor in landscape.gated):
            sources.append(Source(factor, "answers", _noisy(factor, known, landscape), _lines(factor, landscape)))
        elif factor in landscape.lines and factor in landscape.readings:
            sources.append(Source(factor, "unanswered", _from_prior(factor, landscape), _lines(factor, landscape)))
        elif factor in landscape.lines:
            sources += _unnamed(factor, landscape)
    return tuple(sources)


def _stream(name: str, landscape: Landscape) -> Random:
    # Not for secrets: the same seed has to give the same figures.
    return Random(f"{landscape.scenario.random_seed} {name}")  # noqa: S311


def _lines(signal: str, landscape: Landscape) -> tuple[Line, ...]:
    return tuple(tuple(map(float, line)) for line in zip(*landscape.table(signal), strict=True))


def _noisy(signal: str, value: int, landscape: Landscape) -> Callable[[], int]:
    off: int = getattr(landscape.knowledge.meta.noise, landscape.scenario.sampling.answers)
    normal = _stream(signal, landscape).normalvariate
    return lambda: min(100, max(0, round(normal(value, off))))


def _from_prior(signal: str, landscape: Landscape) -> Callable[[], int]:
    low, mode, high = landscape.knowledge.signals[signal].prior
    triangular = _stream(signal, landscape).triangular
    return lambda: round(triangular(low, high, mode))


def _unnamed(factor: str, landscape: Landscape) -> list[Source]:
    """Return the draw of the task while it is unknown, any as likely, or of the failure that is met first, by share."""
    knowledge, task = landscape.knowledge, landscape.scenario.task
    kind = knowledge.factors[factor].kind
    if kind == "task" and task.kind is None:
        fits = [[knowledge.choices[option].task[name] for option in landscape.options] for name in knowledge.tasks]
        shares = [1.0] * len(fits)
    elif kind == "failures" and not task.failures:
        told = told_facts(landscape.scenario, knowledge)
        fits = [[mends(knowledge, option, name, told) for option in landscape.options] for name in knowledge.failures]
        shares = [failure.share for failure in knowledge.failures.values()]
    else:
        return []
    points = knowledge.factors[factor].points_in(landscape.scope)
    lines = tuple(tuple(float(tenths(points, fit)) for fit in row) for row in fits)
    choices, places, bounds = _stream(factor, landscape).choices, range(len(lines)), list(accumulate(shares))
    return [Source(factor, "unanswered", lambda: choices(places, cum_weights=bounds)[0], lines)]


def weigher_of(landscape: Landscape) -> Callable[[], Line] | None:
    """Return what draws a weighting, or ``None`` where the points are fixed.

    A weighting says how many times its points in the tables each factor in scope is worth. It comes from a Dirichlet
    law around those points; with "no idea" every weighting is as likely as any other.
    """
    rule, dial = landscape.knowledge.meta.sampling, landscape.scenario.sampling.weights
    if dial == "fixed":
        return None
    points = [factor.points_in(landscape.scope) for factor in landscape.factors]
    if dial == "no-idea":
        shapes = [1.0] * len(points)
    else:
        concentration = rule.rough_concentration if dial == "rough" else rule.default_concentration
        shapes = [concentration * count / sum(points) for count in points]
    gamma, whole = _stream("points", landscape).gammavariate, sum(points)

    def weigh() -> Line:
        sizes = [gamma(shape, 1.0) for shape in shapes]
        scale = whole / sum(sizes)
        return tuple([scale * size / count for size, count in zip(sizes, points, strict=True)])

    return weigh
