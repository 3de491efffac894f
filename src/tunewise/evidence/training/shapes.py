"""Tell by its keys in which shape a row is written, and in which most rows of a file are."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from tunewise.domain.training_data import Shape

RECOGNISED_ROWS: Final = 100
"""How many rows decide on the shape of a file."""

NOT_SUPERVISED: Final[frozenset[Shape]] = frozenset({"reinforcement", "raw-text", "pre-tokenised"})
"""Shapes that hold no prompts with answers."""

_MISTRAL: Final = frozenset({"system_prompt", "available_tools", "only_last"})
_BESIDE: Final = frozenset(
    {
        "messages", "tools", "parallel_tool_calls", "functions", "function_call", "metadata", "meta", "id", "uid",
        "uuid", "idx", "index", "source", "category", "topic", "type", "task", "tag", "tags", "lang", "language",
        "split", "dataset", "weight", "timestamp", "created_at", "model", "name", "title", "url", "score",
        "turns", "system", "conversation_id", "prompt_id", "num_turns", "length", "domain", "subset", "version",
        "store", "extra",
    }
)  # fmt: skip
"""Keys beside the messages that are no reference to grade an answer against."""

TEXTS: Final = frozenset(
    {
        "messages", "prompt", "completion", "conversations", "instruction", "input", "output", "contents",
        "input_text", "output_text", "chosen", "rejected", "preferred_output", "non_preferred_output",
        "interactions", "input_ids", "attention_mask", "labels",
    }
)  # fmt: skip
"""Keys whose values the shapes read as texts, or as what is learned."""

_ALONE: Final = _BESIDE - {"messages"} | {"text"}


def shape_of(row: dict[str, Any]) -> Shape:  # noqa: PLR0911  # one question after the other
    """Return the shape of one row."""
    if "messages" in row:
        return _with_messages(row)
    if "prompt" in row and "completion" in row:
        return "unpaired-preference" if isinstance(row.get("label"), bool) else "prompt-completion"
    if "conversations" in row and "chosen" not in row:
        return "sharegpt"
    if "instruction" in row and "output" in row:
        return "alpaca"
    if "contents" in row or ("input_text" in row and "output_text" in row):
        return "gemini"
    if "preferred_output" in row or "non_preferred_output" in row:
        return "preference-openai"
    if ("chosen" in row and "rejected" in row) or "chosen_messages" in row:
        return "preference-trl"
    if "interactions" in row:
        return "mistral"
    return _without_answers(row)


def _without_answers(row: dict[str, Any]) -> Shape:
    if "input_ids" in row:
        return "pre-tokenised"
    return "raw-text" if "text" in row and row.keys() <= _ALONE else "unknown"


def _with_messages(row: dict[str, Any]) -> Shape:
    if len(row) == 1:
        return "chat"
    if "chosen" in row and "rejected" in row:
        return "preference-trl"
    if not _MISTRAL.isdisjoint(row):
        return "mistral"
    if isinstance(row.get("label"), bool):
        return "unpaired-preference"
    if "system" in row:
        return "chat-system"
    return "reinforcement" if not row.keys() <= _BESIDE and _ends_asking(row["messages"]) else "chat"


def _ends_asking(messages: object) -> bool:
    """Tell whether the user has the first and the last word."""
    if not isinstance(messages, list):
        return False
    roles = [message.get("role") for message in messages if isinstance(message, dict)]
    spoken = [role for role in roles if role not in ("system", "developer")]  # may be no text at all
    return spoken[:1] == ["user"] and spoken[-1:] == ["user"]


def shape_of_most(rows: Iterable[dict[str, Any]]) -> Shape:
    """Return the shape in which most of ``rows`` are written; the one met first where there are as many of another."""
    counts = Counter(shape_of(row) for row in rows)
    return max(counts, key=counts.__getitem__)
