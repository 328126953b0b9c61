"""Claims: one row per figure, with its value, whom it counts, what it is part of and who reported it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from annotator.core.errors import UserError
from annotator.core.sentences import sentences
from annotator.core.span import Span, Value
from annotator.formats.errors import missing_extra
from annotator.project.project import Project

_JOIN = " · "
_LINKS = (("counts", "COUNTS"), ("part_of", "PART_OF"), ("reported_by", "REPORTED_BY"))


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure and what is said of it. Several actors, totals or sources are joined by a middle dot."""

    document: str
    layer: str
    span: str
    text: str
    value: Value
    value_max: Value
    bound: Value
    unit: Value
    kind: Value
    counts: str
    part_of: str
    reported_by: str
    sentence: str


def claims(project: Project, layer: str = "") -> Iterator[Claim]:
    """The claims of a layer (of every layer, where none is named), in document order."""
    for document in project.queries.document_ids():
        for row in project.queries.layers(document):
            if row.kind != "suggestion" and (not layer or row.annotator == layer):
                yield from _claims(project, document, row.annotator)


def _claims(project: Project, document: str, layer: str) -> Iterator[Claim]:
    whole = project.queries.document(document)
    spans = {span.id: span for span in project.queries.spans(document, layer)}
    tails: dict[tuple[str, str], list[str]] = {}
    for relation in project.queries.relations(document, layer):
        tails.setdefault((relation.head, relation.type), []).append(spans[relation.tail].covered(whole.text))
    places = sentences(whole.text)
    for span in spans.values():
        if span.label == "FIGURE":
            values = {name: span.attributes.get(name) for name in ("value", "value_max", "bound", "unit", "kind")}
            linked = {name: _JOIN.join(tails.get((span.id, kind), [])) for name, kind in _LINKS}
            sentence = _sentence(whole.text, places, span)
            yield Claim(
                document=whole.name, layer=layer, span=span.id, text=span.covered(whole.text), sentence=sentence,
                **linked, **values,  # type: ignore[arg-type]  # mypy joins the two kinds of fields
            )  # fmt: skip


def _sentence(text: str, places: list[tuple[int, int]], span: Span) -> str:
    return next((text[start:end].strip() for start, end in places if start <= span.start < end), "")


def write_claims(project: Project, out: Path, format: str, layer: str = "") -> int:  # noqa: A002 - the word that users know
    """Write the claims as ``csv``, ``json`` or ``parquet``; returns how many.

    Raises:
        UserError: the place cannot be written, or Parquet's library is missing.
    """
    rows = [asdict(each) for each in claims(project, layer)]
    writer = {"csv": _csv, "json": _json, "parquet": _parquet}[format]
    part = out.with_name(f".{out.name}.part")
    try:
        writer(rows, part)
        part.replace(out)
    except OSError as error:
        raise UserError("%(path)s cannot be written: %(reason)s", path=out, reason=error.strerror or error) from error
    finally:
        part.unlink(missing_ok=True)
    return len(rows)


def _csv(rows: list[dict[str, object]], path: Path) -> None:
    import csv

    names = list(Claim.__dataclass_fields__)
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def _json(rows: list[dict[str, object]], path: Path) -> None:
    import json

    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8", errors="backslashreplace")


def _parquet(rows: list[dict[str, object]], path: Path) -> None:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise missing_extra("formats") from error
    columns = {name: [row[name] for row in rows] for name in Claim.__dataclass_fields__}
    for name in ("value", "value_max"):
        columns[name] = [None if value is None else float(str(value)) for value in columns[name]]
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
