"""Commands on files that a stranger wrote: nothing raw reaches the terminal, and JSON is JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.conftest import ROOT, SCENARIOS
from tests.hostile_texts import CONTROLS, DIRECTIONS, MARKUP, NAUGHTY, raw_in, scenario_of
from tunewise.domain.text import shown
from tunewise.store.paths import config_folder
from tunewise.store.scenario_files import proposed_name, save_scenario

ON_A_SCENARIO: tuple[tuple[str, ...], ...] = (
    ("rank",),
    ("explain", "--option", "lora"),
    ("whatif",),
    ("cost", "--draws", "50"),
    ("cost", "--csv"),
    ("check",),
    ("plan",),
    ("plan", "--markdown"),
)
ON_A_FILE: tuple[tuple[str, ...], ...] = (("data",), ("evals",), ("tokens",), ("usage",), ("rank",), ("check",))
FEW = (MARKUP[3], CONTROLS[0], CONTROLS[3], DIRECTIONS[0], DIRECTIONS[2], DIRECTIONS[5])
LONG = bool(os.environ.get("TUNEWISE_SLOW"))


def clean(found: tuple[int, str, str], *, status: set[int]) -> str:
    """Return what a command printed, once it is sure that a terminal may have it."""
    code, out, err = found
    assert code in status, (code, err)
    assert raw_in(out.replace("\t", "")) == []
    assert raw_in(err) == []
    assert "Traceback" not in out + err
    assert len(err.splitlines()) <= 1
    return out


@pytest.mark.parametrize("words", ON_A_SCENARIO, ids=" ".join)
def test_hostile_text_in_every_field_reaches_no_terminal_raw(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = tmp_path / "x.toml"
    number = ON_A_SCENARIO.index(words)
    for text in NAUGHTY if LONG else (FEW[number % len(FEW)], NAUGHTY[number * 5 % len(NAUGHTY)]):
        file.unlink(missing_ok=True)
        save_scenario(scenario_of(text), file)
        clean(run(capsys, *words, str(file)), status={0, 1, 2})
        if "--csv" in words or "--markdown" in words:
            continue
        data = json.loads(clean(run(capsys, *words, str(file), "--json"), status={0, 1, 2}))
        assert isinstance(data, dict)


@pytest.mark.parametrize("words", ON_A_FILE, ids=" ".join)
def test_hostile_names_of_files_are_told_in_one_safe_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    for text in FEW:
        for name in (text.replace("/", "-").replace("\0", "0")[:60], text):
            clean(run(capsys, *words, str(tmp_path / name)), status={2})


@pytest.mark.parametrize("text", FEW, ids=range(len(FEW)))
def test_hostile_text_in_files_of_evidence_is_told_safely(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str
) -> None:
    file = tmp_path / f"{text.replace('/', '-').replace(chr(0), '')[:40]}.jsonl"
    rows: list[dict[str, object]]
    rows = [{"messages": [{"role": "user", "content": f"{text} {n}"}, {"role": "assistant", "content": text}]}
            for n in range(12)]  # fmt: skip
    rows += [{text: text, "prompt": text}, {"messages": [{"role": text, "content": text}]}]
    file.write_text("\n".join(json.dumps(row) for row in rows) + f"\n{text}\n", "utf-8", "replace")
    table = tmp_path / "results.csv"
    graded = [f'"{text.replace(chr(0), "")} {n}","{text.replace(chr(0), "")}",{n % 2}' for n in range(20)]
    table.write_text("\n".join(["test,variant,passed", *graded]) + "\n", "utf-8", "replace")
    for words in (("data", "--sample", str(file)), ("evals", str(table)), ("evals", str(file)), ("tokens", str(file))):
        clean(run(capsys, *words), status={0, 1, 2})
        code, out, _ = run(capsys, *words, "--json")
        assert code == 2 or isinstance(json.loads(out), dict)


@pytest.mark.parametrize("text", FEW, ids=range(len(FEW)))
def test_hostile_words_of_the_command_line_are_told_in_one_safe_line(
    capsys: pytest.CaptureFixture[str], text: str
) -> None:
    lab = str(SCENARIOS / "support-replies.toml")
    for words in (
        ("explain", lab, "--option", text),
        ("whatif", lab, "--signal", text),
        ("cost", lab, "--count", text),
        ("cost", lab, "--horizon", text),
        ("plan", lab, "--starts", text),
        ("evals", lab, "--target", text),
        ("data", lab, "--columns", text),
        ("prices", "gpt", "--on", text),
        (text, text),
        ("rank", f"--{text}", lab),
    ):
        clean(run(capsys, *words), status={2})
    clean(run(capsys, "prices", text), status={0, 1, 2})


def test_hostile_themes_and_prices_are_told_safely(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = config_folder() / "themes"
    folder.mkdir(parents=True)
    shipped = (ROOT / "themes" / "dark.toml").read_text("utf-8")
    about = next(line for line in shipped.splitlines() if line.startswith("about"))
    named = next((line for line in shipped.splitlines() if line.startswith("name")), "")
    own = shipped.replace(named, "") if named else shipped
    (folder / "mine.toml").write_text(own.replace(about, 'about = "[red]\\u001b[31m\\u202e\\u200bx"'))
    (folder / "a\x1b[31m\u202e.toml").write_text("x = 1")
    (folder / os.fsdecode(b"\x9b31m.toml")).write_text('"\\u001b[2J" = 1')
    code, out, err = run(capsys, "themes")
    assert code == 2
    assert "\\x1b[31m\\u202e\\u200bx" in out
    assert raw_in(out) == raw_in(err) == []
    code, out, _ = run(capsys, "themes", "--json")
    assert json.loads(out)["mine"] == "[red]\x1b[31m\u202e\u200bx"
    prices = tmp_path / "p\x1b[2J.toml"
    prices.write_text('[[models]]\nname = "a\\u001b[31m"\n')
    monkeypatch.setenv("TUNEWISE_PRICES", str(prices))
    clean(run(capsys, "prices", "gpt"), status={0, 1, 2})
    clean(run(capsys, "paths"), status={0})


@pytest.mark.parametrize(
    "setting", [{"LANG": "C"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}], ids=str
)
def test_no_byte_of_a_name_reaches_the_terminal_raw_whatever_the_locale(
    tmp_path: Path, setting: dict[str, str]
) -> None:
    name = os.path.join(os.fsencode(tmp_path), b"a\x9b31m\xff\xe2\x80\xae.toml")  # noqa: PTH118  # bytes
    with open(name, "wb") as file:  # noqa: PTH123
        file.write((SCENARIOS / "support-replies.toml").read_bytes())
    env = {**os.environ, "PYTHONUTF8": "0", **setting}
    for words in ([b"check", name], [b"rank", name + b"x"]):
        done = subprocess.run(
            [sys.executable, "-m", "tunewise", *words], env=env, capture_output=True, check=False, timeout=60
        )
        for raw in (done.stdout, done.stderr):
            assert not [byte for byte in raw if byte in {0x1B, 0x7F} or (byte < 0x20 and byte != 0x0A)]
            assert raw_in(raw.decode("utf-8").replace("\r", "")) == []
        assert b"Traceback" not in done.stderr


def test_the_command_line_has_a_second_wall(capsys: pytest.CaptureFixture[str]) -> None:
    from tunewise.cli import _print  # noqa: PLC0415

    _print({}, ["raw \x1b[31m \u202e", "next"], as_json=False)
    assert capsys.readouterr().out == "raw \\x1b[31m \\u202e\nnext\n"
    _print({"a": "\x1b\u202e"}, [], as_json=True)
    assert capsys.readouterr().out.isascii()


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_a_title_never_becomes_a_path_outside_the_folder(text: str, tmp_path: Path) -> None:
    name = proposed_name(text)
    assert (tmp_path / name).resolve().parent == tmp_path.resolve()
    stem = name.removesuffix(".toml")
    assert name == f"{stem}.toml"
    assert 1 <= len(stem) <= 60
    assert set(stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert stem not in {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
    assert not stem.startswith("-")


@pytest.mark.parametrize("title", ["CON", "nul", "Aux", "com1", "LPT9", "prn"])
def test_a_title_that_names_a_device_becomes_no_device(title: str) -> None:
    assert proposed_name(title) == f"{title.lower()}-scenario.toml"


def test_a_new_file_of_any_name_holds_a_scenario_that_can_be_opened(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for text in ("a\x1b[31mb", "\u202ex", "[/nope]", " ", os.fsdecode(b"\xff\x9b")):
        file = tmp_path / f"{text}.toml"
        code, out, err = run(capsys, "new", str(file))
        assert raw_in(out) == raw_in(err) == []
        assert code in {0, 2}
        if code == 0:
            assert shown(str(file))[:20] in out
            clean(run(capsys, "rank", str(file)), status={0})
