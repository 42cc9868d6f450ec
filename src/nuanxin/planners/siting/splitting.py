"""Cases of least distance 分情形: bounded by multipliers or by the relaxation until none could be better."""

from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from nuanxin.planners.siting import assigning, exchange
from nuanxin.planners.siting.compiled import Flags, Floats, Ints, Places
from nuanxin.planners.siting.median_certificate import AGAIN, MedianCertificate, Nodes, sealed_medians
from nuanxin.planners.siting.question import FREE, OPEN, SHUT
from nuanxin.planners.siting.relaxing import Relaxation, cheaper
from nuanxin.planners.siting.seeking import Seeker, no_places

FINEST = 2**44
QUICK = 3000
"""So many cases are bounded by steps alone where programs are slow."""
FEW, MANY = 30, 30
"""Programs are quick where at most so many sites a row are cheaper than its multiplier, and so many open."""
RESTART = 300
"""With more cases than these they do not begin again, however good a plan is found."""
LARGEST_PROGRAM = 4_000_000
"""Pairs in a program's first cuts; larger ones are left to steps."""


@dataclass(slots=True)
class Node:
    """A case: states before and after what it sets aside, its multipliers and bound, what it leads to."""

    states: Places
    multipliers: Ints
    bound: int = 0
    after: Places = field(default_factory=no_places)
    split: int = -1
    children: tuple[int, int] = (-1, -1)


class Cases:
    """The cases of a question: what bounds them, which wait to be split, and how."""

    def __init__(self, seeker: Seeker) -> None:
        self.seeker = seeker
        self.scale = max(1, FINEST // max(1, int(seeker.question.far.sum())))
        self.nodes: list[Node] = []
        self.waiting: list[tuple[int, int, int]] = []
        self.relaxation: Relaxation | None = None
        self.sparse = False
        self.tried = 0
        self.margins, self.root_whole = np.zeros(0, np.int64), 0

    def begin(self, opened: Flags) -> None:
        """Bound the whole question by multipliers, then by the relaxation of what that leaves."""
        seeker = self.seeker
        _, first, second, _ = exchange.nearest(seeker.lists, opened)
        self.nodes.append(Node(seeker.question.states(), (first + second) // 2 * self.scale))
        self.step(0, (1.5, 250, 20), 4)
        if self.waiting and not seeker.finished():
            self.relaxed()

    def relaxed(self) -> None:
        """Go on with what the first case left: relax it, seek among it, and begin the cases."""
        seeker, root = self.seeker, self.nodes[0]
        if seeker.left(root.after) == 0 or not (root.after == FREE).any():
            return
        self.waiting.clear()
        root.split, root.children = AGAIN, (1, -1)
        self.nodes.append(Node(root.after, root.multipliers.copy()))
        seeker.narrow(root.after)
        limits = np.minimum(seeker.lists.far, -(-root.multipliers // self.scale))
        pairs = cheaper(seeker.lists, limits)
        self.sparse = pairs <= FEW * seeker.question.rows and seeker.question.count >= MANY
        if pairs <= LARGEST_PROGRAM:
            self.relax(np.arange(len(limits)), limits)
        self.bounded(1, (0.5, 150, 20), program=True)
        seeker.bound = self.nodes[1].bound
        seeker.shake(40)
        if seeker.value - seeker.bound > seeker.value // 1000:
            seeker.shake(20 + 3 * seeker.question.count)
        self.again()

    def relax(self, rows: Ints, places: Ints) -> None:
        """Write the relaxation of the lists that are left, with cuts to begin with."""
        seeker = self.seeker
        existing = np.flatnonzero(np.isin(seeker.columns, seeker.question.existing)).astype(np.int32)
        unit = max(1.0, seeker.value / max(1, seeker.question.rows) / 1000)
        self.relaxation = Relaxation(seeker.lists, existing, seeker.question.count, unit, seeker.left_s)
        self.relaxation.cut(rows, places)

    def again(self) -> None:
        """Begin the cases (again), with only what the best plan so far leaves of the question."""
        seeker, node = self.seeker, self.nodes[1]
        del self.nodes[2:]
        self.waiting.clear()
        node.split, node.children = -1, (-1, -1)
        seeker.narrow(node.states)
        states = node.states[seeker.columns]
        self.root_whole = self.whole(node.multipliers, states, seeker.left(node.states))
        self.margins = self.set_aside(node, states)
        self.tried = seeker.value
        if node.bound >= seeker.value:
            return
        binding = self.relaxation.binding() if self.relaxation else None
        seeker.narrow(node.after)
        if binding:
            self.relax(*binding)
        heappush(self.waiting, (node.bound, 1, -1))

    def outdated(self) -> bool:
        """Return whether a better plan leaves so much less of the question that cases begin again."""
        seeker = self.seeker
        if seeker.value >= self.tried or not 2 < len(self.nodes) < RESTART or not self.waiting:
            return False
        self.tried = seeker.value
        still = int((self.margins < (seeker.value - 1) * self.scale + 1 - self.root_whole).sum())
        return still < 0.8 * int((self.nodes[1].after == FREE).sum())

    def divide(self) -> None:
        """Split the worst case, or go on with it where it is not yet known by what."""
        seeker = self.seeker
        bound, number, column = heappop(self.waiting)
        if bound > seeker.bound:
            seeker.bound = min(bound, seeker.value)
            seeker.tell("cases")
        if bound >= seeker.value:
            self.waiting.clear()
            return
        if len(self.nodes) % 150 < 2 and len(self.nodes) > 2:
            seeker.shake(60)
        node, many = self.nodes[number], len(self.nodes)
        node.split, node.children = (AGAIN, (many, -1)) if column < 0 else (column, (many, many + 1))
        for place, state in enumerate((FREE,) if column < 0 else (OPEN, SHUT)):
            states = node.after.copy()
            if column >= 0:
                states[column] = state
            self.nodes.append(Node(states, node.multipliers.copy()))
            self.step(many + place, (0.7, 120, 20))

    def step(self, number: int, length: tuple[float, int, int], turns: int = 1) -> None:
        """Bound a case, set aside in it what no better plan would do, and keep it to be split."""
        node, seeker = self.nodes[number], self.seeker
        states, left = node.states[seeker.columns], seeker.left(node.states)
        if left == 0 or not (states == FREE).any():
            _, first, _, total = exchange.nearest(seeker.lists, states == OPEN)
            node.multipliers, node.bound, node.after = first * self.scale, total, node.states
            seeker.improve(states == OPEN)
            return
        program = self.sparse or number >= QUICK
        column = self.bounded(number, length, turns, program=program)
        self.set_aside(node, states)
        if node.bound < seeker.value:
            settled = seeker.left(node.after) == 0 or node.after[column] != FREE
            heappush(self.waiting, (node.bound, number, -1 if settled else column))

    def bounded(
        self, number: int, length: tuple[float, int, int], turns: int = 1, *, program: bool = False
    ) -> int:
        """Bound a case; return the candidate to split it by."""
        node, seeker = self.nodes[number], self.seeker
        states, left = node.states[seeker.columns], seeker.left(node.states)
        often = np.zeros(len(states))
        if program and self.relaxation and self.relaxation.settle(states, seeker.value):
            found = self.relaxation.multipliers(self.scale)
            if self.whole(found, states, left) > self.whole(node.multipliers, states, left):
                node.multipliers = found
            often = self.relaxation.shares
            seeker.wished(states, -often, left)
        else:
            self.raised(node, states, left, often, length, turns)
        node.bound = -(-self.whole(node.multipliers, states, left) // self.scale)
        wanted = np.where(states == FREE, -np.abs(often - 0.500001), -1.0)
        return int(seeker.columns[int(wanted.argmax())])

    def raised(
        self,
        node: Node,
        states: Places,
        left: int,
        often: Floats,
        length: tuple[float, int, int],
        turns: int,
    ) -> None:
        """Raise the bound of a case by steps, and try the plans that its multipliers wish for."""
        seeker = self.seeker
        for turn in range(turns):
            step = np.array([length[0] / 2**turn, length[1], length[2]])
            assigning.raised(
                seeker.lists, states, left, self.scale, seeker.value, node.multipliers, often, step
            )
            numbers = assigning.undercut(seeker.lists, node.multipliers, self.scale, len(states))
            seeker.wished(states, numbers, left)
            if -(-self.whole(node.multipliers, states, left) // self.scale) >= seeker.value:
                break

    def whole(self, multipliers: Ints, states: Places, left: int) -> int:
        """Return the bound of multipliers in a case, in scaled units."""
        numbers = assigning.undercut(self.seeker.lists, multipliers, self.scale, len(states))
        return int(assigning.relaxed_bound(numbers, multipliers, states, left)[0])

    def set_aside(self, node: Node, states: Places) -> Ints:
        """Set aside the candidates that, opened or shut, leave no better plan in a case.

        Return for each free one by how much the bound rises where it is not as the multipliers wish.
        """
        seeker, left = self.seeker, self.seeker.left(node.states)
        numbers = assigning.undercut(seeker.lists, node.multipliers, self.scale, len(states))
        whole, order, many = assigning.relaxed_bound(numbers, node.multipliers, states, left)
        free = np.minimum(numbers[order], 0)
        last = int(free[left - 1]) if 0 < left <= len(free) else 0
        following = int(free[left]) if left < len(free) else 0
        rises: Ints = np.maximum(0, numbers[order] - last)
        rises[:many] = following - numbers[order[:many]]
        beyond = rises >= (seeker.value - 1) * self.scale + 1 - int(whole)
        node.after = node.states.copy()
        node.after[seeker.columns[order[many:][beyond[many:]]]] = SHUT
        node.after[seeker.columns[order[:many][beyond[:many]]]] = OPEN
        return rises

    def bound(self) -> int:
        """Return what no plan costs less than."""
        return min([self.seeker.value, *(bound for bound, _, _ in self.waiting)])

    def certificate(self) -> MedianCertificate:
        """Return the cases as a certificate holds them."""
        nodes, seeker = self.nodes, self.seeker
        aside = [np.flatnonzero(node.states != node.after).astype(np.int32) for node in nodes]
        states = [node.after[places] for node, places in zip(nodes, aside, strict=True)]
        asked = [bool(len(places)) or node.split == -1 for node, places in zip(nodes, aside, strict=True)]
        priced = np.where(asked, np.cumsum(asked) - 1, -1).astype(np.int32)
        found = Nodes(
            np.array([node.multipliers for node, one in zip(nodes, asked, strict=True) if one], np.int64),
            priced,
            np.concatenate(([0], np.cumsum([len(places) for places in aside]))).astype(np.int64),
            np.concatenate(aside).astype(np.int32),
            np.concatenate(states).astype(np.int32),
            np.array([node.split for node in nodes], np.int32),
            np.array([node.children for node in nodes], np.int32),
        )
        inputs = seeker.question.digest()
        return sealed_medians(
            MedianCertificate(inputs, seeker.sites, seeker.value, self.bound(), self.scale, found)
        )
