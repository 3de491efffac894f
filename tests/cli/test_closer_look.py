"""The closer look: how sure, what if, why. As users read it, and as scripts do."""

import json

import pytest

from tests.cli.running import run
from tests.conftest import LAB, SCENARIOS


def read(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    """Run a command and return its JSON."""
    status, out, err = run(capsys, *words, "--json")
    assert (status, err) == (0, "")
    data = json.loads(out)
    assert isinstance(data, dict)
    return data


def test_rank_draws_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert "How sure" not in run(capsys, "rank", str(LAB))[1]
    out = run(capsys, "rank", str(LAB), "--sure", "--draws", "200", "--seed", "3")[1]
    assert "How sure: 200 draws, seed 3." in out
    for words in ("Chance to lead:", "only the weights", "only your answers", "only what you did not answer"):
        assert words in out


def test_the_same_seed_draws_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("rank", str(SCENARIOS / "sql-one-schema.toml"), "--sure", "--draws", "150", "--seed")
    first = read(capsys, *words, "5")["robustness"]
    assert first == read(capsys, *words, "5")["robustness"]
    assert first != read(capsys, *words, "6")["robustness"]


def test_robustness_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = read(capsys, "rank", str(LAB), "--sure", "--draws", "150")["robustness"]
    assert isinstance(found, dict)
    assert (found["draws"], found["seed"], found["leader"]) == (150, 1, "lora")
    assert 0 < found["error"] < 0.1
    assert set(found["causes"]) == {"weights", "answers", "unanswered", "all"}
    for option in found["options"]:
        assert set(option) == {
            "option",
            "first",
            "ranks",
            "leader_ahead",
            "central_weights",
            "confidence",
            "holistic",
        }
        assert option["first"] == option["ranks"][0]
    assert sum(option["first"] for option in found["options"]) == pytest.approx(1, abs=1e-3)


def test_explain_against_a_rival_adds_up_to_the_lead(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "explain", str(LAB), "--against", "prompt")[1]
    assert "Against H Prompt engineering: 15.9 ahead." in out
    data = read(capsys, "explain", str(LAB), "--against", "prompt")["head_to_head"]
    assert isinstance(data, dict)
    assert data["against"] == "prompt"
    assert round(sum(line["difference"] for line in data["differences"]), 1) == data["lead"] == 15.9


def test_explain_as_json_has_all_that_the_text_has(capsys: pytest.CaptureFixture[str]) -> None:
    data = read(capsys, "explain", str(SCENARIOS / "clinical-notes.toml"))
    assert {"explained", "losses", "head_to_head", "lessons", "patterns", "precedents", "decision", "sources"} <= set(
        data
    )
    lessons, cases = data["lessons"], data["precedents"]
    assert isinstance(lessons, list)
    assert isinstance(cases, list)
    assert all(lesson["sources"] and lesson["speaks"] in {"for", "against"} for lesson in lessons)
    assert cases
    for case in cases:
        assert {"precedent", "likeness", "because", "unlike", "agrees", "warns", "stance", "confidence"} <= set(case)
        assert {"title", "authors", "year", "address"} == set(case["source"])


def test_what_if_shows_strips_and_weights(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "whatif", str(LAB))[1]
    assert "Freshness need          AAAAAAA◆AAAAAAAAAAAAAAA│FFFFFFFFFFFFFFFF  A to 60, then F" in out
    assert "Long prompts tolerated   10  stays to 57.5; C Prompt tuning (soft prompts) above" in out


def test_what_if_along_one_signal_shows_that_one(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "whatif", str(LAB), "--signal", "freshness_need")[1]
    assert "Freshness need" in out
    assert "Labelled data" not in out
    out = run(capsys, "whatif", str(LAB), "--signal", "team_capacity")[1]
    assert "Team capacity does not count in the quick scope: nothing changes along it." in out


def test_what_an_option_would_need(capsys: pytest.CaptureFixture[str]) -> None:
    assert "LoRA / PEFT is in front as things stand." in run(capsys, "whatif", str(LAB), "--option", "lora")[1]
    out = run(capsys, "whatif", str(LAB), "--option", "prompt")[1]
    assert "For Prompt engineering to come to the front, this would have to be true:" in out
    needs = read(capsys, "whatif", str(LAB), "--option", "prompt")["requirements"]
    assert isinstance(needs, dict)
    assert {"option", "leads", "reachable", "changes", "gates", "dominated_by", "text"} == set(needs)
    assert needs["reachable"] is True
    assert all({"before_count", "after_count", "text"} <= set(change) for change in needs["changes"])


def test_a_map_is_sixty_by_twenty(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("whatif", str(LAB), "--map", "labelled_data", "freshness_need")
    rows = [row for row in run(capsys, *words)[1].split("\n") if row[6:7] == "│"]
    assert len(rows) == 20
    assert {len(row) for row in rows} == {67}
    assert sum(row.count("◆") for row in rows) == 1
    data = read(capsys, *words)["map"]
    assert isinstance(data, dict)
    assert (len(data["cells"]), len(data["cells"][0])) == (20, 60)
    assert (data["x_value"], data["y_value"]) == (72, 18)


def test_what_if_as_json_keeps_its_shape(capsys: pytest.CaptureFixture[str]) -> None:
    data = read(capsys, "whatif", str(LAB))
    assert {"scenario", "knowledge", "strips", "weights", "requirements", "map"} == set(data)
    assert data["requirements"] is None
    strips = data["strips"]
    assert isinstance(strips, list)
    for strip in strips:
        assert {"signal", "value", "segments", "text"} == set(strip)
        assert (strip["segments"][0]["first"], strip["segments"][-1]["last"]) == (0, 100)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("whatif", "--option", "lroa"), "--option: lroa is no option; did you mean lora?"),
        (("whatif", "--signal", "freshnes"), "--signal: freshnes is no signal; did you mean freshness_need?"),
        (("whatif", "--map", "labelled_data", "volume"), "--map: volume is no signal; did you mean request_volume?"),
        (("explain", "--against", "lroa"), "--against: lroa is no option; did you mean lora?"),
        (("rank", "--draws", "9"), "--draws and --seed: draws nothing without --sure; add --sure"),
    ],
)
def test_a_slip_is_answered_with_the_nearest_name(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], line: str
) -> None:
    command, *rest = words
    status, _, err = run(capsys, command, str(LAB), *rest)
    assert (status, err) == (2, f"tunewise: {line}\n")
