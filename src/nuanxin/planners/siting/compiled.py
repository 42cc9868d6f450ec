"""Compiled inner loops: what numba compiles is kept beside the code, so that only a first call waits."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Places = NDArray[np.int32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

P = ParamSpec("P")
R = TypeVar("R")


def compiled(loop: Callable[P, R]) -> Callable[P, R]:
    """Return ``loop`` compiled; ``loop.py_func`` stays the slow path that tests compare it with.

    Other threads run on while it works; two runs give the same bits, as nothing is reordered.
    """
    return cast("Callable[P, R]", numba.njit(cache=True, nogil=True)(loop))


def in_python(loop: Callable[P, R]) -> Callable[P, R]:
    """Return the uncompiled loop behind a compiled one."""
    return cast("Callable[P, R]", loop.py_func)  # type: ignore[attr-defined]
