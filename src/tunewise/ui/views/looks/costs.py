"""The closer looks of the Cost screen by name; what paints one is imported when somebody first takes it."""

from tunewise.ui.widgets.closer_look import Look, Looks, Painters


def _pages_of(name: str) -> Painters:
    if name == "bill":
        from tunewise.ui.views.looks import bill  # noqa: PLC0415

        return bill.bill_page, bill.parts_page, bill.warnings_page
    if name == "moves":
        from tunewise.ui.views.looks import moves  # noqa: PLC0415

        return moves.moves_page, moves.map_page, moves.turns_page
    if name == "chances":
        from tunewise.ui.views.looks import chances  # noqa: PLC0415

        return chances.chances_page, chances.all_chances_page
    from tunewise.ui.views.looks import spend  # noqa: PLC0415

    return (spend.spend_page,)


COST_LOOKS = Looks(
    {
        "bill": Look("cost.bill", 3),
        "moves": Look("cost.moves", 3, slow=True),
        "chances": Look("cost.chances", 2),
        "spend": Look("cost.plot", 1),
    },
    _pages_of,
)
"""The closer looks of the Cost screen."""
