"""Relations over a corpus: strict and aligned F1, and what heads are attached to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from functools import cached_property

import numpy as np

from annotator.agreement.additive import Additive, f1_statistic
from annotator.agreement.coding import Floats
from annotator.agreement.comparison import Comparison, PairOf
from annotator.agreement.measured import Measured, Options
from annotator.agreement.span_measures import PAIR_MEAN
from annotator.agreement.undefined import NO_PAIRS, NO_VARIATION
from annotator.core.i18n import N_

Link = tuple[int, int, str]
"""Head and tail as rows of the columns, and the type."""
Key = tuple[Hashable, ...]


class Links:
    """The relations of a comparison, by annotator, with their ends as rows."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison

    @cached_property
    def by_annotator(self) -> dict[int, list[Link]]:
        """Every annotator's relations; one whose end is no span of its layer is not among them."""
        numbers = {name: place for place, name in enumerate(self.comparison.columns.annotators)}
        found: dict[int, list[Link]] = {place: [] for place in numbers.values()}
        first = 0
        for layer in self.comparison.layers:
            rows = {span.id: first + place for place, span in enumerate(layer.spans)}
            first += len(layer.spans)
            found[numbers[layer.annotator]] += [
                (rows[each.head], rows[each.tail], each.type)
                for each in layer.relations if each.head in rows and each.tail in rows
            ]  # fmt: skip
        return found

    @cached_property
    def document(self) -> list[int]:
        """The document of each row."""
        return list(map(int, self.comparison.columns.document))

    def of(self, annotator: int, pair: PairOf) -> list[Link]:
        """An annotator's relations in the documents that a pair shares."""
        common = self.comparison.columns.common(*pair).tolist()
        return [link for link in self.by_annotator[annotator] if common[self.document[link[0]]]]

    @cached_property
    def types(self) -> list[str]:
        """All types of relations in use."""
        return sorted({link[2] for links in self.by_annotator.values() for link in links})

    def partners(self, pair: PairOf) -> dict[int, int]:
        """For each span of the first annotator the aligned one of the second, as rows."""
        a, b = self.comparison.sides(pair)
        found = self.comparison.overlapping(pair)
        return dict(zip(a.row[found.a].tolist(), b.row[found.b].tolist(), strict=True))

    def extent(self, row: int) -> Key:
        """What makes two spans the same: document, extent, label."""
        columns = self.comparison.columns
        return (self.document[row], int(columns.start[row]), int(columns.end[row]), int(columns.label[row]),
                int(columns.shape[row]))  # fmt: skip


def relation_f1_strict(comparison: Comparison, _options: Options) -> Measured:
    """F1 of relations of one type whose ends have the same extents and labels."""
    links = Links(comparison)

    def keys(pair: PairOf) -> tuple[list[Key], list[Key]]:
        one, other = (links.of(each, pair) for each in pair)
        return [_same(links, link) for link in one], [_same(links, link) for link in other]

    return _f1(links, keys={pair: keys(pair) for pair in comparison.pairs}, ends="same extents and labels")


def relation_f1_aligned(comparison: Comparison, _options: Options) -> Measured:
    """F1 of relations of one type whose ends are aligned spans (one label, overlapping)."""
    links = Links(comparison)

    def keys(pair: PairOf) -> tuple[list[Key], list[Key]]:
        to = links.partners(pair)
        one, other = (links.of(each, pair) for each in pair)
        return [_moved(links, link, to) for link in one], [_moved(links, link) for link in other]

    return _f1(links, keys={pair: keys(pair) for pair in comparison.pairs}, ends="aligned spans")


def _same(links: Links, link: Link) -> Key:
    head, tail, kind = link
    return links.document[head], kind, links.extent(head), links.extent(tail)


def _moved(links: Links, link: Link, to: Mapping[int, int] | None = None) -> Key:
    """A relation by the rows of its ends; ``to`` moves them to their partners, a lone end stays itself."""
    head, tail, kind = link
    if to is None:
        return links.document[head], kind, head, tail
    return links.document[head], kind, to.get(head, (head,)), to.get(tail, (tail,))


def _f1(links: Links, *, keys: Mapping[PairOf, tuple[list[Key], list[Key]]], ends: str) -> Measured:
    split = {
        kind: {pair: _counts(links, *([k for k in side if k[1] == kind] for side in sides))
               for pair, sides in keys.items()}
        for kind in links.types
    }  # fmt: skip
    overall = {pair: _counts(links, *sides) for pair, sides in keys.items()}
    return Measured(
        _additive(overall),
        {kind: _additive(parts) for kind, parts in split.items()},
        {},
        {"pooling": PAIR_MEAN, "by_label": "relation type", "ends": ends},
        N_("nobody made a relation, so there is nothing to agree on"),
        float(sum(part[:, 1].sum() for part in overall.values())),
    )


def _additive(parts: Mapping[PairOf, Floats]) -> Additive:
    units = {pair: float(part[:, 1].sum()) for pair, part in parts.items()}
    return Additive(parts, f1_statistic, None, units)


def _counts(links: Links, one: list[Key], other: list[Key]) -> Floats:
    rows = np.zeros((len(links.comparison.columns.documents), 2))
    for key, count in (Counter(one) & Counter(other)).items():
        rows[_document(key), 0] += count
    for key in (*one, *other):
        rows[_document(key), 1] += 1
    return rows


def _document(key: Key) -> int:
    document = key[0]
    assert isinstance(document, int)
    return document


def attachment_alpha(comparison: Comparison, _options: Options) -> Measured:
    """Nominal alpha over aligned heads: which aligned tail each is attached to, or none; by relation type."""
    links = Links(comparison)
    split = {kind: Additive({pair: _attachments(links, pair, kind) for pair in comparison.pairs}, _attached)
             for kind in links.types}  # fmt: skip
    overall = {pair: _attachments(links, pair, None) for pair in comparison.pairs}
    units = float(sum(part[:, 1].sum() / 2 for part in overall.values()))
    return Measured(
        Additive(overall, _attached, None, {pair: float(part[:, 1].sum() / 2) for pair, part in overall.items()}),
        split,
        {},
        {"pooling": PAIR_MEAN, "by_label": "relation type", "units": "aligned heads"},
        NO_VARIATION if units else NO_PAIRS,
        units,
    )


def _attachments(links: Links, pair: PairOf, kind: str | None) -> Floats:
    """Per document ``[heads that differ, values, squared counts of tails, values none per type]``.

    A tail is a value of its own document, so its squared counts add up; ``none`` is one value for each type.
    """
    kinds = links.types if kind is None else [kind]
    rows = np.zeros((len(links.comparison.columns.documents), 3 + len(kinds)))
    to = links.partners(pair)
    labels = links.comparison.columns.label
    for place, each in enumerate(kinds):
        one, other = (_tails(links.of(side, pair), each) for side in pair)
        heads = {int(labels[head]) for head in (*one, *other)}
        used: Counter[Key] = Counter()
        for here, there in to.items():
            if int(labels[here]) in heads:
                first = frozenset(to.get(tail, (tail,)) for tail in one.get(here, ()))
                second = frozenset(other.get(there, ()))
                document = links.document[here]
                rows[document] += [first != second, 2, 0, *np.zeros(len(kinds))]
                for value in (first, second):
                    if value:
                        used[document, value] += 1
                    else:
                        rows[document, 3 + place] += 1
        for key, count in used.items():
            rows[_document(key), 2] += count**2
    return rows


def _tails(links: list[Link], kind: str) -> dict[int, list[int]]:
    tails: dict[int, list[int]] = {}
    for head, tail, name in links:
        if name == kind:
            tails.setdefault(head, []).append(tail)
    return tails


def _attached(sums: Floats) -> Floats:
    differing, values, squares = sums[:, 0], sums[:, 1], sums[:, 2]
    unlike = values**2 - squares - (sums[:, 3:] ** 2).sum(axis=1)
    defined = (values > 1) & (unlike > 1e-9)
    return np.where(defined, 1 - 2 * differing * (values - 1) / np.where(defined, unlike, 1.0), np.nan)
