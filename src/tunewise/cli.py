"""The command line. Only what a command needs is imported, and Textual only when the app opens.

Exit codes: 0 fine, 1 a check failed, 2 unusable input. Errors are one line on the error stream.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tunewise.domain.assessment import Assessment
    from tunewise.knowledge.schema import Knowledge

FINE, FAILED, UNUSABLE = 0, 1, 2
COMMANDS = ("new", "rank", "explain", "cost", "check", "schema", "paths", "scenarios", "themes", "open")


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
    gc.disable()  # a command is over before there is any garbage worth collecting
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a mark that the terminal cannot show must not end the program
    try:
        # A first word that is no command is the file to open.
        first = next((word for word in words if not word.startswith("-")), "")
        named = first in COMMANDS or bool({"-h", "--help"} & set(words))
        options = _parser().parse_args(words if named else ["open", *words])
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
        added.set_defaults(run=run)
        return added

    def of_scenario(name: str, run: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        added = command(name, run, words)
        added.add_argument("file", metavar="FILE", help="a scenario file, or a shipped scenario by name")
        added.add_argument("--json", action="store_true", help="print JSON")
        return added

    opening = command("open", _open, "open the app (the default)")
    opening.add_argument("file", metavar="FILE", nargs="?", help="a scenario file, or a shipped scenario by name")
    opening.add_argument("--theme", metavar="NAME", default=None, help="show everything in this theme")
    opening.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal")
    new = command("new", _new, "make a scenario file")
    new.add_argument("file", metavar="FILE", help="the file to make; it must not exist yet")
    new.add_argument("--from", dest="source", metavar="NAME", help="start from a shipped scenario or a file")
    new.add_argument("--title", default=None, help="the title")
    new.add_argument("--json", action="store_true", help="print JSON")
    of_scenario("rank", _rank, "rank all options for a scenario")
    explain = of_scenario("explain", _explain, "explain one option, with the source of every line")
    explain.add_argument("--option", metavar="ID", default=None, help="the option; the destination when left out")
    of_scenario("cost", _cost, "say what it costs and when it pays back")
    of_scenario("check", _check, "say whether training may start; exit 1 when not")
    for name, run, words in (
        ("schema", _schema, "print the JSON Schema of scenario files"),
        ("paths", _paths, "print every place that Tunewise reads"),
        ("scenarios", _scenarios, "list the shipped scenarios"),
        ("themes", _themes, "list the themes"),
    ):
        command(name, run, words).add_argument("--json", action="store_true", help="print JSON")
    return parser


def _print(data: Any, rows: Sequence[str], *, as_json: bool) -> None:  # noqa: ANN401  # any JSON there is
    if as_json:
        import json  # noqa: PLC0415

        print(json.dumps(data, indent=2, ensure_ascii=True))
    else:
        print("\n".join(rows))
    sys.stdout.flush()


def _assessed(options: argparse.Namespace) -> tuple[Assessment, Knowledge]:
    # Looking for plug-ins of pydantic reads the records of every installed package; Tunewise uses none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from tunewise.engine.assess import assess  # noqa: PLC0415
    from tunewise.knowledge.load import shipped_knowledge  # noqa: PLC0415
    from tunewise.store.scenario_files import open_scenario  # noqa: PLC0415

    knowledge = shipped_knowledge()
    return assess(open_scenario(options.file).scenario, knowledge), knowledge


def _rank(options: argparse.Namespace) -> int:
    from tunewise.report import json_report, text  # noqa: PLC0415

    assessment, knowledge = _assessed(options)
    _print(json_report.ranking(assessment, knowledge), text.ranking(assessment, knowledge), as_json=options.json)
    return FINE


def _explain(options: argparse.Namespace) -> int:
    from tunewise.domain.errors import ScenarioError  # noqa: PLC0415
    from tunewise.domain.text import nearest  # noqa: PLC0415
    from tunewise.report import json_report, text  # noqa: PLC0415

    assessment, knowledge = _assessed(options)
    option = options.option or assessment.ranking.destination or assessment.ranking.options[0].option
    if option not in knowledge.choices:
        like = nearest(option, list(knowledge.choices))
        remedy = f"did you mean {like}?" if like else f"options are {', '.join(knowledge.choices)}"
        raise ScenarioError(f"{option} is no option", remedy=remedy, key="--option")
    data = json_report.explanation(assessment, option, knowledge)
    _print(data, text.explanation(assessment, option, knowledge), as_json=options.json)
    return FINE


def _cost(options: argparse.Namespace) -> int:
    from tunewise.report import json_report, text  # noqa: PLC0415

    assessment, knowledge = _assessed(options)
    _print(json_report.cost(assessment, knowledge), text.cost(assessment, knowledge), as_json=options.json)
    return FINE


def _check(options: argparse.Namespace) -> int:
    from tunewise.report import json_report, text  # noqa: PLC0415

    assessment, knowledge = _assessed(options)
    _print(json_report.readiness(assessment, knowledge), text.readiness(assessment, knowledge), as_json=options.json)
    return FINE if assessment.readiness.ready else FAILED


def _new(options: argparse.Namespace) -> int:
    import shlex  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from tunewise.domain.scenario import Scenario  # noqa: PLC0415
    from tunewise.session.edits import apply, set_value  # noqa: PLC0415
    from tunewise.store.scenario_files import create_scenario, open_scenario  # noqa: PLC0415

    path = Path(options.file)
    start = open_scenario(options.source).scenario if options.source else Scenario(title=path.stem[:200] or "scenario")
    scenario = apply(set_value("title", options.title), start) if options.title is not None else start
    create_scenario(scenario, path)
    from tunewise.domain.text import shown  # noqa: PLC0415

    place = str(path)
    opening = f"tunewise {shlex.quote(shown(place))}"
    _print({"file": place}, [f"Made {shown(place)}; open it with: {opening}"], as_json=options.json)
    return FINE


def _schema(options: argparse.Namespace) -> int:
    from tunewise.domain.scenario import Scenario  # noqa: PLC0415

    schema = Scenario.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    _print(schema, [], as_json=True)
    return FINE


def _paths(options: argparse.Namespace) -> int:
    from tunewise.store.paths import all_paths  # noqa: PLC0415

    places = {name: str(path) for name, path in all_paths().items()}
    _print(places, [f"{name:<12} {path}" for name, path in places.items()], as_json=options.json)
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
    if os.environ.get("TERM", "") in {"dumb", "unknown"}:
        raise TunewiseError(
            "this terminal cannot move its cursor (TERM=dumb)", remedy="set TERM, or use: tunewise rank FILE"
        )
    from tunewise.opening import open_app  # noqa: PLC0415

    return open_app(options.file, theme=options.theme, mouse=not options.no_mouse)
