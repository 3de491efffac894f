"""Files that are built to exhaust whoever reads them: one line, soon, and in little memory."""

import json
import subprocess
import sys
from pathlib import Path

from tests.slow.lengths import runs

READ = """
import contextlib, io, json, resource, sys, time
from tunewise.cli import main
most = 512 * 1024 * 1024
found = []
for command, path in json.loads(sys.argv[1]):
    said, told = io.StringIO(), io.StringIO()
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
    start = time.process_time()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(told):
        try:
            status = main([command, path])
        except SystemExit as leaving:
            status = leaving.code
    taken = time.process_time() - start
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    found.append([path, status, said.getvalue(), told.getvalue(), taken])
print(json.dumps(found))
"""

HEAD = b'format = 1\ntitle = "x"\n'
SCENARIOS: dict[str, bytes] = {
    "dotted.toml": HEAD + b"signals." + b".".join([b"a"] * 50_000) + b" = 1\n",
    "nested.toml": HEAD + b"notes = " + b"[" * 120_000 + b"]" * 120_000,
    "tables.toml": HEAD + b"notes = " + b"{a=" * 60_000 + b"1" + b"}" * 60_000,
    "digits.toml": HEAD + b"random_seed = " + b"9" * 200_000,
    "exponent.toml": HEAD + b"[costs]\ntraining_run_usd = 1e999999999\n",
    "many-tables.toml": HEAD + b"[signals.a]\n" * 80_000,
    "quotes.toml": HEAD + b'notes = """' + b'\\"' * 120_000,
    "marks.toml": HEAD + b"\xef\xbb\xbf" * 80_000,
    "zeros.toml": bytes(1_000_000),
    "keys.toml": HEAD + b"".join(b"k%d = 1\n" % number for number in range(90_000)),
}
ROWS: dict[str, bytes] = {
    "nested.jsonl": b"[" * 3_000_000,
    "zeros.jsonl": bytes(3_000_000),
    "digits.jsonl": b'{"messages": ' + b"9" * 3_000_000 + b"}\n",
    "pairs.jsonl": b"{" + b",".join(b'"a": 1' for _ in range(300_000)) + b"}\n",
}


def sparse(path: Path) -> Path:
    """Make a file of a gigabyte that takes no room: one line without an end."""
    with path.open("wb") as file:
        file.truncate(1 << 30)
    return path


def test_a_hostile_file_is_one_line_soon_and_in_little_memory(tmp_path: Path) -> None:
    asked = [("check", name, raw) for name, raw in SCENARIOS.items()] + [("data", *row) for row in ROWS.items()]
    todo: list[tuple[str, str]] = []
    for command, name, raw in asked:
        (tmp_path / name).write_bytes(raw)
        todo.append((command, str(tmp_path / name)))
    todo.append(("check", str(sparse(tmp_path / "large.toml"))))
    if runs(0, 1):
        todo += [(command, str(sparse(tmp_path / f"large.{command}.jsonl"))) for command in ("data", "evals")]
    done = subprocess.run(
        [sys.executable, "-c", READ, json.dumps(todo)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.stderr == ""
    wrong = {
        Path(path).name: (status, said[:200], told[:200], taken)
        for path, status, said, told, taken in json.loads(done.stdout)
        if status != 2 or said.count("\n") != 1 or len(said) > 1_000 or told or taken > 5
    }
    assert wrong == {}
