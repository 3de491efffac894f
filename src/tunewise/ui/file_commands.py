"""The commands that touch files: save, open, export, copy, and leaving with unsaved changes asked about."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

from textual.screen import ModalScreen

from tunewise.domain.documents import Document
from tunewise.domain.errors import TunewiseError
from tunewise.domain.names import UNTITLED
from tunewise.domain.scenario import Scenario
from tunewise.domain.text import shown
from tunewise.keeping import Keeper
from tunewise.knowledge.tables import Knowledge
from tunewise.session.session import Session
from tunewise.store.atomic import write_atomically
from tunewise.store.consent import ChangedMeanwhile, Consent, NeedsConsent
from tunewise.store.locks import LOOK_SECONDS
from tunewise.store.paths import from_here, from_root, taken, typed_path
from tunewise.store.scenario_files import open_scenario, proposed_name
from tunewise.ui.commands import key_of
from tunewise.ui.hints import Hints
from tunewise.ui.host import Opening, Then

_WAITS: Final = "Waiting until the other copy gives the file up; go on meanwhile, nothing is lost."


class FileCommands(Hints):
    """The part of the app that reads and writes files; what fails is said and changes nothing."""

    session: Session
    keeper: Keeper
    file_change = ""
    """What somebody else did to the file, in words; empty while it is what was read or written here last."""

    taking_over = False
    """Whether another copy was asked for the file and has not given it up yet."""

    @property
    def knowledge(self) -> Knowledge:
        """Return the tables in use."""
        return self.session.knowledge

    def sync(self) -> None:
        """Take scenario and assessment from the session."""
        raise NotImplementedError

    def ask_about_theirs(self, path: Path, then: Then | None = None) -> Opening:
        """Ask what to do with what somebody else wrote into the file."""
        raise NotImplementedError

    def took_up(self) -> None:
        """Look after the file that the session works on from now on."""
        raise NotImplementedError

    def action_save(self, then: Then | None = None) -> Opening:
        """Save to the scenario's file; without one, ask for a name; where it must not be written, say why."""
        path = self.session.path
        if path is None:
            return self.action_save_as(then)
        if self.taking_over:
            self.say(_WAITS)
            return None
        self.keeper.freed()
        if self.keeper.read_only:
            return self._ask_read_only(path, then)
        return self._warned(path, then)

    def _ask_read_only(self, path: Path, then: Then | None) -> Opening:
        if self.keeper.holder is None:
            self.say(self.keeper.read_only)
            return self.ask(self.keeper.read_only, {}, {})
        question = f"{shown(path.name, 60)} {self.keeper.read_only}."
        answers = {"e": "save elsewhere"}
        doing: dict[str, Then] = {"e": partial(self.action_save_as, then)}
        answers = {"t": "take it over and save", **answers}
        doing["t"] = partial(self._take_over_and_save, path, then)
        return self.ask(question, answers, doing)

    def _take_over_and_save(self, path: Path, then: Then | None) -> None:
        def taken_over(worked: bool) -> None:
            if worked:
                self._warned(path, then)
            else:
                self.say(f"{shown(path.name, 60)} could not be taken over. Your edits are kept.")

        self.take_over(taken_over)

    def take_over(self, then: Callable[[bool], object]) -> None:
        """Take the file over from another copy and say by ``then`` whether that worked; keys work meanwhile."""
        if not self.taking_over:
            self.taking_over = True
            self.run_worker(self._wait_for_file(then), name="take over")
        self.say(_WAITS)

    async def _wait_for_file(self, then: Callable[[bool], object]) -> None:
        path, worked = self.session.path, False
        try:
            with closing(self.keeper.taking_over()) as looks:
                for ours in looks:
                    if ours is None:
                        await asyncio.sleep(LOOK_SECONDS)
                    worked = bool(ours)
            # What is asked next must not take the keys of a dialog that was opened meanwhile.
            while isinstance(self.screen, ModalScreen):
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            self.taking_over = False
        if path == self.session.path:
            self.call_later(then, worked)

    def _warned(self, path: Path, then: Then | None) -> Opening:
        """Save, but ask first where saving would lose something of a file that was written by hand."""
        loss = self.keeper.loss(path)
        if loss:
            return self.ask(loss, {"w": "write it anyway"}, {"w": partial(self._save_to, path, then)})
        return self._save_to(path, then)

    def action_save_as(self, then: Then | None = None) -> Opening:
        """Ask for a file and save there."""
        path = self.session.path or Path(proposed_name(self.session.scenario.title))

        def take(text: str) -> Opening:
            target = from_root(typed_path(text))
            if target == self.session.path or not taken(target):
                return self._save_to(target, then)
            replace = partial(self._save_to, target, then, Consent.REPLACE_THEIRS)
            return self.ask(f"{shown(from_here(target))} exists. Replace it?", {"r": "replace it"}, {"r": replace})

        return self.ask_text("Save as, a path of a .toml file:", from_here(path), take)

    def _save_to(self, path: Path, then: Then | None = None, consent: Consent = Consent.NONE) -> Opening:
        try:
            kept = self.keeper.save(path, consent)
        except ChangedMeanwhile:
            return self.ask_about_theirs(path, then)
        except NeedsConsent as error:
            return self._ask_consent(path, then, consent, error)
        except TunewiseError as error:
            self.say(f"{error.line()}. Your edits are kept.")
            return self.ask(self.message, {"e": "save elsewhere"}, {"e": partial(self.action_save_as, then)})
        self.file_change = ""
        self.sync()
        self.say(f"Saved {from_here(kept.path)} {kept.remark}".rstrip())
        return then() if then else None

    def _ask_consent(self, path: Path, then: Then | None, given: Consent, error: NeedsConsent) -> Opening:
        """Ask what the store must not decide; escape leaves the file as it is."""
        answers: dict[str, str] = {}
        doing: dict[str, Then] = {}
        for number, choice in enumerate(error.choices, 1):
            answers[str(number)] = choice.answer
            doing[str(number)] = partial(self._save_to, path, then, given | choice.consent)
        return self.ask(error.question, answers, doing)

    def replace_theirs(self, path: Path, then: Then | None = None) -> Opening:
        """Save over what somebody else wrote; their version is kept as a private copy."""
        return self._save_to(path, then, Consent.REPLACE_THEIRS)

    def action_open(self, then: Then | None = None) -> Opening:
        """Ask for a scenario file and work on it; unsaved changes are asked about first."""

        def take(text: str) -> Opening:
            return then() if self.open_named(text.strip()) and then else None

        question = "Open a scenario file, or a shipped scenario by name:"
        return self.after_saving(partial(self.ask_text, question, "", take))

    def open_named(self, name: str) -> bool:
        """Work on a file or a shipped scenario from now on; what cannot be opened leaves everything as it is."""
        try:
            opened = open_scenario(str(typed_path(name)), lenient=True)
        except TunewiseError as error:
            self.say(error.line())
            return False
        path = from_root(opened.path) if opened.path else None
        self.open_scenario(opened.scenario, path, opened.document, opened.read_only)
        if not self.message:
            self.say(opened.remark or f"Opened {opened.path or name}")
        return True

    def start_from(self, name: str) -> None:
        """Work on a shipped scenario from now on."""
        self.open_named(name)

    def open_scenario(
        self, scenario: Scenario, path: Path | None, document: Document | None = None, read_only: str = ""
    ) -> None:
        """Work on ``scenario`` from now on."""
        self.keeper.give_up()
        self.session.open(scenario, path, document)
        self.session.read_only = read_only
        self.message = ""
        self.took_up()
        self.sync()

    def after_saving(self, then: Then) -> Opening:
        """Do ``then`` once unsaved changes were saved or given up; staying does nothing."""
        if not self.session.dirty:
            return then()
        name = shown(self.session.path.name, 60) if self.session.path else "a new file"
        answers = {"s": f"save to {name}", "d": "discard them"}
        if self.keeper.holder is not None:
            answers["s"] = f"save, though another copy has {name}: asks how"
        elif self.keeper.read_only:
            return self.ask(
                "There are changes, and this file can only be looked at.", {"d": "discard them"}, {"d": then}
            )

        # Discarded is only what something else takes the place of: until then it is kept.
        return self.ask("There are unsaved changes.", answers, {"s": partial(self.action_save, then), "d": then})

    def action_copy(self) -> None:
        """Copy the report to the clipboard of the terminal."""
        from tunewise.report.markdown import to_markdown  # noqa: PLC0415

        self.copy_to_clipboard(to_markdown(self.session.assessment, self.knowledge))
        self.say(f"Copied as Markdown. If your terminal does not take it, {key_of('export')} saves it to a file.")

    def action_export(self) -> Opening:
        """Ask for a file and save the report there."""

        def take(text: str) -> Opening:
            path = typed_path(text)
            if self.session.path and taken(path) and taken(self.session.path) and path.samefile(self.session.path):
                self.say(f"{path} is the scenario itself; the report needs another name.")
            elif taken(path):
                question = f"{shown(str(path))} exists. Replace it?"
                return self.ask(question, {"r": "replace it"}, {"r": partial(self._write_report, path)})
            else:
                self._write_report(path)
            return None

        name = Path(proposed_name(self.session.scenario.title)).with_suffix(".md")
        return self.ask_text("Save the report as, a path of a .md file:", str(name), take)

    def _write_report(self, path: Path) -> None:
        from tunewise.report.markdown import to_markdown  # noqa: PLC0415

        try:
            remark = write_atomically(path, to_markdown(self.session.assessment, self.knowledge))
        except TunewiseError as error:
            self.say(error.line())
            return
        self.say(f"Report saved as {path} {remark}".rstrip())

    def action_quit(self) -> Opening:  # type: ignore[override]  # awaited when it returns something to wait for
        """Leave; unsaved changes are asked about first."""

        def leave() -> None:
            self.keeper.give_up()
            self.exit(0)

        return self.after_saving(leave)

    def action_help_quit(self) -> None:
        """Say how to leave: ctrl+c is no key of ours, but the first one that people try."""
        self.hint(f"{key_of('quit')} leaves; unsaved changes are asked about first.")

    # Dialogs.

    def ask(self, question: str, answers: dict[str, str], doing: dict[str, Then]) -> Opening:
        """Ask a question with a few answers, each with what it does; escape does nothing."""
        from tunewise.ui.screens.dialogs import AskDialog  # noqa: PLC0415

        def take(answer: str | None) -> Opening:
            return doing[answer]() if answer else None

        return self.push_screen(AskDialog(question, answers), take)  # type: ignore[arg-type]  # awaited if it can be

    def ask_text(
        self,
        question: str,
        text: str,
        take: Callable[[str], Opening],
        *,
        long: bool = False,
        refused: Callable[[str], str] = lambda text: "",
    ) -> Opening:
        """Ask for a text; escape, or only spaces in a short one, does nothing. ``refused`` is as in ``TextDialog``."""
        from tunewise.ui.screens.dialogs import TextDialog  # noqa: PLC0415

        def taken_over(value: str | None) -> Opening:
            return take(value) if value is not None and (long or value.strip()) else None

        dialog: ModalScreen[str | None] = TextDialog(
            question, "" if text == UNTITLED else text, long=long, refused=refused
        )
        return self.push_screen(dialog, taken_over)  # type: ignore[arg-type]  # as above
