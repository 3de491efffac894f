"""Starting quickly: what no command needs is not read, and what is needed after all is there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.window import COMMAND

STARTED = "from tunewise.process import start_quickly; start_quickly(); start_quickly(); import sys; "


def run(code: str) -> str:
    """Return what a fresh Python prints that has started as Tunewise does."""
    done = subprocess.run([sys.executable, "-c", STARTED + code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.strip()


def test_ranking_reads_neither_the_records_of_packages_nor_textual_nor_published_cases() -> None:
    code = "import tunewise.cli as cli; cli.main(['rank', 'support-replies']); print(*sys.modules)"
    read = set(run(code).splitlines()[-1].split())
    assert "pydantic" in read
    assert not read & {"email", "zipfile", "textual", "rich", "tunewise.knowledge.cases", "tunewise.report.json_report"}
    assert not read & {"hashlib", "_hashlib", "ssl"}


def test_the_records_of_packages_are_there_for_whoever_uses_them() -> None:
    assert run("from importlib.metadata import version; print(version('pydantic').split('.')[0])") == "2"
    assert run("import importlib.metadata as m; print(m.version('pydantic').split('.')[0])") == "2"
    assert run("import importlib.metadata; print(importlib.metadata.version('pydantic').split('.')[0])") == "2"
    assert run("from importlib.metadata import entry_points as e; print(bool(e(group='console_scripts')))") == "True"
    assert run("from importlib.metadata import entry_points; import importlib.metadata._adapters; print(1)") == "1"


def test_what_compares_secrets_is_there_for_whoever_uses_it() -> None:
    assert run("import secrets; print(secrets.compare_digest('a', 'a'))") == "True"
    assert run("from secrets import token_hex; print(len(token_hex(4)))") == "8"
    code = "from pydantic import SecretStr; print(SecretStr('a') == SecretStr('a'), SecretStr('a') == SecretStr('b'))"
    assert run(code) == "True False"


def test_ssl_is_there_again_once_asyncio_was_imported_without_it() -> None:
    code = "from tunewise.process import without_ssl\nwith without_ssl():\n    import asyncio\n"
    assert run(f"1\n{code}import ssl; print(asyncio.sslproto.ssl, bool(ssl.OPENSSL_VERSION))") == "None True"
    assert run(f"import ssl\n{code}print(asyncio.sslproto.ssl is ssl)") == "True"


def test_json_of_a_ranking_is_the_same_however_it_started() -> None:
    printed = run("import tunewise.cli as cli; cli.main(['rank', 'support-replies', '--json'])")
    assert json.loads(printed)["ranking"]


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    "words", ["rank support-replies", "new started.toml", "tokens -", "paths", "doctor", "rank none"]
)
def test_a_closed_standard_stream_is_no_traceback_and_no_file_takes_its_number(
    tmp_path: Path, words: str, closed: str
) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{COMMAND} {words} {closed}"],
        capture_output=True, text=True, check=False, cwd=tmp_path, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == (2 if words in {"rank none", "tokens -"} else 0)
    assert done.stdout == "" or "tunewise: " not in done.stdout, "errors are not printed as output"


def test_a_pipe_that_does_not_wait_and_holds_nothing_is_refused_in_one_line() -> None:
    reads, writes = os.pipe()
    os.set_blocking(reads, False)
    done = subprocess.run([COMMAND, "tokens", "-"], stdin=reads, capture_output=True, text=True, check=False)
    os.close(reads)
    os.close(writes)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "gives nothing yet" in done.stderr
