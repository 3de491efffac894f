"""The top of every screen: where you are, the answer in a sentence, and what to do next."""

from typing import NamedTuple

from tunewise.report import sentences
from tunewise.ui.commands import tab_key
from tunewise.ui.host import Host
from tunewise.ui.lines import Line, cut, line, safe, spread


class Place(NamedTuple):
    """Where the user is: the screens with their labels, which one shows, the file and whether it is unsaved.

    ``state`` says in a word or two what is special about the file: read-only, changed on disk.
    """

    tabs: tuple[tuple[str, str], ...]
    current: str
    file: str
    dirty: bool
    state: str = ""


def top_bar(place: Place, width: int) -> Line:
    """Return the first line: name, file, the mark of unsaved changes, and the screens with their digits."""
    tabs: list[tuple[str, str]] = []
    for name, label in place.tabs:
        number = tab_key(name)
        current = name == place.current
        tabs.append((f"[{number} {label}]" if current else f" {number} {label} ", "strong" if current else "muted"))
    state = f" [{place.state}]" if place.state else ""
    mark = " •" if place.dirty else ""
    room = max(4, width - sum(len(text) for text, _ in tabs) - 15 - len(state))
    file = (cut(safe(place.file), room), "text")
    return spread(line(" ", ("tunewise", "accent"), "  ", file, (f"{mark}{state}", "warn")), tuple(tabs), width)


def recommend_answer(app: Host) -> list[str]:
    """Return the answer of the Recommend screen: the verdict, then what to do and ask next, or the user's choice."""
    assessment, knowledge = app.assessment, app.knowledge
    verdict = assessment.ranking.verdict.text
    if assessment.scenario.decision.option is not None:
        return [verdict, sentences.chosen(assessment, knowledge)]
    today = sentences.today(assessment, knowledge)
    return [verdict, f"{today} {sentences.find_out_next(assessment, knowledge)}"]


def scenario_answer(app: Host) -> list[str]:
    """Return the answer of the Scenario screen: the leader, and the most valuable question."""
    assessment, knowledge = app.assessment, app.knowledge
    return [
        assessment.ranking.verdict.text,
        f"{sentences.told(assessment)} {sentences.find_out_next(assessment, knowledge)}",
    ]


def cost_answer(app: Host) -> list[str]:
    """Return the answer of the Cost screen: what pays back and when, then how sure that is and what moves it most."""
    from tunewise.report.costs import how_sure, payback  # noqa: PLC0415  # only the Cost screen needs it

    desk = app.desk
    workbench = desk.workbench
    # What moves it comes with the chances, once no more keys come: it takes longer than a key may.
    swings = desk.swings(workbench.focus) if desk.draws and workbench.uncertain and not workbench.missing else ()
    return [payback(workbench, app.knowledge), how_sure(workbench, desk.draws, swings, app.knowledge)]


def readiness_answer(app: Host) -> list[str]:
    """Return the answer of the Readiness screen: ready or not, and what to do next."""
    return [sentences.readiness(app.assessment), sentences.next_action(app.assessment, app.knowledge)]


def answer_lines(texts: list[str], width: int) -> list[Line]:
    """Return the two lines of the answer, the first one strong."""
    roles = ("strong", "text")
    return [line(" ", (cut(text, width - 2), role)) for text, role in zip(texts, roles, strict=True)]
