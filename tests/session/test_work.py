"""Work that survives: taken up again after the program ended, or after somebody else changed the file."""

from pathlib import Path

from tunewise.domain.documents import Document
from tunewise.domain.scenario import Scenario
from tunewise.knowledge.tables import Knowledge
from tunewise.session.edits import apply, set_value
from tunewise.session.recovery import redone
from tunewise.session.session import Session

FILE = Path("/somewhere/case.toml")
OPENED = Document(b'title = "x"\n')


def session(knowledge: Knowledge, document: Document | None = OPENED) -> Session:
    return Session(Scenario(title="x"), knowledge, FILE, document=document)


def edited(knowledge: Knowledge) -> Session:
    worked = session(knowledge)
    worked.edit(set_value("signals.requirement_stability", 70))
    worked.edit(set_value("signals.requirement_stability", 80))
    return worked


def test_work_is_all_that_there_is_to_lose(knowledge: Knowledge) -> None:
    work = edited(knowledge).work("cost")
    assert (work.file, work.document, work.screen) == (str(FILE), OPENED, "cost")
    assert work.dirty
    assert work.scenario.signals.requirement_stability == 80
    assert not session(knowledge).work().dirty


def test_a_scenario_without_a_file_has_work_without_a_file(knowledge: Knowledge) -> None:
    assert Session(Scenario(title="x"), knowledge).work().file == ""


def test_restored_work_comes_back_unsaved_with_all_its_steps(knowledge: Knowledge) -> None:
    later = session(knowledge)
    later.resume(edited(knowledge).work())
    assert later.dirty
    assert later.scenario.signals.requirement_stability == 80
    assert later.assessment.scenario == later.scenario
    later.undo()
    later.undo()
    assert later.work().dirty is False
    later.redo()
    assert later.scenario.signals.requirement_stability == 70


def test_restored_work_on_a_file_that_changed_since_makes_the_same_changes_and_no_other(knowledge: Knowledge) -> None:
    theirs = Session(Scenario(title="theirs"), knowledge, FILE, document=Document(b'title = "theirs"\n'))
    theirs.resume(edited(knowledge).work())
    assert theirs.scenario.title == "theirs"
    assert theirs.scenario.signals.requirement_stability == 80
    assert theirs.dirty
    assert theirs.undo() == "work restored"
    assert theirs.scenario == Scenario(title="theirs")


def test_what_was_made_unknown_and_what_was_never_saved_is_restored_too(knowledge: Knowledge) -> None:
    work = edited(knowledge).work()
    withdrawn = work._replace(saved=work.scenario, history=work.history._replace(now=work.history.past[0]))
    assert redone(withdrawn, work.scenario) == work.history.past[0].scenario
    assert redone(work._replace(saved=None), Scenario(title="theirs")) == work.scenario


def test_changes_that_do_not_fit_what_is_there_now_restore_the_work_as_it_was(knowledge: Knowledge) -> None:
    before = session(knowledge)
    before.edit(set_value("costs.prompt_tokens_removed", 50))
    theirs = Session(Scenario(title="theirs"), knowledge).scenario
    theirs = apply(set_value("costs.extra_prompt_tokens", 10), theirs)
    assert redone(before.work(), theirs) == before.scenario


def test_their_version_takes_the_place_of_mine_and_undo_brings_mine_back(knowledge: Knowledge) -> None:
    mine = edited(knowledge)
    theirs = Document(b'title = "theirs"\n')
    mine.reread(Scenario(title="theirs"), theirs)
    assert (mine.scenario.title, mine.document, mine.dirty) == ("theirs", theirs, False)
    mine.undo()
    assert mine.scenario.signals.requirement_stability == 80
    assert mine.dirty


def test_the_steps_of_an_earlier_run_can_be_undone_where_they_lead_to_what_stands_now(knowledge: Knowledge) -> None:
    earlier = edited(knowledge)
    earlier.saved(FILE, OPENED)
    later = Session(earlier.scenario, knowledge, FILE, document=OPENED)
    later.remember(earlier.history)
    assert not later.dirty
    later.undo()
    assert later.scenario.signals.requirement_stability == 70


def test_steps_that_lead_elsewhere_are_not_taken_over(knowledge: Knowledge) -> None:
    later = session(knowledge)
    later.remember(edited(knowledge).history)
    assert later.undo() == ""


def test_steps_made_since_are_not_thrown_away_for_those_of_an_earlier_run(knowledge: Knowledge) -> None:
    later, earlier = edited(knowledge), edited(knowledge)
    later.edit(set_value("title", "y"))
    later.edit(set_value("title", "x"))
    before = later.history
    later.remember(earlier.history)
    assert later.history is before


def test_opening_another_scenario_leaves_the_document_of_the_first(knowledge: Knowledge) -> None:
    worked = edited(knowledge)
    worked.read_only = "is open elsewhere"
    worked.open(Scenario(title="y"), None)
    assert (worked.document, worked.read_only) == (None, "")
