"""The answer at the top of every screen: in a sentence, and what to do next."""

from tunewise.report import sentences
from tunewise.ui.host import Host
from tunewise.ui.lines import Line, cut, line


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
