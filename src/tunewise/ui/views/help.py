"""Help: for the focused field its meaning, rule and source; for a screen its keys."""

from tunewise.domain.assessment import Assessment
from tunewise.knowledge.schema import Factor
from tunewise.knowledge.tables import Knowledge
from tunewise.ui.commands import COMMANDS, FIELD_DIGITS, SCREENS, commands_for, keyed
from tunewise.ui.fields import Field
from tunewise.ui.lines import BLANK, Line, bullet, line, pad, paragraph, right, rule
from tunewise.ui.views.ranking import option_detail
from tunewise.ui.views.readiness import check_detail


def field_help(field: Field, assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    """Return everything about a field: why it is asked, what it does to the ranking, its sources and its keys."""
    rows = [rule(field.label, width), *paragraph(field.why, width)]
    rows += paragraph(f"Sources: {', '.join(field.sources)}", width, "muted")
    rows += source_titles(field.sources, knowledge, width)
    if field.kind == "slider":
        rows += _signal_help(field, assessment, knowledge, width)
    elif field.kind == "check":
        rows += [BLANK, *check_detail(field, assessment, knowledge, width)]
    rows += [BLANK, *paragraph(f"Key in the file: {field.key}", width, "muted")]
    if field.key == "facts.tuning_route_offered":
        rows += _routes(knowledge, width)
    rows += _gates_asking(field, knowledge, width)
    return [*rows, BLANK, *key_help("field", width)]


def _signal_help(field: Field, assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    factor = knowledge.signals[field.name]
    reading = assessment.reading(field.name)
    value = (
        "unknown: the expected value under its prior counts"
        if reading.value is None
        else f"{reading.value}, {reading.band}"
    )
    rows = [
        BLANK,
        *paragraph(
            f"Here: {value}{f' ({reading.note})' if reading.note else ''}. {_stake(factor, assessment)}",
            width,
            "strong",
        ),
        *paragraph(f"High: {factor.when_high}", width),
        *paragraph(f"Low: {factor.when_low}", width),
        BLANK,
        rule("what it earns each option here", width),
    ]
    for entry in assessment.ranking.options:
        part = next((one for one in entry.contributions if one.factor == field.name), None)
        if part is None:
            continue
        words = " assumed" if part.assumed else ""
        rows.append(
            line(
                f"{entry.letter} ",
                (pad(entry.label, 31), "text"),
                (right(f"{part.earned_points:.1f}", 6), "strong"),
                (f" of {part.possible_points:.0f}{words}", "muted"),
            )
        )
    return rows


def _stake(factor: Factor, assessment: Assessment) -> str:
    points = factor.points_in(assessment.ranking.scope)
    if points:
        return f"At stake: {points} of 100 points."
    return keyed("It counts in the full scope only; {recommend.scope} switches to it.")


def source_titles(sources: tuple[str, ...], knowledge: Knowledge, width: int) -> list[Line]:
    """Return what the short ids of ``sources`` stand for."""
    ids = dict.fromkeys(source.split(" ", 1)[0].rstrip(":") for source in sources)
    rows: list[Line] = []
    for name in ids:
        entry = knowledge.sources[name]
        publisher = f", {entry.publisher}" if entry.publisher else ""
        read = f", read {entry.read}" if entry.read else ""
        rows += paragraph(f"{name}: {entry.title}{publisher}{read}", width, "muted", "  ")
    return rows


def _routes(knowledge: Knowledge, width: int) -> list[Line]:
    """Return which ways to tune are offered, as of the day each was looked up."""
    rows = [BLANK, rule("ways to tune and serve, as they were looked up", width)]
    for route in knowledge.cases.route:
        mark = {"offered": "✓", "closing": "!", "closed": "✗"}[route.status]
        check = "; check this" if route.confidence == "C" else ""
        rows += bullet(mark, f"{route.label}: {route.status}. {route.says}", width, "text")
        rows += paragraph(f"{', '.join(route.sources)}, read {route.read}{check}", width - 4, "muted", "   ")
    return rows


def _gates_asking(field: Field, knowledge: Knowledge, width: int) -> list[Line]:
    asking = [
        gate
        for gate in knowledge.tables.gate
        if gate.asks == field.key
        or any(
            field.name in {leaf.signal, leaf.fact, leaf.check}
            for clause in gate.closes_when
            for leaf in clause.leaves()
        )
    ]
    rows: list[Line] = []
    for gate in asking:
        letters = " ".join(sorted(knowledge.choices[option].letter for option in gate.hits))
        rows += [BLANK, rule(f"gate: {gate.id.replace('-', ' ')} ({gate.tier.replace('-', ' ')}) for {letters}", width)]
        rows += [
            *paragraph(gate.says, width),
            *paragraph(f"Opens: {gate.opens}", width),
            *paragraph(", ".join(gate.sources), width, "muted"),
        ]
    return rows


def stack_help(option: str, assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    """Return how to read the ranked stack, and the option under its cursor in full."""
    rows = [rule("the ranked stack", width)]
    for text in (*_STACK, *_LEGEND):
        rows += paragraph(keyed(text), width)
    return [*rows, BLANK, rule("under the cursor", width), *option_detail(option, assessment, knowledge, width)]


def screen_help(screen: str, knowledge: Knowledge, width: int) -> list[Line]:
    """Return what a screen is for, its keys, and how to read it."""
    label = dict(SCREENS).get(screen, screen)
    rows = [rule(label, width), *paragraph(_about(screen), width), BLANK]
    rows += key_help(screen, width) if any(command.where == screen for command in COMMANDS) else []
    for where in ("field", "list", "all", "dialog", "editor"):
        rows += key_help(where, width)
    rows += [BLANK, rule("how to read it", width)]
    for text in _LEGEND:
        rows += paragraph(text, width)
    meta = knowledge.meta
    rows += [
        BLANK,
        *paragraph(
            f"Knowledge {meta.id} {meta.version}, reviewed {meta.reviewed}, sha256 {knowledge.sha256[:12]}.",
            width,
            "muted",
        ),
    ]
    for source in knowledge.tables.source:
        publisher = f", {source.publisher}" if source.publisher else ""
        rows += paragraph(f"{source.id}: {source.title}{publisher}", width, "muted", "  ")
    return rows


def _about(screen: str) -> str:
    return keyed(_ABOUT.get(screen, ""))


_ABOUT = {
    "scenario": "A wizard of short steps, each of which can be skipped. Leader and next question stay in sight.",
    "recommend": "Every option with its score, ranked anew with every key. {recommend.why} tells why one stands there.",
    "cost": "What every way costs: today's prompt, the same cached, each option left open, and the stronger model. "
    "Six simple controls first; {cost.page-next} opens the rest page by page, {cost.count} counts typical figures "
    "for what nobody told. The figures on a page belong to the way under the cursor of the table.",
    "readiness": "Eight checks. Training may start when nothing is missing. Files and facts settle what they can.",
}
_STACK = (
    "All twelve options by score, those ruled out last. {list.open} or {recommend.why} opens the one under the cursor.",
    "The score is the sum of what the option earns on each factor; gates hold it back without changing the score.",
)
_LEGEND = (
    "◆ is always where you are. ░ is always assumed: you have not said, so the expected value counts.",
    "Letters name the options everywhere. A bar is as long as its score, from 0 to 100.",
    "open: nothing holds it back. not yet: something comes first. ruled out: not in this situation.",
    "low is below 40, medium 40 to 69, high from 70. ° marks a value derived from a fact.",
)


def key_help(where: str, width: int) -> list[Line]:
    """Return the keys of one place, one command a line."""
    titles = {"all": "keys everywhere", "dialog": "keys in help and in lists to pick from"}
    titles |= {"field": "keys in a field", "list": "keys in a list", "editor": "keys in an editor"}
    rows = [rule(titles.get(where, "keys on this screen"), width)]
    rows += [
        line((f" {pad(command.key_words or 'no key', 16)} ", "accent"), (command.help, "text"))
        for command in commands_for(where)
    ]
    if where == "field":
        rows.append(line((f" {pad(FIELD_DIGITS[0], 16)} ", "accent"), FIELD_DIGITS[1]))
    return rows
