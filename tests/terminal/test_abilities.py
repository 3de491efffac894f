"""What the terminal can do is known from its settings; what the user asks for goes before."""

import pytest

from tunewise.domain.errors import TunewiseError
from tunewise.terminal.abilities import (
    Abilities,
    abilities_of,
    moves_cursor,
    settings_for,
    theme_for,
    writes_cells,
)


def of(encoding: str = "utf-8", /, **environment: str) -> Abilities:
    """Return the abilities of a terminal with these settings."""
    return abilities_of(environment, encoding)


@pytest.mark.parametrize(
    ("environment", "colors"),
    [
        ({"TERM": "xterm"}, "16"),
        ({"TERM": "screen"}, "16"),
        ({"TERM": "linux"}, "16"),
        ({}, "16"),
        ({"TERM": "never-heard-of"}, "16"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "screen-256color"}, "256"),
        ({"TERM": "tmux-256color", "TMUX": "x"}, "256"),
        ({"TERM": "xterm-kitty"}, "256"),
        ({"TERM": "xterm-direct"}, "truecolor"),
        ({"TERM": "vt100"}, "none"),
        ({"TERM": "vt100", "COLORTERM": "truecolor"}, "none"),
        ({"TERM": "xterm-mono"}, "none"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "truecolor"),
        ({"TERM": "xterm-256color", "COLORTERM": "24bit"}, "truecolor"),
        ({"TERM": "xterm-256color", "COLORTERM": "yes"}, "256"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "truecolor"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, "256"),
        # GNU screen passes on what it inherits, and shows no more than its own name says
        ({"TERM": "screen", "STY": "1.x", "COLORTERM": "truecolor"}, "16"),
        ({"TERM": "screen-256color", "STY": "1.x", "COLORTERM": "truecolor"}, "256"),
        ({"TERM": "tmux-256color", "TMUX": "x", "COLORTERM": "truecolor"}, "truecolor"),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, "16"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "none"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "256"),
        ({"TERM": "xterm-256color", "CLICOLOR": "0"}, "none"),
        ({"TERM": "xterm", "FORCE_COLOR": "2"}, "256"),
        ({"TERM": "xterm", "FORCE_COLOR": "3"}, "truecolor"),
        ({"TERM": "xterm", "FORCE_COLOR": "3", "NO_COLOR": "1"}, "none"),
        ({"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "256"}, "256"),
        ({"TERM": "xterm", "TUNEWISE_COLORS": "256", "NO_COLOR": "1"}, "256"),
        ({"TERM": "xterm", "TUNEWISE_COLORS": "auto"}, "16"),
    ],
)
def test_a_terminal_gets_the_colours_that_it_has(environment: dict[str, str], colors: str) -> None:
    told = of(**environment).colors
    assert told.value == colors
    assert told.why


def test_the_command_line_goes_before_the_environment() -> None:
    environment = {"TERM": "xterm", "NO_COLOR": "1", "TUNEWISE_GLYPHS": "unicode", "TUNEWISE_COLORS": "16"}
    abilities = abilities_of(environment, "utf-8", colors="truecolor", glyphs="ascii")
    assert abilities.colors == ("truecolor", "--colors asks for it")
    assert abilities.glyphs == ("ascii", "--glyphs asks for it")


@pytest.mark.parametrize("name", ["TUNEWISE_COLORS", "TUNEWISE_GLYPHS"])
def test_a_setting_that_is_no_choice_is_named_with_the_choices(name: str) -> None:
    with pytest.raises(TunewiseError) as caught:
        of(**{name: "many\x1b"})
    assert caught.value.key == name
    assert "\x1b" not in caught.value.line()
    assert "auto" in caught.value.remedy


@pytest.mark.parametrize(
    ("encoding", "environment", "glyphs"),
    [
        ("utf-8", {}, "unicode"),
        ("UTF8", {"LANG": "de_DE.UTF-8"}, "unicode"),
        ("utf-8", {"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, "ascii"),
        ("utf-8", {"LC_ALL": "POSIX"}, "ascii"),
        ("utf-8", {"LANG": "C"}, "ascii"),
        ("utf-8", {"LANG": "C.UTF-8"}, "unicode"),
        ("utf-8", {"LANG": "C", "LC_CTYPE": "en_US.UTF-8"}, "unicode"),
        # Python itself writes this where LANG is C, and where nothing is set at all
        ("utf-8", {"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "ascii"),
        ("utf-8", {"LC_CTYPE": "C.UTF-8"}, "unicode"),
        ("iso-8859-1", {"LC_ALL": "en_US.ISO-8859-1"}, "ascii"),
        ("iso-8859-1", {"TUNEWISE_GLYPHS": "unicode"}, "ascii"),
        ("utf-8", {"TERM": "linux"}, "console"),
        ("utf-8", {"TERM": "linux", "LC_ALL": "C"}, "ascii"),
        ("utf-8", {"TERM": "vt220"}, "ascii"),
        ("utf-8", {"TUNEWISE_GLYPHS": "ascii"}, "ascii"),
        ("utf-8", {"LC_ALL": "C", "TUNEWISE_GLYPHS": "unicode"}, "unicode"),
    ],
)
def test_marks_are_those_that_locale_and_font_have(encoding: str, environment: dict[str, str], glyphs: str) -> None:
    told = abilities_of(environment, encoding).glyphs
    assert told.value == glyphs
    assert told.why


@pytest.mark.parametrize(
    ("environment", "likely"),
    [
        ({"TERM": "xterm-kitty"}, "likely"),
        ({"TERM_PROGRAM": "WezTerm"}, "likely"),
        ({"WT_SESSION": "x"}, "likely"),
        ({"TERM": "linux"}, "unlikely"),
        ({"STY": "1.x", "TERM": "xterm-kitty"}, "unlikely"),
        ({"TMUX": "x", "TERM_PROGRAM": "WezTerm"}, "unknown"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "unlikely"),
        ({"VTE_VERSION": "7600"}, "unlikely"),
        ({"TERM": "xterm-256color", "SSH_TTY": "/dev/pts/1"}, "unknown"),
    ],
)
def test_whether_a_copy_reaches_the_clipboard_is_told_with_the_reason(environment: dict[str, str], likely: str) -> None:
    told = of(**environment).clipboard
    assert told.value == likely
    assert told.why


def test_a_terminal_that_cannot_move_its_cursor_is_known() -> None:
    assert not moves_cursor({"TERM": "dumb"})
    assert not moves_cursor({"TERM": " Unknown"})
    assert moves_cursor({})
    assert moves_cursor({"TERM": "foo"})


def test_the_toolkit_is_held_to_what_the_terminal_can_do() -> None:
    assert settings_for(of(TERM="xterm"))["TEXTUAL_COLOR_SYSTEM"] == "standard"
    assert settings_for(of(TERM="screen-256color"))["TEXTUAL_COLOR_SYSTEM"] == "256"
    assert settings_for(of(COLORTERM="truecolor")) == {"TEXTUAL_COLOR_SYSTEM": "truecolor", "NO_COLOR": ""}
    assert settings_for(of(NO_COLOR="1")) == {"TEXTUAL_COLOR_SYSTEM": "standard", "NO_COLOR": "1"}
    assert settings_for(of(TERM="linux"))["TEXTUAL_DISABLE_KITTY_KEY"] == "1"


def test_sixteen_colours_or_none_get_the_terminals_own_unless_a_theme_is_chosen() -> None:
    assert theme_for(of(TERM="xterm"), "", "dark") == "terminal"
    assert theme_for(of(NO_COLOR="1"), "", "dark") == "terminal"
    assert theme_for(of(TERM="xterm"), "light", "dark") == "light"
    assert theme_for(of(TERM="xterm-256color"), "", "dark") == "dark"


def test_over_ssh_only_changed_cells_are_sent_unless_something_else_is_asked_for() -> None:
    assert writes_cells({}).value == "plain"
    assert writes_cells({"SSH_TTY": "/dev/pts/1"}).value == "cells"
    assert writes_cells({"SSH_CONNECTION": "a", "TUNEWISE_OUTPUT": "plain"}).value == "plain"
    assert writes_cells({"TUNEWISE_OUTPUT": "cells"}).value == "cells"
    assert of(SSH_CONNECTION="a").remote
