"""Files into a project and out of it: all or nothing per file, every loss accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.core.command import AddDocuments, Batch, Command, SetScheme
from annotator.core.document import AnnotatedDocument, Document, Header, Layer, LayerKind
from annotator.core.entity import Entity
from annotator.core.errors import Problem, UserError, problem
from annotator.core.scheme import scheme_to_dict
from annotator.core.span import Span
from annotator.core.suggestion import Suggestion
from annotator.formats.base import Format, Loss, ReadOptions, WriteOptions, WriteReport
from annotator.formats.registry import detect, format_named
from annotator.project.intake import text_hash
from annotator.project.plan import new_id
from annotator.project.project import Project
from annotator.project.reader import GOLD
from annotator.project.widening import widened

Progress = Callable[[int, int], bool]
"""Called with what is done and what there is; answers whether to go on."""
IMPORTED = "imported"
"""Whose a layer becomes that names nobody."""


@dataclass(slots=True)
class ImportReport:
    """What an import brought: ids of documents, and what it met on the way."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class ExportReport:
    """What an export wrote, or would write: counts, files, and every loss."""

    documents: int = 0
    spans: int = 0
    losses: list[Loss] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


class CancelledError(UserError):
    """The user stopped the work; what was whole stays, nothing half is left."""


# ---- in --------------------------------------------------------------------------------------------------


def import_files(
    project: Project, paths: Sequence[Path], *, actor: str, format: str = "",  # noqa: A002
    kind: LayerKind = "annotation", annotator: str = "", encoding: str = "", offsets: str = "",
    progress: Progress | None = None,
) -> ImportReport:  # fmt: skip
    """Take files in, each whole or not at all; a file that cannot be read becomes a problem, the rest go on.

    Raises:
        UserError: the only file named cannot be read, the project cannot be written, or the user stopped.
    """
    report = ImportReport()
    options = ReadOptions(encoding=encoding, offsets=offsets)
    for place, path in enumerate(paths):
        if progress is not None and not progress(place, len(paths)):
            raise CancelledError("the import was stopped; %(count)s documents had come", count=len(report.added))
        try:
            _import_file(project, path, format_of(path, format), options, actor, kind, annotator, report)
        except UserError as error:
            if len(paths) == 1:
                raise
            report.problems.append(Problem("", error.message, tuple(error.arguments.items())))
    return report


def format_of(path: Path, name: str = "") -> Format:
    """The named format, or the one that the file's content shows.

    Raises:
        UserError: no such format, or the file is of none.
    """
    return format_named(name) if name else detect(path)


def _import_file(
    project: Project, path: Path, chosen: Format, options: ReadOptions, actor: str, kind: LayerKind,
    annotator: str, report: ImportReport,
) -> None:  # fmt: skip
    reading = chosen.read(path, options)
    documents = [_as(each, kind, annotator) for each in reading.documents]
    report.problems += reading.problems
    if chosen.name == "text":
        documents = [each for each in documents if not _known(project, each, path, report)]
    if not documents:
        return
    before = set(project.queries.document_ids())
    header = replace(reading.header, entities=reading.header.entities + _named(project, reading.header, documents))
    commands: list[Command] = [AddDocuments(tuple(documents), header)]
    scheme = header.scheme if not before and header.scheme else project.queries.scheme()
    wide = widened(scheme, documents)
    if wide is not scheme:
        commands = [SetScheme(scheme_to_dict(wide)), AddDocuments(tuple(documents), replace(header, scheme=None))]
        report.notes.append(problem(path.name, "labels or attributes were added to the scheme"))
    changes = project.execute(commands[0] if len(commands) == 1 else Batch(tuple(commands)), actor)
    for identity in project.queries.document_ids():
        if identity not in before:
            report.added.append(identity)
        elif identity in changes.documents:
            report.updated.append(identity)


def _named(project: Project, header: Header, documents: Sequence[AnnotatedDocument]) -> tuple[Entity, ...]:
    """Registry entries for the entities that spans link to and neither file nor project names, by longest mention."""
    known = {each.id for each in (*header.entities, *project.queries.entities())}
    names: dict[str, str] = {}
    for each in documents:
        for span in (span for layer in each.layers for span in layer.spans):
            entity = span.attributes.get("entity")
            if isinstance(entity, str) and entity and entity not in known:
                covered = span.covered(each.document.text)
                names[entity] = max(names.get(entity, ""), covered, key=len)
    return tuple(Entity(identity, name) for identity, name in sorted(names.items()))


def _known(project: Project, each: AnnotatedDocument, path: Path, report: ImportReport) -> bool:
    """A plain text that the project has already is told of, not doubled."""
    twin = project.queries.document_with_text(text_hash(each.document.text))
    if twin is not None:
        report.notes.append(problem(path.name, "this text is in the project already, as %(name)s", name=twin))
        report.updated.append(twin)
    return twin is not None


def _as(each: AnnotatedDocument, kind: LayerKind, annotator: str) -> AnnotatedDocument:
    """The document with its layers given to whom the user said."""
    layers = tuple(_layer_as(layer, kind, annotator) for layer in each.layers if _holds_something(layer))
    return replace(each, layers=layers)


def _holds_something(layer: Layer) -> bool:
    return bool(layer.spans or layer.suggestions or layer.annotator or layer.kind != "annotation")


def _layer_as(layer: Layer, kind: LayerKind, annotator: str) -> Layer:
    if layer.kind == "suggestion":
        return _proposed(layer)
    if kind == "suggestion":
        return _proposed(replace(layer, kind="suggestion"))
    if kind == "gold":
        return replace(layer, kind="gold", annotator=GOLD)
    if layer.kind == "gold":
        return replace(layer, annotator=GOLD)
    return replace(layer, annotator=annotator or layer.annotator or IMPORTED)


def _proposed(layer: Layer) -> Layer:
    """A layer of spans as a layer of suggestions."""
    own = tuple(
        Suggestion(span.start, span.end, span.label, span.attributes, 1.0, layer.annotator or IMPORTED, "imported")
        for span in layer.spans
    )
    return replace(layer, annotator="suggestion", spans=(), relations=(), suggestions=layer.suggestions + own)


def add_text(project: Project, name: str, text: str, actor: str) -> str:
    """Take a pasted text in (CRLF and CR become LF); return the document's id.

    Raises:
        UserError: the text is empty.
    """
    clean = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not clean.strip():
        raise UserError("the text is empty")
    identity = new_id("d")
    project.execute(AddDocuments((AnnotatedDocument(Document(identity, name, clean)),)), actor)
    return identity


# ---- out -------------------------------------------------------------------------------------------------


def chosen_layer(project: Project, layer: str) -> str:
    """The layer to write where none is named: gold if there is one, else the only annotator's.

    Raises:
        UserError: no such layer, or several annotators and no gold.
    """
    names = project.queries.annotators()
    if layer:
        if layer not in {*names, GOLD, "suggestion"}:
            raise UserError("there is no layer %(layer)s", layer=layer)
        return layer
    if GOLD in project.queries.stats().by_layer:
        return GOLD
    if len(names) > 1:
        raise UserError("several annotators: say whose layer (%(names)s)", names=", ".join(names))
    return names[0] if names else GOLD


def documents_of(project: Project, layer: str, documents: Sequence[str] = ()) -> Iterator[AnnotatedDocument]:
    """The documents with one layer as formats write it; suggestions as spans where they are asked for."""
    for identity in documents or project.queries.document_ids():
        each = project.queries.annotated(identity, (layer,))
        yield replace(each, layers=tuple(map(_as_spans, each.layers))) if layer == "suggestion" else each


def _as_spans(layer: Layer) -> Layer:
    spans = tuple(
        Span(each.id, each.start, each.end, each.label, each.attributes, origin={"score": each.score})
        for each in layer.suggestions
        if each.decision != "rejected"
    )
    return replace(layer, spans=spans, suggestions=(), suggested_relations=())


def _whole(project: Project, documents: Sequence[str]) -> Iterator[AnnotatedDocument]:
    return (project.queries.annotated(each) for each in documents or project.queries.document_ids())


LOSSLESS = frozenset({"jsonl", "json"})
"""The formats that hold every layer; the others are written from one."""


def export(
    project: Project, out: Path, *, format: str, layer: str = "", options: WriteOptions | None = None,  # noqa: A002
    documents: Sequence[str] = (), progress: Progress | None = None,
) -> ExportReport:  # fmt: skip
    """Write a project, or one layer of it, to a file that appears whole or not at all.

    Raises:
        UserError: no such format or layer, or the place cannot be written.
    """
    chosen = format_named(format)
    if out.is_dir() and not chosen.folder:
        raise UserError("%(path)s is a folder; name a file", path=out)
    if format in LOSSLESS and not layer:
        source = _whole(project, documents)
    else:
        source = documents_of(project, chosen_layer(project, layer), documents)
    count = len(documents) or project.queries.document_count()
    watched = _watched(source, count, progress)
    return _report(chosen.write(watched, project.queries.header(), out, options or WriteOptions()))


def _watched(
    source: Iterator[AnnotatedDocument], count: int, progress: Progress | None
) -> Iterator[AnnotatedDocument]:
    for place, each in enumerate(source):
        if progress is not None and not progress(place, count):
            raise CancelledError("the export was stopped; nothing was written")
        yield each


def preview_export(
    project: Project, *, format: str, layer: str = "", options: WriteOptions | None = None,  # noqa: A002
    documents: Sequence[str] = (),
) -> ExportReport:  # fmt: skip
    """What an export would write and lose, found by writing it where nobody sees it."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "preview"
        report = export(project, out, format=format, layer=layer, options=options, documents=documents)
    return replace(report, files=[])


def _report(written: WriteReport) -> ExportReport:
    return ExportReport(written.documents, written.spans, list(written.losses), list(written.files))
