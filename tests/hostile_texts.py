"""Texts that a stranger may put into a file, and a scenario that holds one of them wherever it may hold any text."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import cycle
from typing import Any, Final

from tunewise.domain.scenario import Scenario
from tunewise.domain.text import STEERING
from tunewise.domain.validation import to_scenario

MARKUP: Final = (
    "[/nope]",
    "[/]",
    "[red]x[/red] [bold",
    "[@click=app.quit]press me[/]",
    "[@click=app.screenshot('x.toml','.')]name[/]",
    '[link="',
    "[link=file:///etc/passwd]open[/link]",
    "\\[a] \\\\[b] [$primary]c",
    "$text {name} %s %d {0} ${HOME}",
    "**bold** `code` | cell | <b onclick=x> <!-- --> # head",
    "[yes]  [ ] [x]",
)
CONTROLS: Final = (
    "\x1b[2J\x1b]0;gone\x07",
    "\x1b]52;c;cm0gLXJm\x07 copied",
    "\x1b]8;;http://x/\x1b\\link\x1b]8;;\x1b\\",
    "a\x00b\x9b31mc\x85d\x7f",
    "one\ttwo\rthree\nfour\x0b\x0c",
    "\x1bP+q544e\x1b\\ \x90tmux;\x9c",
)
DIRECTIONS: Final = (
    "invoice\u202egpj.exe",
    "\u2066a\u2069\u061c\u200e\u200fb",
    "\u200b\u200c\u200d\u2060\ufeffhidden",
    "\u2028line\u2029paragraph",
    "tag\U000e0041\U000e007f",
    "selectors\ufe00\ufe01\U000e0100",
    "soft\xadhyphen \u115f\u3164\uffa0\u180e\u034f\ufff9",
    "שלום עולם مرحبا",
)
WIDTHS: Final = (
    "漢字" * 100,
    "e" + "\u0301" * 150,
    "Z̷͈͐ä̸́l̴gó̶",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f \U0001f1e9\U0001f1ea \U0001f44d\U0001f3fd",
    "\uff26ull \uff57idth \u1112\u1161\u11ab",
    "\ue000 \U000f0000 \u0378 \uffff \ufffd",
    "x" * 200,
    " ",
    "\xa0\u3000\u2003.",
)
WORDS: Final = (
    "-1e999",
    "NaN",
    "None",
    "true",
    "__class__.__mro__",
    "../../../etc/passwd",
    "con.txt",
    "'; DROP TABLE options;--",
    "=1+cmd|' /C calc'!A0",
    "$(touch x) `touch x` ; touch x",
    "\\x1b[31m \\u202e",
)
NAUGHTY: Final = MARKUP + CONTROLS + DIRECTIONS + WIDTHS + WORDS
"""About 45 of them; those of one kind are alike to most screens."""

A_HASH: Final = "a" * 64


def raw_in(text: str) -> list[str]:
    """Return what of a printed text must never reach a terminal; ends of lines are no fault."""
    return [found for found in STEERING.findall(text) if found != "\n"]


def _measured(**more: object) -> dict[str, object]:
    return {"file": "file", "sha256": A_HASH, "measured_on": "2026-05-01", "rows": 900, "valid_rows": 800, **more}


def _variant(name: str, **more: object) -> dict[str, object]:
    counts = {"tests": 100, "passed": 60, "both": 50, "only_this": 10, "only_baseline": 5, "neither": 35}
    return {"name": name, **counts, **more}


def _group(number: int, **more: object) -> dict[str, object]:
    return {"id": str(number) * 8, "tests": 9 - number, "name": "group", **more}


def _everything() -> dict[str, Any]:
    """Return a scenario, as a file holds it, with something at every place that may hold a text."""
    return {
        "title": "title",
        "summary": "summary",
        "notes": "notes",
        "task": {"kind": "classification", "failures": ["format"]},
        "signals": {
            "requirement_stability": 70,
            "labelled_data": 60,
            "request_volume": 70,
            "freshness_need": 20,
            "long_prompt_tolerance": 40,
            "format_strictness": 90,
        },
        "facts": {"labelled_examples": 900, "prompting_ladder_level": 3},
        "costs": {
            "monthly_requests": 1_000_000,
            "extra_prompt_tokens": 900,
            "prompt_tokens_removed": 800,
            "price_per_million_input_usd": 2,
            "training_run_usd": 900,
            "models": {
                way: {"name": way, "priced_on": "2026-01-01", "price_source": "source", "ends_on": "2026-12-01"}
                for way in ("today", "lora", "prompt")
            },
        },
        "evidence": {
            "training": _measured(
                shape="chat",
                unique_rows=790,
                task_kind="classification",
                classes=4,
                found={"not-json": 3, "conflicts": 2},
                places={"not-json": [1, 2]},
                columns={"prompt": "column", "completion": "other column"},
            ),
            "validation": _measured(training_sha256=A_HASH, in_training=3),
            "review": {"by": "by", "reviewed_on": "2026-05-02", "rows": 20, "sha256": A_HASH},
            "evaluation": {
                "files": [{"file": "file", "sha256": A_HASH, "format": "promptfoo-json", "trials": 300}],
                "measured_on": "2026-05-01",
                "target": 0.9,
                "baseline": "one",
                "metric": "metric",
                "variants": [
                    _variant("one", level=1, level_told_by="user"),
                    _variant("two", level=3, level_told_by="user"),
                    _variant("three", distinct=False, near_repeat_of="two"),
                    _variant("four", tuned=True),
                ],
                "shared_tests": 100,
                "trials": [{"tuned": "four", "prompt": "two", "both": 50, "only_tuned": 9, "neither": 41}],
                "groups": [
                    _group(0, kind="assertion"),
                    _group(1, kind="trait", value="value", of_tests=30),
                    _group(2, kind="error", label="format"),
                ],
            },
            "overrides": {"requirements_stable": "because", "hundred_checked_examples": "because"},
        },
        "plan": {"starts_on": "2026-06-01", "owners": {"gaps": "owner", "test-set": "owner", "trial": "owner"}},
        "readiness": {"requirements_stable": True},
        "decision": {"option": "lora", "reason": "reason"},
    }


def _free(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "string" and not {"enum", "const", "pattern", "format"} & set(schema)


class _Filling:
    """Puts texts, in turn, at every place of a scenario whose schema takes any text, and notes the places."""

    def __init__(self, texts: Sequence[str], schema: dict[str, Any]) -> None:
        self.texts = cycle(texts)
        self.given: dict[str, str] = {}
        self.definitions = schema["$defs"]
        self.places: set[str] = set()

    def choices(self, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the plain schemas that ``schema`` stands for."""
        if "$ref" in schema:
            yield from self.choices(self.definitions[schema["$ref"].rpartition("/")[2]])
            return
        parts = [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, ())]
        for part in parts:
            yield from self.choices(part)
        if not parts:
            yield schema

    def fill(self, value: Any, schema: dict[str, Any], place: str = "") -> Any:  # noqa: ANN401
        """Return ``value`` with a text in place of each text of it, cut where the schema wants it short.

        What it was stays at the end, so that names remain different and those that refer to each other the same.
        """
        for one in self.choices(schema):
            if isinstance(value, str) and _free(one):
                self.places.add(place)
                room = one.get("maxLength", 20_000) - len(value) - 1
                if value not in self.given:
                    self.given[value] = next(self.texts)
                return f"{self.given[value][:room]} {value}"
            if isinstance(value, str) and one.get("format") == "date":
                return date.fromisoformat(value)
            if isinstance(value, list) and "items" in one:
                return [self.fill(each, one["items"], f"{place}[]") for each in value]
            if isinstance(value, dict):
                inside = one.get("properties", {})
                rest = one.get("additionalProperties")
                known = {name: inside.get(name, rest) for name in value}
                if all(isinstance(found, dict) for found in known.values()):
                    return {
                        name: self.fill(each, known[name], f"{place}.{name if name in inside else '*'}")
                        for name, each in value.items()
                    }
        return value

    def wanted(self, schema: dict[str, Any], place: str = "") -> set[str]:
        """Return every place of the schema that takes any text."""
        found: set[str] = set()
        for one in self.choices(schema):
            if _free(one):
                found.add(place)
            for name, part in one.get("properties", {}).items():
                found |= self.wanted(part, f"{place}.{name}")
            for key, mark in (("additionalProperties", ".*"), ("items", "[]")):
                if isinstance(one.get(key), dict):
                    found |= self.wanted(one[key], place + mark)
        return found


def text_places() -> tuple[set[str], set[str]]:
    """Return the places of a scenario that take any text, and those that ``scenario_of`` fills."""
    schema = Scenario.model_json_schema()
    filling = _Filling("x", schema)
    filling.fill(_everything(), schema)
    return filling.wanted(schema), filling.places


_SCHEMA: Final = Scenario.model_json_schema()


def scenario_of(*texts: str) -> Scenario:
    """Return a scenario that begins with a text wherever it may hold any text; several of them come in turn."""
    data = _Filling(texts, _SCHEMA).fill(_everything(), _SCHEMA)
    return to_scenario(data)
