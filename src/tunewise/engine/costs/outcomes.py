"""What one draw says of each way: months until it has paid for itself, and what it is worth over the horizon.

Prices and requests of every month are added up once for all ways; the crossing of one way is then a look at sums.
"""

from functools import cached_property
from itertools import accumulate, repeat
from math import inf
from operator import mul, sub
from typing import Final, NamedTuple

from tunewise.engine.costs.course import (
    LONGEST_MONTHS,
    MONTHS_A_YEAR,
    Calendar,
    Course,
    Shared,
    Way,
    calendar_of,
    course_of,
    crossings_of,
    failing_usd,
    live_from,
    month_usd,
    standing_usd,
    worth_of_months,
)
from tunewise.engine.costs.formulas import gpu_month_usd, gpus_of, gpus_over, retraining_usd, standing_month
from tunewise.engine.costs.months import paid_back_months

_HALF_A_YEAR: Final = (MONTHS_A_YEAR + 1) / 2
"""How many months the middle of a year lies after the last month before it."""


_Saved = tuple[float, float, float]
"""What a request saves at list prices, what it saves besides, and what a month saves without any; lumps left out."""


class Outcome(NamedTuple):
    """What one draw says of one way. Infinite ``months``: never."""

    months: float
    npv_usd: float


class Field:
    """One draw: the months, the baseline's costs and what discounts them, worked out once for all ways."""

    def __init__(
        self, shared: Shared[float], calendar: Calendar[float], today: Way[float], baseline: Way[float]
    ) -> None:
        self.shared, self.calendar, self.today, self.baseline = shared, calendar, today, baseline
        self.once_usd = baseline.once.total_usd
        self.worth = worth_of_months(len(calendar.requests), shared.monthly_discount)
        self.worth_of_all = sum(self.worth)
        self._plain = baseline.plan.lead_months <= 0
        self._failing = failing_usd(baseline)
        self._standing = standing_usd(baseline, shared)

    def outcome(self, way: Way[float]) -> Outcome:
        """Return what this draw says of ``way``."""
        if not self._plain or way.plan.lead_months > 0:
            return self._month_by_month(way)
        if self.shared.steady and not self._in_lumps(way) and not self._in_lumps(self.baseline):
            return self._steady(way)
        return self._summed(way)

    def _in_lumps(self, way: Way[float]) -> bool:
        return self.shared.lumps and way.plan.retraining_every_months > 0

    def _steady(self, way: Way[float]) -> Outcome:
        """Return the outcome where every month is like the first."""
        extra = way.once.total_usd - self.once_usd
        requests = self.shared.monthly_requests
        saving = self._month_usd - month_usd(way, requests, requests, self.shared)
        return Outcome(_steady_months(extra, saving, len(self.worth)), saving * self.worth_of_all - extra)

    @cached_property
    def _month_usd(self) -> float:
        requests = self.shared.monthly_requests
        return month_usd(self.baseline, requests, requests, self.shared)

    @cached_property
    def _against(self) -> Course[float]:
        return course_of(self.baseline, self.today, self.calendar, self.shared)

    def _month_by_month(self, way: Way[float]) -> Outcome:
        """Return the outcome where one of the two waits until it is live."""
        if max(way.plan.lead_months, self.baseline.plan.lead_months) >= len(self.worth):
            return self._far(way)
        extra = way.once.total_usd - self.once_usd
        course = course_of(way, self.today, self.calendar, self.shared)
        savings = list(map(sub, self._against.flow, course.flow))
        dues = list(map(sub, course.due, self._against.due))
        npv = sum(map(mul, savings, self.worth)) - sum(map(mul, dues, self.worth)) - extra
        found = crossings_of(extra, savings, dues, live_from(way, self.baseline))
        if found.ahead_at_end:
            return Outcome(found.first, npv)
        later = self._later(way, sum(savings) - sum(dues) - extra, self._saved(way))
        return Outcome(later if later == inf else min(found.first, later), npv)

    def _far(self, way: Way[float]) -> Outcome:
        """Return the outcome where the horizon comes before one of the two is live: every month is looked at."""
        calendar = calendar_of(self.shared, LONGEST_MONTHS)
        one, other = (course_of(each, self.today, calendar, self.shared) for each in (way, self.baseline))
        savings, dues = list(map(sub, other.flow, one.flow)), list(map(sub, one.due, other.due))
        extra = way.once.total_usd - self.once_usd
        npv = sum(map(mul, map(sub, savings, dues), self.worth)) - extra
        found = crossings_of(extra, savings, dues, live_from(way, self.baseline))
        return Outcome(paid_back_months(found, len(self.worth)), npv)

    # Sums.

    def _saved(self, way: Way[float]) -> _Saved:
        usd, failing = self.baseline.traffic.usd - way.traffic.usd, self._failing - failing_usd(way)
        return usd, failing, self._standing - standing_usd(way, self.shared)

    @cached_property
    def _sums(self) -> list[tuple[float, float, int]]:
        """Return the priced requests, the requests and the months up to the end of each month."""
        months = range(1, len(self.worth) + 1)
        return list(zip(accumulate(self.calendar.priced), accumulate(self.calendar.requests), months, strict=True))

    @cached_property
    def _worth_of_traffic(self) -> tuple[float, float]:
        priced, requests = self.calendar.priced, self.calendar.requests
        return sum(map(mul, priced, self.worth)), sum(map(mul, requests, self.worth))

    @cached_property
    def _rents(self) -> list[float]:
        return self._rents_of(self.baseline)

    def _rents_of(self, way: Way[float]) -> list[float]:
        """Return what the GPUs of each month cost; empty where there are none."""
        if way.plan.gpu_hourly_usd <= 0:
            return []
        rent, each = gpu_month_usd(way.plan, 1), way.traffic.own_tokens
        return [rent * count for count in gpus_over(way.plan, [each * one for one in self.calendar.requests])]

    def _summed(self, way: Way[float]) -> Outcome:
        """Return the outcome from sums: what tokens, failures and standing costs have saved up to each month."""
        extra = way.once.total_usd - self.once_usd
        usd, failing, standing = saved = self._saved(way)
        ends = [usd * priced + failing * requests + standing * month for priced, requests, month in self._sums]
        priced_worth, requests_worth = self._worth_of_traffic
        npv = usd * priced_worth + failing * requests_worth + standing * self.worth_of_all - extra
        for sign, rents in ((1, self._rents), (-1, self._rents_of(way))):
            if rents:
                ends = [end + sign * rent for end, rent in zip(ends, accumulate(rents), strict=True)]
                npv += sign * sum(map(mul, rents, self.worth))
        dues = self._dues_of(way)
        npv -= sum(map(mul, dues, self.worth))
        first = _first_crossing(extra, ends, dues)
        net = ends[-1] - extra - sum(dues)
        if net >= 0 and first < inf:
            return Outcome(first, npv)
        later = self._later(way, net, saved)
        return Outcome(later if later == inf else min(first, later), npv)

    def _dues_of(self, way: Way[float]) -> list[float]:
        """Return how much more retraining of ``way`` falls due at each month's end; empty where nothing does."""
        dues: list[float] = []
        for sign, one in ((1, way), (-1, self.baseline)):
            if self._in_lumps(one):
                dues = dues or [0.0] * len(self.worth)
                every, lump = int(one.plan.retraining_every_months), sign * retraining_usd(one.plan, one.once)
                for month in range(every - 1, len(dues), every):
                    dues[month] += lump
        return dues

    # Beyond the horizon.

    @cached_property
    def _changes(self) -> tuple[float, float]:
        """Return by what factor the requests of a month differ from the month before, and what they cost."""
        growth = 1 + self.shared.monthly_growth_share
        change = growth * (1 - self.shared.yearly_price_decline_share) ** (1 / MONTHS_A_YEAR)
        return growth, float(change)

    @cached_property
    def _years(self) -> list[tuple[float, float]]:
        """Return the requests of each year beyond the horizon, times what list prices have come down to, and plain."""
        growth, change = self._changes
        years = (LONGEST_MONTHS - len(self.worth)) // MONTHS_A_YEAR
        priced = _years_of(self.calendar.priced[-1], change, years)
        return list(zip(priced, _years_of(self.calendar.requests[-1], growth, years), strict=True))

    @cached_property
    def _rest(self) -> tuple[float, float, int]:
        """Return the sum of those years, and how many months they are."""
        priced, requests = map(sum, zip(*self._years, strict=True)) if self._years else (0.0, 0.0)
        return priced, requests, MONTHS_A_YEAR * len(self._years)

    @cached_property
    def _rents_beyond(self) -> list[float]:
        return self._rents_beyond_of(self.baseline)

    def _rents_beyond_of(self, way: Way[float]) -> list[float]:
        """Return what the GPUs of each year beyond the horizon cost, as many as in its middle."""
        if way.plan.gpu_hourly_usd <= 0:
            return []
        growth, _ = self._changes
        tokens = way.traffic.own_tokens * self.calendar.requests[-1] * growth**_HALF_A_YEAR
        of_years = accumulate(repeat(growth**MONTHS_A_YEAR, len(self._years) - 1), mul, initial=tokens)
        rent = MONTHS_A_YEAR * gpu_month_usd(way.plan, 1)
        return [rent * count for count in gpus_over(way.plan, list(of_years))]

    def _out_of_reach(self, way: Way[float], net: float, saved: _Saved) -> bool:
        """Tell whether ``net`` surely stays below zero, from what a priced request, a request and a month save."""
        if self.baseline.plan.gpu_hourly_usd > 0:
            return False
        usd, failing, standing = saved
        growth, change = self._changes
        if way.plan.gpu_hourly_usd > 0:
            # Where the traffic grows, never fewer than at the horizon.
            tokens = self.calendar.requests[-1] * way.traffic.own_tokens if growth >= 1 else 0.0
            standing -= gpu_month_usd(way.plan, gpus_of(way.plan, tokens))
        priced, requests, months = self._rest
        if usd * (change - 1) >= 0 and failing * (growth - 1) >= 0:
            # No year saves less than the one before: then the last month is where most has been saved.
            return net + usd * priced + failing * requests + standing * months < 0
        return net + max(0.0, usd) * priced + max(0.0, failing) * requests + max(0.0, standing) * months < 0

    def _later(self, way: Way[float], net: float, saved: _Saved) -> float:
        """Return the crossing beyond the horizon, where ``net`` is what has been saved by then, in steps of a year.

        Retraining that is paid in lumps is spread over the year.
        """
        usd, failing, standing = saved
        if self.shared.lumps:
            standing += (
                standing_month(self.baseline.plan, self.baseline.once)[-1] - standing_month(way.plan, way.once)[-1]
            )
        if not self._years or self._out_of_reach(way, net, (usd, failing, standing)):
            return inf
        a_year = standing * MONTHS_A_YEAR
        gains = [usd * dear + failing * plain + a_year for dear, plain in self._years]
        stairs = [(sign, rents) for sign, rents in ((1, self._rents_beyond), (-1, self._rents_beyond_of(way))) if rents]
        for sign, rents in stairs:
            gains = [gain + sign * rent for gain, rent in zip(gains, rents, strict=True)]
        nets = list(accumulate(gains, initial=net))
        if max(nets) < 0:
            return inf
        year = next(place for place, reached in enumerate(nets) if reached >= 0) - 1
        if year < 0:
            return float(len(self.worth))
        standing += sum(sign * rents[year] for sign, rents in stairs) / MONTHS_A_YEAR
        return self._month_of(year, nets[year], (usd, failing, standing))

    def _month_of(self, year: int, net: float, saved: _Saved) -> float:
        """Return when in a year beyond the horizon ``net`` is made up, from what each month saves."""
        usd, failing, standing = saved
        growth, change = self._changes
        before = MONTHS_A_YEAR * year
        priced, requests = self.calendar.priced[-1] * change**before, self.calendar.requests[-1] * growth**before
        months = range(1, MONTHS_A_YEAR + 1)
        gains = [usd * priced * change**month + failing * requests * growth**month + standing for month in months]
        nets = list(accumulate(gains, initial=net))
        month = next((place for place, reached in enumerate(nets[1:]) if reached >= 0), MONTHS_A_YEAR - 1)
        return len(self.worth) + before + month - nets[month] / gains[month]


def _years_of(last: float, factor: float, years: int) -> list[float]:
    """Return what the months of each year add up to, each month ``factor`` times the one before, ``last`` the first."""
    one = last * sum(accumulate(repeat(factor, MONTHS_A_YEAR), mul))
    return list(accumulate(repeat(factor**MONTHS_A_YEAR, years - 1), mul, initial=one)) if years else []


def _first_crossing(extra: float, ends: list[float], dues: list[float]) -> float:
    """Return the first month in which the savings, up to each month in ``ends``, pass ``extra`` and the lumps paid."""
    if extra < 0:
        return 0.0
    paid = list(accumulate(dues, initial=0.0)) if dues else [0.0] * (len(ends) + 1)
    before = list(map(sub, ends, paid)) if dues else ends
    after = list(map(sub, ends, paid[1:])) if dues else ends
    if max(before) <= extra and max(after) <= extra:
        return inf if extra > 0 or any(ends) or dues else 0.0
    month = next(place for place, reached in enumerate(map(max, before, after)) if reached > extra)
    if before[month] <= extra:
        return month + 1.0
    last = after[month - 1] if month else 0.0
    return month + (extra - last) / (before[month] - last)


def _steady_months(extra: float, saving: float, horizon_months: int) -> float:
    if saving > 0:
        return max(0.0, extra / saving)
    if extra >= 0:
        return inf if extra or saving else 0.0
    return 0.0 if not saving or extra / saving >= horizon_months else inf
