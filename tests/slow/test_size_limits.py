"""A limit on the size of files, as some machines set for every process, costs no file and no edit."""

import subprocess
import sys
from pathlib import Path

SAVE_WITH_LIMITS = """
import resource, sys
from pathlib import Path
from tunewise.domain.errors import StoreError
from tunewise.store.atomic import write_atomically
path, new = Path(sys.argv[1]), "new" * 1000
for limit in (0, 1, len(new) // 2, len(new) - 1):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        write_atomically(path, new)
    except StoreError as error:
        said = error.problem
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(said, path.read_text(), *(one.name for one in path.parent.iterdir()))
write_atomically(path, new)
print(path.read_text() == new)
"""


def test_a_limit_on_the_size_of_files_keeps_the_old_file_and_the_next_save_works(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text("old")
    done = subprocess.run(
        [sys.executable, "-c", SAVE_WITH_LIMITS, str(path)], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.stderr == ""
    refused = "is not saved: a limit on the size of files forbids it old case.toml"
    assert done.stdout.splitlines() == [refused] * 4 + ["True"]
