"""Cover from a street network 路网: a search from each candidate that stops at the limit and writes rows."""

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from nuanxin.planners.siting.compiled import Floats, Ints, Places, compiled
from nuanxin.planners.siting.cover import FARTHEST, Reach, Refused, turned_with
from nuanxin.planners.siting.inputs import ints, number, whole

WALKING_M_S = 1.2
"""Metres a second on foot, an older person's pace."""
CYCLING_M_S = 4.2
"""Metres a second on a bicycle or a courier's electric one in town."""


@dataclass(frozen=True, slots=True)
class Streets:
    """A street network as a graph; `streets` makes it from edges.

    Parameters
    ----------
    starts : array of int64, shape (nodes + 1,)
        Edges out of node ``i`` are ``starts[i]:starts[i + 1]``.
    heads : array of int32, shape (edges,)
        The node each edge goes to.
    metres : array of float64, shape (edges,)
        How long each edge is.
    """

    starts: Ints
    heads: Places
    metres: Floats

    @property
    def nodes(self) -> int:
        """How many crossings and ends of streets there are."""
        return len(self.starts) - 1


def streets(nodes: int, tails: Places, heads: Places, metres: Floats, *, both_ways: bool = True) -> Streets:
    """Return a network from its edges, walked both ways unless said otherwise.

    Parameters
    ----------
    nodes : int
        How many crossings and ends of streets there are.
    tails : array of int, shape (edges,)
        The node each edge comes from, from 0.
    heads : array of int, shape (edges,)
        The node each edge goes to.
    metres : array of float64, shape (edges,)
        How long each edge is, 0 or more.
    both_ways : bool
        Whether every edge is walked both ways.

    Returns
    -------
    Streets
        The network, edges by the node they come from.

    Raises
    ------
    Refused
        For an edge that leaves the network, or whose length is negative or no number; the edge is named.
    """
    many = whole(nodes, "the number of nodes")
    if not 0 <= many < 2**31:
        raise Refused(f"{many} nodes make no network; count them from 0")
    ends = ints(tails, "the tail"), ints(heads, "the head")
    try:
        lengths = np.asarray(metres, np.float64)
    except (TypeError, ValueError):
        raise Refused("metres of edges are numbers") from None
    if ends[0].ndim != 1 or not ends[0].shape == ends[1].shape == lengths.shape:
        raise Refused(
            f"an edge is a tail, a head and metres: {ends[0].shape}, {ends[1].shape}, {lengths.shape}"
        )
    wrong = (np.minimum(*ends) < 0) | (np.maximum(*ends) >= many)
    wrong |= ~((lengths >= 0) & (lengths <= FARTHEST))
    if wrong.any():
        edge = int(wrong.argmax())
        said = f"edge {edge} from {ends[0][edge]} to {ends[1][edge]}, {lengths[edge]} m"
        raise Refused(f"{said}, is none of {many} nodes, or no length")
    tails, heads, metres = ends[0].astype(np.int32), ends[1].astype(np.int32), lengths
    if both_ways:
        tails, heads = np.concatenate((tails, heads)), np.concatenate((heads, tails))
        metres = np.concatenate((metres, metres))
    order = np.argsort(tails, kind="stable")
    starts = np.searchsorted(tails[order], np.arange(many + 1)).astype(np.int64)
    return Streets(starts, heads[order], metres[order])


def reach_by_streets(
    network: Streets, demand: Places, candidates: Places, limit: float, *, speed_m_s: float | None = None
) -> Reach:
    """Return which candidates are near each row of demand along streets, from the candidate to the demand.

    Parameters
    ----------
    network : Streets
        The streets; for a one-way network turn the edges to measure from demand to candidate.
    demand : array of int, shape (rows,)
        The node each row of demand stands at.
    candidates : array of int, shape (candidates,)
        The node each candidate stands at.
    limit : float
        Metres, or seconds where there is a speed; above 0.
    speed_m_s : float, optional
        Metres a second (`WALKING_M_S`, `CYCLING_M_S`); None where the limit is metres.

    Returns
    -------
    Reach
        Metres (or seconds) of every pair within the limit.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    number(limit, "reaches nothing; give a limit above 0")
    if speed_m_s is not None:
        number(speed_m_s, "m/s is no speed; give one above 0")
    _network(network)
    demand, candidates = _nodes(network, demand, "demand"), _nodes(network, candidates, "candidate")
    order = np.argsort(demand, kind="stable")
    at_node = np.searchsorted(demand[order], np.arange(network.nodes + 1)).astype(np.int64)
    pace = 1.0 if speed_m_s is None else float(speed_m_s)
    ends, found, far = _searched(
        network.starts, network.heads, network.metres, candidates, at_node, order, limit * pace
    )
    far = np.minimum(far / pace, limit)
    return Reach(*turned_with(ends, found, far, len(demand)), len(candidates))


def _nodes(network: Streets, places: Places, name: str) -> Places:
    """Return the nodes as an array; Refused names the first that is none."""
    found = ints(places, f"the node of {name}")
    if found.ndim != 1:
        raise Refused(f"{name} has a node a row, not the shape {found.shape}")
    wrong = np.flatnonzero((found < 0) | (found >= network.nodes))
    if len(wrong):
        raise Refused(f"{name} row {wrong[0]} stands at node {found[wrong[0]]}, of {network.nodes}")
    return found.astype(np.int32)


def _network(network: Streets) -> None:
    """Refuse a network that was put together by hand and is none."""
    starts, heads, metres = network.starts, network.heads, network.metres
    for array, kind in ((starts, np.int64), (heads, np.int32), (metres, np.float64)):
        if not isinstance(array, np.ndarray) or array.dtype != kind or array.ndim != 1:
            raise Refused(
                "a network has starts of int64, heads of int32, metres of float64; `streets` makes it"
            )
    if not len(starts) or starts[0] != 0 or starts[-1] != len(heads) or (np.diff(starts) < 0).any():
        raise Refused("starts of a network ascend from 0 to the number of edges")
    if len(heads) != len(metres):
        raise Refused(f"every edge has metres: {len(heads)} edges, {len(metres)} metres")
    wrong = (heads < 0) | (heads >= network.nodes) | ~((metres >= 0) & (metres <= FARTHEST))
    if wrong.any():
        edge = int(wrong.argmax())
        raise Refused(f"edge {edge} to {heads[edge]}, {metres[edge]} m, is none of {network.nodes} nodes")


@compiled
def _searched(
    starts: Ints, heads: Places, weight: Floats, sources: Places, at_node: Ints, order: Ints, limit: float
) -> tuple[Ints, Places, Floats]:
    """Return for each source the demand within the limit: Dijkstra, which clears what it marked."""
    best = np.full(len(starts) - 1, np.inf)
    ends = np.zeros(len(sources) + 1, np.int64)
    found, far = np.empty(1024, np.int32), np.empty(1024)
    place = 0
    for s in range(len(sources)):
        source = sources[s]
        best[source] = 0.0
        heap, met = [(0.0, source)], [source]
        while heap:
            distance, node = heappop(heap)
            if distance > best[node]:
                continue
            for k in range(at_node[node], at_node[node + 1]):
                if place == len(found):
                    found, far = np.append(found, found), np.append(far, far)
                found[place], far[place] = order[k], distance
                place += 1
            for edge in range(starts[node], starts[node + 1]):
                longer = distance + weight[edge]
                if longer <= limit and longer < best[heads[edge]]:
                    if best[heads[edge]] == np.inf:
                        met.append(heads[edge])
                    best[heads[edge]] = longer
                    heappush(heap, (longer, heads[edge]))
        for node in met:
            best[node] = np.inf
        ends[s + 1] = place
    return ends, found[:place].copy(), far[:place].copy()
