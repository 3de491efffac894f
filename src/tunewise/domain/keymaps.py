"""Which keys do what: the rules that a set of keys must keep, so that each command can be reached everywhere."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from tunewise.domain.key_names import Key, key_words, typed, written

TYPED_IN_FIELDS: Final = "0123456789.,-+"
"""What a focused number takes as a part of itself."""

_INNER: Final = ("field", "list")
"""Where something has the focus, so that its keys go before those of the screen."""

_NEEDED_TO_EDIT: Final = frozenset(
    {"left", "right", "up", "down", "home", "end", "backspace", "delete", "enter", "tab", "shift+tab"}
    | {"pageup", "pagedown", "shift+left", "shift+right", "shift+up", "shift+down", "shift+home", "shift+end"}
)

Keys = Mapping[str, tuple[Key, ...]]
"""The keys of every command, by the id of the command."""


class KeyCommand(Protocol):
    """A command as far as its keys go: its id, the place where its keys work, and whether nobody can do without it."""

    @property
    def id(self) -> str:
        """Return the stable name."""
        ...

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the default keys, by the app's names."""
        ...

    @property
    def where(self) -> str:
        """Return the place: a screen, ``all``, ``field``, ``list``, ``dialog`` or ``editor``."""
        ...

    @property
    def essential(self) -> bool:
        """Tell whether it must keep a key that always arrives."""
        ...


class Slip(NamedTuple):
    """Something about a set of keys: the command, what is wrong and what would be right.

    What is not ``refused`` is a remark: the keys can be used, but one of them may not arrive.
    """

    command: str
    problem: str
    remedy: str
    refused: bool = True


def slips_of(keys: Keys, commands: Sequence[KeyCommand], chosen: frozenset[str] = frozenset()) -> list[Slip]:
    """Return everything that is wrong with ``keys``, and remarks; no refusal means that they can be used.

    ``chosen`` are the commands that the user wrote: a clash is told of those. Every pair is told once.
    """
    found = [*_clashes(keys, commands, chosen)]
    for command in commands:
        found += _unreachable(command, keys, commands)
        found += _not_for_editors(command, keys)
        # A refusal of all its keys names each with its reason.
        if command.id in chosen and not _only_risky(command, keys):
            found += [
                Slip(command.id, f"{_word(key)} may not arrive: {key.eaten}", "", refused=False)
                for key in keys[command.id]
                if key.eaten
            ]
    return list(dict.fromkeys(found))


def _word(key: Key) -> str:
    return written(key.name)


def _groups(commands: Sequence[KeyCommand]) -> list[list[KeyCommand]]:
    """Return the commands that are asked at the same time, of which no two may have one key."""
    own = {"all", "field", "list", "dialog", "editor"}
    screens = dict.fromkeys(one.where for one in commands if one.where not in own)
    places = [*({"all", screen} for screen in screens), {"all"}, {"field"}, {"list", "dialog"}, {"editor"}]
    return [[one for one in commands if one.where in group] for group in places]


def _clashes(keys: Keys, commands: Sequence[KeyCommand], chosen: frozenset[str]) -> Iterable[Slip]:
    """Yield a slip for every key that two commands have in one place."""
    for group in _groups(commands):
        taken: dict[str, str] = {}
        for command in group:
            for key in keys[command.id]:
                other = taken.setdefault(key.name, command.id)
                if other == command.id:
                    continue
                first, second = (command.id, other) if command.id in chosen else (other, command.id)
                remedy = f"give {second} another key, or [] for none"
                yield Slip(first, f"{_word(key)} is the key of {second} too", remedy)
    for command in commands:
        if command.where == "field":
            for key in keys[command.id]:
                if typed(key.name) and typed(key.name) in TYPED_IN_FIELDS:
                    yield Slip(command.id, f"{_word(key)} is typed into numbers", "choose another key")


def _only_risky(command: KeyCommand, keys: Keys) -> bool:
    """Tell whether a command that nobody can do without has keys, and none that always arrives."""
    return command.essential and bool(keys[command.id]) and all(key.eaten for key in keys[command.id])


def _unreachable(command: KeyCommand, keys: Keys, commands: Sequence[KeyCommand]) -> Iterable[Slip]:
    """Yield why a command could not be reached from somewhere."""
    own = keys[command.id]
    if not own:
        if command.essential:
            yield Slip(command.id, "has no key", "nobody can work without it: give it one")
        return
    if _only_risky(command, keys):
        why = "; ".join(f"{_word(key)}: {key.eaten}" for key in own)
        yield Slip(command.id, f"has only keys that may not arrive ({why})", "add one that always does")
    for inner in _INNER if command.where not in {"field", "list", "dialog", "editor"} else ():
        holder = {key.name: one.id for one in commands if one.where == inner for key in keys[one.id]}
        if inner == "field":
            holder |= {key.name: "typing" for key in own if typed(key.name) and typed(key.name) in TYPED_IN_FIELDS}
        free = [key for key in own if key.name not in holder]
        place = "a field" if inner == "field" else "a list"
        if not free:
            takes = ", ".join(dict.fromkeys(f"{_word(key)} is {holder[key.name]}" for key in own))
            yield Slip(command.id, f"cannot be reached from {place}: there {takes}", "give it one more key")
        elif command.essential and all(key.eaten for key in free) and not all(key.eaten for key in own):
            words = " ".join(map(_word, free))
            yield Slip(command.id, f"has only {words} in {place}, which may not arrive", "give it one more key")


def _not_for_editors(command: KeyCommand, keys: Keys) -> Iterable[Slip]:
    """Yield the keys that an editor needs for the text itself."""
    if command.where != "editor":
        return
    for key in keys[command.id]:
        if typed(key.name) or key.name in _NEEDED_TO_EDIT:
            yield Slip(command.id, f"{key_words(key.name)} is needed for the text itself", "use a function key or ctrl")
