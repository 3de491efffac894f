"""The course of spending: what each way costs from month to month, and when one has paid for itself against another."""

from collections.abc import Sequence
from itertools import accumulate, chain, pairwise, repeat
from math import ceil, inf
from operator import add, mul, sub
from typing import Final, Generic, NamedTuple

from tunewise.engine.costs.formulas import (
    N,
    Once,
    PlanFigures,
    Traffic,
    gpu_month_usd,
    gpus_of,
    gpus_over,
    once_of,
    retraining_usd,
    standing_month,
    traffic_of,
)

MONTHS_A_YEAR: Final = 12
LONGEST_MONTHS: Final = 600
"""How far a simulation looks for the crossing."""


class Shared(NamedTuple, Generic[N]):
    """What all ways share. Shares are of 1; ``lumps`` pays retraining when it falls due."""

    monthly_requests: N
    monthly_growth_share: N
    yearly_price_decline_share: N
    yearly_discount_share: N
    horizon_months: int
    lumps: bool

    @property
    def steady(self) -> bool:
        """Tell whether every month is like the first."""
        return self.monthly_growth_share == 0 and self.yearly_price_decline_share == 0

    @property
    def monthly_discount(self) -> N:
        """Return by which share money a month from now is worth less."""
        return _monthly(1 + self.yearly_discount_share) - 1


class Calendar(NamedTuple, Generic[N]):
    """For each month its requests, and its requests times what list prices have come down to."""

    requests: list[N]
    priced: list[N]


def _monthly(yearly: N) -> N:
    """Return the monthly factor of a yearly one."""
    found: N = yearly ** ((yearly * 0 + 1) / MONTHS_A_YEAR)
    return found


def calendar_of(shared: Shared[N], months: int) -> Calendar[N]:
    """Return the requests of ``months`` months; the first one has the requests told."""
    start = shared.monthly_requests
    if shared.steady:
        return Calendar([start] * months, [start] * months)
    growth = 1 + shared.monthly_growth_share
    decline = _monthly(1 - shared.yearly_price_decline_share)
    return Calendar(_geometric(start, growth, months), _geometric(start, growth * decline, months))


def _geometric(start: N, factor: N, months: int) -> list[N]:
    """Return ``start``, and each month ``factor`` times the one before."""
    return list(accumulate(repeat(factor, months - 1), mul, initial=start))


class Course(NamedTuple, Generic[N]):
    """One way over the months, from the first on: what flows in each, and what falls due at its end."""

    once_usd: N
    flow: list[N]
    due: list[N]


class Way(NamedTuple, Generic[N]):
    """One way with what its figures come to, whatever the month."""

    plan: PlanFigures[N]
    once: Once[N]
    traffic: Traffic[N]


def way_of(plan: PlanFigures[N], today: PlanFigures[N]) -> Way[N]:
    """Return ``plan`` with what a request and the start come to; ``today`` takes what is not routed this way."""
    return Way(plan, once_of(plan), traffic_of(plan, today))


def standing_usd(way: Way[N], shared: Shared[N]) -> N:
    """Return what a month costs without any request and GPU; retraining is left out where it is paid in lumps."""
    hosting, fixed, people, retraining = standing_month(way.plan, way.once)
    return hosting + fixed + people + (retraining * 0 if shared.lumps else retraining)


def failing_usd(way: Way[N]) -> N:
    """Return what the failures of one request cost on average."""
    return (1 - way.traffic.solved_share) * way.plan.failure_cost_usd


def month_usd(way: Way[N], requests: N, priced: N, shared: Shared[N]) -> N:
    """Return what one month costs once this way is live; ``priced`` are its requests times the fall of list prices."""
    usd = way.traffic.usd * priced + failing_usd(way) * requests + standing_usd(way, shared)
    if way.plan.gpu_hourly_usd > 0:
        usd += gpu_month_usd(way.plan, gpus_of(way.plan, requests * way.traffic.own_tokens))
    return usd


def own_months(way: Way[N], calendar: Calendar[N], shared: Shared[N]) -> list[N]:
    """Return what each month costs once this way is live; retraining is in it unless it is paid in lumps."""
    months = len(calendar.requests)
    if shared.steady:
        return [month_usd(way, calendar.requests[0], calendar.priced[0], shared)] * months
    plan, usd, failing = way.plan, way.traffic.usd, failing_usd(way)
    standing = standing_usd(way, shared)
    pairs = zip(calendar.priced, calendar.requests, strict=True)
    flow = [usd * priced + failing * requests + standing for priced, requests in pairs]
    if plan.gpu_hourly_usd <= 0:
        return flow
    one, each = gpu_month_usd(plan, 1), way.traffic.own_tokens
    gpus = gpus_over(plan, [requests * each for requests in calendar.requests])
    return [month + one * count for month, count in zip(flow, gpus, strict=True)]


def course_of(way: Way[N], today: Way[N], calendar: Calendar[N], shared: Shared[N]) -> Course[N]:
    """Return the course of one way. Until its lead time has passed, today's way runs on."""
    plan = way.plan
    months = len(calendar.requests)
    flow = own_months(way, calendar, shared)
    lead = plan.lead_months
    if lead > 0 and way is not today:
        before = own_months(today, calendar, shared)
        for place in range(min(months, ceil(lead))):
            live = max(lead * 0, min(lead * 0 + 1, place + 1 - lead))
            flow[place] = live * flow[place] + (1 - live) * before[place]
    due = [plan.retraining_usd * 0] * months
    every = int(plan.retraining_every_months)
    if shared.lumps and every > 0:
        lump = retraining_usd(plan, way.once)
        for place in range(every - 1, months, every):
            if place + 1 > lead:
                due[place] = lump
    return Course(way.once.total_usd, flow, due)


def spent_usd(course: Course[N]) -> list[N]:
    """Return what has been spent at the start and at the end of each month."""
    return list(accumulate(map(add, course.flow, course.due), initial=course.once_usd))


class Crossings(NamedTuple):
    """When one way is ahead: whether from the start, and all changes, in months from the start."""

    ahead_at_start: bool
    changes: tuple[float, ...]

    @property
    def ahead_at_end(self) -> bool:
        """Tell whether it is ahead when the simulation ends."""
        return self.ahead_at_start ^ (len(self.changes) % 2 == 1)

    @property
    def first(self) -> float:
        """Return the first month of being ahead; infinite where there is none."""
        return 0.0 if self.ahead_at_start else self.changes[0] if self.changes else inf


def live_from(one: Way[N], other: Way[N]) -> float:
    """Return the month in which two ways begin to differ, where only one of them waits until it is live; else 0."""
    leads = one.plan.lead_months, other.plan.lead_months
    return float(max(leads)) if min(leads) <= 0 else 0.0


def crossings_of(
    extra_usd: float, savings: Sequence[float], dues: Sequence[float] = (), live: float = 0.0
) -> Crossings:
    """Return when the running total of ``savings`` a month, less what falls due at month ends, passes ``extra_usd``.

    Inside a month the saving flows evenly; in the month of ``live`` from then on.
    """
    ends = list(accumulate(map(sub, savings, dues) if dues else savings, initial=-extra_usd))
    # What it comes to just before something falls due at the end of a month.
    before = list(map(add, ends[1:], dues)) if dues else ends[1:]
    # One that costs as much at the start is ahead or behind by what comes first.
    start = ends[0] > 0 or (ends[0] == 0 and next((net > 0 for net in chain(before, ends) if net), True))
    if (min(ends) >= 0 <= min(before)) if start else (max(ends) <= 0 >= max(before)):
        return Crossings(start, ())
    if not dues and 0.0 not in ends:
        # The usual case, and by far the fastest way through 600 months.
        turns = (month for month, (one, two) in enumerate(pairwise(ends)) if (one > 0) is not (two > 0))
        return Crossings(start, tuple(_inside(month, -ends[month] / savings[month], live) for month in turns))
    ahead = start
    changes: list[float] = []
    for month, (flowed, net) in enumerate(zip(before, ends[1:], strict=True)):
        if (flowed < 0) if ahead else (flowed > 0):
            changes.append(_inside(month, -ends[month] / savings[month], live))
            ahead = not ahead
        if (net < 0) if ahead else (net > 0):
            changes.append(month + 1.0)
            ahead = not ahead
    return Crossings(start, tuple(changes))


def _inside(month: int, share: float, live: float) -> float:
    """Return when ``share`` of the saving of a month has flowed."""
    return live + share * (month + 1 - live) if month < live < month + 1 else month + share


def worth_of_months(months: int, monthly_discount: N) -> list[N]:
    """Return what one dollar at the end of each month is worth now."""
    factor = 1 / (1 + monthly_discount)
    return _geometric(factor, factor, months)
