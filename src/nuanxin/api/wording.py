"""Wording 措辞: things of the house as the API's shapes say them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from nuanxin.api import shapes
from nuanxin.kernel.areas.codes import short
from nuanxin.kernel.areas.models import Area
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.models import Bulletin, Reading
from nuanxin.kernel.figures.answers import Answer, formula
from nuanxin.kernel.figures.catalogue import figure as figure_of
from nuanxin.kernel.figures.catalogue import owner
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.figures.shown import printed_value, show
from nuanxin.kernel.ledger.acts import all_actions
from nuanxin.kernel.ledger.lines import head_line
from nuanxin.kernel.ledger.measures import measure
from nuanxin.kernel.ledger.models import Act, Entry, Head, Ledger
from nuanxin.kernel.ledger.seals import short_code
from nuanxin.plain.units import UNITS
from nuanxin.plain.words import Words

KINDS = ("normal", "reversal", "supplement", "opening")


def said(words: Words) -> shapes.Said:
    """Return words as a shape."""
    return shapes.Said(zh=words.zh, en=words.en)


def area_names(codes: Iterable[int]) -> Mapping[int, shapes.Said]:
    """Return the name of each area code in both languages."""
    wanted = set(codes)
    zh, en = names(wanted, "zh-hans"), names(wanted, "en")
    return {code: shapes.Said(zh=zh[code], en=en[code]) for code in wanted}


def area_shape(area: Area, kind: type[shapes.AreaShape] = shapes.AreaShape, **more: Any) -> Any:
    """Return an area."""
    return kind(
        code=str(area.code),
        short=short(area.code),
        level=area.level,
        name=shapes.Said(zh=area.name, en=area.english or area.name),
        parent=str(area.parent_id) if area.parent_id else None,
        valid_from=area.valid_from,
        valid_to=area.valid_to,
        successor=str(area.successor_id) if area.successor_id else None,
        local=area.local,
        **more,
    )


def unit_shape(label: str) -> shapes.UnitShape:
    """Return a unit by its Chinese label."""
    unit = UNITS[label]
    return shapes.UnitShape(label=unit.label, en=unit.en, base=unit.base, base_per_unit=str(unit.factor))


def figure_shape(figure: Figure) -> shapes.FigureShape:
    """Return a figure's definition."""
    return shapes.FigureShape(
        id=figure.id,
        programme=owner(figure.id),
        name=shapes.Said(zh=figure.zh, en=figure.en),
        says=said(figure.says),
        formula=shapes.Said(zh=formula(figure, "zh-hans"), en=formula(figure, "en")),
        operator=figure.op,
        measures=list(figure.measures),
        parts=list(figure.parts),
        unit=unit_shape(figure.unit),
        decimals=figure.decimals,
        rounding=figure.rounding,
        definition=figure.definition_hash,
    )


def exact(value: Fraction | None, base: str) -> shapes.Exact | None:
    """Return an exact value."""
    if value is None:
        return None
    return shapes.Exact(numerator=str(value.numerator), denominator=str(value.denominator), base=base)


def value_shape(figure: Figure, value: Fraction | None, *, withheld: bool = False) -> shapes.ValueShape:
    """Return a figure's value: exact, rounded once by the figure's own rule, printed; or withheld."""
    value = None if withheld else value
    number = None if value is None else printed_value(figure, value)
    return shapes.ValueShape(
        exact=exact(value, UNITS[figure.unit].base),
        value=None if number is None else f"{number:f}",
        number=None if number is None else float(number),
        unit=unit_shape(figure.unit),
        printed=WITHHELD
        if withheld
        else shapes.Said(zh=str(show(figure, value, "zh")), en=str(show(figure, value, "en"))),
        withheld=withheld,
    )


WITHHELD = shapes.Said(zh="数字过小，不予公开", en="too small to be published")


def answer_shape(answer: Answer, *, withheld: bool = False, **more: Any) -> shapes.AnswerShape:
    """Return an answered figure."""
    figure = figure_of(answer.ask.figure)
    return shapes.AnswerShape(
        figure=figure.id,
        area=str(answer.ask.area),
        period=str(answer.ask.period),
        mapped=answer.ask.mapped,
        as_of=answer.as_of,
        definition=figure.definition_hash,
        result=value_shape(figure, answer.value, withheld=withheld),
        **more,
    )


def moment(microseconds: int) -> datetime:
    """Return a moment of the ledger as an aware time, UTC."""
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC)


def day(number: int) -> date:
    """Return a day of the ledger (yyyymmdd) as a date."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def entry_shape(entry: Entry) -> shapes.EntryShape:
    """Return an entry."""
    counted = measure(entry.measure)
    return shapes.EntryShape(
        seq=entry.seq,
        act=entry.act_id,
        kind=KINDS[entry.kind],
        measure=entry.measure,
        measure_code=counted.code,
        base=counted.base,
        area=str(entry.area),
        on=day(entry.occurred),
        quantity=str(entry.quantity),
        subject=_text(entry.subject),
        counterpart=_text(entry.counterpart),
        reverses=entry.reverses,
        corrects=entry.corrects,
        record=f"{entry.record_kind}:{entry.record}",
        hash=bytes(entry.hash).hex(),
    )


def act_shape(act: Act) -> shapes.ActShape:
    """Return an act, without who did it."""
    called = next((each for each in all_actions() if each.verb == act.verb), None)
    return shapes.ActShape(
        number=act.number,
        verb=act.verb,
        name=shapes.Said(zh=called.zh if called else act.verb, en=called.en if called else act.verb),
        at=moment(act.at),
        origin=act.source.kind if act.source else None,
        origin_digest=bytes(act.source.digest).hex() if act.source else None,
        reason=act.reason,
        entries=act.entries,
        first_seq=act.first_seq,
        hash=bytes(act.hash).hex(),
    )


def head_shape(head: Head, ledger: Ledger) -> shapes.HeadShape:
    """Return a signed head with the line it signs."""
    return shapes.HeadShape(
        number=head.number,
        segments=head.segments,
        entries=head.entries,
        acts=head.acts,
        root=bytes(head.root).hex(),
        at=moment(head.at),
        key=head.key,
        signature_algorithm=head.signature_algorithm,
        signature=bytes(head.signature).hex(),
        line=head_line(ledger.identity, ledger.algorithm, head).decode(),
        code=short_code(head),
    )


def bulletin_shape(bulletin: Bulletin, readings: int, page: str) -> shapes.BulletinShape:
    """Return a bulletin, without the persons who drafted and confirmed it."""
    return shapes.BulletinShape(
        number=bulletin.number,
        title=shapes.Said(zh=bulletin.title_zh, en=bulletin.title_en),
        issue=shapes.Said(zh=bulletin.issue_zh, en=bulletin.issue_en),
        area=str(bulletin.area),
        as_of=bulletin.as_of,
        published_at=bulletin.published_at,
        as_of_seq=bulletin.as_of_seq,
        head=bulletin.head_id,
        digest=bulletin.digest,
        readings=readings,
        page=page,
        withdrawn_at=getattr(bulletin, "withdrawn_at", None),
        corrected_by=getattr(bulletin, "newer", None),
        corrects=getattr(bulletin, "older", None),
    )


def reading_shape(reading: Reading, base: str) -> shapes.ReadingShape:
    """Return a reading as published; ``base`` is the base unit of its figure."""
    frozen = None
    if reading.numerator:
        frozen = shapes.Exact(numerator=reading.numerator, denominator=reading.denominator, base=base)
    return shapes.ReadingShape(
        figure=reading.figure,
        area=reading.area,
        period=reading.period,
        definition=reading.definition,
        exact=frozen,
        printed=shapes.Said(
            zh=f"{reading.number_zh}{reading.unit_zh}", en=f"{reading.number_en} {reading.unit_en}".strip()
        ),
    )
