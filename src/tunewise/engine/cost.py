"""The simple cost workbench: a long prompt on every call against one training and a shorter prompt.

Amounts are US dollars in exact decimals. With a range the likely value counts.
"""

from decimal import Decimal

from tunewise.domain.assessment import BreakEven, CostReport, RankedOption
from tunewise.domain.figures import likely
from tunewise.domain.scenario import Costs
from tunewise.engine.cost_warnings import warnings_for
from tunewise.knowledge.tables import Knowledge

MILLION = Decimal(1_000_000)
MONTHS_A_YEAR = 12


def report_cost(costs: Costs, destination: RankedOption | None, knowledge: Knowledge) -> CostReport:
    """Return the workbench for ``costs``; what cannot be computed yet is ``None``, with the missing controls named."""
    known = {name: _figure(costs, name) for name in knowledge.controls}
    requests, extra, price = (
        known["monthly_requests"],
        known["extra_prompt_tokens"],
        known["price_per_million_input_usd"],
    )
    removed, training, evaluation = known["prompt_tokens_removed"], known["training_run_usd"], known["evaluation_usd"]
    prompt_only = _product(requests, extra, price)
    saving = _product(requests, removed, price)
    one_time = None if training is None or evaluation is None else training + evaluation
    tuned = None if prompt_only is None or saving is None else prompt_only - saving
    break_even = break_even_of(one_time, saving)
    figures = knowledge.tables.figures
    cached_share = 1 - Decimal(str(figures.cache_discount_share))
    cached = break_even_of(one_time, None if saving is None else saving * cached_share)
    report = CostReport(
        prompt_only_monthly_usd=prompt_only,
        tuned_monthly_usd=tuned,
        one_time_usd=one_time,
        saving_monthly_usd=saving,
        break_even=break_even,
        cached_break_even=cached,
        prompt_only_first_year_usd=None if prompt_only is None else prompt_only * MONTHS_A_YEAR,
        tuned_first_year_usd=None if tuned is None or one_time is None else one_time + tuned * MONTHS_A_YEAR,
        missing=tuple(name for name, value in known.items() if value is None),
        uncertain=tuple(name for name in known if not isinstance(getattr(costs, name), int | Decimal | None)),
        warnings=(),
    )
    return warnings_for(report, destination, knowledge)


def _figure(costs: Costs, name: str) -> Decimal | None:
    value = getattr(costs, name)
    return None if value is None else likely(value)


def _product(requests: Decimal | None, tokens: Decimal | None, price: Decimal | None) -> Decimal | None:
    """Return the monthly cost of ``tokens`` a request at ``price`` a million."""
    if requests is None or tokens is None or price is None:
        return None
    return requests * tokens * price / MILLION


def break_even_of(one_time: Decimal | None, saving: Decimal | None) -> BreakEven:
    """Return when ``saving`` dollars a month have paid ``one_time`` dollars back.

    Nothing to pay back is paid back at once; no saving never pays anything back.
    """
    if one_time is None or saving is None:
        return BreakEven("unknown")
    if one_time == 0:
        return BreakEven("at-once", Decimal(0))
    if saving == 0:
        return BreakEven("never", None, "nothing is saved each month")
    return BreakEven("month", one_time / saving)


def cumulative_usd(report: CostReport, month: Decimal) -> tuple[Decimal, Decimal] | None:
    """Return what prompt-only and tuned have cost after ``month`` months, or ``None`` while a figure is missing."""
    if report.prompt_only_monthly_usd is None or report.tuned_monthly_usd is None or report.one_time_usd is None:
        return None
    return report.prompt_only_monthly_usd * month, report.one_time_usd + report.tuned_monthly_usd * month
