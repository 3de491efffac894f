"""From plain data to a scenario, with errors in the user's words: which key, what is wrong, what would be right."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from tunewise.domain.errors import ScenarioError
from tunewise.domain.scenario import (
    FINEST_DECIMAL,
    FORMAT,
    MOST_MONTHLY_REQUESTS,
    MOST_PRICE_USD,
    MOST_TOKENS,
    MOST_USD,
    Costs,
    Facts,
    Range,
    Readiness,
    Scenario,
    Signals,
    Task,
)
from tunewise.domain.text import nearest

_TAGS = {"point", "range"}
"""How the kinds of a cost figure are told apart in error places; a user never wrote them."""

_PRINTABLE_BITS = 10_000
_TABLES: Mapping[str, type[BaseModel]] = {
    "task": Task,
    "signals": Signals,
    "facts": Facts,
    "costs": Costs,
    "readiness": Readiness,
}
_MOST = {
    "monthly_requests": MOST_MONTHLY_REQUESTS,
    "extra_prompt_tokens": MOST_TOKENS,
    "prompt_tokens_removed": MOST_TOKENS,
    "price_per_million_input_usd": MOST_PRICE_USD,
    "training_run_usd": MOST_USD,
    "evaluation_usd": MOST_USD,
}


def to_scenario(data: Mapping[str, Any], file: str = "") -> Scenario:
    """Return the scenario that ``data`` describes. Raises ``ScenarioError`` with one key and one remedy."""
    _check_format(data, file)
    try:
        return Scenario.model_validate(data)
    except ValidationError as error:
        raise _in_words(error, file) from None


def to_data(scenario: Scenario) -> dict[str, Any]:
    """Return ``scenario`` as plain data: unknown keys, empty tables and empty texts left out."""
    data: dict[str, Any] = {"format": scenario.format, "title": scenario.title}
    for name in ("summary", "notes"):
        if text := getattr(scenario, name):
            data[name] = text
    if scenario.random_seed != Scenario.model_fields["random_seed"].default:
        data["random_seed"] = scenario.random_seed
    for name in _TABLES:
        table = _plain(getattr(scenario, name).model_dump(exclude_none=True))
        if isinstance(failures := table.get("failures"), tuple):
            if not failures:
                del table["failures"]
            else:
                table["failures"] = list(failures)
        if table:
            data[name] = table
    return data


def _plain(table: dict[str, Any]) -> dict[str, Any]:
    """Return ``table`` with whole decimals as whole numbers, the way a person writes them."""
    return {
        key: _plain(value)
        if isinstance(value, dict)
        else int(value)
        if isinstance(value, Decimal) and value == value.to_integral_value()
        else value
        for key, value in table.items()
    }


def _check_format(data: Mapping[str, Any], file: str) -> None:
    """Refuse a file of a later version before its other keys are looked at: they may mean something new."""
    found = data.get("format")
    if isinstance(found, int) and not isinstance(found, bool) and found > FORMAT:
        raise ScenarioError(
            f"this file has format {_short(found)}",
            remedy=f"this version of Tunewise reads format {FORMAT}; update Tunewise to open it",
            file=file,
            key="format",
        )


def _in_words(error: ValidationError, file: str) -> ScenarioError:
    errors = error.errors(include_url=False)
    # An unknown key first: a slip in its name also makes a required key look missing.
    first = next((one for one in errors if one["type"] == "extra_forbidden"), errors[0])
    path = [part for place, part in enumerate(first["loc"]) if not (place == 2 and part in _TAGS)]
    key = ".".join(str(part) for part in path)
    problem, remedy = _explain(first["type"], first, path)
    more = len(errors) - 1
    if more:
        problem = f"{problem} (and {more} more to mend)"
    return ScenarioError(problem, remedy=remedy, file=file, key=key)


def _explain(kind: str, error: Any, path: Sequence[int | str]) -> tuple[str, str]:  # noqa: ANN401  # pydantic's record
    if kind == "extra_forbidden":
        return _unknown_key(path)
    if kind == "missing":
        return "is missing", f"give {wanted(path)}"
    if kind == "value_error":
        both = "no more removed tokens than the prompt adds"
        return str(error["ctx"]["error"]), f"give {both if path == ['costs'] else wanted(path)}"
    if kind == "decimal_max_places":
        return f"{_short(error['input'])} is too fine", f"give at most {FINEST_DECIMAL} digits after the point"
    if kind == "string_too_long":
        return f"has {len(error['input']):,} characters", f"give {wanted(path)}"
    return f"{_short(error['input'])} does not fit here", f"give {wanted(path)}"


def _unknown_key(path: Sequence[int | str]) -> tuple[str, str]:
    known = _keys_beside(path)
    like = nearest(str(path[-1]), known)
    if like:
        return "is not a key of a scenario", f"did you mean {like}?"
    return "is not a key of a scenario", f"keys here are {', '.join(known)}"


def _keys_beside(path: Sequence[int | str]) -> list[str]:
    model: type[BaseModel] = Scenario
    if len(path) > 1:
        model = _TABLES.get(str(path[0]), Scenario) if len(path) == 2 else Range
    return list(model.model_fields)


def wanted(path: Sequence[int | str]) -> str:
    """Return in words what belongs at ``path``."""
    table, key = (str(path[0]), str(path[1])) if len(path) > 1 else ("", str(path[0]) if path else "")
    if table == "costs":
        return _wanted_cost(key)
    if table == "signals":
        return "a whole number from 0 to 100"
    if table == "readiness" or key in {
        "best_prompt_fails_at_reasoning",
        "training_allowed",
        "current_model_meets_latency",
    }:
        return "true or false"
    from tunewise.domain.scenario import FAILURES, TASK_KINDS  # noqa: PLC0415  # long lists, needed only in errors

    words = {
        "format": str(FORMAT),
        "title": "a text of 1 to 200 characters",
        "summary": "a text of up to 2,000 characters",
        "notes": "a text of up to 20,000 characters",
        "random_seed": "a whole number from 0 to 2147483647",
        "kind": f"one of {', '.join(TASK_KINDS)}",
        "classes": "a whole number from 2 to 10000",
        "failures": f"a list of different ones of {', '.join(FAILURES)}",
        "labelled_examples": "a whole number from 0 to 1000000000",
        "prompting_ladder_level": "a whole number from 0 to 5",
        "gap_to_target_points": "a whole number from 0 to 100",
    }
    return words.get(key, f"a table, written as [{key}]")


def _wanted_cost(key: str) -> str:
    most = f"{_MOST.get(key, 0):,}".replace(",", "")
    if key.endswith("_usd"):
        return f"dollars from 0 to {most}, or {{ low, likely, high }} in rising order"
    return f"a whole number from 0 to {most}, or {{ low, likely, high }} in rising order"


def _short(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) >= 10**18:
        return f"a number of {_digits(value)} digits"
    try:
        text = str(value) if isinstance(value, int | Decimal | date | time) else repr(value)
    except RecursionError:
        return "a value nested very deeply"
    return text if len(text) <= 60 else f"{text[:57]}..."


def _digits(value: int) -> int:
    """Count digits; of very long numbers, which Python refuses to print, to within one."""
    if abs(value).bit_length() < _PRINTABLE_BITS:
        return len(str(abs(value)))
    return int(abs(value).bit_length() * 0.30103) + 1
