"""The same mention elsewhere: every place with the words around it, to be ticked before anything is labelled."""

from __future__ import annotations

from PySide6.QtWidgets import QListWidgetItem, QWidget

from annotator.core.i18n import _, counted
from annotator.project.propagation import MentionPlace
from annotator.ui.dialogs.ticks import TicksDialog, tickable

_SIDE = 28


class PropagationDialog(TicksDialog[MentionPlace]):
    """Every place with its surroundings; Enter labels those that are ticked."""

    def __init__(
        self, words: str, label: str, places: list[MentionPlace], document: str, parent: QWidget | None = None
    ) -> None:
        """``document``: the open one; places in finished documents of others begin unticked."""
        said = _("Label «%(words)s» as %(label)s in these places too?") % {"words": words, "label": label}
        super().__init__(said, places, [_item(each, document) for each in places], parent)
        self.setWindowTitle(_("The same words elsewhere"))
        self.list.setAccessibleName(_("Places with the same words"))

    def _words(self, count: int) -> str:
        return counted("Label %(count)s place", "Label %(count)s places", count)


def _item(place: MentionPlace, document: str) -> QListWidgetItem:
    before = " ".join(place.before.split())[-_SIDE:]
    after = " ".join(place.after.split())[:_SIDE]
    here = place.document == document
    where = "" if here else f"    — {place.name}" + (f" ({_('finished')})" if place.finished else "")
    return tickable(f"\u2067… {before} ⟦{place.text}⟧ {after} …\u2069{where}", ticked=here or not place.finished)
