"""Claim: a bulletin of ten pages and more is typeset as PDF within a second, nothing kept from before."""

import io
from collections.abc import Iterator

from bench import child
from bench.claim import Claim
from bench.demo_office import demonstration
from bench.sizes import sizes, target

NAME = "web"


def claims() -> Iterator[Claim]:
    """Typeset the demonstration's bulletin with its annex."""
    found = child.call("bench.bulletin_pdf:measure", demonstration(), repeats=sizes().repeats)
    yield Claim(
        claim=f"a bulletin of {found['pages']:.0f} pages as PDF (CPU)",
        value=found["cpu_s"],
        unit="s",
        to_reach=target("<= 1"),
        size=f"{found['pages']:.0f} pages, 40 figures; {found['wall_s']:.2f} s on the wall",
        cpu_s=found["cpu_s"],
        packages=("typst",),
    )


def measure(repeats: int) -> dict[str, float]:
    """Return the medians of gathering and typesetting, and how many pages come out."""
    from pdfminer.pdfpage import PDFPage

    from bench.clock import spent
    from nuanxin.kernel.bulletins.documents.gathering import gather
    from nuanxin.kernel.bulletins.documents.layout import layout_on
    from nuanxin.kernel.bulletins.documents.typefaces import typefaces
    from nuanxin.kernel.bulletins.documents.typesetting import typeset
    from nuanxin.kernel.bulletins.edition import edition_of
    from nuanxin.kernel.bulletins.models import Bulletin

    bulletin = Bulletin.objects.select_related("head").order_by("-published_at")[0]
    layout = layout_on(bulletin.published_at.date())
    took = spent(
        lambda: typeset(gather(edition_of(bulletin), "brief", "zh-hans"), layout, typefaces()), repeats
    )
    pages = sum(1 for _page in PDFPage.get_pages(io.BytesIO(took.result)))
    return {"cpu_s": took.cpu_s, "wall_s": took.wall_s, "pages": pages}
