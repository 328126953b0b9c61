"""What the decision card offers about a case, in words: one offer for each answer, with the key that takes it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from annotator.core.i18n import _
from annotator.ui.marking import label_title
from annotator.ui.review.case_desk import CaseDesk
from annotator.ui.review.wording import attributes_words, covered_html, delta_words
from annotator.ui.theme import colours

if TYPE_CHECKING:
    from annotator.agreement.clusters import Variant

EDITED = -1
"""The place of the answer that is being edited."""


class Offer(NamedTuple):
    """One answer: its place (from 1), who gave it, the words (both rich text), how it differs, its key."""

    place: int
    title: str
    words: str
    detail: str
    key: str
    proposed: bool


def offers(desk: CaseDesk) -> list[Offer]:
    """The answers to the case in front, then the one that is being edited."""
    if desk.case is None:
        return []
    return list(_of_relation(desk) if desk.case.relation else _of_span(desk))


def model_of(desk: CaseDesk) -> Variant:
    """The answer that the others are compared with: the proposed one, or the first that marks something."""
    variants, proposed = desk.variants(), desk.proposed()
    return next((each for each in (variants[proposed], *variants) if not each.is_none), variants[0])


def _of_span(desk: CaseDesk) -> Iterator[Offer]:
    cluster, text, scheme = desk.cluster, desk.text, desk.session.scheme
    assert cluster is not None
    proposed, model = desk.proposed(), model_of(desk)
    shown = colours(str(desk.session.settings.get("theme", "light")))
    for place, each in enumerate(desk.variants(), 1):
        who, chosen = _voters(desk, each.voters), place - 1 == proposed and desk.draft is None
        if each.is_none:
            yield Offer(place, _title(who, _("nothing")), "", "", f"{place} / 0", chosen)
            continue
        words = covered_html(each.extent, text, cluster.start, cluster.end, faint=shown.faint, colour=shown.ink)
        detail = [delta_words(each.extent, model.extent, text)] if each is not model else []
        detail.append(attributes_words(scheme, each.label, dict(each.attributes)))
        title = _title(who, label_title(scheme, each.label))
        yield Offer(place, title, words, "\n".join(part for part in detail if part), str(place), chosen)
    if desk.draft is not None:
        low, high = min(cluster.start, desk.draft.extent[0][0]), max(cluster.end, desk.draft.extent[-1][1])
        words = covered_html(desk.draft.extent, text, low, high, faint=shown.faint, colour=shown.ink)
        title = _title(_("your answer"), label_title(scheme, desk.draft.label))
        attributes = attributes_words(scheme, desk.draft.label, desk.draft.attributes)
        yield Offer(EDITED, title, words, attributes, "⏎", proposed=True)


def _of_relation(desk: CaseDesk) -> Iterator[Offer]:
    for place, each in enumerate(desk.answers(), 1):
        tails = [desk.state.gold_span(tail) for tail in each.tails]
        words = " + ".join(escape(tail.covered(desk.text)) for tail in tails if tail)
        title = _title(_voters(desk, each.voters), "" if words else _("not joined"))
        yield Offer(place, title, words, "", str(place) if words else f"{place} / 0", place == 1)


def _voters(desk: CaseDesk, voters: tuple[str, ...]) -> str:
    names = desk.names()
    return ", ".join(sorted(names.get(voter, voter) for voter in voters))


def _title(who: str, what: str) -> str:
    return f"<b>{escape(who)}</b>" + (f" · {escape(what)}" if what else "")
