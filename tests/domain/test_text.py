"""Text from files and people is shown without letting it steer the terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import effort, texts
from tunewise.domain.text import nearest, shown, shown_lines


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("plain words", "plain words"),
        ("", ""),
        ("über 漢字 😀", "über 漢字 😀"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\nb\tc\rd\0", "a\\x0ab\\x09c\\x0dd\\x00"),
        ("\x7f\x85\x9b", "\\x7f\\x85\\x9b"),
        ("abc\u202edef", "abc\\u202edef"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("\u2028\u2066\ufeff", "\\u2028\\u2066\\ufeff"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("half\ud800", "half\\ud800"),
    ],
)
def test_what_could_steer_a_terminal_is_shown_as_a_visible_escape(raw: str, safe: str) -> None:
    assert shown(raw) == safe


def test_the_arabic_letter_mark_is_a_direction_mark_and_is_shown_as_an_escape() -> None:
    assert shown("a\u061cb") == "a\\u061cb"


def test_what_stands_beside_the_invisible_characters_is_shown_as_it_is() -> None:
    visible = "\xa0\u0100\u2010\u2027\u2070\U000e0100"
    assert shown(visible) == visible
    assert shown("\u200f\u202e\u2060\u206f\U000e007f") == "\\u200f\\u202e\\u2060\\u206f\\U000e007f"


def test_a_text_that_fits_exactly_is_not_cut() -> None:
    assert shown("abcde", 5) == "abcde"
    assert shown("äbcde", 5) == "äbcde"


def test_a_text_that_is_too_long_ends_in_an_ellipsis_within_the_limit() -> None:
    assert shown("abcdef", 5) == "abcd…"
    assert shown("äbcdef", 5) == "äbcd…"
    assert shown("x" * 500) == "x" * 199 + "…"


def test_an_escape_is_cut_whole_or_kept_whole() -> None:
    assert shown("ab\x1bcd", 6) == "ab…"
    assert shown("ab\x1bcd", 7) == "ab\\x1b…"
    assert shown("ab\x1bc", 7) == "ab\\x1bc"


def test_a_tower_of_combining_marks_is_cut_at_eight() -> None:
    assert shown("a" + "\u0301" * 30 + "b") == "a" + "\u0301" * 8 + "b"


def test_marks_on_several_letters_are_counted_for_each_letter() -> None:
    two = "a" + "\u0301" * 8 + "b" + "\u0301" * 8
    assert shown(two) == two


@given(text=st.one_of(texts(300), st.text(st.characters(), max_size=300)), limit=st.integers(1, 60))
@effort()
def test_whatever_is_shown_is_one_line_without_control_characters_and_within_the_limit(text: str, limit: int) -> None:
    result = shown(text, limit)
    assert len(result) <= limit
    assert not [one for one in result if unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"}]
    assert len(result.splitlines()) <= 1
    result.encode("utf-8")


@given(text=texts(120))
@effort()
def test_showing_twice_is_showing_once(text: str) -> None:
    assert shown(shown(text, 1000), 1000) == shown(text, 1000)


def test_notes_keep_their_lines_and_tabs_become_spaces() -> None:
    assert shown_lines("one\n\ttwo\n\nthree") == ["one", "    two", "", "three"]


def test_a_line_of_notes_is_made_safe_and_cut() -> None:
    first, second = shown_lines("\x1b]0;title\x07\n" + "y" * 900)
    assert first == "\\x1b]0;title\\x07"
    assert second == "y" * 499 + "…"


def test_very_long_notes_are_cut_before_they_are_split() -> None:
    assert shown_lines("a\n" * 100, limit=6) == ["a", "a", "a", ""]


def test_the_nearest_name_is_the_one_most_alike() -> None:
    assert nearest("labeled_data", ["labelled_data", "request_volume"]) == "labelled_data"


def test_a_name_like_no_other_has_no_nearest() -> None:
    assert nearest("zzz", ["labelled_data", "request_volume"]) == ""


def test_only_the_start_of_an_endless_name_is_compared() -> None:
    assert nearest("a" * 80 + "b" * 100_000, ["a" * 80]) == "a" * 80
