"""Theme files: read and check ``themes/*.toml``, shipped or the user's own."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from tunewise.domain.errors import StoreError, ThemeError
from tunewise.domain.text import nearest
from tunewise.store.paths import theme_folders
from tunewise.store.reading import read_toml

DEFAULT_THEME: Final = "dark"
COLORS: Final = (
    "background", "surface", "text", "muted", "accent", "rival", "good", "warn", "bad", "line", "bar",
)  # fmt: skip
_KEYS = {"name": str, "about": str, "dark": bool, "ansi": bool, "colors": dict}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_ANSI = re.compile(r"ansi_(default|(bright_)?(black|red|green|yellow|blue|magenta|cyan|white))")


class ThemeFile(NamedTuple):
    """A theme: one colour for each role, as ``#rrggbb`` or, with ``ansi``, as a colour of the terminal."""

    name: str
    about: str
    dark: bool
    ansi: bool
    colors: Mapping[str, str]


def theme_paths() -> dict[str, Path]:
    """Return the theme files by name; one of the user's takes the place of a shipped one of the same name."""
    return {path.stem: path for folder in theme_folders() for path in sorted(folder.glob("*.toml"))}


def load_theme(name: str) -> ThemeFile:
    """Return the theme called ``name``. Raises ``ThemeError`` naming the nearest one when there is none."""
    paths = theme_paths()
    if name not in paths:
        like = nearest(name, list(paths))
        known = f"did you mean {like}?" if like else f"themes are {', '.join(paths)}"
        raise ThemeError("is no theme", remedy=known, file=name)
    return read_theme(paths[name])


def read_theme(path: Path) -> ThemeFile:
    """Return the theme in ``path``. Raises ``ThemeError`` naming the key that cannot be used."""
    try:
        data = read_toml(path, "a theme")
    except StoreError as error:
        raise ThemeError(error.problem, remedy=error.remedy, file=str(path)) from None
    for key, value in data.items():
        if key not in _KEYS:
            like = nearest(key, list(_KEYS))
            raise ThemeError(
                "is not a key of a theme", remedy=f"did you mean {like}?" if like else "", file=str(path), key=key
            )
        if not isinstance(value, _KEYS[key]):
            raise ThemeError(
                "has a value of the wrong kind", remedy=f"give {_KEYS[key].__name__}", file=str(path), key=key
            )
    name = path.stem
    if data.get("name", name) != name:
        raise ThemeError("is not the file's own", remedy=f"write {name}, or leave it out", file=str(path), key="name")
    if not _NAME.fullmatch(name):
        raise ThemeError("does not fit as a name", remedy="use lower-case letters, digits and dashes", file=str(path))
    ansi = data.get("ansi", False)
    return ThemeFile(
        name, data.get("about", ""), data.get("dark", True), ansi, _colors(data.get("colors", {}), path, ansi=ansi)
    )


def _colors(given: Mapping[str, Any], path: Path, *, ansi: bool) -> dict[str, str]:
    for key, value in given.items():
        where = f"colors.{key}"
        if key not in COLORS:
            like = nearest(key, list(COLORS))
            raise ThemeError(
                "is not a colour of a theme",
                remedy=f"did you mean {like}?" if like else f"colours are {', '.join(COLORS)}",
                file=str(path),
                key=where,
            )
        form = _ANSI if ansi else _HEX
        if not isinstance(value, str) or not form.fullmatch(value):
            wanted = "a colour such as ansi_cyan" if ansi else "a colour such as #7cc4ff"
            raise ThemeError("is no colour", remedy=f"give {wanted}", file=str(path), key=where)
    missing = [name for name in COLORS if name not in given]
    if missing:
        raise ThemeError("is missing", remedy="give every colour", file=str(path), key=f"colors.{missing[0]}")
    return {name: given[name] for name in COLORS}
