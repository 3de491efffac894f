"""The readiness checklist: each item yes, no or unknown; files speak before facts, and facts before the user's word."""

from collections.abc import Mapping

from tunewise.domain.assessment import CheckResult, ReadinessReport, Reading, State
from tunewise.domain.scenario import Scenario
from tunewise.engine.around import around, settling_signals
from tunewise.engine.clauses import Situation, any_of
from tunewise.engine.fit import task_counts
from tunewise.engine.measured.finding import ItemFinding
from tunewise.engine.measured.items import findings
from tunewise.engine.measured.training import kind_of
from tunewise.engine.readings import count_of
from tunewise.knowledge.schema import CheckItem
from tunewise.knowledge.tables import Knowledge

_EXAMPLES = "hundred_checked_examples"


def settle_checks(
    scenario: Scenario, readings: Mapping[str, Reading], knowledge: Knowledge, *, counted: bool = True
) -> Mapping[str, CheckResult]:
    """Return the state of every item. A file or a fact that speaks against an item wins over a tick.

    Where the examples are not ``counted``, their number is read off the slider, and no file is asked about them.
    """
    known = around(scenario, knowledge).checks
    place = counted, tuple([readings[signal].value for signal in settling_signals(knowledge)])
    settled = known.get(place)
    if settled is None:
        settled = known[place] = _settled(scenario, readings, knowledge, counted=counted)
    return settled


def _settled(
    scenario: Scenario, readings: Mapping[str, Reading], knowledge: Knowledge, *, counted: bool
) -> dict[str, CheckResult]:
    situation = Situation(scenario, readings, {}, knowledge, counted)
    found = findings(scenario, knowledge)
    if not counted:
        found.pop(_EXAMPLES, None)
    settled = {item.id: _settle(item, situation, found.get(item.id)) for item in knowledge.tables.item}
    for name, file in scenario.evidence.older.items():
        settled[name] = _stale(settled[name], file, name in scenario.evidence.overrides)
    return settled


def _settle(item: CheckItem, situation: Situation, found: ItemFinding | None) -> CheckResult:
    answer: bool | None = getattr(situation.scenario.readiness, item.id)
    reason: str = situation.scenario.evidence.overrides.get(item.id, "")  # type: ignore[call-overload]
    if found is None:
        return _settle_by_word(item, situation, answer)
    if reason and answer is not None and found.state != "yes":
        return CheckResult(
            item.id, item.label, _state(answer), True, f"your word: {reason}", found.next_action or item.next_action,
            "override", found.file, reason=reason, refused=found.because,
        )  # fmt: skip
    if found.state == "unknown" and answer is not None:
        words = f"your word; {found.because}"
        return CheckResult(item.id, item.label, _state(answer), True, words, found.next_action, "word", found.file)
    next_action = found.next_action or item.next_action
    return CheckResult(item.id, item.label, found.state, False, found.because, next_action, "file", found.file)


def _settle_by_word(item: CheckItem, situation: Situation, answer: bool | None) -> CheckResult:
    against = any_of(item.fails_when, situation)
    if against.value:
        return CheckResult(item.id, item.label, "no", False, against.because, item.next_action, "fact")
    if answer is not None:
        return CheckResult(item.id, item.label, _state(answer), True, "your word", item.next_action, "word")
    speaks_for = any_of(item.holds_when, situation)
    if item.holds_when and speaks_for.value:
        return CheckResult(item.id, item.label, "yes", False, speaks_for.because, item.next_action, "fact")
    return CheckResult(item.id, item.label, "unknown", False, "your word needed", item.next_action, "")


def _state(answer: bool) -> State:
    return "yes" if answer else "no"


def _stale(check: CheckResult, file: str, upheld: bool) -> CheckResult:
    """Return an item without what its file said. Nothing that was told stands in for it: a change is no remedy."""
    words = f"{file} changed or is gone since it was measured"
    again = f"Measure {file} again."
    if check.asserted and upheld:
        return check._replace(because=f"{check.because}; {words}", next_action=again, file=file, stale=True)
    refused = check.state == "no" and not check.asserted
    state: State = "no" if refused else "unknown"
    because = f"{check.because}; {words}" if refused else words
    return check._replace(state=state, because=because, next_action=again, file=file, stale=True, asserted=False)


def report_readiness(
    scenario: Scenario, readings: Mapping[str, Reading], checks: Mapping[str, CheckResult], knowledge: Knowledge
) -> ReadinessReport:
    """Return the checklist with the ladder level and the examples that the task needs."""
    kind, classes = kind_of(scenario)
    needed = task_counts(knowledge, kind, classes) if kind else None
    return ReadinessReport(
        items=tuple(checks.values()),
        ladder_level=scenario.facts.prompting_ladder_level,
        examples=_examples(scenario, readings["labelled_data"], knowledge),
        examples_enough=needed["enough"] if needed else None,
        examples_good=needed["good"] if needed else None,
    )


def _examples(scenario: Scenario, reading: Reading, knowledge: Knowledge) -> int | None:
    """Return how many examples there are: the count where it was told, else what the slider stands for."""
    if scenario.facts.labelled_examples is not None:
        return scenario.facts.labelled_examples
    return None if reading.value is None else count_of(reading.value, knowledge.meta.examples_scale)
