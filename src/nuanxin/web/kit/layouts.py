"""Layouts 版式: records as the workbook some office wants, to the last cell, where a page declares one."""

from nuanxin.web.kit.exports import Table


def laid_out(table: Table) -> bytes:
    """Return the records a table means in their page's own layout. ValueError where it declares none."""
    if table.page.layout is None:
        raise ValueError(f"page {table.page.slug} has no layout of its own")
    return table.page.layout(list(table.query.filter(withdrawn=False)))
