"""New rows by columns: what is left out the file says itself, and no field is taken for a column."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.op import Op
from annotator.storage.columns import LEFT_OUT, columns_of_new, standing, told
from annotator.storage.files import create
from annotator.storage.rows import TABLES
from annotator.storage.store import Store

SPAN = {"layer": "d/a", "extent": ((0, 3),), "label": "ACTOR", "deleted": False}


def test_the_file_fills_what_is_left_out_as_a_row_would(tmp_path: Path) -> None:
    create(tmp_path / "p.raqim")
    store = Store.open(tmp_path / "p.raqim")
    for table in TABLES.values():
        for name in LEFT_OUT & (table.columns.keys() | table.blank.keys()):
            blank = table.blank[name]
            sql = "SELECT dflt_value FROM pragma_table_info(?) WHERE name = ?"
            (default,) = store.rows(sql, (table.name, name))[0]
            assert default == (None if blank is None else f"'{blank}'" if isinstance(blank, str) else str(blank))
    store.close()


def test_attributes_are_put_together_and_what_nobody_says_is_not_told() -> None:
    table = TABLES["span"]
    ops = [Op("span", "s1", "d", SPAN), Op("span", "s2", "d", {**SPAN, "@value": 7, "@unit": None})]
    columns = columns_of_new(table, ops)
    assert columns["attributes"] == ["{}", '{"value":7}']
    assert not {"note", "unsure", "fragments", "origin", "deleted"} & told(columns, table).keys()


def test_what_is_deleted_does_not_stand() -> None:
    ops = [Op("span", "s1", "d", SPAN), Op("span", "s2", "d", {**SPAN, "deleted": True})]
    columns = columns_of_new(TABLES["span"], ops)
    assert list(standing(columns, ("id", "label"))) == [("s1", "ACTOR")]


@pytest.mark.parametrize(
    ("kind", "name"), [("span", 'x") SELECT --'), ("layer", "extent"), ("layer", "@x"), ("span", "")]
)
def test_a_field_that_no_table_has_is_refused(kind: str, name: str) -> None:
    with pytest.raises(KeyError):
        columns_of_new(TABLES[kind], [Op(kind, "s1", "d", {name: 1})])
