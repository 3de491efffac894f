"""The commands that read a scenario and say what follows from it: rank, explain and check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tunewise.domain.errors import ScenarioError
from tunewise.domain.text import nearest
from tunewise.engine.assess import assess
from tunewise.engine.measured.items import files_of
from tunewise.knowledge.load import shipped_knowledge
from tunewise.report import text
from tunewise.store.scenario_files import open_scenario

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable
    from pathlib import Path

    from tunewise.domain.analysis import Robustness
    from tunewise.domain.assessment import Assessment
    from tunewise.domain.scenario import Scenario
    from tunewise.knowledge.tables import Knowledge

FINE, FAILED = 0, 1
_DRAWS_AT_ONCE = 1_000


class Answer(NamedTuple):
    """What a command prints, as data and as lines, and its exit status; what nobody asked for may be left out."""

    data: Any
    rows: list[str]
    status: int = FINE


def assessed(options: Namespace) -> tuple[Assessment, Knowledge]:
    """Return the assessment of the scenario that was named."""
    knowledge, opened = shipped_knowledge(), open_scenario(options.file)
    return assessed_now(opened.scenario, opened.path, knowledge), knowledge


def assessed_now(scenario: Scenario, path: Path | None, knowledge: Knowledge) -> Assessment:
    """Return the assessment of a scenario that stands at ``path``.

    What was measured of files that changed or are gone since does not count.
    """
    stale: frozenset[str] = frozenset()
    if any(True for _ in files_of(scenario.evidence)):
        from tunewise.intake import place_of, stale_files  # noqa: PLC0415  # most scenarios name no files

        stale = stale_files(scenario, place_of(scenario, path).folder)
    return assess(scenario, knowledge, stale)


def option_named(name: str, flag: str, knowledge: Knowledge) -> str:
    """Return the option that ``name`` is, by its id or by its letter. Raises ``ScenarioError`` where it is none."""
    by_letter = {choice.letter: option for option, choice in knowledge.choices.items()}
    return by_letter.get(name.upper()) or known(name, knowledge.choices, "option", flag)


def known(name: str, names: Iterable[str], what: str, flag: str) -> str:
    """Return ``name`` where it is one of ``names``. Raises ``ScenarioError`` with the nearest one otherwise."""
    choices = list(names)
    if name in choices:
        return name
    like = nearest(name, choices)
    remedy = f"did you mean {like}?" if like else f"choose from {', '.join(choices)}"
    raise ScenarioError(f"{name} is no {what}", remedy=remedy, key=flag)


def rank(options: Namespace) -> Answer:
    """Rank all options; with ``--sure`` say how sure that is."""
    if not options.sure and (options.draws is not None or options.seed is not None):
        raise ScenarioError("draws nothing without --sure", remedy="add --sure", key="--draws and --seed")
    assessment, knowledge = assessed(options)
    found = _drawn(assessment.scenario, knowledge, options) if options.sure else None
    if options.json:
        from tunewise.report import json_report  # noqa: PLC0415  # takes the tables of published cases along

        return Answer(json_report.ranking(assessment, knowledge, found), [])
    rows = text.ranking(assessment, knowledge)
    if found is None:
        return Answer(None, rows)
    from tunewise.report.sure import how_sure  # noqa: PLC0415  # only here is anything drawn

    return Answer(None, [*rows, "", *how_sure(assessment, found, knowledge)])


def _drawn(scenario: Scenario, knowledge: Knowledge, options: Namespace) -> Robustness:
    """Return how sure the ranking is after all the draws that were asked for."""
    from tunewise.engine.robustness import Sampler  # noqa: PLC0415

    if options.seed is not None:
        scenario = scenario.model_copy(update={"random_seed": options.seed})
    sampler = Sampler(scenario, knowledge)
    total = options.draws or sampler.total
    while sampler.done < total:
        sampler.draw(min(_DRAWS_AT_ONCE, total - sampler.done))
    return sampler.result()


def explain(options: Namespace) -> Answer:
    """Explain one option, with the source of every line, against a rival."""
    from tunewise.report import json_report  # noqa: PLC0415
    from tunewise.report.explain import explanation  # noqa: PLC0415
    from tunewise.report.why import why  # noqa: PLC0415

    assessment, knowledge = assessed(options)
    option = option_named(options.option, "--option", knowledge) if options.option is not None else None
    option = option or assessment.ranking.destination or assessment.ranking.options[0].option
    if options.against is not None:
        options.against = option_named(options.against, "--against", knowledge)
        if options.against == option:
            raise ScenarioError(f"{option} cannot rival itself", remedy="name another option", key="--against")
    found = why(assessment, option, knowledge, options.against)
    return Answer(json_report.explanation(assessment, found, knowledge), explanation(assessment, found, knowledge))


def check(options: Namespace) -> Answer:
    """Say whether training may start; it fails where something is missing."""
    assessment, knowledge = assessed(options)
    status = FINE if assessment.readiness.ready else FAILED
    if options.json:
        from tunewise.report import json_report  # noqa: PLC0415

        return Answer(json_report.readiness(assessment, knowledge), [], status)
    return Answer(None, text.readiness(assessment, knowledge), status)
