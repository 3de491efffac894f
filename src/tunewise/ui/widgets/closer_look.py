"""The closer look on the Recommend screen: pages of rows with a cursor. What takes long waits until all is quiet."""

import asyncio
from collections.abc import Callable, Hashable
from functools import partial
from time import monotonic
from typing import NamedTuple

from textual.timer import Timer

from tunewise.domain.analysis import Robustness
from tunewise.domain.assessment import Assessment
from tunewise.session.edits import set_value
from tunewise.ui.commands import key_of, pair_of
from tunewise.ui.fields import Field
from tunewise.ui.keymap import bindings_of
from tunewise.ui.lines import Line, cut, line, plain, rule
from tunewise.ui.views.looks.base import Looker, Page, Topic
from tunewise.ui.widgets.field_row import Asked
from tunewise.ui.widgets.painted import Painted

Painter = Callable[[Looker, int, int], Page]


class Look(NamedTuple):
    """One look: the command that opens it, how many pages it has, and whether it is too slow to follow every key."""

    command: str
    pages: int
    slow: bool = False

    @property
    def key(self) -> str:
        """Return the key that opens it."""
        return key_of(self.command)


Painters = tuple[Painter, ...]


class Looks(NamedTuple):
    """The looks that a screen offers, and what gives the painters of one by its name."""

    table: dict[str, Look]
    pages_of: Callable[[str], Painters]


LOOKS: dict[str, Look] = {
    "why": Look("recommend.why", 3),
    "what_if": Look("recommend.what-if", 4, slow=True),
    "how_sure": Look("recommend.how-sure", 3, slow=True),
    "what_next": Look("recommend.what-next", 4),
    "cases": Look("recommend.cases", 1),
    "matrix": Look("recommend.matrix", 1),
}
"""The looks by name; the same key again turns the page, escape goes back."""


def pages_of(name: str) -> Painters:
    """Return what paints the pages of a look; it is imported when somebody first takes that look."""
    if name == "why":
        from tunewise.ui.views.looks import why  # noqa: PLC0415

        return why.ledger_page, why.against_page, why.lessons_page
    if name == "what_if":
        from tunewise.ui.views.looks import what_if  # noqa: PLC0415

        return what_if.strips_page, what_if.map_page, what_if.weights_page, what_if.true_page
    if name == "how_sure":
        from tunewise.ui.views.looks import how_sure  # noqa: PLC0415

        return how_sure.chances_page, how_sure.ranks_page, how_sure.central_page
    if name == "what_next":
        from tunewise.ui.views.looks import what_next  # noqa: PLC0415

        return what_next.path_page, what_next.questions_page, what_next.combine_page, what_next.place_page
    if name == "cases":
        from tunewise.ui.views.looks import cases  # noqa: PLC0415

        return (cases.cases_page,)
    from tunewise.ui.views.looks import matrix  # noqa: PLC0415

    return (matrix.matrix_page,)


RANKING_LOOKS = Looks(LOOKS, pages_of)
"""The closer looks at the ranking."""

_QUIET_SECONDS = 0.12
_PROGRESS_SECONDS = 0.25
_PAUSE_SECONDS = 0.005


class CloserLook(Painted, can_focus=True):
    """One look at a time. It holds where the reader is, never what it shows."""

    DEFAULT_CSS = "CloserLook { height: 1fr; }"
    BINDINGS = bindings_of(
        "list",
        {
            "down": "move(1)",
            "up": "move(-1)",
            "right": "turn(1)",
            "left": "turn(-1)",
            "page-down": "scroll_rows(1)",
            "page-up": "scroll_rows(-1)",
            "first": "move(-999)",
            "last": "move(999)",
            "open": "app.explain_field",
        },
    )

    def __init__(self, chosen: Callable[[], str], looks: Looks = RANKING_LOOKS) -> None:
        super().__init__(id="look")
        self._chosen = chosen
        self._looks = looks
        self.showing: str | None = None
        self._page = self._cursor = self._first = self._turned = 0
        self._topics: list[tuple[int, Topic]] = []
        self._kept: dict[Hashable, object] = {}
        self._kept_for: Assessment | None = None
        self._robustness: Robustness | None = None
        self._drawn = (0, 0)
        self._waiting: Timer | None = None
        self._drawing: Assessment | None = None

    # What it shows.

    def show(self, name: str) -> None:
        """Open a look; the one that shows already turns its page."""
        if self.showing == name:
            self._page = (self._page + 1) % self._looks.table[name].pages
        else:
            self.showing, self._page = name, 0
        self._cursor = self._first = self._turned = 0
        self.repaint_now()

    def close(self) -> None:
        """Show nothing, and stop drawing."""
        self.showing = None
        self.workers.cancel_group(self, "draws")
        self._drawing = None
        self.repaint_now()

    @property
    def topic(self) -> Topic | None:
        """Return what the cursor is on."""
        if not self._topics:
            return None
        return self._topics[min(self._cursor, len(self._topics) - 1)][1]

    def looker(self) -> Looker:
        """Return what the look looks at now."""
        app = self.tunewise
        if self._kept_for is not app.assessment:
            self._kept_for, self._kept, self._robustness, self._drawn = app.assessment, {}, None, (0, 0)
        return Looker(
            app.assessment,
            app.knowledge,
            self._chosen(),
            self.topic,
            self._turned,
            self._robustness,
            self._drawn,
            self._keep,
            app.desk,
            app.evidence,
            app.whole_cells,
        )

    def _keep(self, key: Hashable, make: Callable[[], object]) -> object:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the title and the rows that show."""
        if self.showing is None or height < 2:
            return []
        look = self._looks.table[self.showing]
        page = self._looks.pages_of(self.showing)[self._page](self.looker(), width, height)
        self._topics = [(place, row.topic) for place, row in enumerate(page.rows) if row.topic is not None]
        self._into_sight(len(page.rows), height - 1)
        shown = page.rows[self._first : self._first + height - 1]
        under = self._topics[min(self._cursor, len(self._topics) - 1)][0] if self._topics else -1
        rows = [
            _marked(row.text) if self.has_focus and self._first + place == under else row.text
            for place, row in enumerate(shown)
        ]
        left = len(page.rows) - self._first - len(shown)
        if left > 0:
            rows[-1] = line((f"  ▾ {left + 1} more", "muted"))
        return [_title(page, look, self._page, width), *rows]

    def _into_sight(self, count: int, height: int) -> None:
        """Keep the window within the rows and the cursor within the window."""
        if self._topics and not self._scrolled:
            place = self._topics[min(self._cursor, len(self._topics) - 1)][0]
            if place < self._first:
                self._first = place
            elif place >= self._first + height - 1:
                self._first = place - height + 2
        self._first = max(0, min(self._first, count - height))

    _scrolled = False

    def places(self) -> list[tuple[int, Callable[[], None]]]:
        """Return the lines that the cursor can go to; where there are none, the look itself."""
        rows = range(self._first, self._first + self.size.height - 1)
        left = bool(self.rows) and plain(self.rows[-1]).startswith("  ▾ ")
        end = rows.stop - 1 if left else rows.stop
        found: list[tuple[int, Callable[[], None]]] = [
            (place - self._first + 1, partial(self._go, number))
            for number, (place, _) in enumerate(self._topics)
            if rows.start <= place < end
        ]
        return found or super().places()

    def _go(self, number: int) -> None:
        self._cursor = number
        super().repaint()

    # What happens when the model changes.

    def repaint(self) -> None:
        """Follow the model: at once where that is quick, otherwise when no further change came for a moment."""
        changed = self._kept_for is not self.tunewise.assessment
        if self.showing and self._looks.table[self.showing].slow and changed and self._kept_for is not None:
            if self._waiting is not None:
                self._waiting.stop()
            self.workers.cancel_group(self, "draws")
            self._drawing = None
            self._waiting = self.set_timer(_QUIET_SECONDS, self.repaint_now)
            return
        super().repaint()

    def repaint_now(self) -> None:
        """Paint what stands now, and start drawing where the look rests on draws."""
        self._waiting = None
        super().repaint()
        self._start_drawing()

    def on_resize(self) -> None:
        """Paint for the new size."""
        super().on_resize()
        self._start_drawing()

    def _start_drawing(self) -> None:
        """Start to draw where the look rests on draws and none are under way for what stands now."""
        assessment = self.tunewise.assessment
        under_way = self._drawing is assessment and any(worker.group == "draws" for worker in self.workers)
        if self.showing == "how_sure" and self._robustness is None and self.size and not under_way:
            self._drawing = assessment
            self.run_worker(self._draw(), exclusive=True, group="draws")

    async def _draw(self) -> None:
        """Draw in slices, so that every key is answered in between; the next edit cancels it."""
        from tunewise.engine.robustness import Sampler  # noqa: PLC0415  # needed only once somebody asks

        app = self.tunewise
        assessment = app.assessment
        sampler = Sampler(assessment.scenario, app.knowledge)
        shown = monotonic()
        while sampler.done < sampler.total:
            sampler.draw(min(app.knowledge.meta.sampling.slice_draws, sampler.total - sampler.done))
            if monotonic() - shown >= _PROGRESS_SECONDS:
                shown = monotonic()
                self._drawn = (sampler.done, sampler.total)
                super().repaint()
            # Long enough for a key to pass through all its queues; nothing at all would let one slice in at each.
            await asyncio.sleep(_PAUSE_SECONDS)
        self._drawing = None
        if app.assessment is assessment:
            self._robustness = sampler.result()
            super().repaint()

    # Keys.

    def action_move(self, steps: int) -> None:
        """Move to another row with a topic; past the last one the rest scrolls by."""
        self._scrolled = False
        last = len(self._topics) - 1
        if self._cursor + steps > last >= 0 and steps == 1:
            self._scrolled = True
            self._first += 1
        else:
            self._cursor = max(0, min(last, self._cursor + steps)) if self._topics else 0
        super().repaint()

    def action_scroll_rows(self, pages: int) -> None:
        """Scroll by a window."""
        self._scrolled = True
        self._first = max(0, self._first + pages * max(1, self.size.height - 2))
        super().repaint()

    def action_turn(self, steps: int) -> None:
        """Turn to another rival, option, signal or factor; or turn the dial under the cursor."""
        if self.topic is not None and self.topic.kind == "dial":
            from tunewise.ui.views.looks import how_sure  # noqa: PLC0415

            key, value = how_sure.turned_dial(self.topic.name, steps, self.looker())
            field = Field(key, "choice", "How sure", "", ())
            self.tunewise.take_edit(Asked(set_value(key, value, f"draws: {value}"), field))
            self.repaint_now()
            return
        self._turned += steps
        super().repaint()


def _title(page: Page, look: Look, number: int, width: int) -> Line:
    """Return the rule above a look; what its keys do stays whole, the title gives way."""
    keys = [f"{look.key} next {number + 1}/{look.pages}"] if look.pages > 1 else []
    keys += [f"{pair_of('list.left', 'list.right')} {page.turns}"] if page.turns else []
    words = " · ".join([*keys, f"{key_of('help')} source", f"{key_of('leave')} back"])
    return rule(f"{cut(page.title, max(8, width - len(words) - 7))} · {words}", width)


def _marked(row: Line) -> Line:
    """Return ``row`` with the cursor in its first cell."""
    if not row:
        return line(("▸", "accent"))
    (text, role), *rest = row
    return (("▸", "accent"), (text[1:], role), *rest)
