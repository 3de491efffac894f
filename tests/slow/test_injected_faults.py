"""Every call of the operating system that a save makes fails once, the first, the second, until a run has no fault.

Each time the file is the old one where the save says that it failed, the new one where it does not, nothing is left
behind, and the next save works.
"""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.slow.lengths import runs
from tunewise.domain.documents import digest
from tunewise.domain.errors import StoreError
from tunewise.store.atomic import Consent, write_atomically

OLD, NEW, THEIRS = b"old text\n", b"new text, longer than the old\n" * 40, b"their text\n"
CALLS = (
    *("open", "close", "stat", "lstat", "fstat", "fstatvfs", "pwrite", "write", "pread", "read", "fsync", "fchmod"),
    *("fchown", "rename", "replace", "link", "unlink", "listdir", "scandir", "mkdir", "chmod", "readlink", "ftruncate"),
    *("posix_fallocate", "listxattr", "getxattr", "setxattr", "utime"),
)
ERRORS = [errno.EIO, errno.ENOSPC, errno.EACCES, errno.EPERM, errno.EDQUOT, errno.EINVAL, errno.EROFS, errno.EMFILE]


class Way(NamedTuple):
    """One way to save: what is prepared, what it expects, and what the user allowed."""

    name: str
    before: bytes | None
    expected: str | None
    consent: Consent
    names: int = 1


WAYS = [
    Way("replace", OLD, digest(OLD), Consent.NONE),
    Way("new", None, "", Consent.NONE),
    Way("theirs", THEIRS, digest(OLD), Consent.REPLACE_THEIRS),
    Way("in place", OLD, digest(OLD), Consent.WRITE_IN_PLACE, 2),
]


class Fault:
    """A function of the system that fails at its ``nth`` call."""

    def __init__(self, real: Callable[..., object], nth: int, number: int) -> None:
        self.real, self.left, self.number = real, nth, number
        self.struck = False

    def __call__(self, *given: object, **named: object) -> object:
        self.left -= 1
        if self.left == 0:
            self.struck = True
            if self.real.__name__ == "close":
                self.real(*given)  # the system closes also where it reports an error
            raise OSError(self.number, os.strerror(self.number))
        return self.real(*given, **named)


def save(path: Path, way: Way) -> StoreError | None:
    """Save once; whatever else is raised is the test's failure."""
    try:
        write_atomically(path, NEW, expected=way.expected, consent=way.consent)
    except StoreError as error:
        return error
    return None


def fresh(folder: Path, way: Way) -> Path:
    """Return the file as it is before the save."""
    for one in folder.iterdir():
        one.unlink()
    path = folder / "case.toml"
    if way.before is not None:
        path.write_bytes(way.before)
    if way.names == 2:
        os.link(path, folder / "other.toml")
    return path


def judge(path: Path, way: Way, error: StoreError | None, call: str) -> None:
    """Fail where the words do not fit the file, or where something is left behind."""
    content = path.read_bytes() if path.exists() else None
    if error is None:
        assert content == NEW
    elif error.problem.startswith("is not saved and may be damaged"):
        assert way.name == "in place"
        assert Path(error.remedy.removeprefix("its old content is in ")).read_bytes() == way.before
    else:
        assert content == way.before
        assert "not saved" in error.problem or "nothing was saved" in error.problem
        assert error.remedy
        assert "\n" not in error.line()
    if call != "unlink":
        assert not list(path.parent.glob(".tunewise-*"))
    assert (content == NEW) or save(path, way) is None
    assert path.read_bytes() == NEW


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_whichever_call_of_a_save_fails_the_file_is_whole_and_the_words_are_true(
    tmp_path: Path, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = 0
    for call in CALLS:
        for number in ERRORS[: runs(2, len(ERRORS))]:
            nth = 1
            while True:
                path = fresh(tmp_path, way)
                fault = Fault(getattr(os, call), nth, number)
                with monkeypatch.context() as patched:
                    patched.setattr(os, call, fault)
                    error = save(path, way)
                judge(path, way, error, call)
                if not fault.struck:
                    assert error is None
                    break
                faults += 1
                nth += 1
    assert faults > 20
