"""How every command and the app begin and end: quickly. Imports next to nothing itself."""

import gc
import importlib
import os
import sys
from contextlib import suppress
from types import ModuleType
from typing import Any, NoReturn

_METADATA = "importlib.metadata"


def start_quickly() -> None:
    """Set the process up before any library is imported. Doing it twice does no harm."""
    # A command is over before there is any garbage worth collecting, and nothing that is made while the app starts is
    # garbage: collecting it would only look at it again and again. The app collects once its first screen stands.
    gc.disable()
    # Looking for plug-ins of pydantic reads the records of every installed package; Tunewise uses none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if _METADATA not in sys.modules:
        sys.modules[_METADATA] = importlib.__dict__["metadata"] = _Metadata(_METADATA)


def leave(status: int) -> NoReturn:
    """End the process now. Everything that counts is written; threads that still read a file are not waited for.

    Taking every object apart first, as the interpreter does, takes as long as a fifth of a command.
    """
    for stream in (sys.stdout, sys.stderr, sys.__stderr__):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()  # type: ignore[union-attr]  # a stream may be closed: None
    os._exit(status)


class _Metadata(ModuleType):
    """Stands for ``importlib.metadata`` until something of it is used.

    Pydantic imports one function of it, which it never calls where there are no plug-ins; reading the whole, with the
    parsers of mails and archives that it needs, takes as long as starting Python.
    """

    # Asked for by every import of a name; the real one is a package too.
    __path__ = [f"{folder}/metadata" for folder in importlib.__path__]

    @staticmethod
    def entry_points(**params: Any) -> Any:  # noqa: ANN401  # whatever the real one takes and returns
        """Do what the real one does."""
        return _real().entry_points(**params)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # anything of the real one
        return getattr(_real(), name)


def _real() -> ModuleType:
    if isinstance(sys.modules.get(_METADATA), _Metadata):
        del sys.modules[_METADATA]
    return importlib.import_module(_METADATA)
