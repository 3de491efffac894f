"""The app: it holds the scenario and its assessment as two reactive values and hands every edit to the session."""

import gc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.reactive import var
from textual.screen import Screen

from tunewise.domain.assessment import Assessment
from tunewise.domain.errors import ScenarioError, TunewiseError
from tunewise.domain.scenario import Scenario
from tunewise.domain.text import shown
from tunewise.knowledge.schema import Knowledge
from tunewise.session.edits import set_value
from tunewise.session.session import Session
from tunewise.store.paths import scenario_names
from tunewise.store.scenario_files import open_scenario, proposed_name, save_scenario
from tunewise.store.themes import ThemeFile, load_theme, theme_paths
from tunewise.ui.commands import COMMANDS, SCREENS
from tunewise.ui.fields import Field
from tunewise.ui.lines import Line
from tunewise.ui.palette import Palette, to_textual
from tunewise.ui.screens.work import WorkScreen, bindings_of
from tunewise.ui.widgets.field_row import Edited, FieldRow, Refused, TextWanted
from tunewise.ui.widgets.painted import Painted


def _screen(name: str) -> type[WorkScreen]:
    """Return the class of a screen; it is imported when it is first shown."""
    if name == "scenario":
        from tunewise.ui.screens.scenario import ScenarioScreen as Found  # noqa: PLC0415
    elif name == "recommend":
        from tunewise.ui.screens.recommend import RecommendScreen as Found  # type: ignore[assignment]  # noqa: PLC0415
    elif name == "cost":
        from tunewise.ui.screens.cost import CostScreen as Found  # type: ignore[assignment]  # noqa: PLC0415
    else:
        from tunewise.ui.screens.readiness import ReadinessScreen as Found  # type: ignore[assignment]  # noqa: PLC0415
    return Found


def _collect_again() -> None:
    gc.freeze()
    gc.enable()


class TunewiseApp(App[int]):
    """Screens on one model. ``scenario`` and ``assessment`` are frozen; only the session makes new ones."""

    TITLE = "Tunewise"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = bindings_of("all")
    CSS = """
    * { scrollbar-size: 1 1; }
    Toast { display: none; }
    """

    scenario: var[Scenario | None] = var(None, init=False)
    assessment: var[Assessment] = var(None, init=False)  # type: ignore[arg-type]  # set before anything reads it

    def __init__(self, session: Session, theme: ThemeFile, *, start: str = "recommend") -> None:
        self.palette = Palette(theme)
        self.DEFAULT_MODE = start  # type: ignore[misc]  # the first screen depends on what is opened
        super().__init__()
        # Quiet everywhere, not only over SSH: no animation, no blinking, nothing sent while idle.
        self.animation_level = "none"
        self.session = session
        self.message = ""
        self.set_reactive(TunewiseApp.scenario, session.scenario)
        self.set_reactive(TunewiseApp.assessment, session.assessment)
        self.register_theme(to_textual(theme))
        self.theme = theme.name
        for name, _ in SCREENS:
            self.add_mode(name, partial(self._bound_screen, name))
        self._theme_shown = theme.name

    def on_mount(self) -> None:
        """Collect garbage again once the first screen stands; what made it stays and is not looked at any more."""
        self.call_after_refresh(_collect_again)

    def _bound_screen(self, name: str) -> Screen[None]:
        return _screen(name)().data_bind(TunewiseApp.scenario, TunewiseApp.assessment)

    @property
    def knowledge(self) -> Knowledge:
        """Return the tables in use."""
        return self.session.knowledge

    @property
    def file_name(self) -> str:
        """Return the name of the file, or of a scenario that has none yet."""
        return self.session.path.name if self.session.path else f"{self.session.scenario.title} (no file yet)"

    # What every change goes through.

    def sync(self) -> None:
        """Take scenario and assessment from the session; bound screens repaint what differs."""
        self.scenario = self.session.scenario
        self.assessment = self.session.assessment
        self._repaint_frame()

    def say(self, message: str) -> None:
        """Show a message in the status line until the next change."""
        self.message = shown(message, 400)
        self._repaint_frame()

    def _repaint_frame(self) -> None:
        for widget in self.screen.query("TopBar, StatusBar"):
            if isinstance(widget, Painted):
                widget.repaint()

    def on_edited(self, message: Edited) -> None:
        """Hand an edit to the session; what it refuses changes nothing and is said."""
        try:
            changed = self.session.edit(message.edit, continues=message.continues)
        except ScenarioError as error:
            if message.quiet:
                message.row.repaint()
            else:
                self.say(error.line())
            return
        if changed:
            self.message = ""
            self.sync()

    def on_refused(self, message: Refused) -> None:
        """Say why a field cannot do what was asked."""
        self.say(message.reason)

    def on_text_wanted(self, message: TextWanted) -> None:
        """Open the editor of a text field."""
        from tunewise.ui.screens.dialogs import TextDialog  # noqa: PLC0415

        field = message.field
        text = str(getattr(self.session.scenario, field.key))

        def take(value: str | None) -> None:
            if value is not None:
                self.on_edited(
                    Edited(set_value(field.key, value if field.key == "title" else value or None), message.row)
                )

        self.push_screen(TextDialog(f"{field.label}: {field.why}", text, long=field.key == "notes"), take)

    # Commands of the table.

    def action_show(self, name: str) -> None:
        """Show a screen; what was being typed in a field is finished first."""
        if isinstance(self.screen, WorkScreen) and name != self.current_mode:
            # Later, so that it runs as the app whoever asks: a new screen is bound to whoever makes it.
            self.call_later(self.switch_mode, name)

    def action_undo(self) -> None:
        """Take the last change back."""
        label = self.session.undo()
        self.message = "" if label else "Nothing to undo."
        self.sync()

    def action_redo(self) -> None:
        """Repeat what was undone."""
        label = self.session.redo()
        self.message = "" if label else "Nothing to redo."
        self.sync()

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

        self.copy_to_clipboard(to_markdown(self.assessment, self.knowledge))
        self.say("Copied as Markdown. If your terminal does not take it, Y saves it to a file.")

    def action_export(self) -> None:
        """Ask for a file and save the report there."""
        from tunewise.report.markdown import to_markdown  # noqa: PLC0415
        from tunewise.store.atomic import write_atomically  # noqa: PLC0415
        from tunewise.ui.screens.dialogs import TextDialog  # noqa: PLC0415

        def write(path: Path) -> None:
            try:
                write_atomically(path, to_markdown(self.assessment, self.knowledge))
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

    # Help, options, themes.

    def show_option(self, option: str) -> None:
        """Open one option in full."""
        from tunewise.ui.views.ranking import option_detail  # noqa: PLC0415

        self._read(lambda width: option_detail(option, self.assessment, self.knowledge, width))

    def action_explain_field(self) -> None:
        """Open help for what is focused: meaning, rule and source, keys."""
        from tunewise.ui.views.help import field_help, screen_help, stack_help  # noqa: PLC0415
        from tunewise.ui.widgets.stack import RankedStack  # noqa: PLC0415

        focused = self.screen.focused
        if isinstance(focused, FieldRow):
            field: Field = focused.field
            self._read(lambda width: field_help(field, self.assessment, self.knowledge, width))
        elif isinstance(focused, RankedStack):
            option = focused.chosen
            self._read(lambda width: stack_help(option, self.assessment, self.knowledge, width))
        elif isinstance(self.screen, WorkScreen):
            name = self.screen.NAME
            self._read(lambda width: screen_help(name, self.knowledge, width))

    def _read(self, lines: Callable[[int], list[Line]]) -> None:
        from tunewise.ui.screens.dialogs import ReaderDialog  # noqa: PLC0415

        self.push_screen(ReaderDialog(lines))

    def action_pick_theme(self) -> None:
        """Choose a theme; the one under the cursor is shown at once."""
        from tunewise.ui.screens.dialogs import PickDialog  # noqa: PLC0415

        entries: dict[str, str] = {}
        broken: list[str] = []
        for name in theme_paths():
            try:
                entries[name] = load_theme(name).about
            except TunewiseError as error:
                broken.append(error.line())
        if broken:
            self.say(broken[0])
        self.push_screen(PickDialog("Theme", entries, self._theme_shown, self.use_theme), self._keep_theme)

    def _keep_theme(self, name: str | None) -> None:
        if name:
            self.use_theme(name)
            self.say(f"Theme {name}; start with --theme {name} to keep it.")

    def use_theme(self, name: str) -> None:
        """Show everything in another theme."""
        try:
            theme = load_theme(name)
        except TunewiseError as error:
            self.say(error.line())
            return
        self.palette = Palette(theme)
        self.register_theme(to_textual(theme))
        self.theme = theme.name
        self._theme_shown = name
        for screen in self.screen_stack:
            screen.query(Painted).refresh()

    def get_system_commands(self, screen: Screen[Any]) -> Any:  # noqa: ANN401  # an iterator that Textual types loosely
        """Yield the table of commands, the themes and the shipped scenarios for the palette."""
        for command in COMMANDS:
            if command.where in {"all", self.current_mode} and command.action not in {
                "command_palette",
                "screen.leave",
            }:
                yield SystemCommand(
                    command.label,
                    f"{command.help} ({command.key_words})",
                    partial(self.run_action, command.action, self if command.where == "all" else screen),
                )
        for name in scenario_names():
            open_it = partial(self.after_saving, partial(self._open_quietly, name))
            yield SystemCommand(f"Start from: {name}", "Work on this shipped scenario", open_it)
        for name in theme_paths():
            yield SystemCommand(f"Theme: {name}", "Show everything in this theme", partial(self.use_theme, name))


def run(session: Session, theme: ThemeFile, *, start: str, mouse: bool) -> int:
    """Open the app and return its exit status."""
    app = TunewiseApp(session, theme, start=start)
    app.run(mouse=mouse)
    return app.return_code or 0
