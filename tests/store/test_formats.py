"""Files of other formats, and with keys that this version does not know: what opens, what is refused, what is said."""

from pathlib import Path
from typing import Any

import pytest

from tunewise.domain import migrations
from tunewise.domain.errors import ScenarioError, StoreError
from tunewise.domain.names import UNTITLED
from tunewise.session.edits import Edit, apply
from tunewise.store.scenario_files import (
    Opened,
    load_scenario,
    open_scenario,
    save_scenario,
    scenario_text,
    text_to_save,
)

FIXTURES = sorted((Path(__file__).parent / "formats").glob("*.toml"))
HEAD = 'format = 1\ntitle = "x"\n'


def opened(tmp_path: Path, text: str, *, lenient: bool = True) -> Opened:
    """Return a file with ``text`` as it is opened."""
    path = tmp_path / "case.toml"
    path.write_text(text, "utf-8")
    return open_scenario(str(path), lenient=lenient)


def refused(tmp_path: Path, text: str, *, lenient: bool = True) -> str:
    """Return the line that a file with ``text`` is refused with, without the folder."""
    with pytest.raises(ScenarioError) as caught:
        opened(tmp_path, text, lenient=lenient)
    return str(caught.value).removeprefix(f"{tmp_path}/")


# What older versions wrote.


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_what_an_older_version_wrote_opens_and_is_written_the_same(path: Path) -> None:
    assert scenario_text(load_scenario(path)) == path.read_text("utf-8")


def test_there_is_a_fixture_of_every_format() -> None:
    formats = {path.stem.split("-")[1] for path in FIXTURES}
    assert formats == {str(number) for number in (*migrations.STEPS, 1)}


OLD = """\
# of long ago
format = 0
title = "old" # kept

[mood] # renamed since
labelled_data = 40 # too
stranger = 1
"""


def renamed(data: dict[str, Any]) -> dict[str, Any]:
    """Make the step of a format that never was."""
    data["signals"] = data.pop("mood")
    return data


def test_an_older_format_is_brought_up_step_by_step_and_written_in_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(migrations.STEPS, 0, renamed)
    old = opened(tmp_path, OLD)
    assert old.scenario.signals.labelled_data == 40
    assert old.remark.endswith("This file has the older format 0; saving a change writes format 1.")
    assert text_to_save(old.scenario, old.document).raw == OLD.encode()
    scenario = apply(Edit({"signals.labelled_data": 41}, "test"), old.scenario)
    assert old.path
    save_scenario(scenario, old.path, document=old.document)
    text = old.path.read_text("utf-8")
    assert text.startswith('# of long ago\nformat = 1\ntitle = "old" # kept\n')
    assert "# renamed since" in text
    assert "# too" in text
    again = open_scenario(str(old.path), lenient=True)
    assert again.scenario == scenario
    assert again.document
    assert again.document.unknown_keys == ("signals.stranger",)


def test_several_steps_follow_each_other_and_leave_the_data_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (-2, -1, 0):
        monkeypatch.setitem(migrations.STEPS, number, lambda data: {**data, "title": data["title"] + "!"})
    data = {"format": -2, "title": "x"}
    assert migrations.migrated(data) == {"format": 1, "title": "x!!!"}
    assert data == {"format": -2, "title": "x"}


@pytest.mark.parametrize("value", ["0", "-1", '"1"', "true", "1.0", "2026-01-01", "[1]", "{ a = 1 }"])
@pytest.mark.parametrize("lenient", [True, False])
def test_what_is_no_format_is_refused_in_its_line(value: str, lenient: bool, tmp_path: Path) -> None:
    said = refused(tmp_path, f'title = "x"\nformat = {value}\n', lenient=lenient)
    assert said.startswith("case.toml, line 2: format: ")
    assert said.endswith("does not fit here; give 1")


def test_a_file_without_a_format_is_of_the_first(tmp_path: Path) -> None:
    found = opened(tmp_path, 'title = "x"\n')
    assert (found.scenario.format, found.remark, found.read_only) == (1, "", "")
    scenario = apply(Edit({"title": "y"}, "test"), found.scenario)
    assert text_to_save(scenario, found.document).raw == b'title = "y"\n'


# A later format.

LATER = """\
format = 99
title = "from the future"

[signals]
labelled_data = 40
freshness_need = "daily"
mood = 3

[task]
failures = ["tone", "boredom"]

[costs.plans.lora]
engineering_weeks = -1
lead_months = 2

[hopes]
x = 1
"""


def test_a_later_format_opens_to_be_looked_at_with_whatever_is_understood(tmp_path: Path) -> None:
    found = opened(tmp_path, LATER)
    assert found.read_only == found.remark
    assert found.read_only.startswith("This file has format 99, and this version of Tunewise reads format 1: ")
    assert found.scenario.title == "from the future"
    assert found.scenario.signals.labelled_data == 40
    assert found.scenario.signals.freshness_need is None
    assert found.scenario.task.failures == ("tone",)
    assert dict(found.scenario.costs.plan("lora")) == {"lead_months": 2}
    assert found.document
    assert (found.document.raw, found.document.format) == (LATER.encode(), 99)


def test_a_later_format_is_never_saved_over(tmp_path: Path) -> None:
    found = opened(tmp_path, LATER)
    assert found.path
    scenario = apply(Edit({"title": "y"}, "test"), found.scenario)
    for one in (scenario, found.scenario):
        with pytest.raises(StoreError, match="its format 99 is newer"):
            save_scenario(one, found.path, document=found.document)
    assert found.path.read_text() == LATER


@pytest.mark.parametrize(
    "text",
    [
        "format = 2",
        'format = 2\ntitle = ""',
        "format = 2\ntitle = 5\nsignals = 3",
        'format = 2\ntitle = "x"\n[costs]\nextra_prompt_tokens = 1\nprompt_tokens_removed = 2',
        'format = 2\ntitle = "x"\n[decision]\noption = "lora"',
        'format = 2\ntitle = "x"\n[evidence.training]\nrows = 1\n[evidence.evaluation]\nfiles = [{ file = "x" }]',
        'format = 2\ntitle = "x"\n[costs]\nmonthly_requests = { low = 3, likely = 2, high = 1 }',
        'format = 2\ntitle = "x"\n[plan.owners]\ndata = " "\nnobody = "x"',
    ],
)
def test_whatever_a_later_format_holds_it_can_be_looked_at(text: str, tmp_path: Path) -> None:
    found = opened(tmp_path, text)
    assert found.read_only
    assert found.scenario.title in {"x", UNTITLED}


def test_a_command_refuses_a_later_format(tmp_path: Path) -> None:
    said = refused(tmp_path, LATER, lenient=False)
    remedy = "this version of Tunewise reads format 1; update Tunewise to open it"
    assert said == f"case.toml, line 1: format: this file has format 99; {remedy}"


# Keys that are not known.


def test_unknown_keys_are_named_kept_and_no_hindrance(tmp_path: Path) -> None:
    text = HEAD + (
        "[signals]\nlabeled_data = 5\nfreshness_need = 3\n\n[mine.own]\nx = 1\n\n"
        "[costs.monthly_requests]\nlow = 1\nlikely = 2\nhigh = 3\nwidest = 9\n\n[costs.plans.nobody]\ny = 1\n"
    )
    found = opened(tmp_path, text)
    assert found.document
    assert set(found.document.unknown_keys) == {
        "signals.labeled_data", "mine", "costs.monthly_requests.widest", "costs.plans.nobody",
    }  # fmt: skip
    assert found.remark.startswith("Tunewise does not know these keys and keeps them: ")
    assert "signals.labeled_data (did you mean labelled_data?)" in found.remark
    assert found.remark.endswith(" and 1 more.")
    assert found.path
    scenario = apply(Edit({"signals.freshness_need": 4, "signals.labelled_data": 7}, "test"), found.scenario)
    save_scenario(scenario, found.path, document=found.document)
    wanted = text.replace("freshness_need = 3", "labelled_data = 7\nfreshness_need = 4")
    assert found.path.read_text() == wanted


def test_an_unknown_key_goes_with_the_table_that_cannot_stand_without_answers_and_that_is_said(tmp_path: Path) -> None:
    found = opened(tmp_path, HEAD + "[costs.plans.lora]\nlead_months = 2\nmine = 1\n")
    scenario = apply(Edit({"costs.plans.lora": None}, "test"), found.scenario)
    new = text_to_save(scenario, found.document)
    assert new.note == "what Tunewise does not know at costs.plans.lora.mine will be lost"
    assert new.raw == HEAD.encode()


def test_control_characters_in_an_unknown_key_are_shown_escaped(tmp_path: Path) -> None:
    found = opened(tmp_path, HEAD + '"\\u001b[31m" = 1\n"\\u202e" = 2\n')
    assert "\\x1b[31m" in found.remark
    assert not [one for one in found.remark if ord(one) < 0x20 or one == "\u202e"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'format = 1\n# a slip\ntitel = "x"\n',
            "case.toml, line 3: titel: is not a key of a scenario (and 1 more to mend); did you mean title?",
        ),
        (
            HEAD + "strange = 1\n[signals]\nfreshness_need = 101\n",
            "case.toml, line 5: signals.freshness_need: 101 does not fit here; give a whole number from 0 to 100",
        ),
        (
            HEAD + "[costs]\nmonthly_requests = { low = 1, likly = 2, high = 3 }\n",
            (
                "case.toml, line 4: costs.monthly_requests.likly: is not a key of a scenario (and 1 more to mend); "
                "did you mean likely?"
            ),
        ),
        (
            HEAD + "[costs]\nmonthly_requests = { low = 1, likely = 2, high = 3, p50 = 2 }\n",
            (
                "case.toml, line 4: costs.monthly_requests.p50: belongs to another kind of range; "
                "give either { low, likely, high } or { p50, p90 }, not both"
            ),
        ),
        (
            HEAD + "mine = 1\n\n[evidence.review]\nby = 'Ann'\nrows = 1\nsha256 = 'x'\n",
            (
                "case.toml, line 5: evidence.review.reviewed_on: is missing (and 1 more to mend: "
                "evidence.review.sha256); give a date, as 2026-11-20"
            ),
        ),
        ("format = 1\nmine = 1\n", "case.toml: title: is missing; give a text of 1 to 200 characters"),
    ],
)
def test_what_is_wrong_is_still_refused_by_file_line_and_key(text: str, said: str, tmp_path: Path) -> None:
    assert refused(tmp_path, text) == said


def test_a_command_refuses_unknown_keys_by_name_and_line(tmp_path: Path) -> None:
    said = refused(tmp_path, HEAD + "\n[signals]\n# \nlabeled_data = 5\n", lenient=False)
    wanted = "case.toml, line 6: signals.labeled_data: is not a key of a scenario; did you mean labelled_data?"
    assert said == wanted


@pytest.mark.parametrize("name", ["mine", "facts.mine"])
def test_a_command_refuses_an_unknown_list_of_tables_by_the_line_of_its_first(tmp_path: Path, name: str) -> None:
    said = refused(tmp_path, HEAD + f"[facts]\n\n[[{name}]]\nb = 1\n[[{name}]]\nb = 2\n", lenient=False)
    assert said.startswith(f"case.toml, line 5: {name}: is not a key of a scenario; ")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("task.failures = [\n 'tone',\n # c\n 'tune',\n]\n", 6),
        ("task = { kind = 'qa',  failures = ['tune'] }\n", 3),
        ('[ \'signals\' ]\n\nlabelled_data = """\nx\n"""\n', 5),
        ("notes = '''\n[signals]\nfreshness_need = 101\n'''\n[signals]\nfreshness_need = 101\n", 8),
        ('[plan.owners]\n"data" = " "\n', 3),
        ("[costs.plans.lora]\nlead_months = 1\nengineering_weeks = -3\n", 5),
    ],
)
def test_the_line_that_is_named_is_the_one_to_mend(text: str, line: int, tmp_path: Path) -> None:
    for ends in ("\n", "\r\n"):
        assert refused(tmp_path, (HEAD + text).replace("\n", ends)).startswith(f"case.toml, line {line}: ")
