"""SHA-256 is the same whoever works it out."""

import sys
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunewise.domain import digests


@given(st.binary(max_size=300))
def test_a_digest_is_that_of_hashlib(raw: bytes) -> None:
    assert digests.sha256_of(raw) == sha256(raw).hexdigest()


def test_where_python_has_none_of_its_own_hashlib_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_sha2", "_sha256"):
        monkeypatch.setitem(sys.modules, name, None)
    assert digests._built_in() is sha256
    monkeypatch.setitem(sys.modules, "hashlib", None)
    with pytest.raises(ImportError, match="no SHA-256"):
        digests._built_in()
