"""What belongs at each place of a scenario, in words, and which keys there are beside one that is not known."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from tunewise.domain.cost_figures import GROUPS, PLAN_FIGURES
from tunewise.domain.costs import RIVAL_IDS, Costs, PricedModel
from tunewise.domain.evidence import Evidence
from tunewise.domain.figures import (
    MOST_MONTHLY_REQUESTS,
    MOST_PRICE_USD,
    MOST_TOKENS,
    MOST_USD,
    Percentiles,
    Range,
)
from tunewise.domain.plan_answers import PlanAnswers
from tunewise.domain.scenario import (
    FORMAT,
    OPTION_IDS,
    Decision,
    Facts,
    Readiness,
    Sampling,
    Scenario,
    Signals,
    Task,
)
from tunewise.domain.schema_words import keys_beside, wanted_at
from tunewise.domain.text import nearest

TABLES: Mapping[str, type[BaseModel]] = {
    "task": Task,
    "signals": Signals,
    "facts": Facts,
    "costs": Costs,
    "readiness": Readiness,
    "evidence": Evidence,
    "plan": PlanAnswers,
    "sampling": Sampling,
    "decision": Decision,
}
"""The tables of a scenario, in their order."""

_NESTED = {"evidence", "plan"}
"""Tables that Tunewise writes itself, several deep: what belongs in them is read off their schema."""

_MOST = {
    "monthly_requests": MOST_MONTHLY_REQUESTS,
    "extra_prompt_tokens": MOST_TOKENS,
    "prompt_tokens_removed": MOST_TOKENS,
    "price_per_million_input_usd": MOST_PRICE_USD,
    "training_run_usd": MOST_USD,
    "evaluation_usd": MOST_USD,
}


_SPREADS = {*Range.model_fields, *Percentiles.model_fields}


_A_SLIP = 0.75
"""How much of a name must be right for it to be a slip of another, as `difflib` counts it."""


def of_another_range(path: Sequence[int | str]) -> bool:
    """Tell whether the last key of ``path`` is known, but not in the kind of range that it stands in."""
    return path[-1] in _SPREADS and len(path) > 2 and path[0] == "costs"


def meant(path: Sequence[int | str]) -> str:
    """Return which key was surely meant by the last one of ``path``, or nothing: one of the user's own is no slip."""
    return surely(str(path[-1]), _keys_beside(path))


def surely(name: str, known: list[str]) -> str:
    """Return which of the ``known`` names was surely meant by ``name``, or nothing."""
    from difflib import SequenceMatcher  # noqa: PLC0415  # only needed once something differs

    found = nearest(name, known)
    return found if SequenceMatcher(None, name[:80], found).ratio() >= _A_SLIP else ""


def unknown_key(path: Sequence[int | str]) -> tuple[str, str]:
    """Return what is wrong with a key that is not known, and what would be right."""
    if of_another_range(path):
        return "belongs to another kind of range", "give either { low, likely, high } or { p50, p90 }, not both"
    known = _keys_beside(path)
    like = nearest(str(path[-1]), known)
    if like:
        return "is not a key of a scenario", f"did you mean {like}?"
    return "is not a key of a scenario", f"keys here are {', '.join(known)}"


def _keys_beside(path: Sequence[int | str]) -> list[str]:
    if path[0] == "costs" and len(path) > 2 and path[1] in {"plans", "models"}:
        return _keys_of_plans(path)
    if path[0] in _NESTED and len(path) > 1:
        return keys_beside(TABLES[str(path[0])].model_json_schema(), path[1:])
    if len(path) > 2:
        return [*Range.model_fields, *Percentiles.model_fields]
    model: type[BaseModel] = TABLES.get(str(path[0]), Scenario) if len(path) == 2 else Scenario
    return list(model.model_fields)


def _keys_of_plans(path: Sequence[int | str]) -> list[str]:
    """Return what may stand beside a key of ``costs.plans`` or ``costs.models``."""
    if len(path) == 3:
        return list(RIVAL_IDS)
    if len(path) == 4:
        return list(PLAN_FIGURES) if path[1] == "plans" else list(PricedModel.model_fields)
    return [*Range.model_fields, *Percentiles.model_fields]


def wanted(path: Sequence[int | str]) -> str:
    """Return in words what belongs at ``path``."""
    table, key = (str(path[0]), str(path[1])) if len(path) > 1 else ("", str(path[0]) if path else "")
    if table == "costs":
        return _wanted_cost([str(part) for part in path[1:]])
    if table in _NESTED:
        return wanted_at(TABLES[table].model_json_schema(), path[1:])
    if table in TABLES and key in TABLES[table].model_fields:
        return _wanted_field(TABLES[table], key)
    words = {
        "format": str(FORMAT),
        "title": "a text of 1 to 200 characters",
        "summary": "a text of up to 2,000 characters",
        "notes": "a text of up to 20,000 characters",
        "random_seed": "a whole number from 0 to 2147483647",
        "scope": "quick or full, or leave it out",
    }
    return words.get(key, f"a table, written as [{key}]")


_WORDED = {
    "reason": "a text of 1 to 2,000 characters that says why",
    "in_place": f"a list of different ones of {', '.join(OPTION_IDS)}",
}
"""What is wanted of fields that their type does not word."""


def _wanted_field(model: type[BaseModel], key: str) -> str:
    """Return in words what the type of a field admits."""
    if key in _WORDED:
        return _WORDED[key]
    kinds = list(_kinds(model.model_fields[key].annotation))
    if bool in kinds:
        return "true or false"
    choices = [choice for kind in kinds if get_origin(kind) is Literal for choice in get_args(kind)]
    if choices:
        several = "a list of different ones of" if tuple in kinds else "one of"
        return f"{several} {', '.join(choices)}"
    least, most = _bounds(model, key)
    return f"a whole number from {least} to {most}"


def _kinds(annotation: Any) -> Iterator[Any]:  # noqa: ANN401  # a type hint, taken apart
    """Yield the plain types that an optional, a list or an annotated type is made of."""
    if get_origin(annotation) is tuple:
        yield tuple
    if get_origin(annotation) is Literal or not get_args(annotation):
        yield annotation
        return
    for part in get_args(annotation):
        yield from _kinds(part)


def _bounds(model: type[BaseModel], key: str) -> tuple[Any, Any]:
    schema = model.model_json_schema()["properties"][key]
    number = next(one for one in schema.get("anyOf", [schema]) if one.get("type") == "integer")
    return number["minimum"], number["maximum"]


_UNCERTAIN = "or { low, likely, high } in rising order, or { p50, p90 }"


def _wanted_cost(path: Sequence[str]) -> str:
    """Return in words what belongs at a place of the costs."""
    key = path[0]
    if key in _MOST:
        what = "dollars" if key.endswith("_usd") else "a whole number"
        return f"{what} from 0 to {_MOST[key]}, {_UNCERTAIN}"
    if key.endswith("_share"):
        return f"a share from {-1 if key == 'monthly_growth_share' else 0} to 1, or {{ low, likely, high }}"
    if key == "plans":
        return _wanted_figure(path)
    if key == "models":
        return _WANTED_OF_A_MODEL.get(path[-1], "a table with name and priced_on")
    if key == "counted":
        return f"a list of different ones of {', '.join(GROUPS)}"
    return _wanted_field(Costs, key)


_WANTED_OF_A_MODEL = {
    "name": "a text of 1 to 200 characters",
    "priced_on": "a date, as 2026-11-20",
    "price_source": "a text of up to 200 characters",
    "ends_on": "a date, as 2027-01-14",
}


def _wanted_figure(path: Sequence[str]) -> str:
    spec = PLAN_FIGURES.get(path[2]) if len(path) > 2 else None
    if spec is None:
        return "a table of figures, as [costs.plans.lora]"
    what = "a whole number" if spec.whole else "dollars" if path[2].endswith("_usd") else "a number"
    return f"{what} from {spec.least} to {spec.most}, {_UNCERTAIN}"
