"""Pasting: all of it comes, or the words say what did not; nothing that is pasted runs a command or stays unseen."""

import pytest

from tests.ui.driving import Driver, driving
from tunewise.domain.scenario import Scenario
from tunewise.ui.fields import field_of
from tunewise.ui.terminal.pastes import BEGIN, END, MOST, Paste, Pasted, Pastes, Typed, in_lines, in_one_line


def test_a_paste_is_found_wherever_the_blocks_are_cut() -> None:
    sent = f"jk{BEGIN}one\ntwo{END}l"
    for cut in range(len(sent) + 1):
        found = Pastes()
        parts = [*found.feed(sent[:cut]), *found.feed(sent[cut:])]
        keys = "".join(part.text for part in parts if isinstance(part, Typed)) + found.release()
        assert keys == "jkl", cut
        assert [part for part in parts if isinstance(part, Pasted)] == [Pasted("one\ntwo")], cut


def test_a_lone_escape_and_a_key_that_begins_like_a_paste_stay_keys() -> None:
    found = Pastes()
    assert list(found.feed("\x1b")) == []
    assert found.held
    assert found.release() == "\x1b"
    assert list(found.feed("\x1b[20~")) == [Typed("\x1b[20~")]


def test_a_paste_that_never_ends_is_taken_and_said_and_keys_work_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("tunewise.ui.terminal.pastes.time.monotonic", lambda: now[0])
    found = Pastes()
    assert list(found.feed(f"{BEGIN}half a sen")) == []
    assert found.late() is None
    assert found.wait() == 2.0
    now[0] += 2.1
    late = found.late()
    assert late is not None
    assert (late.text, late.remark()) == ("half a sen", "the end of the paste never came: what came of it was taken")
    assert list(found.feed("j")) == [Typed("j")]


def test_the_rest_of_a_paste_that_was_only_slow_runs_no_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("tunewise.ui.terminal.pastes.time.monotonic", lambda: now[0])
    found = Pastes()
    assert list(found.feed(f"{BEGIN}quick ")) == []
    now[0] += 3
    assert found.late() is not None
    assert list(found.feed(f"quit{END}j")) == [Pasted("quit"), Typed("j")]
    assert list(found.feed(f"{BEGIN}new{END}")) == [Pasted("new")]


def test_ten_megabytes_are_cut_and_the_words_say_by_how_much() -> None:
    found = Pastes()
    parts = list(found.feed(BEGIN))
    for _ in range(10):
        parts += found.feed("x" * MOST)
    (pasted,) = [*parts, *found.feed(END)]
    assert isinstance(pasted, Pasted)
    assert len(pasted.text) == MOST
    assert "its first 1,000,000 characters came, 9,000,000 more were left out" in pasted.remark()


def test_hundreds_of_letters_at_once_are_a_paste_also_where_the_terminal_does_not_say_so() -> None:
    text = "Quit quickly, quoth the raven, and never save a quarter of it. " * 8
    assert list(Pastes().feed(text)) == [Pasted(text)]
    assert list(Pastes().feed("j" * 500)) == [Typed("j" * 500)], "a key held while the line stood still"


@pytest.mark.parametrize(
    ("pasted", "text", "remark"),
    [
        ("plain", "plain", ""),
        ("plain\r\n", "plain", ""),
        (" kept ", " kept ", ""),
        ("one\ntwo\r\n\r\n  three\n", "one two three", "3 pasted lines became one."),
        ("a\x1b[2Jb\x00\x11", "a[2Jb", "3 invisible characters were left out."),
        ("a\u202eb", "ab", "1 invisible character was left out."),
        ("a\tb", "a b", ""),
        ("x" * 12, "x" * 10, "Only the first 10 of 12 pasted characters fit here."),
        ("\n\n", "", ""),
    ],
)
def test_a_paste_into_one_line_keeps_what_it_can_and_says_the_rest(pasted: str, text: str, remark: str) -> None:
    assert in_one_line(pasted, 10 if "xx" in pasted else 100) == (text, remark)


def test_a_paste_into_many_lines_keeps_the_lines() -> None:
    assert in_lines("a\r\nb\rc\x07\n", 100) == ("a\nb\nc\n", "1 invisible character was left out.")


SMALL_SCENARIO = Scenario(title="x", notes="one")


async def edit(driver: Driver, key: str) -> None:
    """Open the editor of one text."""
    driver.app.edit_text(field_of(key, driver.app.knowledge))
    await driver.pilot.pause()


async def paste(driver: Driver, text: str, remark: str = "") -> None:
    """Paste as the terminal does."""
    driver.app.post_message(Paste(text, remark))
    await driver.pilot.pause()


async def test_a_paste_of_several_lines_into_the_title_becomes_one_and_says_so() -> None:
    async with driving(SMALL_SCENARIO, start="scenario") as driver:
        await edit(driver, "title")
        await paste(driver, "Answers\nin \x1b[31mone\x11 voice\n")
        assert "2 pasted lines became one; 2 invisible characters were left out." in driver.text
        await driver.press("enter")
        assert driver.scenario.title == "Answers in [31mone voice"


async def test_a_title_that_is_too_long_stays_to_be_shortened() -> None:
    async with driving(SMALL_SCENARIO, start="scenario") as driver:
        await edit(driver, "title")
        await paste(driver, "x" * 202)
        await driver.press("enter")
        assert "has 202 characters; give a text of 1 to 200 characters" in driver.text
        assert "x" * 40 in driver.text, "what was pasted is seen"
        assert driver.scenario == SMALL_SCENARIO
        await driver.press("backspace", "backspace", "backspace", "enter")
        assert driver.scenario.title == "x" * 199


async def test_a_paste_where_nothing_is_edited_runs_no_command_and_is_said() -> None:
    async with driving(SMALL_SCENARIO) as driver:
        await paste(driver, "qdu\nxxl")
        assert "7 pasted characters went nowhere" in driver.text
        assert driver.scenario == SMALL_SCENARIO


async def test_pasted_notes_keep_their_lines() -> None:
    async with driving(SMALL_SCENARIO, start="scenario") as driver:
        await edit(driver, "notes")
        await paste(driver, "two\r\nthree\x1b\n", "the end never came")
        assert "The end never came; 1 invisible character was left out." in driver.text
        await driver.press("f2")
        assert "two\nthree" in driver.scenario.notes
