"""Errors that a user can act on: one line with the file, the key, what is wrong and what would be right."""

from tunewise.domain.text import shown


class TunewiseError(Exception):
    """Something the user gave cannot be used.

    ``problem`` says what is wrong, ``remedy`` what would be right, ``file`` and ``key`` where. All four may hold text
    from a file, so ``line()`` and ``str()`` escape control characters and cut what is too long.
    """

    def __init__(self, problem: str, *, remedy: str = "", file: str = "", key: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.file = file
        self.key = key

    def line(self) -> str:
        """Return the whole message as one safe line."""
        where = [shown(part, 120) for part in (self.file, self.key) if part]
        message = shown(self.problem, 160)
        if self.remedy:
            message = f"{message}; {shown(self.remedy, 320)}"
        return ": ".join([*where, message])

    def __str__(self) -> str:
        return self.line()


class ScenarioError(TunewiseError):
    """A scenario, or an edit of one, is not valid."""


class KnowledgeError(TunewiseError):
    """A knowledge table is broken: the installation is damaged or an author made a slip."""


class StoreError(TunewiseError):
    """A file cannot be read or written."""


class ThemeError(TunewiseError):
    """A theme file cannot be used."""
