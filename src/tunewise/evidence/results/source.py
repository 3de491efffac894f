"""Open a results file and take JSON, lines or cells out of it; whatever the file is, it ends in one clear word."""

import csv
import json
import os
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tunewise.domain.errors import StoreError
from tunewise.evidence.files import decode, open_regular

MOST_DOCUMENT_BYTES: Final = 512 * 1024 * 1024
"""Largest JSON document, in bytes: it is taken into memory as a whole."""

MOST_LINE_BYTES: Final = 16 * 1024 * 1024
"""Longest line, in bytes, of a file that is read line by line."""

MOST_CELL: Final = 16 * 1024 * 1024
"""Longest cell of a table, in characters."""

_HEAD_BYTES: Final = 64 * 1024
_CHUNK_BYTES: Final = 1024 * 1024
_BOM: Final = b"\xef\xbb\xbf"
_TELL_EVERY: Final = 500
_SPACE: Final = b" \t\r\n"


class Source:
    """A results file, open. Raises ``StoreError`` in one line where it cannot be read or changes while it is read.

    ``cancelled`` is asked now and then; ``progress`` is told the bytes read and the bytes there are.
    """

    def __init__(
        self,
        path: Path,
        cancelled: Callable[[], bool] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.path = path
        self.name = str(path)
        self._cancelled = cancelled
        self._progress = progress
        self.stream = open_regular(path)
        self._state = self._now()
        self.size = self._state[0]
        self.duplicate_keys = 0
        self.not_finite = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.close()

    def fault(self, problem: str, remedy: str, key: str = "") -> StoreError:
        """Return the error that names this file."""
        return StoreError(problem, remedy=remedy, file=self.name, key=key)

    def head(self) -> bytes:
        """Return the first bytes that are not all blank. Raises where the whole file is blank."""
        self.stream.seek(0)
        taken = 0
        while taken < self.size and (found := self._read(_HEAD_BYTES)):
            if found.strip(_SPACE):
                return found
            taken += len(found)
            self._tell(taken)
        raise self.fault("is empty", "run the evaluation, and export its results again")

    def sha256(self) -> str:
        """Return the hash of the whole file. Raises where the file is another one than when reading began."""
        self.stream.seek(0)
        found = sha256()
        while chunk := self._read(_CHUNK_BYTES):
            found.update(chunk)
        if self._now() != self._state or self._named() != self._state:
            raise self.fault("changed while it was read", "wait until its run has ended, then read it again")
        return found.hexdigest()

    def document(self) -> object:
        """Return the JSON document that the file is."""
        if self.size > MOST_DOCUMENT_BYTES:
            problem = f"is a JSON document of {self.size // 1024**2} MiB, and at most 512 MiB are read"
            raise self.fault(problem, "export it as JSONL, one result a line")
        self.stream.seek(0)
        raw = self._read(self.size)
        self._tell(len(raw))
        return self.parse(decode(raw.removeprefix(_BOM), self.name))

    def parse(self, content: str, file: str = "") -> object:
        """Return the value of a JSON text. Raises in one line where it is none; ``file`` names a part of an archive."""
        inside = f"{file}, " if file else ""
        try:
            return json.loads(content, object_pairs_hook=self._object, parse_constant=self._constant)
        except json.JSONDecodeError as error:
            key = f"{inside}line {error.lineno}"
            if error.msg == "Extra data":
                raise self.fault("holds several JSON values", "write one a line: jq -c . FILE", key) from None
            raise self.fault(f"is no JSON: {error.msg}", "is the file whole? export it again", key) from None
        except RecursionError:
            problem, remedy = "is nested too deeply", "export the results themselves, not a dump of a program"
            raise self.fault(problem, remedy, file) from None
        except ValueError:
            raise self.fault("holds a number of thousands of digits", "is it results?", file) from None

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield number and text of each line that is not blank; never more than the file held when it was opened."""
        return ((line, content) for line, content in self._every_line() if content.strip())

    def objects(self) -> Iterator[tuple[int, dict[str, object] | None]]:
        """Yield line and object of a file of lines; ``None`` for a line that holds no object."""
        for line, content in self.lines():
            try:
                value = self.parse(content)
            except StoreError:
                value = None
            yield line, value if isinstance(value, dict) else None

    def first_line(self) -> str | None:
        """Return the first line that is not blank, or ``None`` where it is no line of text that is read."""
        try:
            return next((content for _, content in self.lines()), None)
        except StoreError:
            return None

    def cells(self) -> Iterator[tuple[int, list[str]]]:
        """Yield line and cells of each record of a CSV file that is not blank."""
        csv.field_size_limit(max(csv.field_size_limit(), MOST_CELL))
        reader = csv.reader((content for _, content in self._every_line()), delimiter=self._delimiter())
        while True:
            try:
                found = next(reader, None)
            except csv.Error as error:
                raise self.fault(
                    f"is no CSV: {error}", "is a quotation mark open?", f"line {reader.line_num}"
                ) from None
            if found is None:
                return
            if any(cell.strip() for cell in found):
                yield reader.line_num, found

    def _delimiter(self) -> str:
        """Return the mark between cells: the one that the first line names, or that it has most of."""
        first = self.first_line() or ""
        named = re.match(r"sep=([,;\t|])", first, re.IGNORECASE)
        return named[1] if named else max(",;\t|", key=first.count)

    def _every_line(self) -> Iterator[tuple[int, str]]:
        """Yield number and text of every line: a blank one may stand inside a cell."""
        self.stream.seek(0)
        taken = line = 0
        while taken < self.size and (raw := self._readline()):
            line += 1
            taken += len(raw)
            if line % _TELL_EVERY == 1:
                self._tell(taken)
            if len(raw) > MOST_LINE_BYTES:
                raise self.fault("is longer than 16 MiB", "is it a file of lines?", f"line {line}")
            yield line, decode(raw.removeprefix(_BOM) if line == 1 else raw, self.name, line)
        self._tell(taken)

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        self.duplicate_keys += len(pairs) - len(found)
        return found

    def _constant(self, _: str) -> None:
        """Take NaN and infinity for no figure: JSON knows neither."""
        self.not_finite += 1

    def _now(self) -> tuple[int, int, int]:
        return _stamp(os.fstat(self.stream.fileno()))

    def _named(self) -> tuple[int, int, int]:
        """Return the state of what stands under the name now: a run may have written a new file there."""
        try:
            return _stamp(os.stat(self.path))  # noqa: PTH116  # the same call as for the open file
        except OSError:
            remedy = "wait until its run has ended, then read it again"
            raise self.fault("disappeared while it was read", remedy) from None

    def _read(self, most: int) -> bytes:
        try:
            return self.stream.read(most)
        except OSError as error:
            raise self._unreadable(error) from None

    def _readline(self) -> bytes:
        try:
            return self.stream.readline(MOST_LINE_BYTES + 1)
        except OSError as error:
            raise self._unreadable(error) from None

    def _unreadable(self, error: OSError) -> StoreError:
        return self.fault("cannot be read", str(error.strerror))

    def _tell(self, taken: int) -> None:
        if self._progress is not None:
            self._progress(min(taken, self.size), self.size)
        if self._cancelled is not None and self._cancelled():
            raise self.fault("was stopped before its end", "read it again to take its results")


def _stamp(state: os.stat_result) -> tuple[int, int, int]:
    return state.st_size, state.st_mtime_ns, state.st_ino
