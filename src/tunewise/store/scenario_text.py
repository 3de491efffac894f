"""The text of a scenario file: read with the same judge whoever wrote it, and written so that nothing in it is lost."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import tomli

from tunewise.domain.documents import Document
from tunewise.domain.errors import ScenarioError, StoreError, TunewiseError
from tunewise.domain.migrations import migrated
from tunewise.domain.scenario import FORMAT, Scenario
from tunewise.domain.text import shown
from tunewise.domain.understanding import Understood, understood
from tunewise.domain.validation import to_data, to_scenario
from tunewise.domain.wanted import TABLES
from tunewise.store.reading import parse_toml

_MARK = b"\xef\xbb\xbf"
_MOST_NAMED = 3


class Rendered(NamedTuple):
    """What is to be written, and what is lost of the old text by that, in one line, or nothing."""

    raw: bytes
    lost: str = ""

    @property
    def note(self) -> str:
        """Return the announcement of what will be lost, or nothing."""
        return f"{self.lost} will be lost" if self.lost else ""


class Reading(NamedTuple):
    """A scenario file as it was read: its bytes, its data as they are and in the newest format, what they mean."""

    raw: bytes
    data: Mapping[str, Any]
    newest: Mapping[str, Any]
    meaning: Understood

    @property
    def document(self) -> Document:
        """Return the file as the document that edits are written into."""
        found = self.data.get("format")
        return Document(self.raw, self.meaning.keys, found if isinstance(found, int) else FORMAT)


def read_scenario(raw: bytes, file: str, *, lenient: bool) -> Reading:
    """Return what the bytes of a scenario file mean.

    Where not ``lenient``, keys that are not known and later formats are refused. Raises ``StoreError`` or
    ``ScenarioError`` with the line of the file.
    """
    data = parse_toml(raw, Path(file))
    try:
        # What is right in every way, as almost all files are, is looked at once only.
        meaning = understood(data, file) if lenient else Understood(to_scenario(data, file))
    except ScenarioError as error:
        raise _with_line(error, raw, file) from None
    return Reading(raw, data, migrated(data), meaning)


def _with_line(error: ScenarioError, raw: bytes, file: str) -> ScenarioError:
    from tunewise.store.toml_scan import line_of  # noqa: PLC0415  # only needed once something is wrong

    line = line_of(raw.decode("utf-8-sig"), error.key)
    where = f"{shown(file, 100)}, line {line}" if line else file
    return ScenarioError(error.problem, remedy=error.remedy, file=where, key=error.key)


def scenario_text(scenario: Scenario, file: str = "") -> str:
    """Return ``scenario`` as TOML that reads back as the same scenario."""
    import tomli_w  # noqa: PLC0415  # not needed for opening

    data = to_data(scenario)
    # Multi-line strings read better, but a carriage return in one would not come back.
    plain = not any("\r" in text for text in (scenario.title, scenario.summary, scenario.notes))
    for multiline in (plain, False):
        text = tomli_w.dumps(data, multiline_strings=multiline)
        if to_scenario(tomli.loads(text, parse_float=Decimal)) == scenario:
            return text
    raise _not_the_same(file)


def _not_the_same(file: str) -> StoreError:
    return StoreError("is not saved: it would not read back the same", remedy="please report this", file=file)


def text_to_save(scenario: Scenario, document: Document | None, file: str = "") -> Rendered:
    """Return the bytes that save ``scenario`` into ``document``, or into a new file where there is none.

    Only the lines of what was changed differ. The bytes were read back, and mean ``scenario`` and nothing else but the
    keys of the document that are not known. Raises ``StoreError`` for a document of a later format.
    """
    if document is None:
        return Rendered(scenario_text(scenario, file).encode("utf-8"))
    old = read_scenario(document.raw, file, lenient=True)
    if old.meaning.read_only:
        raise StoreError(
            f"is not saved: its format {old.document.format} is newer than this version of Tunewise writes",
            remedy="update Tunewise to change it",
            file=file,
        )
    if old.meaning.scenario == scenario:
        return Rendered(document.raw)
    wanted, lost = _wanted(old, scenario, file)
    return _edited(old, wanted, scenario, lost, file) or _anew(old, wanted, scenario, lost, file)


def _wanted(old: Reading, scenario: Scenario, file: str) -> tuple[dict[str, Any], list[str]]:
    """Return the data to write, and which unknown keys have to go with the table that held them."""
    from tunewise.store.toml_changes import merged  # noqa: PLC0415  # not needed for opening

    before, after = to_data(old.meaning.scenario), to_data(scenario)
    for strict in (False, True):
        data = merged(old.newest, before, after, strict=strict)
        meaning = _meaning(data)
        if meaning is not None and meaning.scenario == scenario:
            kept = set(meaning.keys)
            return data, [key for key in old.meaning.keys if key not in kept]
    raise _not_the_same(file)


def _meaning(data: Mapping[str, Any]) -> Understood | None:
    try:
        return understood(data)
    except TunewiseError:
        return None


def _edited(old: Reading, wanted: dict[str, Any], scenario: Scenario, lost: list[str], file: str) -> Rendered | None:
    """Return the old text with the new data in it; nothing where that does not read back the same."""
    from tunewise.store import toml_text  # noqa: PLC0415  # not needed for opening

    mark, text = _without_mark(old.raw)
    try:
        wanted = toml_text.with_held_tables(text, TABLES, wanted)
        written = toml_text.edited(text, wanted, to_data(scenario))
        raw = mark + written.encode("utf-8")
        if not _holds(raw, wanted, scenario, file):
            return None
        comments = toml_text.comments_lost(text, written)
    except Exception:  # whatever goes wrong here, the file can still be written anew
        return None
    return Rendered(raw, _lost(lost, f"{comments} of its comments" if comments else ""))


def _anew(old: Reading, wanted: dict[str, Any], scenario: Scenario, lost: list[str], file: str) -> Rendered:
    """Return the data in a text of its own: nothing is lost of it but comments and layout."""
    import tomli_w  # noqa: PLC0415

    from tunewise.store import toml_text  # noqa: PLC0415

    mark, text = _without_mark(old.raw)
    for multiline in (True, False):
        try:
            written = tomli_w.dumps(wanted, multiline_strings=multiline)
            raw = mark + toml_text.ended_as(text, written).encode("utf-8")
            right = _holds(raw, wanted, scenario, file)
        except (TunewiseError, TypeError, ValueError, RecursionError):
            right = False
        if right:
            return Rendered(raw, _lost(lost, f"its {'comments and ' if '#' in text else ''}layout"))
    raise _not_the_same(file)


def _lost(lost: list[str], what: str) -> str:
    """Return in one line what is lost, or nothing."""
    named = ", ".join(shown(key, 60) for key in lost[:_MOST_NAMED])
    more = f" and {len(lost) - _MOST_NAMED} more" if len(lost) > _MOST_NAMED else ""
    parts = [what, f"what Tunewise does not know at {named}{more}" if lost else ""]
    return " and ".join(part for part in parts if part)


def _without_mark(raw: bytes) -> tuple[bytes, str]:
    mark = _MARK if raw.startswith(_MARK) else b""
    return mark, raw[len(mark) :].decode("utf-8")


def _holds(raw: bytes, wanted: Mapping[str, Any], scenario: Scenario, file: str) -> bool:
    """Tell whether bytes hold exactly ``wanted`` and mean ``scenario``, for the judge that opens files too."""
    from tunewise.store.toml_changes import same  # noqa: PLC0415

    data = parse_toml(raw, Path(file))
    meaning = _meaning(data)
    return same(data, wanted) and meaning is not None and not meaning.read_only and meaning.scenario == scenario
