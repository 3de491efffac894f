"""What is said of a terminal: what hinders, and what would help, in words that can be followed."""

import pytest

from tests.terminal.test_abilities import of
from tunewise.terminal.asking import Answers
from tunewise.terminal.findings import FINE, HINDERS, NOTE, Finding, Surroundings, terminal_findings
from tunewise.terminal.tmux import TmuxSettings

GOOD = Answers(True, True, True, None, 2)


def findings(
    settings: dict[str, str] | None = None,
    *,
    size: tuple[int, int] | None = (80, 24),
    answers: Answers | None = GOOD,
    tmux: TmuxSettings | None = None,
    **environment: str,
) -> dict[str, Finding]:
    """Return what there is to say, by what it is about."""
    environment |= settings or {}
    around = Surroundings(environment, size, answers, tmux)
    return {one.about: one for one in terminal_findings(of(**environment), around)}


def test_a_good_terminal_has_nothing_that_hinders_and_nothing_to_mend() -> None:
    found = findings(TERM="xterm-kitty", COLORTERM="truecolor", LANG="en_GB.UTF-8")
    assert {one.state for one in found.values()} == {FINE}
    assert not any(one.remedy for one in found.values())


@pytest.mark.parametrize(
    ("environment", "about", "words"),
    [
        ({"TERM": "xterm"}, "colours", "set TERM=xterm-256color"),
        ({"TERM": "xterm-256color", "SSH_TTY": "/dev/pts/1"}, "colours", "SendEnv"),
        ({"TERM": "tmux-256color", "TMUX": "x"}, "colours", "terminal-features"),
        ({"TERM": "tmux-256color", "TMUX": "x"}, "clipboard", "set -s set-clipboard on"),
        ({"TERM": "screen", "STY": "x"}, "colours", "term screen-256color"),
        ({"TERM": "xterm-256color", "TMUX": "x"}, "TERM", "tmux-256color"),
        ({"TERM": "xterm-256color", "STY": "x"}, "TERM", "screen-256color"),
        ({}, "TERM", "set TERM"),
        ({"LC_ALL": "C", "TERM": "xterm"}, "glyphs", "LANG=C.UTF-8"),
    ],
)
def test_what_could_be_better_is_said_with_its_remedy(environment: dict[str, str], about: str, words: str) -> None:
    one = findings(environment)[about]
    assert words in one.remedy
    assert one.state == NOTE


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "linux"}, {"TUNEWISE_COLORS": "16"}])
def test_fewer_colours_that_were_asked_for_or_are_all_there_are_need_no_remedy(environment: dict[str, str]) -> None:
    assert findings(environment)["colours"].remedy == ""


def test_a_terminal_that_cannot_be_used_hinders() -> None:
    assert findings(TERM="dumb")["TERM"].state == HINDERS
    assert findings(size=(59, 24))["size"].state == HINDERS
    assert findings(size=(80, 15))["size"].state == HINDERS
    assert findings(size=(60, 20))["size"].state == NOTE


def test_a_terminal_that_takes_no_utf8_is_found_out() -> None:
    one = findings(LANG="C.UTF-8", answers=Answers(True, True, False, None, 6))["glyphs"]
    assert one.state == HINDERS
    assert "6 cells" in one.why
    assert "--glyphs ascii" in one.remedy


def test_tmux_is_told_by_its_own_settings() -> None:
    slow = findings(TERM="tmux-256color", TMUX="x", tmux=TmuxSettings("3.3a", 500, "external", "", ""))
    assert "set -s escape-time 20" in slow["escape key"].remedy
    assert slow["clipboard"].value == "unlikely"
    quick = findings(TERM="tmux-256color", TMUX="x", tmux=TmuxSettings("3.5", 10, "on", "", ""))
    assert quick["escape key"].state == FINE
    assert quick["clipboard"].value == "likely"


def test_without_a_terminal_that_is_said_and_hinders_nothing() -> None:
    found = findings(size=None, answers=None, TERM="xterm-256color")
    assert "no terminal here" in found["TERM"].why
    assert HINDERS not in {one.state for one in found.values()}


def test_a_terminal_that_says_it_takes_copies_is_believed() -> None:
    assert findings(answers=Answers(True, True, True, True, 2))["clipboard"].value == "yes"


def test_a_name_that_steers_the_terminal_is_shown_and_not_sent() -> None:
    for one in findings(TERM="x\x1b[2J\n", TMUX="x", tmux=TmuxSettings("3\x1b", 1, "o\x1b", "", "")).values():
        assert all(part.isprintable() for part in (one.value, one.why, one.remedy))


def test_a_terminal_that_was_not_asked_is_told_with_the_one_reason() -> None:
    around = Surroundings({"TERM": "xterm"}, (80, 24), None, None, "--no-questions leaves it in peace")
    found = {one.about: one for one in terminal_findings(of(TERM="xterm"), around)}
    assert found["its answers"][:3] == ("its answers", "not asked", "--no-questions leaves it in peace")
