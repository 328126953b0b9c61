"""Planning what happens to registry entries: they come, change, go, and turn out to be one, or two."""

from __future__ import annotations

from typing import Any

from annotator.core.command import AddEntity, ChangeEntity, MergeEntities, RemoveEntity, SplitEntity
from annotator.core.entity import Entity
from annotator.core.errors import UserError
from annotator.core.op import Op
from annotator.project.reader import entity_of
from annotator.project.writes import Plan, gone, made, new_id
from annotator.storage.store import Store


def _entry(store: Store, entity: str) -> Entity:
    found = store.rows("SELECT * FROM entities WHERE id = ? AND NOT deleted", (entity,))
    if not found:
        raise UserError("the registry has no entry %(entity)s", entity=entity)
    return entity_of(found[0])


def add_entity(store: Store, wish: AddEntity) -> Plan:
    """The writes that add an entry to the registry."""
    identity = wish.id or new_id("e")
    if not wish.name:
        raise UserError("an entity needs a name")
    if store.one("SELECT 1 FROM entities WHERE id = ? AND NOT deleted", (identity,)):
        raise UserError("the registry has an entry %(entity)s already", entity=identity)
    return [
        made("entity", identity, "", name=wish.name, aliases=list(wish.aliases), kind=wish.kind,
             wikidata=wish.wikidata)
    ]  # fmt: skip


def _require_entity(store: Store, entity: str) -> None:
    if not store.one("SELECT 1 FROM entities WHERE id = ? AND NOT deleted", (entity,)):
        raise UserError("the registry has no entry %(entity)s", entity=entity)


def change_entity(store: Store, wish: ChangeEntity) -> Plan:
    """The writes that change what is given of a registry entry."""
    _require_entity(store, wish.entity)
    given = {"name": wish.name, "kind": wish.kind, "wikidata": wish.wikidata}
    fields: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if wish.aliases is not None:
        fields["aliases"] = list(wish.aliases)
    return [Op("entity", wish.entity, "", fields)]


def remove_entity(store: Store, wish: RemoveEntity) -> Plan:
    """The writes that take a registry entry away, and its links."""
    _require_entity(store, wish.entity)
    linked = store.rows(
        "SELECT id, document FROM spans WHERE attributes ->> 'entity' = ? AND NOT deleted", (wish.entity,)
    )
    unlinked = [Op("span", row["id"], row["document"], {"@entity": None}) for row in linked]
    return [*unlinked, gone("entity", wish.entity, "")]


def merge_entities(store: Store, wish: MergeEntities) -> Plan:
    """The kept entry with all names, its new mentions, and the others gone.

    Raises:
        UserError: an entry is not there, or is to be merged into itself.
    """
    kept, others = _entry(store, wish.entity), [_entry(store, each) for each in wish.others]
    if not others or kept.id in wish.others:
        raise UserError("an entry is merged with another one, not with itself")
    names = [*kept.aliases, *(name for each in others for name in (each.name, *each.aliases))]
    aliases = [name for name in dict.fromkeys(names) if name != kept.name]
    kind = kept.kind or next((each.kind for each in others if each.kind), "")
    wikidata = kept.wikidata or next((each.wikidata for each in others if each.wikidata), "")
    ops = [Op("entity", kept.id, "", {"aliases": aliases, "kind": kind, "wikidata": wikidata})]
    for each in others:
        ops += [Op("span", row["id"], row["document"], {"@entity": kept.id}) for row in _linked(store, each.id)]
        ops.append(Op("entity", each.id, "", {"deleted": True}))
    return ops


def _linked(store: Store, entity: str) -> list[dict[str, str]]:
    """The spans that link to an entry, those that went too: they may come back."""
    found = store.rows("SELECT id, document FROM spans WHERE attributes ->> 'entity' = ?", (entity,))
    return [dict(row) for row in found]


def split_entity(store: Store, wish: SplitEntity) -> Plan:
    """A new entry with some mentions and aliases of an old one.

    Raises:
        UserError: the entry is not there, the new one has no name, or a span does not link to the old one.
    """
    old = _entry(store, wish.entity)
    if not wish.name:
        raise UserError("an entity needs a name")
    identity = wish.id or new_id("e")
    if store.one("SELECT 1 FROM entities WHERE id = ? AND NOT deleted", (identity,)):
        raise UserError("the registry has an entry %(entity)s already", entity=identity)
    linked = {row["id"]: row["document"] for row in _linked(store, old.id)}
    for span in wish.spans:
        if span not in linked:
            raise UserError("%(span)s is no mention of %(entity)s", span=span, entity=old.name)
    made = {"name": wish.name, "aliases": [name for name in wish.aliases if name != wish.name],
            "kind": wish.kind or old.kind, "wikidata": "", "deleted": False}  # fmt: skip
    left = [name for name in old.aliases if name not in {*wish.aliases, wish.name}]
    return [
        Op("entity", identity, "", made),
        Op("entity", old.id, "", {"aliases": left}),
        *(Op("span", span, linked[span], {"@entity": identity}) for span in wish.spans),
    ]
