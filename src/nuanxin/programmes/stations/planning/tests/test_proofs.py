"""A certificate is the same when it is kept and read again, whatever steps it tells."""

from nuanxin.kernel.plans.packing import unpacked
from nuanxin.planners.siting import Effort, check_certificate, most_covered
from nuanxin.planners.siting.dominance import Dominated
from nuanxin.planners.siting.tests.test_dominance import nested
from nuanxin.programmes.stations.planning.proofs import certificate_in, proof_packed


def test_a_certificate_kept_and_read_again_proves_the_same():
    question = nested()
    result = most_covered(question, Effort(seed=1))
    assert any(isinstance(stage, Dominated) for stage in result.certificate.stages)
    again = certificate_in(unpacked(proof_packed(result)))
    assert again.seal == result.certificate.seal
    assert check_certificate(question, again) == result.bound
