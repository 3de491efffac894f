"""Scenario files: read, write, name and find them."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tunewise.domain.digests import sha256_of
from tunewise.domain.documents import Document
from tunewise.domain.errors import StoreError
from tunewise.domain.scenario import FORMAT, Scenario
from tunewise.domain.text import nearest
from tunewise.store.paths import scenario_names, shipped_folder, taken
from tunewise.store.reading import read_bytes
from tunewise.store.scenario_text import Reading, Rendered, read_scenario, scenario_text, text_to_save

if TYPE_CHECKING:
    from tunewise.store.consent import Consent

__all__ = [
    "Opened",
    "Rendered",
    "Saved",
    "create_scenario",
    "fingerprint",
    "load_scenario",
    "open_scenario",
    "proposed_name",
    "save_scenario",
    "scenario_text",
    "shipped_scenarios",
    "text_to_save",
]

_LONGEST_NAME = 60
_DEVICE = r"con|prn|aux|nul|(com|lpt)\d"
"""Names that a Windows machine takes for devices, with whatever ending."""


class Opened(NamedTuple):
    """A scenario with the file that saving goes to: ``None`` for a shipped one, which is only a start.

    ``remark`` is what the user should know of the file, or empty. ``document`` is what the file held, ``read_only`` why
    it can only be looked at, or empty.
    """

    scenario: Scenario
    path: Path | None
    remark: str = ""
    document: Document | None = None
    read_only: str = ""


class Saved(NamedTuple):
    """What a file holds after it was saved, a remark for the user, and what was lost; both empty when all is well."""

    document: Document
    remark: str = ""
    lost: str = ""


def load_scenario(path: Path) -> Scenario:
    """Return the scenario in ``path``. Raises ``StoreError`` or ``ScenarioError`` naming file, line and key."""
    return _read(path, lenient=False).meaning.scenario


def _read(path: Path, *, lenient: bool) -> Reading:
    return read_scenario(read_bytes(path), str(path), lenient=lenient)


def open_scenario(name: str, *, lenient: bool = False) -> Opened:
    """Return the scenario that a user named: a file, or a shipped scenario by its bare name.

    Where ``lenient``, keys that are not known are left out, named in the remark and kept when the document is saved,
    and a file of a later format is opened to be looked at; else both are refused.
    """
    path = Path(name)
    if "/" not in name and not name.endswith(".toml") and not taken(path):
        known = scenario_names()
        if name in known:
            return Opened(load_scenario(shipped_folder("scenarios") / f"{name}.toml"), None)
        like = nearest(name, known)
        remedy = f"did you mean the shipped scenario {like}?" if like else "tunewise scenarios lists the shipped ones"
        raise StoreError("is neither a file nor a shipped scenario", remedy=remedy, file=name)
    reading = _read(path, lenient=lenient)
    meaning, document = reading.meaning, reading.document
    remarks = [meaning.read_only, meaning.notice()]
    if document.format < FORMAT:
        remarks.append(f"This file has the older format {document.format}; saving a change writes format {FORMAT}.")
    return Opened(meaning.scenario, path, " ".join(filter(None, remarks)), document, meaning.read_only)


def fingerprint(path: Path) -> str:
    """Return a text that changes whenever the bytes of ``path`` do; empty when there is no such file to read."""
    try:
        return sha256_of(path.read_bytes()) if path.is_file() else ""
    except (OSError, ValueError):
        return ""


def shipped_scenarios() -> dict[str, Scenario]:
    """Return all shipped scenarios by name."""
    return {name: load_scenario(shipped_folder("scenarios") / f"{name}.toml") for name in scenario_names()}


def save_scenario(  # noqa: PLR0913  # what to write and where, what it was before, and what the user agreed to
    scenario: Scenario,
    path: Path,
    *,
    document: Document | None = None,
    consent: Consent | None = None,
    elsewhere: bool = False,
    text: Rendered | None = None,
) -> Saved:
    """Write ``scenario`` to ``path``: into the text of ``document`` where one is given, else as a new text.

    ``text`` is what ``text_to_save`` gave for these already, where it did.

    The file must still be that document. Saved ``elsewhere``, under another name, it must not exist at all, or be given
    up by ``Consent.REPLACE_THEIRS``. Raises ``NeedsConsent``, ``ChangedMeanwhile`` or another ``StoreError``; the old
    file is whole then.
    """
    from tunewise.store.atomic import write_atomically  # noqa: PLC0415  # not needed for opening
    from tunewise.store.consent import Consent  # noqa: PLC0415

    raw, lost = text or text_to_save(scenario, document, str(path))
    consent = consent or Consent.NONE
    expected = "" if elsewhere else document.digest if document is not None else None
    remark = write_atomically(path, raw, expected=expected, consent=consent, check=partial(_check, raw, path))
    return Saved(read_scenario(raw, str(path), lenient=True).document, remark, lost)


def _check(raw: bytes, path: Path, found: bytes) -> None:
    """Refuse what does not come back from the disk as it was written."""
    if found != raw:
        raise StoreError(
            "is not saved: the disk gave back something else", remedy="save it on another disk", file=str(path)
        )


def create_scenario(scenario: Scenario, path: Path, document: Document | None = None) -> Saved:
    """Write ``scenario`` to a new file, in the text of ``document`` where it comes from one.

    Raises ``StoreError`` when something of that name exists.
    """
    if taken(path):
        raise StoreError("exists already", remedy="choose another name", file=str(path))
    return save_scenario(scenario, path, document=document, elsewhere=True)


def proposed_name(title: str) -> str:
    """Return a file name for ``title``: lower-case letters, digits and dashes only, and no name of a device."""
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:_LONGEST_NAME].strip("-")
    if re.fullmatch(_DEVICE, slug):
        slug = f"{slug}-scenario"
    return f"{slug or 'scenario'}.toml"
