"""A decision against the recommendation: written with its reason, shown everywhere, and taken back."""

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tunewise.store import toml_text
from tunewise.store.scenario_files import load_scenario


@pytest.fixture
def mine(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    """Return a file of the user's own, made from a shipped scenario."""
    path = tmp_path / "mine.toml"
    run(capsys, "new", str(path), "--from", "support-replies")
    return path


def test_a_decision_is_saved_with_its_reason_and_shows_everywhere(
    capsys: pytest.CaptureFixture[str], mine: Path
) -> None:
    status, out, _ = run(capsys, "decide", str(mine), "--option", "prompt", "--reason", "No team to train.")
    words = "You chose Prompt engineering instead: No team to train."
    assert status == 0
    assert out == f"{words}\nSaved {mine}.\n"
    for command in ("rank", "explain"):
        assert words in run(capsys, command, str(mine))[1]
        data = json.loads(run(capsys, command, str(mine), "--json")[1])
        assert data["decision"] == {"option": "prompt", "reason": "No team to train."}


def test_a_decision_for_what_is_ruled_out_is_taken_with_a_warning(
    capsys: pytest.CaptureFixture[str], mine: Path
) -> None:
    _, out, _ = run(capsys, "decide", str(mine), "--option", "rag", "--reason", "Auditors want sources.")
    assert "Mind that it is ruled out: Nothing that fails is a missing fact" in out


def test_a_decision_is_withdrawn(capsys: pytest.CaptureFixture[str], mine: Path) -> None:
    before = load_scenario(mine)
    run(capsys, "decide", str(mine), "--option", "rag", "--reason", "x")
    _, out, _ = run(capsys, "decide", str(mine), "--withdraw")
    assert out.startswith("The decision is withdrawn; the recommendation stands.")
    assert load_scenario(mine) == before


def test_withdrawing_nothing_leaves_the_file_alone(capsys: pytest.CaptureFixture[str], mine: Path) -> None:
    mine.write_text("# mine\n" + mine.read_text(encoding="utf-8"), encoding="utf-8")
    before = mine.read_bytes()
    status, out, _ = run(capsys, "decide", str(mine), "--withdraw")
    assert (status, mine.read_bytes()) == (0, before)
    assert out.startswith("There was no decision to withdraw")


def test_a_choice_without_a_reason_is_refused_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], mine: Path
) -> None:
    before = mine.read_bytes()
    for reason in ((), ("--reason", " ")):
        status, _, err = run(capsys, "decide", str(mine), "--option", "rag", *reason)
        assert status == 2
        assert err == "tunewise: --reason: is missing; a choice needs its reason: give --reason TEXT\n"
    assert mine.read_bytes() == before


def test_a_reason_that_is_too_long_is_one_line(capsys: pytest.CaptureFixture[str], mine: Path) -> None:
    status, _, err = run(capsys, "decide", str(mine), "--option", "rag", "--reason", "x" * 2001)
    assert status == 2
    assert "decision.reason: has 2,001 characters" in err
    assert err.count("\n") == 1


def test_a_shipped_scenario_takes_no_decision(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "decide", "support-replies", "--option", "rag", "--reason", "x")
    assert status == 2
    assert "tunewise new FILE --from support-replies" in err


def test_comments_and_all_other_lines_are_kept(capsys: pytest.CaptureFixture[str], mine: Path) -> None:
    before = "# mine\n" + mine.read_text(encoding="utf-8")
    mine.write_text(before, encoding="utf-8")
    _, out, _ = run(capsys, "decide", str(mine), "--option", "prompt", "--reason", "x")
    assert out.endswith(f"Saved {mine}.\n")
    assert mine.read_text(encoding="utf-8") == before + '\n[decision]\noption = "prompt"\nreason = "x"\n'


def test_it_is_said_when_comments_were_lost(
    capsys: pytest.CaptureFixture[str], mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine.write_text("# mine\n" + mine.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(toml_text, "MOST_TEXT", 10)
    _, out, _ = run(capsys, "decide", str(mine), "--option", "prompt", "--reason", "x")
    assert out.endswith(f"Saved {mine}. Lost: its comments and layout.\n")


def test_decide_as_json_says_what_was_recommended(capsys: pytest.CaptureFixture[str], mine: Path) -> None:
    words = ("decide", str(mine), "--option", "prompt", "--reason", "x", "--json")
    assert json.loads(run(capsys, *words)[1]) == {
        "file": str(mine),
        "saved": True,
        "decision": {"option": "prompt", "reason": "x"},
        "recommended": "lora",
    }
