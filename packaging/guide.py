"""Writes the pages of the guide that the program knows best, so that they never go stale: keys, commands and measures.

    python packaging/guide.py            write docs/{en,ar}/{keys,commands,measures}.md
    python packaging/guide.py --check    change nothing; exit 1 where a page is not as the program is
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from annotator.agreement.measures import MEASURES  # noqa: E402 - found only after the path is set
from annotator.cli.parser import parser  # noqa: E402 - as above
from annotator.core.i18n import LANGUAGES, _, use_language  # noqa: E402 - as above
from annotator.ui.actions import ACTIONS, MENUS  # noqa: E402 - as above
from annotator.ui.dialogs.key_sheet import CARET_KEYS, action_title  # noqa: E402 - as above
from annotator.ui.keymap import Keymap, shown_chord  # noqa: E402 - as above
from annotator.ui.review.keys import KEYS, ReviewKey  # noqa: E402 - as above

WORDS = {
    "en": {
        "keys": "# Keys\n\nKeys mean places on the keyboard: they work under an Arabic layout as under an English one. "
                "The sheet in the program (**?**) shows the letters of the active layout and takes other keys.",
        "what": "| what | key |", "caret": "Caret and selection", "review": "Adjudication",
        "commands": "# Command line\n\nEverything that the window does to data can be done without it. A command that "
                    "reports takes `--json`. Exit codes: 0 done, 1 done with problems (each printed), 2 bad usage or "
                    "unreadable input.",
        "argument": "| argument | |",
        "measures": "# Measures\n\nWhat `raqim agreement --measure NAME` computes. [Agreement explained](agreement.md) "
                    "says which to look at.\n\n| name | | definition | after |",
    },
    "ar": {
        "keys": "# المفاتيح\n\nالمفاتيح مواضع على اللوحة، فهي تعمل على التخطيط العربي كما تعمل على الإنجليزي. وتعرض "
                "ورقة المفاتيح في البرنامج (**?**) حروف التخطيط الحالي وتقبل مفاتيح غيرها.",
        "what": "| الفعل | المفتاح |", "caret": "المؤشر والتحديد", "review": "التحكيم",
        "commands": "# سطر الأوامر\n\nكل ما تفعله النافذة بالبيانات يُفعل من دونها. ويأخذ كل أمر يخبر عن شيء الخيار "
                    "`--json`. رموز الخروج: 0 تم، و1 تم مع مشكلات تُطبع كلها، و2 استعمال خاطئ أو مدخل لا يُقرأ.",
        "argument": "| المعطى | |",
        "measures": "# المقاييس\n\nما يحسبه `raqim agreement --measure NAME`. وتقول صفحة [الاتفاق](agreement.md) إلى "
                    "أيها تنظر.\n\n| الاسم | | التعريف | المرجع |",
    },
}  # fmt: skip


def keys_page(language: str) -> str:
    """Every action with its usual keys, menu by menu."""
    words, keymap = WORDS[language], Keymap()
    lines = [words["keys"]]
    for menu in MENUS:
        wanted = [each for each in ACTIONS if each.menu == menu or (not each.menu and menu == MENUS[2])]
        rows = [(action_title(each), _chords(keymap.chords(each.id))) for each in wanted]
        lines += ["", f"## {_(menu)}", "", words["what"], "|---|---|", *_rows(rows)]
    caret = [(_(said), keys) for keys, said in CARET_KEYS]
    lines += ["", f"## {words['caret']}", "", words["what"], "|---|---|", *_rows(caret)]
    review = [(_review_title(each), _chords(each.key.split())) for each in KEYS]
    lines += ["", f"## {words['review']}", "", words["what"], "|---|---|", *_rows(review)]
    return "\n".join(lines) + "\n"


def _review_title(key: ReviewKey) -> str:
    number = str(key.arguments[0]) if key.arguments else ""
    return _(key.title) % {"number": number} if "%(number)s" in key.title else _(key.title)


def _chords(chords: list[str]) -> str:
    return " · ".join(f"`{shown_chord(each).strip(chr(0x2066) + chr(0x2069))}`" for each in chords)


def _rows(rows: list[tuple[str, str]]) -> Iterator[str]:
    yield from (f"| {first} | {second.replace('|', chr(92) + '|')} |" for first, second in rows)


def commands_page(language: str) -> str:
    """Every command with its arguments."""
    words = WORDS[language]
    lines = [words["commands"]]
    for name, command in _commands().items():
        given = [each for each in command._actions if each.dest != "help"]  # noqa: SLF001 - argparse tells no other way
        shown = " ".join(_shape(each) for each in given if not each.option_strings)
        lines += ["", f"## {name}", "", f"`raqim {name} {shown}`".replace(" `", "`"), "", f"{command.description}."]
        options = [(f"`{_shape(each)}`", _about(each)) for each in given if each.option_strings or each.help]
        if options:
            lines += ["", words["argument"], "|---|---|", *_rows(options)]
    return "\n".join(lines) + "\n"


def _commands() -> dict[str, argparse.ArgumentParser]:
    made = parser()
    chosen = next(each for each in made._actions if isinstance(each, argparse._SubParsersAction))  # noqa: SLF001 - argparse tells no other way
    return dict(chosen.choices)


def _shape(each: argparse.Action) -> str:
    value = _value(each)
    if not each.option_strings:
        return value if each.nargs not in {"?", "*"} else f"[{value}]"
    return each.option_strings[0] if each.nargs == 0 else f"{each.option_strings[0]} {value}"


def _value(each: argparse.Action) -> str:
    if each.choices is not None:
        return "|".join(str(choice) for choice in each.choices if choice)
    name = each.metavar or each.dest.upper()
    shown = " ".join(name) if isinstance(name, tuple) else name
    return f"{shown}…" if each.nargs in {"+", "*"} else shown


def _about(each: argparse.Action) -> str:
    return each.help or ""


def measures_page(language: str) -> str:
    """Every measure of agreement with its definition and source."""
    rows = [f"| `{each.name}` | {_(each.title)} | {_(each.definition)} | {each.reference} |" for each in MEASURES]
    return "\n".join([WORDS[language]["measures"], "|---|---|---|---|", *rows]) + "\n"


def pages() -> dict[Path, str]:
    """The pages by their places."""
    made = {}
    for language in LANGUAGES:
        use_language(language)
        made[ROOT / "docs" / language / "keys.md"] = keys_page(language)
        made[ROOT / "docs" / language / "commands.md"] = commands_page(language)
        made[ROOT / "docs" / language / "measures.md"] = measures_page(language)
    return made


def main(check: bool) -> int:
    """Write the pages, or say which are old."""
    old = [place for place, text in pages().items() if not place.exists() or place.read_text("utf-8") != text]
    for place in old:
        if check:
            print(f"{place.relative_to(ROOT)} is old: run packaging/guide.py", file=sys.stderr)
        else:
            place.write_text(pages()[place], "utf-8")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
