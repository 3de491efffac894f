"""The months far ahead in floats: worked out once for every way of a comparison, however often it is looked at."""

from decimal import Decimal
from functools import cached_property
from math import inf
from operator import mul, sub

from tunewise.engine.costs.course import (
    LONGEST_MONTHS,
    Calendar,
    Course,
    Crossings,
    Shared,
    Way,
    calendar_of,
    course_of,
    crossings_of,
    live_from,
    worth_of_months,
)


class Months:
    """What each way costs from month to month, as far as a simulation looks, under the same shared figures."""

    def __init__(self, today: Way[Decimal], shared: Shared[Decimal], reach: int = LONGEST_MONTHS) -> None:
        self.shared, self.reach = shared, reach
        self._shared = Shared(
            float(shared.monthly_requests),
            float(shared.monthly_growth_share),
            float(shared.yearly_price_decline_share),
            float(shared.yearly_discount_share),
            shared.horizon_months,
            shared.lumps,
        )
        self._today = today
        # The ways are kept beside their courses, so that no other one can take the place of an id.
        self._courses: dict[int, tuple[Way[Decimal], Course[float]]] = {}

    @cached_property
    def accrued(self) -> "Months":
        """Return the same months with retraining spread over them."""
        return Months(self._today, self.shared._replace(lumps=False), self.reach) if self.shared.lumps else self

    @cached_property
    def _near(self) -> "Months":
        return Months(self._today, self.shared, self.shared.horizon_months)

    @cached_property
    def _calendar(self) -> Calendar[float]:
        return calendar_of(self._shared, self.reach)

    @cached_property
    def _worth(self) -> list[float]:
        return worth_of_months(self.reach, self._shared.monthly_discount)

    @cached_property
    def _today_in_floats(self) -> Way[float]:
        return in_floats(self._today)

    def course(self, way: Way[Decimal]) -> Course[float]:
        """Return the course of ``way``."""
        if id(way) not in self._courses:
            numbers = self._today_in_floats if way is self._today else in_floats(way)
            found = course_of(numbers, self._today_in_floats, self._calendar, self._shared)
            self._courses[id(way)] = way, found
        return self._courses[id(way)][1]

    def crossings(self, way: Way[Decimal], baseline: Way[Decimal], *, with_discount: bool = False) -> Crossings:
        """Return when ``way`` is ahead of ``baseline``; ``with_discount`` counts what later months are worth now."""
        one, other = self.course(way), self.course(baseline)
        savings = list(map(sub, other.flow, one.flow))
        dues = list(map(sub, one.due, other.due)) if falls_due(self.shared, way, baseline) else []
        if with_discount:
            savings, dues = list(map(mul, savings, self._worth)), list(map(mul, dues, self._worth))
        return crossings_of(one.once_usd - other.once_usd, savings, dues, live_from(way, baseline))

    def paid_back(self, way: Way[Decimal], baseline: Way[Decimal], *, with_discount: bool = False) -> float:
        """Return when ``way`` has paid for itself, as ``paid_back_months`` says; no month is looked at in vain."""
        # Where one of the two is not live by the horizon, nothing of what it changes is seen before.
        if max(way.plan.lead_months, baseline.plan.lead_months) < self.shared.horizon_months:
            found = self._near.crossings(way, baseline, with_discount=with_discount)
            if found.ahead_at_end:
                return found.first
        later = self.crossings(way, baseline, with_discount=with_discount)
        return paid_back_months(later, self.shared.horizon_months)


def falls_due(shared: Shared[Decimal], *ways: Way[Decimal]) -> bool:
    """Tell whether any of ``ways`` pays retraining in lumps."""
    return shared.lumps and any(way.plan.retraining_every_months > 0 for way in ways)


def in_floats(way: Way[Decimal]) -> Way[float]:
    """Return ``way`` in floats."""
    return Way(
        type(way.plan)._make(map(float, way.plan)),  # type: ignore[arg-type]
        type(way.once)._make(map(float, way.once)),  # type: ignore[arg-type]
        type(way.traffic)._make(map(float, way.traffic)),  # type: ignore[arg-type]
    )


def paid_back_months(found: Crossings, horizon_months: float) -> float:
    """Return when a way has paid for itself: the first month of being ahead, if it is still ahead at the horizon.

    One that falls behind by then and is ahead again later counts too; infinite where none of this comes.
    """
    lasts = found.ahead_at_end or (bool(found.changes) and found.changes[-1] >= horizon_months)
    return found.first if lasts else inf
