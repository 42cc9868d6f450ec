import pytest

from nuanxin.kernel.access.models import Grant
from nuanxin.kernel.access.ranges import held
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.parties.models import Party


@pytest.fixture
def by(db):
    party = Party.objects.create(id=1, kind="person", name="科员（示例）", demonstration=True)
    Grant.objects.create(party=party, role="clerk", area=150000000000)
    held.changed()
    return By(Actor(party.id, party.name))
