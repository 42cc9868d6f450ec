"""Twenty golden vectors: fixed inputs, the exact line, the exact hash. They change with the version only."""

import hashlib
from types import SimpleNamespace

import pytest

from nuanxin.kernel.ledger.lines import (
    act_line,
    entry_line,
    genesis,
    hash_function,
    head_line,
    leaf_hash,
    segment_line,
    source_line,
)
from nuanxin.kernel.ledger.merkle import root
from nuanxin.kernel.ledger.seals import Signed

SHA256 = hash_function("sha256")
IDENTITY = "00000000-0000-4000-8000-000000000000"
H = [f"{number:02x}" * 32 for number in range(256)]
"""Hexadecimal of a hash of one repeated byte."""
NOTHING = hashlib.sha256(b"").hexdigest()


def of(number: int) -> bytes:
    return bytes([number]) * 32


ENTRIES = [
    (
        (1, 1, 0, 201, 150802001000, 20240501, None, None, None, 1, None, None, 201, 1, None),
        "NX1|1|1|0|201|150802001000|20240501||||1|||201|1|",
        "70e4fe0255ac2611104b3cb320661c2c503f3326a57e671947a43c731edede7b",
    ),
    (
        (2, 1, 0, 301, 150826100214, 20240531, 9223372036854775807, None, None, 120, None, None, 302, 17, 4),
        "NX1|2|1|0|301|150826100214|20240531|9223372036854775807|||120|||302|17|4",
        "53372867d87dfae58b5dca8930ecdd508d7c1e367ad34f8918d696177dcf1d2c",
    ),
    (
        (3, 2, 1, 301, 150826100214, 20240531, 9223372036854775807, None, None, -120, 2, None, 302, 17, 5),
        "NX1|3|2|1|301|150826100214|20240531|9223372036854775807|||-120|2||302|17|5",
        "d8e877f93fd907a1fee23b1e678fda0e3a20a07bf451e1870e338eca2460b836",
    ),
    (
        (4, 2, 0, 301, 150826100214, 20240531, 9223372036854775807, None, None, 118, None, 2, 302, 17, 5),
        "NX1|4|2|0|301|150826100214|20240531|9223372036854775807|||118||2|302|17|5",
        "ed797a4fbda8a3ffe922e848309005de09f82eaee5c9d3873b6ea76742011b19",
    ),
    (
        (
            5,
            3,
            2,
            801,
            150622000000,
            20231231,
            4611686018427387904,
            77,
            12,
            661730000000,
            None,
            None,
            802,
            3,
            88,
        ),
        "NX1|5|3|2|801|150622000000|20231231|4611686018427387904|77|12|661730000000|||802|3|88",
        "c433e5fb99a94c9c7006edab5342b61148148363a83461a31616343779b4b65a",
    ),
    (
        (6, 3, 3, 1, 150000000000, 19000101, None, None, None, 0, None, None, 1, 1, None),
        "NX1|6|3|3|1|150000000000|19000101||||0|||1|1|",
        "4a5bfbd69c5b27353eb4211a1b9ead96d1016d50a4f2b8db5449b5c198b9e162",
    ),
    (
        (
            1000000,
            99999,
            0,
            32767,
            159999999999,
            99991231,
            1,
            2,
            3,
            -9223372036854775808,
            None,
            None,
            32767,
            9223372036854775807,
            2147483647,
        ),
        "NX1|1000000|99999|0|32767|159999999999|99991231|1|2|3|-9223372036854775808|||32767|9223372036854775807|2147483647",
        "ea088efa9f077f0ba13ade3133978f8b3c0d033f560d5ecec8ae2d1b15ebe139",
    ),
]


@pytest.mark.parametrize(("cells", "line", "leaf"), ENTRIES)
def test_lines_of_entries(cells, line, leaf):
    assert entry_line(cells) == line.encode()
    assert leaf_hash(SHA256, entry_line(cells)).hex() == leaf
    assert hashlib.sha256(b"\x00" + line.encode()).hexdigest() == leaf


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this OpenSSL has no SM3")
def test_line_of_an_entry_under_sm3():
    leaf = leaf_hash(hash_function("sm3"), entry_line(ENTRIES[0][0])).hex()
    assert leaf == "c4484574d899bf4efe16321653a69676337f36ecbdfc76f101d74fb9eed16565"


def test_genesis():
    assert genesis(SHA256, IDENTITY, "sha256") == hashlib.sha256(f"NX1|{IDENTITY}|sha256".encode()).digest()
    assert genesis(SHA256, IDENTITY, "sha256").hex() == GENESIS


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this OpenSSL has no SM3")
def test_genesis_under_sm3():
    made = genesis(hash_function("sm3"), IDENTITY, "sm3").hex()
    assert made == "7514f7b435da0ab8ae8a3e27dcb613109759bf9a7f72d93ad7bd67e82fd767dc"


GENESIS = "0966fb2d4a1653e75539d0974c66b94c26af12925f14ea7681f618677a384dfc"
REGISTER = SimpleNamespace(pk=1, kind="sheet", digest=of(1), name="暖心驿站登记台账.xlsx", part="临河区")
CONSOLE = SimpleNamespace(pk=2, kind="console", digest=of(2), name="console", part="")
SOURCES = [
    (
        REGISTER,
        f"NXS1|1|sheet|{H[0x01]}|f7ad18e33246ca64218bf6f42109fb5c4469be2a1ddff1a3fd2a4c5da6080646|"
        "be6202ff87adbae676410765a733b76858459e47241b6c33d57888a50e00b094",
        "12be693db5888b3871674356440834c7e41d071f4ad8f6bf922750fb25e32471",
    ),
    (
        CONSOLE,
        f"NXS1|2|console|{H[0x02]}|93d8874c8c86f0fc893dbe15c765ffa0fcd342f798dbf669e08f8cbe095d230c|"
        f"{NOTHING}",
        "36d895ebfc3b399251abd625a3997d8c42e9ac44f0c685c7e3517ab647a83ce9",
    ),
]


@pytest.mark.parametrize(("source", "line", "made"), SOURCES)
def test_lines_of_sources(source, line, made):
    assert source_line(SHA256, source) == line.encode()
    assert hashlib.sha256(line.encode()).hexdigest() == made


def act(**cells):
    absent = dict.fromkeys(("asked_by", "second", "source_id", "note_hash"))
    return SimpleNamespace(**{**absent, "reason": "", "object": "", "actor": 5, **cells})


ACTS = [
    (
        (
            act(
                number=1, verb="stations.register", at=1717113600000000, first_seq=1, entries=2, digest=of(3)
            ),
            REGISTER,
        ),
        "NXA1|1|stations.register|5|||1717113600000000|"
        f"12be693db5888b3871674356440834c7e41d071f4ad8f6bf922750fb25e32471|||{NOTHING}|1|2|{H[0x03]}",
        "996b9ed58462eeb0fb4899cc88ce3fe033249bdfff34ad23562db4dd56f91600",
    ),
    (
        (
            act(
                number=2,
                verb="stations.register",
                asked_by=6,
                second=7,
                at=1717113600000001,
                reason="correction",
                note_hash=of(4),
                first_seq=3,
                entries=2,
                digest=of(5),
            ),
            CONSOLE,
        ),
        "NXA1|2|stations.register|5|6|7|1717113600000001|"
        f"36d895ebfc3b399251abd625a3997d8c42e9ac44f0c685c7e3517ab647a83ce9|correction|{H[0x04]}|"
        f"{NOTHING}|3|2|{H[0x05]}",
        "b0cb05ae5a2000669bdcb31ebf06844d463c1b0ad3ff1dca140cbdf859c3479e",
    ),
    (
        (
            act(
                number=3,
                verb="access.grant",
                at=1717113600000002,
                object="grant:6/clerk/150826000000",
                first_seq=5,
                entries=0,
                digest=bytes.fromhex(NOTHING),
            ),
            None,
        ),
        "NXA1|3|access.grant|5|||1717113600000002||||"
        f"6470b14f6b17686d8b5a7e883abc923f3f6e625bc57089548c7c0575777f06df|5|0|{NOTHING}",
        "67d4705502a848801b16ff2f8de80cf3d48088d3192daf975e8c9c657dba7e2c",
    ),
]


def test_lines_and_chain_of_acts():
    before = bytes.fromhex(GENESIS)
    for (row, source), line, made in ACTS:
        assert act_line(SHA256, row, source) == line.encode()
        before = hashlib.sha256(before + line.encode()).digest()
        assert before.hex() == made


def segment(number, first, last, *digests):
    names = ("root", "rows_digest", "hashes_digest", "cube_digest")
    return SimpleNamespace(
        number=number, first_seq=first, last_seq=last, **dict(zip(names, map(of, digests), strict=True))
    )


SEGMENTS = [
    (
        segment(1, 1, 2, 6, 7, 8, 9),
        f"NXG1|1|1|2|{H[0x06]}|{H[0x07]}|{H[0x08]}|{H[0x09]}",
        "5873f3f33f343224ab00f04fbeb48a03039ed93ecae17dd7da63d0cf229fff13",
    ),
    (
        segment(2, 3, 4, 10, 11, 12, 13),
        f"NXG1|2|3|4|{H[0x0A]}|{H[0x0B]}|{H[0x0C]}|{H[0x0D]}",
        "e551e260616bdcf1009c71b1bd94ce9f5187aeaa030b37abbd220de3f638bd8f",
    ),
]


@pytest.mark.parametrize(("row", "line", "made"), SEGMENTS)
def test_lines_of_segments(row, line, made):
    assert segment_line(row) == line.encode()
    assert hashlib.sha256(line.encode()).hexdigest() == made


def test_digest_over_segments():
    lines = "\n".join(line for _row, line, _made in SEGMENTS)
    made = "b7b7209e45a0862622723d5778d52b43117ba7af650e53129273de9285b75a0a"
    signed = Signed(hash_function("sha256"), [row for row, _line, _made in SEGMENTS])
    assert signed.first(len(SEGMENTS))[0].hex() == made
    assert hashlib.sha256(lines.encode()).hexdigest() == made


@pytest.mark.parametrize("asked", [(0, 1, 2), (2, 2, 1, 0, 2)])
def test_what_heads_sign_is_that_of_their_segments_in_whatever_order_they_ask(asked):
    digest, rows = hash_function("sha256"), [row for row, _line, _made in SEGMENTS]
    signed = Signed(digest, rows)
    for many in asked:
        lines = b"\n".join(line.encode() for _row, line, _made in SEGMENTS[:many])
        top = root(digest, [row.root for row in rows[:many]])
        assert signed.first(many) == (hashlib.sha256(lines).digest(), top)


HEADS = [
    (
        SimpleNamespace(
            number=1,
            segments=1,
            entries=2,
            root=of(6),
            acts=1,
            acts_hash=of(14),
            segments_digest=bytes.fromhex(SEGMENTS[0][2]),
            previous=of(15),
            at=1717113600000003,
            signature_algorithm="ed25519",
            key="00112233aabbccdd",
        ),
        f"NXH1|{IDENTITY}|sha256|1|1|2|{H[0x06]}|1|{H[0x0E]}|"
        f"5873f3f33f343224ab00f04fbeb48a03039ed93ecae17dd7da63d0cf229fff13|{H[0x0F]}|1717113600000003|"
        "ed25519|00112233aabbccdd",
        "0e2436bf05a5ad576e2a81bcade9235d595b916ac7e7d227a154227e34815443",
    ),
    (
        SimpleNamespace(
            number=2,
            segments=2,
            entries=4,
            root=of(16),
            acts=3,
            acts_hash=of(17),
            segments_digest=bytes.fromhex("b7b7209e45a0862622723d5778d52b43117ba7af650e53129273de9285b75a0a"),
            previous=of(18),
            at=1717113600000004,
            signature_algorithm="ed25519",
            key="00112233aabbccdd",
        ),
        f"NXH1|{IDENTITY}|sha256|2|2|4|{H[0x10]}|3|{H[0x11]}|"
        f"b7b7209e45a0862622723d5778d52b43117ba7af650e53129273de9285b75a0a|{H[0x12]}|1717113600000004|"
        "ed25519|00112233aabbccdd",
        "33bba37f90136b449b00801814c258bf2f88a99e031faa4097c3728be8d23da0",
    ),
]


@pytest.mark.parametrize(("head", "line", "made"), HEADS)
def test_lines_of_heads(head, line, made):
    assert head_line(IDENTITY, "sha256", head) == line.encode()
    assert hashlib.sha256(line.encode()).hexdigest() == made
