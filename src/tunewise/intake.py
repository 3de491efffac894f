"""Take a user's files in: measure them, and say which edit keeps the figures. App and command line both do so."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from tunewise.domain.errors import StoreError
from tunewise.domain.evaluation_summary import MOST_FILES
from tunewise.domain.evidence import NO_EVIDENCE
from tunewise.engine.measured.items import files_of
from tunewise.evidence.freshness import Freshness, relative_to
from tunewise.session.edits import Edit, apply

LONGEST_PATH: Final = 1_000
"""Longest name of a file, in characters, that a scenario keeps."""

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal

    from tunewise.domain.evaluation_summary import EvaluationSummary
    from tunewise.domain.evaluations import Results
    from tunewise.domain.scenario import Scenario
    from tunewise.domain.training_data import DataTaskKind, TrainingReport

    Progress = Callable[[int, int], None]
    Cancelled = Callable[[], bool]


class Place(NamedTuple):
    """Where what is measured goes: the scenario, its folder (paths are kept relative to it), and today's date."""

    scenario: Scenario
    folder: Path
    on: date


class DataTaken(NamedTuple):
    """What was measured of training data, and the edit that keeps its figures."""

    report: TrainingReport
    edit: Edit


class ResultsTaken(NamedTuple):
    """What was read of evaluation results, their summary, and the edit that keeps it."""

    results: Results
    summary: EvaluationSummary
    edit: Edit


def place_of(scenario: Scenario, path: Path | None) -> Place:
    """Return where figures go: beside the scenario's file, else in the working folder."""
    try:
        folder = Path(path).absolute().parent if path is not None else Path.cwd()
    except OSError:  # the working folder is gone
        folder = Path(path).parent if path is not None else Path(os.sep)
    return Place(scenario, folder, datetime.now(tz=UTC).astimezone().date())


def take_data(  # noqa: PLR0913  # what a user may say of a file
    path: Path,
    place: Place,
    *,
    validation: Path | None = None,
    results: Results | None = None,
    columns: Mapping[str, str] | None = None,
    task_kind: DataTaskKind | None = None,
    conflicts_meant: bool = False,
    deep: bool | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> DataTaken:
    """Measure training data, and validation data against it.

    Columns and the kind of task that the scenario holds of the same file count again where nothing else is said. Inputs
    of ``results`` are looked for in the training data. Raises ``StoreError`` in one line.
    """
    from tunewise.evidence.training.measure import Cancelled, measure_training  # noqa: PLC0415  # only here
    from tunewise.session.evidence_edits import training_edit  # noqa: PLC0415

    file = _kept_name(path, place)
    before = place.scenario.evidence.training
    if before is not None and before.file == file:
        columns = columns or dict(before.columns)
        task_kind = task_kind or (before.task_kind if before.task_kind_told else None)
    try:
        report = measure_training(
            path,
            validation=validation,
            evaluation_inputs=_inputs(results),
            columns=columns,
            task_kind=task_kind,
            deep=deep,
            progress=progress,
            cancelled=cancelled,
        )
    except Cancelled:
        raise StoreError("was not read to its end", remedy="nothing was changed", file=str(path)) from None
    edit = training_edit(report, file, place.scenario, place.on, conflicts_meant=conflicts_meant)
    return DataTaken(report, Edit({**edit.changes, **_held(report, validation or path, place)}, edit.label))


def _held(report: TrainingReport, path: Path, place: Place) -> dict[str, object]:
    """Return the changes that keep validation data; without a file of its own it is a part of the training file."""
    from tunewise.session.evidence_edits import validation_edit  # noqa: PLC0415  # only here

    if report.validation is None:
        return {}
    return validation_edit(report.validation, report.sha256, _kept_name(path, place), place.on)


def _kept_name(path: Path, place: Place) -> str:
    """Return how a scenario names the file. Raises ``StoreError`` where that is longer than it keeps."""
    name = relative_to(path, place.folder)
    if len(name) > LONGEST_PATH:
        problem = f"has a path of {len(name):,} characters, and a scenario keeps {LONGEST_PATH:,}"
        raise StoreError(problem, remedy="move it nearer to the scenario", file=str(path))
    return name


def _inputs(results: Results | None) -> frozenset[tuple[int, ...]]:
    """Return the hashes of the input texts of each test."""
    return frozenset(trial.input_hashes for trial in results.trials if trial.input_hashes) if results else frozenset()


def take_results(  # noqa: PLR0913  # what a user may say of results
    paths: Sequence[Path],
    place: Place,
    *,
    target: Decimal | None = None,
    baseline: str | None = None,
    columns: Mapping[str, str] | None = None,
    threshold: float | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ResultsTaken:
    """Read evaluation results and sum them up. The target and the baseline of the scenario count where none is given.

    Raises ``StoreError`` in one line.
    """
    from tunewise.engine.evaluation.summarise import summarise  # noqa: PLC0415  # only here
    from tunewise.evidence.results.read import read_results  # noqa: PLC0415
    from tunewise.session.evidence_edits import evaluation_edit  # noqa: PLC0415

    names = {str(path): _kept_name(path, place) for path in paths}
    if len(paths) > MOST_FILES:
        problem, remedy = f"{len(paths)} files at once", f"name {MOST_FILES} at most; a scenario keeps no more"
        raise StoreError(problem, remedy=remedy)
    results = read_results(paths, columns=columns, threshold=threshold, progress=progress, cancelled=cancelled)
    before = place.scenario.evidence.evaluation
    kept = before.baseline if before is not None and baseline is None else None
    aim = target if target is not None else before.target if before is not None else None
    try:
        summary = summarise(results, baseline=baseline, target=aim, measured_on=place.on)
        if kept is not None and kept != summary.baseline and any(one.name == kept for one in summary.variants):
            summary = summarise(results, baseline=kept, target=aim, measured_on=place.on)
    except ValueError as error:
        raise StoreError(str(error), remedy="name one of its variants", file=str(paths[0])) from None
    files = tuple(one.model_copy(update={"file": names.get(one.file, one.file)}) for one in summary.files)
    summary = summary.model_copy(update={"files": files})
    return ResultsTaken(results, summary, evaluation_edit(summary, place.scenario))


def moved(scenario: Scenario, old: Path | None, new: Path) -> Scenario:
    """Return ``scenario`` as it is saved in ``new``: its files are named from there, not from ``old``'s folder."""
    before, after = place_of(scenario, old).folder, place_of(scenario, new).folder
    if before == after or scenario.evidence == NO_EVIDENCE:
        return scenario
    from tunewise.session.evidence_edits import moved_edit  # noqa: PLC0415  # rarely

    return apply(moved_edit(scenario, lambda file: relative_to(before / file, after)), scenario)


def stale_files(scenario: Scenario, folder: Path, freshness: Freshness | None = None) -> frozenset[str]:
    """Return which evidence files of ``scenario`` changed or are gone since they were measured."""
    files: Iterable[tuple[str, str]] = {(file, known) for _, file, known in files_of(scenario.evidence)}
    return (freshness or Freshness()).stale(files, folder)
