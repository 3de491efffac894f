"""Read the knowledge tables and check them: shapes first, then what one table says about another."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tunewise.domain.errors import KnowledgeError
from tunewise.knowledge.checks import problems
from tunewise.knowledge.schema import Knowledge, Tables

FOLDER = Path(__file__).parent
META_FILE = "meta.toml"


@cache
def shipped_knowledge() -> Knowledge:
    """Return the tables that come with Tunewise, read once."""
    return load_knowledge(FOLDER)


def load_knowledge(folder: Path) -> Knowledge:
    """Read and check every ``*.toml`` of ``folder``.

    Raises ``KnowledgeError`` naming file, table and key when a table is missing, has a wrong shape, cites a source that
    is not listed, or names an option, factor, fact or failure that does not exist.
    """
    files = sorted(folder.glob("*.toml"))
    digest = hashlib.sha256()
    merged: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for file in files:
        try:
            raw = file.read_bytes()
        except OSError as error:
            raise KnowledgeError(f"cannot be read: {error.strerror}", file=file.name) from error
        digest.update(file.name.encode() + b"\0" + raw)
        try:
            data = tomllib.loads(raw.decode("utf-8"))
        except ValueError as error:
            raise KnowledgeError(f"is not valid TOML: {error}", file=file.name) from error
        for key, value in ({"meta": data} if file.name == META_FILE else data).items():
            if key in merged:
                raise KnowledgeError("is defined in two files", file=file.name, key=key)
            merged[key], origin[key] = value, file.name
    try:
        tables = Tables.model_validate(merged)
    except ValidationError as error:
        raise _shape_error(error, origin) from error
    knowledge = Knowledge(tables, digest.hexdigest())
    for table, key, problem in problems(knowledge):
        raise KnowledgeError(problem, file=origin[table], key=key)
    return knowledge


def _shape_error(error: ValidationError, origin: dict[str, str]) -> KnowledgeError:
    first = error.errors(include_url=False)[0]
    where = first["loc"]
    table = str(where[0])
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in where)
    return KnowledgeError(first["msg"], file=origin.get(table, "the tables"), key=key)
