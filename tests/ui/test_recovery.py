"""Work that was never saved: kept whatever ends the app, offered at the next start, applied only when asked."""

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.conftest import LAB
from tests.ui.driving import SMALL, Driver, driving
from tunewise.domain.scenario import Scenario
from tunewise.store.leftovers import leftovers
from tunewise.store.scenario_files import load_scenario
from tunewise.store.state import state_folder
from tunewise.ui.file_watch import FileWatch
from tunewise.ui.screens.dialogs import AskDialog


@pytest.fixture
def file(tmp_path: Path) -> Path:
    copy = tmp_path / "case.toml"
    copy.write_bytes(LAB.read_bytes())
    return copy


async def edited(driver: Driver) -> None:
    """Move the first slider by one, and once more as a step of its own."""
    await driver.press("down", "down", "right", "escape")
    assert driver.scenario.signals.requirement_stability == 83


def killed(driver: Driver) -> None:
    """Let the app end as a kill would have it: nothing is written any more, and its locks are free."""
    keeper = driver.app.keeper
    keeper.stop = keeper._release  # type: ignore[method-assign]


async def left_unsaved(file: Path) -> None:
    """Edit and let the app end without being asked, as a dropped connection does."""
    async with driving(file) as driver:
        await edited(driver)


async def test_unsaved_work_is_offered_and_restored_as_unsaved_changes(file: Path) -> None:
    await left_unsaved(file)
    before = file.read_bytes()
    async with driving(file) as driver:
        assert "ended unsaved" in driver.text
        assert driver.scenario.signals.requirement_stability == 82
        await driver.press("d")
        assert "signals.requirement_stability: 82 → 83" in driver.text
        await driver.press("escape", "r")
        assert driver.scenario.signals.requirement_stability == 83
        assert file.read_bytes() == before
        assert driver.app.session.dirty
        await driver.press("u")
        assert "•" not in driver.lines[0]
        await driver.press("U", "s")
        assert load_scenario(file).signals.requirement_stability == 83
    assert leftovers() == []
    async with driving(file) as driver:
        assert "ended unsaved" not in driver.text


async def test_later_keeps_it_and_only_a_capital_x_discards_it(file: Path) -> None:
    await left_unsaved(file)
    async with driving(file) as driver:
        await driver.press("l")
        assert "offered again" in driver.status
    async with driving(file) as driver:
        await driver.press("x")
        assert "ended unsaved" in driver.text
        await driver.press("escape")
    assert len(leftovers()) == 1
    async with driving(file) as driver:
        await driver.press("X")
        assert driver.scenario.signals.requirement_stability == 82
    assert leftovers() == []


async def test_restored_work_on_a_file_that_changed_meanwhile_overwrites_nothing(file: Path) -> None:
    await left_unsaved(file)
    file.write_text(file.read_text(encoding="utf-8").replace("labelled_data = 72", "labelled_data = 11"))
    async with driving(file) as driver:
        assert "The file was changed since" in " ".join(driver.text.split())
        await driver.press("r", "u")
        assert driver.scenario.signals.labelled_data == 11


async def test_discarding_at_the_end_leaves_nothing_to_recover(file: Path) -> None:
    async with driving(file) as driver:
        await edited(driver)
        await driver.press("q", "d")
    assert leftovers() == []


async def test_undo_survives_a_restart_of_the_same_file(file: Path) -> None:
    async with driving(file) as driver:
        await edited(driver)
        await driver.press("s", "q")
    async with driving(file) as driver:
        assert not driver.app.session.dirty
        await driver.press("u")
        assert driver.scenario.signals.requirement_stability == 82
        assert driver.app.session.dirty


async def test_work_without_a_file_is_offered_where_no_file_is_opened() -> None:
    async with driving(Scenario(title="Tickets"), start="scenario") as driver:
        driver.app.session.replace(Scenario(title="Tickets, later"), "title")
        driver.app.sync()
    async with driving(Scenario(title="untitled scenario"), start="scenario") as driver:
        assert "Tickets, later" in driver.text
        await driver.press("r")
        assert driver.scenario.title == "Tickets, later"


@pytest.fixture
def nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no place to keep anything in."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))


@pytest.mark.usefixtures("nothing_kept")
async def test_where_nothing_can_be_kept_one_steady_word_says_so(file: Path) -> None:
    async with driving(file, SMALL) as driver:
        await edited(driver)
        driver.app.keeper.flush()
        driver.app.look_at_file()
        await driver.pilot.pause()
        assert "recovery off" in driver.status
        await driver.press("s")
        assert load_scenario(file).signals.requirement_stability == 83


@pytest.mark.usefixtures("nothing_kept")
async def test_where_nothing_can_be_kept_it_is_said_with_the_first_screen(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileWatch, "look_at_file", lambda app: None)
    async with driving(file, SMALL) as driver:
        while not driver.app.keeper.trouble:
            await driver.pilot.pause()
        await driver.pilot.pause()
        assert "recovery off" in driver.status


async def test_a_file_with_keys_of_somebody_else_opens_with_a_notice_and_keeps_them(file: Path) -> None:
    file.write_text("team = 'red'  # ours\n" + file.read_text(encoding="utf-8"))
    async with driving(file) as driver:
        assert "team" in driver.app.message
        await edited(driver)
        await driver.press("s")
        assert "team = 'red'  # ours\n" in file.read_text(encoding="utf-8")


async def test_a_file_of_a_newer_version_is_only_read(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("format = 1", "format = 99"))
    before = file.read_bytes()
    async with driving(file) as driver:
        assert "[read-only]" in driver.lines[0]
        await driver.press("down", "down", "right", "escape", "s")
        assert "99" in driver.text
        await driver.press("escape")
    assert file.read_bytes() == before


async def test_discarding_for_another_file_that_is_never_opened_loses_nothing(file: Path) -> None:
    async with driving(file) as driver:
        await edited(driver)
        await driver.press("o", "d", "escape")
        assert driver.scenario.signals.requirement_stability == 83
    async with driving(file) as driver:
        assert "ended unsaved" in driver.text


async def test_taking_their_version_can_be_undone_after_a_sudden_end_too(file: Path) -> None:
    async with driving(file) as driver:
        await edited(driver)
        theirs = file.read_text(encoding="utf-8").replace("labelled_data = 72", "labelled_data = 11")
        file.write_text(theirs, encoding="utf-8")
        await driver.press("s", "t")
        copies = sorted((state_folder() / "copies").iterdir())
        assert [load_scenario(copy).signals.requirement_stability for copy in copies] == [83]
        killed(driver)
    async with driving(file) as driver:
        await driver.press("u")
        assert driver.scenario.signals.requirement_stability == 83


async def test_steps_that_were_undone_can_be_redone_after_a_sudden_end(file: Path) -> None:
    async with driving(file) as driver:
        await edited(driver)
        await driver.press("u")
        killed(driver)
    async with driving(file) as driver:
        assert not driver.app.session.dirty
        await driver.press("U")
        assert driver.scenario.signals.requirement_stability == 83


async def test_work_is_kept_again_where_somebody_clears_the_state_away(file: Path) -> None:
    async with driving(file) as driver:
        await edited(driver)
        driver.app.keeper.flush()
        shutil.rmtree(state_folder())
        driver.app.look_at_file()
    async with driving(file) as driver:
        assert "ended unsaved" in driver.text


async def test_work_is_offered_after_the_file_was_taken_over_from_another_copy(file: Path) -> None:
    await left_unsaved(file)
    async with driving(file) as first:
        await first.press("l")
        async with driving(file) as second:
            assert "is open in another Tunewise" in second.text
            await second.press("t")
            await second.taken_over()
            assert "ended unsaved" in second.text


async def test_work_that_cannot_be_read_is_said_in_one_line_and_kept(file: Path) -> None:
    await left_unsaved(file)
    (record,) = (state_folder() / "work").glob("*/record-*.json")
    record.write_bytes(b"{")
    async with driving(file) as driver:
        assert "cannot be read is kept aside; tunewise recover names it" in driver.status
    assert record.exists()


async def test_work_on_another_file_is_said_where_no_file_is_opened(file: Path) -> None:
    await left_unsaved(file)
    async with driving(Scenario(title="Tickets"), start="scenario") as driver:
        assert "Unsaved work on other files is kept" in driver.status


async def test_a_file_whose_folder_was_removed_says_so_and_keeps_the_work(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = file.parent / "gone"
    folder.mkdir()
    inside = file.rename(folder / "case.toml")
    monkeypatch.chdir(folder)
    async with driving(Path("case.toml")) as driver:
        await edited(driver)
        shutil.rmtree(folder)
        await driver.press("down", "right", "escape", "s", "m")
        assert "is not saved: its folder does not exist" in driver.app.message
        assert driver.app.session.dirty
    (left,) = leftovers()
    assert left.file == str(inside)


async def test_a_key_typed_ahead_or_held_answers_no_question(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await left_unsaved(file)
    monkeypatch.setattr(AskDialog, "CALM_SECONDS", 0.2)
    async with driving(file) as driver:
        await driver.press("X", "r", "X", "X")
        assert "ended unsaved" in driver.text
        await asyncio.sleep(0.25)
        await driver.press("r")
        assert driver.scenario.signals.requirement_stability == 83


async def test_saving_restored_work_keeps_what_somebody_else_changed_meanwhile(file: Path) -> None:
    await left_unsaved(file)
    theirs = file.read_text(encoding="utf-8").replace("labelled_data = 72", "labelled_data = 11")
    file.write_text(theirs, encoding="utf-8")
    async with driving(file) as driver:
        assert "1 change." in " ".join(driver.text.split())
        await driver.press("r", "s")
        assert driver.status.startswith("Saved")
    saved = load_scenario(file).signals
    assert (saved.requirement_stability, saved.labelled_data) == (83, 11)
    assert [copy.read_text(encoding="utf-8") for copy in (state_folder() / "copies").iterdir()] == [theirs]
