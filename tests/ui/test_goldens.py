"""Every screen at every size, as text that a reviewer can read. Record anew with --update-goldens."""

from pathlib import Path

import pytest

from tests.conftest import LAB, SCENARIOS
from tests.ui.driving import MEDIUM, SIZES, SMALL, driving

GOLDENS = Path(__file__).parent.parent / "goldens"

SCREENS = ("scenario", "recommend", "cost", "readiness")
STEPS = ("start", "task", "signals", "data", "traffic", "limits", "review")


def compare(name: str, lines: list[str], request: pytest.FixtureRequest) -> None:
    """Compare the screen with its golden, or record it."""
    path = GOLDENS / f"{name}.txt"
    text = "\n".join(lines) + "\n"
    if request.config.getoption("--update-goldens"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{path.name} differs; look at it, then --update-goldens"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("screen", SCREENS)
async def test_each_screen_of_the_lab_example_looks_as_recorded(
    screen: str, size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    async with driving(LAB, size, start=screen) as driver:
        assert len(driver.lines) == size[1]
        compare(f"{screen}-{size[0]}x{size[1]}", driver.lines, request)


@pytest.mark.parametrize("step", range(1, len(STEPS)), ids=STEPS[1:])
async def test_each_step_of_the_wizard_looks_as_recorded(step: int, request: pytest.FixtureRequest) -> None:
    async with driving(LAB, SMALL, start="scenario") as driver:
        await driver.press(*["n"] * step)
        compare(f"wizard-{STEPS[step]}", driver.lines, request)


async def test_a_case_that_is_not_yet_ready_looks_as_recorded(request: pytest.FixtureRequest) -> None:
    async with driving(SCENARIOS / "ticket-routing.toml", MEDIUM) as driver:
        compare("recommend-not-yet-120x36", driver.lines, request)


async def test_the_explanation_of_an_option_looks_as_recorded(request: pytest.FixtureRequest) -> None:
    async with driving(LAB, SMALL) as driver:
        await driver.press("w")
        compare("why-lora", driver.lines, request)


async def test_help_for_a_signal_looks_as_recorded(request: pytest.FixtureRequest) -> None:
    async with driving(LAB, SMALL) as driver:
        await driver.press("down", "down", "question_mark")
        compare("help-stability", driver.lines, request)
