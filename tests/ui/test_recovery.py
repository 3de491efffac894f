"""Work that was never saved: kept whatever ends the app, offered at the next start, applied only when asked."""

from pathlib import Path

import pytest

from tests.conftest import LAB
from tests.ui.driving import SMALL, Driver, driving
from tunewise.domain.scenario import Scenario
from tunewise.store.leftovers import leftovers
from tunewise.store.scenario_files import load_scenario


@pytest.fixture
def file(tmp_path: Path) -> Path:
    copy = tmp_path / "case.toml"
    copy.write_bytes(LAB.read_bytes())
    return copy


async def edited(driver: Driver) -> None:
    """Move the first slider by one, and once more as a step of its own."""
    await driver.press("down", "down", "right", "escape")
    assert driver.scenario.signals.requirement_stability == 83


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


async def test_where_nothing_can_be_kept_one_steady_word_says_so(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    async with driving(file, SMALL) as driver:
        await edited(driver)
        driver.app.keeper.flush()
        driver.app.look_at_file()
        await driver.pilot.pause()
        assert "recovery off" in driver.status
        await driver.press("s")
        assert load_scenario(file).signals.requirement_stability == 83


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
