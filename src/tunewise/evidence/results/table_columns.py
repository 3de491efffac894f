"""Find out which column of a table of results says what: as the user says, else by name and by content."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from tunewise.domain.errors import StoreError
from tunewise.domain.text import nearest, shown
from tunewise.evidence.results.table_names import (
    ASKED,
    FIELDS,
    METRIC,
    NAMES,
    PASSED_END,
    PREDICTIONS,
    SCORE_END,
    SEVERAL,
    VERDICT_WORD,
    WEAK_IDS,
)
from tunewise.evidence.results.values import blank, decimal, verdict, written

LONGEST_HEADING: Final = 200
"""Characters of a heading that are looked at: longer ones are texts, and take long to search."""


class Columns(NamedTuple):
    """Which columns say what. Several columns of ``passed`` or ``score`` are variants, named by ``names``."""

    test: str | None
    inputs: tuple[str, ...]
    variant: str | None
    passed: tuple[str, ...]
    score: tuple[str, ...]
    names: tuple[str, ...]
    latency: str | None
    latency_scale: float
    input_tokens: str | None
    output_tokens: str | None
    cost: str | None
    error: str | None
    left_out: tuple[str, ...]

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """The mapping as (field, column), for the record and for ``--columns``."""
        several = {"passed": SEVERAL.join(self.passed), "score": SEVERAL.join(self.score)}
        single = {
            "test": self.test,
            "variant": self.variant,
            "input": SEVERAL.join(self.inputs),
            "latency": self.latency,
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "cost": self.cost,
            "error": self.error,
        }
        found = {**single, **several}
        return tuple((field, shown(column, 120)) for field in FIELDS if (column := found.get(field)))


def plain(heading: str) -> str:
    """Return a heading in lower case, with its words joined by ``_``."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", heading[:LONGEST_HEADING])
    return re.sub(r"[^a-z0-9]+", "_", split.casefold()).strip("_")


class Guess:
    """Looks at headings and first rows of a table. Raises ``StoreError`` where nothing says how a test went."""

    def __init__(
        self, headings: Sequence[str], rows: Sequence[Mapping[str, object]], file: str, *, whole: bool = True
    ) -> None:
        """Take what a table begins with; ``whole`` tells whether ``rows`` are all that it has."""
        self._headings = list(headings)
        self._rows = rows
        self._where = "" if whole else f" in its first {len(rows):,} rows"
        self._file = file
        self._plain = {heading: plain(heading) for heading in headings}
        self._given: dict[str, tuple[str, ...]] = {}

    def columns(self, given: Mapping[str, str] | None = None) -> Columns:
        """Return the mapping; ``given`` names the columns of some fields, and the rest is found."""
        self._given = {field: self._chosen(field, value) for field, value in (given or {}).items()}
        passed, score, names, left_out = self._verdicts()
        wide = len(passed) > 1 or len(score) > 1
        variant = None if wide else self._variant((*passed, *score))
        test = self._test()
        used = {*passed, *score, *((variant,) if variant else ()), *((test,) if test else ())}
        latency, scale = self._latency()
        return Columns(
            test=test,
            inputs=self._inputs(used),
            variant=variant,
            passed=passed,
            score=score,
            names=names,
            latency=latency,
            latency_scale=scale,
            input_tokens=self._single("input_tokens", self._is_figure),
            output_tokens=self._single("output_tokens", self._is_figure),
            cost=self._single("cost", self._is_figure),
            error=self._single("error", self._is_text),
            left_out=left_out,
        )

    def _chosen(self, field: str, value: str) -> tuple[str, ...]:
        """Return the columns that the user names for a field."""
        if field not in FIELDS:
            like = nearest(field, list(FIELDS))
            remedy = f"did you mean {like}?" if like else f"fields are {', '.join(FIELDS)}"
            raise StoreError(f"has no field {field}", remedy=remedy, file=self._file, key="--columns")
        wanted = (value,) if value in self._plain else tuple(part.strip() for part in value.split(SEVERAL))
        for column in wanted:
            if column not in self._plain:
                like = nearest(column, [heading[:80] for heading in self._headings])
                there = ", ".join(self._headings[:30])
                remedy = f"did you mean {like}?" if like else f"its columns are {there}"
                raise StoreError(f"has no column {column}", remedy=remedy, file=self._file, key="--columns")
        return wanted

    def _verdicts(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Return columns of verdicts, columns of scores, the names of variants, and metrics that do not count."""
        if "passed" in self._given or "score" in self._given:
            passed, score = self._given.get("passed", ()), self._given.get("score", ())
            several = passed if len(passed) > 1 else score if len(score) > 1 else ()
            return passed, score, tuple(map(_stem, several)), ()
        named = self._named("passed", self._is_verdict)
        if named and self._plain[named] == "label" and PREDICTIONS & set(self._plain.values()):
            # The label is what was to be predicted.
            named = None
        figure = self._named("score", self._is_figure)
        score = (figure,) if figure else ()
        if named:
            return (named,), score if figure != named else (), (), ()
        ended = self._ended(PASSED_END, self._is_verdict)
        if len(ended) == 1:
            return ended, score, (), ()
        wide = ended or (() if score else self._unnamed_verdicts())
        if wide and not ended and self._says_nothing(wide):
            same = f"{shown(wide[0], 20)} is" if len(wide) == 1 else f"{len(wide)} columns are"
            remedy = f"where that is the verdict, say so: --columns passed={SEVERAL.join(wide[:5])}"
            raise self._no_verdict(f": {same} the same in each, and nothing names the tests", remedy)
        if wide:
            return wide, (), tuple(map(_stem, wide)) if len(wide) > 1 else (), ()
        if score:
            return (), score, (), ()
        return self._scores()

    def _scores(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Return columns of scores: one a variant, or, where they are metrics, the first of them."""
        ended = self._ended(SCORE_END, self._is_figure)
        variants = tuple(column for column in ended if not METRIC.search(self._plain[column]))
        if len(variants) > 1:
            return (), variants, tuple(map(_stem, variants)), ()
        metrics = tuple(
            column
            for column in self._headings
            if self._is_figure(column) and (column in ended or METRIC.search(self._plain[column]))
        )
        if metrics:
            return (), metrics[:1], (), metrics[1:]
        there = ", ".join(self._headings[:30])
        raise self._no_verdict("", f"name them: --columns test=…,variant=…,passed=… of its columns {there}")

    def _no_verdict(self, why: str, remedy: str) -> StoreError:
        problem = f"has no column that says how a test went{self._where}{why}"
        return StoreError(problem, remedy=remedy, file=self._file)

    def _says_nothing(self, columns: Sequence[str]) -> bool:
        """Tell whether verdicts that no name vouches for are all the same, in rows that nothing tells apart."""
        given = "test" in self._given or "input" in self._given
        others = [column for column in self._headings if column not in columns]
        told_apart = given or any(len(self._values(column)) > 1 for column in others)
        # One row differs from nothing: that it has anything else beside the verdict is all that it can show.
        told_apart = told_apart or (len(self._rows) == 1 and any(map(self._is_filled, others)))
        return not told_apart and len({verdict(value) for one in columns for value in self._filled(one)}) == 1

    def _ended(self, end: re.Pattern[str], fits: Callable[[str], bool]) -> tuple[str, ...]:
        return tuple(column for column in self._headings if end.search(self._plain[column]) and fits(column))

    def _unnamed_verdicts(self) -> tuple[str, ...]:
        """Return columns that hold nothing but verdicts and whose names mean nothing else."""
        known = {name for field, names in NAMES.items() if field != "variant" for name in names}
        known |= {*WEAK_IDS, *PREDICTIONS}
        return tuple(
            column
            for column in self._headings
            if self._plain[column] not in known and self._names_no_quality(column) and self._is_verdict(column)
        )

    def _names_no_quality(self, column: str) -> bool:
        return not METRIC.search(self._plain[column]) and not ASKED.search(self._plain[column])

    def _variant(self, used: Sequence[str]) -> str | None:
        """Return the column of the variant: one whose values repeat, so that they name groups of rows."""
        if "variant" in self._given:
            return self._given["variant"][0]
        if "input" in self._given or "test" in self._given:
            used = (*used, *self._given.get("input", ()), *self._given.get("test", ()))
        found = [column for name in NAMES["variant"] for column in self._headings if self._plain[column] == name]
        groups = [column for column in found if column not in used and self._is_group(column)]
        several = [column for column in groups if len(self._values(column)) > 1]
        return next(iter(several or groups), None)

    def _is_group(self, column: str) -> bool:
        values = self._values(column)
        return 0 < len(values) <= max(1, len(self._rows) // 2) and all(len(value) <= 2_000 for value in values)

    def _test(self) -> str | None:
        if "test" in self._given:
            return self._given["test"][0]
        strong = self._named("test", self._is_filled)
        if strong is not None or self._input_columns():
            return strong
        weak = [column for name in WEAK_IDS for column in self._headings if self._plain[column] == name]
        return next((column for column in weak if len(self._values(column)) > 1), None)

    def _input_columns(self) -> tuple[str, ...]:
        if "input" in self._given:
            return self._given["input"]
        found = self._named("input", lambda column: len(self._values(column)) > 1 or len(self._rows) == 1)
        return (found,) if found else ()

    def _inputs(self, used: set[str]) -> tuple[str, ...]:
        return tuple(column for column in self._input_columns() if column not in used)

    def _latency(self) -> tuple[str | None, float]:
        """Return the column of the latency and what one unit of it is in ms; without a unit in its name, none."""
        column = self._single("latency", self._is_figure)
        seconds = column is not None and re.search(r"_(?:s|sec|seconds)$", self._plain[column]) is not None
        return column, 1000.0 if seconds else 1.0

    def _single(self, field: str, fits: Callable[[str], bool]) -> str | None:
        return self._given[field][0] if field in self._given else self._named(field, fits)

    def _named(self, field: str, fits: Callable[[str], bool]) -> str | None:
        """Return the column whose name is the surest one of a field and whose content fits."""
        taken = {column for columns in self._given.values() for column in columns}
        for known in NAMES[field]:
            for column in self._headings:
                if self._plain[column] == known and column not in taken and fits(column):
                    return column
        return None

    def _values(self, column: str) -> set[str]:
        return {written(row[column]) for row in self._rows if not blank(row.get(column))}

    def _filled(self, column: str) -> list[object]:
        return [row[column] for row in self._rows if not blank(row.get(column))]

    def _is_filled(self, column: str) -> bool:
        return bool(self._filled(column))

    def _is_verdict(self, column: str) -> bool:
        filled = self._filled(column)
        return bool(filled) and all(verdict(value) is not None for value in filled)

    def _is_figure(self, column: str) -> bool:
        filled = self._filled(column)
        return bool(filled) and all(decimal(value) is not None or verdict(value) is not None for value in filled)

    def _is_text(self, column: str) -> bool:
        return all(isinstance(value, str | dict | list) for value in self._filled(column))


def _stem(column: str) -> str:
    """Return the name of a variant from the heading of its verdicts or scores."""
    return VERDICT_WORD.sub("", column[:LONGEST_HEADING]) or column
