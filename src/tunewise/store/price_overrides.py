"""The user's own prices file: prices of models, offers of tuning and GPUs that replace or add to what ships."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar, get_args

from pydantic import ValidationError

from tunewise.domain.errors import StoreError
from tunewise.domain.figures import MOST_PRICE_USD
from tunewise.domain.price_rows import Confidence, Gpu, Offer, OwnPrice, Status, Throughput
from tunewise.domain.prices import OWN_FILE
from tunewise.domain.text import nearest
from tunewise.store.paths import own_prices_chosen, prices_file, taken
from tunewise.store.reading import read_toml

_TABLES: Final[Mapping[str, type[OwnPrice | Offer | Gpu]]] = {"model": OwnPrice, "offer": Offer, "gpu": Gpu}
_MOST_ROWS = 1_000
_WANTED = {
    "id": "an id of 1 to 200 characters; that of a model is provider/reference, such as openai/gpt-4.1-mini",
    "read": "the day of reading, such as 2026-11-21",
    "ends": "a date, such as 2027-01-06",
    "base_model_ends": "a date, such as 2027-01-14",
    "status": "offered, closing or closed",
    "confidence": "A, B or C",
    "sources": "a list of texts",
    "serving": "a list of tables",
    "training": "a list of tables",
    "memory_gigabytes": "a whole number from 1 to 10000",
    "tokens_per_second": "a whole number from 1 to 10000000",
    "gpus": "a whole number from 1 to 10000",
}
"""What is wanted of keys that are neither a price nor a text."""

_ALLOWED: Final = {"status": list(get_args(Status)), "confidence": list(get_args(Confidence))}

Row = TypeVar("Row", OwnPrice, Offer, Gpu)


class PriceOverrides(NamedTuple):
    """What the user's prices file holds; empty where there is no such file."""

    file: str
    models: tuple[OwnPrice, ...] = ()
    offers: tuple[Offer, ...] = ()
    gpus: tuple[Gpu, ...] = ()


def read_price_overrides() -> PriceOverrides:
    """Return the user's own prices; a file that is not there is fine, unless the environment names it.

    Raises ``StoreError`` in one line with file and key where the file or a row of it cannot be used.
    """
    path = prices_file()
    if not taken(path):
        if own_prices_chosen():
            raise StoreError("does not exist", remedy="mend TUNEWISE_PRICES, or unset it", file=str(path))
        return PriceOverrides(str(path))
    data = _read(path)
    for key in data:
        if key not in _TABLES:
            like = nearest(key, list(_TABLES))
            remedy = f"did you mean {like}?" if like else f"keys are {', '.join(_TABLES)}"
            raise StoreError("is not a key of a prices file", remedy=remedy, file=str(path), key=key)
    return PriceOverrides(
        str(path),
        _rows(data, "model", OwnPrice, path),
        _rows(data, "offer", Offer, path),
        _rows(data, "gpu", Gpu, path),
    )


def _read(path: Path) -> dict[str, Any]:
    """Return the data of the file; where its content is at fault the reader's own remedy fits, elsewhere not."""
    try:
        return read_toml(path, "your own prices")
    except StoreError as error:
        about_scenarios = error.problem in {"is a folder", "is larger than 1 MiB", "does not exist"}
        remedy = "give a TOML file with [[model]], [[offer]] or [[gpu]] rows" if about_scenarios else error.remedy
        raise StoreError(error.problem, remedy=remedy, file=str(path)) from None


def _rows(data: Mapping[str, Any], table: str, shape: type[Row], path: Path) -> tuple[Row, ...]:
    held = data.get(table, [])
    if not isinstance(held, list) or not all(isinstance(row, dict) for row in held):
        raise StoreError("does not hold rows", remedy=f"write [[{table}]] above each", file=str(path), key=table)
    if len(held) > _MOST_ROWS:
        raise StoreError("has too many rows", remedy=f"give at most {_MOST_ROWS:,}", file=str(path), key=table)
    found: dict[str, Row] = {}
    for number, given in enumerate(held, 1):
        row = _row(given, number, table, shape, path)
        if row.id.lower() in found:
            raise StoreError(
                "is given twice", remedy="keep one of the two rows", file=str(path), key=f"{table}.{row.id}"
            )
        found[row.id.lower()] = row
    return tuple(found.values())


def _row(given: dict[str, Any], number: int, table: str, shape: type[Row], path: Path) -> Row:
    name = given.get("id")
    place = f"{table}.{name if isinstance(name, str) and name else number}"
    try:
        row = shape.model_validate(given if table == "model" else _as_shipped(given, table))
    except ValidationError as error:
        raise _in_words(error, place, shape, path) from None
    for key, flaw in row.flaws():
        raise StoreError(flaw, remedy=f"give {_wanted(key)}", file=str(path), key=f"{place}.{key}")
    return row


def _as_shipped(given: dict[str, Any], table: str) -> dict[str, Any]:
    """Return a row as a shipped table holds it: its source is the user's file, then what the user names."""
    row = {"confidence": "B", **given}
    if "hourly_likely_usd" in given and not {"hourly_low_usd", "hourly_high_usd"} & set(given):
        row["hourly_low_usd"] = row["hourly_high_usd"] = given["hourly_likely_usd"]
    source, sources = row.pop("source", []), row.get("sources", [])
    if isinstance(sources, list):
        row["sources"] = [OWN_FILE, *(source if isinstance(source, list) else [source]), *sources]
    if table == "offer":
        row.setdefault("status", "offered")
    return row


def _in_words(error: ValidationError, place: str, shape: type[OwnPrice | Offer | Gpu], path: Path) -> StoreError:
    errors = error.errors(include_url=False)
    # An unknown key first: a slip in its name also makes a required key look missing.
    first = next((one for one in errors if one["type"] == "extra_forbidden"), errors[0])
    key = next(str(part) for part in reversed(first["loc"]) if isinstance(part, str))
    where = ".".join([place, *(str(part + 1) if isinstance(part, int) else str(part) for part in first["loc"])])
    if first["type"] == "extra_forbidden":
        known = _keys_at(first["loc"], shape)
        like = nearest(key, known)
        remedy = f"did you mean {like}?" if like else f"keys are {', '.join(known)}"
        return StoreError("is not a key here", remedy=remedy, file=str(path), key=where)
    if first["type"] == "missing":
        return StoreError("is missing", remedy=f"give {_wanted(key)}", file=str(path), key=where)
    like = nearest(first["input"], _ALLOWED.get(key, [])) if isinstance(first["input"], str) else ""
    remedy = f"give {_wanted(key)}{f'; did you mean {like}?' if like else ''}"
    return StoreError(f"{_short(first['input'])} does not fit here", remedy=remedy, file=str(path), key=where)


def _keys_at(place: tuple[int | str, ...], shape: type[OwnPrice | Offer | Gpu]) -> list[str]:
    """Return the keys that a user may write where ``place`` is: in a row, or in a table of what was measured in it."""
    if len(place) > 1:
        return list(Throughput.model_fields)
    return list(dict.fromkeys((*shape.model_fields, "source")))


def _wanted(key: str) -> str:
    if key.endswith("_usd"):
        return f"dollars from 0 to {MOST_PRICE_USD} with at most 9 digits after the point"
    return _WANTED.get(key, "a text of 1 to 200 characters")


def _short(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | dict):
        return "a table" if isinstance(value, dict) else "a list"
    text = str(value) if isinstance(value, int | Decimal | date) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
