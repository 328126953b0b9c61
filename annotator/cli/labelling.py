"""Commands that label and read labels: suggest, train, label, relate, accept, spans, entities, undo, redo."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from annotator.cli.projects import document_id, opened
from annotator.cli.speaking import DONE, PROBLEMS, complain, progress, say, say_json, say_problems
from annotator.core.command import AddRelation, AddSpan
from annotator.core.errors import UserError
from annotator.core.i18n import _, counted
from annotator.core.scheme import AttributeType, Scheme
from annotator.core.span import Span, Value
from annotator.project.project import Project


def suggest(asked: Namespace) -> int:
    """``raqim suggest``."""
    if asked.text:
        return _suggest_texts([*([asked.project] if asked.project else []), *asked.text], asked.suggester)
    from annotator.project.suggestions import suggest_all

    if not asked.project:
        raise UserError("name a project, or texts with --text")
    with opened(asked.project) as project:
        chosen = [document_id(project, each) for each in asked.document]
        report = suggest_all(project, chosen, asked.suggester, progress("Suggesting"))
    count = len(report.changes.ids.get("suggestion", ()))
    say(counted("%(count)s suggestion changed", "%(count)s suggestions changed", count))
    return PROBLEMS if say_problems(report.problems) else DONE


def _suggest_texts(files: list[str], suggesters: list[str]) -> int:
    from annotator.formats.base import ReadOptions
    from annotator.formats.registry import format_named
    from annotator.project.suggestions import suggestions_for

    worst = DONE
    for name in files:
        try:
            document = next(iter(format_named("text").read(Path(name), ReadOptions()).documents)).document
        except UserError as error:
            worst = complain(error)
            continue
        found = suggestions_for(document.text, suggesters)
        spans = [
            {"start": each.start, "end": each.end, "text": document.text[each.start : each.end], "label": each.label,
             "attributes": dict(each.attributes), "score": each.score, "suggester": each.suggester, "why": each.why}
            for each in found.spans
        ]  # fmt: skip
        relations = [
            {"type": each.type, "head": each.head, "tail": each.tail, "score": each.score} for each in found.relations
        ]
        say_json({"file": name, "spans": spans, "relations": relations})
    return worst


def hold_out(asked: Namespace) -> int:
    """``raqim hold-out``."""
    from annotator.project.holding_out import drawn
    from annotator.project.holding_out import hold_out as held_out

    with opened(asked.project) as project:
        named = [document_id(project, each) for each in asked.document]
        chosen = named or drawn(project.queries.document_ids(), asked.share)
        count = held_out(project, chosen, asked.annotator, held=not asked.off)
    say(counted("%(count)s document changed", "%(count)s documents changed", count))
    return DONE


def suggesters(asked: Namespace) -> int:
    """``raqim suggesters``."""
    from annotator.project.suggestions import SUGGESTERS

    if asked.json:
        say_json([{"name": name, "title": title} for name, title in SUGGESTERS])
    else:
        for name, title in SUGGESTERS:
            say(f"{name:<12} {_(title)}")
    return DONE


def train(asked: Namespace) -> int:
    """``raqim train``."""
    from annotator.project.training import GOLD, train_project

    with opened(asked.project) as project:
        book = train_project(project, GOLD if asked.gold else asked.annotator)
    count = len(book.documents)
    say(counted("learnt from %(count)s document", "learnt from %(count)s documents", count))
    return DONE


def label(asked: Namespace) -> int:
    """``raqim label``."""
    with opened(asked.project) as project:
        attributes = _attributes(project.queries.scheme(), asked.label, asked.attribute)
        wish = AddSpan(
            document_id(project, asked.document), asked.start, asked.end, asked.label, asked.annotator, attributes
        )
        changes = project.execute(wish, asked.annotator)
        say(" ".join(sorted(changes.ids.get("span", ()))))
    return DONE


def _attributes(scheme: Scheme, label: str, given: list[str]) -> dict[str, Value]:
    known = scheme.label(scheme.present_name(label))
    attributes: dict[str, Value] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise UserError("an attribute is given as NAME=VALUE, not %(given)s", given=each)
        attribute = known.attribute(name) if known is not None else None
        attributes[name] = _typed(attribute, value)
    return attributes


def _typed(attribute: AttributeType | None, value: str) -> Value:
    """The value that a person wrote, as its attribute's type has it."""
    if attribute is None or attribute.type not in {"number", "flag"}:
        return value
    if attribute.type == "flag":
        return value.lower() in {"yes", "true", "1"}
    try:
        number = float(value)
    except ValueError as error:
        raise UserError("%(value)s is not a number", value=value) from error
    return int(number) if number.is_integer() else number


def relate(asked: Namespace) -> int:
    """``raqim relate``."""
    with opened(asked.project) as project:
        changes = project.execute(AddRelation(asked.type, asked.head, asked.tail), asked.annotator)
        say(" ".join(sorted(changes.ids.get("relation", ()))))
    return DONE


def accept(asked: Namespace) -> int:
    """``raqim accept``."""
    from annotator.project.accepting import accept_all

    with opened(asked.project) as project:
        chosen = [document_id(project, each) for each in asked.document]
        count = accept_all(project, asked.annotator, chosen, asked.min_score)
    say(counted("%(count)s suggestion accepted", "%(count)s suggestions accepted", count))
    return DONE


def spans(asked: Namespace) -> int:
    """``raqim spans``."""
    with opened(asked.project) as project:
        chosen = [document_id(project, asked.document)] if asked.document else project.queries.document_ids()
        every = [each for document in chosen for each in _spans(project, document, asked.layer, asked.annotator)]
    if asked.json:
        say_json(every)
    else:
        for each in every:
            say(f"{each['id']}  {each['document']} [{each['start']}, {each['end']}) {each['label']}  {each['text']}")
    return DONE


def _spans(project: Project, document: str, wanted: str, who: str) -> list[dict[str, object]]:
    """The spans of a document's layers, or of one; only what somebody sees, where it is said who looks."""
    text = project.queries.document(document).text
    seen = project.queries.visible_layers(document, who) if who else project.queries.layers(document)
    layers = [row.annotator for row in seen if not wanted or row.annotator == wanted]
    return [
        _span(document, layer, span, text) for layer in layers for span in project.queries.spans(document, layer)
    ]


def _span(document: str, layer: str, span: Span, text: str) -> dict[str, object]:
    value: dict[str, object] = {
        "id": span.id, "document": document, "layer": layer, "start": span.start, "end": span.end,
        "text": span.covered(text), "label": span.label, "attributes": dict(span.attributes), "note": span.note,
        "unsure": span.unsure, "origin": dict(span.origin),
    }  # fmt: skip
    if span.fragments:
        value["fragments"] = [list(piece) for piece in span.fragments]
    return value


def entities(asked: Namespace) -> int:
    """``raqim entities``."""
    with opened(asked.project) as project:
        every = [
            {"id": each.id, "name": each.name, "aliases": list(each.aliases), "kind": each.kind,
             "wikidata": each.wikidata, "mentions": [
                 {"span": row.span.id, "document": row.document, "layer": row.layer}
                 for row in project.queries.mentions(each.id)]}
            for each in project.queries.entities()
        ]  # fmt: skip
    if asked.json:
        say_json(every)
    else:
        for each in every:
            say(f"{each['id']:<24} {each['name']}  ({each['kind']})  {each['mentions']}")
    return DONE


def turn_back(asked: Namespace) -> int:
    """``raqim undo`` and ``raqim redo``."""
    with opened(asked.project) as project:
        undoing = asked.command == "undo"
        event = (project.next_undo if undoing else project.next_redo)(asked.annotator)
        (project.undo if undoing else project.redo)(asked.annotator)
    if event is not None:
        say(f"{_('undone') if undoing else _('redone')}: {_(event.title)}")
    return DONE


