"""The installed command in a real terminal, and the wheel in an empty environment."""

import os
import pty
import select
import subprocess
import sys
import time
import venv
from pathlib import Path

import pyte
import pytest

from tests.cli.window import known
from tests.conftest import LAB, ROOT


class Terminal:
    """A program in a pty of 80 by 24, with what a person would see."""

    def __init__(self, *command: str, **settings: str) -> None:
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.status: int | None = None
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            os.environ.update({"COLUMNS": "80", "LINES": "24", "COLORTERM": "truecolor", **settings})
            os.execv(command[0], command)

    def wait(self, seconds: float, words: str = "") -> str:
        """Read until ``words`` show or time is up, and return the screen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.status is None:
            if not select.select([self.handle], [], [], 0.05)[0]:
                if words and words in self.text:
                    break
                continue
            try:
                data = os.read(self.handle, 65536)
            except OSError:
                data = b""
            if not data:
                self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
                break
            self.raw += data
            self._stream.feed(known(data))
        return self.text

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self.handle, keys.encode())

    @property
    def text(self) -> str:
        """Return the screen as text."""
        return "\n".join(line.rstrip() for line in self.screen.display)


COMMAND = str(Path(sys.executable).parent / "tunewise")


def test_the_installed_command_opens_moves_a_slider_asks_and_leaves(tmp_path: Path) -> None:
    copy = tmp_path / "case.toml"
    copy.write_text(LAB.read_text(encoding="utf-8"), encoding="utf-8")
    terminal = Terminal(COMMAND, str(copy), SSH_CONNECTION="10.0.0.1 1 10.0.0.2 22")
    assert "LoRA / PEFT fits best: 84.9" in terminal.wait(20, "K RAG + guardrails")
    terminal.send("jjl")
    assert "moved: stability 82 → 83" in terminal.wait(10, "moved:")
    terminal.wait(0.5)
    before = len(terminal.raw)
    terminal.wait(2)
    assert len(terminal.raw) == before, "nothing is sent while nobody touches it"
    terminal.send("\x1b")
    terminal.wait(0.5)
    terminal.send("q")
    assert "There are unsaved changes." in terminal.wait(10, "unsaved")
    terminal.wait(0.6)  # a key that follows at once would not be taken for an answer
    terminal.send("s")
    terminal.wait(10)
    assert terminal.status == 0
    assert "requirement_stability = 83" in copy.read_text(encoding="utf-8")


def test_keys_typed_ahead_of_an_editor_run_no_command_behind_it() -> None:
    terminal = Terminal(COMMAND)
    terminal.wait(20, "Enter begins")
    terminal.send("n")
    terminal.wait(5, "why: title")
    terminal.send("\rMy quick title")
    terminal.wait(5, "enter accepts")
    terminal.wait(0.5)
    assert terminal.status is None
    assert "enter accepts" in terminal.text
    assert "Theme" not in terminal.text
    assert "Copied" not in terminal.text
    # What was typed ahead may have reached the editor in part: empty it first.
    terminal.send("\x05\x15")
    terminal.wait(0.5)
    terminal.send("Tickets\r")
    assert "Tickets (no file yet)" in terminal.wait(10, "Tickets (no")


def test_the_terminals_own_colours_work_from_the_start() -> None:
    terminal = Terminal(COMMAND, str(LAB), "--theme", "terminal")
    assert "84.9" in terminal.wait(20, "K RAG + guardrails")
    terminal.send("q")
    terminal.wait(10)
    assert terminal.status == 0


def test_without_the_mouse_no_mouse_mode_is_asked_for() -> None:
    terminal = Terminal(COMMAND, str(LAB), "--no-mouse")
    terminal.wait(20, "K RAG + guardrails")
    terminal.send("q")
    terminal.wait(10)
    assert terminal.status == 0
    assert b"\x1b[?1000h" not in terminal.raw
    assert b"\x1b[?1003h" not in terminal.raw


@pytest.mark.parametrize(
    ("settings", "words"),
    [({"TERM": "dumb"}, "cannot move its cursor"), ({"TUNEWISE_THEME": "nope"}, "is no theme")],
)
def test_a_terminal_or_a_setting_that_cannot_be_used_is_said_in_one_line(settings: dict[str, str], words: str) -> None:
    terminal = Terminal(COMMAND, str(LAB), **settings)
    assert words in terminal.wait(20)
    assert terminal.status == 2
    assert b"\x1b[?1049h" not in terminal.raw


def test_the_wheel_works_in_an_empty_environment(tmp_path: Path) -> None:
    """Build the wheel, install it where nothing else is, and use it from a folder that is no checkout."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(tmp_path), str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("tunewise-*.whl")
    home = tmp_path / "empty"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    subprocess.run([str(python), *pip[1:], "install", str(wheel)], check=True, capture_output=True)
    ranked = subprocess.run(
        [str(home / "bin" / "tunewise"), "rank", "support-replies"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "LoRA / PEFT fits best: 84.9" in ranked.stdout
    assert "PYTHONPATH" not in os.environ
    os.chdir(tmp_path)
    terminal = Terminal(str(home / "bin" / "tunewise"), "support-replies", "--theme", "light")
    assert "LoRA / PEFT fits best: 84.9" in terminal.wait(30, "K RAG + guardrails")
    terminal.send("q")
    terminal.wait(10)
    assert terminal.status == 0
