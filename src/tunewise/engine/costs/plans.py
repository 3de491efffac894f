"""Plans: which figure of each way comes from where. What is told comes first, then typical values, then today's.

A figure is resolved to a term over leaves, the figures that somebody told or that the tables hold. Terms are made once
for a scenario; numbers are put in for the likely values and for every draw, so that shared inputs share their draw.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from math import exp
from typing import Any, Final, Literal, NamedTuple

from tunewise.domain.assessment import Ranking
from tunewise.domain.cost_figures import PLAN_FIGURES, FigureSpec
from tunewise.domain.costs import DEFAULT_HORIZON_MONTHS, Costs
from tunewise.domain.figures import Figure, Range, likely
from tunewise.domain.workbench import Origin
from tunewise.engine.costs.bounds import ANY, SHARED, Bounds, bounds_of
from tunewise.engine.costs.course import Shared
from tunewise.engine.costs.formulas import N, PlanFigures
from tunewise.knowledge.presets import Typical
from tunewise.knowledge.tables import Knowledge

CACHE_LIFE_SECONDS: Final = 300
"""How long a prompt stays cached after its last use, at most providers."""
_SECONDS_A_MONTH: Final = 730 * 3_600

TODAY: Final = "today"
CACHED: Final = "cached-prompt"

Op = Literal["leaf", "sum", "less", "times", "off", "hits", "default"]


class Term(NamedTuple):
    """How a figure follows from leaves: one of them, or what ``op`` makes of several.

    That is their sum, ``a - b`` (never below 0), ``a * b``, ``a * (1 - b)``, or the cache hits of ``a`` requests.
    """

    op: Op
    leaves: tuple[str, ...] = ()


class Resolved(NamedTuple):
    """One figure of one way: its term, and where that comes from."""

    term: Term
    origin: Origin
    sources: tuple[str, ...] = ()


Plan = dict[str, Resolved]

_DEFAULT: Final = Resolved(Term("default"), "default")

_AS_TODAY: Final = frozenset(
    (
        "static_prompt_tokens",
        "variable_prompt_tokens",
        "retrieved_tokens",
        "output_tokens",
        "price_per_million_input_usd",
        "price_per_million_output_usd",
        "cache_hit_share",
        "cache_minimum_tokens",
        "batch_share",
        "batch_discount_share",
        "valid_format_share",
        "max_retries",
        "solved_share",
        "failure_cost_usd",
        "fee_per_attempt_usd",
        "fee_per_request_usd",
        "hourly_rate_usd",
    )
)
"""What stays as it is today unless a way says otherwise: the traffic, the model and its quality."""

_CACHE_PRICES: Final = ("price_per_million_cache_read_usd", "price_per_million_cache_write_usd")
_PRICE: Final = "price_per_million_input_usd"
_CONTROLS: Final = {"training_usd": "training_run_usd", "evaluation_usd": "evaluation_usd"}
_TOLD: Final = frozenset(("yours", "control", "typical", "derived"))


class Plans:
    """The plans of all ways of one scenario, and the leaves that they rest on."""

    def __init__(self, costs: Costs, ranking: Ranking, knowledge: Knowledge) -> None:
        self.costs, self.knowledge = costs, knowledge
        self.leaves: dict[str, Figure] = {}
        self.bounds: dict[str, Bounds] = {}
        self._typical = _by_rival(costs, knowledge)
        self.tuned = _tuned(ranking, knowledge)
        self.rivals = _rivals(costs, ranking, self.tuned)
        self._made: dict[str, Plan] = {}
        for name, bounds in SHARED.items():
            told = getattr(costs, name)
            if told is not None:
                self._leaf(f"costs.{name}", told, bounds)
        for rival in self.rivals:
            self.plan(rival)

    def plan(self, rival: str) -> Plan:
        """Return the plan of one way."""
        if rival not in self._made:
            parts = () if rival in {TODAY, CACHED} else self.knowledge.parts_of(rival)
            self._made[rival] = self._combined(rival, parts) if len(parts) > 1 else self._single(rival)
        return self._made[rival]

    def _single(self, rival: str) -> Plan:
        plan = {name: self._resolve(rival, name) for name in PLAN_FIGURES}
        self._price_the_cache(rival, plan)
        return plan

    def _combined(self, rival: str, parts: tuple[str, ...]) -> Plan:
        """Return the plan of a combination: what adds up over its parts is summed, otherwise the first part counts."""
        plans = [self.plan(part) for part in parts]
        plan: Plan = {}
        for name, spec in PLAN_FIGURES.items():
            told = self._told(rival, name)
            if told is not None:
                plan[name] = told
                continue
            if name in _CACHE_PRICES and plan[_PRICE].origin == "yours":
                plan[name] = _DEFAULT  # the parts' cache prices belong to other lists
                continue
            found = [one[name] for one in plans if one[name].origin in _TOLD]
            plan[name] = _joined(found, spec) if found else plans[0][name]
        self._price_the_cache(rival, plan)
        return plan

    def _told(self, rival: str, name: str) -> Resolved | None:
        plan = self.costs.plan(rival)
        if name not in plan:
            return None
        return Resolved(self._leaf(f"costs.plans.{rival}.{name}", plan[name], bounds_of(name)), "yours")

    def _resolve(self, rival: str, name: str) -> Resolved:
        if (rival, name) == (TODAY, "failure_cost_usd"):
            rival = self._who_tells(name)
        return (
            self._told(rival, name)
            or self._control(rival, name)
            or self._preset(rival, name)
            or (self._today(name) if rival != TODAY and name in _AS_TODAY else _DEFAULT)
        )

    def _who_tells(self, name: str) -> str:
        """Return the way whose plan tells ``name``, today's first: a failure costs the business the same either way."""
        return next((one for one in (TODAY, *self.costs.plans) if name in self.costs.plan(one)), TODAY)

    def _today(self, name: str) -> Resolved:
        found = self.plan(TODAY)[name]
        return found if found.origin == "default" else found._replace(origin="today")

    def _control(self, rival: str, name: str) -> Resolved | None:
        """Return what one of the simple controls says of this figure."""
        costs = self.costs
        if rival == TODAY:
            simple = {"static_prompt_tokens": "extra_prompt_tokens", _PRICE: _PRICE}.get(name)
            return None if simple is None else self._simple(simple)
        if rival == CACHED or not self.knowledge.trains(rival):
            return None
        if name in _CONTROLS:
            return self._simple(_CONTROLS[name])
        if name == "static_prompt_tokens" and costs.prompt_tokens_removed is not None:
            before = self.plan(TODAY)[name].term
            removed = self._leaf("costs.prompt_tokens_removed", costs.prompt_tokens_removed)
            if before.op == "leaf":
                return Resolved(Term("less", (*before.leaves, *removed.leaves)), "control")
        return None

    def _simple(self, control: str) -> Resolved | None:
        told = getattr(self.costs, control)
        return None if told is None else Resolved(self._leaf(f"costs.{control}", told), "control")

    def _preset(self, rival: str, name: str) -> Resolved | None:
        row = self._typical.get((rival, name))
        if row is None or (row.always and self._better_told(name)):
            return self._hits() if (rival, name) == (CACHED, "cache_hit_share") else None
        leaf = self._leaf(
            f"typical.{row.id}",
            Range(low=row.low, likely=row.likely, high=row.high) if row.low < row.high else row.likely,
            bounds_of(name) if row.takes == "value" else Bounds(0, 1) if row.takes == "off" else ANY,
        )
        if row.takes == "value":
            return Resolved(leaf, "typical", row.sources)
        base = (self._told(rival, row.of) or self.plan(TODAY)[row.of]).term
        if base.op != "leaf":
            return None
        op: Op = "times" if row.takes == "times" else "off"
        return Resolved(Term(op, (*base.leaves, *leaf.leaves)), "typical", row.sources)

    def _better_told(self, name: str) -> bool:
        """Tell whether today's plan says more of the cache than the tables do."""
        told = self.costs.plan(TODAY)
        # The simple control tells only what is added to a prompt; the whole of it may well reach the minimum.
        # And what is cached today was long enough.
        long_enough = "static_prompt_tokens" not in told or "cache_hit_share" in told
        return name in told or (name == "cache_minimum_tokens" and long_enough)

    def _hits(self) -> Resolved | None:
        if "cache_hit_share" in self.costs.plan(TODAY) or "costs.monthly_requests" not in self.leaves:
            return None
        return Resolved(Term("hits", ("costs.monthly_requests",)), "derived", ("judgement",))

    def _price_the_cache(self, rival: str, plan: Plan) -> None:
        """Fill in the cache prices: those of today's list where its price is taken over, else the input price."""
        own_list = rival == TODAY or plan[_PRICE].origin != "today"
        for name in _CACHE_PRICES:
            if plan[name].origin == "default":
                source = plan[_PRICE] if own_list else self.plan(TODAY)[name]
                plan[name] = Resolved(source.term, "derived" if own_list else "today", source.sources)

    def _leaf(self, key: str, figure: Figure, bounds: Bounds = ANY) -> Term:
        self.leaves[key], self.bounds[key] = figure, bounds
        return Term("leaf", (key,))

    def possible(self, leaf: str, value: Decimal) -> Decimal:
        """Return ``value``, or the nearest to it that ``leaf`` can be."""
        return self.bounds.get(leaf, ANY).within(value)

    # Numbers.

    def likely_values(self) -> dict[str, Decimal]:
        """Return the likely value of every leaf."""
        return {key: likely(figure) for key, figure in self.leaves.items()}

    def figures(self, rival: str, values: Mapping[str, N], number: Callable[[int], N]) -> PlanFigures[N]:
        """Return the plan of ``rival`` in numbers; ``number`` makes one of the kind of ``values``."""
        plan = self.plan(rival)
        numbers = [
            number(spec.default) if plan[name].term.op == "default" else value_of(plan[name].term, values, number)
            for name, spec in PLAN_FIGURES.items()
        ]
        return PlanFigures._make(numbers)

    def shared(self, values: Mapping[str, N], number: Callable[[int], N]) -> Shared[N]:
        """Return what all ways share, in numbers."""
        nothing = number(0)
        return Shared(
            values.get("costs.monthly_requests", nothing),
            values.get("costs.monthly_growth_share", nothing),
            values.get("costs.yearly_price_decline_share", nothing),
            values.get("costs.yearly_discount_share", nothing),
            self.costs.horizon_months or DEFAULT_HORIZON_MONTHS,
            self.costs.retraining_paid == "lumps",
        )


def value_of(term: Term, values: Mapping[str, N], number: Callable[[int], N]) -> N:
    """Return what a term comes to."""
    first = values[term.leaves[0]]
    if term.op == "leaf":
        return first
    if term.op == "sum":
        return sum((values[leaf] for leaf in term.leaves[1:]), first)
    if term.op == "hits":
        missed: N = _exp(-first * CACHE_LIFE_SECONDS / _SECONDS_A_MONTH)
        return number(1) - missed
    second = values[term.leaves[1]]
    if term.op == "less":
        return max(number(0), first - second)
    return first * second if term.op == "times" else first * (1 - second)


def _exp(power: Any) -> Any:  # noqa: ANN401  # a number of either kind, and one of the same
    return power.exp() if isinstance(power, Decimal) else exp(power)


def _joined(found: list[Resolved], spec: FigureSpec) -> Resolved:
    """Return one figure of a combination from those of its parts."""
    if spec.adds and len(found) > 1 and all(one.term.op == "leaf" for one in found):
        leaves = tuple(leaf for one in found for leaf in one.term.leaves)
        return Resolved(Term("sum", leaves), "parts", found[0].sources)
    return found[0]._replace(origin="typical" if found[0].origin == "typical" else "parts")


def _by_rival(costs: Costs, knowledge: Knowledge) -> dict[tuple[str, str], Typical]:
    """Return the typical values that count, by way and figure."""
    counted = set(costs.counted)
    return {
        (rival, row.figure): row
        for row in knowledge.cost_tables.typical
        if row.always or (row.group or PLAN_FIGURES[row.figure].group) in counted
        for rival in row.rivals
    }


def _rivals(costs: Costs, ranking: Ranking, tuned: str) -> tuple[str, ...]:
    """Return what is compared: today, the cached prompt, what is not ruled out, the stronger model, what is told."""
    standing = [entry.option for entry in ranking.options if entry.tier != "ruled-out"]
    wanted = {*standing, "stronger-model", tuned, *costs.plans, *costs.models}
    if costs.compare_with is not None:
        wanted.add(costs.compare_with)
    options = [entry.option for entry in ranking.options if entry.option in wanted]
    return (TODAY, CACHED, *options)


def _tuned(ranking: Ranking, knowledge: Knowledge) -> str:
    """Return the trained option that the simple controls price: the best that stands, else LoRA."""
    trained = (entry for entry in ranking.options if knowledge.trains(entry.option))
    return next((entry.option for entry in trained if entry.tier != "ruled-out"), "lora")
