"""The answer at the top of every screen: in a sentence, and what to do next."""

from tunewise.domain.assessment import Assessment
from tunewise.knowledge.tables import Knowledge
from tunewise.report import sentences
from tunewise.ui.commands import key_of
from tunewise.ui.host import Host
from tunewise.ui.lines import Line, cut, line, width_of, wrap

Sentence = tuple[str, ...]
"""One thing to say, from its longest form to its shortest: the first that fits its line is shown."""


def recommend_answer(app: Host) -> list[Sentence]:
    """Return the answer of the Recommend screen: the verdict, then what to do and ask next, or the user's choice."""
    assessment, knowledge = app.assessment, app.knowledge
    if assessment.scenario.decision.option is not None:
        return [_verdict(assessment), _chosen(assessment, knowledge)]
    today, step = sentences.today(assessment, knowledge), assessment.ranking.next_step
    ask = sentences.find_out_next(assessment, knowledge)
    forms = [f"{today} {ask}"]
    if step is not None and assessment.questions:
        forms.append(f"Today: {knowledge.choices[step].label}. {ask}")
    return [_verdict(assessment), (*forms, today)]


def scenario_answer(app: Host) -> list[Sentence]:
    """Return the answer of the Scenario screen: the leader, and the most valuable question."""
    assessment, knowledge = app.assessment, app.knowledge
    ask = sentences.find_out_next(assessment, knowledge)
    return [_verdict(assessment), (f"{sentences.told(assessment)} {ask}", ask)]


def _verdict(assessment: Assessment) -> Sentence:
    """Return the verdict; its short forms leave out what the ranking below it says too."""
    ranking, verdict = assessment.ranking, assessment.ranking.verdict
    forms = [verdict.text]
    if verdict.word in {"clear", "leaning"} and ranking.destination is not None:
        leader = ranking.find(ranking.destination)
        standing = "" if leader.tier == "open" and not leader.open_questions else f", {sentences.tier_words(leader)}"
        forms.append(f"{verdict.text.partition('. ')[0].removesuffix('.')}.")
        forms.append(f"{leader.label} fits best: {leader.score_points:.1f}, {verdict.word}{standing}.")
    elif verdict.word == "too-close":
        # What it hangs on is asked next: a line more or less while a slider moves would move the slider.
        forms.append(f"{verdict.text.partition(':')[0].removesuffix('.')}.")
    elif verdict.word == "not-enough-told":
        leader = ranking.options[0]
        told = f"Not enough told yet ({verdict.told_share:.0%})"
        forms.append(f"{told}; {leader.label} leads so far: {leader.score_points:.1f}.")
    return tuple(forms)


def _chosen(assessment: Assessment, knowledge: Knowledge) -> Sentence:
    """Return what the user decided; a reason that is too long for the line stands whole in the closer look."""
    decision = assessment.scenario.decision
    label = knowledge.choices[str(decision.option)].label
    instead = "" if decision.option == assessment.ranking.destination else " instead"
    key = key_of("recommend.why")
    return (
        sentences.chosen(assessment, knowledge),
        f"You chose {label}{instead}; {key} on its row says why.",
        f"You chose {label}.",
    )


def cost_answer(app: Host) -> list[Sentence]:
    """Return the answer of the Cost screen: what pays back and when, then how sure that is and what moves it most."""
    from tunewise.report.costs import how_sure, missing_label, payback  # noqa: PLC0415  # only the Cost screen needs it

    desk = app.desk
    workbench = desk.workbench
    words = payback(workbench, app.knowledge)
    first: Sentence = (words, words.replace("; against caching", "; vs caching"))
    if workbench.missing:
        names = [missing_label(key, app.knowledge) for key in workbench.missing]
        fewer = (f"{', '.join(names[:kept])} and {len(names) - kept} more" for kept in range(len(names) - 1, 0, -1))
        return [first, tuple(f"Still unknown: {words}." for words in (", ".join(names), *fewer))]
    # What moves it comes with the chances, once no more keys come: it takes longer than a key may.
    swings = desk.swings(workbench.focus) if desk.draws and workbench.uncertain else ()
    found = [how_sure(workbench, desk.draws, known, app.knowledge) for known in (swings, ())]
    return [first, tuple(dict.fromkeys(found))]


def readiness_answer(app: Host) -> list[Sentence]:
    """Return the answer of the Readiness screen: ready or not, and what to do next."""
    return [(sentences.readiness(app.assessment),), (sentences.next_action(app.assessment, app.knowledge),)]


def answer_lines(said: list[Sentence], width: int, *, wraps: bool = False) -> list[Line]:
    """Return each sentence of the answer in its longest form that fits, the first sentence strong.

    Where none fits, the shortest is wrapped to two lines if it ``wraps``, else cut.
    """
    rows: list[Line] = []
    for forms, role in zip(said, ("strong", "text"), strict=True):
        fitting = next((form for form in forms if width_of(line(form)) <= width - 2), None)
        parts = [fitting] if fitting is not None else _in_two(forms[-1], width - 2) if wraps else [forms[-1]]
        rows += [line(" ", (cut(text, width - 2), role)) for text in parts]
    return rows


def _in_two(text: str, width: int) -> list[str]:
    """Return ``text`` in at most two rows, the second of them longer than the line where it does not end there."""
    first, *rest = wrap(text, width)
    return [first, " ".join(rest)] if rest else [first]
