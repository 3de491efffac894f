"""Make the README's pictures: the real app on a shipped scenario, after real keys."""

import asyncio
from pathlib import Path

from tunewise.knowledge.load import shipped_knowledge
from tunewise.session.session import Session
from tunewise.store.scenario_files import load_scenario
from tunewise.store.themes import load_theme
from tunewise.ui.app import TunewiseApp

HERE = Path(__file__).parent
SCENARIO = HERE.parent / "scenarios" / "support-replies.toml"
PICTURES = {"recommend": ("recommend", ("down", "down", "right")), "cost": ("cost", ())}


async def make() -> None:
    """Write one SVG for each picture."""
    for name, (start, keys) in PICTURES.items():
        session = Session(load_scenario(SCENARIO), shipped_knowledge(), SCENARIO)
        app = TunewiseApp(session, load_theme("dark"), start=start)
        async with app.run_test(size=(110, 32)) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            (HERE / f"{name}.svg").write_text(app.export_screenshot(title="tunewise"), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(make())
