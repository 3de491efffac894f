"""Closer looks on the Recommend screen: why, what if, how sure, what next, precedents and the value matrix."""

import asyncio

import pytest

from tests.conftest import LAB, SCENARIOS
from tests.ui.driving import LARGE, MEDIUM, SIZES, SMALL, TINY, Driver, driving
from tunewise.domain.scenario import Decision, Scenario
from tunewise.ui.widgets.closer_look import LOOKS, CloserLook, pages_of

FORMS = SCENARIOS / "forms-to-json.toml"
KEYS = {name: look.key for name, look in LOOKS.items()}


async def _drawn(driver: Driver) -> None:
    """Wait until all draws are done."""
    for _ in range(600):
        if "of 10,000 draws" in driver.text and "leads in" in driver.text:
            return
        await asyncio.sleep(0.02)
        await driver.pilot.pause()
    raise AssertionError(driver.text)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [name for name in LOOKS if name != "how_sure"])
async def test_every_page_of_every_look_shows_at_every_size_and_escape_goes_back(
    name: str, size: tuple[int, int]
) -> None:
    async with driving(FORMS, size) as driver:
        for _ in range(LOOKS[name].pages):
            await driver.press(KEYS[name])
            assert "esc back" in driver.text or size == TINY
            assert all(len(row) <= size[0] for row in driver.lines)
        await driver.press("escape")
        assert "esc back" not in driver.text
        assert "B LoRA + guardrails" in driver.text


def test_every_look_has_as_many_pages_as_it_says() -> None:
    assert {name: len(pages_of(name)) for name in LOOKS} == {name: look.pages for name, look in LOOKS.items()}


async def test_why_shows_the_ledger_and_the_same_key_turns_to_head_to_head_and_to_practice() -> None:
    async with driving(LAB) as driver:
        await driver.press("w")
        assert "What keeps it from 100: simplicity -5.0" in driver.text
        assert "12.8 of 14" in driver.line_with("Requirement stability")
        assert "no weighting reverses that" in driver.text
        await driver.press("w")
        assert "A against " in driver.text
        assert "the sum" in driver.line_with("lead")
        await driver.press("w")
        assert "what practice adds" in driver.text
        await driver.press("w")
        assert "why A" in driver.text


async def test_the_rule_and_the_source_of_a_line_are_one_key_away() -> None:
    async with driving(LAB) as driver:
        await driver.press("w", "down", "question_mark")
        assert "Training freezes a behaviour" in driver.text
        assert "Sources: 000" in driver.text


async def test_what_keeps_an_option_back_explains_its_gate_with_its_source() -> None:
    async with driving(SCENARIOS / "ticket-routing.toml", LARGE) as driver:
        await driver.press("w")
        look = driver.app.screen.query_one(CloserLook)
        while look.topic is not None and look.topic.name != "prompting-not-exhausted":
            await driver.press("down")
        await driver.press("question_mark")
        assert "gate: prompting not exhausted" in driver.text
        assert "The Prompt Engineering Ladder" in driver.text


async def test_head_to_head_turns_to_another_rival() -> None:
    async with driving(FORMS, MEDIUM) as driver:
        await driver.press("w", "w")
        first = driver.line_with("B against")
        await driver.press("right")
        assert driver.line_with("B against") != first
        await driver.press("left")
        assert driver.line_with("B against") == first


async def test_what_if_follows_a_slider_once_all_is_quiet() -> None:
    async with driving(LAB, MEDIUM) as driver:
        await driver.press("f")
        assert "A from 43" in driver.line_with("data ")
        await driver.press("escape")
        driver.app.screen.set_focus(None)
        await driver.press("down", "down")
        await driver.press("f")
        assert "which option leads along each signal" in driver.text


async def test_what_would_have_to_be_true_names_the_change_and_the_count_behind_it() -> None:
    async with driving(LAB, LARGE) as driver:
        await driver.press("f", "f", "f", "f")
        assert "is in front as things stand" in driver.text
        for _ in range(5):
            await driver.press("right")
        assert "this would have to be true" in driver.text or "ruled out" in driver.text


async def test_how_sure_draws_in_the_background_and_shows_causes_apart() -> None:
    async with driving(LAB) as driver:
        await driver.press("r")
        await _drawn(driver)
        for words in ("only the weights", "only your answers", "only what you did not answer", "all together"):
            assert words in driver.text
        first = driver.text
        await driver.press("escape", "r")
        await _drawn(driver)
        assert driver.text == first, "the same seed gives the same figures"


async def test_a_dial_of_the_draws_is_an_edit_that_undo_takes_back() -> None:
    async with driving(LAB) as driver:
        await driver.press("r")
        await _drawn(driver)
        await driver.press("right")
        assert "‹ guess ›" in driver.line_with("Your answers are")
        await _drawn(driver)
        await driver.press("u")
        await asyncio.sleep(0.3)  # draws wait until all is quiet
        await driver.pilot.pause()
        assert "‹ about ›" in driver.line_with("Your answers are")
        assert driver.scenario.sampling.answers == "about"


async def test_an_edit_cancels_the_draws_and_they_start_again() -> None:
    async with driving(LAB, MEDIUM) as driver:
        await driver.press("r")
        look = driver.app.screen.query_one(CloserLook)
        await driver.press("v")
        await _drawn(driver)
        assert look.showing == "how_sure"
        assert driver.scenario.scope == "quick"


async def test_what_next_shows_the_path_and_what_opens_the_destination() -> None:
    async with driving(SCENARIOS / "ticket-routing.toml") as driver:
        await driver.press("n")
        assert "today" in driver.line_with("H Prompt engineering")
        assert "Climb the prompting ladder" in driver.text
        assert "arrive" in driver.line_with("A LoRA / PEFT")
        await driver.press("n")
        assert "what to find out next" in driver.text
        await driver.press("n")
        assert "ways to combine" in driver.text
        await driver.press("n")
        assert "what the model must know" in driver.text


async def test_precedents_say_plainly_whether_they_agree() -> None:
    async with driving(FORMS, LARGE) as driver:
        await driver.press("p")
        assert "nearest of 33 published cases" in driver.text
        assert "✓ agrees" in driver.text
        assert "Near: format fails first there too" in driver.text
        assert "Low confidence" in driver.text
        await driver.press("question_mark")
        assert "Worked best:" in driver.text


async def test_a_scenario_without_a_near_case_says_so() -> None:
    async with driving(Scenario(title="blank")) as driver:
        await driver.press("p")
        assert "None of the 33 published cases is near" in driver.text


async def test_the_matrix_moves_by_row_and_by_column_and_says_what_a_cell_holds() -> None:
    async with driving(LAB) as driver:
        await driver.press("m")
        assert "stability: A earns 12.8 of 14" in driver.text
        await driver.press("right")
        assert "data: A earns 16.9 of 18" in driver.text
        await driver.press("down")
        assert "data: B earns 16.9 of 18 through LoRA / PEFT" in driver.text


async def test_a_pinned_baseline_is_what_changes_are_told_against() -> None:
    async with driving(LAB) as driver:
        await driver.press("b")
        assert driver.status.startswith("Pinned")
        await driver.press("down", "down", "right", "escape", "down")
        await driver.press("down", "down", "right")
        assert driver.status.startswith("moved:")
        assert driver.app.session.baseline is not None
        await driver.press("escape", "b")
        assert driver.status == "The pin is out."


async def test_choosing_another_option_needs_a_reason_and_is_saved_with_it() -> None:
    async with driving(LAB) as driver:
        await driver.press("c")
        assert "Why LoRA / PEFT, as recommended?" in driver.text
        await driver.press("enter")
        assert driver.scenario.decision == Decision()
        await driver.press("c")
        await driver.type("House rule")
        await driver.press("enter")
        assert driver.scenario.decision == Decision(option="lora", reason="House rule")
        await driver.press("c")
        assert driver.scenario.decision == Decision()
        await driver.press("u")
        assert driver.scenario.decision.reason == "House rule"


async def test_the_scope_is_changed_by_an_act_of_its_own_with_a_notice() -> None:
    async with driving(LAB) as driver:
        await driver.press("v")
        assert "Quick scope" in driver.status
        await driver.press("v")
        assert driver.scenario.scope == "full"
        assert "Full scope" in driver.status
        assert "ranking, full scope" in driver.text
        await driver.press("u", "u")
        assert "ranking, quick scope" in driver.text


async def test_the_further_signals_take_the_place_of_the_first_five_where_it_is_narrow() -> None:
    async with driving(LAB, SMALL) as driver:
        assert "Format strictness" not in driver.text
        await driver.press("x")
        assert "Format strictness" in driver.text
        assert "Labelled data" not in driver.text
        await driver.press("x")
        assert "Labelled data" in driver.text


async def test_a_pinned_baseline_shows_on_every_row_how_it_moved_since() -> None:
    async with driving(LAB) as driver:
        await driver.press("b", *["down"] * 5, "8", "0")
        assert "+0.0" not in driver.line_with("A LoRA / PEFT")
        assert "▼" in driver.line_with("A LoRA / PEFT")
        assert "▲" in driver.line_with("F LoRA + RAG")


async def test_the_option_that_was_chosen_instead_carries_a_star_and_the_answer_says_why() -> None:
    async with driving(SCENARIOS / "clinical-notes.toml", MEDIUM) as driver:
        assert "★G Guardrails" in driver.text


async def test_the_option_under_the_cursor_of_a_look_is_the_one_that_is_chosen() -> None:
    async with driving(LAB) as driver:
        await driver.press("m", "down", "c")
        assert "Why LoRA + guardrails instead?" in driver.text
        await driver.press("escape", "escape", "m", "end", "up", "c")
        assert "though it is ruled out (nothing to look up)" in " ".join(driver.text.split())


async def test_where_everything_is_ruled_out_every_look_says_so_in_words() -> None:
    nothing = Scenario.model_validate(
        {"title": "x", "facts": {"training_allowed": False, "sources_must_be_cited": True}}
    )
    slow = nothing.model_copy(update={"facts": nothing.facts.model_copy(update={"current_model_meets_latency": False})})
    async with driving(slow) as driver:
        await driver.press("f", "f", "f")
        assert "no weighting changes that" in driver.text
        await driver.press("r")
        await asyncio.sleep(1.0)
        for _ in range(3):
            await driver.pilot.pause()
            assert "there is nothing to draw" in driver.text
            await driver.press("r")


async def test_turning_the_page_does_not_start_the_draws_over() -> None:
    async with driving(LAB) as driver:
        await driver.press("r", "r", "r", "r")
        workers = [worker for worker in driver.app.workers if worker.group == "draws"]
        assert len(workers) <= 1
