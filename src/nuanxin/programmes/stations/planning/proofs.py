"""Proofs 证明: a planner's answer as bytes that are kept, and worked out anew from them.

What is kept holds the plan, what it claims, and the certificate's arrays; `proved` takes none of the
claims on trust that numbers can show.
"""

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from nuanxin.kernel.plans.declare import CERTIFICATE, FEASIBLE, OPTIMAL
from nuanxin.kernel.plans.faults import PlanUnproven
from nuanxin.kernel.plans.packing import packed, unpacked
from nuanxin.planners.siting import (
    CaseCertificate,
    Certificate,
    Everyone,
    FewestCertificate,
    FewestPart,
    MedianCertificate,
    Result,
    Unproven,
    backed,
    by_town,
    check_cases,
    check_certificate,
    check_fewest,
    check_medians,
    distance_limited,
    everybody,
    served_most,
    served_nearest,
    within,
)
from nuanxin.planners.siting.certificate import Line, Parts, Proof
from nuanxin.planners.siting.dominance import Dominated
from nuanxin.planners.siting.median_certificate import Nodes
from nuanxin.planners.siting.staging import OddSets, Stage
from nuanxin.planners.siting.tree_certificate import Half, Halves, Tree
from nuanxin.programmes.stations.planning.asking import BACKUP, CENTER, FAIR, FEWEST, MEDIAN, SERVED
from nuanxin.programmes.stations.planning.puzzle import MILLIONTHS_A_PERCENT, Puzzle

_KINDS = {
    kind.__name__: kind
    for kind in (
        *(Certificate, Stage, Dominated, OddSets, Tree, Half, Halves, Parts, Line, Proof),
        *(FewestCertificate, FewestPart, MedianCertificate, CaseCertificate, Nodes),
    )
}


def proof_packed(result: Result) -> bytes:
    """Return a plan, its claims and its certificate as bytes."""
    content: dict[str, Any] = {
        "sites": result.sites,
        "value": result.value,
        "bound": result.bound,
        "status": result.status,
        "proof": result.proof,
    }
    if result.certificate is not None:
        _flatten(result.certificate, "c", content)
    return packed(content)


def certificate_in(content: dict[str, Any]) -> Any:
    """Return the certificate of what was unpacked; None where there is none."""
    return _built("c", content) if "c" in content else None


def proved(puzzle: Puzzle, proof: bytes) -> tuple[int, int]:
    """Return value and bound worked out anew; PlanUnproven where they are not what is claimed.

    The plan is evaluated by adding up. Its bound is that of the certificate; where the solver is
    believed, it is the one it claimed, and the plan says so.
    """
    content = unpacked(proof)
    sites, value, bound = content["sites"], content["value"], content["bound"]
    worth = puzzle.worth(puzzle.opened(sites))
    if worth != value:
        raise PlanUnproven(f"the plan is worth {worth}, not {value}")
    if (content["status"] == OPTIMAL) != (value == bound) or content["status"] not in (OPTIMAL, FEASIBLE):
        raise PlanUnproven("it claims to be best, and its bound says otherwise")
    if content["proof"] != CERTIFICATE:
        return value, bound
    try:
        return value, _shown(puzzle, certificate_in(content), sites, value, bound)
    except (Unproven, ValueError, TypeError, AttributeError, IndexError) as error:
        raise PlanUnproven(str(error)) from error


def _shown(puzzle: Puzzle, certificate: Any, sites: Any, value: int, bound: int) -> int:
    """Return the bound that the certificate proves."""
    model = puzzle.asked.model
    if model == CENTER:
        return _shown_worst(puzzle, certificate, bound)
    if sorted(certificate.sites.tolist()) != sorted(sites.tolist()):
        raise PlanUnproven("the certificate is of another plan")
    if isinstance(certificate, CaseCertificate):
        return check_cases(_rarer(puzzle), certificate)
    if model == MEDIAN:
        return check_medians(puzzle.medians(), certificate)
    if model == FEWEST:
        return check_fewest(puzzle.everyone(), certificate)
    return check_certificate(puzzle.question(), certificate)


def _rarer(puzzle: Puzzle) -> Any:
    """Return the question of towns, seats, two covers or limits that a certificate by cases is for."""
    asked = puzzle.asked
    if asked.kind == MEDIAN:
        return distance_limited(*puzzle.whole(), int(np.ceil(puzzle.farthest_m)))
    if asked.kind == FEWEST:
        return everybody(puzzle.all_reachable()[0])
    question = puzzle.question()
    if asked.kind == BACKUP:
        return backed(question, puzzle.second)
    if asked.kind == FAIR:
        return by_town(question, puzzle.towns, (asked.least_percent or 0) * MILLIONTHS_A_PERCENT)
    seats, classes = puzzle.seating.seats, puzzle.seating.groups
    if asked.kind == SERVED:
        return served_most(question, seats, classes=classes)
    metres = np.rint(puzzle.seating.reach.metres).astype(np.int64)
    return served_nearest(question, seats, metres, puzzle.no_seat_m, classes=classes)


def _shown_worst(puzzle: Puzzle, certificate: Any, bound: int) -> int:
    """Return the bound where more stations than asked would be needed at the next shorter distance."""
    question = puzzle.farthest()
    if puzzle.limited:
        return _shown_worst_limited(puzzle, certificate, bound)
    metres = np.unique(np.rint(question.reach.metres).astype(np.int64))
    shorter = metres[metres < bound]
    if not len(shorter):
        return bound
    below = question.within(int(shorter[-1]))
    if _unreached(below):
        return bound
    if certificate is None or check_fewest(below, certificate) <= question.count:
        raise PlanUnproven("nothing shows that the next shorter distance needs more stations")
    return bound


def _shown_worst_limited(puzzle: Puzzle, certificate: Certificate | None, bound: int) -> int:
    """Return the bound where no plan within the limits reaches all at the next shorter distance."""
    question, reach = puzzle.all_reachable()
    metres = np.unique(np.rint(reach.metres).astype(np.int64))
    shorter = metres[metres < bound]
    if not len(shorter):
        return bound
    below = within(question, reach, int(shorter[-1]))
    if certificate is None or check_certificate(below, certificate) >= below.cover.rows:
        raise PlanUnproven("nothing shows that the next shorter distance does not reach everybody")
    return bound


def _unreached(question: Everyone) -> bool:
    """Return whether some row is reached by nobody at all."""
    shut = np.zeros(question.cover.candidates, bool)
    shut[list(question.forbidden)] = True
    counts = np.concatenate(([0], np.cumsum(~shut[question.cover.items], dtype=np.int64)))
    return bool((counts[question.cover.starts[1:]] == counts[question.cover.starts[:-1]]).any())


def _flatten(part: Any, name: str, content: dict[str, Any]) -> None:
    """Put a certificate into named arrays and values, part by part."""
    if is_dataclass(part) and not isinstance(part, type):
        content[name] = {"kind": type(part).__name__}
        for each in fields(part):
            _flatten(getattr(part, each.name), f"{name}.{each.name}", content)
    elif isinstance(part, tuple):
        content[name] = {"many": len(part)}
        for place, each in enumerate(part):
            _flatten(each, f"{name}.{place}", content)
    else:
        content[name] = part if isinstance(part, np.ndarray) else {"is": part}


def _built(name: str, content: dict[str, Any]) -> Any:
    """Return the certificate that was flattened."""
    part = content[name]
    if isinstance(part, np.ndarray):
        return part
    if "kind" in part:
        kind = _KINDS[part["kind"]]
        told = [each.name for each in fields(kind) if f"{name}.{each.name}" in content]
        return kind(**{each: _built(f"{name}.{each}", content) for each in told})
    if "many" in part:
        return tuple(_built(f"{name}.{place}", content) for place in range(part["many"]))
    return part["is"]
