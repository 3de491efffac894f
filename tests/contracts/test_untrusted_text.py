"""No text of a file or a user reaches a widget, a message or the command line but through ``shown``; nothing runs it.

Each rule looks at the source as a tree. That it sees what it is there for is tested on lines that break it.
"""

import ast
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from tests.contracts.modules import PACKAGE, Module, modules

# --- What counts as safe -------------------------------------------------------------------------------------------

SAFE_CALLS = {"safe", "shown", "editable", "literal", "len"}
"""Functions whose result may be shown; the rest of an expression has to be made of constants and of such calls."""

SAFE_ATTRIBUTES = {"prog", "strerror"}
"""The name of the program, and what the operating system calls an error."""

SHOWING = SAFE_CALLS | {"say", "ask", "fault"}
"""Functions that pass what they are given through ``shown`` themselves, as every error does."""

PASSING_ON = {"join", "wrap", "cut", "pad", "right", "ljust", "rjust", "strip", "rstrip", "fill", "wrapped"}
"""Functions whose result is as safe as what they are given."""

FILE_TEXTS = {"title", "summary", "notes", "reason", "price_source", "metric", "near_repeat_of", "file", "by", "name"}
HOLDERS = {
    "scenario", "decision", "model", "review", "training", "validation", "evaluation", "summary", "variant", "group",
    "data", "answers", "offer",
}  # fmt: skip
"""Attributes that hold text of a scenario, and what they are read from; the tables that ship have titles too."""

TAKING_MARKUP = {
    "Button", "Checkbox", "Collapsible", "DataTable", "Label", "Link", "ListItem", "ListView", "Log", "Markdown",
    "MarkdownViewer", "Option", "OptionList", "Placeholder", "Pretty", "RadioButton", "RadioSet", "RichLog", "Select",
    "Selection", "SelectionList", "Static", "Tab", "TabPane", "TabbedContent", "Tabs", "Tooltip", "Tree",
}  # fmt: skip
NEVER_USED = {"DataTable", "Tree", "DirectoryTree", "RichLog", "Markdown", "MarkdownViewer", "Link", "Pretty", "Select"}
"""Widgets that take no ``Content``, read markup in headings, or open what they are clicked on."""

SHOWN_ATTRIBUTES = {"border_title", "border_subtitle", "tooltip", "sub_title", "title"}
RUNNING = {
    "pickle", "marshal", "shelve", "webbrowser", "urllib", "http", "ftplib", "smtplib", "socketserver", "requests",
    "httpx", "aiohttp", "yaml", "code", "pty", "runpy",
}  # fmt: skip
RUNNING_CALLS = {"eval", "exec", "compile", "__import__", "system", "popen", "open_url", "startfile", "execv", "execvp"}
MAY_RUN = {("terminal.tmux", "subprocess"), ("terminal.clipboard", "subprocess")}
"""Modules that ask another program of the machine, by name and with constant words, never with text of a file."""

READING_PARTS = {"store", "evidence", "knowledge"}
OPENING = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}

Found = Iterator[tuple[int, str]]


def name_of(node: ast.AST) -> str:
    """Return the last name of what is called or read: ``notify`` of ``self.app.notify``."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


@cache
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Return all nodes of a tree, which is walked once for all rules."""
    return tuple(ast.walk(tree))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield every call."""
    return (node for node in nodes(tree) if isinstance(node, ast.Call))


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """Return what is given for a keyword."""
    return next((one.value for one in call.keywords if one.arg == name), None)


def _meanings(tree: ast.AST) -> dict[str, list[ast.expr]]:
    """Return every value that each plain name of a function or module is given; loops and parameters are unknown."""
    found: dict[str, list[ast.expr]] = {}
    for node in own(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign | ast.AugAssign) and node.value is not None:
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
                found.setdefault(target.id, []).append(node.value or ast.Constant(None))
    return found


class Judge:
    """Tells whether an expression can hold raw text, as far as its own function or module shows."""

    def __init__(self, tree: ast.AST) -> None:
        self._meanings = _meanings(tree)
        self._looking: set[str] = set()

    def safe(self, node: ast.AST | None) -> bool:
        """Tell whether ``node`` is made of constants, numbers and what passed ``shown``."""
        match node:
            case None | ast.Constant():
                found = True
            case ast.FormattedValue(value=value, format_spec=spec):
                found = _a_number(spec) or self.safe(value)
            case ast.IfExp(body=body, orelse=other):
                found = self.safe(body) and self.safe(other)
            case ast.Call():
                found = self._call(node)
            case ast.Attribute(attr=name):
                found = name in SAFE_ATTRIBUTES
            case ast.Name(id=name):
                found = self._named(name)
            case _:
                parts = _parts(node)
                found = bool(parts) and all(map(self.safe, parts))
        return found

    def _call(self, call: ast.Call) -> bool:
        name = name_of(call.func)
        if name in SAFE_CALLS or name == "line":  # of an error, which passes ``shown`` itself
            return True
        if name == "map":
            return name_of(call.args[0]) in SAFE_CALLS
        if name == "dumps":
            ascii_only = keyword(call, "ensure_ascii")
            return isinstance(ascii_only, ast.Constant) and ascii_only.value is True
        inside = call.func.value if isinstance(call.func, ast.Attribute) and name in PASSING_ON else None
        return name in PASSING_ON and (_a_module(inside) or self.safe(inside)) and all(map(self.safe, call.args))

    def _named(self, name: str) -> bool:
        if name in self._looking:
            return True
        values = self._meanings.get(name, [])
        if name.isupper() or name.startswith("__"):
            return True
        self._looking.add(name)
        try:
            return bool(values) and all(map(self.safe, values))
        finally:
            self._looking.discard(name)


def _parts(node: ast.AST) -> list[ast.expr]:
    """Return what a text is put together from; nothing where that is unknown."""
    match node:
        case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            return parts
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part) | ast.Starred(value=part):
            return [part]
    return []


def _a_module(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Name) and node.id in {"textwrap", "json", "shlex"}


def _a_number(spec: ast.AST | None) -> bool:
    """Tell whether a format, as ``,`` or ``.1f``, is one that only numbers take."""
    words = ast.unparse(spec) if spec is not None else ""
    return any(words.strip("f'\"").endswith(end) for end in (",", "d", "f", "%", "g", "x")) and "s" not in words


def functions(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the innermost scopes: each function, and what stands outside of all."""
    yield tree
    yield from (node for node in nodes(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@cache
def own(scope: ast.AST) -> tuple[ast.AST, ...]:
    """Return the nodes of ``scope`` that belong to no function inside it."""
    left = list(ast.iter_child_nodes(scope))
    found = []
    while left:
        node = left.pop()
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append(node)
            left.extend(ast.iter_child_nodes(node))
    return tuple(found)


# --- Rules for the screen ------------------------------------------------------------------------------------------


def widgets_with_text(tree: ast.Module) -> Found:
    """Find widgets that read markup and are given anything but a constant or ``Content``, and those never to use."""
    for call in calls(tree):
        name = name_of(call.func)
        if name in NEVER_USED:
            yield call.lineno, f"{name} has no safe way to show text"
        elif name in TAKING_MARKUP:
            given = [*call.args, *(one.value for one in call.keywords if one.arg in {"label", "content", "title"})]
            if not all(_harmless(one) for one in given):
                yield call.lineno, f"{name} reads markup: give it Content"
    for node in nodes(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual.widgets"):
            for alias in node.names:
                if alias.name in NEVER_USED:
                    yield node.lineno, f"{alias.name} has no safe way to show text"


def _harmless(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Call) and name_of(node.func) == "Content")


def contents_of_raw_text(tree: ast.Module) -> Found:
    """Find ``Content`` and ``Text`` of what did not pass ``safe``: no markup, but control bytes go through."""
    for scope in functions(tree):
        judge = Judge(scope)
        for call in own(scope):
            named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id
            if named in {"Content", "Text"} and isinstance(call, ast.Call) and not all(map(judge.safe, call.args)):
                yield call.lineno, f"{named} of text that did not pass safe()"


def updates_with_text(tree: ast.Module) -> Found:
    """Find ``update`` of a widget with anything but ``Content``."""
    for call in calls(tree):
        if name_of(call.func) != "update" or not call.args or not isinstance(call.func, ast.Attribute):
            continue
        given, widget = call.args[0], "query" in ast.unparse(call.func.value)
        texts = ast.JoinedStr | ast.BinOp
        written = isinstance(given, ast.Constant) and isinstance(given.value, str) and widget
        if isinstance(given, texts) or (widget and not _harmless(given) and not written):
            yield call.lineno, "update() reads markup: give it Content"


def messages_with_markup(tree: ast.Module) -> Found:
    """Find ``notify`` without ``markup=False``, and anything that asks for markup."""
    for call in calls(tree):
        name = name_of(call.func)
        asked = keyword(call, "markup")
        if name == "notify" and not (isinstance(asked, ast.Constant) and asked.value is False):
            yield call.lineno, "notify() reads markup: add markup=False"
        elif asked is not None and not (isinstance(asked, ast.Constant) and asked.value is False):
            yield call.lineno, "markup is for constants alone"
        if name in {"from_markup", "from_ansi", "render_markup", "AnsiDecoder"}:
            yield call.lineno, f"{name}() reads what stands in a text"
    for node in nodes(tree):
        if isinstance(node, ast.ImportFrom) and node.module in {"rich.markup", "textual.markup"}:
            yield node.lineno, "markup is not read, and escaping does not protect"


def titles_with_text(tree: ast.Module) -> Found:
    """Find titles, borders and tooltips that are set to anything but a constant or ``Content``."""
    for node in nodes(tree):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        for target in targets:
            if not isinstance(target, ast.Attribute) or target.attr not in SHOWN_ATTRIBUTES:
                continue
            if value is not None and not _harmless(value):
                yield target.lineno, f"{target.attr} reads markup, or goes to the terminal raw"
    for call in calls(tree):
        for one in call.keywords:
            if one.arg in {"border_title", "border_subtitle", "tooltip"} and not _harmless(one.value):
                yield call.lineno, f"{one.arg} reads markup"


def texts_on_the_way_out(tree: ast.Module) -> Found:
    """Find what is printed, or said on leaving, without having passed ``shown``."""
    for scope in functions(tree):
        judge = Judge(scope)
        for node in own(scope):
            if not isinstance(node, ast.Call):
                continue
            name, message = name_of(node.func), keyword(node, "message")
            if name == "print" and not all(map(judge.safe, node.args)):
                yield node.lineno, "print() of text that did not pass shown()"
            elif name == "exit" and not judge.safe(message):
                yield node.lineno, "exit(message=…) is printed raw"
            stream = name == "write" and ast.unparse(node.func).startswith(("sys.std", "sys.__std"))
            if stream and not all(map(judge.safe, node.args)):
                yield node.lineno, "text that did not pass shown() is written out"


# --- Rules for all -------------------------------------------------------------------------------------------------


def imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    """Return the packages that an import statement takes from; none for one within this package."""
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    return [] if node.level else [(node.module or "").split(".")[0]]


def ways_to_run_text(module: str, tree: ast.Module) -> Found:
    """Find what could run, fetch or open something because a text says so."""
    for node in nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for name in imported(node):
                if name in RUNNING or (name == "subprocess" and (module, name) not in MAY_RUN):
                    yield node.lineno, f"{name} is not used here"
        if isinstance(node, ast.Call):
            name, plain = name_of(node.func), isinstance(node.func, ast.Name)
            of = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
            if name in RUNNING_CALLS and (plain or of == "os" or name == "open_url"):
                yield node.lineno, f"{name}() runs or opens what a text says"
            shell = keyword(node, "shell")
            if shell is not None and not (isinstance(shell, ast.Constant) and shell.value is False):
                yield node.lineno, "no shell"
            if of == "socket" and name in {"socket", "create_connection", "getaddrinfo"}:
                yield node.lineno, "nothing is sent anywhere"


def files_opened(part: str, tree: ast.Module) -> Found:
    """Find files that are opened outside of ``store`` and ``evidence``, which refuse what is no regular file."""
    if part in READING_PARTS:
        return
    for call in calls(tree):
        name, plain = name_of(call.func), isinstance(call.func, ast.Name)
        of = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if name in OPENING and plain == (name == "open"):
            yield call.lineno, f"{name}() takes anything for a file: read it through store or evidence"
        if name == "open" and of in {"os", "io", "codecs", "gzip", "zipfile"} and not _no_file(call):
            yield call.lineno, f"{of}.open() takes anything for a file: read it through store or evidence"


def _no_file(call: ast.Call) -> bool:
    words = ast.unparse(call.args[0]) if call.args else ""
    return words.endswith("devnull") or "ttyname" in words or words.strip("'\"").startswith("/dev/")


def texts_in_sentences(tree: ast.Module) -> Found:
    """Find f-strings that hold the text of a scenario, an error or a path raw; what an error is made of is no fault.

    Errors show their parts safely themselves, so only what is not handed to one is looked at.
    """
    handed = {
        inner
        for call in calls(tree)
        if name_of(call.func) in SHOWING or name_of(call.func).endswith("Error")
        for inner in ast.walk(call)
    }
    caught = {node.name for node in nodes(tree) if isinstance(node, ast.ExceptHandler)} | {"path"}
    for node in nodes(tree):
        if node in handed:
            continue
        if isinstance(node, ast.FormattedValue) and _raw(node, caught):
            yield node.lineno, f"{ast.unparse(node.value)} did not pass shown()"
        if (
            isinstance(node, ast.Call)
            and name_of(node.func) == "str"
            and set(map(name_of, node.args)) & caught - {"path"}
        ):
            yield node.lineno, f"{ast.unparse(node)} did not pass shown()"


def _raw(part: ast.FormattedValue, caught: set[str | None]) -> bool:
    value = part.value
    if isinstance(value, ast.Name):
        return value.id in caught
    if not isinstance(value, ast.Attribute):
        return False
    of = name_of(value.value)
    return (value.attr in FILE_TEXTS and of in HOLDERS) or (of == "options" and not _a_number(part.format_spec))


# --- The source ----------------------------------------------------------------------------------------------------

Rule = Callable[[ast.Module], Found]
SCREEN_RULES: tuple[Rule, ...] = (
    widgets_with_text,
    contents_of_raw_text,
    updates_with_text,
    messages_with_markup,
    titles_with_text,
    texts_on_the_way_out,
)


def at(module: Module, found: Found) -> list[str]:
    """Return findings as an editor takes them."""
    return [f"{module.path.relative_to(PACKAGE)}:{number} {words}" for number, words in found]


def of_parts(*parts: str) -> list[Module]:
    """Return the modules of some parts; ``cli`` stands for all modules of the command line."""
    chosen = [one for one in modules() if one.part in parts or ("cli" in parts and one.part.startswith("cli"))]
    assert chosen
    return chosen


@pytest.mark.parametrize("rule", SCREEN_RULES, ids=lambda rule: rule.__name__)
def test_no_widget_title_or_message_is_given_raw_text(rule: Rule) -> None:
    assert [line for module in of_parts("ui") for line in at(module, rule(module.tree))] == []


def test_nothing_is_printed_by_the_command_line_that_did_not_pass_shown() -> None:
    chosen = of_parts("cli", "opening", "__main__")
    found = [line for module in chosen for line in at(module, texts_on_the_way_out(module.tree))]
    # The line that says how far the reading of a file is writes over itself; it holds a number alone.
    assert [line for line in found if not line.startswith("cli_evidence.py") or "print" in line] == []


def test_no_sentence_of_a_report_or_of_the_command_line_holds_raw_text() -> None:
    chosen = of_parts("cli", "report", "ui", "opening")
    assert [line for module in chosen for line in at(module, texts_in_sentences(module.tree))] == []


def test_nothing_runs_fetches_or_unpickles_because_a_text_says_so() -> None:
    assert [line for module in modules() for line in at(module, ways_to_run_text(module.name, module.tree))] == []


def test_files_are_opened_only_where_it_is_made_sure_that_they_are_files() -> None:
    assert [line for module in modules() for line in at(module, files_opened(module.part, module.tree))] == []


# --- That the rules see what they are there for -----------------------------------------------------------------------

UNSAFE: dict[Rule, tuple[str, ...]] = {
    widgets_with_text: (
        "Static(scenario.title)",
        "Static(f'{name}')",
        "Label(text)",
        "Button(label=name)",
        "Option(name)",
        "Collapsible(title=name)",
        "TabPane(scenario.title)",
        "DataTable()",
        "RichLog()",
        "from textual.widgets import Markdown",
        "Static(safe(name))",
        "Static(str(Content(name)))",
    ),
    contents_of_raw_text: (
        "Content(name)",
        "Content(self.text)",
        "Content(f'{x}')",
        "Content('a' + name)",
        "Text(scenario.title)",
        "def f(words):\n    return Content(words)",
        "def f(self):\n    words = self.title\n    return Content(words)",
        "def f(self):\n    return Content('\\n'.join(self.rows))",
        "def f(self):\n    return Content(safe(a) if b else c)",
        "def f(self):\n    words = safe(a)\n    words += b\n    return Content(words)",
    ),
    updates_with_text: (
        "self.query_one('#problem').update(words)",
        "self.query_one(Static).update(f'{words}')",
        "label.update(f'{words}')",
        "label.update('a' + b)",
    ),
    messages_with_markup: (
        "self.notify(words)",
        "self.notify(words, markup=True)",
        "Static('x', markup=True)",
        "Content.from_markup(f'[b]{name}[/b]')",
        "Text.from_markup('[b]x[/b]')",
        "Text.from_ansi(words)",
        "from rich.markup import escape",
    ),
    titles_with_text: (
        "self.border_title = name",
        "self.border_subtitle = f'{name}'",
        "self.tooltip = field.why",
        "app.title = scenario.title",
        "self.sub_title = shown(name)",
        "Input(tooltip=name)",
    ),
    texts_on_the_way_out: (
        "print(name)",
        "print(f'{error}')",
        "print('a', error, file=sys.stderr)",
        "sys.stderr.write(name)",
        "sys.__stderr__.write(f'{name}')",
        "app.exit(message=str(error))",
        "print(json.dumps(data))",
        "print('\\n'.join(rows))",
        "def f(error):\n    print(f'tunewise: {error}')",
    ),
    texts_in_sentences: (
        "try:\n    read()\nexcept OSError as error:\n    rows.append(f'{error}')",
        "try:\n    read()\nexcept OSError as trouble:\n    rows = [str(trouble)]",
        "f'{self.session.scenario.title}: 3'",
        "f'{model.name} ends'",
        "rows.append(f'Saved {path}')",
        "f'{options.file} is fine'",
        "f'{path!s}'",
    ),
}
SAFE: dict[Rule, tuple[str, ...]] = {
    widgets_with_text: ("Static('words')", "Static(Content(safe(x)))", "Static()", "Button(label=Content(safe(x)))"),
    contents_of_raw_text: (
        "Content('')",
        "Content(safe(x, 300))",
        "Content(f'a {safe(x)} {n:,}')",
        "Content('\\n'.join(f'{safe(x)}' for x in y))",
        "def f():\n    keys = 'a' if b else 'c'\n    return Content(keys)",
        "def f():\n    rows = '\\n'.join(safe(x) for x in y)\n    return Content(f'{rows}')",
    ),
    updates_with_text: ("self.query_one(Static).update(Content(safe(x)))", "counts.update(row)", "a.update({1: 2})"),
    messages_with_markup: ("self.notify(words, markup=False)", "Static('x', markup=False)"),
    titles_with_text: ("self.border_title = 'Costs'", "self.title_row = name", "self.tooltip = Content(safe(x))"),
    texts_on_the_way_out: (
        "print('words')",
        "print(f'tunewise: {error.line()}', file=sys.stderr)",
        "print(shown(name))",
        "print(f'tunewise {__version__}')",
        "print(json.dumps(data, ensure_ascii=True))",
        "print('\\n'.join(map(shown, rows)))",
        "print(f'{shown(a)} {n:,}')",
        "self.exit(0)",
        "app.exit(message=shown(name))",
    ),
    texts_in_sentences: (
        "f'{shown(scenario.title)}'",
        "StoreError(f'is no CSV: {error}')",
        "try:\n    read()\nexcept OSError as error:\n    rows.append(shown(f'{error}'))",
        "self.say(f'{path} is there')",
        "f'{lesson.title}'",
        "f'{options.months:,} months'",
    ),
}


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule, lines in UNSAFE.items() for line in lines])
def test_a_rule_finds_every_unsafe_way(rule: Rule, line: str) -> None:
    assert list(rule(ast.parse(line)))


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule, lines in SAFE.items() for line in lines])
def test_a_rule_lets_every_safe_way_through(rule: Rule, line: str) -> None:
    assert list(rule(ast.parse(line))) == []


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from urllib.request import urlopen",
        "import webbrowser",
        "import subprocess",
        "import yaml",
        "eval(words)",
        "exec(words)",
        "os.system(words)",
        "self.app.open_url(link)",
        "run(words, shell=True)",
        "socket.create_connection(place)",
    ],
)
def test_whatever_runs_or_fetches_is_found(line: str) -> None:
    assert list(ways_to_run_text("ui.app", ast.parse(line)))


def test_a_program_of_the_machine_is_asked_only_by_the_modules_that_are_named() -> None:
    assert not list(ways_to_run_text("terminal.tmux", ast.parse("import subprocess")))
    assert list(ways_to_run_text("terminal.tmux", ast.parse("subprocess.run(words, shell=True)")))


@pytest.mark.parametrize(
    "line", ["open(path)", "path.read_text()", "path.read_bytes()", "os.open(path, 0)", "path.write_text(x)"]
)
def test_a_file_that_is_opened_beside_the_readers_is_found(line: str) -> None:
    assert list(files_opened("ui", ast.parse(line)))
    assert not list(files_opened("store", ast.parse(line)))
