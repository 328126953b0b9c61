"""Everything that mends alike findings, to be ticked before anything is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QListWidgetItem, QWidget

from annotator.core.command import AddSpan, ChangeSpan, Command, RemoveRelation
from annotator.core.i18n import N_, _, counted, speak
from annotator.core.scheme import Scheme
from annotator.project.radar.finding import Finding
from annotator.ui.dialogs.ticks import TicksDialog, tickable
from annotator.ui.marking import label_title
from annotator.ui.radar.findings_model import ISOLATED, message_of


class FixesDialog(TicksDialog[Finding]):
    """Every finding with what would mend it; Enter mends those that are ticked."""

    def __init__(
        self, findings: Sequence[Finding], names: Mapping[str, str], scheme: Scheme, parent: QWidget | None = None
    ) -> None:
        rows = [_item(each, names.get(each.document, each.document), scheme) for each in findings]
        super().__init__("", findings, rows, parent)
        self.setWindowTitle(_("Mend all alike"))
        self.list.setAccessibleName(_("What would be changed"))

    def _words(self, count: int) -> str:
        return counted("Mend %(count)s finding", "Mend %(count)s findings", count)


def _item(finding: Finding, name: str, scheme: Scheme) -> QListWidgetItem:
    words = ISOLATED % finding.words.replace("\n", " ")
    item = tickable(f"{words}    {fix_told(finding.fix, scheme)}    — {name}")
    item.setToolTip(message_of(finding, scheme))
    return item


def fix_told(fix: Sequence[Command], scheme: Scheme) -> str:
    """What commands would do, in a few words."""
    last = fix[-1]
    if isinstance(last, AddSpan):
        return speak(N_("label as %(label)s, places: %(count)s"), {
            "label": label_title(scheme, last.label), "count": len(fix),
        })  # fmt: skip
    if isinstance(last, RemoveRelation):
        return _("remove the relation")
    if isinstance(last, ChangeSpan):
        return _change_told(last, sum(1 for each in fix if isinstance(each, ChangeSpan) and each.label), scheme)
    return ""


def _change_told(change: ChangeSpan, relabelled: int, scheme: Scheme) -> str:
    if change.label is not None:
        said = {"label": label_title(scheme, change.label), "count": relabelled}
        return speak(N_("label as %(label)s, places: %(count)s"), said)
    if change.extent is not None:
        return _("leave out what stands at the edge")
    shown = _(", ").join(f"{name} = {value}" for name, value in change.attributes.items() if value is not None)
    return speak(N_("set %(what)s"), {"what": f"\u2066{shown}\u2069"})
