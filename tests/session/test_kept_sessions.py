"""Whatever is edited, undone, redone, saved and opened again: file, scenario and steps stay in agreement."""

from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import effort, scenarios, texts
from tests.hostile_texts import scenario_of
from tests.slow.lengths import runs
from tests.store.edits import VALUES
from tunewise.domain.documents import Document
from tunewise.domain.errors import ScenarioError
from tunewise.domain.history import History
from tunewise.domain.scenario import Scenario
from tunewise.knowledge.load import shipped_knowledge
from tunewise.session.edits import Edit
from tunewise.session.session import Session
from tunewise.store.scenario_files import open_scenario, save_scenario
from tunewise.store.undo_history import history_of, keep_history

LAYOUT = Path(__file__).parent.parent / "store" / "layouts"
KNOWLEDGE = shipped_knowledge()
NUMBERS = count()

EDITS = st.sampled_from([(key, value) for key, values in VALUES.items() for value in (*values, None)])
TEXTS = st.tuples(
    st.sampled_from(["title", "summary", "notes", "decision.reason", "costs.models.today.name"]), texts(200, 1)
)
MOVES = st.lists(
    st.one_of(EDITS, TEXTS, st.sampled_from(["undo", "undo", "redo", "save", "save", "reload"])), max_size=14
)


def session_of(path: Path) -> Session:
    """Open a file as the app does, with the steps of the run before."""
    opened = open_scenario(str(path), lenient=True)
    assert opened.document is not None
    session = Session(opened.scenario, KNOWLEDGE, opened.path, document=opened.document)
    history = history_of(path, opened.document)
    if history is not None:
        session.remember(history)
    return session


def save(session: Session, path: Path) -> Document:
    """Save as the app does, and keep the steps."""
    saved = save_scenario(session.scenario, path, document=session.document)
    session.saved(path, saved.document)
    keep_history(path, saved.document, session.history)
    return saved.document


class Expected:
    """What a user thinks that there is: the scenarios so far, which of them shows, and both as they were last saved."""

    def __init__(self, scenario: Scenario) -> None:
        self.steps = [scenario]
        self.now = 0
        self.kept = ([scenario], 0)

    def move(self, move: str, scenario: Scenario) -> None:
        """Follow one move that led to ``scenario``."""
        if move == "undo":
            self.now = max(self.now - 1, 0)
        elif move == "redo":
            self.now = min(self.now + 1, len(self.steps) - 1)
        elif move == "save":
            self.kept = (list(self.steps), self.now)
        elif move == "reload":
            self.steps, self.now = list(self.kept[0]), self.kept[1]
        elif scenario != self.steps[self.now]:
            self.steps = [*self.steps[: self.now + 1], scenario]
            self.now += 1


def moved(session: Session, path: Path, move: Any) -> tuple[Session, str]:  # noqa: ANN401
    """Make one move; an edit that is not valid is refused, and that is no move."""
    if move == "reload":
        return session_of(path), move
    if move == "save":
        save(session, path)
    elif isinstance(move, str):
        getattr(session, move)()
    else:
        key, value = move
        try:
            session.edit(Edit({key: value}, key))
        except ScenarioError:
            return session, "nothing"
    return session, move if isinstance(move, str) else "edit"


def states(history: History) -> list[Scenario]:
    """Return every scenario that undo and redo lead to, the oldest first."""
    return [step.scenario for step in (*history.past, history.now, *reversed(history.future))]


@given(layout=st.sampled_from(sorted(LAYOUT.glob("*.toml"))), moves=MOVES)
@effort(runs(6, 1_000))
def test_any_edits_undone_redone_saved_and_opened_again_give_what_the_user_expects(
    tmp_path: Path, layout: Path, moves: list[Any]
) -> None:
    path = tmp_path / f"{next(NUMBERS)}.toml"  # a name of its own: no steps of an example before are kept for it
    path.write_bytes(layout.read_bytes())
    session = session_of(path)
    expected = Expected(session.scenario)
    save(session, path)
    for move in [*moves, "save", "reload"]:
        session, what = moved(session, path, move)
        expected.move(what, session.scenario)
        assert session.scenario == expected.steps[expected.now]
        assert states(session.history) == expected.steps
        kept, saved = expected.kept
        assert session.dirty is (session.scenario != kept[saved])
        if what in {"save", "reload"}:
            assert open_scenario(str(path), lenient=True).scenario == session.scenario


@given(text=texts(400), layout=st.sampled_from([None, *sorted(LAYOUT.glob("*.toml"))]), old=scenarios())
@effort(runs(6, 1_000))
def test_any_text_in_any_field_comes_back_from_a_new_file_and_from_one_that_was_there(
    tmp_path: Path, text: str, layout: Path | None, old: Scenario
) -> None:
    path, document = tmp_path / "case.toml", None
    path.unlink(missing_ok=True)
    if layout:
        path.write_bytes(layout.read_bytes())
        document = open_scenario(str(path), lenient=True).document
    for scenario in (scenario_of(text), old, scenario_of(text)):
        document = save_scenario(scenario, path, document=document).document
        assert open_scenario(str(path), lenient=True).scenario == scenario
