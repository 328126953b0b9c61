"""The case on the desk and what is decided about it. Looking never writes; every decision is one undo step."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence

from PySide6.QtCore import QObject

from annotator.core.changes import EVERYTHING, Changes
from annotator.core.command import Batch
from annotator.core.i18n import N_, _, speak
from annotator.project.alike import NO_ANSWER, alike_answer
from annotator.project.decisions import PREFIX
from annotator.project.disagreements import Case
from annotator.project.examples import with_example
from annotator.project.plan import new_id
from annotator.project.settling import TITLE, Draft, Remark, Settling
from annotator.ui.marking import label_title
from annotator.ui.review.case_list import CaseList
from annotator.ui.review.settled import Settled
from annotator.ui.review.wording import in_guidelines
from annotator.ui.review.worklist_order import cluster_of
from annotator.ui.session import Session


class CaseDesk(CaseList):
    """Carries decisions about the case in front out, and hears what else changes."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.decided_today = 0
        self.in_view = True
        self.settled: Settled | None = None
        session.bridge.changed.connect(self._on_changed)

    def close(self) -> None:
        """Hear nothing more of the project, which is about to close."""
        self._rerank.stop()
        self._stepping.stop()
        self.session.bridge.changed.disconnect(self._on_changed)

    # ---- deciding ------------------------------------------------------------------------------------

    def accept(self) -> bool:
        """Accept the edited answer, else the proposed one; whether it was written."""
        if self.case is None:
            return False
        if self.draft is not None:
            return self._settle([(self.number, self.draft, self._variant_like(self.draft))])
        return self.accept_variant(self.proposed() + 1)

    def _variant_like(self, draft: Draft) -> int:
        for place, each in enumerate(self.variants(), 1):
            if not each.is_none and (each.extent, each.label, dict(each.attributes)) == (
                draft.extent, draft.label, {k: v for k, v in draft.attributes.items() if v not in {None, ""}},
            ):  # fmt: skip
                return place
        return 0

    def accept_variant(self, place: int) -> bool:
        """Accept an offered answer, counted from 1; whether it was written."""
        if self.case is None:
            return False
        if self.case.relation:
            answers = self.answers()
            return place <= len(answers) and self._relate(answers[place - 1].tails, place)
        variants = self.variants()
        if place > len(variants):
            return False
        chosen = variants[place - 1]
        return self._settle([(self.number, Draft.of(chosen), place)])

    def accept_nothing(self) -> bool:
        """Decide that nothing is to be marked here (of a relation: that there is none)."""
        if self.case is None:
            return False
        if self.case.relation:
            return self._relate((), 0)
        none = next((place for place, each in enumerate(self.variants(), 1) if each.is_none), 0)
        return self._settle([(self.number, None, none)])

    def relate_to(self, tails: Sequence[str]) -> bool:
        """Join the relation's head to other gold spans."""
        return self._relate(tuple(tails), 0)

    def settle_alike(self, numbers: Iterable[int], place: int, draft: Draft | None) -> bool:
        """Settle several clusters as one step: by the like-voted answer, or nothing, each in its own place."""
        decided = []
        for number in numbers:
            answer = alike_answer(self.state.found[number], self.state.found[self.number], place, draft)
            if answer is not NO_ANSWER:
                decided.append((number, answer, place))
        return self._settle(decided, batch=new_id("b"))

    def ask(self) -> bool:
        """Leave a question with the note, and go on; the case stays open."""
        if self.case is None or self.case.relation:
            return False
        settling = Settling(self.state, self.session.annotator, self._remark())
        settling.ask(self.number)
        following = self.following()
        self._skipped.append((self.case.number, False))
        return self._write(settling.batch(), following)

    def skip(self) -> None:
        """Put the case last and look at the next; nothing is written."""
        if self.case is None:
            return
        following = self.following()
        self._skipped.append((self.case.number, self.case.relation))
        self.show(following)
        self.list_anew()

    def _remark(self) -> Remark:
        return Remark(self.reason, self.note, self.blind, time.monotonic() - self._shown_at)

    def _settle(self, decided: Sequence[tuple[int, Draft | None, int]], batch: str = "") -> bool:
        if not decided:
            return False
        settling = Settling(self.state, self.session.annotator, self._remark(), batch=batch)
        for number, draft, place in decided:
            settling.settle(number, draft, variant=place)
        gone = {number for number, _draft, _place in decided}
        number, draft, _place = decided[0]
        cluster = self.state.found[number]
        settled = Settled.of(cluster, draft, self.state.texts[cluster.document])
        written = self._write(settling.batch(self._finished(gone)), self.following(gone))
        self.settled = settled if written else self.settled
        return written

    def make_example(self, *, good: bool) -> bool:
        """Put the words settled last (or those turned down) into the guidelines, as a step that undo takes back."""
        label, words = ("", "") if self.settled is None else self.settled.taken if good else self.settled.refused
        command = with_example(self.session.scheme, label, words, good=good)
        if command is None:
            self.tell(NO_EXAMPLE if not label else THERE_ALREADY)
            return False
        if self.session.bridge.execute(Batch((command,), TITLE), self.session.annotator) is None:
            return False
        self.told.emit(in_guidelines(label_title(self.session.scheme, label), words))
        return True

    def _relate(self, tails: tuple[str, ...], variant: int) -> bool:
        assert self.case is not None
        settling = Settling(self.state, self.session.annotator, self._remark())
        settling.relate(self.case.number, tails, variant=variant)
        left = self.state.left_in(self.case.document, set(), self.case.number)
        return self._write(settling.batch([] if left else [self.case.document]), self.following())

    def _finished(self, settled: Collection[int]) -> list[str]:
        """Documents of which no case is left once some clusters are settled and no relation waits for them."""
        documents = {self.state.found[number].document for number in settled}
        return sorted(each for each in documents if not self.state.left_in(each, settled))

    def _write(self, batch: Batch, following: Case | None) -> bool:
        self._writing = True
        try:
            changes = self.session.bridge.execute(batch, self.session.annotator)
        finally:
            self._writing = False
        if changes is None:
            return False
        self.decided_today += 1
        self._drop_settled(changes)
        self._look_at(following if following is not None and self._is_open(following) else self.first())
        self.list_changed.emit()  # both are said once both are so: nothing is shown of a case that is gone
        self.case_changed.emit()
        self._rerank.start()
        return True

    def following(self, gone: Collection[int] = ()) -> Case | None:
        """The case after the one in front that stays open."""
        here = self.cases.index(self.case) if self.case in self.cases else -1
        order = self.cases[here + 1 :] + self.cases[: max(here, 0)]
        return next((each for each in order if each.relation or each.number not in gone), None)

    def _is_open(self, case: Case) -> bool:
        return self.state.relation_open(case.number) if case.relation else self.state.is_open(case.number)

    def _drop_settled(self, changes: Changes) -> None:
        """Take what was settled off the list; relations whose ends are settled now come with the next ranking."""
        every = EVERYTHING in changes.documents
        documents = set(self.state.texts) if every else self.state.texts.keys() & changes.documents
        documents |= {self.case.document} if self.case else set()
        self.cases = [each for each in self.cases if each.document not in documents or self._is_open(each)]
        self.cases += map(self._relation_case, self._relations_come(documents))

    def _relations_come(self, documents: Iterable[str]) -> list[int]:
        """The open relations of some documents that are not listed yet."""
        numbers = [number for each in documents for number in self.state.relations_in(each)]
        listed = {each.number for each in self.cases if each.relation} if numbers else set()
        return [number for number in numbers if number not in listed and self.state.relation_open(number)]

    def _relation_case(self, number: int) -> Case:
        head = self.state.found[self.state.relations[number].head]
        return Case(number, head.document, head.start, 0.0, 0.0, 5.0, 1, ("relation",), relation=True)

    # ---- undo ----------------------------------------------------------------------------------------

    def undo(self) -> bool:
        """Take back the newest decision and look at it again."""
        return self._turn_back(undo=True)

    def redo(self) -> bool:
        """Bring back what was taken back last."""
        return self._turn_back(undo=False)

    def _turn_back(self, *, undo: bool) -> bool:
        project, who = self.session.project, self.session.annotator
        event = project.next_undo(who) if undo else project.next_redo(who)
        if event is None or event.command.get("title") != TITLE:
            self.told.emit(_("No decision to undo") if undo else _("No decision to redo"))
            return False
        changes = (self.session.bridge.undo if undo else self.session.bridge.redo)(who)
        if changes is None:
            return False
        self.list_anew()
        names = {each for each in changes.ids.get("setting", ()) if each.startswith(PREFIX)}
        self.show(self._case_named(names) or self.first())
        return True

    def _case_named(self, names: Collection[str]) -> Case | None:
        """The open case that one of some decisions was about."""
        from annotator.project.decisions import setting_name

        for case in self.cases:
            cluster = cluster_of(self.state, case)
            kind = self.state.relations[case.number].type if case.relation else ""
            if setting_name(case.document, cluster.spans, kind) in names:
                return case
        return None

    # ---- hearing -------------------------------------------------------------------------------------

    def _on_changed(self, changes: Changes) -> None:
        if self._writing:
            self.state.refresh(changes)
        elif self._stale:
            if self.busy:  # what is being read is not what is there any more
                self.begin()
        elif not self.state.concerned(changes):
            return
        elif not self.in_view:
            self._stale = True
        elif self.state.only_gold(changes):
            self.state.refresh(changes)
            self._rerank.start()
            self.case_changed.emit()
        else:  # clusters have other numbers now
            self._stale = True
            self.begin(members=self._members())

    def _members(self) -> frozenset[str]:
        """The spans of the case in front, by which it is found again."""
        cluster = self.cluster
        return frozenset() if cluster is None or self.case is None or self.case.relation else cluster.spans

    def tell(self, message: str, **arguments: object) -> None:
        """Say a sentence."""
        self.told.emit(speak(message, arguments))


NO_EXAMPLE = N_("Nothing was settled that could be an example: decide a case first")
THERE_ALREADY = N_("The guidelines have this example already")
NOTHING_TO_EDIT = N_("There is nothing to edit here")
