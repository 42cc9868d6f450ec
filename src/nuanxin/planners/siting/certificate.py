"""The certificate 证书: a plan, and whole numbers from which anybody can work out that none is much better.

`check_certificate` stands apart from everything that solves: it reads the question and the certificate
and recomputes the bound by adding, comparing and rounding upwards. It takes nothing on trust, the claim
included.
"""

from dataclasses import dataclass, is_dataclass, replace
from hashlib import sha256

import numpy as np

from nuanxin.planners.siting.checking import must, planned
from nuanxin.planners.siting.compiled import Flags, Ints, Places
from nuanxin.planners.siting.dominance import Dominated
from nuanxin.planners.siting.pairs import Pairs
from nuanxin.planners.siting.parts import (
    best_sum,
    part_questions,
    share_no_row,
    sites_left,
    won_already,
)
from nuanxin.planners.siting.question import Question, Sides, impossible, put, sides
from nuanxin.planners.siting.staging import FINE, ROOM, Claimed, Stage, bounded, staged
from nuanxin.planners.siting.tree_certificate import Halves, Tree, cases_bound


@dataclass(frozen=True, slots=True)
class Line:
    """A stage of a part's question (nothing set aside): what it says holds for any number of sites."""

    part: int
    stage: Stage


@dataclass(frozen=True, slots=True)
class Proof:
    """What a part is worth at most with ``count`` sites: a certificate of its question, without a plan."""

    part: int
    count: int
    certificate: "Certificate"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the stages left, where it falls into parts that share no row of demand (``parts`` says why).

    ``part_of`` (int32, a candidate each) is the part a free candidate is in, from 0; ``lines`` and ``proofs``
    bound the parts for all numbers of sites.
    """

    part_of: Places
    lines: tuple[Line, ...]
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A plan for most weight covered, a bound no plan exceeds, and what proves it.

    Parameters
    ----------
    inputs : str
        The hash of the question.
    sites : array of int32, shape (sites,)
        The new sites of the plan, ascending.
    value : int
        The weight that the plan covers.
    bound : int
        The weight that no plan exceeds.
    scale : int
        Multipliers count in a ``scale``-th of a weight.
    stages : tuple of Stage or Dominated
        Multipliers, and the candidates that they set aside, one after another.
    tree : Tree, Halves or Parts, optional
        The cases or parts of what the stages left; None where nothing was left.
    seal : str
        The hash of all the rest: it finds damage, while what a forger seals anew has still to prove itself.
    """

    inputs: str
    sites: Places
    value: int
    bound: int
    scale: int
    stages: tuple[Stage | Dominated, ...] = ()
    tree: Tree | Halves | Parts | None = None
    seal: str = ""


def sealed(certificate: Certificate) -> Certificate:
    """Return a certificate with its seal."""
    return replace(certificate, seal=seal_of(replace(certificate, seal="")))


def seal_of(part: object) -> str:
    """Return a hash of a certificate, or of a part of one."""
    if isinstance(part, np.ndarray):
        told = sha256(f"{part.dtype.str}{part.shape};".encode())
        told.update(np.ascontiguousarray(part).data)
        return told.hexdigest()
    if is_dataclass(part) and not isinstance(part, type):
        return seal_of(tuple(getattr(part, name) for name in part.__dataclass_fields__))
    if isinstance(part, tuple):
        return sha256("".join(map(seal_of, part)).encode()).hexdigest()
    return sha256(f"{type(part).__name__} {part}".encode()).hexdigest()


def check_certificate(question: Question, certificate: Certificate) -> int:
    """Return the bound that a certificate proves; it takes nothing on trust.

    Parameters
    ----------
    question : Question
        The question that was asked.
    certificate : Certificate
        That of a result of `most_covered`; for `least_worst_limited`, of `within` one step nearer.

    Returns
    -------
    int
        The weight that no plan exceeds.

    Raises
    ------
    Unproven
        Where it does not prove what it says, or was made for another question.
    Refused
        Where a part of the question is none; the row is named.
    """
    put(question)
    seal = seal_of(replace(certificate, seal=""))
    must(certificate.seal == seal, "it was changed after it was sealed")
    must(certificate.inputs == question.digest(), "it was made for other inputs")
    must(not impossible(question), "no plan keeps to the question")
    limits, states = sides(question), question.states()
    plan = planned(question, limits, states, certificate.sites)
    bound, worth = _proved(question, certificate, limits, states, plan)
    must(worth == certificate.value, "the plan has another value")
    return bound


def _proved(
    question: Question, certificate: Certificate, limits: Sides, states: Places, plan: Flags
) -> tuple[int, int]:
    """Return the bound that stages and cases prove for plans above the value, and what a plan is worth."""
    must(type(certificate.scale) is type(certificate.value) is int, "value and scale are whole")
    must(0 < certificate.scale < ROOM, "the scale is above 0")
    reach = Pairs(question.cover.starts, question.cover.items, len(states))
    claimed = Claimed(limits, certificate.value, certificate.scale)
    bound, reach = staged(question, reach, claimed, certificate.stages, states, plan)
    worth = int(question.weights[reach.covered(plan)].sum())
    if isinstance(certificate.tree, Parts):
        bound = min(bound, _parts_bound(question, certificate, certificate.tree, states))
    elif certificate.tree is not None:
        bound = min(bound, cases_bound(question, reach, claimed, certificate.tree, states))
    must(bound == certificate.bound, f"it proves {bound:,}, not {certificate.bound:,}")
    return bound, worth


def _parts_bound(question: Question, certificate: Certificate, parts: Parts, states: Places) -> int:
    """Return the best sum of what lines and proofs leave each part, for all its numbers of sites."""
    must(question.count is not None and sites_left(question, states) >= 0, "no number of sites is left")
    must(share_no_row(question, states, parts.part_of), "parts share a row")
    must(parts.part_of.max(initial=-1) < len(parts.lines), "a part has no line")
    most = sites_left(question, states)
    questions = part_questions(question, states, parts.part_of, most)
    bounds = np.repeat([[int(part.weights.sum())] for part in questions], most + 1, axis=1)
    for line in parts.lines:
        must(0 <= line.part < len(questions), "there is no such part")
        bounds[line.part] = np.minimum(
            bounds[line.part], line_bounds(questions[line.part], line.stage, certificate.scale)
        )
    for proof in parts.proofs:
        must(0 <= proof.part < len(questions) and 0 <= proof.count <= most, "there is no such part")
        part = replace(questions[proof.part], count=proof.count)
        shut = np.zeros(part.cover.candidates, bool)
        bound, _ = _proved(part, proof.certificate, sides(part), part.states(), shut)
        few = bounds[proof.part, : proof.count + 1]
        np.minimum(few, max(0, bound), out=few)
    return max(certificate.value, won_already(question, states) + int(best_sum(bounds)[most]))


def line_bounds(question: Question, stage: Stage, scale: int) -> Ints:
    """Return the bound in weights that multipliers and prices give a part, for 0 sites to its count."""
    limits = sides(question)
    reach = Pairs(question.cover.starts, question.cover.items, question.cover.candidates)
    whole, _ = bounded(reach, question.weights, limits, scale, stage, question.states())
    granted = -(-(stage.prices[0] * np.arange(limits.limits[0] + 1)) // FINE)
    bounds: Ints = (whole - granted[-1] + granted) // scale
    return bounds
