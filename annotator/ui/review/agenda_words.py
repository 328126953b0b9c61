"""The agenda in words: as rich text for the page and a browser, and as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from annotator.core.i18n import _, counted, language, right_to_left
from annotator.core.scheme import Scheme
from annotator.project.agenda import Example, Opinion, Question
from annotator.project.decisions import REASONS
from annotator.ui.marking import label_title
from annotator.ui.review.wording import attributes_words, kinds_title


def question_title(question: Question, scheme: Scheme) -> str:
    """The question itself: the note that somebody left, else the reason, else in what answers differ."""
    if question.note:
        return question.note
    kinds = kinds_title(question.kinds, scheme)
    return f"{_(REASONS[question.reason])}: {kinds}" if question.reason in REASONS else kinds


def question_weight(question: Question) -> str:
    """How many cases it is about, and what agreeing on them would add."""
    parts = [counted("%(count)s case", "%(count)s cases", question.cases)]
    if question.open:
        parts.append(counted("%(count)s open", "%(count)s open", question.open))
    if question.gain > 0:
        points = f"\u2066{question.gain * 100:.2f}\u2069"
        parts.append(_("agreeing here adds %(points)s points of F1") % {"points": points})
    return " · ".join(parts)


def opinion_words(opinion: Opinion, scheme: Scheme, *, values: bool) -> str:
    """An answer with how many gave it, and its values where answers differ in them; nobody is named."""
    said = f"{label_title(scheme, opinion.label)} «\u2068{opinion.words}\u2069»" if opinion.label else _("nothing")
    more = attributes_words(scheme, opinion.label, dict(opinion.attributes)) if values else ""
    return f"\u2066{opinion.voters} ×\u2069 {said}" + (f" · {more}" if more else "")


def _opinions(example: Example, scheme: Scheme) -> list[str]:
    marked = [(each.label, each.words) for each in example.opinions]
    values = len(set(marked)) < len(marked)
    return [opinion_words(each, scheme, values=values) for each in example.opinions]


def agenda_html(questions: Sequence[Question], scheme: Scheme) -> str:
    """The agenda as a page of its own."""
    body = "".join(_question_html(each, scheme) for each in questions) or f"<p>{escape(_('No questions are open'))}</p>"
    direction = "rtl" if right_to_left() else "ltr"
    title = escape(_("Agenda"))
    return (
        f'<!DOCTYPE html><html lang="{language()}" dir="{direction}"><head><meta charset="utf-8"><title>{title}</title>'
        f"</head><body><h1>{title}</h1><ol>{body}</ol></body></html>"
    )


def _question_html(question: Question, scheme: Scheme) -> str:
    examples = "".join(_example_html(each, scheme) for each in question.examples)
    title, weight = escape(question_title(question, scheme)), escape(question_weight(question))
    return f"<li><h3>{title}</h3><p><small>{weight}</small></p>{examples}</li>"


def _example_html(example: Example, scheme: Scheme) -> str:
    said = "".join(f"<li>{escape(each)}</li>" for each in _opinions(example, scheme))
    words = f"…{escape(example.before)}<b><u>{escape(example.text)}</u></b>{escape(example.after)}…"
    return f'<p dir="rtl">{words}</p><ul>{said}</ul>'


def agenda_text(questions: Sequence[Question], scheme: Scheme) -> str:
    """The agenda as plain text."""
    lines = [_("Agenda"), ""]
    for place, each in enumerate(questions, 1):
        lines += [f"{place}. {question_title(each, scheme)}", f"   {question_weight(each)}"]
        for example in each.examples:
            words = f"…{example.before}[{example.text}]{example.after}…".replace("\n", " ")
            lines += [f"   {words}", *(f"     - {said}" for said in _opinions(example, scheme))]
        lines.append("")
    return "\n".join(lines)
