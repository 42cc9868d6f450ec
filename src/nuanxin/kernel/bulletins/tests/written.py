"""A document nobody published: whole pages of plain characters, to lay a ruler on."""

from dataclasses import replace

from nuanxin.kernel.bulletins.documents.contents import (
    Appendix,
    Cited,
    Closing,
    Document,
    Head,
    Line,
    Masthead,
    Note,
    Paragraph,
    Row,
    Seal,
    Section,
)

LONG = "国" * 28 * 60
ROW = Row(7, "2024-05-31", "某旗", "1个", "台账.xlsx · 表一", "12")
NOTE = Note(
    1, "驿站", "stations.open", "某市", "2024年", "182家", "182家", "家", "在用的站。", (), 9, (ROW,), ""
)


def written(head: Head = "official", language: str = "zh-hans", text: str = LONG, notes: int = 1) -> Document:
    paragraphs = (Paragraph((text,)), Paragraph(("全市有", Cited(1, "182家"), "驿站。")))
    closing = Closing((Line("抄送", "有关单位。"),), "某办公室", "2024年6月3日印发")
    seal = Seal("7F3A-91C2", (Line("台账", "1至9条"),), "NX 2024-05 HEAD 1 9 7F3A-91C2")
    explained = tuple(replace(NOTE, number=number) for number in range(1, notes + 1))
    return Document(
        head=head,
        language=language,
        number="2024-05",
        title="关于公共服务情况的通报",
        masthead=Masthead("某市人民政府文件", "某政办〔2024〕5号", "2024年第5期", "某办公室", "2024年6月3日"),
        addressees="各旗县：",
        sections=(Section(1, "一、要闻"), Section(2, "（一）驿站", paragraphs)),
        signature=("某办公室", "2024年6月3日"),
        closing=closing,
        appendix=Appendix("口径与明细", seal, (Line("分项", "通过"),), explained),
        published=1_717_380_000,
    )
