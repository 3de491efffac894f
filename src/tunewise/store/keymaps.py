"""The user's keys: sets that ship, ``keys.toml`` in the folder for settings, and everything that is wrong with one."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from tunewise.domain.errors import StoreError
from tunewise.domain.key_names import Key, KeyNameError, parse_key, written
from tunewise.domain.keymaps import KeyCommand, Slip, slips_of
from tunewise.domain.text import nearest
from tunewise.store.paths import PACKAGE, keys_file, taken, typed_path
from tunewise.store.reading import read_toml

DEFAULT_SET: Final = "default"
SETS: Final = (DEFAULT_SET, "plain", "vim")
"""The sets that ship; the default one is the table of commands itself."""

_MOST_KEYS = 8
_TOP = ("base", "about", "keys")


class Keymap(NamedTuple):
    """The keys of every command by the app's names, and what they come from.

    ``problems`` and ``remarks`` are whole lines. Where there are problems the keys are those of the base set: a file
    is used as a whole or not at all.
    """

    name: str
    keys: Mapping[str, tuple[str, ...]]
    file: str = ""
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def notice(self) -> str:
        """Return the one line that the app says at its start, or nothing where all is well."""
        if not self.problems:
            return ""
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        problem = self.problems[0].removeprefix(f"{self.file}: ")
        return f"{Path(self.file).name} is not used, see tunewise keys --check: {problem}{more}"


class _Written(NamedTuple):
    """What a file holds: its base, the keys of the commands it names, and what is wrong with it."""

    base: str
    keys: dict[str, tuple[Key, ...]]
    slips: list[Slip]


def chosen_keys(choice: str | None, commands: Sequence[KeyCommand]) -> Keymap:
    """Return the keys that count: ``choice``, else ``$TUNEWISE_KEYS``, else ``keys.toml``, else the default ones.

    A choice is the name of a set or a file. Raises ``StoreError`` for one that is neither, or a file that is not there.
    """
    named = choice or os.environ.get("TUNEWISE_KEYS", "").strip()
    if named in SETS:
        return set_of_keys(named, commands)
    if named:
        path = typed_path(named)
        if not taken(path):
            like = nearest(named, list(SETS))
            known = f"did you mean {like}?" if like else f"sets are {', '.join(SETS)}; or name a file"
            raise StoreError("is no set of keys and no file", remedy=known, file=named)
        return read_keys(path, commands)
    path = keys_file()
    return read_keys(path, commands) if taken(path) else set_of_keys(DEFAULT_SET, commands)


def set_of_keys(name: str, commands: Sequence[KeyCommand]) -> Keymap:
    """Return a set that ships."""
    return Keymap(name, {one: tuple(key.name for key in keys) for one, keys in _set(name, commands).items()})


def read_keys(path: Path, commands: Sequence[KeyCommand]) -> Keymap:
    """Return the keys of a file, with everything that is wrong with it, one line each; it never raises."""
    file = str(path)
    try:
        found = _read(read_toml(path, "a set of keys"), commands)
    except StoreError as error:
        base = set_of_keys(DEFAULT_SET, commands)
        return base._replace(file=file, problems=(error.line(),))
    keys = {**_set(found.base, commands), **found.keys}
    slips = [*found.slips]
    slips += [slip._replace(command=f"keys.{slip.command}") for slip in slips_of(keys, commands, frozenset(found.keys))]
    problems = tuple(_line(slip, file) for slip in slips if slip.refused)
    remarks = tuple(_line(slip, file) for slip in slips if not slip.refused)
    base = set_of_keys(found.base, commands)
    if problems:
        return base._replace(file=file, problems=problems, remarks=remarks)
    names = {one: tuple(key.name for key in those) for one, those in keys.items()}
    return Keymap(found.base, names, file, (), remarks)


def _line(slip: Slip, file: str) -> str:
    return StoreError(slip.problem, remedy=slip.remedy, file=file, key=slip.command).line()


def _set(name: str, commands: Sequence[KeyCommand]) -> dict[str, tuple[Key, ...]]:
    """Return the keys of a set that ships. Raises ``StoreError`` where its file is damaged."""
    keys = {one.id: tuple(parse_key(written(key)) for key in one.keys) for one in commands}
    if name == DEFAULT_SET:
        return keys
    path = PACKAGE / "keys" / f"{name}.toml"
    found = _read(read_toml(path, "a set of keys"), commands)
    if found.slips:
        raise StoreError("is damaged", remedy="install Tunewise again", file=str(path), key=found.slips[0].command)
    return {**keys, **found.keys}


def _read(data: Mapping[str, Any], commands: Sequence[KeyCommand]) -> _Written:
    """Return what a file holds, as far as it can be read."""
    slips: list[Slip] = []
    for key in data:
        if key not in _TOP:
            like = nearest(key, list(_TOP))
            slips.append(Slip(key, "is not a key of this file", f"did you mean {like}?" if like else "write [keys]"))
    base = data.get("base", DEFAULT_SET)
    if base not in SETS:
        like = nearest(base, list(SETS)) if isinstance(base, str) else ""
        remedy = f"did you mean {like}?" if like else f"give {' or '.join(SETS)}"
        slips.append(Slip("base", "is no set of keys", remedy))
        base = DEFAULT_SET
    table = data.get("keys", {})
    if not isinstance(table, dict):
        slips.append(Slip("keys", "has a value of the wrong kind", "write [keys] and below it: save = 's'"))
        table = {}
    known = [one.id for one in commands]
    keys: dict[str, tuple[Key, ...]] = {}
    for command, value in _flat(table):
        if command not in known:
            like = nearest(command, known) or next((one for one in known if one.endswith(f".{command}")), "")
            remedy = f"did you mean {like}?" if like else "tunewise keys lists all commands"
            slips.append(Slip(f"keys.{command}", "is no command", remedy))
        elif command in keys:
            slips.append(Slip(f"keys.{command}", "is given twice", "keep one"))
        else:
            found = tuple(_keys(command, value, slips))
            if found or value == []:  # what is no key at all is told once, not also as a command without one
                keys[command] = found
    return _Written(base, keys, slips)


def _flat(table: Mapping[str, Any], above: str = "") -> list[tuple[str, object]]:
    """Return commands with what was written for them: ``field.more`` is a table ``field`` to the parser of TOML."""
    found: list[tuple[str, object]] = []
    for name, value in table.items():
        deeper = isinstance(value, dict) and above.count(".") < 2
        found += _flat(value, f"{above}{name}.") if deeper else [(f"{above}{name}", value)]
    return found


def _keys(command: str, value: object, slips: list[Slip]) -> list[Key]:
    """Return the keys that were written for a command; what is no key is added to ``slips``."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        slips.append(
            Slip(f"keys.{command}", "has a value of the wrong kind", 'give a key as "s", or keys as ["s", "f5"]')
        )
        return []
    if len(texts) > _MOST_KEYS:
        slips.append(Slip(f"keys.{command}", f"has {len(texts)} keys", f"give at most {_MOST_KEYS}"))
        return []
    found: list[Key] = []
    for text in texts:
        try:
            key = parse_key(text)
        except KeyNameError as error:
            slips.append(Slip(f"keys.{command}", f"{text!r} {error.problem}", error.remedy))
            continue
        if key not in found:
            found.append(key)
    return found
