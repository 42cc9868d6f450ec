"""Structure messages 结构消息: the same structures as SDMX-ML 2.1 and as SDMX-JSON 1.0."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

from nuanxin.api.sdmx.structures import (
    AGENCY,
    ATTRIBUTES,
    DIMENSIONS,
    FLOW,
    MEASURE,
    NAME,
    TIME,
    VERSION,
    CodeList,
    Component,
)
from nuanxin.plain.words import Words

_PLACES = {
    "xmlns:mes": "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message",
    "xmlns:str": "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure",
    "xmlns:com": "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common",
}
_OWN = {"agencyID": AGENCY, "version": VERSION}
_SCHEME = "FIGURE_CONCEPTS"


class _Writer:
    """Writes elements inside one another."""

    def __init__(self) -> None:
        self.text = StringIO()
        self.xml = SimplerXMLGenerator(self.text, "utf-8")

    @contextmanager
    def inside(self, name: str, **marks: str) -> Iterator[None]:
        self.xml.startElement(name, AttributesImpl(marks))
        yield
        self.xml.endElement(name)

    def leaf(self, name: str, text: str = "", **marks: str) -> None:
        self.xml.startElement(name, AttributesImpl(marks))
        self.xml.characters(text)
        self.xml.endElement(name)

    def names(self, words: Words) -> None:
        for language, said in (("zh", words.zh), ("en", words.en)):
            self.xml.startElement("com:Name", AttributesImpl({"xml:lang": language}))
            self.xml.characters(said)
            self.xml.endElement("com:Name")


def as_xml(kinds: Sequence[str], lists: Sequence[CodeList]) -> str:
    """Return an SDMX-ML 2.1 structure message with the kinds of structure asked for."""
    writer = _Writer()
    writer.xml.startDocument()
    writer.xml.startElement("mes:Structure", AttributesImpl(_PLACES))
    with writer.inside("mes:Header"):
        writer.leaf("mes:ID", "NUANXIN")
        writer.leaf("mes:Test", "false")
        writer.leaf("mes:Prepared", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:00Z"))
        writer.leaf("mes:Sender", id=AGENCY)
    with writer.inside("mes:Structures"):
        if "dataflow" in kinds:
            _flow(writer)
        if "codelist" in kinds:
            _lists(writer, lists)
        if "conceptscheme" in kinds:
            _concepts(writer)
        if "datastructure" in kinds:
            _structure(writer)
    writer.xml.endElement("mes:Structure")
    writer.xml.endDocument()
    return writer.text.getvalue()


def _flow(writer: _Writer) -> None:
    with writer.inside("str:Dataflows"), writer.inside("str:Dataflow", id=FLOW, isFinal="false", **_OWN):
        writer.names(NAME)
        with writer.inside("str:Structure"):
            _reference(writer, "DataStructure", "datastructure", FLOW)


def _reference(writer: _Writer, kind: str, package: str, identity: str) -> None:
    writer.leaf("Ref", id=identity, package=package, **{"class": kind, **_OWN})


def _lists(writer: _Writer, lists: Sequence[CodeList]) -> None:
    with writer.inside("str:Codelists"):
        for each in lists:
            with writer.inside("str:Codelist", id=each.identity, isFinal="false", **_OWN):
                writer.names(each.words)
                for code in each.codes:
                    with writer.inside("str:Code", id=code.identity):
                        writer.names(code.words)
                        if code.parent:
                            with writer.inside("str:Parent"):
                                writer.leaf("Ref", id=code.parent)


def _components() -> tuple[Component, ...]:
    return (*DIMENSIONS, TIME, MEASURE, *ATTRIBUTES)


def _concepts(writer: _Writer) -> None:
    scheme = writer.inside("str:ConceptScheme", id=_SCHEME, isFinal="false", **_OWN)
    with writer.inside("str:Concepts"), scheme:
        writer.names(Words("指标概念", "Concepts of figures"))
        for each in _components():
            with writer.inside("str:Concept", id=each.identity):
                writer.names(each.words)


def _structure(writer: _Writer) -> None:
    whole = writer.inside("str:DataStructure", id=FLOW, isFinal="false", **_OWN)
    with writer.inside("str:DataStructures"), whole:
        writer.names(NAME)
        with writer.inside("str:DataStructureComponents"):
            with writer.inside("str:DimensionList", id="DimensionDescriptor"):
                for place, each in enumerate(DIMENSIONS, 1):
                    _component(writer, "str:Dimension", each, position=str(place))
                _component(writer, "str:TimeDimension", TIME, position=str(len(DIMENSIONS) + 1))
            with writer.inside("str:AttributeList", id="AttributeDescriptor"):
                for each in ATTRIBUTES:
                    _component(writer, "str:Attribute", each, assignmentStatus="Conditional")
            with writer.inside("str:MeasureList", id="MeasureDescriptor"):
                _component(writer, "str:PrimaryMeasure", MEASURE)


def _component(writer: _Writer, name: str, each: Component, **marks: str) -> None:
    with writer.inside(name, id=each.identity, **marks):
        with writer.inside("str:ConceptIdentity"):
            scheme = {"maintainableParentID": _SCHEME, "maintainableParentVersion": VERSION}
            own = {"agencyID": AGENCY, "package": "conceptscheme", "class": "Concept", **scheme}
            writer.leaf("Ref", id=each.identity, **own)
        if each.codelist or name == "str:TimeDimension":
            with writer.inside("str:LocalRepresentation"):
                if each.codelist:
                    with writer.inside("str:Enumeration"):
                        _reference(writer, "Codelist", "codelist", each.codelist)
                else:
                    writer.leaf("str:TextFormat", textType="ObservationalTimePeriod")
        if name == "str:Attribute":
            with writer.inside("str:AttributeRelationship"):
                _to_measure(writer)


def _to_measure(writer: _Writer) -> None:
    with writer.inside("str:PrimaryMeasure"):
        writer.leaf("Ref", id=MEASURE.identity)


def as_json(kinds: Sequence[str], lists: Sequence[CodeList]) -> dict[str, Any]:
    """Return an SDMX-JSON 1.0 structure message with the kinds of structure asked for."""
    found: dict[str, Any] = {}
    if "dataflow" in kinds:
        found["dataflows"] = [_named(FLOW, NAME, structure=_urn("datastructure.DataStructure", FLOW))]
    if "codelist" in kinds:
        found["codelists"] = [
            _named(each.identity, each.words, codes=[_code(code) for code in each.codes]) for each in lists
        ]
    if "conceptscheme" in kinds:
        concepts = [_item(each.identity, each.words) for each in _components()]
        words = Words("指标概念", "Concepts of figures")
        found["conceptSchemes"] = [_named(_SCHEME, words, concepts=concepts)]
    if "datastructure" in kinds:
        found["dataStructures"] = [_named(FLOW, NAME, dataStructureComponents=_parts())]
    return {"meta": meta("structure"), "data": found}


def meta(kind: str) -> dict[str, Any]:
    """Return the head of a message."""
    return {
        "schema": f"https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/{kind}-message/tools/"
        f"schemas/1.0/sdmx-json-{kind}-schema.json",
        "id": "NUANXIN",
        "test": False,
        "prepared": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:00Z"),
        "sender": {"id": AGENCY},
    }


def _urn(kind: str, identity: str) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{identity}({VERSION})"


def _item(identity: str, words: Words) -> dict[str, Any]:
    return {"id": identity, "name": words.en, "names": {"zh": words.zh, "en": words.en}}


def _code(code: Any) -> dict[str, Any]:
    said = _item(code.identity, code.words)
    return {**said, "parent": code.parent} if code.parent else said


def _named(identity: str, words: Words, **more: Any) -> dict[str, Any]:
    return {**_item(identity, words), "agencyID": AGENCY, "version": VERSION, **more}


def _parts() -> dict[str, Any]:
    dimensions = [{**_part(each), "position": place} for place, each in enumerate(DIMENSIONS)]
    related = {"attributeRelationship": {"primaryMeasure": MEASURE.identity}}
    return {
        "dimensionList": {
            "id": "DimensionDescriptor",
            "dimensions": dimensions,
            "timeDimensions": [{**_part(TIME), "position": len(DIMENSIONS)}],
        },
        "attributeList": {
            "id": "AttributeDescriptor",
            "attributes": [{**_part(each), **related} for each in ATTRIBUTES],
        },
        "measureList": {"id": "MeasureDescriptor", "primaryMeasure": _part(MEASURE)},
    }


def _part(each: Component) -> dict[str, Any]:
    concept = (
        f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={AGENCY}:{_SCHEME}({VERSION}).{each.identity}"
    )
    said: dict[str, Any] = {"id": each.identity, "conceptIdentity": concept}
    if each.codelist:
        said["localRepresentation"] = {"enumeration": _urn("codelist.Codelist", each.codelist)}
    return said
