"""From plain data to a scenario, with errors in the user's words: which key, what is wrong, what would be right."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from tunewise.domain.errors import ScenarioError
from tunewise.domain.figures import FINEST_DECIMAL
from tunewise.domain.migrations import migrated
from tunewise.domain.scenario import FORMAT, Heading, Scenario
from tunewise.domain.text import shown
from tunewise.domain.wanted import TABLES, surely, unknown_key, wanted

__all__ = ["Fault", "faults_of", "refusal", "to_data", "to_scenario", "wanted"]

Model = TypeVar("Model", bound=BaseModel)

_TAGS = {"point", "range", "percentiles"}
"""How the kinds of a cost figure are told apart in error places; a user never wrote them."""

_PRINTABLE_BITS = 10_000
_MOST_SHOWN = 60
_MOST_NAMED = 3
_LONGEST_PROBLEM = 150
"""Characters of a problem with what else is named behind it: an error line cuts it a little later."""

_MENDED = "take the table out, or measure the file again"
_OUT_OF_ORDER = {
    "low, likely and high are not in rising order": ("low", "likely", "high"),
    "p50 is not above 0, or p90 is below p50": ("p50", "p90"),
}
"""What a range says of its figures that do not follow each other, and the keys to show them by."""

_WHOLE_TABLES = {
    "costs": "no more tokens removed than that, first",
    "decision": "a reason beside the option",
}
"""What is wanted where two keys of one table contradict each other."""


class Fault(NamedTuple):
    """One thing that is wrong with the data of a scenario: its kind, the keys leading to it, and pydantic's record."""

    kind: str
    path: tuple[int | str, ...]
    error: Any

    @property
    def unknown(self) -> bool:
        """Tell whether the fault is that the key is not known."""
        return self.kind == "extra_forbidden" or (self.kind == "literal_error" and self.error["loc"][-1] == "[key]")


def to_scenario(data: Mapping[str, Any], file: str = "") -> Scenario:
    """Return the scenario that ``data`` describes. Raises ``ScenarioError`` with one key and one remedy."""
    check_format(data, file)
    data = migrated(data)
    scenario, faults = faults_of(data)
    if scenario is None:
        raise refusal(faults, file)
    return scenario


def faults_of(data: Mapping[str, Any]) -> tuple[Scenario | None, list[Fault]]:
    """Return the scenario that ``data`` describes, or everything that is wrong with it."""
    scenario = _part_by_part(data)
    if scenario is not None:
        return scenario, []
    try:
        return Scenario.model_validate(data), []
    except ValidationError as error:
        return None, _faults(error)


def build_checks() -> None:
    """Build the checks of all tables now: else those of one are built when it is first checked."""
    for table in TABLES.values():
        table.model_validate({})


def _part_by_part(data: Mapping[str, Any]) -> Scenario | None:
    """Return the scenario that ``data`` describes, or nothing where something is wrong, which the whole tells best.

    No table has a say in what another may hold, and checks are built when they are first used: those of the tables that
    a file has take half as long as all.
    """
    try:
        heading = Heading.model_validate({key: value for key, value in data.items() if key not in TABLES})
        tables: dict[str, Any] = {
            name: table.model_validate(data[name]) for name, table in TABLES.items() if name in data
        }
    except ValidationError:
        return None
    return Scenario.model_construct(heading.model_fields_set | tables.keys(), **dict(heading), **tables)


def to_data(scenario: Scenario) -> dict[str, Any]:
    """Return ``scenario`` as plain data: unknown keys, empty tables and empty texts left out."""
    data: dict[str, Any] = {"format": scenario.format, "title": scenario.title}
    for name in ("summary", "notes"):
        if text := getattr(scenario, name):
            data[name] = text
    if scenario.random_seed != Scenario.model_fields["random_seed"].default:
        data["random_seed"] = scenario.random_seed
    if scenario.scope is not None:
        data["scope"] = scenario.scope
    for name in TABLES:
        if table := table_data(scenario, name):
            data[name] = table
    return data


def table_data(scenario: Scenario, name: str) -> dict[str, Any]:
    """Return one table of ``scenario`` as plain data: what says no more than its default is left out."""
    return _plain(getattr(scenario, name).model_dump(exclude_defaults=True))


def with_tables(scenario: Scenario, tables: Mapping[str, Mapping[str, Any]]) -> Scenario | None:
    """Return ``scenario`` with some tables from plain data, or nothing where one of them is not valid.

    No table has a say in what another may hold, so the others need no second look. A table that comes out as it was
    stays the very same one.
    """
    try:
        made = {name: _light(TABLES[name].model_validate(data)) for name, data in tables.items()}
    except ValidationError:
        return None
    changed = {name: table for name, table in made.items() if table != getattr(scenario, name)}
    return _light(scenario.model_copy(update=changed))


def _light(model: Model) -> Model:
    """Return ``model`` with the names of what was set in one set for all that are alike: a history keeps a thousand.

    Nothing changes that set: models are frozen, and a copy of one gets a set of its own.
    """
    object.__setattr__(model, "__pydantic_fields_set__", _one_for_all(frozenset(model.model_fields_set)))
    return model


@lru_cache(maxsize=256)
def _one_for_all(names: frozenset[str]) -> set[str]:
    return set(names)


def _plain(table: dict[str, Any]) -> dict[str, Any]:
    """Return ``table`` the way a person writes it: lists, and whole decimals as whole numbers."""
    return {key: _plain_value(value) for key, value in table.items()}


def _plain_value(value: object) -> object:
    if isinstance(value, dict):
        return _plain(value)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value


def is_newer(data: Mapping[str, Any]) -> bool:
    """Tell whether ``data`` is of a later format than this version reads."""
    found = data.get("format")
    return isinstance(found, int) and not isinstance(found, bool) and found > FORMAT


def check_format(data: Mapping[str, Any], file: str) -> None:
    """Refuse a file of a later version before its other keys are looked at: they may mean something new."""
    found = data.get("format")
    if is_newer(data):
        raise ScenarioError(
            f"this file has format {short(found)}",
            remedy=f"this version of Tunewise reads format {FORMAT}; update Tunewise to open it",
            file=file,
            key="format",
        )


def _faults(error: ValidationError) -> list[Fault]:
    return [_fault(one) for one in error.errors(include_url=False)]


def _fault(error: Any) -> Fault:  # noqa: ANN401  # pydantic's record
    path = list(error["loc"])
    if path[-1] == "[key]":
        del path[-1]
    kind_at = 4 if path[:2] == ["costs", "plans"] else 2
    if path[0] == "costs" and len(path) > kind_at and path[kind_at] in _TAGS:
        del path[kind_at]
    if path[:2] == ["costs", "plans"] and len(path) == 3 and error["type"] == "value_error":
        # A plan is checked as a whole; the figure that does not fit is named in front.
        path.append(str(error["ctx"]["error"]).partition(": ")[0])
    return Fault(error["type"], tuple(path), error)


def refusal(faults: Sequence[Fault], file: str) -> ScenarioError:
    """Return the error that explains the first of ``faults``, names a few of the others, and counts them all."""
    # An unknown key first: a slip in its name also makes a required key look missing.
    first = next((one for one in faults if one.unknown), faults[0])
    problem, remedy = _explain(first)
    return ScenarioError(f"{problem}{_others(first, faults, len(problem))}", remedy=remedy, file=file, key=_key(first))


def _key(fault: Fault) -> str:
    return ".".join(map(str, fault.path))


def _others(first: Fault, faults: Sequence[Fault], taken: int) -> str:
    """Return in brackets how much more there is to mend, with as many of the keys as fit behind ``taken`` characters.

    A key that is missing beside one that is misspelt is most likely that one, and not named.
    """
    more = len(faults) - 1
    if not more:
        return ""
    others = [
        one for one in faults if not (first.unknown and one.kind == "missing" and one.path[:-1] == first.path[:-1])
    ]
    keys = list(dict.fromkeys(shown(_key(one), _MOST_SHOWN) for one in others if one.path != first.path))
    for number in range(min(len(keys), _MOST_NAMED - 1), 0, -1):
        named = f" (and {more} more to mend: {', '.join(keys[:number])}{', …' if number < more else ''})"
        if taken + len(named) <= _LONGEST_PROBLEM:
            return named
    return f" (and {more} more to mend)"


def _explain(fault: Fault) -> tuple[str, str]:
    kind, path, error = fault
    if fault.unknown:
        return unknown_key(path)
    if kind == "missing":
        return "is missing", f"give {wanted(path)}"
    if kind == "value_error":
        return _explain_rule(fault)
    if kind == "decimal_max_places":
        return f"{short(error['input'])} is too fine", f"give at most {FINEST_DECIMAL} digits after the point"
    long = kind == "string_too_long"
    problem = f"has {len(error['input']):,} characters" if long else f"{short(error['input'])} does not fit here"
    return problem, f"give {wanted(path)}{_meant_by(fault)}"


def _meant_by(fault: Fault) -> str:
    """Return which of the values that fit was surely meant, as the end of a remedy; empty where none is."""
    given = fault.error["input"]
    if fault.kind != "literal_error" or not isinstance(given, str):
        return ""
    like = surely(given.strip().lower(), re.findall("'([^']*)'", fault.error["ctx"]["expected"]))
    return f"; did you mean {like}?" if like else ""


def _explain_rule(fault: Fault) -> tuple[str, str]:
    """Word a rule of the model itself, which says what is wrong in its own words."""
    path, said = fault.path, str(fault.error["ctx"]["error"])
    if path[:2] == ("costs", "plans") and len(path) > len(fault.error["loc"]):
        return said.partition(": ")[2], f"give {wanted(path)}"
    whole = _WHOLE_TABLES.get(str(path[0]), "") if len(path) == 1 else wanted(path)
    given = fault.error["input"]
    if said in _OUT_OF_ORDER and isinstance(given, dict):
        figures = [f"{key} {short(given[key], 20)}" for key in _OUT_OF_ORDER[said] if key in given]
        said = f"{said}: {', '.join(figures)}"
    return said, _MENDED if path[0] == "evidence" else f"give {whole}"


def short(value: object, most: int = _MOST_SHOWN) -> str:
    """Return a value from a file as a user wrote it, cut to one short piece."""
    try:
        text = _written(value, most)
    except RecursionError:
        return "a value nested very deeply"
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _written(value: object, most: int) -> str:
    """Return a value as a scenario file writes it; of lists and tables no more members than ``most`` can show."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) >= 10**18:
        return f"a number of {_digits(value)} digits"
    if isinstance(value, Mapping):
        pairs = [f"{key} = {_written(one, most)}" for key, one in islice(value.items(), most)]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_written(one, most) for one in value[:most])}]"
    return str(value) if isinstance(value, int | Decimal | date | time) else repr(value)


def _digits(value: int) -> int:
    """Count digits; of very long numbers, which Python refuses to print, to within one."""
    if abs(value).bit_length() < _PRINTABLE_BITS:
        return len(str(abs(value)))
    return int(abs(value).bit_length() * 0.30103) + 1
