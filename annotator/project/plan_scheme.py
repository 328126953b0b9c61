"""Schemes that change under spans: renaming, removing and splitting labels, replacing the scheme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from annotator.core.command import RemoveLabel, RenameLabel, SetScheme, SplitLabel
from annotator.core.errors import UserError
from annotator.core.op import Op
from annotator.core.scheme import Label, Scheme, renamed, scheme_from_dict, scheme_to_dict
from annotator.project.reader import current_scheme
from annotator.project.writes import Plan
from annotator.storage.store import Store

_MARKED = (("span", "spans"), ("suggestion", "suggestions"))


def scheme_ops(scheme: Scheme) -> Plan:
    """What makes this scheme the project's."""
    fields = {"version": scheme.version, "content": scheme_to_dict(scheme), "deleted": False}
    return [Op("scheme", "scheme", "", fields)]


def set_scheme(store: Store, wish: SetScheme) -> Plan:
    """Replace the scheme; a changed one is always a new version."""
    scheme = scheme_from_dict(wish.scheme)
    _refuse_twice(scheme)
    used = [row[0] for row in store.rows("SELECT DISTINCT label FROM spans WHERE NOT deleted")]
    for label in used:
        if scheme.label(label) is None:
            raise UserError("the label %(label)s has spans; rename or remove them first", label=label)
    if store.one("SELECT 1 FROM schemes WHERE id = 'scheme' AND NOT deleted"):
        present = current_scheme(store)
        renames = {old: new for old, new in present.renames.items() if scheme.label(old) is None}
        scheme = replace(scheme, renames={**renames, **scheme.renames})
        if replace(scheme, version=present.version) == present:
            return []
        scheme = replace(scheme, version=max(scheme.version, present.version + 1))
    return scheme_ops(scheme)


def _refuse_twice(scheme: Scheme) -> None:
    for names in ([each.name for each in scheme.labels], [each.name for each in scheme.relations]):
        for name in names:
            if not name or names.count(name) > 1:
                raise UserError("the label name %(label)s is empty or taken", label=name)


def rename_label(store: Store, wish: RenameLabel) -> Plan:
    """The scheme with the label renamed, and every span and suggestion that has it."""
    return [*scheme_ops(renamed(current_scheme(store), wish.old, wish.new)), *_relabelled(store, wish.old, wish.new)]


def _relabelled(store: Store, old: str, new: str) -> Plan:
    ops = []
    for kind, table in _MARKED:  # those that went too: they may come back
        found = store.rows(f"SELECT id, document FROM {table} WHERE label = ?", (old,))  # noqa: S608 - our own names
        ops += [Op(kind, row["id"], row["document"], {"label": new}) for row in found]
    return ops


# ---- removing --------------------------------------------------------------------------------------------


def remove_label(store: Store, wish: RemoveLabel) -> Plan:
    """The scheme without a label; its spans take another label, or go with their relations.

    Raises:
        UserError: no such label, or none to take its place.
    """
    scheme = current_scheme(store)
    _require(scheme, wish.label)
    if wish.into:
        _require(scheme, wish.into)
        if wish.into == wish.label:
            raise UserError("the label name %(label)s is empty or taken", label=wish.into)
        return [*scheme_ops(_without(scheme, wish.label, wish.into)), *_moved(store, scheme, wish)]
    ops = scheme_ops(_without(scheme, wish.label, ""))
    for kind, table in _MARKED:
        found = store.rows(f"SELECT id, document FROM {table} WHERE label = ? AND NOT deleted", (wish.label,))  # noqa: S608 - our own names
        ops += [Op(kind, row["id"], row["document"], {"deleted": True}) for row in found]
    return ops + _cut_relations(store, wish.label)


def _require(scheme: Scheme, label: str) -> Label:
    known = scheme.label(label)
    if known is None:
        raise UserError("the scheme has no label %(label)s", label=label)
    return known


def _without(scheme: Scheme, label: str, into: str) -> Scheme:
    def swap(names: tuple[str, ...]) -> tuple[str, ...]:
        swapped = [into if name == label else name for name in names]
        return tuple(dict.fromkeys(name for name in swapped if name))

    relations = [replace(r, heads=swap(r.heads), tails=swap(r.tails)) for r in scheme.relations]
    kept = [  # an end that allowed this label alone allows none now: such a relation goes too
        after for after, before in zip(relations, scheme.relations, strict=True)
        if bool(after.heads) == bool(before.heads) and bool(after.tails) == bool(before.tails)
    ]  # fmt: skip
    return replace(
        scheme, version=scheme.version + 1, labels=tuple(each for each in scheme.labels if each.name != label),
        relations=tuple(kept), renames={**scheme.renames, label: into} if into else dict(scheme.renames),
    )  # fmt: skip


def _moved(store: Store, scheme: Scheme, wish: RemoveLabel) -> Plan:
    """Spans under their new label: those that it labels already are dropped, attributes that it lacks go."""
    into, old = _require(scheme, wish.into), _require(scheme, wish.label)
    lost = {f"@{each.name}": None for each in old.attributes if each != into.attribute(each.name)}
    twins = {row["id"] for row in store.rows(
        "SELECT a.id FROM spans a JOIN spans b ON b.layer = a.layer AND b.start = a.start AND b.\"end\" = a.\"end\""
        " AND b.label = ? AND NOT b.deleted AND coalesce(a.fragments, '') = coalesce(b.fragments, '')"
        " WHERE a.label = ? AND NOT a.deleted", (wish.into, wish.label),
    )}  # fmt: skip
    ops = []
    for op in _relabelled(store, wish.label, wish.into):
        gone = {"deleted": True} if op.id in twins else {}
        ops.append(Op(op.kind, op.id, op.document, {**op.fields, **(lost if op.kind == "span" else {}), **gone}))
    return ops + _relations_of(store, twins)


def _relations_of(store: Store, spans: Iterable[str]) -> Plan:
    found = {
        row["id"]: row["document"]
        for end in ("head", "tail")
        for span in spans
        for row in store.rows(f"SELECT id, document FROM relations WHERE {end} = ? AND NOT deleted", (span,))  # noqa: S608 - our own names
    }
    return [Op("relation", each, document, {"deleted": True}) for each, document in found.items()]


def _cut_relations(store: Store, label: str) -> Plan:
    found = store.rows(
        "SELECT DISTINCT r.id, r.document FROM relations r JOIN spans s ON s.id IN (r.head, r.tail)"
        " WHERE s.label = ? AND NOT s.deleted AND NOT r.deleted",
        (label,),
    )
    return [Op("relation", row["id"], row["document"], {"deleted": True}) for row in found]


# ---- splitting -------------------------------------------------------------------------------------------


def split_label(store: Store, wish: SplitLabel) -> Plan:
    """The scheme with the label's new siblings, and the spans that become theirs.

    Raises:
        UserError: no such label or attribute, or a new name is empty or taken.
    """
    scheme = current_scheme(store)
    old = _require(scheme, wish.label)
    if old.attribute(wish.attribute) is None:
        raise UserError("%(label)s has no attribute %(attribute)s", label=wish.label, attribute=wish.attribute)
    for name in wish.into.values():
        if not name or scheme.label(name) is not None:
            raise UserError("the label name %(label)s is empty or taken", label=name)
    ops = scheme_ops(_split(scheme, old, list(dict.fromkeys(wish.into.values()))))
    for kind, table in _MARKED:
        for value, name in wish.into.items():
            found = store.rows(
                f"SELECT id, document FROM {table} WHERE label = ?"  # noqa: S608 - our own names
                " AND CAST(attributes ->> ('$.\"' || ? || '\"') AS TEXT) = ?",
                (wish.label, wish.attribute, value),
            )
            ops += [Op(kind, row["id"], row["document"], {"label": name}) for row in found]
    return ops


def _split(scheme: Scheme, old: Label, names: list[str]) -> Scheme:
    taken = {each.key for each in scheme.labels}
    keys = iter([key for key in "123456789" if key not in taken])
    new = [replace(old, name=name, titles=_numbered(old.titles, name), key=next(keys, "")) for name in names]
    place = [each.name for each in scheme.labels].index(old.name) + 1

    def widen(ends: tuple[str, ...]) -> tuple[str, ...]:
        return (*ends, *names) if old.name in ends else ends

    return replace(
        scheme, version=scheme.version + 1, labels=(*scheme.labels[:place], *new, *scheme.labels[place:]),
        relations=tuple(replace(r, heads=widen(r.heads), tails=widen(r.tails)) for r in scheme.relations),
    )  # fmt: skip


def _numbered(titles: Mapping[str, str], name: str) -> dict[str, str]:
    return {language: f"{title} ({name})" for language, title in titles.items()}
