"""Import a usage export: monthly requests, their growth, tokens a request, and how many of them came from the cache."""

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Final, NamedTuple

from tunewise.domain.errors import StoreError
from tunewise.domain.figures import MOST_MONTHLY_REQUESTS
from tunewise.domain.text import nearest, shown
from tunewise.evidence.files import lines_of
from tunewise.evidence.usage_columns import Columns
from tunewise.evidence.usage_months import LEAST_GROWTH, MOST_GROWTH, Months, MonthUsage, growth_of
from tunewise.evidence.usage_table import UsageTable

DAYS_A_MONTH: Final = Decimal("30.4")
MOST_MODELS: Final = 10_000

_LEAST_CACHED_TOKENS = 1024
_TENTH, _THOUSANDTH, _MILLIONTH = Decimal("0.1"), Decimal("0.001"), Decimal("0.000001")
_TODAY = "costs.plans.today."


class UsageSummary(NamedTuple):
    """What a usage export says.

    Figures a request and shares are those of the month that ``monthly_requests`` is of: the latest complete one, or,
    where there is none, all days of the file scaled to a month of 30.4 days. Input tokens include cached ones;
    ``models`` come with their input and output tokens, the most first.
    """

    rows: int
    months: tuple[MonthUsage, ...]
    first_day: date
    last_day: date
    monthly_requests: int
    monthly_growth_share: Decimal | None
    input_tokens_per_request: Decimal
    output_tokens_per_request: Decimal
    cached_share: Decimal
    models: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    cached_tokens_per_request: Decimal = Decimal(0)
    written_tokens_per_request: Decimal = Decimal(0)

    def changes(self) -> dict[str, object]:
        """Return the keys of a scenario that this sets, so that today's plan costs what the export was billed.

        The static prompt is what was read from the cache and written to it, a request on average, and the hit share
        is the part that was read: the plan prices that part as a cache read and the rest of it as a cache write. The
        remaining input is variable and priced in full. Where writes are not told apart, all static tokens are hits,
        and what was not read costs the full price, as it does in the export.
        """
        static = hit_share = Decimal(0)
        if self.cached_tokens_per_request:
            static = self.cached_tokens_per_request + self.written_tokens_per_request
            hit_share = _rounded(self.cached_tokens_per_request / static, _MILLIONTH).normalize()
        growth = self.monthly_growth_share
        return {
            "costs.monthly_requests": self.monthly_requests,
            **({} if growth is None else {"costs.monthly_growth_share": growth}),
            f"{_TODAY}static_prompt_tokens": static,
            f"{_TODAY}variable_prompt_tokens": max(Decimal(0), self.input_tokens_per_request - static),
            f"{_TODAY}output_tokens": self.output_tokens_per_request,
            f"{_TODAY}cache_hit_share": hit_share,
        }


def read_usage(path: Path, model: str | None = None) -> UsageSummary:
    """Return what the CSV export at ``path`` says, of one model only where ``model`` names one.

    A file of any size is read once, in memory that does not grow with it. Raises ``StoreError`` in one line, with
    the line and the column where a cell cannot be used; nothing of a file with a fault is taken.
    """
    with closing(lines_of(path)) as lines:
        return _read(UsageTable(str(path), lines), model)


def _read(table: UsageTable, model: str | None) -> UsageSummary:
    months = Months()
    models: dict[str, int] = {}
    for line, name, usage in table.rows():
        if name:
            models[name] = models.get(name, 0) + usage.input_tokens + usage.output_tokens
            if len(models) > MOST_MODELS:
                problem = f"names more than {MOST_MODELS} models"
                raise table.fault(line, problem, "is that the column of the model?", table.columns.model)
        if model in {None, name} and (beyond := months.add(usage)):
            raise table.fault(line, f"brings its month to {beyond}", "are the columns the right ones?")
    ranked = tuple(sorted(models.items(), key=lambda one: (-one[1], one[0])))
    if model is not None and model not in models:
        raise _no_model(model, [name for name, _ in ranked], table.name)
    if not months.rows:
        raise StoreError("has no rows below its headings", remedy="export a time with traffic", file=table.name)
    return _summary(months, ranked, table, model)


def _no_model(model: str, known: list[str], file: str) -> StoreError:
    like = nearest(model, known)
    remedy = f"did you mean {like}?" if like else f"its models are {', '.join(known[:8]) or 'not named'}"
    return StoreError(f"has no model {model}", remedy=remedy, file=file, key="--model")


def _summary(found: Months, models: tuple[tuple[str, int], ...], table: UsageTable, model: str | None) -> UsageSummary:
    months = found.result()
    complete = [month for month in months if month.complete and month.requests]
    base = complete[-1:] or months
    requests = sum(month.requests for month in base)
    if not requests:
        raise StoreError("counts no requests", remedy="export a time with traffic", file=table.name)
    days = found.last_day - found.first_day + 1
    monthly = requests if complete else int(_rounded(requests * DAYS_A_MONTH / days, Decimal(1)))
    if monthly > MOST_MONTHLY_REQUESTS:
        problem = f"comes to {monthly} requests a month"
        raise StoreError(problem, remedy="are the columns the right ones?", file=table.name)
    taken = sum(month.input_tokens for month in base)
    cached, written = sum(month.cached_tokens for month in base), sum(month.written_tokens for month in base)
    summary = UsageSummary(
        rows=found.rows,
        months=months,
        first_day=date.fromordinal(found.first_day),
        last_day=date.fromordinal(found.last_day),
        monthly_requests=monthly,
        monthly_growth_share=growth_of(months),
        input_tokens_per_request=_rounded(Decimal(taken) / requests, _TENTH),
        output_tokens_per_request=_rounded(Decimal(sum(month.output_tokens for month in base)) / requests, _TENTH),
        cached_share=_rounded(Decimal(cached) / max(taken, 1), _THOUSANDTH),
        models=models,
        notes=(),
        cached_tokens_per_request=_rounded(Decimal(cached) / requests, _TENTH),
        written_tokens_per_request=_rounded(Decimal(written) / requests, _TENTH),
    )
    whole = ["Rows that name a month are taken to cover all of it."] if found.given_whole else []
    notes = [*_period_notes(months, complete, days), *whole, *_model_notes(models, model, table.columns)]
    return summary._replace(notes=(*notes, *_cache_notes(summary, table.columns)))


def _rounded(figure: Decimal, unit: Decimal) -> Decimal:
    return figure.quantize(unit, ROUND_HALF_UP)


def _period_notes(months: Sequence[MonthUsage], complete: Sequence[MonthUsage], days: int) -> list[str]:
    """Return what to say about the months: which one counts, which are left out, and how growth was fitted."""
    notes: list[str] = []
    partial = ", ".join(month.month for month in months if not month.complete)
    if not complete:
        notes.append(f"No month is complete: the {days} days of the file are scaled to {DAYS_A_MONTH} days.")
    else:
        notes.append(f"Requests and tokens a request are those of {complete[-1].month}, the latest complete month.")
        if partial:
            notes.append(f"Months that are not complete are left out: {partial}.")
    if growth_of(months) is None:
        notes.append("Growth is not told: it takes three complete months.")
    else:
        first, last = complete[0].month, complete[-1].month
        notes.append(f"Growth is fitted to the requests of {len(complete)} complete months, {first} to {last}.")
        if growth_of(months) in {LEAST_GROWTH, MOST_GROWTH}:
            notes.append("It is cut off at -50 % and 100 % a month: no business keeps on like that. Check it.")
    return notes


def _model_notes(models: Sequence[tuple[str, int]], model: str | None, columns: Columns) -> list[str]:
    notes: list[str] = []
    if columns.requests is None:
        notes.append("Each row counts as one request: there is no column for requests, but one for an id.")
    if columns.model is None:
        notes.append("No column names the model: all rows are taken together.")
    elif model is None and len(models) > 1:
        names = ", ".join(shown(name, 60) for name, _ in models[:5])
        more = f" and {len(models) - 5} more" if len(models) > 5 else ""
        notes.append(f"{len(models)} models are mixed: {names}{more}. Keep one with --model.")
    return notes


def _cache_notes(summary: UsageSummary, columns: Columns) -> list[str]:
    """Return what to say about cached input: which kind the columns are, and what the averages hide."""
    if columns.cached is None:
        return ["No column counts cached input: all input is taken as priced in full."]
    cached, taken = shown(columns.names[columns.cached], 60), shown(columns.names[columns.input], 60)
    read, written = summary.cached_tokens_per_request, summary.written_tokens_per_request
    kind = "comes on top of" if columns.apart else "is part of"
    notes = [f"Cached input ({cached}) {kind} {taken}, as the names of the columns say."]
    if written and read:
        notes.append("Input written to the cache counts as misses, at the write price; one-hour writes cost more.")
    elif written:
        notes.append("Input was written to the cache and never read: it is priced in full, without the surcharge.")
    if 0 < read + written < _LEAST_CACHED_TOKENS and read:
        notes.append(
            f"The static prompt is an average of hits and misses and below {_LEAST_CACHED_TOKENS:,} tokens: a least "
            "length for caching in today's plan would price it in full."
        )
    return notes
