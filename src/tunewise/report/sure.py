"""How sure the ranking is, in words: the chance to lead, against whom, and which cause of error could turn it."""

from math import prod

from tunewise.domain.analysis import Acceptability, Robustness
from tunewise.domain.assessment import Assessment, VerdictWord
from tunewise.engine.robustness import verdict_of
from tunewise.knowledge.tables import Knowledge
from tunewise.report.sentences import label_of, letter_and_label, percent

CAUSES = {
    "weights": "only the weights",
    "answers": "only your answers",
    "unanswered": "only what you did not answer",
    "all": "all together",
}
_RIVALS_SHOWN = 3
_QUESTIONS_SHOWN = 3


def how_sure(assessment: Assessment, found: Robustness, knowledge: Knowledge) -> list[str]:
    """Return the draws as lines of text."""
    if found.leader is None:
        return ["How sure: every option is ruled out, so there is nothing to draw."]
    label = knowledge.choices[found.leader].label
    rows = [
        f"How sure: {found.draws:,} draws, seed {found.seed}. A share may be off by {found.error:.1%}.",
        drawn_verdict(assessment, found, knowledge),
        "",
        "Chance to lead:",
    ]
    by_chance = sorted(found.options, key=lambda one: -one.first)
    rows += [
        f"  {knowledge.choices[one.option].letter}  {knowledge.choices[one.option].label:<32}{percent(one.first):>5}"
        for one in by_chance
    ]
    rows += ["", rival_words(found, knowledge)]
    rows += ["", f"How often {label} stays first when this is let loose:"]
    rows += [f"  {CAUSES[cause.cause]:<32}{percent(cause.leader_first):>8}" for cause in found.causes]
    start = start_words(assessment, found.leader, knowledge)
    return [*rows, "", preconditions_words(assessment, found.leader, knowledge), *([start] if start else [])]


def drawn_verdict(assessment: Assessment, found: Robustness, knowledge: Knowledge) -> str:
    """Return the word of the verdict as the draws have it, and whether that is the verdict of the table."""
    ranking = assessment.ranking
    word = verdict_of(found, ranking, knowledge)
    same = "the same word as above" if word == ranking.verdict.word else f"above it is {_spoken(ranking.verdict.word)}"
    return f"By these draws the verdict is {_spoken(word)}; {same}."


def _spoken(word: VerdictWord) -> str:
    return {"too-close": "too close to call"}.get(word, word.replace("-", " "))


def nearest_rivals(found: Robustness) -> list[Acceptability]:
    """Return the options besides the leader that lead in most draws; of those that never lead, the hardest to beat."""
    others = [one for one in found.options if one.option != found.leader]
    return sorted(others, key=lambda one: (-one.first, one.leader_ahead))[:_RIVALS_SHOWN]


def rival_words(found: Robustness, knowledge: Knowledge) -> str:
    """Say who comes next after the leader, and how often the leader stays ahead of it."""
    rivals = nearest_rivals(found)
    if not rivals:
        return "Nobody else is in play."
    next_one = rivals[0]
    label = letter_and_label(next_one.option, knowledge)
    ahead = f"the leader stays ahead of it in {percent(next_one.leader_ahead)}"
    if not next_one.first:
        return f"Nobody else ever leads; nearest comes {label}: {ahead}."
    return f"Next comes {label}, which leads in {percent(next_one.first)}: {ahead}."


def start_words(assessment: Assessment, option: str, knowledge: Knowledge) -> str:
    """Say how likely all preconditions hold that nobody has answered; the draws leave them out."""
    asked = {one.asks: knowledge.gates[one.gate] for one in assessment.ranking.find(option).preconditions if one.likely}
    if not asked:
        return ""
    all_hold = prod(1 - gate.chance for gate in asked.values())
    count = "its one open precondition holds" if len(asked) == 1 else f"all {len(asked)} open preconditions hold"
    return f"It may start only if {count}: about {all_hold:.0%} as the tables judge them, not drawn here."


def preconditions_words(assessment: Assessment, leader: str, knowledge: Knowledge) -> str:
    """Say which open questions could still close the leader: facts that nobody told are not drawn."""
    open_ones = assessment.ranking.find(leader).preconditions
    gates = {gate.asks: gate for gate in (knowledge.gates[one.gate] for one in open_ones if one.likely)}
    rare = len({one.asks for one in open_ones} - set(gates))
    if not open_ones:
        return "No precondition is open."
    likeliest = sorted(gates.values(), key=lambda gate: -gate.chance)[:_QUESTIONS_SHOWN]
    words = [f"{label_of(gate.asks, knowledge).lower()} ({percent(gate.chance)})" for gate in likeliest]
    counts = [f"{len(gates)} open {'preconditions' if len(gates) > 1 else 'precondition'}"] if gates else []
    if rare:
        noun = "" if gates else "open questions " if rare > 1 else "open question "
        counts.append(f"{rare} {noun}that seldom {'matter' if rare > 1 else 'matters'}")
    first = f", first of all {', '.join(words)}" if words else ""
    return f"Not drawn: {' and '.join(counts)} could still hold it back{first}."
