"""The session: one scenario being worked on, its history, the file it belongs to, and why the ranking last moved."""

from pathlib import Path

from tunewise.domain.assessment import Assessment
from tunewise.domain.documents import Document
from tunewise.domain.history import History, Step
from tunewise.domain.scenario import Scenario
from tunewise.domain.work import Work
from tunewise.engine.assess import assess
from tunewise.engine.movement import Movement, explain_movement
from tunewise.knowledge.tables import Knowledge
from tunewise.session.edits import Edit, apply
from tunewise.session.recovery import redone


class Session:
    """The only place where a scenario changes. Values that it hands out are frozen.

    ``path`` is the file that saving writes, from the root, or ``None`` for a scenario that has no file yet.
    ``baseline`` is what the movement is told against while it is pinned. ``stale`` names the evidence files that are
    not what they were when they were measured: they do not count. ``opened`` counts the scenarios that took the place
    of the first one. ``document`` is what the file held when it was last read or written here; ``read_only`` says why
    the file must not be written, or is empty.
    """

    def __init__(
        self,
        scenario: Scenario,
        knowledge: Knowledge,
        path: Path | None = None,
        stale: frozenset[str] = frozenset(),
        document: Document | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.path = path
        self.document = document
        self.read_only = ""
        self.opened = 0
        self.stale = stale
        self.history = History(Step(scenario, "open"))
        self._saved: Scenario | None = scenario
        self._drag_start: Assessment | None = None
        self._drag_is_open = False
        self.assessment = assess(scenario, knowledge, stale)
        self.movement: Movement | None = None
        self.last_change = ""
        self.baseline: Assessment | None = None

    @property
    def scenario(self) -> Scenario:
        """Return the scenario as it is now."""
        return self.history.now.scenario

    @property
    def dirty(self) -> bool:
        """Tell whether there is something to save."""
        return self.scenario != self._saved

    def edit(self, edit: Edit, *, continues: bool = False) -> bool:
        """Apply ``edit`` and return whether anything changed.

        With ``continues`` an edit of the same keys joins the step before it, so that one drag of a slider is one undo,
        and its movement is told from where the drag began. Raises ``ScenarioError`` and changes nothing when the edit
        is not valid.
        """
        scenario = apply(edit, self.scenario)
        if scenario == self.scenario:
            return False
        joins = continues and self._drag_is_open and edit.keys == self.history.now.keys
        before = self.history
        self.history = before.push(Step(scenario, edit.label, edit.keys), merge=joins)
        # A drag that came back to where it began is no step any more: what follows must not join the step before it.
        self._drag_is_open = len(self.history.past) >= len(before.past)
        self._moved(edit.label, from_start_of_drag=joins)
        return True

    def undo(self) -> str:
        """Take the last step back and return its label, or an empty text when there is none."""
        label = self.history.now.label if self.history.past else ""
        return self._travel(self.history.undo(), label, f"undid {label}")

    def redo(self) -> str:
        """Repeat the step that was undone last and return its label, or an empty text when there is none."""
        label = self.history.future[-1].label if self.history.future else ""
        return self._travel(self.history.redo(), label, f"redid {label}")

    def replace(self, scenario: Scenario, label: str) -> None:
        """Start over from another scenario inside this session; one undo brings the old one back."""
        self.history = self.history.push(Step(scenario, label))
        self._drag_is_open = False
        self._moved(label, from_start_of_drag=False)

    def open(self, scenario: Scenario, path: Path | None, document: Document | None = None) -> None:
        """Work on another scenario from now on, with a history of its own."""
        self.path = path
        self.document = document
        self.read_only = ""
        self.opened += 1
        self.history = History(Step(scenario, "open"))
        self._saved = scenario
        self._drag_start = None
        self._drag_is_open = False
        self.movement = None
        self.last_change = ""
        self.baseline = None
        self.stale = frozenset()
        self.assessment = assess(scenario, self.knowledge)

    def pin(self) -> bool:
        """Pin what stands now as the baseline that changes are told against, or take the pin out; say if one is set."""
        self.baseline = None if self.baseline else self.assessment
        self._drag_is_open = False
        self.movement = None
        return self.baseline is not None

    def note_stale(self, stale: frozenset[str]) -> bool:
        """Note which evidence files changed or are gone, and return whether that is news; it is no step to undo."""
        if stale == self.stale:
            return False
        self.stale = stale
        self._drag_is_open = False
        self._moved("evidence files looked at again", from_start_of_drag=False)
        return True

    def saved(self, path: Path, document: Document | None = None) -> None:
        """Note that the scenario as it is now stands in ``path``, as the bytes of ``document``."""
        self.path = path
        self.document = document
        self._saved = self.scenario

    def reread(self, scenario: Scenario, document: Document) -> None:
        """Take what somebody else wrote into the file; what was here before is one undo away."""
        self.document = document
        self._saved = scenario
        self.replace(scenario, "take the file's version")

    def work(self, screen: str = "") -> Work:
        """Return everything that must survive, as it is now."""
        return Work(str(self.path or ""), self.document, self.history, self._saved, screen)

    def resume(self, work: Work) -> None:
        """Bring back the work of an earlier run as unsaved changes; no file is written.

        Where the file is what it was, all its steps come back. Where it changed since, the same changes are made to
        what stands in it now, which is one undo away.
        """
        digests = [document.digest if document else "" for document in (work.document, self.document)]
        if digests[0] == digests[1]:
            self.history = work.history
            self._drag_is_open = False
            self._moved("work restored", from_start_of_drag=False)
        else:
            self.replace(redone(work, self.scenario), "work restored")

    def remember(self, history: History) -> None:
        """Take over the steps of an earlier run, if they lead to what stands now: undo survives a restart."""
        if history.now.scenario == self.scenario and not self.history.past:
            self.history = history
            self._drag_is_open = False

    def _travel(self, history: History, label: str, change: str) -> str:
        self._drag_is_open = False
        if history is not self.history:
            self.history = history
            self._moved(change, from_start_of_drag=False)
        return label

    def _moved(self, label: str, *, from_start_of_drag: bool) -> None:
        if not from_start_of_drag or self._drag_start is None:
            self._drag_start = self.assessment
        self.assessment = assess(self.scenario, self.knowledge, self.stale)
        self.movement = explain_movement(self.baseline or self._drag_start, self.assessment)
        self.last_change = label
