"""Others' changes to the file: seen, said, and settled by the user alone. Two copies of the app know of each other."""

import os
from pathlib import Path

import pytest
from textual import events

from tests.conftest import LAB
from tests.ui.driving import Driver, driving
from tunewise.store import locks
from tunewise.store.locks import FileLock
from tunewise.store.scenario_files import load_scenario
from tunewise.store.state import state_folder
from tunewise.ui.screens.dialogs import TextDialog

STABILITY = "requirement_stability"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    copy = tmp_path / "case.toml"
    copy.write_bytes(LAB.read_bytes())
    return copy


def changed_by_somebody_else(file: Path, value: int = 12) -> None:
    """Change the file to one of equal size and time, as a restore or a checkout may."""
    status = file.stat()
    file.write_text(file.read_text(encoding="utf-8").replace(f"{STABILITY} = 82", f"{STABILITY} = {value}"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_size == status.st_size


async def edited(driver: Driver) -> None:
    """Move the first slider by one."""
    await driver.press("down", "down", "right", "escape")
    assert driver.scenario.signals.requirement_stability == 83


async def test_a_change_by_somebody_else_is_seen_on_coming_back_and_stays_marked(file: Path) -> None:
    async with driving(file) as driver:
        changed_by_somebody_else(file)
        driver.app.post_message(events.AppFocus())
        await driver.pilot.pause()
        assert "case.toml was changed by somebody else; s asks what to do" in driver.status
        assert "[changed on disk]" in driver.lines[0]
        await driver.press("2")
        assert "[changed on disk]" in driver.lines[0]


async def test_saving_over_their_change_asks_and_keeping_mine_keeps_theirs_as_a_copy(file: Path) -> None:
    async with driving(file) as driver:
        await edited(driver)
        changed_by_somebody_else(file)
        theirs = file.read_bytes()
        await driver.press("s")
        assert "was changed by somebody else" in driver.text
        await driver.press("escape")
        assert file.read_bytes() == theirs
        assert driver.app.session.dirty
        await driver.press("s", "m")
        assert driver.status.startswith("Saved")
        assert load_scenario(file).signals.requirement_stability == 83
        copies = list((state_folder() / "copies").iterdir())
        assert [copy.read_bytes() for copy in copies] == [theirs]
        assert "[changed on disk]" not in driver.lines[0]


async def test_taking_their_version_is_one_undo_away_from_mine(file: Path) -> None:
    async with driving(file) as driver:
        await edited(driver)
        changed_by_somebody_else(file)
        await driver.press("s", "t")
        assert driver.scenario.signals.requirement_stability == 12
        assert not driver.app.session.dirty
        await driver.press("u")
        assert driver.scenario.signals.requirement_stability == 83
        await driver.press("s")
        assert load_scenario(file).signals.requirement_stability == 83


async def test_the_key_of_an_answer_does_nothing_behind_the_question(file: Path) -> None:
    async with driving(file) as driver:
        await edited(driver)
        changed_by_somebody_else(file)
        for answer in "dt":
            await driver.press("s", answer)
            assert "Theme" not in driver.text
            await driver.press("escape", "escape")
        assert "[2 Recommend]" in driver.lines[0]


async def test_the_differences_can_be_read_before_deciding(file: Path) -> None:
    async with driving(file) as driver:
        await edited(driver)
        changed_by_somebody_else(file)
        await driver.press("s", "d")
        assert "case.toml: the file → yours" in driver.lines[0]
        assert "signals.requirement_stability: 12 → 83" in driver.text
        await driver.press("escape")
        assert "was changed by somebody else" in driver.text


async def test_a_file_that_is_gone_is_written_anew_only_when_asked(file: Path) -> None:
    async with driving(file) as driver:
        await edited(driver)
        file.unlink()
        await driver.press("s")
        assert not file.exists()
        assert "any more" in driver.text
        await driver.press("m")
        assert load_scenario(file).signals.requirement_stability == 83


async def test_a_folder_in_the_place_of_the_file_keeps_the_edits(file: Path, tmp_path: Path) -> None:
    async with driving(file) as driver:
        await edited(driver)
        file.unlink()
        file.mkdir()
        await driver.press("s", "m", "escape")
        assert driver.app.session.dirty
        await driver.press("S", "ctrl+u")
        await driver.type("other.toml")
        os.chdir(tmp_path)
        await driver.press("enter")
        assert load_scenario(tmp_path / "other.toml").signals.requirement_stability == 83


async def test_a_full_disk_keeps_the_edits_and_the_next_try_works(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with driving(file) as driver:
        await edited(driver)
        before = file.read_bytes()
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", _full)
            await driver.press("s")
        assert "is not saved: no space left on the device" in driver.app.message
        assert driver.app.message.endswith("Your edits are kept.")
        assert file.read_bytes() == before
        assert driver.app.session.dirty
        assert "save elsewhere" in driver.text
        await driver.press("escape", "s")
        assert driver.status.startswith("Saved")


def _full(handle: int) -> None:
    raise OSError(28, "No space left on device")


async def test_a_name_that_several_files_share_is_asked_about(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    os.link(file, other)
    async with driving(file) as driver:
        await edited(driver)
        await driver.press("s")
        assert driver.app.session.dirty
        await driver.press("2")
        assert file.read_bytes() == other.read_bytes()
        assert load_scenario(other).signals.requirement_stability == 83


async def test_a_second_copy_is_told_and_only_reads_until_it_takes_over(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(file) as first, driving(file) as second:
        assert "is open in another Tunewise" in second.text
        await second.press("r")
        assert "[read-only]" in second.lines[0]
        await edited(second)
        await second.press("s")
        assert "is open in another Tunewise" in second.text
        said: list[str] = []
        monkeypatch.setattr(first.app, "say", said.append)
        await second.press("t")
        first.app.look_at_file()
        await second.taken_over()
        assert second.status.startswith("Saved")
        assert "was taken over by another Tunewise" in said[0]
        assert first.app.keeper.read_only
        await edited(first)
        await first.press("s", "escape")
        assert first.app.session.dirty


@pytest.fixture
def held(file: Path, monkeypatch: pytest.MonkeyPatch) -> FileLock:
    """Hold the file as a copy that takes its time to give it up."""
    lock = FileLock(file.resolve())
    assert lock.take() is None
    monkeypatch.setattr(locks, "YIELD_SECONDS", 3600.0)
    return lock


async def test_keys_that_are_typed_while_a_file_is_taken_over_do_what_they_always_do(
    file: Path, held: FileLock
) -> None:
    async with driving(file) as driver:
        await driver.press("t")
        assert "Waiting until the other copy gives the file up" in driver.status
        assert "[taking over]" in driver.lines[0]
        await driver.press("j", "j", "l")
        assert driver.scenario.signals.requirement_stability == 83
        await driver.press("s")
        assert "Waiting until the other copy gives the file up" in driver.status
        await driver.press("S")
        await driver.type("other")
        held.release()
        await driver.pilot.pause(0.2)
        assert isinstance(driver.app.screen, TextDialog), "nothing stands over what is being typed"
        await driver.press("escape")
        await driver.taken_over()
        assert "Taken over: this copy saves the file now." in driver.status
        await driver.press("s")
        assert driver.status.startswith("Saved")
    assert load_scenario(file).signals.requirement_stability == 83


async def test_leaving_while_a_file_is_taken_over_asks_nothing_more_of_the_other_copy(
    file: Path, held: FileLock
) -> None:
    async with driving(file) as driver:
        await driver.press("t", "q")
        assert not driver.app.is_running
    assert held.lost() is None


async def test_nothing_is_sent_while_the_file_stays_what_it_was(file: Path) -> None:
    async with driving(file) as driver:
        seen = [driver.app.message, driver.lines[0]]
        driver.app.look_at_file()
        driver.app.look_at_file()
        await driver.pilot.pause()
        assert [driver.app.message, driver.lines[0]] == seen


async def test_a_file_that_its_other_copy_left_is_saved_here_without_a_question(file: Path) -> None:
    async with driving(file) as second:
        async with driving(file) as first:
            assert [*first.app.keeper.taking_over()][-1]
            second.app.look_at_file()
            assert second.app.keeper.read_only
        second.app.look_at_file()
        await second.pilot.pause()
        assert "The other copy is gone: this one saves case.toml now." in second.status
        assert "[read-only]" not in second.lines[0]
        await edited(second)
        await second.press("s")
        assert second.status.startswith("Saved")


async def test_a_file_of_a_newer_version_stays_read_only_whoever_else_has_it(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("format = 1", "format = 99"))
    async with driving(file) as second:
        assert [*second.app.keeper.taking_over()][-1]
        assert "99" in second.app.keeper.read_only


async def test_a_file_that_is_gone_has_nothing_of_theirs_to_take(file: Path) -> None:
    async with driving(file) as driver:
        await edited(driver)
        file.unlink()
        await driver.press("s")
        assert "case.toml does not exist any more." in driver.text
        assert "theirs" not in driver.text
        await driver.press("m")
        assert "[changed on disk]" not in driver.lines[0]


async def test_a_file_of_a_newer_version_offers_nothing_that_it_would_refuse(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("format = 1", "format = 99"))
    async with driving(file) as driver:
        await driver.press("down", "down", "right", "escape", "s")
        assert "it can be looked at, not saved" in " ".join(driver.text.split())
        assert "save elsewhere" not in driver.text
        await driver.press("escape", "q")
        assert "save to" not in driver.text
        await driver.press("d")
    assert driver.app.return_code == 0


async def test_a_message_that_is_too_long_for_its_line_can_be_read_whole(file: Path) -> None:
    async with driving(file) as driver:
        driver.app.say("begin " + "word " * 40 + "end")
        await driver.pilot.pause()
        assert driver.lines[-1].startswith(" M reads on")
        await driver.press("M")
        assert "word end" in driver.text
        await driver.press("escape")
        assert "[2 Recommend]" in driver.lines[0]
