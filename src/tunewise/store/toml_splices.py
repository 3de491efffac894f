"""Changes written into a TOML text: each takes its own characters only, and never a comment."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from tunewise.store.toml_changes import Change, aligned
from tunewise.store.toml_scan import Layout, Path, Placed, Table, Value, placed, scan
from tunewise.store.toml_written import block, key_word, line_value, literal, on_one_line, several_tables


class Splice(NamedTuple):
    """The characters from ``start`` to ``end`` become ``text``."""

    start: int
    end: int
    text: str


class Text:
    """A TOML text with its places; the last line must be ended.

    ``order`` is the data of the whole scenario, whose order new keys follow.
    """

    def __init__(self, text: str, order: Mapping[str, Any]) -> None:
        self.text = text
        self.order = order
        self.layout: Layout = scan(text)
        self.placed: list[Placed] = list(placed(self.layout))
        self._by_path = {one.path: one for one in self.placed}

    def splices(self, change: Change) -> list[Splice]:
        """Return what ``change`` takes. Raises ``ValueError`` where it cannot be written into this text."""
        if change.kind == "set":
            return self._set(change)
        return self._remove(change.path) if change.kind == "remove" else self._add(change)

    # Lines.

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        return self.text.find("\n", at) + 1 or len(self.text)

    def _indent(self, at: int) -> str:
        """Return the blanks before ``at`` where nothing else is on the line before it, and nothing otherwise."""
        before = self.text[self._line_start(at) : at]
        return "" if before.strip() else before

    def _alone(self, start: int, end: int) -> bool:
        """Tell whether nothing but blanks and a comment share the lines from ``start`` to ``end``."""
        after = self.text[end : self._line_end(end)].strip()
        return not self.text[self._line_start(start) : start].strip() and (not after or after.startswith("#"))

    def _comments(self, start: int, end: int) -> str:
        """Return the comments between two places, each on a line of its own."""
        indent = self._indent(start)
        return "".join(f"{indent}{self.text[a:b]}\n" for a, b in self.layout.comments if start <= a < end)

    def _without_lines(self, start: int, end: int) -> Splice:
        """Take the lines from ``start`` to ``end`` out; the comments on them stay."""
        last = self._line_end(end)
        return Splice(self._line_start(start), last, self._comments(start, last))

    def _above(self, at: int) -> int:
        """Return the start of the comments that stand right above the line of ``at``, or of that line."""
        start = self._line_start(at)
        while start and self.text[self._line_start(start - 1) : start].lstrip().startswith("#"):
            start = self._line_start(start - 1)
        return start

    # Setting.

    def _at(self, path: Path) -> Placed | None:
        return self._by_path.get(path)

    def _set(self, change: Change) -> list[Splice]:
        here = self._at(change.path)
        if here is None:
            return self._remove(change.path)
        value = here.part.value
        if value.kind == "array" and isinstance(change.after, list) and "\n" in self.text[value.start : value.end]:
            return self._set_elements(value, change)
        if here.within is None:
            kept = self._comments(value.start, value.end)
            new = Splice(value.start, value.end, self._worded(value, change.after))
            start = self._line_start(here.part.start)
            return [Splice(start, start, kept), new] if kept else [new]
        return [Splice(value.start, value.end, literal(change.after))]

    def _worded(self, value: Value, after: Any) -> str:  # noqa: ANN401
        """Return a value for a line of a table, on one line or over several as it was."""
        was_long = self.text.startswith(('"""', "'''"), value.start)
        return line_value(after) if was_long or not isinstance(after, str) or "\n" in after else literal(after)

    def _set_elements(self, value: Value, change: Change) -> list[Splice]:
        """Change an array over several lines element by element, the first difference first."""
        _, start, end, first, last = aligned(change.before, change.after)[0]
        both = min(end - start, last - first)
        if both:
            pairs = zip(value.parts[start : start + both], change.after[first : first + both], strict=True)
            return [Splice(part.value.start, part.value.end, literal(new)) for part, new in pairs]
        if end > start:
            return self._without_part(value, start)
        return self._with_element(value, start, literal(change.after[first]))

    def _with_element(self, value: Value, number: int, word: str) -> list[Splice]:
        """Put an element into an array, before the one that has its number now."""
        parts = value.parts
        if number == 0 and parts:
            start = parts[0].start
            lone = self.text[self._line_start(start) : start].isspace() or self._line_start(start) == start
            return [Splice(start, start, f"{word},\n{self._indent(start)}" if lone else f"{word}, ")]
        if not parts:
            at = value.end - 1
            return [Splice(at, at, f"    {word},\n{self._indent(at)}")]
        before = parts[number - 1]
        end, comma = before.value.end, self._comma(before.value.end)
        if not self._alone(before.start, comma or end):
            return [Splice(end, end, f", {word}")]
        # Behind the line, so that the comment on it stays with its element.
        line = self._line_end(end)
        new = Splice(line, line, f"{self._indent(before.start)}{word},\n")
        return [new] if comma else [Splice(end, end, ","), new]

    # Removing.

    def _remove(self, path: Path) -> list[Splice]:
        found: list[Splice] = []
        done: Path | None = None
        for one in self.placed:
            if one.path[: len(path)] == path and (done is None or one.path[: len(done)] != done):
                done = one.path
                if one.within is None:
                    found.append(self._without_lines(one.part.start, one.part.value.end))
                else:
                    found += self._without_part(one.within, one.number)
        found += [
            self._without_heading(one) for one in self.layout.tables if one.path and one.path[: len(path)] == path
        ]
        return found

    def _without_heading(self, table: Table) -> Splice:
        splice = self._without_lines(table.start, table.end)
        start = splice.start
        # The blank line that set the table apart goes with it, unless a comment stays behind.
        commented = splice.text or any(table.start <= a < table.close for a, _ in self.layout.comments)
        while not commented and start and not self.text[self._line_start(start - 1) : start].strip():
            start = self._line_start(start - 1)
        return Splice(start, splice.end, splice.text)

    def _without_part(self, within: Value, number: int) -> list[Splice]:
        """Take a member or an element out, with one comma; comments stay."""
        parts = within.parts
        start, end = parts[number].start, parts[number].value.end
        comma = self._comma(end)
        if self._alone(start, comma or end):
            return [self._without_lines(start, comma or end)]
        if number + 1 < len(parts) and not self._comments(start, parts[number + 1].start):
            return [Splice(start, parts[number + 1].start, "")]
        if number and not comma and not self._comments(parts[number - 1].value.end, end):
            return [Splice(parts[number - 1].value.end, end, "")]
        if number + 1 < len(parts) and not comma:
            msg = "a comma stands behind a comment"
            raise ValueError(msg)
        return [Splice(start, comma or end, "")]

    def _comma(self, end: int) -> int:
        """Return the place behind the comma that follows on the same line, or 0."""
        rest = self.text[end : self._line_end(end)]
        return end + len(rest) - len(rest.lstrip()) + 1 if rest.lstrip().startswith(",") else 0

    # Adding.

    def _add(self, change: Change) -> list[Splice]:
        path, value = change.path, change.after
        above, name = path[:-1], path[-1]
        holder = self._at(above)
        if isinstance(name, int):
            if holder is not None:
                return self._with_element(holder.part.value, name, literal(value))
            return [self._block(path, value, several=True)]
        if holder is not None and holder.part.value.kind == "inline":
            return [self._member(holder.part.value, above, name, value)]
        if not on_one_line(value):
            return [self._block(path, value, several=several_tables(value))]
        return [self._add_line(above, name, value)]

    def _add_line(self, above: Path, name: str, value: Any) -> Splice:  # noqa: ANN401  # whatever a TOML file may hold
        table = next((one for one in self.layout.tables if one.path == above), None)
        if table is not None:
            return self._line(table, above, name, value)
        dotted = [one for one in self.placed if one.path[: len(above)] == above and self._starts_above(one, above)]
        if dotted:
            return self._dotted(dotted[-1], above, name, value)
        return self._block(above, {name: value}, several=False)

    def _starts_above(self, one: Placed, above: Path) -> bool:
        """Tell whether the dotted keys of a line or member lead through the table at ``above``."""
        return len(one.path) > len(above) > len(one.path) - len(one.part.keys)

    def _sides(self, above: Path, name: str) -> tuple[list[str], list[str]]:
        """Return which keys go before and after ``name`` in the table at ``above``, the nearest first."""
        place: Any = self.order
        for step in above:
            place = place[step] if isinstance(place, Mapping) and step in place else {}
        keys = [key for key in place if isinstance(key, str)] if isinstance(place, Mapping) else []
        here = keys.index(name) if name in keys else len(keys)
        return keys[:here][::-1], keys[here + 1 :]

    def _line(self, table: Table, above: Path, name: str, value: Any) -> Splice:  # noqa: ANN401
        before, after = self._sides(above, name)
        written = f"{key_word(name)} = {line_value(value)}\n"
        for key in before:
            if found := [part for part in table.parts if part.keys[0] == key]:
                at = self._line_end(found[-1].value.end)
                return Splice(at, at, self._indent(found[-1].start) + written)
        for part in table.parts:
            if part.keys[0] in after:
                at = self._above(part.start)
                return Splice(at, at, self._indent(part.start) + written)
        last = table.parts[-1].value.end if table.parts else table.end
        at = self._line_end(last) if last or table.path else 0
        return Splice(at, at, written)

    def _member(self, inline: Value, above: Path, name: str, value: Any) -> Splice:  # noqa: ANN401
        before, after = self._sides(above, name)
        written = f"{key_word(name)} = {literal(value)}"
        parts = inline.parts
        if not parts:
            return Splice(inline.start, inline.end, f"{{ {written} }}")
        last = next((part for key in before for part in parts if part.keys[0] == key), None)
        first = next((part for part in parts if part.keys[0] in after), None)
        if last is None and first is not None:
            return Splice(first.start, first.start, f"{written}, ")
        at = (last or parts[-1]).value.end
        return Splice(at, at, f", {written}")

    def _dotted(self, beside: Placed, above: Path, name: str, value: Any) -> Splice:  # noqa: ANN401
        """Add a key to a table that stands only in the dotted keys of others."""
        keys = beside.part.keys
        prefix = keys[: len(keys) - (len(beside.path) - len(above))]
        written = ".".join(map(key_word, (*prefix, name)))
        at = beside.part.value.end
        if beside.within is not None:
            return Splice(at, at, f", {written} = {literal(value)}")
        at = self._line_end(at)
        return Splice(at, at, f"{self._indent(beside.part.start)}{written} = {line_value(value)}\n")

    def _block(self, path: Path, value: Any, *, several: bool) -> Splice:  # noqa: ANN401
        """Add a table with a heading of its own, behind the last table that goes before it."""
        at = self._place_of(path)
        written = block(path, value, several=several and isinstance(value, Mapping))
        ahead = "\n" if self.text[:at].rstrip(" \t\r").removesuffix("\n").rpartition("\n")[2].strip() else ""
        behind = "\n" if self.text[at : self._line_end(at)].strip() else ""
        return Splice(at, at, f"{ahead}{written}{behind}")

    def _place_of(self, path: Path) -> int:
        """Return where a new table goes: behind one that goes before it, else before one that goes after it."""
        tables, above, name = self.layout.tables, path[:-1], path[-1]
        before: list[Any] = [name - 1] if isinstance(name, int) else self._sides(above, name)[0]
        for key in before:
            if found := [one for one in tables if one.path[: len(path)] == (*above, key)]:
                return self._end_of(found[-1])
        for one in tables:
            if one.path == above:
                return self._end_of(one)
        beside = [one for one in tables if one.path and one.path[: len(above)] == above]
        if beside:
            return self._above(beside[0].start)
        for depth in range(len(above) - 1, 0, -1):
            if found := [one for one in tables if one.path[:depth] == above[:depth]]:
                return self._end_of(found[-1])
        return len(self.text)

    def commented(self, table: Table) -> bool:
        """Tell whether a comment belongs to ``table``: in it, or right above its heading."""
        start = self._above(table.start)
        limit = self._above(table.close) if table.close < len(self.text) else table.close
        return any(start <= place < limit for place, _ in self.layout.comments)

    def _end_of(self, table: Table) -> int:
        """Return where the lines of a table end: before blank lines, and comments that belong to the next heading."""
        limit = self._above(table.close) if table.close < len(self.text) else table.close
        end = table.parts[-1].value.end if table.parts else table.end
        end = max([end, *(b for a, b in self.layout.comments if end <= a < limit)])
        return min(self._line_end(end), limit) if end or table.path else limit


def with_comments(text: str, keys: Iterable[str]) -> list[str]:
    """Return which of ``keys`` are headed tables of ``text`` with a comment in them, or right above them."""
    here, wanted = Text(text, {}), {(key,) for key in keys}
    return [str(one.path[0]) for one in here.layout.tables if one.path in wanted and here.commented(one)]


def spliced(text: str, pieces: list[Splice]) -> str:
    """Return ``text`` with all ``pieces``; where several begin at one place, their texts follow each other."""
    out: list[str] = []
    at = 0
    for start, end, new in sorted(pieces, key=lambda piece: (piece.start, piece.end > piece.start)):
        if start < at:
            msg = "two changes take the same place"
            raise ValueError(msg)
        out += [text[at:start], new]
        at = end
    return "".join([*out, text[at:]])
