"""Small values to draw: the options and factors of the example, with numbers chosen by hand."""

from collections.abc import Sequence

from hypothesis import settings
from hypothesis import strategies as st

from tunewise.domain.analysis import (
    Acceptability,
    Cause,
    Difference,
    HeadToHead,
    Robustness,
    Segment,
    Strip,
    TwoWayMap,
    WeightInterval,
)
from tunewise.domain.assessment import Contribution, RankedOption, Tier
from tunewise.ui.charts.parts import Legend
from tunewise.ui.lines import Line, texts, width_of

WIDTHS = (56, 80, 120, 200)
SIZES = st.tuples(st.integers(1, 220), st.integers(0, 60))
FAST = settings(max_examples=60, deadline=None)

LABELS = {
    "lora": "LoRA / PEFT",
    "lora+guardrails": "LoRA + guardrails",
    "prompt-tuning": "Prompt tuning (soft prompts)",
    "distillation": "Distillation to a small model",
    "full-tuning": "Full fine-tuning",
    "lora+rag": "LoRA + RAG",
    "prompt": "Prompt engineering",
    "guardrails": "Guardrails / structured output",
    "prompt+guardrails": "Prompting + guardrails",
    "stronger-model": "Stronger base model",
    "rag": "Retrieval (RAG)",
    "rag+guardrails": "RAG + guardrails",
}
LETTERS = dict(zip(LABELS, "ABCDEFHGLIJK", strict=True))
QUICK = {"stability": 14, "data": 18, "volume": 16, "freshness": 18, "prompts": 10, "task": 14, "simplicity": 10}
FULL = {
    "stability": 9,
    "data": 11,
    "volume": 10,
    "freshness": 11,
    "prompts": 6,
    "task": 9,
    "simplicity": 6,
    "failures": 9,
    "latency": 5,
    "privacy": 5,
    "skills": 4,
    "budget": 5,
    "format": 4,
    "tail": 6,
}
NAMES = {
    **{factor: factor for factor in FULL},
    "prompts": "long prompts",
    "failures": "what fails",
    "tail": "rare cases",
}
LEGEND = Legend(LETTERS, LABELS, NAMES, leader="lora", rival="lora+rag")
SCORES = (849, 805, 777, 747, 739, 710, 690, 682, 666, 634, 583, 572)
_QUICK_SHARES = (0.91, 0.97, 0.83, 0.86, 0.8, 0.94, 0.5)


def options(
    points: dict[str, int], assumed: Sequence[str] = (), held: dict[str, Tier] | None = None
) -> list[RankedOption]:
    """Return all twelve options in order, each earning a fixed share of the points of each factor."""
    return [option(name, points, place, assumed, (held or {}).get(name, "open")) for place, name in enumerate(LABELS)]


def option(name: str, points: dict[str, int], place: int, assumed: Sequence[str], tier: Tier) -> RankedOption:
    parts = tuple(
        Contribution(factor, round(at_stake * 10 * _share(index, place)), at_stake * 10, factor in assumed)
        for index, (factor, at_stake) in enumerate(points.items())
    )
    score = sum(part.earned_tenths for part in parts)
    return RankedOption(name, LETTERS[name], LABELS[name], tier, score, parts, (), ())


def _share(index: int, place: int) -> float:
    """Return a share that falls with the place, faster for every other factor, and rises with it for the last ones."""
    first = _QUICK_SHARES[index % 7]
    return min(1.0, 0.3 + place * 0.06) if index % 7 == 6 else first - place * first * (0.03 + 0.02 * (index % 3))


STRIPS = (
    Strip("stability", 82, (Segment(0, 19, "prompt"), Segment(20, 100, "lora"))),
    Strip("data", 72, (Segment(0, 42, "prompt"), Segment(43, 100, "lora"))),
    Strip("volume", 50, (Segment(0, 31, "prompt"), Segment(32, 66, "lora"), Segment(67, 100, "distillation"))),
    Strip("freshness", 18, (Segment(0, 61, "lora"), Segment(62, 100, "lora+rag"))),
    Strip("prompts", 36, (Segment(0, 100, "lora"),)),
    Strip("latency", None, (Segment(0, 57, "lora"), Segment(58, 90, "distillation"), Segment(91, 100, None))),
)


def two_way(x_value: int | None = 72, y_value: int | None = 18, step: int = 4) -> TwoWayMap:
    """Return a map with four regions: prompting at the left, tuning below, tuning with retrieval, retrieval."""
    values = tuple(range(0, 101, step))
    cells = tuple(tuple(_destination(across, up) for across in values) for up in values)
    return TwoWayMap("data", "freshness", values, values, cells, x_value, y_value)


def _destination(across: int, up: int) -> str | None:
    if across + up < 40:
        return "prompt"
    if up > 60:
        return "rag" if across < 55 else "lora+rag"
    return "lora" if across >= 43 else "prompt"


INTERVALS = (
    WeightInterval("stability", 14, 0, 100, None, None),
    WeightInterval("data", 18, 3.2, 100, "prompt", None),
    WeightInterval("volume", 16, 6.2, 47.9, "prompt+guardrails", "distillation"),
    WeightInterval("freshness", 18, 0, 40.1, None, "lora+rag"),
    WeightInterval("prompts", 10, 0, 100, None, None),
    WeightInterval("task", 14, 0, 88, None, "lora+guardrails"),
    WeightInterval("simplicity", 10, 0, 31.25, None, "prompt"),
)
HEAD_TO_HEAD = HeadToHead(
    "lora",
    "prompt",
    159,
    (
        Difference("volume", 138, 59),
        Difference("data", 175, 120),
        Difference("task", 132, 86),
        Difference("prompts", 80, 51),
        Difference("simplicity", 50, 100),
        Difference("stability", 128, 118),
        Difference("freshness", 146, 156),
    ),
    dominates=False,
)


def robustness(count: int = 12) -> Robustness:
    """Return shares in which each option comes mostly at its own place, and the leader first in 49 of 100 draws."""
    entries = []
    for place, name in enumerate(list(LABELS)[:count]):
        raw = [max(0.0, 1 - abs(rank - place) * 0.3 - 0.1 * (place == 1)) for rank in range(count)]
        entries.append(Acceptability(name, tuple(share / sum(raw) for share in raw), 1 - place * 0.07, (), 0.9, 0.8))
    causes = (Cause("weights", 0.96), Cause("answers", 0.81), Cause("unanswered", 0.62), Cause("all", 0.49))
    return Robustness(2000, 7, "lora", tuple(entries), causes, 0.022)


RANGES = tuple(
    (name, score / 10, score / 10 - 4 - place % 3, score / 10 + 3)
    for place, (name, score) in enumerate(zip(LABELS, SCORES, strict=True))
)


def assert_fits(rows: Sequence[Line], width: int, height: int) -> None:
    """Assert that a chart stays within its place and knows only roles that a theme has."""
    roles = {"text", "muted", "strong", "accent", "rival", "good", "warn", "bad", "line", "assumed", "bar"}
    assert len(rows) <= height
    assert all(width_of(row) <= width for row in rows)
    assert {role for row in rows for _, role in row} <= roles


def shown(rows: Sequence[Line]) -> str:
    """Return the chart as text between two line breaks, as the goldens stand in the tests."""
    return f"\n{texts(rows)}\n"


def row_of(rows: Sequence[Line], start: str) -> str:
    """Return the text of the first row that starts with ``start``, whatever stands in its margin."""
    return next(text for text in texts(rows).split("\n") if text.lstrip(" ▸").startswith(start))
