"""A certificate is the same when it is kept and read again, whatever steps it tells."""

from types import SimpleNamespace

from nuanxin.kernel.plans.packing import unpacked
from nuanxin.planners.siting import Effort, check_certificate, closing, most_covered
from nuanxin.planners.siting.certificate import Parts
from nuanxin.planners.siting.dominance import Dominated
from nuanxin.planners.siting.staging import Stage
from nuanxin.planners.siting.tests.test_dominance import nested
from nuanxin.planners.siting.tests.test_parts import towns
from nuanxin.programmes.stations.planning.proofs import certificate_in, proof_packed
from nuanxin.programmes.stations.planning.reasons import set_aside


def test_a_certificate_kept_and_read_again_proves_the_same():
    question = nested()
    result = most_covered(question, Effort(seed=1))
    assert any(isinstance(stage, Dominated) for stage in result.certificate.stages)
    again = certificate_in(unpacked(proof_packed(result)))
    assert again.seal == result.certificate.seal
    assert check_certificate(question, again) == result.bound


def test_a_certificate_in_parts_kept_and_read_again_proves_the_same(monkeypatch):
    monkeypatch.setattr(closing, "PROBED", 0)
    question = towns(300, 80, 54, seed=1)
    result = most_covered(question, Effort(seed=1))
    assert isinstance(result.certificate.tree, Parts)
    again = certificate_in(unpacked(proof_packed(result)))
    assert again.seal == result.certificate.seal
    assert check_certificate(question, again) == result.bound


def test_a_site_that_another_outdoes_is_not_said_to_be_in_no_better_plan():
    result = most_covered(nested(), Effort(seed=1))
    stages = result.certificate.stages
    outdone = {int(site) for stage in stages if isinstance(stage, Dominated) for site in stage.shut}
    plan = SimpleNamespace(papers=SimpleNamespace(certificate=proof_packed(result)))
    out, inside = set_aside(plan)
    assert outdone and not outdone & (out | inside)
    assert out | inside == {
        int(site) for stage in stages if isinstance(stage, Stage) for site in [*stage.shut, *stage.opened]
    }
