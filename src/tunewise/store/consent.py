"""What a save must be allowed first, what it found changed, and the words for what was not saved."""

import errno
import os
from enum import Flag, auto
from pathlib import Path
from typing import NamedTuple

from tunewise.domain.errors import StoreError
from tunewise.domain.text import shown
from tunewise.store.paths import from_root

_REASONS = {
    errno.ENOSPC: "no space left on the device",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "a limit on the size of files forbids it",
    errno.EIO: "the disk reports an error",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "the system does not permit it",
    errno.ENOENT: "its folder does not exist",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.EISDIR: "a folder has this name",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "the links lead in a circle",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open on this machine",
    errno.ESTALE: "the network folder is gone",
    errno.EINVAL: "the file system refuses it",
    errno.EBUSY: "it is in use as a place of its own (mounted)",
    errno.EBADF: "its folder may not be read",
}
_ROOM = {errno.ENOSPC, errno.EDQUOT}


class Consent(Flag):
    """What the user allows a save to do beyond replacing a file of their own; answers add up with ``|``."""

    NONE = 0
    PART_HARD_LINKS = auto()
    """Replace one name of a file that has several; the other names keep the old content."""
    WRITE_IN_PLACE = auto()
    """Write into the file itself, after a private copy of it: a kill in the middle leaves only that copy whole."""
    CHANGE_OWNER = auto()
    """Replace somebody else's file by one of one's own."""
    REPLACE_THEIRS = auto()
    """Replace what somebody else wrote meanwhile, after a private copy of it."""


class Choice(NamedTuple):
    """One way on: the consent that it gives, and the words of the answer."""

    consent: Consent
    answer: str


class NeedsConsent(StoreError):  # noqa: N818  # a question more than an error
    """A save would do more than replace the user's file; nothing was written yet.

    ``question`` is one line. ``choices`` are the ways on, at least one, the one proposed first; ``consent`` and
    ``answer`` are that first one. Save again with the chosen consent *added* to those given before.
    """

    def __init__(self, path: Path, problem: str, question: str, choices: tuple[Choice, ...]) -> None:
        remedy = f"{elsewhere(path)}, or save it in the app and choose there"
        super().__init__(f"{problem}, so nothing was saved", remedy=remedy, file=str(path))
        self.question = question
        self.choices = choices
        self.consent, self.answer = choices[0]


class ChangedMeanwhile(StoreError):  # noqa: N818  # a question more than an error
    """The file is not what it was when it was read; nothing was written.

    ``theirs`` is what it holds now, or ``None`` where it is gone. ``Consent.REPLACE_THEIRS`` goes on.
    """

    def __init__(self, path: Path, theirs: bytes | None, *, wanted_new: bool = False) -> None:
        problem = "was changed by somebody else" if theirs is not None else "is gone"
        problem = "exists by now" if wanted_new else problem
        super().__init__(f"{problem}, so nothing was saved", remedy=elsewhere(path), file=str(path))
        self.theirs = theirs


def about_hard_links(path: Path, names: int) -> NeedsConsent:
    """Return the question for a file that has several names: a rename would part them."""
    others = "the other name keeps" if names == 2 else f"the other {names - 1} names keep"
    return NeedsConsent(
        path,
        f"is one file with {names} names (hard links)",
        f"{shown(path.name, 60)} is one file with {names} names (hard links). Which shall change?",
        (
            Choice(Consent.PART_HARD_LINKS, f"replace this name; {others} the old text"),
            Choice(Consent.WRITE_IN_PLACE, "change all names: write into the file, after a private copy"),
        ),
    )


def about_writing_in_place(path: Path, why: str) -> NeedsConsent:
    """Return the question for a file that can be written to but not replaced; ``why`` begins with a small letter."""
    return NeedsConsent(
        path,
        f"cannot be replaced as a whole: {why}",
        f"{shown(path.name, 60)} cannot be replaced as a whole: {why}. Write into the file itself?",
        (Choice(Consent.WRITE_IN_PLACE, "write into it, after a private copy"),),
    )


def about_owner(path: Path, uid: int) -> NeedsConsent:
    """Return the question for a file of another user: one that takes its place would be ours."""
    owner = shown(_user_name(uid), 40)
    return NeedsConsent(
        path,
        f"belongs to {owner}, and a file in its place would be yours",
        f"{shown(path.name, 60)} belongs to {owner}; a file in its place would be yours. How shall it be saved?",
        (
            Choice(Consent.WRITE_IN_PLACE, f"{owner} stays its owner: write into it, after a private copy"),
            Choice(Consent.CHANGE_OWNER, "replace it; you become its owner"),
        ),
    )


def _user_name(uid: int) -> str:
    import pwd  # noqa: PLC0415  # only this question needs it

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def not_saved(error: OSError | ValueError, path: Path) -> StoreError:
    """Return the error that says in the user's words why ``path`` is not saved."""
    number = getattr(error, "errno", None)
    reason = _REASONS.get(number, "") if number else "no file can have this name"
    remedy = f"make room and save again, or {elsewhere(path)}" if number in _ROOM else elsewhere(path)
    return refused(path, f"is not saved: {reason or os.strerror(number or 0)}", remedy)


def refused(path: Path, problem: str, remedy: str = "") -> StoreError:
    """Return a refusal that offers another place unless it has a remedy of its own."""
    return StoreError(problem, remedy=remedy or elsewhere(path), file=str(path))


def reason_of(error: OSError) -> str:
    """Return why a call of the operating system failed, in plain words that begin with a small letter."""
    return _REASONS.get(error.errno or 0) or error.strerror or "it gave no reason"


def elsewhere(path: Path) -> str:
    """Name another place to save, never the one that just failed."""
    import tempfile  # noqa: PLC0415  # slow to import, and only needed once something is wrong

    home = Path(os.path.expanduser("~"))  # noqa: PTH111  # the other one raises where there is no home
    other = home if from_root(path).parent != home else Path(tempfile.gettempdir())
    return f"save elsewhere, for example as {other / path.name[:60]}"
