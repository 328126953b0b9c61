"""What a lint looks at: one layer of one document, and the ground that all layers stand on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from annotator.core import arabic
from annotator.core.arabic import Folded, fold, fold_with_offsets, is_dropped
from annotator.core.command import Command
from annotator.core.entity import Entity
from annotator.core.scheme import AttributeType, Label, RelationType, Scheme
from annotator.core.span import Relation, Span
from annotator.project.radar.finding import Finding, Place, Severity

CHUNK = 500
"""So many documents are read in one go."""
MEANING = ("guidance", "examples", "counterexamples", "attributes")
"""What of a label, when it changes, asks for another look at the spans made before; a colour or key does not."""


@dataclass(frozen=True)
class Ground:
    """The scheme made quick to ask, the registry, and the scheme's earlier versions."""

    scheme: Scheme = field(default_factory=Scheme)
    entities: tuple[Entity, ...] = ()
    versions: Mapping[int, tuple[Scheme, ...]] = field(default_factory=dict)

    @cached_property
    def labels(self) -> dict[str, Label]:
        """The labels by name."""
        return {each.name: each for each in self.scheme.labels}

    @cached_property
    def attributes(self) -> dict[str, dict[str, AttributeType]]:
        """The attribute types of each label, by name."""
        return {each.name: {kind.name: kind for kind in each.attributes} for each in self.scheme.labels}

    @cached_property
    def asked(self) -> dict[str, list[AttributeType]]:
        """The attributes of each label that are required, always or by the value of another."""
        return {
            each.name: [kind for kind in each.attributes if kind.required or kind.required_when]
            for each in self.scheme.labels
        }

    @cached_property
    def relations(self) -> dict[str, RelationType]:
        """The relation types by name."""
        return {each.name: each for each in self.scheme.relations}

    @cached_property
    def counting(self) -> frozenset[str]:
        """The labels whose spans say a number: they have a ``value``."""
        found = ((each.name, each.attribute("value")) for each in self.scheme.labels)
        return frozenset(name for name, value in found if value is not None and value.type == "number")

    @cached_property
    def outdated(self) -> frozenset[tuple[str, int]]:
        """Labels (by their names now) with earlier versions of the scheme in which they meant something else."""
        return frozenset(
            (label.name, version)
            for version, schemes in self.versions.items()
            for label in self.scheme.labels
            if version < self.scheme.version and all(_meant_otherwise(each, self.scheme, label) for each in schemes)
        )

    def severity(self, rule: str, usual: Severity) -> Severity | None:
        """How grave a rule is in this project, which its scheme may say; nothing where it is off."""
        said = self.scheme.rules.get(rule, usual)
        return None if said == "off" else "error" if said == "error" else "hint"


def _meant_otherwise(before: Scheme, now: Scheme, label: Label) -> bool:
    former = {now.present_name(each.name): each for each in before.labels}.get(label.name)
    return former is None or any(getattr(former, part) != getattr(label, part) for part in MEANING)


@dataclass(frozen=True)
class Sheet:
    """One layer of one document: what a lint reads. ``keys`` and ``versions`` are by span id."""

    document: str
    name: str
    text: str
    layer: str
    ground: Ground
    status: str = "new"
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, Span]:
        """The spans by id."""
        return {each.id: each for each in self.spans}

    @cached_property
    def tails(self) -> dict[tuple[str, str], list[Span]]:
        """What each span is joined to, by its id and the relation's type, each once."""
        found: dict[tuple[str, str], dict[str, Span]] = {}
        for each in self.relations:
            if each.tail in self.by_id:
                found.setdefault((each.head, each.type), {})[each.tail] = self.by_id[each.tail]
        return {ends: list(tails.values()) for ends, tails in found.items()}

    @cached_property
    def extents(self) -> list[tuple[int, int]]:
        """Every piece of text that is labelled."""
        return [piece for each in self.spans for piece in each.extent]

    @property
    def folded(self) -> Folded:
        """The text folded, with the way back."""
        return folded(self.text)

    @property
    def words(self) -> list[str]:
        """The words of the text, folded, in order."""
        return folded_words(self.text)

    @cached_property
    def counted(self) -> Mapping[str, int]:
        """How often each word stands in the text, folded."""
        return _counted(self.text)

    def finding(
        self, rule: str, severity: Severity, span: Span, message: str, *said: tuple[str, object], key: str = "",
        places: Iterable[Place] = (), fix: Iterable[Command] = (),
    ) -> Finding:  # fmt: skip
        """A finding on a span of this layer; its name is the span's and ``key``, which says what of it is meant."""
        return Finding(
            severity, rule, f"{self.document} [{span.start}, {span.end}) {self.layer}", message, said, span.id,
            self.document, self.layer, span.start, span.end, span.covered(self.text), name_of(span, key),
            tuple(places), tuple(fix) if self.status != "locked" else (),
        )  # fmt: skip

    def place(self, span: Span, said: str = "") -> Place:
        """Where a span of this layer lies."""
        return Place(self.document, self.layer, span.start, span.end, span.id, said or span.label)


def name_of(span: Span, key: str = "") -> str:
    """What a finding on a span is called: it stays the same while ``key`` does."""
    return f"{span.id} {key}" if key else span.id


@lru_cache(maxsize=4)
def folded(text: str) -> Folded:
    """A text folded with the way back, kept for the lints that read it one after the other."""
    return fold_with_offsets(text)


@lru_cache(maxsize=4)
def _counted(text: str) -> Mapping[str, int]:
    return Counter(folded_words(text))


@lru_cache(maxsize=CHUNK)
def folded_words(text: str) -> list[str]:
    """The words of a text, folded, in order: read by the lints and by the index of copies.

    Marks that folding drops do not part a word; letters that are written as one sign are none of their own.
    """
    plain = arabic.newsprint_words(text)
    if plain is not None:
        return plain
    if _SIGN.search(text) is None:
        return arabic.folded_words(text)
    return [form for word in _token().findall(text) if (form := fold(word))]


_SIGN = re.compile("[\ufb50-\ufefe\U00010000-\U0010ffff]")
"""Signs that fold to letters, though they may be none (U+FDFC, the rial), and what lies beyond the plain ones."""


@cache
def _token() -> re.Pattern[str]:
    """What finds the words of a text that is not folded yet: marks that folding drops do not part them."""
    dropped = "".join(re.escape(chr(code)) for code in range(128, 0x10000) if is_dropped(chr(code)))
    return re.compile(rf"[\w{dropped}]+")
