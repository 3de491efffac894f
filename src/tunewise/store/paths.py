"""Where things are: what is shipped, and what belongs to the user."""

import os
from pathlib import Path
from typing import Final

PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder(name: str) -> Path:
    """Return the folder ``themes`` or ``scenarios`` that comes with Tunewise.

    Installed from a wheel it lies inside the package; in a checkout it lies at the top level.
    """
    packaged = PACKAGE / name
    return packaged if packaged.is_dir() else PACKAGE.parent.parent / name


def knowledge_folder() -> Path:
    """Return the folder of the knowledge tables."""
    return PACKAGE / "knowledge"


def config_folder() -> Path:
    """Return the user's folder for settings: ``$XDG_CONFIG_HOME/tunewise`` or ``~/.config/tunewise``."""
    root = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(root) if root.startswith("/") else Path.home() / ".config"
    return base / "tunewise"


def state_place() -> Path:
    """Return where state is kept: ``$XDG_STATE_HOME/tunewise`` or ``~/.local/state/tunewise``. It need not exist."""
    root = os.environ.get("XDG_STATE_HOME", "")
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  # the other one raises where there is no home
    return (Path(root) if root.startswith("/") else home / ".local" / "state") / "tunewise"


def theme_folders() -> list[Path]:
    """Return where themes are looked for: the shipped ones, then the user's own."""
    return [shipped_folder("themes"), config_folder() / "themes"]


def own_prices_chosen() -> bool:
    """Tell whether the environment names the user's prices file: ``$TUNEWISE_PRICES``."""
    return bool(os.environ.get("TUNEWISE_PRICES", "").strip())


def prices_file() -> Path:
    """Return the user's own prices file: ``$TUNEWISE_PRICES``, or ``prices.toml`` in the folder for settings."""
    if own_prices_chosen():
        return typed_path(os.environ["TUNEWISE_PRICES"])
    return config_folder() / "prices.toml"


def keys_file() -> Path:
    """Return the user's own keys: ``keys.toml`` in the folder for settings."""
    return config_folder() / "keys.toml"


def scenario_names() -> list[str]:
    """Return the names of the shipped scenarios, sorted."""
    return sorted(path.stem for path in shipped_folder("scenarios").glob("*.toml"))


def typed_path(text: str) -> Path:
    """Return the path that a user typed, with ``~`` as the home folder; an unknown ``~name`` stays as it is."""
    return Path(os.path.expanduser(text.strip()))  # noqa: PTH111  # the other one raises for an unknown name


def from_root(path: Path) -> Path:
    """Return ``path`` from the root, so that it means the same wherever the program stands; links stay in it.

    Where the folder that the program stands in is gone, a relative path stays as it is.
    """
    try:
        return path.absolute()
    except OSError:
        return path


def from_here(path: Path) -> str:
    """Return ``path`` as a person in the working folder would write it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (OSError, ValueError):
        return str(path)


def taken(path: Path) -> bool:
    """Tell whether something of that name exists; a name that no file can have is not taken."""
    return os.path.lexists(path)


PURPOSES: Final = {
    "knowledge": "tables that the answers rest on; read",
    "scenarios": "shipped scenarios; read",
    "themes": "shipped themes; read",
    "config": "your settings; read",
    "keys": "your own keys; read",
    "user_themes": "your own themes; read",
    "prices": "your own prices; read",
    "state": "what Tunewise keeps for you, for you alone; read and written",
    "work": "work that is not saved yet, for tunewise recover; read and written",
    "locks": "which Tunewise has which file open; read and written",
    "history": "undo steps of saved files, for 90 days; read and written",
    "copies": "copies of files before they were replaced, the newest 50 of 90 days; written",
    "log": "unexpected errors, without your data; written",
}
"""What each place is for."""


def all_paths() -> dict[str, Path]:
    """Return every place that Tunewise reads or writes, by name, whether or not it exists yet."""
    state = state_place()
    return {
        "knowledge": knowledge_folder(),
        "scenarios": shipped_folder("scenarios"),
        "themes": shipped_folder("themes"),
        "config": config_folder(),
        "keys": config_folder() / "keys.toml",
        "user_themes": config_folder() / "themes",
        "prices": prices_file(),
        "state": state,
        **{name: state / name for name in ("work", "locks", "history", "copies")},
        "log": state / "log" / "errors.log",
    }
