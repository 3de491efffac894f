"""The arguments of the commands that take many, and how a whole number is read."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_DRAWS = 1_000_000
_MOST_SEED = 2**31 - 1
_MOST_MONTHS = 600
_MOST_TOKENS = 10_000_000
_MOST_WRONG = 20


def _whole(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number from ``least`` to ``most``."""

    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(f"give a whole number from {least} to {most}")

    return read


def no_options(parser: argparse.ArgumentParser) -> None:
    """Add nothing."""


def scenario_file(parser: argparse.ArgumentParser) -> None:
    """Add the scenario that is looked at."""
    parser.add_argument("file", metavar="FILE", help="a scenario file, or a shipped scenario by name")


def open_options(parser: argparse.ArgumentParser) -> None:
    """Add what is opened, and how."""
    parser.add_argument("file", metavar="FILE", nargs="?", help="a scenario file, or a shipped scenario by name")
    parser.add_argument("--theme", metavar="NAME", default=None, help="show everything in this theme")
    parser.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal")
    parser.add_argument("--keys", metavar="NAME|FILE", default=None, help="keys: default, plain, vim, or a file")
    terminal_options(parser)


def new_options(new: argparse.ArgumentParser) -> None:
    """Add the file that is made, and from what."""
    new.add_argument("file", metavar="FILE", help="the file to make; it must not exist yet")
    new.add_argument("--from", dest="source", metavar="NAME", help="start from a shipped scenario or a file")
    new.add_argument("--title", default=None, help="the title")


def prices_options(prices: argparse.ArgumentParser) -> None:
    """Add what is looked for, and of which day."""
    prices.add_argument("search", metavar="SEARCH", nargs="+", help="words of a model, a provider or a GPU")
    prices.add_argument("--on", metavar="YYYY-MM-DD", default=None, help="the day of the prices; today when left out")


def decide_options(decide: argparse.ArgumentParser) -> None:
    """Add what was decided, and why."""
    decide.add_argument("file", metavar="FILE", help="a scenario file of your own")
    decide.add_argument("--option", metavar="ID", default=None, help="the option that was chosen")
    decide.add_argument("--reason", metavar="TEXT", default=None, help="why; a choice needs its reason")
    decide.add_argument("--withdraw", action="store_true", help="take the choice back")


def explain_options(explain: argparse.ArgumentParser) -> None:
    """Add which option is explained, and against which."""
    explain.add_argument("--option", metavar="ID", default=None, help="the option; the destination when left out")
    explain.add_argument("--against", metavar="ID", default=None, help="its rival; the best one when left out")
    scenario_file(explain)


def whatif_options(whatif: argparse.ArgumentParser) -> None:
    """Add what of the answer is looked at."""
    whatif.add_argument("--option", metavar="ID", default=None, help="what would have to be true for this option")
    whatif.add_argument("--signal", metavar="S", default=None, help="who leads along this signal alone")
    whatif.add_argument("--map", nargs=2, metavar=("X", "Y"), default=None, help="who leads over two signals")
    whatif.add_argument("--weights", action="store_true", help="between which points the leader stays")
    scenario_file(whatif)


def rank_options(rank: argparse.ArgumentParser) -> None:
    """Add what draws how sure a ranking is."""
    rank.add_argument("--sure", action="store_true", help="draw at random how sure the ranking is")
    _drawing(rank)
    scenario_file(rank)


def cost_options(cost: argparse.ArgumentParser) -> None:
    """Add what changes the comparison of one run alone."""
    cost.add_argument("--baseline", metavar="WAY", default=None, help="compare with this way instead of today's prompt")
    cost.add_argument("--option", metavar="WAY", default=None, help="show this way line by line; the best if left out")
    cost.add_argument("--count", metavar="GROUP[,GROUP]", default=None, help="count typical people, hosting …, or all")
    _drawing(cost)
    cost.add_argument(
        "--horizon", metavar="N", type=_whole(1, _MOST_MONTHS), default=None, help="how many months to look ahead"
    )
    cost.add_argument("--csv", action="store_true", help="print what each way spends month by month")
    scenario_file(cost)


def _drawing(added: argparse.ArgumentParser) -> None:
    added.add_argument("--draws", metavar="N", type=_whole(1, _MOST_DRAWS), default=None, help="how many draws")
    added.add_argument("--seed", metavar="N", type=_whole(0, _MOST_SEED), default=None, help="the seed of the draws")


def token_options(tokens: argparse.ArgumentParser) -> None:
    """Add what the command that counts tokens takes."""
    tokens.add_argument("file", metavar="FILE", help="a prompt as text or as a chat in JSON; - reads standard input")
    tokens.add_argument(
        "--variable", metavar="N", type=_whole(0, _MOST_TOKENS), default=None, help="tokens that fill its placeholders"
    )
    _into(tokens)


def usage_options(usage: argparse.ArgumentParser) -> None:
    """Add what the command that reads a usage export takes."""
    usage.add_argument("file", metavar="FILE", help="a usage export as CSV")
    usage.add_argument("--model", metavar="NAME", default=None, help="read the rows of this model alone")
    _into(usage)


def data_options(data: argparse.ArgumentParser) -> None:
    """Add what the command that measures training data takes."""
    data.add_argument("file", metavar="FILE", help="training examples as JSONL, a JSON array or CSV")
    data.add_argument("--validation", metavar="FILE", default=None, help="validation data, to be compared with it")
    data.add_argument(
        "--results", metavar="FILE", nargs="+", default=[], help="evaluation results, whose inputs are looked for in it"
    )
    data.add_argument(
        "--columns", metavar="MAP", default=None, help="which column is what: prompt=NAME,completion=NAME"
    )
    data.add_argument(
        "--task-kind",
        metavar="KIND",
        default=None,
        help="classification, structured or generation; guessed when left out",
    )
    data.add_argument(
        "--conflicts-meant", action="store_true", help="several answers to one input are meant, which is remembered"
    )
    data.add_argument("--deep", action="store_true", help="look for near copies however many rows there are")
    data.add_argument("--sample", action="store_true", help="print 20 rows to look at, secrets masked")
    data.add_argument(
        "--reviewed-by", metavar="NAME", default=None, help="record in the scenario who looked at these rows"
    )
    data.add_argument(
        "--wrong", metavar="N", type=_whole(0, _MOST_WRONG), default=None, help="how many of them were wrong"
    )
    _into(data)


def evals_options(evals: argparse.ArgumentParser) -> None:
    """Add what the command that reads evaluation results takes."""
    evals.add_argument(
        "files", metavar="FILE", nargs="+", help="results of promptfoo, Inspect, lm-eval, DeepEval, or a table"
    )
    evals.add_argument(
        "--target", metavar="SHARE", default=None, help="which share of the tests must pass: 0.9, 90 or 90%%"
    )
    evals.add_argument("--baseline", metavar="NAME", default=None, help="the variant that is today's prompt")
    evals.add_argument(
        "--columns", metavar="MAP", default=None, help="which column of a table is what: test=NAME,passed=NAME …"
    )
    evals.add_argument(
        "--threshold",
        metavar="X",
        type=float,
        default=None,
        help="the least score that passes, where a file has scores",
    )
    evals.add_argument(
        "--relative", action="store_true", help="take the bands of 5 and 10 points as shares of the target"
    )
    _into(evals)


def plan_options(plan: argparse.ArgumentParser) -> None:
    """Add what is planned, and from when on."""
    plan.add_argument("--starts", metavar="YYYY-MM-DD", default=None, help="the first day of work")
    plan.add_argument("--option", metavar="ID", default=None, help="plan this option instead")
    plan.add_argument("--markdown", action="store_true", help="print Markdown to fill in")
    scenario_file(plan)


def _into(added: argparse.ArgumentParser) -> None:
    added.add_argument("--into", metavar="SCENARIO", default=None, help="set what was found in your scenario file")


def recover_options(parser: argparse.ArgumentParser) -> None:
    """Add which work is meant, and what is done with it."""
    parser.add_argument("which", metavar="N", nargs="?", help="the number of the work in the list, or its name")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--show", action="store_true", help="say what differs from what the file holds now")
    what.add_argument("--to", metavar="FILE", default=None, help="write the work to this new file")
    what.add_argument("--discard", action="store_true", help="take the work away for good")


def terminal_options(parser: argparse.ArgumentParser) -> None:
    """Add what the terminal is taken for, where it does not tell by itself."""
    parser.add_argument(
        "--glyphs",
        metavar="SET",
        choices=("auto", "unicode", "console", "ascii"),
        default="auto",
        help="unicode, console (half blocks) or ascii marks and boxes",
    )
    parser.add_argument(
        "--colors",
        metavar="N",
        choices=("auto", "none", "16", "256", "truecolor"),
        default="auto",
        help="none, 16, 256 or truecolor",
    )


def doctor_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doctor``."""
    terminal_options(parser)
    parser.add_argument("--no-mouse", action="store_true", help="as when the app is opened with it")
    parser.add_argument("--no-questions", action="store_true", help="do not ask the terminal itself")


def keys_options(parser: argparse.ArgumentParser) -> None:
    """Add whose keys are listed or checked."""
    parser.add_argument("--set", metavar="NAME", default=None, help="list this set: default, plain or vim")
    parser.add_argument(
        "--check",
        metavar="FILE",
        nargs="?",
        const="",
        default=None,
        help="say everything that is wrong with a file of keys, your own when left out; exit 2 when it cannot be used",
    )
