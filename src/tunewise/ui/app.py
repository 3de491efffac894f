"""The app: it holds the scenario and its assessment as two reactive values and hands every edit to the session."""

import gc
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.reactive import var
from textual.screen import Screen

from tunewise.domain.assessment import Assessment
from tunewise.domain.documents import Document
from tunewise.domain.errors import ScenarioError, TunewiseError
from tunewise.domain.names import without_file
from tunewise.domain.scenario import Scenario
from tunewise.domain.text import shown
from tunewise.domain.validation import build_checks
from tunewise.keeping import Keeper
from tunewise.report.sentences import overruled
from tunewise.session.edits import Edit, apply, set_value
from tunewise.session.session import Session
from tunewise.store.paths import scenario_names
from tunewise.store.themes import ThemeFile, load_theme, theme_paths
from tunewise.terminal.abilities import Abilities
from tunewise.ui.commands import COMMANDS, SCREENS
from tunewise.ui.cost_desk import CostDesk
from tunewise.ui.evidence_desk import EvidenceDesk
from tunewise.ui.fields import Field, refusal
from tunewise.ui.file_watch import FileWatch
from tunewise.ui.fitted import Fitted
from tunewise.ui.host import Opening
from tunewise.ui.keymap import bindings_of, put_keys
from tunewise.ui.lines import Line
from tunewise.ui.quick_keys import QuickKeys
from tunewise.ui.screens.work import WorkScreen
from tunewise.ui.views.fields import value_of
from tunewise.ui.widgets.field_row import Asked, FieldRow
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


_NOT_IN_PALETTE = {"command_palette", "screen.leave", "screen.focus_field(1)", "screen.focus_field(-1)"}


def _collect_again() -> None:
    gc.freeze()
    gc.enable()


class TunewiseApp(Fitted, FileWatch, QuickKeys):
    """Screens on one model. ``scenario`` and ``assessment`` are frozen; only the session makes new ones."""

    TITLE = "Tunewise"
    ENABLE_COMMAND_PALETTE = False  # ours takes its place: it survives any size, and shows no picture glyphs
    BINDINGS: ClassVar[list[BindingType]] = bindings_of("all")
    CSS = """
    * { scrollbar-size: 1 1; }
    Toast { display: none; }
    """

    scenario: var[Scenario | None] = var(None, init=False)
    assessment: var[Assessment] = var(None, init=False)  # type: ignore[arg-type]  # set before anything reads it

    def __init__(
        self,
        session: Session,
        theme: ThemeFile,
        *,
        start: str = "recommend",
        remark: str = "",
        abilities: Abilities | None = None,
    ) -> None:
        self.DEFAULT_MODE = start  # type: ignore[misc]  # the first screen depends on what is opened
        super().__init__()
        self.keep_to(abilities)
        # Quiet everywhere, not only over SSH: no animation, no blinking, nothing sent while idle.
        self.animation_level = "none"
        self.session = session
        self.message = remark
        self._desk = CostDesk(session.knowledge)
        self._evidence = EvidenceDesk(session.knowledge)
        self.keeper = Keeper(session)
        self.set_reactive(TunewiseApp.scenario, session.scenario)
        self.set_reactive(TunewiseApp.assessment, session.assessment)
        self.wear(theme)
        for name, _ in SCREENS:
            self.add_mode(name, partial(self._bound_screen, name))
        self._theme_shown = theme.name
        put_keys(self)

    def on_mount(self) -> None:
        """Make the rest ready once the first screen stands, and collect garbage again: what there is by then stays."""
        self.call_after_refresh(build_checks)
        self.call_after_refresh(_collect_again)
        self.call_after_refresh(self.watch_files)

    def on_unmount(self) -> None:
        """End keeping the work: the steps of a saved file stay for the next time."""
        self.keeper.stop()

    def _bound_screen(self, name: str) -> Screen[None]:
        return self.styled(_screen(name)().data_bind(TunewiseApp.scenario, TunewiseApp.assessment))

    @property
    def desk(self) -> CostDesk:
        """Return what the costs of what stands now are worked out on."""
        return self._desk.look_at(self.assessment)

    @property
    def evidence(self) -> EvidenceDesk:
        """Return what was measured, and what follows from it."""
        return self._evidence.look_at(self.assessment)

    @property
    def file_name(self) -> str:
        """Return the name of the file, or of a scenario that has none yet."""
        session = self.session
        return session.path.name if session.path else without_file(shown(session.scenario.title))

    # What every change goes through.

    def sync(self) -> None:
        """Take scenario and assessment from the session; bound screens repaint what differs."""
        self.keeper.note(self.current_mode or "")
        stands = self.assessment
        self.scenario = self.session.scenario
        self.assessment = self.session.assessment
        if self.assessment is stands or not isinstance(self.screen, WorkScreen):
            self.repaint_frame()  # else the screen has painted all again

    def open_scenario(
        self, scenario: Scenario, path: Path | None, document: Document | None = None, read_only: str = ""
    ) -> None:
        """Work on ``scenario`` from now on; what was measured for another one is forgotten."""
        self._evidence.forget()
        super().open_scenario(scenario, path, document, read_only)

    def say(self, message: str) -> None:
        """Show a message in the status line until the next change."""
        self.message = shown(message, 400)
        self.repaint_frame()

    def repaint_frame(self) -> None:
        """Paint the bars again that say where the file stands and what just happened."""
        for widget in self.screen.query("TopBar, StatusBar, KeyBar"):
            if isinstance(widget, Painted):
                widget.repaint()

    def take_edit(self, asked: Asked) -> None:
        """Hand an edit to the session; what it refuses changes nothing and is said."""
        try:
            changed = self.session.edit(asked.edit, continues=asked.continues)
        except ScenarioError as error:
            if asked.quiet:
                asked.refused()
            else:
                self.say(f"{asked.field.label}: {refusal(asked.field, error)}")
            return
        if changed:
            self.message = overruled(asked.edit.keys, self.session.scenario, self.session.assessment.scenario)
            self.sync()

    def on_paste(self, event: events.Paste) -> None:
        """Say so where nothing takes a pasted text: its letters are no commands."""
        event.stop()
        size = len(event.text)
        self.say(f"{size:,} pasted character{'' if size == 1 else 's'} went nowhere: no text is being edited here.")

    def edit_text(self, field: Field) -> Opening:
        """Open the editor of a text field."""
        text = str(getattr(self.session.scenario, field.key))

        def edit_of(value: str) -> Edit:
            return set_value(field.key, value or None, field.label.lower())

        def refused(value: str) -> str:
            try:
                apply(edit_of(value), self.session.scenario)
            except ScenarioError as error:
                return refusal(field, error)
            return ""

        def take(value: str) -> None:
            self.take_edit(Asked(edit_of(value), field))

        # Refused in the dialog: a long text that does not fit is not lost with it.
        long = field.key != "title"
        return self.ask_text(f"{field.label}: {field.why}", text, take, long=long, refused=refused)

    def edit_figure(self, field: Field) -> Opening:
        """Open the editor of a figure: one number, a range, or percentiles; emptied, it makes the figure unknown."""
        from tunewise.domain.figure_text import WAYS, figure_from_text, text_of_figure  # noqa: PLC0415  # as it opens
        from tunewise.ui.screens.dialogs import TextDialog  # noqa: PLC0415

        scale = Decimal(100) if field.unit == "share" else Decimal(1)
        now = value_of(field, self.assessment)
        told = text_of_figure(None if isinstance(now, str | bool) else now, scale)

        def edit_of(text: str) -> Edit:
            return set_value(field.key, figure_from_text(text, scale), field.label.lower())

        def refused(text: str) -> str:
            try:
                apply(edit_of(text), self.session.scenario)
            except ScenarioError as error:
                return refusal(field, error)
            return ""

        def take(text: str | None) -> None:
            if text is not None:
                self.take_edit(Asked(edit_of(text), field))

        percent = ", in per cent" if field.unit == "share" else ""
        # Not through ask_text, which takes an empty answer for none: here it makes the figure unknown.
        question = f"{field.label}{percent}: {WAYS}; nothing: unknown"
        return self.push_screen(TextDialog(question, told, refused=refused), take)

    # Commands of the table.

    def show(self, name: str) -> None:
        """Show a screen as soon as the app comes to it, whoever asks: a new screen is bound to whoever makes it."""
        self.call_later(self.action_show, name)

    async def action_show(self, name: str) -> None:
        """Show a screen, in one go once it stands; the keys after this one go to it."""
        if isinstance(self.screen, WorkScreen) and name != self.current_mode:
            with self.batch_update():
                await self.switch_mode(name)

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

    # Help, options, themes.

    def action_explain_field(self) -> Opening:
        """Open help for what is focused: meaning, rule and source, keys."""
        lines = self._help()
        return self._read(lines) if lines else None

    def _help(self) -> Callable[[int], list[Line]] | None:
        """Return the help for what is focused, else for the screen."""
        from tunewise.ui.views.help import screen_help, stack_help  # noqa: PLC0415
        from tunewise.ui.views.help_topics import field_topic_help, topic_help  # noqa: PLC0415
        from tunewise.ui.views.looks.base import Topic  # noqa: PLC0415
        from tunewise.ui.widgets.closer_look import CloserLook  # noqa: PLC0415
        from tunewise.ui.widgets.rival_table import RivalTable  # noqa: PLC0415
        from tunewise.ui.widgets.stack import RankedStack  # noqa: PLC0415

        focused, screen = self.screen.focused, self.screen
        if isinstance(focused, FieldRow):
            field: Field = focused.field
            return lambda width: field_topic_help(field, self.assessment, self.knowledge, width)
        if isinstance(focused, CloserLook) and (topic := focused.topic) is not None:
            return lambda width: topic_help(topic, self.assessment, self.knowledge, width)
        if isinstance(focused, RankedStack):
            option = focused.chosen
            return lambda width: stack_help(option, self.assessment, self.knowledge, width)
        if isinstance(focused, RivalTable):
            about = Topic("rival", focused.chosen)
            return lambda width: topic_help(about, self.assessment, self.knowledge, width)
        if isinstance(screen, WorkScreen):
            return lambda width: screen_help(screen.NAME, self.knowledge, width)
        return None

    def _read(self, lines: Callable[[int], list[Line]]) -> Opening:
        from tunewise.ui.screens.dialogs import ReaderDialog  # noqa: PLC0415

        return self.push_screen(ReaderDialog(lines))

    def action_pick_theme(self) -> Opening:
        """Choose a theme; the one under the cursor is shown at once."""
        from tunewise.ui.screens.pick import PickDialog  # noqa: PLC0415

        entries: dict[str, str] = {}
        broken: list[str] = []
        for name in theme_paths():
            try:
                entries[name] = load_theme(name).about
            except TunewiseError as error:
                broken.append(error.line())
        if broken:
            self.say(broken[0])
        return self.push_screen(PickDialog("Theme", entries, self._theme_shown, self.use_theme), self._keep_theme)

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
        self.wear(theme)
        self._theme_shown = name
        for screen in self.screen_stack:
            screen.query(Painted).refresh()

    def action_command_palette(self) -> Opening:  # type: ignore[override]  # the keys after it are for the palette
        """Open the palette."""
        from tunewise.ui.screens.palette import Entry, PaletteDialog  # noqa: PLC0415

        def entries() -> Iterator[Entry]:
            for command in COMMANDS:
                if command.where in {"all", self.current_mode} and command.action not in _NOT_IN_PALETTE:
                    place = self if command.where == "all" else self.screen
                    run = partial(self.run_action, command.action, place)
                    yield Entry(command.label, f"{command.help} ({command.key_words})", run)
            for name in theme_paths():
                yield Entry(f"Theme: {name}", "Show everything in this theme", partial(self.use_theme, name))
            for name in scenario_names():
                start = partial(self.after_saving, partial(self.start_from, name))
                yield Entry(f"Start from: {name}", "Work on this shipped scenario", start)

        def run_it(entry: Entry | None) -> Any:  # noqa: ANN401  # whatever the command returns; awaited if it can be
            return entry.run() if entry is not None else None

        if not isinstance(self.screen, WorkScreen):
            return None
        return self.push_screen(PaletteDialog(list(entries())), run_it)
