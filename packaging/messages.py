"""Collects every message of the tree into the catalogues and compiles them.

    python packaging/messages.py            update resources/locale/*/LC_MESSAGES/raqim.{po,mo}
    python packaging/messages.py --check    change nothing; exit 1 where a message is missing or untranslated

The catalogues name files but no lines, so that they change only when a message does.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "resources" / "locale"
LANGUAGES = ("ar", "en")
KEYWORDS = {
    "_": None, "N_": None, "speak": None, "UserError": None, "WrongValueError": None, "Refused": None,
    "ngettext": (1, 2), "counted": (1, 2), "problem": (2,), "Problem": (2,), "foreign": None, "bad": (2,),
    "Format": (2,),
}  # fmt: skip


def extracted() -> Catalog:
    """Every message of the tree, with the files that it stands in."""
    catalog = Catalog(project="Raqim", domain="raqim", charset="utf-8")
    found = extract_from_dir(
        ROOT / "annotator",
        method_map=[("**.py", "python")],
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
    )
    for file, _line, message, comments, context in found:
        catalog.add(
            message,
            None,
            [(f"annotator/{file}".replace("\\", "/"), None)],
            auto_comments=comments,
            context=context,
        )
    for file, message in (*table_messages(), *reason_messages(), *held_messages(), *measure_messages()):
        catalog.add(message, None, [(file, None)])
    for file, several in messages_in_f_strings():
        catalog.add(several[0] if len(several) == 1 else several, None, [(file, None)])
    return catalog


def table_messages() -> Iterator[tuple[str, str]]:
    """Messages that stand as values in module-level tables named ``TITLES``."""
    for path in sorted((ROOT / "annotator").glob("**/*.py")):
        source = path.read_text("utf-8")
        if "TITLES" not in source:
            continue
        for node in ast.parse(source).body:
            target = node.target if isinstance(node, ast.AnnAssign) else None
            if isinstance(target, ast.Name) and target.id == "TITLES" and isinstance(node.value, ast.Dict):
                for value in node.value.values:
                    if isinstance(value, ast.Constant):
                        yield path.relative_to(ROOT).as_posix(), str(value.value)


def messages_in_f_strings() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Messages inside of f-strings, which the extractor passes over: one, or a singular and a plural."""
    wanted = {"_": 1, "N_": 1, "counted": 2, "ngettext": 2}
    for path in sorted((ROOT / "annotator").glob("**/*.py")):
        for whole in (each for each in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(each, ast.JoinedStr)):
            for node in (each for each in ast.walk(whole) if isinstance(each, ast.Call)):
                count = wanted.get(node.func.id, 0) if isinstance(node.func, ast.Name) else 0
                words = tuple(str(each.value) for each in node.args[:count] if isinstance(each, ast.Constant))
                if count and len(words) == count:
                    yield path.relative_to(ROOT).as_posix(), words


_SENTENCE = re.compile(r"(?!http)[a-z][\w’'-]*(?:[ ,:;]+[\w’'“”().,/-]+)+")


def reason_messages() -> Iterator[tuple[str, str]]:
    """The reasons of losses: sentences that stand in the formats as module constants."""
    for path in sorted((ROOT / "annotator" / "formats").glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            named = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            if not named or not isinstance(node.value, ast.Constant) or not isinstance(node.value.value, str):
                continue
            if node.targets[0].id.isupper() and _SENTENCE.fullmatch(node.value.value):
                yield path.relative_to(ROOT).as_posix(), node.value.value


def held_messages() -> Iterator[tuple[str, str]]:
    """Messages and reasons that a function holds in a variable of that name before it says them."""
    for path in sorted((ROOT / "annotator").glob("**/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
                continue
            if node.targets[0].id not in {"message", "reason"}:
                continue
            values = (node.value.body, node.value.orelse) if isinstance(node.value, ast.IfExp) else (node.value,)
            for value in values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and " " in value.value:
                    yield path.relative_to(ROOT).as_posix(), value.value


def measure_messages() -> Iterator[tuple[str, str]]:
    """Titles and definitions of the measures of agreement, which stand in one plain table."""
    path = ROOT / "annotator" / "agreement" / "measures.py"
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Measure":
            for value in node.args[1:3]:
                if isinstance(value, ast.Constant):
                    yield path.relative_to(ROOT).as_posix(), str(value.value)


def catalogue_path(language: str) -> Path:
    """Where a language's catalogue lies."""
    return LOCALE / language / "LC_MESSAGES" / "raqim.po"


def stored(language: str) -> Catalog:
    """The catalogue of a language as it lies in the tree."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, domain="raqim", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="raqim", charset="utf-8")


def merged(language: str, template: Catalog) -> Catalog:
    """The stored catalogue brought up to date; English speaks the ids themselves."""
    old = stored(language)
    new = Catalog(locale=language, domain="raqim", charset="utf-8", project="Raqim", fuzzy=False)
    for message in sorted((each for each in template if each.id), key=_key):
        known = old.get(message.id if isinstance(message.id, str) else message.id[0])
        said = known.string if known is not None else ""
        if language == "en":
            said = message.id
        if isinstance(message.id, tuple) and not isinstance(said, tuple):
            said = ("",) * new.num_plurals
        new.add(
            message.id, said, sorted({(file, None) for file, _ in message.locations}),
            auto_comments=message.auto_comments,
        )  # fmt: skip
    return new


def _key(message: object) -> str:
    identity = message.id  # type: ignore[attr-defined]  # babel has no types
    return str(identity if isinstance(identity, str) else identity[0])


def untranslated(catalog: Catalog) -> list[str]:
    """The ids that have no words, or not in every plural form."""

    def lacks(said: object) -> bool:
        return not all(said) if isinstance(said, tuple | list) else not said

    return [_key(each) for each in catalog if each.id and lacks(each.string)]


def missing(language: str, template: Catalog) -> list[str]:
    """The ids of the tree that a stored catalogue lacks or does not translate."""
    return untranslated(merged(language, template))


def write(language: str, catalog: Catalog) -> None:
    """Write a catalogue and its compiled form, both only where they change."""
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = BytesIO()
    catalog.creation_date = catalog.revision_date = datetime(2025, 1, 1, tzinfo=UTC)
    write_po(text, catalog, width=0, sort_output=False, include_lineno=False, omit_header=False)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    for place, content in ((path, text.getvalue()), (path.with_suffix(".mo"), compiled.getvalue())):
        if not place.exists() or place.read_bytes() != content:
            place.write_bytes(content)


def main(arguments: list[str]) -> int:
    """Update or check the catalogues; print what has no translation."""
    template = extracted()
    lacking = 0
    for language in LANGUAGES:
        catalog = merged(language, template)
        if "--check" not in arguments:
            write(language, catalog)
        for each in untranslated(catalog):
            print(f"{language}: {each}")
            lacking += 1
    print(f"{len(template)} messages, {lacking} without a translation")
    return 1 if lacking and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
