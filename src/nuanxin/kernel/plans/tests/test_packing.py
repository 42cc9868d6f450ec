"""What is packed comes back, the same bytes every time; damaged bytes are refused."""

import numpy as np
import pytest

from nuanxin.kernel.plans.packing import digest_of, packed, unpacked

CONTENT = {
    "metres": np.array([[1.5, np.inf], [0.0, -2.0]]),
    "open": np.array([True, False]),
    "none": np.zeros((0, 2), np.int32),
    "names": ["甲", "b"],
    "count": 3,
}


def test_what_is_packed_comes_back():
    found = unpacked(packed(CONTENT))
    assert found.keys() == CONTENT.keys()
    for name, value in CONTENT.items():
        if isinstance(value, np.ndarray):
            assert found[name].dtype == value.dtype and np.array_equal(found[name], value)
        else:
            assert found[name] == value


def test_the_same_content_has_the_same_digest_in_any_order():
    turned = dict(reversed(CONTENT.items()))
    assert packed(turned) == packed(CONTENT)
    assert digest_of(packed(CONTENT)) != digest_of(packed({**CONTENT, "count": 4}))


@pytest.mark.parametrize("spoil", [lambda b: b[:-9], lambda b: b"x" + b, lambda b: b""])
def test_damaged_bytes_are_refused(spoil):
    with pytest.raises(ValueError, match="damaged"):
        unpacked(spoil(packed(CONTENT)))
