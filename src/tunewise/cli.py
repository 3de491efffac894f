"""The command line. Only what a command needs is imported, and Textual only when the app opens.

Exit codes: 0 fine, 1 a check failed, 2 unusable input. Errors are one line on the error stream.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from tunewise import cli_arguments as arguments

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tunewise.cli_assess import Answer

FINE, UNUSABLE = 0, 2
COMMANDS = (
    "new",
    "decide",
    "rank",
    "explain",
    "whatif",
    "cost",
    "check",
    "plan",
    "data",
    "evals",
    "prices",
    "tokens",
    "usage",
    "recover",
    "doctor",
    "keys",
    "schema",
    "paths",
    "scenarios",
    "themes",
    "open",
)


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line and leave with 2."""
        from tunewise.domain.text import shown  # noqa: PLC0415

        print(f"{self.prog}: {shown(message, 300)}; see {self.prog} --help", file=sys.stderr)
        raise SystemExit(UNUSABLE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["--version"]:
        from tunewise import __version__  # noqa: PLC0415

        print(f"tunewise {__version__}")
        return FINE
    # Looking for plug-ins of pydantic reads the records of every installed package; Tunewise uses none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # a command is over before there is any garbage worth collecting
    from tunewise.terminal import output  # noqa: PLC0415

    output.no_mark_ends_the_program()
    try:
        # A first word that is no command is the file to open.
        first = next((word for word in words if not word.startswith("-")), "")
        named = first in COMMANDS or bool({"-h", "--help"} & set(words))
        options = _parser().parse_args(words if named else ["open", *words])
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


def _parser() -> argparse.ArgumentParser:
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

    def command(name: str, run: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words)
        added.set_defaults(run=run, command=name)
        return added

    opening = command("open", _open, "open the app (the default)")
    opening.add_argument("file", metavar="FILE", nargs="?", help="a scenario file, or a shipped scenario by name")
    opening.add_argument("--theme", metavar="NAME", default=None, help="show everything in this theme")
    opening.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal")
    opening.add_argument("--keys", metavar="NAME|FILE", default=None, help="keys: default, plain, vim, or a file")
    arguments.terminal_options(opening)
    _writing(command)
    _assessing(command)
    _measuring(command)
    _caring(command)
    for name, run, words in (
        ("schema", _schema, "print the JSON Schema of scenario files"),
        ("paths", _paths, "print every place that Tunewise reads or writes, and what for"),
        ("scenarios", _scenarios, "list the shipped scenarios"),
        ("themes", _themes, "list the themes"),
    ):
        command(name, run, words)
    for added in commands.choices.values():
        if added is not opening:
            added.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _writing(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that write a scenario file."""
    new = command("new", _write, "make a scenario file")
    new.add_argument("file", metavar="FILE", help="the file to make; it must not exist yet")
    new.add_argument("--from", dest="source", metavar="NAME", help="start from a shipped scenario or a file")
    new.add_argument("--title", default=None, help="the title")
    decide = command("decide", _write, "write into a scenario file that another option was chosen, and why")
    arguments.decide_options(decide)


def _assessing(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that say what follows from a scenario."""
    rank = command("rank", _assess, "rank all options for a scenario")
    arguments.rank_options(rank)
    explain = command("explain", _assess, "explain one option, with the source of every line")
    arguments.explain_options(explain)
    whatif = command("whatif", _whatif, "say what would change the answer")
    arguments.whatif_options(whatif)
    cost = command("cost", _cost, "say what each way costs and when it pays back")
    arguments.cost_options(cost)
    check = command("check", _assess, "say whether training may start; exit 1 when not")
    plan = command("plan", _plan, "plan the chosen or recommended option: phases, dates, decisions, costs")
    arguments.plan_options(plan)
    prices = command(
        "prices", _prices, "say what models, tuning and GPUs cost, on which day and where that is known from"
    )
    prices.add_argument("search", metavar="SEARCH", nargs="+", help="words of a model, a provider or a GPU")
    prices.add_argument("--on", metavar="YYYY-MM-DD", default=None, help="the day of the prices; today when left out")
    for added in (rank, explain, whatif, cost, check, plan):
        added.add_argument("file", metavar="FILE", help="a scenario file, or a shipped scenario by name")


def _measuring(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that measure what is there."""
    data = command("data", _evidence, "say what a file of training examples is worth; exit 1 when it must not be used")
    arguments.data_options(data)
    evals = command("evals", _evidence, "say what evaluation results show; exit 1 when the target is missed")
    arguments.evals_options(evals)
    arguments.token_options(command("tokens", _measure, "count the tokens of a prompt file"))
    arguments.usage_options(command("usage", _measure, "read requests and tokens from a usage export"))


def _caring(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that look after work that was left, the terminal and the keys."""
    arguments.recover_options(command("recover", _care, "list work that was never saved, restore it or discard it"))
    arguments.doctor_options(command("doctor", _care, "say what the terminal can do and what Tunewise will use"))
    arguments.keys_options(command("keys", _care, "list all keys, or check a file of your own keys"))


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
