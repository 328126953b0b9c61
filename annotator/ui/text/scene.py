"""The document as it is laid out: segments with their marks' decoration, made when somebody looks at them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from annotator.ui.text.decoration import Decorator
from annotator.ui.text.display import display_text
from annotator.ui.text.heights import Heights
from annotator.ui.text.index import LinkIndex, LinkSource, MarkIndex, MarkSource
from annotator.ui.text.layout import LayoutCache, SegmentLayout
from annotator.ui.text.look import Look
from annotator.ui.text.marks import Link, Mark
from annotator.ui.text.metrics import metrics_of
from annotator.ui.text.segments import Segments

_SAMPLE = 1000


class Scene:
    """Text, marks, links, look and width together give the layouts; any change drops what it touches."""

    def __init__(self, text: str = "", look: Look | None = None, width: float = 600.0) -> None:
        self.segments = Segments(text)
        self.marks: MarkSource = MarkIndex()
        self.links: LinkSource = LinkIndex()
        self.look = look or Look()
        self.width = width
        self.heights = Heights(self.segments)
        self._cache = LayoutCache()
        self._set_metrics()

    def _set_metrics(self) -> None:
        self.metrics = metrics_of(self.look, self.segments.text[:_SAMPLE])
        self._decorator = Decorator(self.metrics, self.look, self._links_of)
        self._lay_out_anew()

    def _links_of(self, mark_id: str) -> Sequence[Link]:
        return self.links.of(mark_id)

    def _lay_out_anew(self) -> None:
        self._cache.clear()
        metrics = self.metrics
        per_character = metrics.character * 1.03 / self.width
        self.heights.scale(
            per_character * metrics.usual_line,
            self._rounding(per_character) * metrics.usual_line + metrics.paragraph_gap,
        )

    def _rounding(self, per_character: float) -> float:
        """How much more than its share of lines a segment takes on average, since lines are whole."""
        step = max(1, len(self.segments) // 64)
        lengths = [
            self.segments.start(each + 1) - self.segments.start(each) for each in range(0, len(self.segments), step)
        ]
        lines = [each * per_character for each in lengths]
        return sum(max(1, ceil(each)) - each for each in lines) / len(lines)

    def set_look(self, look: Look) -> None:
        """Another look: everything is laid out anew."""
        self.look = look
        self._set_metrics()

    def set_width(self, width: float) -> bool:
        """Another width for the text; whether it differs."""
        if width == self.width:
            return False
        self.width = width
        self._lay_out_anew()
        return True

    def set_marks(self, marks: Sequence[Mark] | MarkSource) -> None:
        """Replace all marks, or say where they are found."""
        self.marks = MarkIndex(marks) if isinstance(marks, Sequence) else marks
        self._undecorate(self._cache.all())

    def prepare_marks(self) -> bool:
        """Put very many marks in order when there is time; whether something looks otherwise now."""
        moved = isinstance(self.marks, MarkIndex) and self.marks.prepare()
        if moved:
            self._undecorate(self._cache.all())
        return moved

    def set_links(self, links: Sequence[Link] | LinkSource) -> None:
        """Replace all links, or say where they are found."""
        self.links = LinkIndex(links) if isinstance(links, Sequence) else links
        self._undecorate(self._cache.all())

    def renew_links(self, marks: set[str]) -> bool:
        """Ask again for the links of these marks; whether anything that was laid out shows one of them."""
        return self._undecorate(self._showing(marks))

    def change_marks(self, removed: Iterable[str], added: Iterable[Mark]) -> bool:
        """Take some marks away and add others (or others under the same ids); whether anything laid out changes."""
        gone, come = list(removed), list(added)
        touched = self._undecorate(self._showing({*gone, *(each.id for each in come)}))
        if isinstance(self.marks, MarkIndex):  # any other source keeps itself up to date
            self.marks.change(gone, come)
        for mark in come:
            touched |= self._touch(mark)
        for mark in come if self.links else ():
            for link in self.links.of(mark.id):
                touched |= self._touch(self.marks.get(link.tail if link.head == mark.id else link.head))
        return touched

    def _showing(self, marks: set[str]) -> list[SegmentLayout]:
        """The layouts that show a piece of one of these marks, or an arc that begins or ends at one."""
        return [each for each in self._cache.all() if each.decoration and each.decoration.shows(marks)]

    def _touch(self, mark: Mark | None) -> bool:
        if mark is None:
            return False
        segments = self.segments.touched(mark.start, mark.end)
        if len(segments) < LayoutCache.KEPT:
            return self._undecorate(each for number in segments if (each := self._cache.peek(number)) is not None)
        return self._undecorate(each for each in self._cache.all() if each.number in segments)

    def _undecorate(self, layouts: Iterable[SegmentLayout]) -> bool:
        some = False
        for each in layouts:
            each.decoration, some = None, True
        return some

    def layout(self, number: int) -> SegmentLayout:
        """A segment, laid out and decorated as it is now."""
        layout = self._cache.get(number, self._lay_out)
        if layout.decoration is None:
            self._decorate(layout)
        return layout

    def prepare(self, start: int, end: int) -> None:
        """Lay out, before anybody looks, what ``[start, end)`` touches; heights stay as they were estimated."""
        for number in self.segments.touched(start, end):
            for line in self._cache.get(number, self._lay_out).lines:
                _ = line.geometry.runs

    def _lay_out(self, number: int) -> SegmentLayout:
        text = display_text(self.segments.string(number))
        return SegmentLayout(number, self.segments.start(number), text, self.metrics, self.width)

    def _decorate(self, layout: SegmentLayout) -> None:
        number = layout.number
        start, end = self.segments.start(number), self.segments.end(number)
        marks = self.marks.touching(start, end)
        before = self.segments.end(number - 1) if number else 0
        gap = 0.0 if self.segments.is_cut(number) else self.metrics.paragraph_gap
        layout.arrange(self.metrics, self._decorator.decorate(layout, marks, before), gap)
        self.heights.correct(number, layout.height)
