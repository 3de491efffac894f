"""The commands that write a scenario file: new and decide."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tunewise.cli_assess import Answer, assessed_now, known
from tunewise.domain.errors import ScenarioError, StoreError
from tunewise.domain.scenario import OPTION_IDS, Scenario
from tunewise.domain.text import shown
from tunewise.knowledge.load import shipped_knowledge
from tunewise.report import json_report, sentences
from tunewise.session.edits import Edit, apply, set_value
from tunewise.store.scenario_files import Opened, create_scenario, open_scenario, save_scenario

if TYPE_CHECKING:
    from argparse import Namespace


def new(options: Namespace) -> Answer:
    """Make a scenario file that does not exist yet."""
    path = Path(options.file)
    blank = Opened(Scenario(title=shown(path.stem)[:200] or "scenario"), None)
    start = open_scenario(options.source) if options.source else blank
    scenario = start.scenario
    if options.title is not None:
        scenario = apply(set_value("title", options.title), scenario)
    create_scenario(scenario, path, start.document)
    place = str(path)
    opening = f"tunewise {shlex.quote(shown(place))}"
    return Answer({"file": place}, [f"Made {shown(place)}; open it with: {opening}"])


def decide(options: Namespace) -> Answer:
    """Write into the file that another option was chosen, and why; or take that back."""
    return _decided(change_file(options.file, _edit(options)))


class Changed(NamedTuple):
    """A file that an edit was applied to: what it held before and what it holds now.

    ``remark`` is what the user should know of the saving, ``lost`` what could not be kept, such as comments.
    """

    opened: Opened
    scenario: Scenario
    remark: str = ""
    lost: str = ""

    @property
    def saved(self) -> bool:
        """Tell whether anything changed, so that the file was written."""
        return self.scenario != self.opened.scenario

    def line(self) -> str:
        """Say that the file was saved, and what went with that."""
        remark = f", {shown(self.remark)}" if self.remark else ""
        return f"Saved {shown(str(self.opened.path))}{remark}.{f' Lost: {self.lost}.' if self.lost else ''}"


def own_file(name: str) -> Opened:
    """Open a scenario file of the user. Raises ``StoreError`` for a shipped scenario, which cannot be written."""
    opened = open_scenario(name)
    if opened.path is None:
        remedy = f"make a file of your own with: tunewise new FILE --from {name}"
        raise StoreError("is a shipped scenario, which only is a start", remedy=remedy, file=name)
    return opened


def change_file(name: str, edit: Edit) -> Changed:
    """Apply ``edit`` to a scenario file of the user and save it where anything changed.

    Raises ``StoreError`` for a shipped scenario and ``ScenarioError`` for an edit that is not valid; the file is left
    as it is then.
    """
    opened = own_file(name)
    scenario = apply(edit, opened.scenario)
    if opened.path is None or scenario == opened.scenario:
        return Changed(opened, scenario)
    saved = save_scenario(scenario, opened.path, document=opened.document)
    return Changed(opened, scenario, saved.remark, saved.lost)


def _edit(options: Namespace) -> Edit:
    """Return the change that was asked for. Raises ``ScenarioError`` where it is not whole."""
    if options.withdraw:
        if options.option is not None or options.reason is not None:
            raise ScenarioError("takes no option and no reason", remedy="leave them out", key="--withdraw")
        return Edit({"decision.option": None, "decision.reason": None}, "decision")
    if options.option is None:
        raise ScenarioError("is missing", remedy="give --option ID and --reason TEXT, or --withdraw", key="--option")
    known(options.option, OPTION_IDS, "option", "--option")
    if not (options.reason or "").strip():
        raise ScenarioError("is missing", remedy="a choice needs its reason: give --reason TEXT", key="--reason")
    return Edit({"decision.option": options.option, "decision.reason": options.reason.strip()}, "decision")


def _decided(changed: Changed) -> Answer:
    """Return what the file says now, and what speaks against it."""
    knowledge = shipped_knowledge()
    scenario = changed.scenario
    assessment = assessed_now(scenario, changed.opened.path, knowledge)
    if scenario.decision.option is None:
        said = "The decision is withdrawn" if changed.saved else "There was no decision to withdraw"
        rows = [f"{said}; the recommendation stands.", assessment.ranking.verdict.text]
    else:
        entry = assessment.ranking.find(scenario.decision.option)
        rows = [sentences.chosen(assessment, knowledge)]
        rows += [f"Mind that it is {entry.tier.replace('-', ' ')}: {gate.says}" for gate in entry.gates[:1]]
    if changed.saved:
        rows.append(changed.line())
    data = {
        "file": str(changed.opened.path),
        "saved": changed.saved,
        "decision": json_report.decision(assessment),
        "recommended": assessment.ranking.destination,
    }
    return Answer(data, rows)
