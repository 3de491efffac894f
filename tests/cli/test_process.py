"""Starting quickly: what no command needs is not read, and what is needed after all is there."""

import json
import subprocess
import sys

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


def test_the_records_of_packages_are_there_for_whoever_uses_them() -> None:
    assert run("from importlib.metadata import version; print(version('pydantic').split('.')[0])") == "2"
    assert run("import importlib.metadata as m; print(m.version('pydantic').split('.')[0])") == "2"
    assert run("import importlib.metadata; print(importlib.metadata.version('pydantic').split('.')[0])") == "2"
    assert run("from importlib.metadata import entry_points as e; print(bool(e(group='console_scripts')))") == "True"
    assert run("from importlib.metadata import entry_points; import importlib.metadata._adapters; print(1)") == "1"


def test_json_of_a_ranking_is_the_same_however_it_started() -> None:
    printed = run("import tunewise.cli as cli; cli.main(['rank', 'support-replies', '--json'])")
    assert json.loads(printed)["ranking"]
