"""What the Readiness screen takes in: training data, evaluation results, and what a person says about them."""

import asyncio
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from tunewise.asked import Asked, asked_in
from tunewise.domain.errors import TunewiseError
from tunewise.domain.text import shown
from tunewise.session.edits import Edit
from tunewise.session.evidence_edits import review_edit, target_edit
from tunewise.store.paths import typed_path
from tunewise.ui.commands import key_of, keyed
from tunewise.ui.host import Host, Opening
from tunewise.ui.screens.cost_imports import refusal_within

if TYPE_CHECKING:
    from tunewise.intake import DataTaken, Place, ResultsTaken

_NOTHING = Asked((), {})

Taken = Callable[[], "DataTaken | ResultsTaken"]

_ALL = 100


class EvidenceImports:
    """The imports of the Readiness screen. What cannot be read is said in one line and changes nothing."""

    if TYPE_CHECKING:
        app: App[object]

        @property
        def tunewise(self) -> Host:
            """Return the app as what it is."""

    _stop = False
    """Whether somebody asked to stop reading."""
    _reading = False

    def take_edit(self, edit: Edit, done: str) -> None:
        """Take an edit as one step of the history, and say what was done."""
        raise NotImplementedError

    def repaint_all(self) -> None:
        """Repaint what differs."""
        raise NotImplementedError

    # Files.

    def action_import_data(self) -> Opening:
        """Ask for training data, and for validation data behind it."""
        data = self.tunewise.assessment.scenario.evidence.training
        question = "Training data, then validation data; of a table also its columns: prompt=NAME,completion=NAME"
        return self.tunewise.ask_text(question, shown(data.file, 400) if data else "", self._data_named, long=False)

    def action_import_results(self) -> Opening:
        """Ask for evaluation results."""
        question = "Evaluation results, several files with spaces; of a table also test=NAME,passed=NAME threshold=0.7"
        return self.tunewise.ask_text(question, "", self._results_named, long=False)

    def action_measure_again(self) -> None:
        """Measure again what was measured before."""
        evidence, folder = self.tunewise.session.scenario.evidence, self._place().folder
        if evidence.training is not None:
            held = evidence.validation
            other = folder / held.file if held is not None else None
            # Validation data that is gone does not keep the rest from being measured; its item stays as it is.
            self._measure_data(folder / evidence.training.file, other if other and other.exists() else None)
        elif evidence.evaluation is not None:
            self._read_results([folder / one.file for one in evidence.evaluation.files])
        else:
            words = "{readiness.data} measures training data, {readiness.results} reads evaluation results."
            self.tunewise.say(keyed(f"Nothing was measured yet: {words}"))

    def action_cancel_reading(self) -> None:
        """Stop reading."""
        self._stop = self._reading
        self.tunewise.say("Stopping …" if self._reading else "Nothing is being read.")

    def _place(self) -> "Place":
        from tunewise.intake import place_of  # noqa: PLC0415  # only once something is measured

        session = self.tunewise.session
        return place_of(session.scenario, session.path)

    def _data_named(self, text: str) -> None:
        asked = self._asked(text)
        if asked is None:
            return
        paths = self._paths(asked)
        if len(paths) > 2:
            self.tunewise.say("Two files at most: training data, then validation data. Quote names with spaces.")
            return
        self._measure_data(paths[0], paths[1] if len(paths) > 1 else None, asked)

    def _results_named(self, text: str) -> None:
        asked = self._asked(text)
        if asked is not None:
            self._read_results(self._paths(asked), asked=asked)

    def _asked(self, text: str) -> Asked | None:
        """Return what was typed; nothing where it cannot be taken, which is said."""
        if typed_path(text).exists():
            return Asked((text,), {})
        try:
            asked = asked_in(text)
        except TunewiseError as error:
            self.tunewise.say(error.line())
            return None
        if not asked.files:
            self.tunewise.say("Name a file first.")
            return None
        return asked

    def _paths(self, asked: Asked) -> list[Path]:
        """Return the files that were typed; relative ones stand beside the scenario where they are not here."""
        folder = self._place().folder
        found = [typed_path(part) for part in asked.files]
        return [folder / path if not path.is_absolute() and not path.exists() else path for path in found]

    def _measure_data(self, path: Path, validation: Path | None, asked: Asked = _NOTHING) -> None:
        from tunewise.intake import take_data  # noqa: PLC0415  # only once something is measured

        place, results = self._place(), self.tunewise.evidence.results
        self._run(
            lambda: take_data(
                path,
                place,
                validation=validation,
                results=results,
                columns=asked.columns or None,
                task_kind=asked.kind,
                deep=asked.deep or None,
                progress=self._progress,
                cancelled=lambda: self._stop,
            )
        )

    def _read_results(self, paths: list[Path], baseline: str | None = None, asked: Asked = _NOTHING) -> None:
        from tunewise.intake import take_results  # noqa: PLC0415  # only once something is measured

        place = self._place()
        self._run(
            lambda: take_results(
                paths,
                place,
                baseline=baseline,
                columns=asked.columns or None,
                threshold=asked.threshold,
                progress=self._progress,
                cancelled=lambda: self._stop,
            )
        )

    def _progress(self, done: int, size: int) -> None:
        """Say how far it has come; called from the thread that reads."""
        share = done * _ALL // size if size else 0
        if share != self._share:
            self._share = share
            self.app.call_from_thread(self.tunewise.say, f"Reading … {share} % · {key_of('readiness.stop')} stops")

    _share = -1

    def _run(self, take: Taken) -> None:
        if self._reading:
            self.tunewise.say(keyed("Another file is being read; {readiness.stop} stops it."))
            return
        self._stop, self._reading, self._share = False, True, -1
        self.tunewise.say(keyed("Reading … · {readiness.stop} stops"))
        self.app.run_worker(self._taking(take), group="evidence")

    async def _taking(self, take: Taken) -> None:
        """Read away from the keys: a file may be of any size."""
        session = self.tunewise.session
        opened = session.opened
        try:
            taken = await asyncio.to_thread(take)
        except TunewiseError as error:
            # What is an option on the command line is typed behind the name here.
            error.remedy = error.remedy.replace("--columns ", "").replace("--threshold ", "threshold=")
            self.tunewise.say(refusal_within(error, self.app.size.width - 2))
            return
        except Exception as error:  # whatever a stranger's file brings to light, nobody's edits are lost for it
            self.tunewise.say(f"Stopped reading, nothing changed ({type(error).__name__}).")
            return
        finally:
            self._reading = False
        if session.opened != opened:
            self.tunewise.say("What was read was asked for in another scenario; nothing changed here.")
            return
        self._keep(taken)

    def _keep(self, taken: "DataTaken | ResultsTaken") -> None:
        from tunewise.intake import DataTaken  # noqa: PLC0415  # as above

        desk = self.tunewise.evidence
        if isinstance(taken, DataTaken):
            desk.training = taken.report
            report = taken.report
            found = key_of("readiness.found")
            words = f"{report.unique_rows:,} of {report.rows:,} rows count; {found} shows what was found"
        else:
            desk.results = taken.results
            words = f"{len(taken.summary.variants)} variants read; w walks the decision tree"
        self.tunewise.message = ""
        self.take_edit(taken.edit, words)
        self.look_at_files()

    def on_unmount(self) -> None:
        """Stop reading when the app ends: nobody waits for it any more."""
        self._stop = True

    def look_at_files(self) -> None:
        """See, away from the keys, whether the measured files are still what they were."""
        session, desk = self.tunewise.session, self.tunewise.evidence
        scenario, folder = session.scenario, self._place().folder

        def look() -> None:
            from tunewise.intake import stale_files  # noqa: PLC0415  # as above

            stale = stale_files(scenario, folder, desk.freshness)
            self.app.call_from_thread(self._note_stale, scenario, stale)

        self.app.run_worker(look, thread=True, exclusive=True, group="freshness")

    def _note_stale(self, scenario: object, stale: frozenset[str]) -> None:
        app = self.tunewise
        if app.session.scenario.evidence == getattr(scenario, "evidence", None) and app.session.note_stale(stale):
            app.sync()

    # What a person says.

    def action_aim(self) -> Opening:
        """Ask for the share of the tests that must pass."""
        summary = self.tunewise.session.scenario.evidence.evaluation
        if summary is None:
            self.tunewise.say("Read evaluation results first: e.")
            return None
        told = "" if summary.target is None else f"{summary.target * 100:f}".rstrip("0").rstrip(".")
        return self.tunewise.ask_text("How many per cent of the tests must pass:", told, self._aimed, long=False)

    def _aimed(self, text: str) -> None:
        try:
            share = Decimal(text.strip().rstrip("%").strip()) / _ALL
        except InvalidOperation:
            self.tunewise.say("Give the target in per cent, as 90.")
            return
        self.take_edit(target_edit(share), f"Aim {text.strip().rstrip('%').strip()} %")

    def action_baseline(self) -> Opening:
        """Choose the variant that stands for today's prompt; the files are read again for it."""
        summary = self.tunewise.session.scenario.evidence.evaluation
        if summary is None:
            self.tunewise.say("Read evaluation results first: e.")
            return None
        from tunewise.ui.screens.pick import PickDialog  # noqa: PLC0415

        names = {one.name: f"{one.passed:,} of {one.tests:,} tests" for one in summary.variants}
        files = [self._place().folder / one.file for one in summary.files]

        def take(name: str | None) -> None:
            if name and name != summary.baseline:
                self._read_results(files, name)

        return self.app.push_screen(
            PickDialog("Which variant is today's prompt?", names, summary.baseline, lambda name: None), take
        )

    def action_review(self) -> Opening:
        """Record that a person looked at rows of the training data."""
        if self.tunewise.session.scenario.evidence.training is None:
            words = "Measure training data first: {readiness.data}. Then {readiness.found} shows 20 rows to look at."
            self.tunewise.say(keyed(words))
            return None
        shows = keyed("{readiness.found} shows on its second page")
        question = f"Who looked at the rows that {shows}, and how many were wrong? As: Ada, 1 wrong"
        return self.tunewise.ask_text(question, "", self._reviewed, long=False)

    def _reviewed(self, text: str) -> None:
        found = _REVIEW.fullmatch(text.strip())
        if found is None:
            self.tunewise.say("Give a name of up to 80 characters, a comma, and how many were wrong: Ada, 1 wrong")
            return
        by, wrong = found["by"].strip(), int(found["wrong"] or 0)
        scenario, report = self.tunewise.session.scenario, self.tunewise.evidence.report
        rows = len(report.sample) if report is not None and report.sample else _SAMPLE
        if wrong > rows:
            self.tunewise.say(f"{wrong} wrong rows of the {rows} that were shown?")
            return
        on = self._place().on
        done = f"{shown(by, 40)} looked at {rows} rows, {wrong} wrong"
        self.take_edit(review_edit(by, rows, wrong, on, scenario), done)


_SAMPLE = 20
_REVIEW = re.compile(r"(?P<by>[^,\d]{1,80})(?:,\s*(?P<wrong>\d{1,4})(?:\s*wrong)?\s*)?")
"""A name, and how many rows were wrong; a name without a number found none."""
