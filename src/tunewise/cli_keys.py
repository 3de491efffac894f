"""The command keys: list all keys, or check a file of the user's own keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tunewise.cli_assess import Answer
from tunewise.domain.errors import StoreError
from tunewise.domain.key_names import written
from tunewise.domain.text import nearest, shown
from tunewise.store.keymaps import SETS, Keymap, chosen_keys, read_keys, set_of_keys
from tunewise.store.paths import keys_file, taken, typed_path

if TYPE_CHECKING:
    from argparse import Namespace

    from tunewise.ui.commands import Command

UNUSABLE = 2


def keys(options: Namespace) -> Answer:
    """List all keys, or check a file of the user's own keys.

    Raises ``StoreError`` for a set or a file that there is not.
    """
    from tunewise.ui.commands import COMMANDS  # noqa: PLC0415  # without Textual

    if options.check is not None:
        return _checked(_file_of(options.check))
    if options.set is None:
        return _listed(chosen_keys(None, COMMANDS), COMMANDS)
    if options.set not in SETS:
        like = nearest(options.set, list(SETS))
        known = f"did you mean {like}?" if like else f"sets are {', '.join(SETS)}"
        raise StoreError("is no set of keys", remedy=known, file=options.set)
    return _listed(set_of_keys(options.set, COMMANDS), COMMANDS)


def _file_of(named: str) -> str:
    path = typed_path(named) if named else keys_file()
    if named and not taken(path):
        raise StoreError("does not exist", remedy="name a file of keys", file=named)
    return str(path)


def _checked(file: str) -> Answer:
    """Say everything about a file, one line each; a remark alone is no failure."""
    from tunewise.ui.commands import COMMANDS  # noqa: PLC0415  # without Textual

    path = typed_path(file)
    if not taken(path):
        data = {"file": file, "problems": [], "remarks": []}
        return Answer(data, [f"There is no {shown(file)}: the default keys count."])
    found = read_keys(path, COMMANDS)
    rows = [*found.problems, *(f"remark: {remark}" for remark in found.remarks)]
    count = len(found.problems)
    if count:
        rows.append(f"{count} to mend: until then the keys of the set {found.name} count.")
    else:
        rows.append(f"{shown(file)} can be used.")
    data = {"file": file, "base": found.name, "problems": list(found.problems), "remarks": list(found.remarks)}
    return Answer(data, rows, UNUSABLE if count else 0)


def _listed(found: Keymap, commands: tuple[Command, ...]) -> Answer:
    """List every command with its keys as they are written into a file."""
    entries: list[dict[str, Any]] = [
        {
            "command": one.id,
            "keys": [written(key) for key in found.keys[one.id]],
            "where": one.where,
            "does": one.help,
            "essential": one.essential,
        }
        for one in commands
    ]
    data = {"set": found.name, "file": found.file, "commands": entries, "problems": list(found.problems)}
    rows = [f"{one['command']:<24} {' '.join(one['keys']) or '-':<28} {one['does']}" for one in entries]
    if found.problems:
        rows += ["", shown(found.notice(), 300)]
    return Answer(data, rows)
