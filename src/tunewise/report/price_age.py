"""How old the prices of a scenario are, what is newer today, and when a model or an offer to tune it ends.

Nothing here changes a figure: prices stay as they are told until somebody takes newer ones over.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from tunewise.domain.costs import Models, PricedModel
from tunewise.domain.price_rows import Offer
from tunewise.domain.prices import PRICE_WORDS, ModelPrice, changed_since, show_price
from tunewise.domain.text import shown
from tunewise.domain.workbench import Rival, Workbench
from tunewise.knowledge.tables import Knowledge
from tunewise.report.costs import short_label
from tunewise.report.json_report import Data, plain

LookUp = Callable[[str], ModelPrice | None]
"""What gives the prices of a model today, or nothing where it is not known."""

_FIGURES: Final = {
    "input_usd": "price_per_million_input_usd",
    "output_usd": "price_per_million_output_usd",
    "cache_read_usd": "price_per_million_cache_read_usd",
    "cache_write_usd": "price_per_million_cache_write_usd",
}
"""The prices of a model, and the figures of a plan that hold them."""

_OF_AN_OFFER: Final = {
    "price_per_million_input_usd": "input",
    "price_per_million_output_usd": "output",
    "price_per_million_training_usd": "training",
    "hosting_fee_hourly_usd": "hosting an hour",
}


class NewerPrice(NamedTuple):
    """A price that differs today: of what, as told, and as listed, in US dollars; ``None`` is listed no more."""

    word: str
    told_usd: Decimal
    listed_usd: Decimal | None


class ModelAge(NamedTuple):
    """A model that ways are priced with. ``newer`` are prices that differ in ``newer_source``, as of ``newer_on``."""

    ways: tuple[str, ...]
    model: PricedModel
    newer: tuple[NewerPrice, ...] = ()
    newer_source: str = ""
    newer_on: date | None = None
    ends_on: date | None = None
    offer: Offer | None = None
    sources: tuple[str, ...] = ()


def ages_of(models: Models, workbench: Workbench, knowledge: Knowledge, look_up: LookUp) -> tuple[ModelAge, ...]:
    """Return how old the prices of each model are that the scenario names; ways that agree in all share an entry."""
    found: dict[ModelAge, list[str]] = {}
    for way, model in models.items():
        age = _age(workbench.find(way), model, knowledge, look_up)
        found.setdefault(age, []).append(way)
    return tuple(age._replace(ways=tuple(ways)) for age, ways in found.items())


def _age(rival: Rival, model: PricedModel, knowledge: Knowledge, look_up: LookUp) -> ModelAge:
    offer = _offer(rival.rival, model, knowledge)
    life = next((one for one in knowledge.cost_tables.life if one.model.lower() == model.name.lower()), None)
    age = ModelAge((), model, ends_on=model.ends_on, offer=offer, sources=offer.sources if offer else ())
    if life is not None and life.ends is not None:
        age = age._replace(ends_on=model.ends_on or life.ends, sources=(*age.sources, *life.sources))
    age = age._replace(sources=tuple(dict.fromkeys(age.sources)))
    if offer is not None and _names(offer, model):
        return age._replace(newer=_newer_offer(rival, model, offer), newer_source=offer.label, newer_on=offer.read)
    listed = look_up(model.name)
    if listed is None:
        return age
    return age._replace(newer=_newer(rival, model, listed), newer_source=listed.catalogue, newer_on=listed.as_of)


def _offer(way: str, model: PricedModel, knowledge: Knowledge) -> Offer | None:
    """Return the offer that a model is: named as such, or the tuning of a base model that a trained way calls."""
    tunes = way in knowledge.choices and knowledge.trains(way)
    offers = knowledge.cost_tables.offer
    named = next((one for one in offers if _names(one, model)), None)
    bases = (one for one in offers if f"{one.provider}/{one.base_model}".lower() == model.name.lower())
    return named or (next(bases, None) if tunes else None)


def _names(offer: Offer, model: PricedModel) -> bool:
    return model.name.lower() in {offer.id.lower(), offer.label.lower()}


def _told(rival: Rival, figure: str) -> Decimal | None:
    """Return the likely value of a figure that the user told, in the plan or by a simple control."""
    shown = rival.figure(figure)
    return shown.value if shown.origin in {"yours", "control"} else None


def _newer(rival: Rival, model: PricedModel, listed: ModelPrice) -> tuple[NewerPrice, ...]:
    """Return the told prices that the catalogue lists otherwise on a later day."""
    if listed.as_of <= model.priced_on:
        return ()
    told: dict[str, Any] = {name: usd for name, figure in _FIGURES.items() if (usd := _told(rival, figure)) is not None}
    changed = changed_since(listed._replace(**told), listed)
    return tuple(
        NewerPrice(PRICE_WORDS[name], usd, getattr(listed, name))
        for name, usd in told.items()
        if PRICE_WORDS[name] in changed
    )


def _newer_offer(rival: Rival, model: PricedModel, offer: Offer) -> tuple[NewerPrice, ...]:
    if offer.read <= model.priced_on:
        return ()
    pairs = ((word, _told(rival, figure), getattr(offer, figure)) for figure, word in _OF_AN_OFFER.items())
    return tuple(NewerPrice(word, told, now) for word, told, now in pairs if told is not None and told != now)


def age_lines(ages: Iterable[ModelAge], today: date, knowledge: Knowledge) -> list[str]:
    """Return in words of which day the prices are, what is newer, and what ends when. Names are safe to show."""
    lines = []
    for age in ages:
        model = age.model
        source = f", from {shown(model.price_source)}" if model.price_source else ""
        ways = ", ".join(short_label(way, knowledge) for way in age.ways)
        name = shown(model.name)
        lines.append(f"prices of {name} ({ways}) are of {model.priced_on.isoformat()}{source}.")
        if age.newer:
            words = ", ".join(_newer_words(one) for one in age.newer)
            lines.append(f"newer prices exist: {name} {words} ({age.newer_source}, {_day(age.newer_on)}).")
        lines += _endings(age, today)
    return lines


def _newer_words(one: NewerPrice) -> str:
    now = "not listed" if one.listed_usd is None else f"${show_price(one.listed_usd)}"
    return f"{one.word} ${show_price(one.told_usd)} → {now}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _endings(age: ModelAge, today: date) -> list[str]:
    sources = f" [{'; '.join(age.sources)}]" if age.sources else ""
    lines = []
    if age.ends_on is not None:
        verb = "ended" if age.ends_on < today else "ends"
        lines.append(f"{shown(age.model.name)} {verb} on {age.ends_on.isoformat()}.{sources}")
    if age.offer is not None and age.offer.status_on(today) != "offered":
        ends = f", its end is {age.offer.ends.isoformat()}" if age.offer.ends else ""
        lines.append(f"the offer {age.offer.label} is {age.offer.status_on(today)}{ends}.{sources}")
    return lines


def age_data(ages: Iterable[ModelAge], today: date) -> list[Data]:
    """Return the same as data."""
    return [
        {
            "name": age.model.name,
            "ways": list(age.ways),
            "priced_on": age.model.priced_on.isoformat(),
            "price_source": age.model.price_source,
            "ends_on": age.ends_on.isoformat() if age.ends_on else None,
            "offer": {"id": age.offer.id, "status": age.offer.status_on(today)} if age.offer else None,
            "newer_prices": [plain(one._asdict()) for one in age.newer],
            "newer_source": age.newer_source if age.newer else "",
            "newer_on": age.newer_on.isoformat() if age.newer and age.newer_on else None,
            "sources": list(age.sources),
        }
        for age in ages
    ]
