"""Opening, saving, leaving: nothing is lost, and nothing is written that was not asked for."""

import errno
import os
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.conftest import LAB
from tests.ui.driving import driving
from tunewise import keeping
from tunewise.domain.documents import Document
from tunewise.domain.scenario import Scenario
from tunewise.store import scenario_files
from tunewise.store.scenario_files import load_scenario, text_to_save


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the lab's scenario."""
    path = tmp_path / "mine.toml"
    path.write_text(LAB.read_text(encoding="utf-8"), encoding="utf-8")
    return path


async def test_a_change_is_marked_saved_and_comes_back(copy: Path) -> None:
    async with driving(copy) as driver:
        assert "•" not in driver.lines[0]
        await driver.press("down", "down", "right", "escape")
        assert "mine.toml •" in driver.lines[0]
        await driver.press("s")
        assert driver.status.startswith("Saved ")
        assert "•" not in driver.lines[0]
    assert load_scenario(copy).signals.requirement_stability == 83


async def test_undoing_back_to_what_is_saved_is_no_unsaved_change(copy: Path) -> None:
    async with driving(copy) as driver:
        await driver.press("down", "down", "right", "u")
        assert "•" not in driver.lines[0]


async def test_leaving_with_unsaved_changes_asks_and_escape_stays(copy: Path) -> None:
    async with driving(copy) as driver:
        await driver.press("down", "down", "right", "escape", "q")
        assert "There are unsaved changes." in driver.text
        await driver.press("escape")
        assert "[2 Recommend]" in driver.lines[0]
        await driver.press("q", "s")
    assert load_scenario(copy).signals.requirement_stability == 83
    assert driver.app.return_code == 0


async def test_leaving_and_discarding_writes_nothing(copy: Path) -> None:
    before = copy.read_bytes()
    async with driving(copy) as driver:
        await driver.press("down", "down", "right", "escape", "q", "d")
    assert copy.read_bytes() == before


async def test_leaving_without_changes_asks_nothing(copy: Path) -> None:
    async with driving(copy) as driver:
        await driver.press("q")
    assert driver.app.return_code == 0


async def test_a_scenario_without_a_file_asks_for_a_name_made_from_its_title(tmp_path: Path) -> None:
    os.chdir(tmp_path)
    async with driving(Scenario(title="My Case: 2/3")) as driver:
        await driver.press("s")
        assert "my-case-2-3.toml" in driver.text
        await driver.press("enter")
        assert driver.status.startswith("Saved my-case-2-3.toml")
    assert load_scenario(tmp_path / "my-case-2-3.toml").title == "My Case: 2/3"


async def test_saving_over_another_file_asks_first(tmp_path: Path) -> None:
    os.chdir(tmp_path)
    taken = tmp_path / "x.toml"
    taken.write_text("precious", encoding="utf-8")
    async with driving(Scenario(title="x")) as driver:
        await driver.press("S", "enter")
        assert "exists. Replace it?" in driver.text
        await driver.press("escape")
        assert taken.read_text(encoding="utf-8") == "precious"
        await driver.press("S", "enter", "r")
    assert load_scenario(taken).title == "x"


async def test_a_full_disk_keeps_the_edits_and_says_where_to_save_instead(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with driving(copy) as driver:
        await driver.press("down", "down", "right", "escape")
        monkeypatch.setattr(os, "fsync", full)
        await driver.press("s")
        assert "is not saved: no space left on the device; make room and save again" in driver.app.message
        assert driver.app.message.endswith("Your edits are kept.")
        assert "•" in driver.lines[0]
        monkeypatch.undo()
        await driver.press("escape", "s")
        assert driver.status.startswith("Saved ")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.toml", None, "does not exist"),
        ("broken.toml", b"title = ", "is not valid TOML"),
        ("latin.toml", "title = 'é'".encode("latin-1"), "is not UTF-8"),
        ("nan.toml", b"title = 'x'\n[costs]\ntraining_run_usd = nan", "costs.training_run_usd"),
        ("range.toml", b"title = 'x'\n[signals]\nfreshness_need = 101", "a whole number from 0 to 100"),
    ],
)
async def test_a_file_that_cannot_be_used_is_refused_in_one_line_and_the_case_stays(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    os.chdir(tmp_path)
    async with driving(LAB) as driver:
        await driver.press("o")
        await driver.type(name)
        await driver.press("enter")
        assert name in driver.app.message
        assert words in driver.app.message
        assert "\n" not in driver.app.message
        assert driver.scenario == load_scenario(LAB)


async def test_opening_another_file_starts_its_own_history(copy: Path) -> None:
    os.chdir(copy.parent)
    async with driving(Scenario(title="first")) as driver:
        await driver.press("down", "right", "escape", "o")
        assert "There are unsaved changes." in driver.text
        await driver.press("d")
        await driver.type("mine.toml")
        await driver.press("enter")
        assert driver.scenario.title == "Support replies in one calm voice"
        await driver.press("u")
        assert driver.status == "Nothing to undo."


async def test_the_report_is_saved_as_markdown(tmp_path: Path) -> None:
    os.chdir(tmp_path)
    async with driving(LAB) as driver:
        await driver.press("Y", "enter")
        assert "Report saved as support-replies-in-one-calm-voice.md" in driver.status
    report = (tmp_path / "support-replies-in-one-calm-voice.md").read_text(encoding="utf-8")
    assert "| A | LoRA / PEFT | 84.9 |" in report


async def test_copying_sends_the_report_to_the_terminals_clipboard() -> None:
    async with driving(LAB) as driver:
        await driver.press("y")
        assert driver.app.clipboard.startswith("# Support replies in one calm voice")
        assert "Y saves it to a file" in driver.status


async def test_a_home_folder_of_nobody_is_a_message_and_no_crash(copy: Path) -> None:
    async with driving(copy) as driver:
        await driver.press("down", "down", "right", "escape")
        for key in ("S", "Y"):
            await driver.press(key, "ctrl+a", "ctrl+k")
            await driver.press("tilde")
            await driver.type("nosuchuser/x")
            await driver.press("enter")
            assert "is not saved: its folder does not exist" in driver.app.message
        assert driver.scenario.signals.requirement_stability == 83


async def test_a_name_that_is_too_long_is_a_message_and_no_crash(copy: Path) -> None:
    async with driving(copy) as driver:
        for key in ("S", "Y"):
            await driver.press(key)
            driver.app.screen.query_one(Input).value = "x" * 300
            await driver.press("enter")
            assert "is not saved" in driver.app.message
            await driver.press("escape")
        await driver.press("o")
        driver.app.screen.query_one(Input).value = "x" * 300
        await driver.press("enter")
        assert "is neither a file nor a shipped scenario" in driver.app.message


async def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_unasked(copy: Path) -> None:
    async with driving(copy) as driver:
        await driver.press("down", "down", "right", "escape")
        copy.write_text('title = "theirs"\n', encoding="utf-8")
        await driver.press("s")
        assert "was changed by somebody else" in driver.text
        await driver.press("escape")
        assert load_scenario(copy).title == "theirs"
        await driver.press("s", "m")
        assert load_scenario(copy).signals.requirement_stability == 83
        await driver.press("s")
        assert driver.status.startswith("Saved ")


async def test_the_report_cannot_take_the_scenarios_own_name(copy: Path) -> None:
    before = copy.read_bytes()
    async with driving(copy) as driver:
        await driver.press("Y")
        driver.app.screen.query_one(Input).value = str(copy)
        await driver.press("enter")
        assert "is the scenario itself" in driver.app.message
    assert copy.read_bytes() == before


async def test_typing_into_a_proposed_name_replaces_it(tmp_path: Path) -> None:
    os.chdir(tmp_path)
    async with driving(Scenario(title="Old")) as driver:
        await driver.press("S")
        await driver.type("new.toml")
        await driver.press("enter")
    assert (tmp_path / "new.toml").exists()


async def test_the_comments_of_a_file_are_kept(copy: Path) -> None:
    copy.write_text("# mine\n" + copy.read_text(encoding="utf-8"), encoding="utf-8")
    async with driving(copy) as driver:
        await driver.press("down", "down", "right", "escape", "s")
        assert driver.status.startswith("Saved ")
    assert copy.read_text(encoding="utf-8").startswith("# mine\n")


async def test_the_text_of_a_save_is_made_once_and_read_back_before_the_old_file_goes(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    compared: list[bytes] = []
    check = scenario_files._check

    def counted(who: str, scenario: Scenario, document: Document | None, file: str = "") -> scenario_files.Rendered:
        made.append(who)
        return text_to_save(scenario, document, file)

    def noted(raw: bytes, path: Path, found: bytes) -> None:
        compared.append(found)
        check(raw, path, found)

    monkeypatch.setattr(keeping, "text_to_save", partial(counted, "asked"))
    monkeypatch.setattr(scenario_files, "text_to_save", partial(counted, "saved"))
    monkeypatch.setattr(scenario_files, "_check", noted)
    async with driving(copy) as driver:
        for value in (83, 84):
            await driver.press("down", "down", "right", "escape", "s")
            assert driver.status.startswith("Saved ")
            assert load_scenario(copy).signals.requirement_stability == value
    assert made == ["asked", "asked"]
    assert compared[-1] == copy.read_bytes()
    assert len(compared) == 2


async def test_a_loss_of_comments_is_announced_before_anything_is_written(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = copy.read_bytes()
    async with driving(copy) as driver:
        await driver.press("down", "down", "right", "escape")
        monkeypatch.setattr(driver.app.keeper, "loss", lambda path: "its comments will be lost")
        await driver.press("s")
        assert "its comments will be lost" in driver.text
        await driver.press("escape")
        assert copy.read_bytes() == before
        await driver.press("s", "w")
        assert driver.status.startswith("Saved ")
