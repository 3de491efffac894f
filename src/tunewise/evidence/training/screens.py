"""Screen rows for secrets, personal data and placeholders that nobody filled in.

All are hints of fixed patterns. What was found is never kept: examples hold a mask of it. Cheap tests come first, and
no pattern can take more than linear time.
"""

from tunewise.domain.training_data import MOST_EXAMPLES, Example, Found, Row
from tunewise.evidence.training.blanks import Blanks
from tunewise.evidence.training.personal import personal_in
from tunewise.evidence.training.secrets import secrets_in
from tunewise.evidence.training.spans import Span, masked

SCREENED_CHARACTERS = 200_000
"""Longest part of a row, in characters, that is screened."""

_MOST_DETAILS = 3


class Screens:
    """What was found in the rows so far, of the kinds secrets, personal-data and placeholders.

    Secrets count in every row that can be read, and in what stands beside its texts: the file leaves the house with
    them, whether a row is valid or not and whether they are learned or not.
    """

    def __init__(self) -> None:
        self._counts = {"secrets": 0, "personal-data": 0}
        self._examples: dict[str, list[Example]] = {kind: [] for kind in self._counts}
        self._blanks = Blanks()

    def add(self, row: Row) -> None:
        """Take a row into account; of one that is not valid only its secrets count."""
        text = "\n".join((row.prompt, row.target, row.rejected))[:SCREENED_CHARACTERS]
        beside = secrets_in(row.beside[:SCREENED_CHARACTERS]) if row.beside else []
        self._take("secrets", row.position, secrets_in(text) + beside)
        if row.problems:
            return
        self._take("personal-data", row.position, personal_in(text))
        self._blanks.add(row.position, text)

    def _take(self, kind: str, position: int, spans: list[Span]) -> None:
        if not spans:
            return
        self._counts[kind] += 1
        if len(self._examples[kind]) < MOST_EXAMPLES:
            details = list(dict.fromkeys(f"{span.kind}: {span.mask}" for span in spans))
            more = f", and {len(details) - _MOST_DETAILS} more" if len(details) > _MOST_DETAILS else ""
            self._examples[kind].append(Example(position, ", ".join(details[:_MOST_DETAILS]) + more))

    def found(self) -> tuple[Found, ...]:
        """Return each kind that was found, with the rows that have it and the first of them."""
        screens = [Found(kind, count, tuple(self._examples[kind])) for kind, count in self._counts.items()]
        return tuple(found for found in (*screens, self._blanks.found()) if found.count)


def mask(text: str) -> str:
    """Return ``text`` with all secrets and personal data in it masked: safe to keep, not yet safe to show."""
    return masked(text, secrets_in(text) + personal_in(text))
