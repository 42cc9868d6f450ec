"""Street networks 路网 of a city: ``cities/<name>/streets/*.json``, read once and held in memory.

A file says in words where its streets are from, and whether they are made up (``made_up``): whoever shows
what was worked out from them says so too. ``nodes`` are crossings as [longitude, latitude] in WGS-84,
``edges`` streets as [node, node, metres], walked both ways.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from nuanxin.plain.words import Words


class StreetsFaulty(ValueError):
    """A file of streets cannot be read; the text names the file, the line of the list, and the remedy."""


@dataclass(frozen=True, slots=True)
class Network:
    """Streets: crossings, shape (n, 2), and streets between them by number of crossing, with metres.

    ``says`` is where they are from, ``made_up`` whether they are invented, ``digest`` tells one version
    from another.
    """

    nodes: NDArray[np.float64]
    tails: NDArray[np.int32]
    heads: NDArray[np.int32]
    metres: NDArray[np.float64]
    says: Words
    made_up: bool
    digest: str


def network() -> Network | None:
    """Return the streets of the city; None where it has none. Raises StreetsFaulty."""
    folder: Path = settings.NUANXIN["city"] / "streets"
    paths = tuple(sorted(folder.glob("*.json")))
    return _read(paths, tuple(path.stat().st_mtime_ns for path in paths)) if paths else None


@lru_cache(maxsize=2)
def _read(paths: tuple[Path, ...], _changed: tuple[int, ...]) -> Network:
    nodes, edges = list[NDArray[np.float64]](), list[NDArray[np.float64]]()
    told, before, made_up = sha256(), 0, False
    says = Words("", "")
    for path in paths:
        text = path.read_bytes()
        table = _table(path, text)
        told.update(text)
        found, streets = _arrays(path, table)
        streets[:, :2] += before
        before += len(found)
        nodes.append(found)
        edges.append(streets)
        made_up |= bool(table.get("made_up"))
        says = Words(f"{says.zh}{table['zh']}", f"{says.en} {table['en']}".strip())
    streets = np.concatenate(edges)
    return Network(
        np.concatenate(nodes),
        streets[:, 0].astype(np.int32),
        streets[:, 1].astype(np.int32),
        streets[:, 2].copy(),
        says,
        made_up,
        told.hexdigest(),
    )


def _table(path: Path, text: bytes) -> dict[str, Any]:
    try:
        table: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise StreetsFaulty(f"{path.name} is no JSON: {error}") from error
    if missing := {"zh", "en", "nodes", "edges"} - set(table):
        raise StreetsFaulty(f"{path.name}: {', '.join(sorted(missing))} is missing")
    return table


def _arrays(path: Path, table: dict[str, Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    try:
        nodes = np.array(table["nodes"], float).reshape(-1, 2)
        edges = np.array(table["edges"], float).reshape(-1, 3)
    except ValueError as error:
        raise StreetsFaulty(f"{path.name}: a node is two numbers, an edge three ({error})") from error
    off = ~((np.abs(nodes[:, 0]) <= 180) & (np.abs(nodes[:, 1]) <= 90))
    if off.any():
        raise StreetsFaulty(f"{path.name}: node {int(off.argmax())} is no point: longitude comes first")
    ends = edges[:, :2]
    wrong = ((ends < 0) | (ends >= len(nodes))).any(axis=1) | ~(np.isfinite(edges[:, 2]) & (edges[:, 2] >= 0))
    if wrong.any():
        raise StreetsFaulty(f"{path.name}: edge {int(wrong.argmax())} leaves the network or has no length")
    return nodes, edges
