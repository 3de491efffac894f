"""The steps of a saved file, so that undo survives a restart; only for the file as it was saved then."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from tunewise.domain.documents import Document
from tunewise.domain.errors import StoreError
from tunewise.domain.history import History
from tunewise.store.paths import state_place, taken
from tunewise.store.state import moment, name_for, private_folder, prune, read_private, write_private
from tunewise.store.work_records import FORMAT, MOST_BYTES, Encoder, dumped, read_history, sealed, unsealed

FOLDER: Final = "history"
MOST_FILES: Final = 200
MOST_STEPS: Final = 300
"""How many steps either way come back after a restart: reading them is part of opening the file."""

_encoder = Encoder()


def keep_history(path: Path, document: Document, history: History) -> None:
    """Keep the steps that lead to what ``path`` holds now, which is ``document``. Never raises: they are a comfort."""
    if not history.past and not history.future:
        return
    with suppress(OSError, ValueError, TypeError, StoreError):
        folder = private_folder(FOLDER)
        name = f"{name_for(path)}.json"
        near = History(history.now, history.past[-MOST_STEPS:], history.future[-MOST_STEPS:])
        head = {"format": FORMAT, "file": os.path.realpath(path), "digest": document.digest, "written": moment()}
        write_private(folder / name, sealed(f"{dumped(head)[:-1]},{_encoder.history(near)}}}"))
        prune(folder, most=MOST_FILES, spared=name)


def history_of(path: Path, document: Document) -> History | None:
    """Return the steps that were kept for ``path``, if it still holds what it held then; never raises."""
    with suppress(OSError, ValueError, TypeError, StoreError):
        kept = state_place() / FOLDER / f"{name_for(path)}.json"
        if taken(kept):
            data = unsealed(read_private(private_folder(FOLDER) / kept.name, MOST_BYTES))
            return read_history(data) if data.get("digest") == document.digest else None
    return None
