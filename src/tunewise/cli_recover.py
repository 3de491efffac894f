"""The command recover: list work that was never saved, show what differs, write it to a new file, or discard it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tunewise.cli_assess import FAILED, FINE, Answer
from tunewise.domain.differences import differences
from tunewise.domain.errors import StoreError, TunewiseError
from tunewise.domain.text import shown
from tunewise.store.leftovers import Leftover, discard, leftovers
from tunewise.store.paths import typed_path
from tunewise.store.scenario_files import create_scenario, open_scenario

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from tunewise.domain.scenario import Scenario
    from tunewise.domain.work import Work

_SHORT_NAME = 8
_LISTED = "tunewise recover lists what was left"


class _Compared(NamedTuple):
    """What the work is compared with: a scenario, and in words which one."""

    scenario: Scenario
    words: str


def recover(options: Namespace) -> Answer:
    """List work that was never saved, or do with one piece of it what was asked for.

    Raises ``StoreError`` where there is none of that number, where it cannot be read or written, and where state is
    not the user's own.
    """
    found = leftovers()
    if options.which is None:
        if options.show or options.discard or options.to is not None:
            raise StoreError("is missing", remedy=f"say which work: {_LISTED}", key="N")
        return _list(found)
    number, leftover = _named(options.which, found)
    if options.discard:
        return _discarded(number, leftover)
    work = _readable(number, leftover)
    if options.to is not None:
        return _written(number, leftover, work, typed_path(options.to))
    return _differences(number, leftover, work)


def _named(which: str, found: list[Leftover]) -> tuple[int, Leftover]:
    """Return the work of a number, or of the beginning of a name, which stays the same when more is left."""
    for number, leftover in enumerate(found, 1):
        if which == str(number) or (len(which) >= _SHORT_NAME and leftover.name.startswith(which)):
            return number, leftover
    if not found:
        raise StoreError("no unsaved work was left", key=which)
    raise StoreError("is no number or name of work that was left", remedy=_LISTED, key=which)


def _readable(number: int, leftover: Leftover) -> Work:
    if leftover.work is None:
        remedy = f"it is kept; tunewise recover {number} --discard takes it away"
        raise StoreError(f"this work {leftover.problem}", remedy=remedy)
    return leftover.work


def _list(found: list[Leftover]) -> Answer:
    data = {"leftovers": [_data(number, one) for number, one in enumerate(found, 1)]}
    if not found:
        return Answer(data, ["No unsaved work was left."])
    rows = ["Work that was never saved, the newest first:", ""]
    for number, one in enumerate(found, 1):
        rows += [f"{number:>2}  {_title(one)}", f"    {_about(one)}"]
    rows += [
        "",
        "Opening the file offers its work. Or: tunewise recover N --show says what differs,",
        "--to FILE writes it to a new file, --discard takes it away.",
    ]
    return Answer(data, rows, FINE if all(one.work for one in found) else FAILED)


def _data(number: int, one: Leftover) -> Mapping[str, Any]:
    shown_too = ("name", "file", "title", "written_at", "changes", "problem")
    return {"number": number} | {name: getattr(one, name) for name in shown_too}


def _title(one: Leftover) -> str:
    return shown(one.title) if one.work is not None else f"cannot be used: this work {shown(one.problem)}"


def _about(one: Leftover) -> str:
    parts = [shown(one.file) if one.file else "no file yet" if one.work else "", _when(one.written_at)]
    if one.work is not None:
        parts.append("1 key differs" if one.changes == 1 else f"{one.changes} keys differ")
    return " · ".join(part for part in [*parts, one.name[:_SHORT_NAME]] if part)


def _when(text: str) -> str:
    """Return a moment the way the user's clock shows it."""
    with suppress(ValueError, OverflowError):
        return f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M:%S}"
    return shown(text, 40)


def _compared(work: Work) -> _Compared:
    """Return what the file of the work holds now; where there is none, what the work began from."""
    start = work.saved or (work.history.past[0] if work.history.past else work.history.now).scenario
    if not work.file:
        return _Compared(start, "It has no file yet; what differs from where it began:")
    try:
        opened = open_scenario(work.file, lenient=True)
    except TunewiseError as error:
        return _Compared(start, f"{error.line()}; what differs from what it held before:")
    same = work.document is not None and opened.document is not None and work.document.digest == opened.document.digest
    changed = "" if same else " Somebody changed the file since then."
    return _Compared(opened.scenario, f"The file now → this work.{changed}")


def _differences(number: int, leftover: Leftover, work: Work) -> Answer:
    compared = _compared(work)
    found = differences(compared.scenario, work.scenario)
    rows = [_title(leftover), _about(leftover), "", compared.words, ""]
    rows += [one.line() for one in found] or ["Nothing differs: the file holds this work already."]
    data = {**_data(number, leftover), "differences": [one._asdict() for one in found]}
    return Answer(data, rows)


def _written(number: int, leftover: Leftover, work: Work, path: Path) -> Answer:
    """Write the work to a new file. What was left stays until the user discards it."""
    from tunewise.intake import moved  # noqa: PLC0415  # only where something is written

    scenario = moved(work.scenario, Path(work.file) if work.file else None, path)
    saved = create_scenario(scenario, path, work.document)
    remark = f", {shown(saved.remark)}" if saved.remark else ""
    lost = f" {shown(saved.lost)}" if saved.lost else ""
    rows = [
        f"Wrote {shown(str(path))}{remark}.{lost}",
        f"The work is still kept; tunewise recover {leftover.name[:_SHORT_NAME]} --discard takes it away.",
    ]
    return Answer({**_data(number, leftover), "written_to": str(path)}, rows)


def _discarded(number: int, leftover: Leftover) -> Answer:
    if not discard(leftover):
        raise StoreError("could not be taken away", remedy="tunewise paths says where it is", key=leftover.name)
    return Answer(
        {**_data(number, leftover), "discarded": True}, [f"Discarded: {_title(leftover)} ({_about(leftover)})"]
    )
