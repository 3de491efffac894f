"""The command line. Only what a command needs is imported, and Textual only when the app opens.

Exit codes: 0 fine, 1 a check failed, 2 unusable input. Errors are one line on the error stream.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from tunewise import cli_arguments as arguments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunewise.cli_assess import Answer

FINE, UNUSABLE = 0, 2


class _Command(NamedTuple):
    """A command: what runs it, what it is for, and what adds its arguments."""

    run: Callable[[argparse.Namespace], int]
    words: str
    options: Callable[[argparse.ArgumentParser], None] = arguments.no_options


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    _width: int | None = 80

    def _get_formatter(self) -> argparse.HelpFormatter:
        """Return what words a help text. Each argument asks for it too, and need not know how wide the terminal is."""
        return argparse.HelpFormatter(self.prog, width=self._width)

    def format_help(self) -> str:
        """Return the help text, as wide as the terminal."""
        self._width = None
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line and leave with 2."""
        from tunewise.domain.text import shown  # noqa: PLC0415

        print(f"{self.prog}: {shown(message, 300)}; see {self.prog} --help", file=sys.stderr)
        raise SystemExit(UNUSABLE)


def run() -> NoReturn:
    """Run the command that was typed, and end the process with its status."""
    status = main()
    if "tunewise.process" not in sys.modules:  # nothing was read that would have to be taken apart
        sys.exit(status)
    from tunewise.process import leave  # noqa: PLC0415

    leave(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["--version"]:
        from tunewise import __version__  # noqa: PLC0415

        print(f"tunewise {__version__}")
        return FINE
    from tunewise.process import start_quickly  # noqa: PLC0415  # more than --version needs
    from tunewise.terminal import output  # noqa: PLC0415

    start_quickly()
    output.no_mark_ends_the_program()
    try:
        options = _parsed(words)
        if options.command != "open":
            output.keep_to_the_terminal()
        return int(options.run(options))
    except BrokenPipeError:
        # Whoever read the output has seen enough; the interpreter must not complain when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as error:
        print(f"tunewise: the output could not be written: {error.strerror}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNUSABLE
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from tunewise.domain.errors import TunewiseError  # noqa: PLC0415

        if not isinstance(error, TunewiseError):
            raise
        print(f"tunewise: {error.line()}", file=sys.stderr)
        return UNUSABLE


def _parsed(words: list[str]) -> argparse.Namespace:
    """Return what ``words`` ask for. A first word that is no command is the file to open.

    Only the parser of the command that was named is made: all of them take longer than reading a scenario.
    """
    if words[:1] and words[0] in _COMMANDS:
        return _made(_Parser(prog=f"tunewise {words[0]}"), words[0]).parse_args(words[1:])
    first = next((word for word in words if not word.startswith("-")), "")
    if first in _COMMANDS or {"-h", "--help"} & set(words):
        return _parser_of_all().parse_args(words)
    return _made(_Parser(prog="tunewise"), "open").parse_args(words)


def _parser_of_all() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="tunewise",
        usage="tunewise [FILE] [--theme NAME] [--no-mouse] | tunewise COMMAND …",
        description="Decide how to adapt a language model: ranked, costed, and defensible, in the terminal.",
        epilog="Without a command the app opens. Exit codes: 0 fine, 1 a check failed, 2 unusable input.",
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True, parser_class=_Parser, prog="tunewise"
    )
    for name, command in _COMMANDS.items():
        _made(commands.add_parser(name, help=command.words), name)
    return parser


def _made(parser: argparse.ArgumentParser, name: str) -> argparse.ArgumentParser:
    """Return ``parser`` with all that the command called ``name`` takes."""
    command = _COMMANDS[name]
    parser.description = command.words
    parser.set_defaults(run=command.run, command=name)
    command.options(parser)
    if name != "open":
        parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _print(data: Any, rows: Sequence[str], *, as_json: bool) -> None:  # noqa: ANN401  # any JSON there is
    if as_json:
        import json  # noqa: PLC0415

        print(json.dumps(data, indent=2, ensure_ascii=True))
    else:
        from tunewise.domain.text import editable  # noqa: PLC0415

        # The second wall: every row is safe already, and what is not must not reach the terminal all the same.
        print(editable("\n".join(rows)))
    sys.stdout.flush()


def _shown(answer: Answer, options: argparse.Namespace) -> int:
    """Print what a command found and return its exit status."""
    _print(answer.data, answer.rows, as_json=options.json)
    return answer.status


def _assess(options: argparse.Namespace) -> int:
    from tunewise.cli_assess import check, explain, rank  # noqa: PLC0415

    return _shown({"rank": rank, "explain": explain, "check": check}[options.command](options), options)


def _whatif(options: argparse.Namespace) -> int:
    from tunewise.cli_whatif import what_if  # noqa: PLC0415

    return _shown(what_if(options), options)


def _cost(options: argparse.Namespace) -> int:
    from tunewise.cli_cost import cost  # noqa: PLC0415

    return _shown(cost(options), options)


def _prices(options: argparse.Namespace) -> int:
    from tunewise.cli_prices import prices  # noqa: PLC0415

    return _shown(prices(options), options)


def _measure(options: argparse.Namespace) -> int:
    from tunewise.cli_measure import tokens, usage  # noqa: PLC0415

    return _shown({"tokens": tokens, "usage": usage}[options.command](options), options)


def _evidence(options: argparse.Namespace) -> int:
    from tunewise.cli_evidence import data, evals  # noqa: PLC0415

    return _shown({"data": data, "evals": evals}[options.command](options), options)


def _plan(options: argparse.Namespace) -> int:
    from tunewise.cli_plan import plan  # noqa: PLC0415

    return _shown(plan(options), options)


def _write(options: argparse.Namespace) -> int:
    from tunewise.cli_files import decide, new  # noqa: PLC0415

    return _shown({"new": new, "decide": decide}[options.command](options), options)


def _care(options: argparse.Namespace) -> int:
    if options.command == "recover":
        from tunewise.cli_recover import recover as run  # noqa: PLC0415
    elif options.command == "doctor":
        from tunewise.cli_doctor import doctor as run  # noqa: PLC0415
    else:
        from tunewise.cli_keys import keys as run  # noqa: PLC0415
    return _shown(run(options), options)


def _schema(options: argparse.Namespace) -> int:
    from tunewise.domain.scenario import Scenario  # noqa: PLC0415

    schema = Scenario.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    _print(schema, [], as_json=True)
    return FINE


def _paths(options: argparse.Namespace) -> int:
    from tunewise.domain.text import shown  # noqa: PLC0415
    from tunewise.store.paths import PURPOSES, all_paths  # noqa: PLC0415

    places = {name: str(path) for name, path in all_paths().items()}
    rows = [f"{name:<12} {shown(path, 400)}\n{'':<12} {PURPOSES[name]}" for name, path in places.items()]
    _print(places, rows, as_json=options.json)
    return FINE


def _scenarios(options: argparse.Namespace) -> int:
    from tunewise.domain.text import shown  # noqa: PLC0415
    from tunewise.store.scenario_files import shipped_scenarios  # noqa: PLC0415

    found = {name: scenario.title for name, scenario in shipped_scenarios().items()}
    _print(found, [f"{name:<26} {shown(title)}" for name, title in found.items()], as_json=options.json)
    return FINE


def _themes(options: argparse.Namespace) -> int:
    from tunewise.domain.errors import TunewiseError  # noqa: PLC0415
    from tunewise.domain.text import shown  # noqa: PLC0415
    from tunewise.store.themes import load_theme, theme_paths  # noqa: PLC0415

    found: dict[str, str] = {}
    status = FINE
    for name in theme_paths():
        try:
            found[name] = load_theme(name).about
        except TunewiseError as error:
            print(f"tunewise: {error.line()}", file=sys.stderr)
            status = UNUSABLE
    _print(found, [f"{shown(name):<16} {shown(about)}" for name, about in found.items()], as_json=options.json)
    return status


def _open(options: argparse.Namespace) -> int:
    from tunewise.domain.errors import TunewiseError  # noqa: PLC0415

    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise TunewiseError("the app needs a terminal", remedy="without one use: tunewise rank FILE")
    from tunewise.terminal.abilities import abilities_of, moves_cursor  # noqa: PLC0415

    if not moves_cursor(os.environ):
        term = os.environ["TERM"]
        raise TunewiseError(
            f"this terminal cannot move its cursor (TERM={term})", remedy="set TERM, or use: tunewise rank FILE"
        )
    encoding = sys.__stderr__.encoding if sys.__stderr__ else "utf-8"  # the app draws on the error stream
    abilities = abilities_of(os.environ, encoding, colors=options.colors, glyphs=options.glyphs)
    from tunewise.opening import open_app  # noqa: PLC0415

    mouse = not options.no_mouse and abilities.mouse.value != "no"
    return open_app(options.file, theme=options.theme, mouse=mouse, abilities=abilities, keys=options.keys)


_COMMANDS: Final = {
    "open": _Command(_open, "open the app (the default)", arguments.open_options),
    "new": _Command(_write, "make a scenario file", arguments.new_options),
    "decide": _Command(
        _write, "write into a scenario file that another option was chosen, and why", arguments.decide_options
    ),
    "rank": _Command(_assess, "rank all options for a scenario", arguments.rank_options),
    "explain": _Command(_assess, "explain one option, with the source of every line", arguments.explain_options),
    "whatif": _Command(_whatif, "say what would change the answer", arguments.whatif_options),
    "cost": _Command(_cost, "say what each way costs and when it pays back", arguments.cost_options),
    "check": _Command(_assess, "say whether training may start; exit 1 when not", arguments.scenario_file),
    "plan": _Command(
        _plan, "plan the chosen or recommended option: phases, dates, decisions, costs", arguments.plan_options
    ),
    "prices": _Command(
        _prices,
        "say what models, tuning and GPUs cost, on which day and where that is known from",
        arguments.prices_options,
    ),
    "data": _Command(
        _evidence,
        "say what a file of training examples is worth; exit 1 when it must not be used",
        arguments.data_options,
    ),
    "evals": _Command(
        _evidence, "say what evaluation results show; exit 1 when the target is missed", arguments.evals_options
    ),
    "tokens": _Command(_measure, "count the tokens of a prompt file", arguments.token_options),
    "usage": _Command(_measure, "read requests and tokens from a usage export", arguments.usage_options),
    "recover": _Command(_care, "list work that was never saved, restore it or discard it", arguments.recover_options),
    "doctor": _Command(_care, "say what the terminal can do and what Tunewise will use", arguments.doctor_options),
    "keys": _Command(_care, "list all keys, or check a file of your own keys", arguments.keys_options),
    "schema": _Command(_schema, "print the JSON Schema of scenario files"),
    "paths": _Command(_paths, "print every place that Tunewise reads or writes, and what for"),
    "scenarios": _Command(_scenarios, "list the shipped scenarios"),
    "themes": _Command(_themes, "list the themes"),
}
COMMANDS: Final = tuple(_COMMANDS)
"""The names of all commands."""
