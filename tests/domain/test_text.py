"""Text from files and people is shown without letting it steer the terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import effort, texts
from tunewise.domain.text import STEERING, editable, edited, nearest, shown, shown_lines


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
        ("soft\xadhyphen", "soft\\xadhyphen"),
        ("filler\u115f\u1160\u3164\uffa0", "filler\\u115f\\u1160\\u3164\\uffa0"),
        ("joiner\u034f", "joiner\\u034f"),
        ("mongolian\u180e", "mongolian\\u180e"),
        ("notes\ufff9\ufffa\ufffb", "notes\\ufff9\\ufffa\\ufffb"),
        ("hidden\ufe00\ufe01\U000e0100", "hidden\\ufe00\\ufe01\\U000e0100"),
        ("private\ue000\U000f0000", "private\\ue000\\U000f0000"),
        ("nobody's\u0378\ufffe\uffff", "nobody's\\u0378\\ufffe\\uffff"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\\u200d\U0001f469"),
    ],
)
def test_what_could_steer_a_terminal_is_shown_as_a_visible_escape(raw: str, safe: str) -> None:
    assert shown(raw) == safe


def test_the_arabic_letter_mark_is_a_direction_mark_and_is_shown_as_an_escape() -> None:
    assert shown("a\u061cb") == "a\\u061cb"


def test_what_stands_beside_the_invisible_characters_is_shown_as_it_is() -> None:
    visible = "\xa1\xac\xae\u0100\u2010\u2027\u2070\ufffc\ufffd"
    assert shown(visible) == visible
    assert shown("\u200f\u202e\u2060\u206f\U000e007f") == "\\u200f\\u202e\\u2060\\u206f\\U000e007f"


def test_every_space_is_shown_as_the_plain_one() -> None:
    assert shown("10\xa0000\u2009kg\u3000東京") == "10 000 kg 東京"


def test_an_emoji_that_asks_for_colours_is_shown_without_the_mark_that_does() -> None:
    assert shown("\u26a0\ufe0f now, \u2764\ufe0e") == "\u26a0 now, \u2764"
    assert shown("\u26a0\ufe0f\ufe0f") == "\u26a0\\ufe0f\\ufe0f"
    assert shown("a\ufe0f") == "a\\ufe0f"


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


@pytest.mark.parametrize("mark", ["\u20dd", "\u0e31", "\u1161", "\u093e"])
def test_marks_of_every_kind_make_no_tower(mark: str) -> None:
    assert shown("a" + mark * 30 + "b") == "a" + mark * 8 + "b"


def test_a_text_is_cut_by_the_columns_it_takes_not_by_its_characters() -> None:
    assert shown("漢字漢字", 8) == "漢字漢字"
    assert shown("漢字漢字", 7) == "漢字漢…"
    assert shown("漢字", 1) == "…"
    assert len(shown("漢" * 500)) == 100


def test_an_endless_text_of_marks_is_cut_and_says_so() -> None:
    assert shown("a" + "\u0301" * 1_000_000, 10) == "a" + "\u0301" * 8 + "…"


@given(text=st.one_of(texts(300), st.text(st.characters(), max_size=300)), limit=st.integers(1, 60))
@effort()
def test_whatever_is_shown_is_one_printable_line_within_the_limit(text: str, limit: int) -> None:
    result = shown(text, limit)
    assert result.isprintable()
    assert not STEERING.search(result)
    wide = [unicodedata.east_asian_width(one) in {"W", "F"} for one in result]
    marks = [unicodedata.category(one) in {"Mn", "Me"} or 0x1160 <= ord(one) < 0x1200 for one in result]
    joined = [0xD7B0 <= ord(one) < 0xD800 for one in result]
    assert len(result) + sum(wide) - sum(marks) - sum(joined) <= limit
    result.encode("utf-8")


def test_every_single_character_is_shown_as_something_printable() -> None:
    """Every block of Unicode that holds characters; letters between them keep marks apart."""
    for start in (*range(0, 0x20000, 0x1000), 0x2F000, 0xE0000, 0xF0000, 0x10F000):
        block = "a".join(map(chr, range(start, start + 0x1000)))
        result = shown(block, 100_000)
        assert result.isprintable()
        assert not STEERING.search(result)


@given(text=st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=200))
@effort()
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    assert shown(text) == text
    assert editable(text) == text


@given(text=texts(120))
@effort()
def test_what_is_edited_keeps_no_character_that_steers_but_lines_and_tabs(text: str) -> None:
    assert set(STEERING.findall(editable(text))) <= {"\n", "\t"}


@given(text=texts(120))
@effort()
def test_an_editor_gives_back_what_it_was_given(text: str) -> None:
    assert edited(editable(text), text) == text


def test_an_edit_beside_an_emoji_of_several_parts_leaves_it_whole() -> None:
    family = "the \U0001f468\u200d\U0001f469 team \u2764\ufe0f"
    assert edited(editable(family).replace("team", "group"), family) == family.replace("team", "group")


def test_the_words_of_an_escape_that_were_typed_stay_words() -> None:
    assert edited("a\\u200d", "a") == "a\\u200d"
    both = "a\u200d and \\u200d"
    assert edited(editable(both) + "!", both) == editable(both) + "!"


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


def test_what_steers_is_found_among_all_characters() -> None:
    every = "".join(map(chr, range(0x110000)))
    steering = set(STEERING.findall(every))
    assert len(steering) > 2_000
    assert [one for one in steering if editable(one) == one] == [one for one in steering if one in "\n\t"]
    harmless = every.translate(dict.fromkeys(map(ord, steering)))
    assert editable(harmless) == harmless
