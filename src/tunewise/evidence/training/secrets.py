"""Find keys and passwords by the forms that their makers give them.

Forms are those that providers document and that the rules of gitleaks and detect-secrets look for. A value that is
plainly a stand-in, such as ``sk-xxxx``, ``password123`` or a name with EXAMPLE in it, is none.
"""

import re
from collections.abc import Iterator
from math import log2
from typing import Final, NamedTuple

from tunewise.evidence.training.spans import HIDDEN, Span


class _Form(NamedTuple):
    """What keys of one maker look like; each holds ``mark``, and the first ``told`` characters tell whose it is."""

    kind: str
    mark: str
    pattern: re.Pattern[str]
    told: int


def _form(kind: str, mark: str, pattern: str, told: int) -> _Form:
    return _Form(kind, mark, re.compile(pattern), told)


_FORMS: Final = (
    # Of "sk-" keys, those with a maker's name come first: the first span of a place wins.
    _form("Anthropic key", "sk-", r"sk-ant-[A-Za-z0-9_-]{20,200}", 7),
    _form("OpenAI key", "sk-", r"sk-proj-[A-Za-z0-9_-]{20,250}", 8),
    _form("OpenAI key", "sk-", r"sk-svcacct-[A-Za-z0-9_-]{20,250}", 11),
    _form("OpenRouter key", "sk-", r"sk-or-v1-[0-9a-f]{32,80}", 9),
    _form("API key", "sk-", r"sk-[A-Za-z0-9]{20,200}(?![A-Za-z0-9_-])", 3),
    _form("Stripe key", "k_live_", r"[sr]k_live_[A-Za-z0-9]{16,120}", 8),
    _form("AWS key", "AKIA", r"AKIA[0-9A-Z]{16}\b", 4),
    _form("AWS key", "ASIA", r"ASIA[0-9A-Z]{16}\b", 4),
    _form("GitHub token", "gh", r"gh[pousr]_[A-Za-z0-9]{30,255}", 4),
    _form("GitHub token", "github_pat_", r"github_pat_[A-Za-z0-9_]{22,255}", 11),
    _form("Slack token", "xox", r"xox[bpasr]-[A-Za-z0-9-]{10,250}", 5),
    _form("Google key", "AIza", r"AIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])", 4),
    _form("GitLab token", "glpat-", r"glpat-[0-9A-Za-z_-]{20,50}", 6),
    _form("Hugging Face token", "hf_", r"hf_[A-Za-z0-9]{30,60}\b", 3),
    _form("npm token", "npm_", r"npm_[A-Za-z0-9]{36}\b", 4),
    _form("PyPI token", "pypi-", r"pypi-AgEI[A-Za-z0-9_-]{50,250}", 5),
    _form("SendGrid key", "SG.", r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}", 3),
    _form("JSON web token", "eyJ", r"eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,2000}", 3),
)
_BY_MARK: Final = {
    sign: {mark: tuple(form for form in _FORMS if form.mark == mark) for mark in marks}
    for sign, marks in {
        "-": ("sk-", "xox", "glpat-", "pypi-"),
        "_": ("gh", "github_pat_", "k_live_", "hf_", "npm_"),
        "": ("AKIA", "ASIA", "AIza", "SG.", "eyJ"),
    }.items()
}
"""The forms by a character and by a mark that all of them have: most texts hold few of these."""

_KEY_BLOCK: Final = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----")
_KEY_BLOCK_END: Final = re.compile(r"-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----")
_LONGEST_KEY_BLOCK: Final = 20_000
_NAMES: Final = ("passw", "pwd", "secret", "apikey", "api-key", "accountkey")
_LONG_NAMES: Final = ("api_key", "access_key", "private_key", "access_token", "auth_token")
_ASSIGNED: Final = re.compile(
    r"""[A-Za-z_-]{0,12}\\?["']?\s{0,3}(?::=|[:=])\s{0,3}"""
    r"""(\\?["'])?(?P<value>[^\s"'`,;<>\\(){}\[\]]{8,120})(?(1)\1|(?=[\s,;]|$))"""
)
"""What comes after the first letters of a name: its rest, a sign, and a value with or without quotes."""

_BEARER: Final = re.compile(r"[\s:]{1,3}(?P<value>[A-Za-z0-9._~+/=-]{16,500})")
"""What comes after "Bearer" in the header of a request (RFC 6750)."""

_IN_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+]{1,15}://[^\s:/@]{1,60}:([^\s:/@]{6,80})@")
_STAND_IN: Final = re.compile(
    r"(?i)example|x{4,}|\*{3,}|\.{3,}|your[_-]|placeholder|changeme|redacted|dummy|not[_-]?real|insert"
    r"|^[$%{<]|environ|getenv"
    r"|^(?:(?:my|new|test|demo|super|secure|strong|p[a@]ss(?:w[o0]?r?d)?|secret|api|key|token|admin|user|qwerty"
    r"|abc(?:d(?:ef)?)?)[\W_]?){1,5}\d{0,6}(?:key|token)?\W?$"
)
_LEAST_ENTROPY: Final = 2.75
_ESCAPES: Final = frozenset({"\\n", "\\r", "\\t"})
"""Ends of lines as code writes them: their letter belongs to no word."""


def secrets_in(text: str) -> list[Span]:
    """Return the keys, tokens and passwords in ``text``, those of one kind in their order."""
    spans: list[Span] = []
    for sign, marks in _BY_MARK.items():
        if sign in text:
            for mark, forms in marks.items():
                if mark in text:
                    spans += [span for form in forms for span in _keys(text, form)]
    if "PRIVATE KEY" in text:
        spans += _key_blocks(text)
    return spans + list(_assigned(text))


def _keys(text: str, form: _Form) -> Iterator[Span]:
    for match in form.pattern.finditer(text):
        value = match.group()
        # Asked here and not in the pattern: one that begins with plain letters is found many times as fast.
        before = text[max(0, match.start() - 2) : match.start()]
        inside_a_word = before[-1:].isalnum() and before not in _ESCAPES
        if not inside_a_word and not _STAND_IN.search(value):
            yield Span(*match.span(), form.kind, f"{value[: form.told]}…({len(value)} characters)")


def _key_blocks(text: str) -> Iterator[Span]:
    for match in _KEY_BLOCK.finditer(text):
        end = _KEY_BLOCK_END.search(text, match.end(), match.end() + _LONGEST_KEY_BLOCK)
        # Where the end was cut off, all that follows may be the key.
        stop = end.end() if end else min(len(text), match.end() + _LONGEST_KEY_BLOCK)
        yield Span(match.start(), stop, "private key", f"-----BEGIN PRIVATE KEY----- {HIDDEN}")


def _assigned(text: str) -> Iterator[Span]:
    """Yield passwords that a text assigns to a name or puts into an address."""
    if "://" in text and "@" in text:
        for match in _IN_ADDRESS.finditer(text):
            if not _STAND_IN.search(match.group(1)) and match.group(1).lower() not in {"password", "secret"}:
                yield Span(*match.span(1), "password in an address", HIDDEN)
    if ":" not in text and "=" not in text:
        return
    # A few letters become two when they are lowered, which would move all positions.
    lower = text.lower()
    lower = lower if len(lower) == len(text) else text
    yield from _after(lower, text, "bearer", _BEARER, "bearer token")
    names = [name for name in _NAMES if name in lower]
    if "_key" in lower or "_token" in lower:
        names += [name for name in _LONG_NAMES if name in lower]
    for name in names:
        yield from _after(lower, text, name, _ASSIGNED, "password or key")


def _after(lower: str, text: str, name: str, pattern: re.Pattern[str], kind: str) -> Iterator[Span]:
    """Yield the secrets that ``pattern`` finds as its value right after each ``name`` in ``text``."""
    for start in _places(lower, name):
        match = pattern.match(text, start + len(name))
        if match and _looks_secret(match["value"]):
            yield Span(*match.span("value"), kind, f"{HIDDEN} ({len(match['value'])} characters)")


def _places(text: str, part: str) -> Iterator[int]:
    """Yield where ``part`` stands in ``text``."""
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + len(part))


def _looks_secret(value: str) -> bool:
    """Tell whether an assigned value is a real one: letters and digits mixed, no name of something, not one pattern."""
    if _STAND_IN.search(value) or not any(map(str.isdigit, value)) or not any(map(str.isalpha, value)):
        return False
    shares = [value.count(character) / len(value) for character in set(value)]
    return -sum(share * log2(share) for share in shares) >= _LEAST_ENTROPY
