"""Themes: the shipped ones load, the user's own take part, and a broken one is named by its key."""

from pathlib import Path

import pytest

from tunewise.domain.errors import ThemeError
from tunewise.store.themes import COLORS, DEFAULT_THEME, load_theme, read_theme, theme_paths

COLOR_LINES = "".join(f'{name} = "#10203{place:x}"\n' for place, name in enumerate(COLORS))
GOOD = f'name = "mine"\nabout = "My own"\ndark = false\n\n[colors]\n{COLOR_LINES}'
TERMINAL = "ansi = true\n\n[colors]\n" + "".join(f'{name} = "ansi_cyan"\n' for name in COLORS)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the user's folder of themes."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "tunewise" / "themes"
    folder.mkdir(parents=True)
    return folder


def broken(folder: Path, text: str) -> ThemeError:
    """Return the error that a theme is refused with."""
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ThemeError) as caught:
        read_theme(path)
    assert caught.value.file == str(path)
    return caught.value


def test_every_shipped_theme_loads_and_is_called_as_its_file() -> None:
    paths = theme_paths()
    assert DEFAULT_THEME in paths
    assert len(paths) >= 4
    for name, path in paths.items():
        theme = load_theme(name)
        assert theme.name == name == path.stem
        assert theme.about
        assert tuple(theme.colors) == COLORS


def test_there_is_a_theme_for_colour_blind_people_and_one_of_the_terminals_own_colours() -> None:
    assert "colour-blind" in theme_paths()
    assert any(load_theme(name).ansi for name in theme_paths())


def test_a_theme_of_the_users_own_is_found(own: Path) -> None:
    (own / "mine.toml").write_text(GOOD, "utf-8")
    theme = load_theme("mine")
    assert (theme.about, theme.dark, theme.ansi) == ("My own", False, False)
    assert theme.colors["background"] == "#102030"
    assert {"dark", "mine"} <= set(theme_paths())


def test_a_theme_of_the_users_own_takes_the_place_of_a_shipped_one(own: Path) -> None:
    (own / "dark.toml").write_text(GOOD.replace("mine", "dark"), "utf-8")
    assert load_theme("dark").about == "My own"
    assert theme_paths()["dark"] == own / "dark.toml"


def test_a_theme_without_a_name_is_called_as_its_file_and_is_dark(own: Path) -> None:
    (own / "plain.toml").write_text(f"[colors]\n{COLOR_LINES}", "utf-8")
    theme = load_theme("plain")
    assert (theme.name, theme.about, theme.dark, theme.ansi) == ("plain", "", True, False)


def test_a_theme_may_use_the_colours_of_the_terminal(own: Path) -> None:
    (own / "terminal-mine.toml").write_text(TERMINAL, "utf-8")
    theme = load_theme("terminal-mine")
    assert theme.ansi
    assert set(theme.colors.values()) == {"ansi_cyan"}


@pytest.mark.parametrize("color", ["ansi_default", "ansi_bright_red", "ansi_white"])
def test_the_colours_of_the_terminal_have_names(tmp_path: Path, color: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(TERMINAL.replace('accent = "ansi_cyan"', f'accent = "{color}"'), "utf-8")
    assert read_theme(path).colors["accent"] == color


def test_a_slip_in_the_name_of_a_theme_is_answered_with_the_nearest() -> None:
    with pytest.raises(ThemeError) as caught:
        load_theme("color-blind")
    assert (caught.value.file, caught.value.remedy) == ("color-blind", "did you mean colour-blind?")


def test_a_name_like_no_other_is_answered_with_the_themes_there_are() -> None:
    with pytest.raises(ThemeError) as caught:
        load_theme("zzz")
    assert caught.value.remedy.startswith("themes are ")
    assert "dark" in caught.value.remedy


@pytest.mark.parametrize(
    ("old", "new", "key", "problem", "remedy"),
    [
        ("dark = false", "drak = false", "drak", "is not a key of a theme", "did you mean dark?"),
        ("dark = false", "zzz = 1", "zzz", "is not a key of a theme", ""),
        ("dark = false", 'dark = "no"', "dark", "has a value of the wrong kind", "give bool"),
        ('about = "My own"', "about = 3", "about", "has a value of the wrong kind", "give str"),
        (
            'name = "mine"',
            'name = "My Theme"',
            "name",
            "is not the file's own",
            "write mine, or leave it out",
        ),
        (
            'name = "mine"',
            'name = "../mine"',
            "name",
            "is not the file's own",
            "write mine, or leave it out",
        ),
        ("accent = ", "accemt = ", "colors.accemt", "is not a colour of a theme", "did you mean accent?"),
        (
            "accent = ",
            "qqqqqqqq = ",
            "colors.qqqqqqqq",
            "is not a colour of a theme",
            f"colours are {', '.join(COLORS)}",
        ),
        ('surface = "#102031"', 'surface = "red"', "colors.surface", "is no colour", "give a colour such as #7cc4ff"),
        (
            'surface = "#102031"',
            'surface = "#12345"',
            "colors.surface",
            "is no colour",
            "give a colour such as #7cc4ff",
        ),
        ('surface = "#102031"', "surface = 3", "colors.surface", "is no colour", "give a colour such as #7cc4ff"),
        ('surface = "#102031"', "", "colors.surface", "is missing", "give every colour"),
        ("dark = false", "ansi = true", "colors.background", "is no colour", "give a colour such as ansi_cyan"),
    ],
)
def test_a_broken_theme_is_named_by_its_key(
    tmp_path: Path, old: str, new: str, key: str, problem: str, remedy: str
) -> None:
    assert old in GOOD
    error = broken(tmp_path, GOOD.replace(old, new))
    assert (error.key, error.problem, error.remedy) == (key, problem, remedy)


def test_a_theme_without_any_colour_is_refused(tmp_path: Path) -> None:
    error = broken(tmp_path, 'name = "mine"\n')
    assert (error.key, error.problem) == ("colors.background", "is missing")


def test_a_theme_that_is_no_toml_is_refused_as_a_theme(tmp_path: Path) -> None:
    error = broken(tmp_path, "[colors")
    assert error.problem.startswith("is not valid TOML: ")
    assert error.remedy == "end the heading of a table with ] or ]]"


def test_a_theme_that_is_a_folder_is_refused_as_a_theme(own: Path) -> None:
    (own / "odd.toml").mkdir()
    with pytest.raises(ThemeError, match="is a folder"):
        load_theme("odd")


def test_a_theme_whose_file_has_no_name_for_a_command_line_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "My Theme.toml"
    path.write_text("dark = true\n", "utf-8")
    with pytest.raises(ThemeError, match="does not fit as a name; use lower-case letters"):
        read_theme(path)
