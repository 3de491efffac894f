"""The closer looks of the Readiness screen by name; what paints one is imported when somebody first takes it."""

from tunewise.ui.widgets.closer_look import Look, Looks, Painters


def _pages_of(name: str) -> Painters:
    if name == "data":
        from tunewise.ui.views.looks import data  # noqa: PLC0415

        return data.found_page, data.sample_page
    if name == "walk":
        from tunewise.ui.views.looks import results  # noqa: PLC0415

        return results.walk_page, results.variants_page, results.groups_page
    if name == "ladder":
        from tunewise.ui.views.looks import ladder  # noqa: PLC0415

        return (ladder.ladder_page,)
    from tunewise.ui.views.looks import planned  # noqa: PLC0415

    return planned.plan_page, planned.phases_page


EVIDENCE_LOOKS = Looks(
    {
        "data": Look("readiness.found", 2),
        "walk": Look("readiness.tree", 3),
        "ladder": Look("readiness.rungs", 1),
        "plan": Look("readiness.plan", 2),
    },
    _pages_of,
)
"""The closer looks at what was measured and planned."""
