"""The one table of commands: bindings, palette, footer, help, keymaps and the README's key table are made from it.

Which keys are in force is one thing for the whole process: the app says so once, when it starts.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from tunewise.domain.key_names import key_words, typed
from tunewise.domain.keymaps import TYPED_IN_FIELDS

SCREENS: Final = (("scenario", "Scenario"), ("recommend", "Recommend"), ("cost", "Cost"), ("readiness", "Ready"))


class Command(NamedTuple):
    """Something a key does. ``id`` is its stable name in a file of keys, ``action`` the app's own.

    What a list, a dialog or an editor does is said by it, so ``action`` is empty there. ``keys`` are the default ones
    by Textual's names; ``footer`` is the place in the footer, 0 for none.
    """

    id: str
    action: str
    keys: tuple[str, ...]
    label: str
    help: str
    footer: int = 0

    @property
    def where(self) -> str:
        """Return the place: a screen, ``all``, ``field`` for the focused field, ``list``, ``dialog`` or ``editor``."""
        place, dot, _ = self.id.partition(".")
        return _PLACES.get(place, "all") if dot else "all"

    @property
    def essential(self) -> bool:
        """Tell whether nobody can work without it, so that it must keep a key that always arrives."""
        return self.id in _ESSENTIAL

    @property
    def key_words(self) -> str:
        """Return the keys in force as a person reads them."""
        return words_of(keys_of(self.id))

    @property
    def first_key(self) -> str:
        """Return the first key in force as a person reads it, or nothing where it has none."""
        return key_of(self.id)


_PLACES: Final = {
    "wizard": "scenario",
    **{name: name for name in ("recommend", "cost", "readiness", "field", "list", "dialog", "editor")},
}
_ESSENTIAL: Final = frozenset(
    {"screen.scenario", "screen.recommend", "screen.cost", "screen.readiness", "go.next", "go.previous", "leave"}
    | {"undo", "save", "commands", "help", "quit", "wizard.next", "field.more", "field.less", "field.edit"}
    | {"list.down", "list.up", "list.open", "dialog.close", "editor.accept", "editor.cancel"}
)

COMMANDS: Final[tuple[Command, ...]] = (
    Command("screen.scenario", "show('scenario')", ("1", "f1"), "Scenario",
            "The wizard: describe the situation step by step"),
    Command("screen.recommend", "show('recommend')", ("2", "f2"), "Recommend", "The ranked options, live"),
    Command("screen.cost", "show('cost')", ("3", "f3"), "Cost", "What it costs and when it pays back"),
    Command("screen.readiness", "show('readiness')", ("4", "f4"), "Readiness", "Whether training may start"),
    Command("go.next", "screen.focus_field(1)", ("down", "j", "tab"), "Field", "Go to the next field", 5),
    Command("go.previous", "screen.focus_field(-1)", ("up", "k", "shift+tab"), "Back", "Go to the field before"),
    Command("leave", "screen.leave", ("escape",), "Leave", "Leave the field; then digits change screens"),
    Command("undo", "undo", ("u",), "Undo", "Take the last change back", 8),
    Command("redo", "redo", ("ctrl+r", "U"), "Redo", "Repeat what was undone"),
    Command("save", "save", ("s", "ctrl+s"), "Save", "Save the scenario to its file", 7),
    Command("save-as", "save_as", ("S",), "Save as", "Save the scenario to another file"),
    Command("differences", "differences", ("D",), "Differences", "What differs between yours and what the file holds"),
    Command("open", "open", ("o",), "Open", "Open a scenario file"),
    Command("copy", "copy", ("y",), "Copy", "Copy the report as Markdown to the clipboard"),
    Command("export", "export", ("Y",), "Export", "Save the report as a Markdown file"),
    Command("theme", "pick_theme", ("t",), "Theme", "Choose a theme"),
    Command("commands", "command_palette", ("colon", "ctrl+p"), "Commands", "Find any command by name"),
    Command("help", "explain_field", ("question_mark", "f12"), "Help", "Help, rule and source for what is focused", 9),
    Command("message", "read_message", ("M",), "Message", "Read the last message whole, where its line is too short"),
    Command("jump", "screen.jump", ("z", "ctrl+o"), "Jump", "A letter at everything in reach; typing it goes there"),
    Command("suspend", "suspend_process", ("Z", "ctrl+z"), "Suspend", "Go to the shell for a while; fg comes back"),
    Command("quit", "quit", ("q", "ctrl+q"), "Quit", "Leave Tunewise; unsaved changes are asked about", 6),
    Command("recommend.why", "look('why')", ("w", "enter"), "Why",
            "Why the option stands there; again: head to head", 2),
    Command("recommend.what-if", "look('what_if')", ("f",), "What if",
            "What would change it; again: map, weights, needs", 2),
    Command("recommend.how-sure", "look('how_sure')", ("r",), "Sure",
            "Chances from random draws; again: places, weights", 2),
    Command("recommend.what-next", "look('what_next')", ("n",), "Next",
            "The path; again: questions, combinations, map", 3),
    Command("recommend.cases", "look('cases')", ("p",), "Cases", "Published cases like this one", 4),
    Command("recommend.matrix", "look('matrix')", ("m",), "Matrix", "All options by all factors", 4),
    Command("recommend.more-signals", "further", ("x",), "More signals",
            "Show the further signals in place of the first five"),
    Command("recommend.scope", "scope", ("v",), "Scope", "Quick, full, or by itself: which factors share the points"),
    Command("recommend.pin", "pin", ("b",), "Pin", "Pin a baseline that changes are told against, or take it out"),
    Command("recommend.choose", "choose", ("c",), "Choose",
            "Choose this option instead, with a reason; again withdraws it"),
    Command("cost.page-next", "turn_page(1)", ("e",), "More",
            "The next page of figures: prompt, prices, people, hosting …", 1),
    Command("cost.page-back", "turn_page(-1)", ("E",), "Back", "The page of figures before"),
    Command("cost.count", "count", ("c",), "Count", "Count typical figures of this page, or leave them out again", 2),
    Command("cost.bill", "look('bill')", ("w",), "Bill", "The bill in lines; again: kinds of cost, warnings", 2),
    Command("cost.moves", "look('moves')", ("f",), "Moves", "What moves the answer; again: map, where it turns", 3),
    Command("cost.chances", "look('chances')", ("r",), "Sure", "Chances from random draws; again: all ways", 3),
    Command("cost.plot", "look('spend')", ("v",), "Plot", "Cumulative spend in large", 4),
    Command("cost.price", "enter_price", ("p",), "Price", "Choose a model by part of its name; copies its prices", 4),
    Command("cost.baseline", "baseline", ("b",), "Baseline",
            "Tell break-even against this way, or against today again"),
    Command("cost.all-ways", "all_ways", ("x",), "All ways",
            "Show the ways that are not costed yet, with what they need"),
    Command("cost.import", "import", ("i",), "Import", "Import a usage export (.csv), or count a prompt's tokens"),
    Command("cost.paste", "paste", ("I",), "Paste", "Paste a prompt and count its tokens"),
    Command("readiness.data", "import_data", ("i",), "Data",
            "Measure training data, and validation data against it", 1),
    Command("readiness.results", "import_results", ("e",), "Evals", "Read evaluation results", 1),
    Command("readiness.found", "look('data')", ("d",), "Found",
            "What was found in the data; again: rows to look at", 2),
    Command("readiness.tree", "look('walk')", ("w",), "Tree",
            "The decision tree; again: variants, groups of failures", 2),
    Command("readiness.rungs", "look('ladder')", ("r",), "Rungs",
            "The prompting ladder with an example for each rung", 3),
    Command("readiness.plan", "look('plan')", ("p",), "Plan", "The plan over time; again: phases and owners", 3),
    Command("readiness.answer", "answer", ("c",), "Answer", "Uphold an item, label a group, name an owner: the line"),
    Command("readiness.looked-at", "review", ("v",), "Looked at", "Record that a person looked at rows of the data"),
    Command("readiness.aim", "aim", ("a",), "Aim", "Say which share of the tests must pass"),
    Command("readiness.baseline", "baseline", ("b",), "Baseline", "Choose the variant that stands for today's prompt"),
    Command("readiness.measure-again", "measure_again", ("m",), "Again",
            "Measure the files again that were measured before"),
    Command("readiness.plan-start", "start_plan", ("n",), "Start", "Say on which day the plan starts"),
    Command("readiness.stop", "cancel_reading", ("x",), "Stop", "Stop reading a file"),
    Command("wizard.next", "step(1)", ("n", "pagedown"), "Next step", "Go to the next step of the wizard", 2),
    Command("wizard.back", "step(-1)", ("b", "pageup"), "Back", "Go back to the step before", 3),
    Command("field.more", "adjust(1)", ("right", "l"), "More", "One more, or the next choice"),
    Command("field.less", "adjust(-1)", ("left", "h"), "Less", "One less, or the choice before"),
    Command("field.ten-more", "adjust(10)", ("shift+right", "L"), "Ten more", "Ten more"),
    Command("field.ten-less", "adjust(-10)", ("shift+left", "H"), "Ten less", "Ten less"),
    Command("field.unknown", "clear", ("delete", "backspace"), "Unknown", "Make it unknown again"),
    Command("field.switch", "switch", ("space",), "Switch", "Yes, no, unknown; or on and off"),
    Command("field.edit", "enter", ("enter",), "Edit", "Edit a text, or finish a number"),
    Command("list.down", "", ("down", "j"), "Down", "The next row of a list, or of what is read"),
    Command("list.up", "", ("up", "k"), "Up", "The row before"),
    Command("list.right", "", ("right", "l"), "Turn", "In a closer look: the next option, signal or factor"),
    Command("list.left", "", ("left", "h"), "Turn back", "In a closer look: the one before"),
    Command("list.page-down", "", ("pagedown", "space"), "Page down", "Scroll a page down"),
    Command("list.page-up", "", ("pageup",), "Page up", "Scroll a page up"),
    Command("list.first", "", ("home", "g"), "First", "The first row"),
    Command("list.last", "", ("end", "G"), "Last", "The last row"),
    Command("list.open", "", ("enter",), "Open", "Open, start from, or explain what the cursor is on"),
    Command("dialog.close", "", ("escape", "q"), "Close", "Close help or a list to pick from"),
    Command("editor.accept", "", ("f2",), "Accept", "Accept a text of several lines"),
    Command("editor.cancel", "", ("escape",), "Cancel", "Leave a text as it was"),
)  # fmt: skip

FIELD_DIGITS: Final = ("0 to 9", "Type a value into the focused field")

_BY_ID: Final = {command.id: command for command in COMMANDS}
_TYPED: Final = frozenset(TYPED_IN_FIELDS)
_NAMED: Final = re.compile(r"\{([a-z.-]+)\}")
_in_force: dict[str, tuple[str, ...]] = {}


def put_in_force(keys: Mapping[str, tuple[str, ...]]) -> None:
    """Let ``keys`` count from now on: the keys of commands by id; those that are left out have the default ones."""
    _in_force.clear()
    _in_force.update(keys)


def keys_of(command: str) -> tuple[str, ...]:
    """Return the keys in force of the command with this id, by Textual's names."""
    return _in_force.get(command, _BY_ID[command].keys)


def words_of(keys: tuple[str, ...]) -> str:
    """Return keys as a person reads them."""
    return " ".join(map(key_words, keys))


def key_of(command: str, *, in_field: bool = False) -> str:
    """Return the first key of a command as a person reads it, or nothing where it has none.

    With ``in_field`` it is the first one that a focused field does not take for typing.
    """
    keys = [key for key in keys_of(command) if not (in_field and typed(key) in _TYPED)]
    return key_words(keys[0]) if keys else ""


def keyed(text: str) -> str:
    """Return ``text`` with the first keys in force in the place of commands: ``{undo} takes it back``."""
    return _NAMED.sub(lambda found: key_of(found[1]), text)


def tab_key(screen: str) -> str:
    """Return the key of a screen that fits beside its name, which has room for one character; else a space."""
    return next((words for words in map(key_words, keys_of(f"screen.{screen}")) if len(words) == 1), " ")


def pair_of(one: str, other: str) -> str:
    """Return the first keys of two commands that belong together as one word: ``←→``, else ``h l``."""
    keys = [key_of(one), key_of(other)]
    return ("" if all(key in "←→↑↓" for key in keys) else " ").join(keys)


def commands_for(where: str) -> tuple[Command, ...]:
    """Return the commands of one place."""
    return tuple(command for command in COMMANDS if command.where == where)


def footer_for(screen: str) -> tuple[Command, ...]:
    """Return what the footer of ``screen`` shows, in its order; what has no key is left out."""
    shown = [one for one in COMMANDS if one.footer and one.where in {"all", screen} and keys_of(one.id)]
    return tuple(sorted(shown, key=lambda command: command.footer))
