"""Write the README's table of keys from the app's own table of commands. Run: python docs/make_keys.py."""

from pathlib import Path

from tunewise.ui.commands import COMMANDS, FIELD_DIGITS, SCREENS, words_of

README = Path(__file__).parent.parent / "README.md"
START, END = "<!-- keys -->\n", "<!-- end of keys -->"


def table() -> str:
    """Return the table as Markdown."""
    places = {
        "all": "everywhere",
        "field": "in a field",
        "list": "in a list",
        "dialog": "in help and lists to pick from",
    }
    places |= {"editor": "in an editor", **{name: f"on {label}" for name, label in SCREENS}}
    rows = ["| key | where | what it does | name in `keys.toml` |", "|---|---|---|---|"]
    for one in COMMANDS:
        keys = " ".join(f"`{key}`" for key in words_of(one.keys).split())
        rows.append(f"| {keys} | {places[one.where]} | {one.help} | `{one.id}` |")
    rows.append(f"| `{FIELD_DIGITS[0]}` | in a field | {FIELD_DIGITS[1]} | |")
    return "\n".join(rows) + "\n"


def with_keys(readme: str) -> str:
    """Return the README with the table as it is now."""
    head, _, rest = readme.partition(START)
    return f"{head}{START}{table()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
