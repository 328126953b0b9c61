"""UIMA CAS JSON (0.4), read and written: INCEpTION's main exchange; it carries its types."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from annotator.core.document import AnnotatedDocument, Header
from annotator.core.errors import UserError
from annotator.formats.atomic import write_text
from annotator.formats.base import Format, Reading, ReadOptions, WriteOptions, WriteReport
from annotator.formats.cas import (
    NO_FEATURES,
    NO_REFERENCES,
    Cas,
    Feature,
    Structure,
    View,
    document_of,
    references_in,
    supertypes_of,
    whole,
)
from annotator.formats.cas_out import JSON_UNFIT, LINKS, Features, Written, cas_of, features_of
from annotator.formats.errors import MALFORMED, WrongValueError, why
from annotator.formats.files import one_per_file
from annotator.formats.jsontext import load_json

_SCALARS = (str, int, float, bool)


def read(path: Path, options: ReadOptions) -> Reading:
    """Open one CAS JSON file, or every one below a folder."""
    reading = Reading(iter(()))
    paths = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    reading.documents = (_document(each, reading, options) for each in paths)
    return reading


def _document(path: Path, reading: Reading, options: ReadOptions) -> AnnotatedDocument:
    value, facts = load_json(path)
    own = reading.facts
    own.encoding, own.newline, own.bom = facts.encoding, facts.newline, facts.bom
    if not isinstance(value, dict) or "%FEATURE_STRUCTURES" not in value:
        raise UserError("%(file)s is no CAS JSON: it has no feature structures", file=path)
    try:
        cas = _cas(path, value)
    except MALFORMED as error:
        raise UserError("%(file)s is no CAS JSON: %(reason)s", file=path, reason=why(error)) from error
    return document_of(cas, path, reading, options)


def _cas(path: Path, value: Mapping[str, object]) -> Cas:
    types = value.get("%TYPES") or {}
    assert isinstance(types, Mapping)
    cas = Cas(supertypes=supertypes_of(types))
    for each in _structures(value["%FEATURE_STRUCTURES"]):
        name = whole(path, each.get("%ID"))
        kind = str(each.get("%TYPE"))
        if kind == "uima.cas.Sofa":
            text = each.get("sofaString")
            cas.sofas[name], cas.names[name] = text if isinstance(text, str) else None, each.get("sofaID")
        else:
            cas.structures[name] = _structure(cas, name, kind, each)
    views = value.get("%VIEWS") or {}
    assert isinstance(views, Mapping)
    for view in views.values():
        sofa = view.get("%SOFA")
        cas.views.append(View(sofa if isinstance(sofa, int) else None, references_in(view.get("%MEMBERS"))))
    return cas


def _structures(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield {"%ID": name, **each}
        return
    if not isinstance(value, list):
        raise WrongValueError("feature structures are neither a list nor an object")
    yield from value


def _structure(cas: Cas, name: int, kind: str, each: Mapping[str, object]) -> Structure:
    features: dict[str, Feature] = {}
    references: dict[str, list[int]] = {}
    for key, value in each.items():
        if key == "@sofa" or (key.startswith("%") and key != "%ELEMENTS"):
            continue
        if key.startswith("@"):
            references[key[1:]] = _resolved(cas, value)
        elif isinstance(value, _SCALARS):
            features[key] = value
        elif isinstance(value, list):
            references[key] = references_in(value)
            features[key] = [part for part in value if isinstance(part, str)]
    default = 0 if "@sofa" in each and cas.is_annotation(kind) else None
    begin, end = features.pop("begin", default), features.pop("end", default)
    return Structure(name, kind, begin, end, features or NO_FEATURES, references or NO_REFERENCES)


def _resolved(cas: Cas, value: object) -> list[int]:
    """What a reference points to; through an array of structures to its elements."""
    found = []
    for name in references_in(value):
        target = cas.structures.get(name)
        elements = target.references.get("%ELEMENTS") if target is not None else None
        found += elements or [name]
    return found


# ---- out -------------------------------------------------------------------------------------------------


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write a folder of CAS JSON files, or one file for one document."""
    del options
    report = WriteReport()
    features = Features(header.scheme)

    def write_one(each: AnnotatedDocument, file: Path) -> bool:
        written = cas_of(each, report, features, JSON_UNFIT)
        write_text(file, json.dumps(_value(written, features), ensure_ascii=False) + "\n")
        return True

    one_per_file(documents, path, ".json", report, write_one)
    return report


def _value(written: Written, features: Features) -> dict[str, object]:
    sofa = {
        "%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text",
        "sofaString": written.text,
    }  # fmt: skip
    structures: list[dict[str, object]] = [sofa]
    for kind, name, values in written.structures:
        own = {f"@{key}" if key in LINKS else key: value for key, value in values.items()}
        structures.append({"%ID": name, "%TYPE": kind.name, "@sofa": 1, **own})
    types = {
        kind.name: {
            "%NAME": kind.name,
            "%SUPER_TYPE": supertype,
            **{name: {"%NAME": name, "%RANGE": range_} for name, range_ in own_features.items()},
        }
        for kind, (supertype, own_features) in features_of(features).items()
    }
    members = [name for _, name, _ in written.structures]
    views = {"_InitialView": {"%SOFA": 1, "%MEMBERS": members}}
    return {"%TYPES": types, "%FEATURE_STRUCTURES": structures, "%VIEWS": views}


def sniff(path: Path, head: bytes) -> float:
    """Sure of its keys."""
    if path.is_dir():
        return 0.85 if any(_is_ours(each) for each in path.glob("*.json")) else 0.0
    if head.removeprefix(BOM_UTF8).lstrip()[:1] != b"{":
        return 0.0
    return 1.0 if b'"%TYPES"' in head or b'"%FEATURE_STRUCTURES"' in head else 0.0


def _is_ours(path: Path) -> bool:
    with path.open("rb") as stream:
        return b'"%TYPES"' in stream.read(200)


FORMAT = Format(
    "uima-cas-json", "UIMA CAS JSON", (".json",), sniff, read, write, folder=True,
    keeps=frozenset({"attributes", "relations", "fragments", "nesting", "notes"}),
)  # fmt: skip
