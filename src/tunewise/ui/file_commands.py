"""The commands that touch files: save, open, export, copy, and leaving with unsaved changes asked about."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.app import App

from tunewise.domain.errors import TunewiseError
from tunewise.domain.scenario import Scenario
from tunewise.domain.text import shown
from tunewise.knowledge.schema import Knowledge
from tunewise.session.session import Session
from tunewise.store.scenario_files import open_scenario, proposed_name, save_scenario


class FileCommands(App[int]):
    """The part of the app that reads and writes files; what fails is said and changes nothing."""

    session: Session
    message: str

    @property
    def knowledge(self) -> Knowledge:
        """Return the tables in use."""
        return self.session.knowledge

    def sync(self) -> None:
        """Take scenario and assessment from the session."""
        raise NotImplementedError

    def say(self, message: str) -> None:
        """Show a message in the status line."""
        raise NotImplementedError

    def action_save(self, then: Callable[[], None] | None = None) -> None:
        """Save to the scenario's file; without one, ask for a name."""
        if self.session.path is None:
            self.action_save_as(then)
        else:
            self._save_to(self.session.path, then)

    def action_save_as(self, then: Callable[[], None] | None = None) -> None:
        """Ask for a file and save there."""
        from tunewise.ui.screens.dialogs import TextDialog  # noqa: PLC0415

        path = self.session.path or Path(proposed_name(self.session.scenario.title))

        def take(value: str | None) -> None:
            if not value or not value.strip():
                return
            target = Path(value.strip()).expanduser()
            if target != self.session.path and (target.exists() or target.is_symlink()):
                self._ask(
                    f"{target} exists. Replace it?", {"r": "replace it"}, {"r": partial(self._save_to, target, then)}
                )
            else:
                self._save_to(target, then)

        self.push_screen(TextDialog("Save as, a path of a .toml file:", str(path)), take)

    def _save_to(self, path: Path, then: Callable[[], None] | None = None) -> None:
        try:
            remark = save_scenario(self.session.scenario, path)
        except TunewiseError as error:
            self.say(error.line())
            return
        self.session.saved(path)
        self.say(f"Saved {path} {remark}".rstrip())
        if then:
            then()

    def action_open(self, then: Callable[[], None] | None = None) -> None:
        """Ask for a scenario file and work on it; unsaved changes are asked about first."""
        from tunewise.ui.screens.dialogs import TextDialog  # noqa: PLC0415

        def take(value: str | None) -> None:
            if value and value.strip() and self.open_named(value.strip()) and then:
                then()

        def ask() -> None:
            self.push_screen(TextDialog("Open a scenario file, or a shipped scenario by name:", ""), take)

        self.after_saving(ask)

    def open_named(self, name: str) -> bool:
        """Work on a file or a shipped scenario from now on; what cannot be opened leaves everything as it is."""
        try:
            opened = open_scenario(str(Path(name).expanduser()) if name.startswith("~") else name)
        except TunewiseError as error:
            self.say(error.line())
            return False
        self.open_scenario(opened.scenario, opened.path)
        self.say(f"Opened {opened.path or name}")
        return True

    def _open_quietly(self, name: str) -> None:
        self.open_named(name)

    def open_scenario(self, scenario: Scenario, path: Path | None) -> None:
        """Work on ``scenario`` from now on."""
        self.session.open(scenario, path)
        self.message = ""
        self.sync()

    def after_saving(self, then: Callable[[], None]) -> None:
        """Do ``then`` once unsaved changes were saved or given up; staying does nothing."""
        if not self.session.dirty:
            then()
            return
        name = self.session.path.name if self.session.path else "a new file"
        answers = {"s": f"save to {shown(name, 60)}", "d": "discard them"}
        self._ask("There are unsaved changes.", answers, {"s": partial(self.action_save, then), "d": then})

    def _ask(self, question: str, answers: dict[str, str], doing: dict[str, Callable[[], None]]) -> None:
        from tunewise.ui.screens.dialogs import AskDialog  # noqa: PLC0415

        def take(answer: str | None) -> None:
            if answer:
                doing[answer]()

        self.push_screen(AskDialog(question, answers), take)

    def action_copy(self) -> None:
        """Copy the report to the clipboard of the terminal."""
        from tunewise.report.markdown import to_markdown  # noqa: PLC0415

        self.copy_to_clipboard(to_markdown(self.session.assessment, self.knowledge))
        self.say("Copied as Markdown. If your terminal does not take it, Y saves it to a file.")

    def action_export(self) -> None:
        """Ask for a file and save the report there."""
        from tunewise.report.markdown import to_markdown  # noqa: PLC0415
        from tunewise.store.atomic import write_atomically  # noqa: PLC0415
        from tunewise.ui.screens.dialogs import TextDialog  # noqa: PLC0415

        def write(path: Path) -> None:
            try:
                write_atomically(path, to_markdown(self.session.assessment, self.knowledge))
            except TunewiseError as error:
                self.say(error.line())
                return
            self.say(f"Report saved as {path}")

        def take(value: str | None) -> None:
            if not value or not value.strip():
                return
            path = Path(value.strip()).expanduser()
            if path.exists():
                self._ask(f"{path} exists. Replace it?", {"r": "replace it"}, {"r": partial(write, path)})
            else:
                write(path)

        name = Path(proposed_name(self.session.scenario.title)).with_suffix(".md")
        self.push_screen(TextDialog("Save the report as, a path of a .md file:", str(name)), take)

    async def action_quit(self) -> None:
        """Leave; unsaved changes are asked about first."""
        self.after_saving(partial(self.exit, 0))
