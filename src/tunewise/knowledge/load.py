"""Read the knowledge tables and check them: shapes first, then what one table says about another."""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import tomli
from pydantic import ValidationError

from tunewise.domain.digests import sha256_of
from tunewise.domain.errors import KnowledgeError
from tunewise.knowledge.checks import problems
from tunewise.knowledge.clause_checks import Problem
from tunewise.knowledge.schema import Entry
from tunewise.knowledge.tables import Knowledge, LateTables, Tables

FOLDER = Path(__file__).parent
META_FILE = "meta.toml"
CASE_FILES = frozenset({"axes.toml", "lessons.toml", "patterns.toml", "precedents.toml", "routes.toml", "scales.toml"})
"""The tables of cases: no ranking needs them, so they are taken apart when somebody asks for them."""
COST_FILES = frozenset({"gpus.toml", "lives.toml", "offers.toml", "presets.toml"})
"""The tables of the cost workbench, which wait in the same way."""
EVIDENCE_FILES = frozenset({"result_traps.toml", "row_checks.toml", "set_checks.toml"})
"""The tables of what files may hold; they wait until there is evidence."""
VERDICT_FILES = frozenset({"verdicts.toml"})
"""The tables of what evaluation results say."""
PLAN_FILES = frozenset({"ladder.toml", "plans.toml"})
"""The tables of plans and of prompt patterns."""
LATE_FILES = CASE_FILES | COST_FILES | EVIDENCE_FILES | VERDICT_FILES | PLAN_FILES

if TYPE_CHECKING:
    from tunewise.knowledge.cases import CaseTables
    from tunewise.knowledge.cost_tables import CostTables
    from tunewise.knowledge.evidence_tables import EvidenceTables
    from tunewise.knowledge.plan_tables import PlanTables
    from tunewise.knowledge.verdict_tables import VerdictTables

Found = TypeVar("Found", bound=Entry)
Raw = dict[str, bytes]


@cache
def shipped_knowledge() -> Knowledge:
    """Return the tables that come with Tunewise, read once; cases and cost tables wait until they are needed."""
    return _load(FOLDER)


def load_knowledge(folder: Path) -> Knowledge:
    """Read and check every ``*.toml`` of ``folder``.

    Raises ``KnowledgeError`` naming file, table and key when a table is missing, has a wrong shape, cites a source that
    is not listed, or names an option, factor, fact or failure that does not exist.
    """
    knowledge = _load(folder)
    _ = (
        knowledge.cases,
        knowledge.cost_tables,
        knowledge.evidence_tables,
        knowledge.verdict_tables,
        knowledge.plan_tables,
    )
    return knowledge


def _load(folder: Path) -> Knowledge:
    raw = {file.name: _bytes_of(file) for file in sorted(folder.glob("*.toml"))}
    digest = sha256_of(b"".join(name.encode() + b"\0" + held for name, held in raw.items()))
    tables, origin = _shaped(Tables, _only(raw, raw.keys() - LATE_FILES))
    late = LateTables(
        partial(_read_cases, _only(raw, CASE_FILES)),
        partial(_read_costs, _only(raw, COST_FILES)),
        partial(_read_evidence, _only(raw, EVIDENCE_FILES)),
        partial(_read_verdicts, _only(raw, VERDICT_FILES)),
        partial(_read_plans, _only(raw, PLAN_FILES)),
    )
    knowledge = Knowledge(tables, digest, late)
    _refuse(problems(knowledge), origin)
    return knowledge


def _only(raw: Raw, names: AbstractSet[str]) -> Raw:
    return {name: held for name, held in raw.items() if name in names}


def _read_cases(raw: Raw, knowledge: Knowledge) -> "CaseTables":
    from tunewise.knowledge.case_checks import case_problems  # noqa: PLC0415  # needed only here, and late
    from tunewise.knowledge.cases import CaseTables  # noqa: PLC0415

    return _checked(CaseTables, raw, case_problems, knowledge)


def _read_costs(raw: Raw, knowledge: Knowledge) -> "CostTables":
    from tunewise.knowledge.cost_checks import cost_problems  # noqa: PLC0415  # needed only here, and late
    from tunewise.knowledge.cost_tables import CostTables  # noqa: PLC0415
    from tunewise.knowledge.preset_checks import preset_problems  # noqa: PLC0415

    def flaws(costs: CostTables, knowledge: Knowledge) -> Iterable[Problem]:
        return chain(cost_problems(costs, knowledge), preset_problems(costs, knowledge))

    return _checked(CostTables, raw, flaws, knowledge)


def _read_evidence(raw: Raw, knowledge: Knowledge) -> "EvidenceTables":
    from tunewise.knowledge.evidence_checks import evidence_problems  # noqa: PLC0415  # needed only here, and late
    from tunewise.knowledge.evidence_tables import EvidenceTables  # noqa: PLC0415

    return _checked(EvidenceTables, raw, evidence_problems, knowledge)


def _read_verdicts(raw: Raw, knowledge: Knowledge) -> "VerdictTables":
    from tunewise.knowledge.evidence_checks import verdict_problems  # noqa: PLC0415  # needed only here, and late
    from tunewise.knowledge.verdict_tables import VerdictTables  # noqa: PLC0415

    return _checked(VerdictTables, raw, verdict_problems, knowledge)


def _read_plans(raw: Raw, knowledge: Knowledge) -> "PlanTables":
    from tunewise.knowledge.plan_checks import plan_problems  # noqa: PLC0415  # needed only here, and late
    from tunewise.knowledge.plan_tables import PlanTables  # noqa: PLC0415

    return _checked(PlanTables, raw, plan_problems, knowledge)


def _checked(
    shape: type[Found], raw: Raw, flaws: Callable[[Found, Knowledge], Iterable[Problem]], knowledge: Knowledge
) -> Found:
    """Return the tables of ``raw`` in their shape, once they agree with each other and with ``knowledge``."""
    found, origin = _shaped(shape, raw)
    _refuse(flaws(found, knowledge), origin)
    return found


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise KnowledgeError(f"cannot be read: {error.strerror}", file=file.name) from error


def _shaped(shape: type[Found], raw: Raw) -> tuple[Found, dict[str, str]]:
    """Return the tables of ``raw`` in their shape, and the file that each of them comes from."""
    merged: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for name, held in raw.items():
        try:
            data = tomli.loads(held.decode("utf-8"))
        except ValueError as error:
            raise KnowledgeError(f"is not valid TOML: {error}", file=name) from error
        for key, value in ({"meta": data} if name == META_FILE else data).items():
            if key in merged:
                raise KnowledgeError("is defined in two files", file=name, key=key)
            merged[key], origin[key] = value, name
    try:
        return shape.model_validate(merged), origin
    except ValidationError as error:
        raise _shape_error(error, origin) from error


def _refuse(found: Iterable[Problem], origin: dict[str, str]) -> None:
    for table, key, problem in found:
        raise KnowledgeError(problem, file=origin[table], key=key)


def _shape_error(error: ValidationError, origin: dict[str, str]) -> KnowledgeError:
    first = error.errors(include_url=False)[0]
    where = first["loc"]
    table = str(where[0])
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in where)
    return KnowledgeError(first["msg"], file=origin.get(table, "the tables"), key=key)
