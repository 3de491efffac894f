"""From the table of commands to Textual's bindings, and from a user's keys to what they are replaced by."""

from collections.abc import Mapping
from typing import Any, Final

from textual.app import App
from textual.binding import Binding, BindingType

from tunewise.ui.commands import COMMANDS, commands_for, keys_of

_NO_KEY: Final = "no_key"
"""What a command is bound to that has no key: a name that no terminal sends. Textual takes nothing for "as before"."""


def bindings_of(where: str, actions: Mapping[str, str] | None = None) -> list[BindingType]:
    """Return the bindings of one place, with their ids.

    ``actions`` says by the last part of the id what the commands of a list, a dialog or an editor do; those that it
    leaves out are not bound.
    """
    return [
        Binding(",".join(one.keys), action, one.label, show=False, id=one.id, priority=where == "editor")
        for one in commands_for(where)
        if (action := one.action if actions is None else actions.get(one.id.rpartition(".")[2], ""))
    ]


def put_keys(app: App[Any]) -> None:
    """Let the keys in force count in the app."""
    # Only what differs: Textual applies this with every key that is pressed.
    app.set_keymap(
        {one.id: ",".join(keys_of(one.id)) or _NO_KEY for one in COMMANDS if set(keys_of(one.id)) != set(one.keys)}
    )
