"""Ways 路程: from sites to demand along the streets of the city, or by straight lines where it has none."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.spatial import cKDTree

from nuanxin.kernel.places.streets import Network, network
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.planners.siting import Reach, reach_by_streets, reach_of_points, streets
from nuanxin.programmes.stations.planning.ground import Floats, Places
from nuanxin.programmes.stations.planning.roads import METRES_A_DEGREE

_DOORS = 3
"""A point is tied to so many crossings near it: it lies on a street between two of them."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How ways are measured: along which streets (None: straight lines), with which detour off them."""

    network: Network | None
    detour: float
    to_street_m: float

    def reach(self, demand: Floats, sites: Floats, limit_m: float) -> Reach:
        """Return metres from every site to every demand within a limit; points are (n, 2) in degrees."""
        if self.network is None or not len(demand) or not len(sites):
            near = reach_of_points(demand, sites, limit_m / self.detour)
            return Reach(near.starts, near.items, near.metres * self.detour, near.candidates)
        return self._along(self.network, demand, sites, limit_m)

    def _along(self, net: Network, demand: Floats, sites: Floats, limit_m: float) -> Reach:
        """Tie sites to the streets, and the streets to demand; nobody walks through a door to elsewhere."""
        crossings, many = len(net.nodes), len(sites)
        out_of, into, door_m = self._doors(net, sites)
        at, onto, step_m = self._doors(net, demand)
        start, end, direct_m = self._direct(demand, sites, step_m, door_m)
        tails = np.concatenate((net.tails, net.heads, crossings + out_of, onto, crossings + start))
        heads = np.concatenate((net.heads, net.tails, into, crossings + many + at, crossings + many + end))
        metres = np.concatenate((net.metres, net.metres, door_m, step_m, direct_m))
        ends = (tails.astype(np.int32), heads.astype(np.int32))
        graph = streets(crossings + many + len(demand), *ends, metres, both_ways=False)
        here = np.arange(many, dtype=np.int32) + crossings
        there = np.arange(len(demand), dtype=np.int32) + crossings + many
        return reach_by_streets(graph, there, here, limit_m)

    def _direct(
        self, demand: Floats, sites: Floats, step_m: Floats, door_m: Floats
    ) -> tuple[Places, Places, Floats]:
        """Return pairs that are nearer to each other than to any crossing: site, demand, metres.

        Whoever stands in the same street does not walk to its corner and back.
        """
        near = reach_of_points(demand, sites, 2 * self.to_street_m)
        row = np.repeat(np.arange(len(demand)), np.diff(near.starts))
        to_corner = step_m.reshape(len(demand), -1).min(axis=1)[row]
        to_corner += door_m.reshape(len(sites), -1).min(axis=1)[near.items]
        close = near.metres <= to_corner
        return near.items[close], row[close].astype(np.int32), near.metres[close] * self.detour

    def _doors(self, net: Network, points: Floats) -> tuple[Places, Places, Floats]:
        """Return for points the crossings they are tied to: point, crossing, metres."""
        scale = _scale(net.nodes)
        tree = cKDTree(net.nodes * scale)
        doors = min(_DOORS, len(net.nodes))
        metres, at = tree.query(points * scale, k=doors)
        metres, at = metres.reshape(len(points), doors), at.reshape(len(points), doors)
        off = metres[:, :1] > self.to_street_m
        metres = np.where(off, metres * self.detour, metres)
        row = np.repeat(np.arange(len(points)), doors)
        return row.astype(np.int32), at.ravel().astype(np.int32), metres.ravel()


def _scale(nodes: Floats) -> Floats:
    """Return metres a degree, east and north, in the middle of the network."""
    middle = np.radians((nodes[:, 1].min() + nodes[:, 1].max()) / 2)
    return np.array([METRES_A_DEGREE * np.cos(middle), METRES_A_DEGREE])


def ways(demand: Floats, on: date) -> Ways:
    """Return how ways to demand are measured: by street where half of it or more lies on the network."""
    detour, to_street = (float(str(rule(f"travel.{name}", on).value)) for name in ("detour", "to_street"))
    net = network()
    if net is not None and len(demand):
        scale = _scale(net.nodes)
        metres, _at = cKDTree(net.nodes * scale).query(demand * scale)
        if 2 * int((metres <= to_street).sum()) < len(demand):
            net = None
    return Ways(net, detour, to_street)


def speed_m_s(by: str, on: date) -> float:
    """Return the metres a second of ``walking`` or ``cycling``."""
    return float(str(rule(f"travel.{by}_speed", on).value))
