"""Files into a project: read, put under the scheme's names, given to whom the user said, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.core.command import AddDocuments, Batch, Command, SetScheme
from annotator.core.document import AnnotatedDocument, Document, Header, Layer, LayerKind
from annotator.core.entity import Entity
from annotator.core.errors import Problem, UserError, problem
from annotator.core.i18n import N_
from annotator.core.scheme import scheme_to_dict
from annotator.core.span import Span
from annotator.core.suggestion import Suggestion
from annotator.formats.base import Format, Reading, ReadOptions
from annotator.formats.registry import detect, format_named
from annotator.formats.soundness import sound
from annotator.formats.source import told_of_reading
from annotator.project.jobs import tell
from annotator.project.mapping import NO_NAMES, NameMap
from annotator.project.plan import new_id
from annotator.project.project import Project
from annotator.project.reader import GOLD
from annotator.project.twins import Existing, holds_nothing, sorted_out, stale
from annotator.project.widening import fitted, widened

Progress = Callable[[int, int], bool]
"""Called with what is done and what there is (files, or of one file the percent of its bytes); answers whether to
go on."""
WHOLE = 100
IMPORTED = "imported"
"""Whose a layer becomes that names nobody."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user says about files to import: empty means found out.

    ``annotator`` gets the layers that become annotations; a document of several annotators keeps their names.
    ``text_from`` is the folder or file with the texts of documents that stand off from them, ``text_column`` the
    column of a table that holds the texts.
    """

    format: str = ""
    kind: LayerKind = "annotation"
    annotator: str = ""
    encoding: str = ""
    offsets: str = ""
    names: NameMap = NO_NAMES
    existing: Existing = "update"
    text_from: str = ""
    text_column: str = ""

    def options(self) -> ReadOptions:
        """The part that formats understand."""
        return ReadOptions(self.encoding, self.offsets, text_column=self.text_column, text_from=self.text_from)


@dataclass(slots=True)
class ImportReport:
    """What an import brought: ids of documents, and what it met on the way."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    found: list[Problem] = field(default_factory=list)
    """How each file was read."""

    def __iadd__(self, other: ImportReport) -> ImportReport:
        self.added += other.added
        self.updated += other.updated
        self.problems += other.problems
        self.notes += other.notes
        self.found += other.found
        return self


class CancelledError(UserError):
    """The user stopped the work; what was whole stays, nothing half is left."""


def import_files(
    project: Project, paths: Sequence[Path], *, actor: str, format: str = "",  # noqa: A002 - the word that users know
    kind: LayerKind = "annotation", annotator: str = "", encoding: str = "", offsets: str = "",
    names: NameMap = NO_NAMES, existing: Existing = "update", text_from: str = "", text_column: str = "",
    progress: Progress | None = None,
) -> ImportReport:  # fmt: skip
    """Take files in, each whole or not at all; a file that cannot be read becomes a problem, the rest go on.

    ``progress`` hears of the files; where there is only one, of how much of it is read.

    Raises:
        UserError: the only file named cannot be read, the project cannot be written, or the user stopped.
    """
    wish = Wish(format, kind, annotator, encoding, offsets, names, existing, text_from, text_column)
    report = ImportReport()
    for place, path in enumerate(paths):
        if len(paths) > 1 and progress is not None and not progress(place, len(paths)):
            raise _stopped(len(report.added))
        try:
            report += import_file(project, path, wish, actor, progress if len(paths) == 1 else None)
        except UserError as error:
            if len(paths) == 1:
                raise
            report.problems.append(Problem("", error.message, tuple(error.arguments.items())))
    return report


def _stopped(count: int) -> CancelledError:
    return CancelledError("the import was stopped; %(count)s documents had come", count=count)


def import_into(place: Path, path: Path, wish: Wish, actor: str) -> ImportReport:
    """`import_file` into the project that lies at a place: a top-level function for a worker, which tells of it.

    Raises:
        UserError: the project cannot be opened, or the file cannot be read; nothing of it came.
    """
    with Project.open(place) as project:
        return import_file(project, path, wish, actor, tell)


def format_of(path: Path, name: str = "") -> Format:
    """The named format, or the one that the file's content shows.

    Raises:
        UserError: no such format, or the file is of none.
    """
    return format_named(name) if name else detect(path)


def import_file(
    project: Project, path: Path, wish: Wish, actor: str, progress: Progress | None = None
) -> ImportReport:
    """Take one file in as one event. A format that looks twice at a file tells its progress twice.

    Raises:
        UserError: it cannot be read or written, or the user stopped; nothing of it came.
    """
    chosen = format_of(path, wish.format)
    report = ImportReport()
    with told_of_reading(_Meter(path, progress).read):
        reading = chosen.read(path, wish.options())
        documents = read_all(reading, wish, report.problems)
    report.problems += reading.problems
    report.problems += reading.facts.rejected
    _say_what_was_found(path, chosen, reading, report)
    found = sorted_out(project, documents)
    documents = found.documents
    if found.twins:
        message = N_("%(count)d documents of this text are in the project already")
        report.notes.append(problem(path.name, message, count=len(found.twins)))
    if wish.existing == "skip":
        documents = [each for each in documents if each.document.id not in set(found.twins)]
    if documents:
        _write(project, path, documents, reading.header, set(found.twins), wish, actor, report)
    return report


@dataclass(slots=True)
class _Meter:
    """How much of a file, or of all in a folder, was read: told when another percent is."""

    path: Path
    progress: Progress | None
    done: int = 0
    size: int = 0
    percent: int = -1

    def read(self, count: int) -> None:
        """Hear of more bytes.

        Raises:
            CancelledError: the user stopped.
        """
        if self.progress is None:
            return
        self.size = self.size or max(1, _size(self.path))
        self.done += count
        percent = min(WHOLE, WHOLE * (self.done % self.size or self.size) // self.size)
        if percent != self.percent:
            self.percent = percent
            if not self.progress(percent, WHOLE):
                raise _stopped(0)


def _size(path: Path) -> int:
    own = (path,) if path.is_file() else path.rglob("*")
    return sum(each.stat().st_size for each in own if each.is_file())


def _say_what_was_found(path: Path, chosen: Format, reading: Reading, report: ImportReport) -> None:
    """How the file was read: format, encoding, offset unit, tags; what was not plain is said."""
    facts = reading.facts
    parts = {"format": chosen.name, "encoding": facts.encoding, "offsets": facts.offset_unit, "tags": facts.tags}
    said = ", ".join(f"{name} {value}" for name, value in parts.items() if value)
    report.found.append(problem(path.name, "read as %(how)s", how=said))
    if facts.repairs:
        report.notes.append(problem(path.name, "%(count)d tags were repaired", count=facts.repairs))


def read_all(reading: Reading, wish: Wish, problems: list[Problem]) -> list[AnnotatedDocument]:
    """The documents of an opened file: sound, under the scheme's names, with their owners."""
    documents = []
    for each in reading.documents:
        whole, unsound = sound(each)
        named, left_out = wish.names.applied(whole)
        problems += [*unsound, *left_out]
        documents.append(owned(named, wish.kind, wish.annotator, problems))
    return documents


def _write(
    project: Project, path: Path, documents: list[AnnotatedDocument], file_header: Header, twins: set[str],
    wish: Wish, actor: str, report: ImportReport,
) -> None:  # fmt: skip
    before = set(project.queries.document_ids())
    named = _named(project, file_header, documents)
    header = replace(file_header, entities=file_header.entities + named)
    scheme = header.scheme if not before and header.scheme else project.queries.scheme()
    documents, changed = fitted(scheme, documents)
    report.problems += changed
    wide = widened(scheme, documents)
    commands: list[Command] = []
    if wish.existing == "replace":
        for each in documents:
            if each.document.id in twins:
                commands += stale(project, each)
    if wide is not scheme:
        commands.append(SetScheme(scheme_to_dict(wide)))
        header = replace(header, scheme=None)
        report.notes.append(problem(path.name, "labels or attributes were added to the scheme"))
    commands.append(AddDocuments(tuple(documents), header))
    changes = project.execute(commands[0] if len(commands) == 1 else Batch(tuple(commands)), actor)
    for identity in project.queries.document_ids():
        if identity not in before:
            report.added.append(identity)
        elif identity in changes.documents or identity in twins:
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


# ---- owners ----------------------------------------------------------------------------------------------


def owned(
    each: AnnotatedDocument, kind: LayerKind, annotator: str, problems: list[Problem]
) -> AnnotatedDocument:
    """The document with its layers given to whom the user said; no two layers have one owner."""
    layers = [layer for layer in each.layers if not holds_nothing(layer)]
    people = {layer.annotator for layer in layers if layer.kind == "annotation" and layer.annotator}
    if kind == "annotation" and annotator and len(people) > 1:
        message = N_("the file names several annotators, who keep their layers: %(names)s")
        problems.append(problem(each.document.id, message, names=", ".join(sorted(people))))
        given = [_layer_as(layer, kind, "" if layer.annotator else annotator) for layer in layers]
    else:
        given = [_layer_as(layer, kind, annotator) for layer in layers]
    return replace(each, layers=tuple(_joined(given, each.document.id, problems)))


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


def _joined(layers: Iterable[Layer], where: str, problems: list[Problem]) -> list[Layer]:
    """Layers of one owner as one layer, in which nothing stands twice."""
    groups: dict[tuple[str, str], list[Layer]] = {}
    for layer in layers:
        groups.setdefault((layer.kind, layer.annotator), []).append(layer)
    return [_once(group, where, problems) for group in groups.values()]


def _once(group: list[Layer], where: str, problems: list[Problem]) -> Layer:
    own: dict[tuple[object, str], Span] = {}
    relations = []
    for number, layer in enumerate(group):
        present: dict[str, str] = {}
        for span in layer.spans:
            mine = span if not number else replace(span, id=f"{span.id}~{number}")
            first = own.setdefault((mine.extent, mine.label), mine)
            present[span.id] = first.id
            if first is not mine:
                message = N_("the span %(label)s [%(start)d, %(end)d) stands twice and comes once")
                problems.append(problem(where, message, label=span.label, start=span.start, end=span.end))
        relations += [
            replace(one, id=one.id if not number else f"{one.id}~{number}",
                    head=present[one.head], tail=present[one.tail])
            for one in layer.relations
        ]  # fmt: skip
    if len(group) == 1:
        return replace(group[0], spans=tuple(own.values()), relations=tuple(relations))
    return replace(
        group[0], spans=tuple(own.values()), relations=tuple(relations),
        suggestions=tuple(each for layer in group for each in layer.suggestions),
        suggested_relations=group[0].suggested_relations,
    )  # fmt: skip


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
