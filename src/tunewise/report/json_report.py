"""An assessment as plain data for JSON. Scores are numbers with one decimal; amounts are dollars to the cent."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tunewise.domain.analysis import HeadToHead, NearPrecedent, Robustness
from tunewise.domain.assessment import Assessment, GateFinding, RankedOption
from tunewise.engine.path import path_of
from tunewise.engine.place import place_of
from tunewise.engine.precedents import lessons_for
from tunewise.knowledge.tables import Knowledge
from tunewise.report import sentences
from tunewise.report.why import Why, case_words, dominance_words

Data = dict[str, Any]

_LARGE = Decimal(10) ** 15


def plain(value: Any) -> Any:  # noqa: ANN401  # any data there is
    """Return ``value`` with decimals as numbers, dates as texts and tuples as lists, ready for ``json``."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


def head(assessment: Assessment, knowledge: Knowledge) -> Data:
    """Return which scenario was assessed by which knowledge."""
    meta = knowledge.meta
    return {
        "scenario": {"title": assessment.scenario.title},
        "knowledge": {"id": meta.id, "version": meta.version, "sha256": knowledge.sha256},
    }


def ranking(assessment: Assessment, knowledge: Knowledge, robustness: Robustness | None = None) -> Data:
    """Return the ranking: verdict, path, every option with its contributions and gates, readings and open questions."""
    result = assessment.ranking
    verdict = result.verdict
    return head(assessment, knowledge) | {
        "verdict": {
            "word": verdict.word,
            "text": verdict.text,
            "lead": None if verdict.lead_tenths is None else verdict.lead_tenths / 10,
            "peers": list(verdict.peers),
            "told_share": round(verdict.told_share, 3),
        },
        "next_step": option_step(result.next_step, assessment),
        "destination": option_step(result.destination, assessment),
        "ranking": [_option(entry, knowledge) for entry in result.options],
        "signals": [reading._asdict() for reading in assessment.readings],
        "questions": [
            {
                "key": question.key,
                "text": question.text,
                "worth_points": round(question.worth_points, 2),
                "change_chance": round(question.change_chance, 3),
            }
            for question in assessment.questions
        ],
        "scope": result.scope,
        "path": [step._asdict() for step in path_of(assessment, knowledge)],
        "decision": decision(assessment),
        "lessons": [{"id": one.id, "title": one.title} for one in lessons_for(assessment, knowledge)],
        "place": plain(place_of(assessment, knowledge)._asdict()),
        **({"robustness": _robustness(robustness)} if robustness else {}),
    }


def decision(assessment: Assessment) -> Data | None:
    """Return what the user decided, with the reason; nothing where nothing was decided."""
    found = assessment.scenario.decision
    return {"option": found.option, "reason": found.reason} if found.option else None


def _robustness(found: Robustness) -> Data:
    return {
        "draws": found.draws,
        "seed": found.seed,
        "error": round(found.error, 5),
        "leader": found.leader,
        "options": [
            {
                "option": one.option,
                "first": round(one.first, 5),
                "ranks": [round(share, 5) for share in one.ranks],
                "leader_ahead": round(one.leader_ahead, 5),
                "central_weights": {factor: round(points, 2) for factor, points in one.central_weights},
                "confidence": round(one.confidence, 5),
                "holistic": round(one.holistic, 5),
            }
            for one in found.options
        ],
        "causes": {cause.cause: round(cause.leader_first, 5) for cause in found.causes},
    }


def option_step(option: str | None, assessment: Assessment) -> Data | None:
    """Return an option as a step of the path, with its tier and score; nothing where there is none."""
    if option is None:
        return None
    entry = assessment.ranking.find(option)
    return {"option": option, "label": entry.label, "tier": entry.tier, "score": entry.score_points}


def _option(entry: RankedOption, knowledge: Knowledge) -> Data:
    choice = knowledge.choices[entry.option]
    return {
        "option": entry.option,
        "letter": entry.letter,
        "label": entry.label,
        "tier": entry.tier,
        "score": entry.score_points,
        "contributions": [
            {
                "factor": part.factor,
                "earned": part.earned_points,
                "possible": part.possible_points,
                "assumed": part.assumed,
                **({"carried_by": list(part.carried_by)} if part.carried_by else {}),
            }
            for part in entry.contributions
        ],
        "gates": [_gate(finding, knowledge) for finding in entry.gates],
        "preconditions": [finding.gate for finding in entry.preconditions],
        "ratings": choice.ratings.model_dump(),
        "where_it_wins": choice.wins,
        "caution": choice.caution,
    }


def _gate(finding: GateFinding, knowledge: Knowledge) -> Data:
    return finding._asdict() | {"sources": list(knowledge.gates[finding.gate].sources)}


def explanation(assessment: Assessment, found: Why, knowledge: Knowledge) -> Data:
    """Return one option with the source of every line, its rival, lessons and published cases."""
    data = _option(found.entry, knowledge)
    for part in data["contributions"]:
        part["sources"] = list(knowledge.factors[part["factor"]].sources)
    option = found.entry.option
    return head(assessment, knowledge) | {
        "explained": data,
        "losses": [{"factor": part.factor, "lost": part.lost_tenths / 10} for part in found.entry.losses],
        "head_to_head": _duel(found.duel, knowledge) if found.duel else None,
        "lessons": [
            {
                "id": one.id,
                "title": one.title,
                "says": one.says,
                "speaks": "for" if option in one.speaks_for else "against",
                "sources": list(one.sources),
            }
            for one in found.lessons
        ],
        "patterns": [one.model_dump(mode="json", include={"id", "title", "says", "sources"}) for one in found.patterns],
        "precedents": [_case(near, found, knowledge) for near in found.near],
        "decision": decision(assessment),
        "sources": list(knowledge.choices[option].sources),
    }


def _duel(duel: HeadToHead, knowledge: Knowledge) -> Data:
    return {
        "against": duel.other,
        "label": knowledge.choices[duel.other].label,
        "lead": duel.lead_tenths / 10,
        "differences": [
            {
                "factor": line.factor,
                "difference": line.tenths / 10,
                "one": line.one_tenths / 10,
                "other": line.other_tenths / 10,
            }
            for line in duel.differences
        ],
        "dominates": duel.dominates,
        "dominance": dominance_words(duel, knowledge),
    }


def _case(near: NearPrecedent, found: Why, knowledge: Knowledge) -> Data:
    """Return a near case; ``stance`` says whether it agrees with the recommendation."""
    case = knowledge.precedents[near.precedent]
    words = case_words(near, found, knowledge)
    return near._asdict() | {
        "because": list(near.because),
        "unlike": list(near.unlike),
        "title": words.title,
        "stance": words.stance,
        "outcome": case.outcome.model_dump(mode="json"),
        "figures": words.figures,
        "confidence": case.trust.confidence,
        "note": case.trust.note,
        "source": case.source.model_dump(mode="json"),
    }


def cents(amount: Decimal | None) -> float | None:
    """Return dollars to the cent; an amount of more digits than a number can hold is as exact as it can be."""
    if amount is None:
        return None
    return float(amount.quantize(Decimal("0.01"), ROUND_HALF_UP) if abs(amount) < _LARGE else amount)


def readiness(assessment: Assessment, knowledge: Knowledge) -> Data:
    """Return the checklist, the ladder level and the examples needed."""
    report = assessment.readiness
    return head(assessment, knowledge) | {
        "ready": report.ready,
        "text": sentences.readiness(assessment),
        "items": [item._asdict() for item in report.items],
        "prompting_ladder_level": report.ladder_level,
        "examples": {"told": report.examples, "enough": report.examples_enough, "good": report.examples_good},
    }
