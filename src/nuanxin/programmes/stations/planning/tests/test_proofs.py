"""A certificate is the same when it is kept and read again, whatever steps it tells."""

from nuanxin.kernel.plans.packing import unpacked
from nuanxin.planners.siting import Effort, check_certificate, closing, most_covered
from nuanxin.planners.siting.certificate import Parts
from nuanxin.planners.siting.dominance import Dominated
from nuanxin.planners.siting.tests.test_dominance import nested
from nuanxin.planners.siting.tests.test_parts import towns
from nuanxin.programmes.stations.planning.proofs import certificate_in, proof_packed


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
