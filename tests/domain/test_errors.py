"""An error is one line that names the file, the key, what is wrong and what would be right."""

import pytest

from tunewise.domain.errors import KnowledgeError, ScenarioError, StoreError, ThemeError, TunewiseError


def test_an_error_names_file_key_problem_and_remedy_in_that_order() -> None:
    error = ScenarioError(
        "101 does not fit here", remedy="give 0 to 100", file="case.toml", key="signals.labelled_data"
    )
    assert str(error) == "case.toml: signals.labelled_data: 101 does not fit here; give 0 to 100"


def test_what_is_not_known_leaves_no_empty_places() -> None:
    assert str(StoreError("is a folder", file="case.toml")) == "case.toml: is a folder"
    assert str(StoreError("is a folder", remedy="name a file")) == "is a folder; name a file"
    assert str(StoreError("is a folder", key="title")) == "title: is a folder"


def test_line_and_str_are_the_same() -> None:
    error = ThemeError("is no colour", remedy="give one", file="a", key="b")
    assert error.line() == str(error)


def test_no_part_of_an_error_can_steer_the_terminal_or_break_the_line() -> None:
    error = StoreError("bad\x1b[31m\n", remedy="mend\rit", file="x\n.toml", key="\x1b]0;t\x07")
    assert str(error) == "x\\x0a.toml: \\x1b]0;t\\x07: bad\\x1b[31m\\x0a; mend\\x0dit"


def test_every_part_of_an_error_is_cut_to_a_length_that_can_be_read() -> None:
    error = StoreError("p" * 999, remedy="r" * 999, file="f" * 999, key="k" * 999)
    file, key, message = str(error).split(": ")
    problem, remedy = message.split("; ")
    assert [len(part) for part in (file, key, problem, remedy)] == [120, 120, 160, 320]


@pytest.mark.parametrize("kind", [ScenarioError, KnowledgeError, StoreError, ThemeError])
def test_every_kind_of_error_is_a_tunewise_error(kind: type[TunewiseError]) -> None:
    with pytest.raises(TunewiseError, match=r"^broken$"):
        raise kind("broken")
