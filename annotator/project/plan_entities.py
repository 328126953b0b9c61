"""Registry entries that turn out to be one, or two."""

from __future__ import annotations

from annotator.core.command import MergeEntities, SplitEntity
from annotator.core.entity import Entity
from annotator.core.errors import UserError
from annotator.core.op import Op
from annotator.project.reader import entity_of
from annotator.storage.store import Store

Plan = list[Op]


def _entry(store: Store, entity: str) -> Entity:
    found = store.rows("SELECT * FROM entities WHERE id = ? AND NOT deleted", (entity,))
    if not found:
        raise UserError("the registry has no entry %(entity)s", entity=entity)
    return entity_of(found[0])


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
    from annotator.project.plan import new_id

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
