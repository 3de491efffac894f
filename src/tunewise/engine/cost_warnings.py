"""The warnings of the workbench: which apply, with their figures put in. Their words live in ``costs.toml``."""

from decimal import Decimal

from tunewise.domain.assessment import CostReport, CostWarningShown, RankedOption
from tunewise.domain.money import show_months, show_usd
from tunewise.knowledge.tables import Knowledge


def warnings_for(report: CostReport, destination: RankedOption | None, knowledge: Knowledge) -> CostReport:
    """Return ``report`` with the warnings that apply, the most important first."""
    found = [*_fit_warnings(destination, knowledge), *_payback_warnings(report, knowledge)]
    shown = tuple(
        CostWarningShown(name, knowledge.warnings[name].says.format(**values), knowledge.warnings[name].sources)
        for name, values in found
    )
    return report._replace(warnings=shown)


Found = tuple[str, dict[str, str]]


def _fit_warnings(destination: RankedOption | None, knowledge: Knowledge) -> list[Found]:
    """Say what the ranking says: the failure decides, not the cost."""
    if destination is None:
        return []
    named = {"destination": destination.label}
    if not knowledge.trains(destination.option):
        return [("training-not-the-fix", named)]
    found = [("failure-decides", named)]
    if destination.option == "distillation":
        found.append(("same-model", named))
    if destination.gates:
        found.append(("training-not-yet", {**named, "reason": destination.gates[0].says}))
    return found


def _payback_warnings(report: CostReport, knowledge: Knowledge) -> list[Found]:
    figures = knowledge.tables.figures
    found: list[Found] = []
    months = report.break_even.months if report.break_even.kind == "month" else None
    if months is not None and months > figures.model_life_low_months:
        life = f"{figures.model_life_low_months} to {figures.model_life_high_months} months"
        found.append(("outlives-the-model", {"months": show_months(months), "life": life}))
    if months is not None:
        values = {
            "discount": f"{figures.cache_discount_share:.0%}",
            "minimum": f"{figures.cache_minimum_tokens:,}",
            "cached_payback": show_months(report.cached_break_even.months or months),
        }
        found.append(("cached-prompt", values))
    if report.one_time_usd is not None and report.one_time_usd < figures.tuning_all_in_low_usd:
        low, high = Decimal(figures.tuning_all_in_low_usd), Decimal(figures.tuning_all_in_high_usd)
        all_in = f"{show_usd(low)} to {show_usd(high)}"
        found.append(("people-missing", {"one_time": show_usd(report.one_time_usd), "all_in": all_in}))
    return found
