"""How long the long tests run: a second or two with the others, in full where ``TUNEWISE_SLOW`` is set."""

import os


def runs(short: int, full: int) -> int:
    """Return how often to do something that may go wrong once in a thousand times."""
    return full if os.environ.get("TUNEWISE_SLOW") else short
