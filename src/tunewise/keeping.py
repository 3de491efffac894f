"""Keep the work of a session: its journal, the lock and the steps of its file, and what others did to that file.

Knows no screen: the app says when something changed, and asks what it may offer.
"""

from collections.abc import Callable, Generator
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, NamedTuple

from tunewise.domain.documents import Document, digest
from tunewise.domain.errors import StoreError, TunewiseError
from tunewise.domain.scenario import Scenario
from tunewise.domain.work import Work
from tunewise.intake import moved
from tunewise.session.recovery import redone
from tunewise.session.session import Session
from tunewise.store.consent import Consent
from tunewise.store.journal import Journal
from tunewise.store.leftovers import Leftover, discard, leftovers
from tunewise.store.locks import FileLock, Holder
from tunewise.store.paths import from_root
from tunewise.store.reading import read_bytes
from tunewise.store.scenario_files import (
    Opened,
    Rendered,
    open_scenario,
    save_scenario,
    scenario_text,
    text_to_save,
)
from tunewise.store.state import keep_copy
from tunewise.store.undo_history import history_of, keep_history

GONE: Final = "does not exist any more"
CHANGED: Final = "was changed by somebody else"


class Kept(NamedTuple):
    """A scenario that was saved: where, and what the user should know, or empty."""

    path: Path
    remark: str


class _Made(NamedTuple):
    """The text of a file, and what it was made of."""

    scenario: Scenario
    document: Document | None
    path: Path
    text: Rendered


class Keeper:
    """Keeps one session's work safe from the start of the app to its end.

    ``holder`` is whoever works on the same file in another copy of Tunewise: the file is read-only here then.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._journal = Journal()
        self._lock: FileLock | None = None
        self._noted = False
        self._made: _Made | None = None
        self.holder: Holder | None = None

    @property
    def trouble(self) -> str:
        """Return why work is not kept at the moment, in a few words; empty when it is."""
        return self._journal.trouble

    def kept(self) -> str:
        """Return in a few words what became of work that was not saved, for whoever the app ends on; or nothing."""
        if not self._session.dirty:
            return ""
        return self.trouble or "your unsaved work is kept, open the file again to get it back"

    def start(self, placed: Callable[[], object] = lambda: None) -> None:
        """Begin to keep what is noted; ``placed`` is called in another thread once it is known whether that works."""
        self._journal.start(placed)

    def flush(self) -> None:
        """Write what was noted and is not written yet; from any thread, and from the handler of a signal."""
        self._journal.flush()

    def stop(self) -> None:
        """End: nothing more is noted. Work that was not saved stays on disk, the steps of a saved file too."""
        if not self._session.dirty:
            self._keep_steps()
        self._journal.stop()
        self._release()

    def note(self, screen: str = "") -> None:
        """Note the work as it is now; it is on disk within a second."""
        session = self._session
        if session.dirty:
            self._journal.note(session.work(screen))
            self._noted = True
        elif self._noted:
            # Undone back to what the file holds: there is nothing to lose but the steps, which redo wants again.
            self._keep_steps()
            self.give_up()

    def check(self) -> None:
        """Write the work again where somebody cleared the state away."""
        self._journal.flush()

    def give_up(self) -> None:
        """Forget the changes that were saved, undone, or given up by the user."""
        self._journal.settled()
        self._noted = False

    def _keep_steps(self) -> None:
        session = self._session
        if session.path is not None and session.document is not None:
            keep_history(session.path, session.document, session.history)

    # The file and its other readers.

    @property
    def read_only(self) -> str:
        """Return why this copy may not write the file, in words that follow its name; empty where it may."""
        if self.holder is not None:
            return f"is open in another Tunewise ({self.holder.words()})"
        return self._session.read_only

    def take_up(self) -> None:
        """Take the session's file up: lock it, and bring back the steps of an earlier run.

        Where another copy holds it, ``holder`` names that one and this copy may not write the file.
        """
        self._release()
        session = self._session
        if session.path is None:
            return
        self._lock = FileLock(session.path)
        self.holder = self._lock.take()
        if session.document is not None and (history := history_of(session.path, session.document)):
            session.remember(history)

    def taking_over(self) -> Generator[bool | None, None, None]:
        """Take the file from the other copy, which can then save elsewhere only, as ``FileLock.taking_over`` does.

        It ends without an answer where another file is taken up meanwhile.
        """
        lock = self._lock
        if lock is None:
            return
        with closing(lock.taking_over()) as looks:
            for ours in looks:
                self.holder = None if ours else self.holder
                yield ours
                if lock is not self._lock:
                    return

    def freed(self) -> bool:
        """Take the file where the copy that held it is gone, and say whether that is so now."""
        if self._lock is None or self.holder is None or self._lock.take() is not None:
            return False
        self.holder = None
        return True

    def taken_over(self) -> Holder | None:
        """Return who took the file from this copy since the last look; this one may not write it any more."""
        holder = self._lock.lost() if self._lock is not None and self.holder is None else None
        self.holder = holder or self.holder
        return holder

    def changed_on_disk(self) -> str:
        """Return in words what somebody else did to the file since it was last read or written here, or nothing."""
        session = self._session
        if session.path is None or session.document is None:
            return ""
        try:
            raw = read_bytes(session.path)
        except StoreError as error:
            return GONE if error.problem == "does not exist" else error.problem
        return "" if digest(raw) == session.document.digest else CHANGED

    def theirs(self) -> Opened:
        """Return what the file holds now. Raises ``TunewiseError`` where that cannot be used."""
        return open_scenario(str(self._session.path), lenient=True)

    def take_theirs(self) -> str:
        """Work on what the file holds now; what was here is one undo away. Return the remark on the file.

        What was here is also kept as a private copy, since the file may change again before the undo. Raises
        ``TunewiseError`` where the file, or the copy, cannot be used: nothing changed then.
        """
        session, opened = self._session, self.theirs()
        if session.path is None or opened.document is None:
            raise StoreError("is not a file", remedy="save elsewhere", file=str(session.path))
        if session.dirty:
            keep_copy(session.path, self._mine(), "yours")
        session.reread(opened.scenario, opened.document)
        session.read_only = opened.read_only
        self._keep_steps()
        self.give_up()
        return opened.remark

    def _mine(self) -> bytes:
        """Return the file as it would be saved now, or a new text where that file must not be written."""
        scenario = self._session.scenario
        try:
            return text_to_save(scenario, self._session.document).raw
        except StoreError:
            return scenario_text(scenario).encode()

    # Saving.

    def _text(self, scenario: Scenario, path: Path) -> Rendered:
        """Return the text that saves ``scenario`` to ``path``: made once, for what is asked first and for saving.

        What it is made of is frozen, so that it can only be the same.
        """
        document = self._session.document
        made = self._made
        if made is None or made.document is not document or made.path != path or made.scenario != scenario:
            made = self._made = _Made(scenario, document, path, text_to_save(scenario, document, str(path)))
        return made.text

    def loss(self, path: Path) -> str:
        """Return what saving to ``path`` would lose of a file that was written by hand, in words, or nothing.

        Raises nothing: what cannot be saved at all is said by ``save``.
        """
        session = self._session
        with suppress(TunewiseError):
            return self._text(moved(session.scenario, session.path, path), path).note
        return ""

    def save(self, path: Path, consent: Consent = Consent.NONE) -> Kept:
        """Save to ``path``, which becomes the session's file.

        Raises ``NeedsConsent`` where the user must be asked first, ``ChangedMeanwhile`` where somebody else changed
        the file, and ``StoreError`` where it cannot be saved: nothing changed then, and the edits are kept.
        """
        session = self._session
        path = from_root(path)
        same = path == session.path
        scenario = moved(session.scenario, session.path, path)
        text = self._text(scenario, path)
        saved = save_scenario(scenario, path, document=session.document, consent=consent, elsewhere=not same, text=text)
        self._made = None
        if scenario != session.scenario:
            session.replace(scenario, "paths of measured files")
        session.saved(path, saved.document)
        if not same:
            session.read_only = ""  # it was the other file's
            self.take_up()
        self._keep_steps()
        self.give_up()
        return Kept(path, saved.remark)

    # Work that an earlier run left.

    def leftovers(self) -> list[Leftover]:
        """Return the work that ended unsaved on the session's file, or on no file where it has none; newest first."""
        path = self._session.path
        file = str(path) if path is not None else ""
        return [one for one in self._left() if one.work is not None and _same_file(one.file, file)]

    def left_otherwise(self) -> str:
        """Return a word on work that is kept but not offered here: of other files, or that cannot be read."""
        found = self._left()
        if any(one.work is None for one in found):
            return "Unsaved work that cannot be read is kept aside; tunewise recover names it."
        if self._session.path is None and any(one.file for one in found):
            return "Unsaved work on other files is kept: open one, or see tunewise recover."
        return ""

    def _left(self) -> list[Leftover]:
        with suppress(TunewiseError):
            return leftovers()
        return []

    def restored(self, work: Work) -> Scenario:
        """Return what restoring ``work`` would make of the scenario."""
        return redone(work, self._session.scenario)

    def restore(self, leftover: Leftover) -> None:
        """Bring back work that was left, as unsaved changes; what was left goes once this copy keeps it itself.

        Where the file changed since, what it holds now is kept as a private copy. Raises ``StoreError`` where it cannot
        be: nothing changed then.
        """
        session, work = self._session, leftover.work
        if work is None:
            return
        if session.path and session.document and work.document and work.document.digest != session.document.digest:
            keep_copy(session.path, session.document.raw, "theirs")
        session.resume(work)
        self.note(work.screen)
        self.flush()
        if not self.trouble:
            discard(leftover)

    def discard(self, leftover: Leftover) -> None:
        """Take work away that the user does not want back."""
        discard(leftover)

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
        self._lock = None
        self.holder = None


def _same_file(one: str, other: str) -> bool:
    """Tell whether two absolute paths lead to one file; no path at all is one of its own."""
    if not one or not other:
        return one == other
    with suppress(OSError, RuntimeError, ValueError):  # links in a circle, a name that no file can have
        return one == other or Path(one).resolve() == Path(other).resolve()
    return False
