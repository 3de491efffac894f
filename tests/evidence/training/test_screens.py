"""Secrets, personal data and unfilled placeholders: what is told, what is not, and that no value is ever kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import effort
from tests.evidence.training.rows import broken, positions, row
from tunewise.domain.training_data import MOST_EXAMPLES, Found, Row
from tunewise.evidence.training.screens import SCREENED_CHARACTERS, Screens, mask
from tunewise.evidence.training.spans import Span, masked

MIXED = "aB3dE5gH7jK9mN1pQ2sT4vW6yZ8bC0"


def screened(*rows: Row) -> dict[str, Found]:
    """Return what the screens find in some rows, by kind."""
    screens = Screens()
    for one in rows:
        screens.add(one)
    return {found.kind: found for found in screens.found()}


def details(text: str) -> list[str]:
    """Return what is told of a text as the answer of a row."""
    return [example.detail for found in screened(row(7, target=text)).values() for example in found.examples]


KEYS = [
    ("sk-ant-api03-" + MIXED, "Anthropic key: sk-ant-…(43 characters)"),
    ("sk-proj-" + MIXED, "OpenAI key: sk-proj-…(38 characters)"),
    ("sk-svcacct-" + MIXED, "OpenAI key: sk-svcacct-…(41 characters)"),
    ("sk-or-v1-" + "0123456789abcdef" * 4, "OpenRouter key: sk-or-v1-…(73 characters)"),
    ("sk-" + (MIXED * 2)[:48], "API key: sk-…(51 characters)"),
    ("sk_live_" + MIXED, "Stripe key: sk_live_…(38 characters)"),
    ("AKIAQ3EGPX7WN2LTKD4M", "AWS key: AKIA…(20 characters)"),
    ("ASIAQ3EGPX7WN2LTKD4M", "AWS key: ASIA…(20 characters)"),
    ("ghp_" + (MIXED * 2)[:36], "GitHub token: ghp_…(40 characters)"),
    ("github_pat_" + MIXED, "GitHub token: github_pat_…(41 characters)"),
    ("xoxb-1234567890-abcdefghij", "Slack token: xoxb-…(26 characters)"),
    ("AIza" + (MIXED * 2)[:35], "Google key: AIza…(39 characters)"),
    ("glpat-" + MIXED[:20], "GitLab token: glpat-…(26 characters)"),
    ("hf_" + (MIXED * 2)[:34], "Hugging Face token: hf_…(37 characters)"),
    ("npm_" + (MIXED * 2)[:36], "npm token: npm_…(40 characters)"),
    ("pypi-AgEI" + MIXED * 2, "PyPI token: pypi-…(69 characters)"),
    ("SG." + MIXED[:22] + "." + MIXED, "SendGrid key: SG.…(56 characters)"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9." + MIXED, "JSON web token: eyJ…(72 characters)"),
]


@pytest.mark.parametrize(("key", "detail"), KEYS)
def test_keys_of_common_makers_are_told_without_their_value(key: str, detail: str) -> None:
    assert details(f"Use {key}, please.") == [detail]
    assert mask(f"Use {key}, please.") == f"Use {detail.split(': ')[1]}, please."


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ('password = "Tr0ub4dor&3x"', "Tr0ub4dor&3x"),
        ('{"db_password": "hunter22xyz"}', "hunter22xyz"),
        (r"{\"passwd\": \"hunter22xyz\"}", "hunter22xyz"),
        ("API_KEY=abcd1234efgh5678", "abcd1234efgh5678"),
        ("İ API_KEY=abcd1234efgh5678 and api_key=abcd1234efgh5678", "api_key=abcd1234efgh5678"),
        ("client_secret: 9f8e7d6c5b4a", "9f8e7d6c5b4a"),
        ("postgres://bob:s3cretpw@db.acme.com/x", "s3cretpw"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY----- and so on", "MIIEabc"),
        ("-----BEGIN PRIVATE KEY-----\nMIIEabc", "MIIEabc"),
        ('curl -H "Authorization: Bearer 9f8e7d6c5b4a3f2e1d0c"', "9f8e7d6c5b4a3f2e1d0c"),
    ],
)
def test_passwords_and_private_keys_are_told_without_their_value(text: str, hidden: str) -> None:
    found = screened(row(3, target=text))
    assert found["secrets"].count == 1
    assert hidden not in str(found)
    assert hidden not in mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "AKIAIOSFODNN7EXAMPLE",
        "ask-about-risk-management-and-more-of-it",
        'password = "your_password_1"',
        "password: <PASSWORD123>",
        "PASSWORD=os.environ['X1234567']",
        "password: 12345678 or password: abcdefgh or password: a1a1a1a1a1",
        "the secret is: something special",
        "password reset: see page2 of it",
        "https://user:password@host and https://user:your_pw@host and see https://acme.com",
        "max_token_count: 4096abcd and primary_key = order_item_id22",
        "an unfinished password",
        "The bearer of this letter: see page2. Authorization: Bearer YOUR_TOKEN_1234567890",
        'password: "password123" or password: Admin_2024! or pwd=qwerty1234 or password = "P@ssw0rd1"',
        "{'api_key': 'myAPIKey123', 'secret_key': 'mySecretKey456', 'auth_token': 'abc123token', 'apikey': 'abcd1234'}",
    ],
)
def test_stand_ins_names_and_prose_are_no_secrets(text: str) -> None:
    assert "secrets" not in screened(row(1, target=text))


PERSONAL = [
    ("jane.roe@acme.com", "e-mail: j•••@•••.com"),
    ("+49 171 2345678", "phone number: ••• (12 digits)"),
    ("0049 171 2345678", "phone number: ••• (14 digits)"),
    ("(212) 867-5309", "phone number: ••• (10 digits)"),
    ("030 12345678", "phone number: ••• (11 digits)"),
    ("4111 1111 1111 1111", "card number: ••• (16 digits)"),
    ("378282246310005", "card number: ••• (15 digits)"),
    ("3782-822463-10005", "card number: ••• (15 digits)"),
    ("DE89 3704 0044 0532 0130 00", "IBAN: DE•••"),
    ("GB29NWBK60161331926819", "IBAN: GB•••"),
    ("93.184.216.34", "IP address: 93.•••"),
]


@pytest.mark.parametrize(("value", "detail"), PERSONAL)
def test_personal_data_is_told_by_kind_and_masked(value: str, detail: str) -> None:
    assert details(f"It is {value}, I think.") == [detail]
    assert mask(f"It is {value}, I think.") == f"It is {detail.split(': ')[1]}, I think."


def test_a_number_after_a_word_for_phone_is_one() -> None:
    assert details("My mobile number is 2128675309.") == ["phone number: ••• (10 digits)"]
    assert details("My order is 2128675309, on hold.") == []


@pytest.mark.parametrize(
    "text",
    [
        "jane@example.com, joe@mail.example.org, x@host.test, support@acme.com, logo@2x.png, git@github.com",
        "call (212) 555-0199 or +1 555 123 4567 or +44 7700 900123 or 123-456-7890",
        "on 2024-05-01 12:30:00, 12.05.2024 and 01/02/2024, for 1,234,567.89 or 3.14159265358",
        "10.20.30.40, 192.168.100.1, 203.0.113.50, 300.168.100.1, version 2.0.1.5",
        "card 4111 1111 1111 1112, 1111 1111 1111 1111, order 1234567890123456",
        "DE00 3704 0044 0532 0130 00",
        "UUID 550e8400-e29b-41d4-a716-446655440000, ISBN 978-3-16-148410-0, pages 100-200",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
        "call 1-800-422-4453, (866) 978-8837 or 098-765-4321",
        "file 001-38902, byte 00100110, 0.003144218, ^001111102 and part RH01024 - 847",
        "472547338 + +960397912423686 and 355909190063-746",
        "boss@company.com, you@yourdomain.com, me@example-domain.com, jane@our-company.org, joe@sample.net",
        "@decorator and a @ b",
    ],
)
def test_examples_dates_and_other_numbers_are_no_personal_data(text: str) -> None:
    assert details(text) == []
    assert mask(text) == text


@pytest.mark.parametrize(
    "mark",
    [
        *("{{name}}", "{{ user.name }}", "[YOUR NAME]", "[Your Company]", "[INSERT DATE]", "[CUSTOMER_ID]", "[TBD]"),
        *("<INSERT TEXT HERE>", "<your name>", "<PLACEHOLDER>", "Lorem ipsum"),
    ],
)
def test_placeholders_are_told(mark: str) -> None:
    assert details(f"Dear {mark}, hello.") == [mark]


def test_a_note_to_complete_counts_at_the_start_of_a_line() -> None:
    assert details("Well.\n  TODO: write this") == ["TODO"]
    assert details("TO-DO: write this") == ["TO-DO"]
    assert details("x = 1  # TODO: later\nMy TODO list is long") == []


@pytest.mark.parametrize(
    "text",
    [
        '{{"a": 1}}',
        "[INST] hi [/INST]",
        "[link](https://acme.com)",
        "<b>bold</b>",
        "{name}",
        "{{}}",
        "if a < b",
        "EPSUM",
    ],
)
def test_json_marks_of_models_links_and_markup_are_no_placeholders(text: str) -> None:
    assert "placeholders" not in screened(row(1, target=text))


def test_rows_about_templates_do_not_count_as_unfilled() -> None:
    templates = [row(place, target=f"Use {{{{ field_{place} }}}} here") for place in range(1, 31)]
    assert screened(*templates) == {}
    assert screened(*templates, row(31, target="[YOUR NAME] and {{x}}"))["placeholders"].count == 1


def test_one_template_that_nobody_filled_in_counts_in_every_row() -> None:
    rows = [row(place, f"Hello {{{{name}}}}, number {place}") for place in range(1, 31)]
    assert screened(*rows)["placeholders"].count == 30


def test_rows_are_counted_once_a_kind_and_fifty_examples_kept() -> None:
    text = "a.b@acme.com c.d@acme.com, 93.184.216.34, (212) 867-5309 and {{name}}"
    found = screened(*(row(place, target=text) for place in range(1, 61)), broken(99))
    assert {kind: one.count for kind, one in found.items()} == {"personal-data": 60, "placeholders": 60}
    assert positions(found["personal-data"].examples) == list(range(1, MOST_EXAMPLES + 1))
    assert len(found["placeholders"].examples) == MOST_EXAMPLES
    assert found["personal-data"].examples[0].detail == (
        "e-mail: a•••@•••.com, e-mail: c•••@•••.com, IP address: 93.•••, and 1 more"
    )


def test_the_prompt_the_answer_and_the_rejected_answer_are_screened() -> None:
    secret = "AKIAQ3EGPX7WN2LTKD4M"
    rows = [row(1, secret), row(2, target=secret), row(3, rejected=secret), row(4, system=secret), row(5)]
    assert positions(screened(*rows)["secrets"].examples) == [1, 2, 3, 4]


def test_a_row_that_does_not_count_is_screened_for_secrets_all_the_same() -> None:
    secret = "AKIAQ3EGPX7WN2LTKD4M and a.b@acme.com"
    assert positions(screened(row(1, secret)._replace(problems=(("unknown-role", "usr"),)))["secrets"].examples) == [1]
    assert set(screened(row(1, secret)._replace(problems=(("unknown-role", "usr"),)))) == {"secrets"}


def test_a_key_after_the_end_of_a_line_as_code_writes_it_is_one() -> None:
    assert set(screened(row(1, r"export\nAKIAQ3EGPX7WN2LTKD4M"))) == {"secrets"}
    assert screened(row(1, "exportnAKIAQ3EGPX7WN2LTKD4M")) == {}


def test_the_key_of_a_connection_string_is_one() -> None:
    key = "AccountKey=" + "aB3dE5fG7hI9kL1m" * 5 + "abcdef=="
    assert set(screened(row(1, f"Name=store;{key};Suffix=x"))) == {"secrets"}


def test_of_a_very_long_row_only_the_start_is_screened() -> None:
    assert screened(row(1, "a " * SCREENED_CHARACTERS, "AKIAQ3EGPX7WN2LTKD4M")) == {}


def test_a_secret_in_what_looks_like_an_address_hides_both() -> None:
    assert mask("postgres://bob:s3cretpw@db.acme.com/x") == "postgres://bob:•••/x"
    assert masked("abcdef", [Span(1, 4, "one", "1"), Span(2, 5, "two", "2")]) == "a1f"


@pytest.mark.parametrize(
    "letter", ["a", "1", "1 ", "1.", "@", "a@a.", "-", "_", "sk-", "eyJ", "password=", "+1", "<INSERT "]
)
def test_long_runs_of_anything_are_screened(letter: str) -> None:
    assert isinstance(mask(letter * (30_000 // len(letter))), str)


@given(st.lists(st.sampled_from([*(key for key, _ in KEYS), *(value for value, _ in PERSONAL), "a word"]), max_size=5))
@effort(40)
def test_no_value_is_left_in_a_masked_text(values: list[str]) -> None:
    text = " and ".join(values)
    assert not [value for value in values if value != "a word" and value in mask(text)]
