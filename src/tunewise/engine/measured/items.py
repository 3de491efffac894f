"""Which items of the checklist the user's files tick or refuse, and the facts that the engine takes from them."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from tunewise.domain.evidence import NO_EVIDENCE, CheckId, Evidence
from tunewise.domain.scenario import Scenario
from tunewise.engine.measured.finding import ItemFinding, name_of
from tunewise.engine.measured.results import ladder_finding, metric_finding
from tunewise.engine.measured.training import examples_finding, validation_finding
from tunewise.engine.measured.upkeep import upkeep_finding
from tunewise.knowledge.tables import Knowledge

_FINDERS: Final[dict[CheckId, Callable[[Scenario, Knowledge], ItemFinding | None]]] = {
    "advanced_prompting_tried": ladder_finding,
    "hundred_checked_examples": examples_finding,
    "metric_and_baseline": metric_finding,
    "separate_validation_set": validation_finding,
    "maintenance_planned": upkeep_finding,
}

_SPEAKS_ON: Final[dict[CheckId, tuple[str, ...]]] = {
    "advanced_prompting_tried": ("evaluation",),
    "hundred_checked_examples": ("training",),
    "metric_and_baseline": ("evaluation",),
    "separate_validation_set": ("validation", "training"),
}
"""Which part of the evidence an item rests on."""


def findings(scenario: Scenario, knowledge: Knowledge) -> dict[str, ItemFinding]:
    """Return what the files say of each item that they speak on. ``scenario`` holds no evidence that is stale."""
    if scenario.evidence == NO_EVIDENCE and not scenario.costs.models:
        return {}
    return dict(_findings(scenario, knowledge))


@lru_cache(maxsize=16)
def _findings(scenario: Scenario, knowledge: Knowledge) -> tuple[tuple[str, ItemFinding], ...]:
    pairs = ((item, find(scenario, knowledge)) for item, find in _FINDERS.items())
    return tuple((item, found) for item, found in pairs if found is not None)


def files_of(evidence: Evidence) -> Iterator[tuple[str, str, str]]:
    """Yield each measured file as (part of the evidence, file, SHA-256)."""
    for part in ("training", "validation"):
        data = getattr(evidence, part)
        if data is not None:
            yield part, data.file, data.sha256
    if evidence.evaluation is not None:
        for result in evidence.evaluation.files:
            yield "evaluation", result.file, result.sha256


def stale_items(evidence: Evidence, stale: frozenset[str]) -> dict[str, str]:
    """Return each item that rests on a file which changed or is gone since it was measured, with that file."""
    files = {part: file for part, file, _ in files_of(evidence) if file in stale}
    found: dict[str, str] = {}
    for item, parts in _SPEAKS_ON.items():
        held = [part for part in parts if part in files]
        if held and getattr(evidence, parts[0]) is not None:
            found[item] = name_of(files[held[0]])
    return found


def current(evidence: Evidence, stale: frozenset[str]) -> Evidence:
    """Return the evidence whose files are as they were when they were measured."""
    gone = {part for part, file, _ in files_of(evidence) if file in stale}
    if "training" in gone:
        gone.add("validation")
    return evidence.without(gone, stale_items(evidence, stale)) if gone else evidence
