"""A module loaded when something of it is first asked for, so that a process that never asks starts without it.

What seals, sets, draws and judges files stands on libraries that take longer to load than all the rest of a web
process, which leaves such work to the worker. The name is given twice: for the type checker and the floors as an import
under TYPE_CHECKING, and as `late("the.module")` for the process that runs.
"""

from importlib import import_module
from types import ModuleType
from typing import Any


class _Late(ModuleType):
    def __getattr__(self, name: str) -> Any:
        # Asked anew each time: the import system keeps what is loaded, and its lock is what makes threads wait.
        return getattr(import_module(self.__name__), name)


def late(name: str) -> ModuleType:
    """Stands for the module of this name; each use is one of the module itself. Raises ImportError with the first."""
    return _Late(name)
