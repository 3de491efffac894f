"""A copy of the shipped tables in which one thing is changed, to see what the loader says."""

import shutil
from pathlib import Path

from tunewise.domain.errors import KnowledgeError
from tunewise.knowledge.load import FOLDER, load_knowledge
from tunewise.knowledge.tables import Knowledge


class Copy:
    """A writable copy of the knowledge tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "tables"
        self.folder.mkdir()
        for file in FOLDER.glob("*.toml"):
            shutil.copy(file, self.folder)

    def change(self, file: str, old: str, new: str) -> "Copy":
        """Replace the first ``old`` in ``file``; it must be there."""
        path = self.folder / file
        text = path.read_text("utf-8")
        assert old in text, f"{file} holds no {old!r}"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return self

    def append(self, file: str, text: str) -> "Copy":
        """Add ``text`` to the end of ``file``."""
        path = self.folder / file
        path.write_text(path.read_text("utf-8") + text, "utf-8")
        return self

    def load(self) -> Knowledge:
        """Load the changed tables."""
        return load_knowledge(self.folder)

    def refusal(self) -> KnowledgeError:
        """Return the error that the changed tables are refused with."""
        try:
            self.load()
        except KnowledgeError as error:
            return error
        msg = "the broken tables were taken"
        raise AssertionError(msg)
