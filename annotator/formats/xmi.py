"""UIMA XMI, read and written. A type system is used where one lies beside the file, and not needed."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import quoteattr

from annotator.core.document import AnnotatedDocument, Header
from annotator.formats.atomic import write_text
from annotator.formats.base import Facts, Format, Reading, ReadOptions, WriteOptions, WriteReport
from annotator.formats.cas import NO_FEATURES, NO_REFERENCES, Cas, Feature, Structure, View, document_of, whole
from annotator.formats.cas_out import XML_UNFIT, Features, Kind, Written, cas_of, type_system
from annotator.formats.errors import WrongValueError
from annotator.formats.files import one_per_file
from annotator.formats.foreign import natural
from annotator.formats.source import read_bytes
from annotator.formats.xml_in import parse

_XMI = "http://www.omg.org/XMI"
_NO_NAMESPACE = "noNamespace."
_NUMBERS = frozenset({"begin", "end", "sofaNum"})
_LINKED = frozenset({"Governor", "Dependent", "target", "first", "next"})


@dataclass(slots=True)
class _Parser:
    """Collects a CAS from the elements of an XMI file."""

    path: Path
    cas: Cas = field(default_factory=Cas)
    current: Structure | None = None
    inner: str = ""
    buffer: list[str] = field(default_factory=list)
    lists: dict[str, list[int | str]] = field(default_factory=dict)
    """What the elements inside the current one say, by their names."""
    root: str = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self.root:
            self.root = name
            if local != "XMI":
                raise WrongValueError("not an XMI file")
            return
        if self.current is not None:
            self.inner = local
            self.buffer.clear()
            return
        kind = type_name(space, local)
        if kind == "uima.cas.View":
            members = [whole(self.path, each) for each in attributes.get("members", "").split()]
            sofa = attributes.get("sofa")
            self.cas.views.append(View(whole(self.path, sofa) if sofa is not None else None, members))
        elif kind == "uima.cas.Sofa":
            own = self._id(attributes)
            self.cas.sofas[own], self.cas.names[own] = attributes.get("sofaString"), attributes.get("sofaID")
        elif kind != "uima.cas.NULL":
            self.current = self._structure(kind, attributes)

    def _id(self, attributes: dict[str, str]) -> int:
        return whole(self.path, attributes.get(f"{_XMI} id"))

    def _structure(self, kind: str, attributes: dict[str, str]) -> Structure:
        features: dict[str, Feature] = {}
        references: dict[str, list[int]] = {}
        for name, value in attributes.items():
            if " " in name or name == "sofa":  # its view's index says to which text it belongs
                continue
            if name in _NUMBERS:
                features[name] = whole(self.path, value)
            elif name in _LINKED and (target := natural(value)) is not None:
                references[name] = [target]
            else:
                features[name] = value
                parts = [natural(part) for part in value.split()] if value.lstrip()[:1].isdecimal() else [None]
                if None not in parts:
                    references[name] = [part for part in parts if part is not None]
        begin, end = features.pop("begin", None), features.pop("end", None)
        own = self._id(attributes)
        return Structure(own, kind, begin, end, features or NO_FEATURES, references or NO_REFERENCES)

    def end(self, name: str) -> None:
        if self.inner and self.current is not None:
            self.lists.setdefault(self.inner, []).append("".join(self.buffer))
            self.inner = ""
        elif self.current is not None:
            if self.lists:
                self.current.features = {**self.lists, **self.current.features}
                self.lists = {}
            self.cas.structures[self.current.id] = self.current
            self.current = None
        del name

    def text(self, text: str) -> None:
        if self.inner:
            self.buffer.append(text)


@lru_cache(1024)
def type_name(space: str, local: str) -> str:
    """The type behind an element: ``http:///de/x/type.ecore`` and ``Token`` are ``de.x.type.Token``."""
    name = space.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return f"{name}.{local}".removeprefix(_NO_NAMESPACE).lstrip(".")


def supertypes_beside(path: Path) -> dict[str, str]:
    """The supertypes that a type system beside an XMI file tells, if there is one."""
    names = (f"{path.stem}-typesystem.xml", "TypeSystem.xml", "typesystem.xml", f"{path.stem}.xml")
    for name in names:
        beside = path.with_name(name)
        if beside.is_file() and beside != path:
            return _supertypes(beside)
    return {}


def _supertypes(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    last: dict[str, str] = {}
    buffer: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        del name, attributes
        buffer.clear()

    def end(name: str) -> None:
        local = name.rpartition(" ")[2]
        if local in {"name", "supertypeName"}:
            last[local] = "".join(buffer).strip()
        if local == "supertypeName":
            found[last.get("name", "")] = last[local]
        buffer.clear()

    parse(path, read_bytes(path), start, end, buffer.append)
    return found


def read(path: Path, options: ReadOptions) -> Reading:
    """Open one XMI file, or every one below a folder."""
    reading = Reading(iter(()), facts=Facts(encoding="utf-8"))
    paths = sorted(path.rglob("*.xmi")) if path.is_dir() else [path]
    reading.documents = (_document(each, reading, options) for each in paths)
    return reading


def _document(path: Path, reading: Reading, options: ReadOptions) -> AnnotatedDocument:
    parser = _Parser(path)
    parse(path, read_bytes(path), parser.start, parser.end, parser.text)
    parser.cas.supertypes = supertypes_beside(path)
    return document_of(parser.cas, path, reading, options)


# ---- out -------------------------------------------------------------------------------------------------


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write a folder of XMI files and their TypeSystem.xml, or one file and a type system beside it."""
    del options
    report = WriteReport()
    features = Features(header.scheme)

    def write_one(each: AnnotatedDocument, file: Path) -> bool:
        write_text(file, _content(cas_of(each, report, features, XML_UNFIT)))
        return True

    def finish(folder: Path) -> None:
        write_text(folder / "TypeSystem.xml", type_system(features))

    one_per_file(documents, path, ".xmi", report, write_one, finish)
    return report


def _content(written: Written) -> str:
    spaces = {kind.space for kind in written.kinds()}
    prefixes = {space: f"t{number}" for number, space in enumerate(sorted(spaces))}
    names = "".join(f' xmlns:{prefix}="{space}"' for space, prefix in prefixes.items())
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xmi:XMI xmlns:xmi="{_XMI}" xmlns:cas="http:///uima/cas.ecore"{names} xmi:version="2.0">',
        '<cas:NULL xmi:id="0"/>',
    ]
    lines += [_element(kind, name, values, prefixes[kind.space]) for kind, name, values in written.structures]
    members = " ".join(str(name) for _, name, _ in written.structures)
    lines += [
        f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString={_quoted(written.text)}/>',
        f'<cas:View sofa="1" members="{members}"/>',
        "</xmi:XMI>",
        "",
    ]
    return "\n".join(lines)


def _quoted(value: object) -> str:
    return quoteattr(str(value), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _element(kind: Kind, name: int, values: dict[str, object], prefix: str) -> str:
    attributes = "".join(f" {key}={_quoted(_plain(value))}" for key, value in values.items())
    return f'<{prefix}:{kind.local} xmi:id="{name}" sofa="1"{attributes}/>'


def _plain(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def sniff(path: Path, head: bytes) -> float:
    """Sure of the root element."""
    if path.is_dir():
        return 0.9 if any(path.glob("*.xmi")) else 0.0
    start = head[:4096].removeprefix(BOM_UTF8).lstrip()
    if not start.startswith(b"<"):
        return 0.0  # a zip that holds an XMI file as it is
    return 1.0 if b"<xmi:XMI" in start or (b"http://www.omg.org/XMI" in start and b"XMI" in start) else 0.0


FORMAT = Format(
    "uima-xmi", "UIMA XMI", (".xmi",), sniff, read, write, folder=True,
    keeps=frozenset({"attributes", "relations", "fragments", "nesting", "notes"}),
)  # fmt: skip
