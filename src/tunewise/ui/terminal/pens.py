"""Pens: how a cell is painted, as the terminal was told, and the shortest way from one pen to another.

A pen keeps the parameters of the SGR sequences word for word, one per group (weight, colour, background …), so that
16, 256 and 16 million colours, and none at all, pass unchanged.
"""

from typing import Final

Groups = tuple[tuple[str, str], ...]

_ON: Final = {
    "1": "bold", "2": "dim", "3": "italic", "4": "underline", "21": "underline", "5": "blink", "6": "blink",
    "7": "reverse", "8": "conceal", "9": "strike", "51": "frame", "52": "frame", "53": "overline",
}  # fmt: skip
_OFF: Final = {
    "22": ("bold", "dim"), "23": ("italic",), "24": ("underline",), "25": ("blink",), "27": ("reverse",),
    "28": ("conceal",), "29": ("strike",), "39": ("colour",), "49": ("background",), "54": ("frame",),
    "55": ("overline",), "59": ("underline colour",),
}  # fmt: skip
_COLOURS: Final = {"38": "colour", "48": "background", "58": "underline colour"}

# What a single parameter takes back; the rest is taken back by a reset only, which every terminal knows.
_TAKEN_BACK: Final = {
    "bold": "22", "dim": "22", "italic": "23", "underline": "24", "reverse": "27", "strike": "29",
    "colour": "39", "background": "49",
}  # fmt: skip
# What shows on a blank: without any of these only the background does.
_ON_BLANKS: Final = frozenset({"underline", "reverse", "strike", "blink", "frame", "overline", "conceal"})


class Pen:
    """How a cell is painted. Pens are made by ``pen`` only: equal pens are one object, compared by identity."""

    __slots__ = ("background", "blank", "groups", "link", "parameters", "plain")

    def __init__(self, groups: Groups, link: str) -> None:
        self.groups = groups
        self.link = link
        self.parameters = ";".join(value for _, value in groups)
        names = {name for name, _ in groups}
        # Whether a blank in this pen looks like an erased cell.
        self.plain = not link and not names & _ON_BLANKS and not names & {"background", "other"}
        # What a blank in this pen looks like, and what an erased cell does.
        self.blank: Pen = self
        self.background: Pen = self


_PENS: dict[tuple[Groups, str], Pen] = {}
_MOST_REMEMBERED = 4_096


def pen(groups: Groups, link: str = "") -> Pen:
    """Return the pen of these groups and hyperlink (the parameters and target of OSC 8, or nothing)."""
    found = _PENS.get((groups, link))
    if found is None:
        found = Pen(groups, link)
        only = tuple(group for group in groups if group[0] == "background")
        if only != groups or link:
            found.background = pen(only)
            names = {name for name, _ in groups}
            if not link and not names & _ON_BLANKS and "other" not in names:
                found.blank = found.background
        _PENS[groups, link] = found
    return found


DEFAULT: Final = pen(())


def _colour_at(parts: list[str], at: int) -> int:
    """Return how many parameters the colour beginning at ``at`` takes; what is cut short takes all that is left."""
    kind = parts[at + 1] if at + 1 < len(parts) else ""
    return {"5": 3, "2": 5}.get(kind, 2)


def _applied(groups: dict[str, str], parts: list[str]) -> None:
    at = 0
    while at < len(parts):
        part = parts[at].lstrip("0") or "0"
        taken = 1
        head = part.split(":", 1)[0]
        if part == "0":
            groups.clear()
        elif part in _OFF or part == "4:0":
            for name in _OFF.get(part, ("underline",)):
                groups.pop(name, None)
        elif head in _COLOURS:
            taken = 1 if ":" in part else _colour_at(parts, at)
            groups[_COLOURS[head]] = ";".join(parts[at : at + taken])
        elif head in _ON:
            groups[_ON[head]] = part
        elif part.isdigit() and (30 <= int(part) <= 37 or 90 <= int(part) <= 97):
            groups["colour"] = part
        elif part.isdigit() and (40 <= int(part) <= 47 or 100 <= int(part) <= 107):
            groups["background"] = part
        else:
            groups["other"] = ";".join(filter(None, (groups.get("other", ""), part)))
        at += taken


_ORDER: Final = (
    "other", "bold", "dim", "italic", "underline", "underline colour", "blink", "reverse", "conceal", "strike",
    "frame", "overline", "colour", "background",
)  # fmt: skip
_AFTER: dict[tuple[Pen, str], Pen] = {}


def after(before: Pen, parameters: str) -> Pen:
    """Return the pen that ``ESC [ parameters m`` makes of ``before``."""
    found = _AFTER.get((before, parameters))
    if found is None:
        groups = dict(before.groups)
        _applied(groups, parameters.split(";"))
        found = pen(tuple((name, groups[name]) for name in _ORDER if name in groups), before.link)
        if len(_AFTER) > _MOST_REMEMBERED:
            _AFTER.clear()
        _AFTER[before, parameters] = found
    return found


_WAYS: dict[tuple[Pen, Pen], str] = {}


def way(before: Pen, wanted: Pen) -> str:
    """Return the shortest text that turns one pen into the other."""
    if before is wanted:
        return ""
    found = _WAYS.get((before, wanted))
    if found is None:
        found = _colours(before, wanted)
        if before.link != wanted.link:
            found += f"\x1b]8;{wanted.link or ';'}\x1b\\"
        if len(_WAYS) > _MOST_REMEMBERED:
            _WAYS.clear()
        _WAYS[before, wanted] = found
    return found


def _colours(before: Pen, wanted: Pen) -> str:
    if before.groups == wanted.groups:
        return ""
    whole = f"\x1b[0;{wanted.parameters}m" if wanted.groups else "\x1b[m"
    had, has = dict(before.groups), dict(wanted.groups)
    lost = [name for name in had if name not in has]
    if any(name not in _TAKEN_BACK for name in lost) or had.get("other") != has.get("other"):
        return whole
    if "colour" in lost and "underline" in has:
        return whole  # old Linux consoles end the underline together with the colour
    steps = list(dict.fromkeys(_TAKEN_BACK[name] for name in lost))
    # 22 takes both weights away, so that the one which stays is set again.
    again = {"bold", "dim"} if "22" in steps else set()
    steps += [value for name, value in has.items() if had.get(name) != value or name in again]
    part = f"\x1b[{';'.join(steps)}m"
    return part if len(part) < len(whole) else whole
