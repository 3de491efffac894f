"""The user's own prices file: what it may hold, and one line where it is broken."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tunewise.domain.errors import StoreError
from tunewise.store.paths import prices_file
from tunewise.store.price_overrides import read_price_overrides

GOOD = """
[[model]]
id = "openai/gpt-4.1-mini"
input_usd = 0.3
read = 2026-11-01
source = "our contract"

[[offer]]
id = "azure-gpt-4.1"
provider = "azure"
label = "Ours"
price_per_million_training_usd = 20
read = 2026-11-02
source = "a quote"

[[gpu]]
id = "ours"
label = "Our own H100"
hourly_likely_usd = 1.5
read = 2026-11-03
"""


@pytest.fixture(autouse=True)
def _default_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TUNEWISE_PRICES", raising=False)


def write(text: str | bytes) -> Path:
    """Write the user's prices file where Tunewise looks for it."""
    path = prices_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def broken(text: str | bytes) -> StoreError:
    """Return the error that a prices file is refused with."""
    path = write(text)
    with pytest.raises(StoreError) as caught:
        read_price_overrides()
    assert caught.value.file == str(path)
    assert "\n" not in caught.value.line()
    return caught.value


def test_without_a_file_there_is_nothing_to_override() -> None:
    found = read_price_overrides()
    assert (found.models, found.offers, found.gpus) == ((), (), ())


def test_an_empty_file_is_fine() -> None:
    write("")
    assert read_price_overrides().models == ()


def test_models_offers_and_gpus_are_read_exactly() -> None:
    write(GOOD)
    found = read_price_overrides()
    (model,), (offer,), (gpu,) = found.models, found.offers, found.gpus
    assert (model.input_usd, model.output_usd, model.read) == (Decimal("0.3"), None, date(2026, 11, 1))
    assert (offer.status, offer.confidence, offer.sources) == ("offered", "B", ("your prices file", "a quote"))
    assert (gpu.hourly_low_usd, gpu.hourly_high_usd, gpu.sources) == (
        Decimal("1.5"),
        Decimal("1.5"),
        ("your prices file",),
    )


def test_a_row_may_cite_several_sources() -> None:
    row = '[[gpu]]\nid = "a"\nlabel = "A"\nhourly_low_usd = 1\nhourly_high_usd = 2\nread = 2026-11-03\n'
    write(f'{row}source = ["x", "y"]\nsources = ["z"]\n')
    assert read_price_overrides().gpus[0].sources == ("your prices file", "x", "y", "z")


def test_the_environment_may_name_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.toml"
    monkeypatch.setenv("TUNEWISE_PRICES", str(path))
    with pytest.raises(StoreError) as caught:
        read_price_overrides()
    assert caught.value.line() == f"{path}: does not exist; mend TUNEWISE_PRICES, or unset it"
    path.write_text(GOOD, "utf-8")
    assert read_price_overrides().models[0].source == "our contract"


OFFER = '[[offer]]\nid = "a"\nprovider = "p"\nlabel = "L"\nread = 2026-11-01\n'


@pytest.mark.parametrize(
    ("text", "key", "problem", "remedy"),
    [
        ("[[models]]\n", "models", "is not a key of a prices file", "did you mean model?"),
        ("zzzzzz = 1\n", "zzzzzz", "is not a key of a prices file", "keys are model, offer, gpu"),
        ("[model]\n", "model", "does not hold rows", "write [[model]] above each"),
        ("model = [1]\n", "model", "does not hold rows", "write [[model]] above each"),
        (
            '[[model]]\nid = "a/b"\ninptu_usd = 1\n',
            "model.a/b.inptu_usd",
            "is not a key here",
            "did you mean input_usd?",
        ),
        ('[[model]]\nid = "a/b"\nzzzzzzzz = 1\n', "model.a/b.zzzzzzzz", "is not a key here", "keys are id, input_usd"),
        (
            f'{OFFER}sorce = "x"\n',
            "offer.a.sorce",
            "is not a key here",
            "did you mean source?",
        ),
        (
            '[[gpu]]\nid = "a"\nlabel = "A"\nread = 2026-11-01\n[[gpu.serving]]\nmodle = "m"\n',
            "gpu.a.serving.1.modle",
            "is not a key here",
            "did you mean model?",
        ),
        (
            '[[gpu]]\nid = "a"\nlabel = "A"\nread = 2026-11-01\n[[gpu.serving]]\nhourly_usd = 1\n',
            "gpu.a.serving.1.hourly_usd",
            "is not a key here",
            "keys are model, setting, gpus, tokens_per_second",
        ),
        ("[[model]]\ninput_usd = 1\n", "model.1.id", "is missing", "give an id of 1 to 200 characters"),
        ('[[model]]\nid = ""\n', "model.1.id", "'' does not fit here", "give an id"),
        ("[[model]]\nid = 3\n", "model.1.id", "3 does not fit here", "give an id"),
        ('[[model]]\nid = "b"\ninput_usd = 1\n', "model.b.id", "names no provider", "provider/reference"),
        ('[[model]]\nid = "a/b"\n', "model.a/b.input_usd", "is missing, and so is every other price", "dollars"),
        ('[[model]]\nid = "a/b"\ninput_usd = -1\n', "model.a/b.input_usd", "-1 does not fit here", "dollars from 0"),
        ('[[model]]\nid = "a/b"\ninput_usd = nan\n', "model.a/b.input_usd", "NaN does not fit here", "dollars from 0"),
        ('[[model]]\nid = "a/b"\ninput_usd = inf\n', "model.a/b.input_usd", "Infinity does not fit", "dollars from 0"),
        ('[[model]]\nid = "a/b"\ninput_usd = true\n', "model.a/b.input_usd", "true does not fit", "dollars from 0"),
        ('[[model]]\nid = "a/b"\ninput_usd = false\n', "model.a/b.input_usd", "false does not fit", "dollars from 0"),
        ('[[model]]\nid = "a/b"\ninput_usd = "1"\n', "model.a/b.input_usd", "'1' does not fit here", "dollars from 0"),
        ('[[model]]\nid = "a/b"\ninput_usd = [1]\n', "model.a/b.input_usd", "a list does not fit", "dollars from 0"),
        ('[[model]]\nid = "a/b"\ninput_usd = {}\n', "model.a/b.input_usd", "a table does not fit", "dollars from 0"),
        (
            f'[[model]]\nid = "a/b"\ninput_usd = "{"x" * 99}"\n',
            "model.a/b.input_usd",
            "... does not fit here",
            "dollars from 0",
        ),
        ('[[model]]\nid = "a/b"\nread = "soon"\n', "model.a/b.read", "'soon' does not fit here", "the day of reading"),
        ('[[model]]\nid = "a/b"\nread = 2026-11-01T10:00:00\n', "model.a/b.read", "does not fit", "the day of reading"),
        (
            '[[model]]\nid = "a/b"\ninput_usd = 1\n[[model]]\nid = "A/B"\ninput_usd = 1\n',
            "model.A/B",
            "is given twice",
            "keep one of the two rows",
        ),
        (f'{OFFER}status = "gone"\n', "offer.a.status", "'gone' does not fit here", "offered, closing or closed"),
        (
            f'{OFFER}status = "closd"\n',
            "offer.a.status",
            "'closd' does not fit here",
            "give offered, closing or closed; did you mean closed?",
        ),
        (f'{OFFER}status = "closed"\n', "offer.a.ends", "is missing: an offer that is closed", "a date"),
        (f"{OFFER}sources = 3\n", "offer.a.sources", "3 does not fit here", "a list of texts"),
        (f"{OFFER}source = 3\n", "offer.a.sources.2", "3 does not fit here", "a list of texts"),
        (OFFER.replace("read = 2026-11-01\n", ""), "offer.a.read", "is missing", "give the day of reading"),
        (OFFER + OFFER, "offer.a", "is given twice", "keep one"),
        ('[[gpu]]\nid = "g"\nlabel = "G"\nread = 2026-11-01\n', "gpu.g.hourly_low_usd", "is missing, and", "dollars"),
        (
            '[[gpu]]\nid = "g"\nlabel = "G"\nread = 2026-11-01\n[[gpu.serving]]\nmodel = "m"\n',
            "gpu.g.serving.1.setting",
            "is missing",
            "a text of 1 to 200 characters",
        ),
        ("model = [" + "{}," * 1001 + "]", "model", "has too many rows", "give at most 1,000"),
    ],
)
def test_a_broken_row_is_one_line_with_file_and_key(text: str, key: str, problem: str, remedy: str) -> None:
    error = broken(text)
    assert error.key == key
    assert problem in error.problem
    assert remedy in error.remedy


def test_a_file_that_is_no_toml_is_one_line() -> None:
    error = broken("[[model")
    assert error.problem.startswith("is not valid TOML: ")
    assert error.remedy


def test_what_is_no_file_of_prices_is_told_what_belongs_there() -> None:
    path = prices_file()
    path.mkdir(parents=True)
    with pytest.raises(StoreError) as caught:
        read_price_overrides()
    assert caught.value.problem == "is a folder"
    assert caught.value.remedy == "give a TOML file with [[model]], [[offer]] or [[gpu]] rows"


def test_a_hostile_key_reaches_no_terminal_raw() -> None:
    assert "\x1b" not in broken('"\\u001b[31m" = 1\n').line()
    assert "\x1b" not in broken('[[model]]\nid = "\\u001b[31m/x"\ninput_usd = "\\u001b"\n').line()


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"[[model]]\nid = {text}".encode(errors="replace"))
)
def test_whatever_the_file_holds_it_is_read_or_refused_in_one_line(held: bytes) -> None:
    write(held)
    said = ""
    try:
        read_price_overrides()
    except StoreError as error:
        said = error.line()
    assert "\n" not in said
