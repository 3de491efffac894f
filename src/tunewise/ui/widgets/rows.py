"""The kinds of rows: what a step, a digit and a switch do to a slider, a number, a choice, an answer or a text."""

from decimal import Decimal, InvalidOperation
from math import floor, log10
from time import monotonic

from textual import events

from tunewise.domain.figures import likely
from tunewise.domain.scenario import TASK_KINDS
from tunewise.session.edits import set_ladder_level, settle_check
from tunewise.ui.commands import key_of, keyed
from tunewise.ui.fields import UNLESS_TOLD, Field
from tunewise.ui.host import Opening
from tunewise.ui.views.fields import check_of, members_of, track_span, value_at, value_of
from tunewise.ui.widgets.field_row import SAME_GESTURE_SECONDS, FieldRow, Typing

_CYCLE: dict[bool | None, bool | None] = {None: True, True: False, False: None}


class SliderRow(Typing):
    """A signal from 0 to 100, or unknown."""

    glides = True

    def step(self, steps: int) -> None:
        """Move the thumb; from unknown it starts in the middle of where the arrow points from."""
        value = self.tunewise.assessment.reading(self.field.name).value
        start = 50 if value is None else value
        moved = start if value is None else max(0, min(100, start + steps))
        self.ask(self.setting(moved))

    def take(self, typed: str) -> None:
        """Take up to three digits; a digit that would pass 100 starts over."""
        self.typed = typed if int(typed) <= 100 else typed[-1]
        self.ask(self.setting(int(self.typed)))

    def on_click(self, event: events.Click) -> None:
        """Move the thumb to where the mouse points."""
        start, cells = track_span(self.field, self.size.width)
        if start <= event.x < start + cells:
            self.ask(self.setting(value_at(event.x - start, cells)))


_SIZES = "eEkKmM"
"""Letters that a typed number may hold: a power of ten, thousands, millions."""

_WITH_POINT = {"usd": "digits, with a point before cents", "share": "per cent, with a point", "figure": "a number"}
"""Units whose figures have a fraction, and how they are typed."""


class NumberRow(Typing):
    """A count, an amount of dollars or a share in per cent; or unknown. Enter types it as a range."""

    accepted = "0123456789."
    glides = True
    _before: object = None

    def takes_key(self, event: events.Key) -> bool:
        """Collect digits; say what a figure is made of where another mark is typed."""
        unit = self.field.unit
        if event.character == "-" and self.field.key == "costs.monthly_growth_share" and not self.shown_typing:
            self._before = value_of(self.field, self.tunewise.assessment)
            self.typed = "-"
            self._last_change = monotonic()
            self.repaint()
            return True
        # A letter that follows a digit at once belongs to the number, as in 1e5 or 20k, and is no command.
        letter = bool(self.typed) and (event.character or "").isalpha() and self._typing
        if letter and (event.character or "x") in _SIZES and self.typed[-1].isdigit():
            self.take(f"{self.typed}{event.character}")
            self._last_change = monotonic()
            return True
        if letter or event.character in {",", "-", "+"} or (event.character == "." and unit not in _WITH_POINT):
            words = _WITH_POINT.get(unit, "digits only: a whole number")
            self.tunewise.say(f"{self.field.label}: type {words}; {key_of('field.edit')} types a range.")
            return True
        return super().takes_key(event)

    @property
    def _typing(self) -> bool:
        """Tell whether a digit was typed just now."""
        return monotonic() - self._last_change < SAME_GESTURE_SECONDS

    @property
    def counting(self) -> Decimal | None:
        """Return the value that counts now where the scenario holds none."""
        return UNLESS_TOLD.get(self.field.key)

    def action_enter(self) -> Opening:  # type: ignore[override]  # the keys after it are for the editor
        """Finish what was typed; where nothing was, type the figure as a range."""
        if self.typed:
            self.end_typing()
            self.repaint()
            return None
        return self.tunewise.edit_figure(self.field)

    @property
    def shown_typing(self) -> str:
        """Return what was typed while the model does not hold it: it is no number yet, or it was refused."""
        return "" if self._holds() else self.typed

    def step(self, steps: int) -> None:
        """Change the value by its second digit: 120,000 by 10,000."""
        value = value_of(self.field, self.tunewise.assessment)
        if value is None or isinstance(value, str | bool):
            value = self.counting
        if value is None:
            self._set(Decimal(self.field.first))
            return
        now = likely(value) * self._scale
        size = Decimal(10) ** (floor(log10(abs(now))) - 1) if now else Decimal(1)
        if self.field.unit not in _WITH_POINT:
            size = max(Decimal(1), size)
        if self.field.unit == "share":
            size = Decimal(1)
        least = Decimal(-100) if self.field.key == "costs.monthly_growth_share" else Decimal(0)
        self._set(max(least, now + steps * size))

    @property
    def _scale(self) -> Decimal:
        """Return how many times larger a figure is on the screen than in the scenario: shares read in per cent."""
        return Decimal(100) if self.field.unit == "share" else Decimal(1)

    def take(self, typed: str) -> None:
        """Take the digits typed so far; what is no valid value yet stays visible until it is one."""
        if len(typed) > 18 or typed.count(".") > 1:
            return
        if len(typed) == 1:
            self._before = value_of(self.field, self.tunewise.assessment)
        self.typed = typed
        value = _number(typed)
        if value is None:
            self.repaint()
        else:
            self._set(value, quiet=True)

    def _holds(self) -> bool:
        found = value_of(self.field, self.tunewise.assessment)
        return isinstance(found, int | Decimal) and found * self._scale == _number(self.typed)

    def _set(self, value: Decimal, *, quiet: bool = False) -> None:
        exact: Decimal | int = value / self._scale if self.field.unit in _WITH_POINT else int(value)
        self.ask(self.setting(exact), quiet=quiet)

    def end_typing(self) -> None:
        """Leave the number as the model has it. What was refused is refused aloud, and what stood before comes back."""
        value = _number(self.typed)
        if value is not None and not self._holds():
            self.ask(self.setting(self._before), quiet=True)
            self._set(value)
        self.typed = ""


def _number(typed: str) -> Decimal | None:
    size = {"k": 1_000, "m": 1_000_000}.get(typed[-1:].lower())
    try:
        return Decimal(typed) if size is None else Decimal(typed[:-1]) * size
    except InvalidOperation:
        return None


class ChoiceRow(FieldRow):
    """The kind of task."""

    def step(self, steps: int) -> None:
        """Go to another kind; before the first and after the last lies unknown."""
        choices = (None, *TASK_KINDS)
        place = choices.index(self.tunewise.assessment.scenario.task.kind)
        self.ask(self.setting(choices[(place + (1 if steps > 0 else -1)) % len(choices)]))


class PaidRow(FieldRow):
    """How retraining is paid: spread over the months, or in lumps."""

    def step(self, steps: int) -> None:
        """Go to the other way."""
        lumps = self.tunewise.assessment.scenario.costs.retraining_paid == "lumps"
        self.ask(self.setting(None if lumps else "lumps"))


class LadderRow(Typing):
    """The prompting ladder level, 0 to 5, or unknown."""

    accepted = "012345"

    def step(self, steps: int) -> None:
        """Climb or step down."""
        level = self.tunewise.assessment.readiness.ladder_level
        self._set(0 if level is None else max(0, min(5, level + (1 if steps > 0 else -1))))

    def take(self, typed: str) -> None:
        """Take one digit."""
        self._set(int(typed[-1]))

    def action_clear(self) -> None:
        """Make the level unknown."""
        self._set(None)

    def _set(self, level: int | None) -> None:
        self.ask(set_ladder_level(level))


class YesNoRow(FieldRow):
    """A fact that is yes, no or unknown."""

    def step(self, steps: int) -> None:
        """Go to the next answer."""
        value = value_of(self.field, self.tunewise.assessment)
        self.ask(self.setting(_CYCLE[value if isinstance(value, bool) else None]))


class CheckRow(FieldRow):
    """An item of the checklist. What a fact contradicts cannot be ticked."""

    def step(self, steps: int) -> None:
        """Go to the next answer."""
        state = check_of(self.field, self.tunewise.assessment).state
        self.answer(_CYCLE[{"yes": True, "no": False, "unknown": None}[state]])

    def action_clear(self) -> None:
        """Withdraw the answer."""
        self.answer(None)

    def answer(self, answer: bool | None) -> None:
        """Ask for ``answer``, unless a fact stands against it."""
        app = self.tunewise
        result = check_of(self.field, app.assessment)
        contradicted = result.state == "no" and not result.asserted
        if contradicted and result.basis == "file":
            upholds = keyed("On Readiness {readiness.answer} upholds your word, with a reason.")
            self.tunewise.say(f"{result.because}. {upholds}")
            return
        if contradicted and not app.knowledge.checks[self.field.name].yes_sets:
            self.tunewise.say(f"{result.label} cannot be ticked: {result.because}. {result.next_action}")
            return
        if contradicted and answer is None:
            answer = True
        self.ask(settle_check(self.field.name, answer, app.assessment.scenario, app.knowledge))


class MemberRow(FieldRow):
    """One thing that may be on a list: what fails, in the order of weight, or what runs already."""

    def step(self, steps: int) -> None:
        """Put it on the list, or take it off."""
        named = list(members_of(self.field, self.tunewise.assessment))
        if self.field.choice in named:
            named.remove(self.field.choice)
        else:
            named.append(self.field.choice)
        self.ask(self.setting(named or None))

    def action_clear(self) -> None:
        """Take it off the list."""
        if self.field.choice in members_of(self.field, self.tunewise.assessment):
            self.step(1)

    def action_enter(self) -> None:
        """Switch it."""
        self.step(1)


class TextRow(FieldRow):
    """A text; enter opens its editor."""

    def action_enter(self) -> Opening:  # type: ignore[override]  # the keys after it are for the editor
        """Open the editor."""
        return self.tunewise.edit_text(self.field)

    def action_clear(self) -> None:
        """Empty the text; a title stays."""
        if self.field.key == "title":
            self.tunewise.say(keyed("A scenario keeps its title; {field.edit} edits it."))
        else:
            self.ask(self.setting(None))

    def step(self, steps: int) -> None:
        """Open the editor: a text has no next value."""
        self.action_enter()


_ROWS: dict[str, type[FieldRow]] = {
    "slider": SliderRow,
    "number": NumberRow,
    "choice": ChoiceRow,
    "paid": PaidRow,
    "ladder": LadderRow,
    "yes-no": YesNoRow,
    "check": CheckRow,
    "failure": MemberRow,
    "placed": MemberRow,
    "text": TextRow,
}


def row_for(field: Field) -> FieldRow:
    """Return the row widget for ``field``."""
    return _ROWS[field.kind](field)
