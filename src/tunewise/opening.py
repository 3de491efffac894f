"""Open the app: set the process up for a quick start, read what was asked for, then hand over to the screens."""

import gc
import os


def open_app(name: str | None, *, theme: str | None, mouse: bool) -> int:
    """Open the app on a scenario file, on a shipped scenario by name, or on the wizard; return the exit status.

    Raises ``TunewiseError`` before anything is drawn when the scenario or the theme cannot be used.
    """
    # Nothing that is made while starting is garbage: collecting it would only look at it again and again.
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # How long a lone escape waits for the rest of a key; the default of 100 ms is felt. Read when Textual is imported.
    os.environ.setdefault("ESCDELAY", "25")
    from tunewise.domain.scenario import UNTITLED, Scenario  # noqa: PLC0415
    from tunewise.knowledge.load import shipped_knowledge  # noqa: PLC0415
    from tunewise.session.session import Session  # noqa: PLC0415
    from tunewise.store.scenario_files import Opened, open_scenario  # noqa: PLC0415
    from tunewise.store.themes import DEFAULT_THEME, load_theme  # noqa: PLC0415

    opened = open_scenario(name) if name else Opened(Scenario(title=UNTITLED), None)
    chosen = load_theme(theme or os.environ.get("TUNEWISE_THEME") or DEFAULT_THEME)
    session = Session(opened.scenario, shipped_knowledge(), opened.path)
    from tunewise.ui.app import run  # noqa: PLC0415  # Textual, only now

    return run(session, chosen, start="recommend" if name else "scenario", mouse=mouse, remark=opened.remark)
