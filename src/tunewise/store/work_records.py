"""Work as text and back, exactly: the scenario in full, every step as what it changes in its neighbour."""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeVar

from tunewise.domain.digests import sha256_of
from tunewise.domain.documents import Document
from tunewise.domain.errors import StoreError, TunewiseError
from tunewise.domain.history import History, Step
from tunewise.domain.scenario import Scenario
from tunewise.domain.validation import to_data, to_scenario
from tunewise.domain.work import Work
from tunewise.store.data_changes import changed, changes

FORMAT: Final = 1
"""The format of records that this version writes; it reads no later one."""

MOST_STEPS: Final = 1_000
MOST_STEP_BYTES: Final = 4 << 20
"""How many steps are kept beside the scenario, and how much room they may take: the nearest ones count."""

MOST_BYTES: Final = 16 << 20
"""The largest record that is read."""

_HEAD = '{"sha256":"%s","work":'
_HEAD_LENGTH = len(_HEAD % ("0" * 64))
_DAMAGED = "is damaged"
_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, ArithmeticError, MemoryError)

Found = TypeVar("Found")


class Writer(NamedTuple):
    """Who writes or wrote a record: the machine, the process, its terminal, and when it started (ISO, UTC)."""

    host: str
    pid: int
    terminal: str
    started: str


class Read(NamedTuple):
    """What a record holds: the work, who wrote it, and when (ISO, UTC)."""

    work: Work
    writer: Writer
    written: str


class Encoder:
    """Turns work into records. Remembers the text of steps, so that a further record costs little more than its edit.

    Any thread may use it at any moment, a signal handler too: what it remembers is replaced whole.
    """

    def __init__(self) -> None:
        self._steps: dict[tuple[int, int], tuple[Scenario, Step, str]] = {}
        self._document: tuple[Document | None, str] = (None, "null")

    def record(self, work: Work, writer: Writer, written: str) -> bytes:
        """Return the record of ``work``."""
        now = data_of(work.scenario)
        head = {
            "format": FORMAT,
            **writer._asdict(),
            "written": written,
            "file": work.file,
            "screen": work.screen,
            "saved": None if work.saved is None else changes(now, data_of(work.saved)),
        }
        body = f'{dumped(head)[:-1]},"document":{self._of_document(work.document)},{self.history(work.history)}}}'
        return sealed(body)

    def history(self, history: History) -> str:
        """Return the steps as the inside of a JSON object: now in full, the others from the nearest on."""
        before = self._steps
        kept: dict[tuple[int, int], tuple[Scenario, Step, str]] = {}
        room = [MOST_STEPS, MOST_STEP_BYTES]
        past = list(_within(room, _pieces(history.now, history.past, before, kept)))
        future = list(_within(room, _pieces(history.now, history.future, before, kept)))
        self._steps = kept
        now = f'{{"label":{dumped(history.now.label)},"keys":{dumped(sorted(history.now.keys))}'
        now = f'{now},"scenario":{dumped(data_of(history.now.scenario))}}}'
        return f'"now":{now},"past":[{",".join(past)}],"future":[{",".join(future)}]'

    def _of_document(self, document: Document | None) -> str:
        known, text = self._document
        if document is not known:
            text = dumped(_document_data(document))
            self._document = (document, text)
        return text


def sealed(body: str) -> bytes:
    """Return the JSON object ``body`` with its digest in front, so that damage shows."""
    return f"{_HEAD % sha256_of(body.encode())}{body}}}\n".encode()


def unsealed(raw: bytes) -> dict[str, Any]:
    """Return the object that ``sealed`` was given. Raises ``StoreError`` when a byte of it is not what it was."""
    body = raw[_HEAD_LENGTH:-2]
    if raw != b"%s%s}\n" % ((_HEAD % sha256_of(body)).encode(), body):
        raise StoreError(_DAMAGED)
    data = _understood(lambda: json.loads(body))
    if not isinstance(data, dict) or not isinstance(data.get("format"), int):
        raise StoreError(_DAMAGED)
    if data["format"] > FORMAT:
        raise StoreError("was written by a newer Tunewise", remedy="update Tunewise to read it")
    return data


def read_record(raw: bytes) -> Read:
    """Return what a record holds. Raises ``StoreError`` in one line where it is damaged or of a newer version."""
    data = unsealed(raw)
    history = read_history(data)

    def read() -> Read:
        writer = Writer(_text(data, "host"), int(data["pid"]), _text(data, "terminal"), _text(data, "started"))
        document = None if data["document"] is None else _document(data["document"])
        work = Work(_path(data, "file"), document, history, _saved(data, history), _text(data, "screen"))
        return Read(work, writer, _text(data, "written"))

    return _understood(read)


def read_history(data: Mapping[str, Any]) -> History:
    """Return the steps in an unsealed record. Raises ``StoreError`` where the scenario itself cannot be used.

    A step that this version cannot use ends the steps there: the scenario counts for more than its history.
    """
    now = data.get("now")
    tree = _understood(lambda: dict(now["scenario"]))  # type: ignore[index]  # whatever it is instead is damage
    step = _understood(lambda: _step(now, tree))
    return History(step, _chain(tree, data.get("past")), _chain(tree, data.get("future")))


def data_of(scenario: Scenario) -> dict[str, Any]:
    """Return ``scenario`` as plain JSON data, amounts and dates marked as such."""
    return {key: _coded(value) for key, value in to_data(scenario).items()}


def _coded(value: object) -> object:
    if isinstance(value, dict):
        if any(key.startswith("$") for key in value):
            return {"$table": [[key, _coded(one)] for key, one in value.items()]}
        return {key: _coded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_coded(one) for one in value]
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    return value


def _plain(value: object) -> Any:  # noqa: ANN401  # any value of a scenario
    """Return what ``_coded`` was given."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"$decimal": str(text)}:
            return Decimal(text)
        case {"$date": str(text)}:
            return date.fromisoformat(text)
        case {"$table": list(pairs)}:
            return {key: _plain(one) for key, one in pairs}
    return {key: _plain(one) for key, one in value.items()}


def dumped(value: object) -> str:
    """Return plain JSON data in one short line of ASCII."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def _pieces(
    now: Step,
    others: tuple[Step, ...],
    before: Mapping[tuple[int, int], tuple[Scenario, Step, str]],
    kept: dict[tuple[int, int], tuple[Scenario, Step, str]],
) -> Iterable[str]:
    """Yield the text of each step from the nearest on: its label, its keys, and what differs from its neighbour."""
    neighbour = now.scenario
    for step in reversed(others):
        key = (id(neighbour), id(step))
        # What is remembered holds both, so that their identities stay theirs.
        entry = before.get(key)
        if entry is None:
            data = [step.label, sorted(step.keys), changes(data_of(neighbour), data_of(step.scenario))]
            entry = (neighbour, step, dumped(data))
        kept[key] = entry
        yield entry[2]
        neighbour = step.scenario


def _within(room: list[int], pieces: Iterable[str]) -> Iterable[str]:
    """Yield pieces as long as there is room for them."""
    for piece in pieces:
        room[0] -= 1
        room[1] -= len(piece)
        if min(room) < 0:
            return
        yield piece


def _document_data(document: Document | None) -> dict[str, Any] | None:
    if document is None:
        return None
    data = {"unknown_keys": list(document.unknown_keys), "format": document.format}
    try:
        return {"text": document.raw.decode("utf-8"), **data}
    except UnicodeDecodeError:
        return {"base64": b64encode(document.raw).decode("ascii"), **data}


def _document(data: Mapping[str, Any]) -> Document:
    raw = data["text"].encode("utf-8") if "text" in data else b64decode(data["base64"], validate=True)
    return Document(raw, tuple(map(str, data["unknown_keys"])), int(data["format"]))


def _saved(data: Mapping[str, Any], history: History) -> Scenario | None:
    """Return the scenario that was saved; one that cannot be used counts as never saved."""
    if data["saved"] is None:
        return None
    try:
        return to_scenario(_plain(changed(data_of(history.now.scenario), data["saved"])))
    except (*_BROKEN, TunewiseError):
        return None


def _step(entry: Any, tree: dict[str, Any]) -> Step:  # noqa: ANN401  # JSON of any kind, checked here
    return Step(to_scenario(_plain(tree)), _text(entry, "label"), frozenset(map(str, entry["keys"])))


def _chain(tree: dict[str, Any], entries: object) -> tuple[Step, ...]:
    """Return the steps of ``entries``, the nearest last, as far as they can be used."""
    steps: list[Step] = []
    try:
        # No more than are ever written: who changed the file may have put in any number.
        for label, keys, difference in entries[:MOST_STEPS] if isinstance(entries, list) else []:
            tree = changed(tree, difference)
            steps.append(_step({"label": label, "keys": keys}, tree))
    except (*_BROKEN, TunewiseError):
        pass
    return tuple(reversed(steps))


def _text(data: Mapping[str, Any], key: str) -> str:
    if not isinstance(data[key], str):
        raise TypeError(key)
    return str(data[key])


def _path(data: Mapping[str, Any], key: str) -> str:
    """Return a text that can be a path: without NUL, and of characters that a name may have."""
    text = _text(data, key)
    if b"\0" in os.fsencode(text):
        raise ValueError(key)
    return text


def _understood(read: Callable[[], Found]) -> Found:
    """Return what ``read`` finds. Raises ``StoreError`` where what it reads is not what was written."""
    try:
        return read()
    except TunewiseError as error:
        raise StoreError(f"holds a scenario that this version cannot use: {error.line()}") from None
    except _BROKEN:
        raise StoreError(_DAMAGED) from None
