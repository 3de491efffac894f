"""How every command and the app begin and end: quickly. Imports next to nothing itself."""

import gc
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any, NoReturn

_METADATA = "importlib.metadata"


def start_quickly() -> None:
    """Set the process up before any library is imported. Doing it twice does no harm."""
    _open_what_is_closed()
    # A command is over before there is any garbage worth collecting, and nothing that is made while the app starts is
    # garbage: collecting it would only look at it again and again. The app collects once its first screen stands.
    gc.disable()
    # Looking for plug-ins of pydantic reads the records of every installed package; Tunewise uses none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if _METADATA not in sys.modules:
        sys.modules[_METADATA] = importlib.__dict__["metadata"] = _Metadata(_METADATA)
    # Pydantic compares passwords with it, of which there are none here, and it loads OpenSSL.
    sys.modules.setdefault("secrets", _Later("secrets"))


@contextmanager
def without_ssl() -> Iterator[None]:
    """Let asyncio be imported as on a machine without OpenSSL, which takes long to load: no connection is opened."""
    if "ssl" in sys.modules:
        yield
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # as the import system asks for
    try:
        yield
    finally:
        del sys.modules["ssl"]


def leave(status: int) -> NoReturn:
    """End the process now. Everything that counts is written; threads that still read a file are not waited for.

    Taking every object apart first, as the interpreter does, takes as long as a fifth of a command.
    """
    for stream in (sys.stdout, sys.stderr, sys.__stderr__):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()  # type: ignore[union-attr]  # a stream may be closed: None
    os._exit(status)


def _open_what_is_closed() -> None:
    """Let nothing stand for a standard stream that was closed: its number must not become that of a file."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


class _Later(ModuleType):
    """Stands for a module until something of it is used."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # anything of the real one
        return getattr(self._real(), name)

    def _real(self) -> ModuleType:
        name = self.__name__
        if sys.modules.get(name) is self:
            del sys.modules[name]
        return importlib.import_module(name)


class _Metadata(_Later):
    """Stands for ``importlib.metadata``.

    Pydantic imports one function of it, which it never calls where there are no plug-ins; reading the whole, with the
    parsers of mails and archives that it needs, takes as long as starting Python.
    """

    # Asked for by every import of a name; the real one is a package too.
    __path__ = [f"{folder}/metadata" for folder in importlib.__path__]

    def entry_points(self, **params: Any) -> Any:  # noqa: ANN401  # whatever the real one takes and returns
        """Do what the real one does."""
        return self._real().entry_points(**params)
