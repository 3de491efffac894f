"""The frame around the screens: sizes, keys, help, palette, themes, quiet."""

from pathlib import Path

import pytest
from textual.color import Color

from tests.conftest import LAB, SCENARIOS
from tests.ui.driving import SIZES, SMALL, TINY, driving
from tunewise.domain.scenario import Scenario
from tunewise.store.themes import load_theme, theme_paths
from tunewise.ui.commands import COMMANDS, footer_for
from tunewise.ui.host import Host
from tunewise.ui.lines import plain, width_of
from tunewise.ui.palette import Palette
from tunewise.ui.views.frame import key_line
from tunewise.ui.widgets.bars import AnswerBar
from tunewise.ui.widgets.stack import RankedStack

EATEN_BY_TERMINALS = {f"ctrl+{letter}" for letter in "abhijmqsz"}


@pytest.mark.parametrize("size", [(59, 20), (60, 15), (20, 5), (1, 1)])
async def test_a_terminal_that_is_too_small_gets_one_clear_message(size: tuple[int, int]) -> None:
    async with driving(LAB, size) as driver:
        assert "Ranking" not in driver.text
        if size[0] >= 20:
            assert "Tunewise needs 60×16"[: size[0]] in driver.text
        await driver.resize(*SMALL)
        assert "[2 Recommend]" in driver.lines[0]


async def test_resizing_keeps_everything_and_fits_the_new_size() -> None:
    async with driving(LAB) as driver:
        await driver.press("down", "down", "right")
        for size in (*SIZES, (60, 16), SMALL):
            await driver.resize(*size)
            assert len(driver.lines) == size[1]
            assert "moved: stability 82 → 83" in driver.text
            assert "F1-F4" in driver.lines[-1]


@pytest.mark.parametrize("screen", ["scenario", "recommend", "cost", "readiness"])
def test_the_footer_fits_eighty_columns_with_everything_in_it(screen: str) -> None:
    keys = [("1-4", "screens"), *((one.first_key, one.label.lower()) for one in footer_for(screen))]
    shown = key_line(keys, 80)
    assert width_of(shown) <= 80
    assert plain(shown).endswith("? help ")
    own = [one.label.lower() for one in footer_for(screen) if one.where == screen]
    assert all(words in plain(shown) for words in own)


def test_a_narrow_footer_keeps_help() -> None:
    keys = [("1-4", "screens"), ("a", "word " * 10), ("?", "help")]
    assert key_line(keys, 30)[-2:] == ((" ? ", "accent"), ("help ", "muted"))


def test_no_command_is_only_on_a_key_that_terminals_eat() -> None:
    for command in COMMANDS:
        assert set(command.keys) - EATEN_BY_TERMINALS, command.action


def test_no_key_means_two_things_in_one_place() -> None:
    for screen in ("scenario", "recommend", "cost", "readiness"):
        keys = [key for command in COMMANDS if command.where in {"all", screen} for key in command.keys]
        assert len(keys) == len(set(keys)), screen


async def test_help_on_a_screen_lists_its_keys_and_the_sources() -> None:
    async with driving(LAB) as driver:
        await driver.press("question_mark")
        assert "keys on this screen" in driver.text
        await driver.press("end")
        for _ in range(20):
            if "002: Fine-Tuning vs Prompt Engineering" in driver.text:
                break
            await driver.press("pageup")
        assert "002: Fine-Tuning vs Prompt Engineering" in driver.text
        await driver.press("escape")
        assert "[2 Recommend]" in driver.lines[0]


async def test_help_on_a_field_shows_rule_and_source() -> None:
    async with driving(LAB) as driver:
        await driver.press("down", "down", "down", "question_mark")
        assert "Labelled data" in driver.lines[0]
        assert "At stake: 18 of 100 points." in driver.text
        await driver.press("end")
        assert "Key in the file: signals.labelled_data" in driver.text or "keys in a field" in driver.text


async def test_the_palette_finds_a_command_by_its_name_or_by_what_it_does() -> None:
    async with driving(LAB) as driver:
        for words, there in (("readiness", "[4 Ready]"), ("pays back", "[3 Cost]")):
            await driver.press("colon")
            await driver.type(words)
            await driver.press("enter")
            assert there in driver.lines[0]
        await driver.press("colon")
        await driver.type("zzz")
        await driver.press("enter")
        assert "no command is called so" in driver.text
        await driver.press("escape")
        assert "[3 Cost]" in driver.lines[0]


async def test_the_palette_runs_what_the_cursor_is_on() -> None:
    async with driving(LAB) as driver:
        await driver.press("ctrl+p")
        await driver.type("theme:")
        await driver.press("down", "down", "up", "enter")
        assert driver.app.theme == "dark"
        await driver.press("colon")
        await driver.type("start from: sixty")
        await driver.press("enter")
        assert driver.scenario.title == "Triage with sixty examples"


async def test_a_theme_is_tried_out_and_kept_or_given_back() -> None:
    async with driving(LAB) as driver:
        names = list(theme_paths())
        after = names[(names.index("dark") + 1) % len(names)]
        await driver.press("t", "down")
        assert driver.app.theme == after
        await driver.press("escape")
        assert driver.app.theme == "dark"
        await driver.press("t", "down", "enter")
        assert driver.app.theme == after
        assert f"start with --theme {after}" in driver.status


def test_the_four_promised_kinds_of_theme_ship() -> None:
    assert {"dark", "light", "terminal", "colour-blind"} <= set(theme_paths())


@pytest.mark.parametrize("name", sorted(theme_paths()))
async def test_every_theme_shows_every_screen(name: str) -> None:
    async with driving(LAB, TINY, theme=name) as driver:
        for key in ("1", "3", "4", "2"):
            await driver.press(key)
            assert "tunewise" in driver.lines[0]


@pytest.mark.parametrize("name", sorted(theme_paths()))
def test_every_text_of_a_theme_stands_out_from_its_background(name: str) -> None:
    theme = load_theme(name)
    if theme.ansi:
        assert set(theme.colors.values()) <= {
            "ansi_default",
            "ansi_cyan",
            "ansi_magenta",
            "ansi_green",
            "ansi_yellow",
            "ansi_red",
        }
        return
    for role, least in dict.fromkeys(("text", "muted", "accent", "rival", "good", "warn", "bad"), 4.5).items():
        for ground in ("background", "surface"):
            assert contrast(theme.colors[role], theme.colors[ground]) >= least, (role, ground)
    for role in ("bar", "line"):
        assert contrast(theme.colors[role], theme.colors["background"]) >= 3, role


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG."""

    def luminance(color: Color) -> float:
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_palette_has_a_style_for_every_role() -> None:
    styles = Palette(load_theme("dark")).styles
    assert {"text", "strong", "muted", "accent", "rival", "good", "warn", "bad", "line", "assumed", "bar"} == set(
        styles
    )


async def test_ctrl_c_says_how_to_leave() -> None:
    async with driving(LAB) as driver:
        await driver.press("ctrl+c")
        assert driver.status == "q leaves; unsaved changes are asked about first."
        await driver.press("M")
        assert "q leaves; unsaved changes are asked about first." in driver.lines[0]


async def test_how_to_leave_is_not_said_any_longer_once_another_key_was_pressed() -> None:
    async with driving(LAB) as driver:
        await driver.press("down", "down", "right", "ctrl+c")
        assert driver.status.startswith("q leaves")
        await driver.press("down")
        assert driver.status.startswith("moved: stability 82 → 83")


@pytest.mark.parametrize("name", ["support-replies.toml", "brand-voice-catalogue.toml"])
async def test_at_60_columns_the_name_of_the_file_is_whole(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(LAB.read_bytes())
    async with driving(file, TINY) as driver:
        assert name in driver.lines[0]
        assert "[2 Recommend]" in driver.lines[0]
        await driver.press("down", "right", "escape")
        assert f"{name} •" in driver.lines[0]
        await driver.pilot.click("TopBar", offset=(driver.lines[0].rindex(" 4") + 1, 0))
        await driver.pilot.pause()
        assert "[4 Ready]" in driver.lines[0]


async def test_a_name_that_fits_nowhere_is_cut_in_its_middle_and_keeps_its_end(tmp_path: Path) -> None:
    file = tmp_path / f"{'a-long-name-' * 10}of-march.toml"
    file.write_bytes(LAB.read_bytes())
    async with driving(file, TINY) as driver:
        assert "a-long-nam" in driver.lines[0]
        assert "…" in driver.lines[0]
        assert "of-march.toml " in driver.lines[0]
        assert "[2 Recommend]" in driver.lines[0]


@pytest.mark.parametrize("scenario", sorted(SCENARIOS.glob("*.toml")), ids=lambda file: file.stem)
async def test_no_answer_of_a_shipped_scenario_ends_cut_at_80_columns(scenario: Path) -> None:
    async with driving(scenario) as driver:
        for key in "2134":
            await driver.press(key)
            bar = driver.app.screen.query_one(AnswerBar)
            rows = [plain(row).rstrip() for row in bar.rows]
            assert 2 <= len(rows) == bar.size.height
            assert not [row for row in rows if row.endswith("…") and row != " Drawing the chances …"], key


async def test_an_answer_without_a_short_form_takes_two_lines_and_gives_them_back() -> None:
    async with driving(LAB, start="readiness") as driver:
        assert driver.lines[2].endswith("measure each level on the same")
        assert driver.lines[3] == " test cases."
        assert "Advanced prompting tried" in driver.lines[4]
        await driver.press("j", "space", "escape")
        assert "Next: " in driver.lines[2]
        height = driver.app.screen.query_one(AnswerBar).size.height
        assert "Advanced prompting tried" in driver.lines[1 + height]


async def test_the_reason_of_a_choice_stands_whole_where_the_answer_has_no_room_for_it() -> None:
    async with driving(SCENARIOS / "clinical-notes.toml") as driver:
        assert driver.lines[2].endswith("instead; w on its row says why.")
        words = driver.scenario.decision.reason.split()
        stack = driver.app.screen.query_one(RankedStack)
        driver.app.screen.set_focus(stack)
        places = [entry.option for entry in driver.app.assessment.ranking.options]
        await driver.press("home", *["j"] * places.index(str(driver.scenario.decision.option)))
        await driver.press("w")
        assert " ".join(words[-6:]) in " ".join(driver.text.split())


async def test_nothing_animates_and_no_cursor_blinks() -> None:
    async with driving(Scenario(title="x"), start="scenario") as driver:
        assert driver.app.animation_level == "none"
        await driver.press("n", "enter")
        assert driver.app.screen.query_one("Input").cursor_blink is False  # type: ignore[attr-defined]


async def test_a_message_stays_until_the_next_change() -> None:
    async with driving(LAB) as driver:
        await driver.press("u")
        assert driver.status == "Nothing to undo."
        await driver.press("3")
        assert driver.status == "Nothing to undo."
        await driver.press("2", "down", "right")
        assert driver.status.startswith("moved: kind of task put ")


async def test_the_app_is_the_host_that_screens_and_widgets_expect() -> None:
    async with driving(LAB) as driver:
        host: Host = driver.app  # the type checker holds the two together
        assert host.assessment is driver.app.session.assessment


async def test_a_screen_behind_a_dialog_or_in_another_mode_fits_the_new_size_too() -> None:
    async with driving(LAB, (50, 12)) as driver:
        await driver.press("3")
        await driver.press("2")
        await driver.press("t")
        await driver.resize(120, 36)
        await driver.press("escape")
        assert "─ path ─" in driver.text
        await driver.press("3")
        assert "to bear in mind" in driver.text
        await driver.resize(*SMALL)
        await driver.press("2")
        assert "─ path ─" not in driver.text
        assert "─ ranking, quick scope" in driver.text


async def test_paging_in_a_palette_without_room_does_not_end_the_app() -> None:
    async with driving(LAB, (60, 5)) as driver:
        await driver.press("colon", "pagedown", "down", "pagedown", "pageup", "pagedown", "escape")
        assert driver.app.is_running
