"""What others do to the file, and what earlier runs left: seen, said, and never settled without asking."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from textual import events

from tunewise.domain.differences import Difference, differences
from tunewise.domain.errors import TunewiseError
from tunewise.domain.text import shown
from tunewise.keeping import CHANGED, GONE
from tunewise.store.leftovers import Leftover
from tunewise.ui.commands import key_of
from tunewise.ui.file_commands import FileCommands
from tunewise.ui.host import Opening, Then
from tunewise.ui.lines import Line, bullet, line, paragraph

LOOK_SECONDS: Final = 2
"""How often the file is looked at while the terminal shows the app; also on focus, and before every save."""


class FileWatch(FileCommands):
    """The part of the app that looks at the file and at work that was left; every way on is the user's."""

    watching = False
    """Whether the file and what was left on it have been looked at."""

    trouble = ""
    """Why work is not kept against loss at the moment; empty while it is."""

    def watch_files(self) -> None:
        """Begin to keep the work and to look at its file."""
        loop = asyncio.get_running_loop()

        def placed() -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody reads it any more
                loop.call_soon_threadsafe(self._look_at_trouble)

        self.keeper.start(placed)
        self.took_up()
        self.set_interval(LOOK_SECONDS, self.look_at_file)
        self.watching = True

    def _look_at_trouble(self) -> None:
        """Say at once, not with the next look at the file, that work cannot be kept."""
        if self.keeper.trouble != self.trouble and self.is_running:
            self.trouble = self.keeper.trouble
            self.repaint_frame()

    def took_up(self) -> None:
        """Lock the file, bring its steps back, and offer what an earlier run left unsaved on it."""
        self.file_change = ""
        try:
            self.keeper.take_up()
        except TunewiseError as error:
            self.say(error.line())
        if self.keeper.holder is not None:
            self._ask_holder()
        else:
            self._offer_left()

    def _offer_left(self) -> None:
        """Offer the newest work that was left on this file; say where there is other work."""
        if found := self.keeper.leftovers():
            self.offer(found[0])
        elif not self.message and (words := self.keeper.left_otherwise()):
            self.say(words)

    def on_app_focus(self, event: events.AppFocus) -> None:
        """Look at the file as soon as the user comes back."""
        self.look_at_file()

    def look_at_file(self) -> None:
        """See what happened to the file; what is new is said once and stays marked in the top line."""
        if self.taking_over:
            return
        name = self.session.path.name if self.session.path else ""
        said = ""
        if (holder := self.keeper.taken_over()) is not None:
            whose = f"{shown(name, 60)} was taken over by another Tunewise ({holder.words()})"
            said = f"{whose}; {key_of('save-as')} saves elsewhere."
        elif self.keeper.freed():
            said = f"The other copy is gone: this one saves {shown(name, 60)} now."
        change = self.keeper.changed_on_disk()
        if change and change != self.file_change and not said:
            said = f"{shown(name, 60)} {change}; {key_of('save')} asks what to do, {key_of('differences')} shows it."
        self.keeper.check()
        trouble = self.keeper.trouble
        if said or change != self.file_change or trouble != self.trouble:
            self.file_change, self.trouble = change, trouble
            if said:
                self.say(said)
            else:
                self.repaint_frame()

    def action_read_message(self) -> Opening:
        """Show the last message whole."""
        if not self.message:
            return None
        from tunewise.ui.screens.dialogs import ReaderDialog  # noqa: PLC0415

        message = self.message
        return self.push_screen(ReaderDialog(lambda width: paragraph(message, width)))

    def _ask_holder(self) -> Opening:
        holder = self.keeper.holder
        name = shown(self.session.path.name, 60) if self.session.path else ""
        question = f"{name} is open in another Tunewise ({holder.words() if holder else ''})."
        answers = {
            "r": f"only read it here; {key_of('save-as')} saves elsewhere",
            "t": "take it over; the other one is told",
        }
        return self.ask(question, answers, {"r": self.repaint_frame, "t": self._take_over})

    def _take_over(self) -> None:
        def taken_over(worked: bool) -> None:
            self.say("Taken over: this copy saves the file now." if worked else "It could not be taken over.")
            self._offer_left()

        self.take_over(taken_over)

    # What somebody else wrote.

    def ask_about_theirs(self, path: Path, then: Then | None = None) -> Opening:
        """Ask what to do with what somebody else wrote into the file; nothing is decided without an answer."""
        change = self.keeper.changed_on_disk() or CHANGED
        question = f"{shown(path.name, 60)} {change}."
        answers = {"m": "write mine anew" if change == GONE else "keep mine; theirs is kept as a copy"}
        doing: dict[str, Then] = {"m": partial(self.replace_theirs, path, then)}
        if path == self.session.path and change == CHANGED:
            answers |= {"t": "take theirs; mine is one undo away", "d": "show what differs"}
            doing |= {
                "t": self._take_theirs,
                "d": partial(self._show_theirs, partial(self.ask_about_theirs, path, then)),
            }
        return self.ask(question, answers, doing)

    def _take_theirs(self) -> None:
        try:
            remark = self.keeper.take_theirs()
        except TunewiseError as error:
            self.say(f"{error.line()}. Your edits are kept.")
            return
        self.file_change = ""
        self.sync()
        self.say(remark or f"Theirs it is; {key_of('undo')} brings yours back.")

    def _show_theirs(self, then: Then) -> Opening:
        try:
            theirs = self.keeper.theirs().scenario
        except TunewiseError as error:
            self.say(error.line())
            then()
            return None
        found = differences(theirs, self.session.scenario)
        return self._read_differences("the file → yours", found, then)

    def action_differences(self) -> Opening:
        """Show what differs between what stands here and what the file holds now."""
        if self.session.path is None:
            self.say("There is no file yet that anything could differ from.")
            return None
        return self._show_theirs(lambda: None)

    # What an earlier run left.

    def offer(self, leftover: Leftover) -> Opening:
        """Offer work that was never saved; it is neither applied nor deleted by itself."""
        work = leftover.work
        if work is None:
            return None
        found = differences(self.session.scenario, self.keeper.restored(work))
        if not found:
            self.keeper.discard(leftover)
            return None
        changes = "change" if len(found) == 1 else "changes"
        when = leftover.written_at.replace("T", " ")[:16]
        question = f"Work on {shown(work.scenario.title, 60)} ended unsaved on {shown(when)}: {len(found)} {changes}."
        if work.document and self.session.document and work.document.digest != self.session.document.digest:
            question += " The file was changed since."
        answers = {"r": "restore it, unsaved", "d": "show what differs", "l": "later", "X": "discard it for good"}
        doing: dict[str, Then] = {
            "r": partial(self._restore, leftover),
            "d": partial(
                self._read_differences, f"now → the unsaved work of {shown(when)}", found, partial(self.offer, leftover)
            ),
            "l": partial(self.say, "Kept. It is offered again next time, and tunewise recover lists it."),
            "X": partial(self._discard, leftover),
        }
        return self.ask(question, answers, doing)

    def _restore(self, leftover: Leftover) -> None:
        try:
            self.keeper.restore(leftover)
        except TunewiseError as error:
            self.say(error.line())
            return
        self.sync()
        self.say(f"Restored; nothing is saved yet, and {key_of('undo')} takes it back.")

    def _discard(self, leftover: Leftover) -> None:
        self.keeper.discard(leftover)
        self.say("Discarded.")

    def _read_differences(self, sides: str, found: Sequence[Difference], then: Then) -> Opening:
        from tunewise.ui.screens.dialogs import ReaderDialog  # noqa: PLC0415

        def closed(_: None) -> Opening:
            return then()

        name = self.session.path.name if self.session.path else self.session.scenario.title
        reader = ReaderDialog(_difference_lines(f"{shown(name)}: {sides}", found))
        return self.push_screen(reader, closed)  # type: ignore[arg-type]  # awaited if it can be


def _difference_lines(title: str, found: Sequence[Difference]) -> Callable[[int], list[Line]]:
    """Return what differs as lines of a width, each key with what either side holds."""

    def lines(width: int) -> list[Line]:
        rows = [*paragraph(title, width, "strong"), line("")]
        for one in found:
            rows += bullet("·", one.line(), width)
        return rows if found else [*rows, *paragraph("Nothing: both hold the same.", width)]

    return lines
