"""What a character is called: quotes, dashes, marks and spaces that look alike cannot be told apart by eye."""

from __future__ import annotations

import unicodedata

from annotator.core.i18n import N_, _, language
from annotator.ui.text.display import invisible_name

NAMED = frozenset((
    N_("Space"), N_("No-break space"), N_("Narrow no-break space"), N_("Thin space"), N_("Zero width space"),
    N_("Zero width joiner"), N_("Zero width non-joiner"), N_("Zero width no-break space"), N_("Word joiner"),
    N_("Soft hyphen"), N_("Left-to-right mark"), N_("Right-to-left mark"), N_("Arabic letter mark"),
    N_("Arabic tatweel"), N_("Arabic fathatan"), N_("Arabic dammatan"), N_("Arabic kasratan"), N_("Arabic fatha"),
    N_("Arabic damma"), N_("Arabic kasra"), N_("Arabic shadda"), N_("Arabic sukun"),
    N_("Arabic letter superscript alef"), N_("Arabic letter yeh"), N_("Arabic letter farsi yeh"),
    N_("Arabic letter alef maksura"), N_("Arabic letter kaf"), N_("Arabic letter keheh"), N_("Arabic letter heh"),
    N_("Arabic letter teh marbuta"), N_("Arabic comma"), N_("Arabic semicolon"), N_("Arabic question mark"),
    N_("Full stop"), N_("Comma"), N_("Colon"), N_("Semicolon"), N_("Hyphen-minus"), N_("En dash"), N_("Em dash"),
    N_("Quotation mark"), N_("Apostrophe"), N_("Left double quotation mark"), N_("Right double quotation mark"),
    N_("Left single quotation mark"), N_("Right single quotation mark"),
    N_("Left-pointing double angle quotation mark"), N_("Right-pointing double angle quotation mark"),
    N_("Left parenthesis"), N_("Right parenthesis"),
))  # fmt: skip
"""The Unicode names that are spoken in other languages too; letters and digits that look like no other need none."""


def character_name(text: str, place: int) -> str:
    """A character as it can be told from its likes: itself, its code and, in the language in use, its name."""
    if not 0 <= place < len(text):
        return _("the edge of the text")
    character = text[place]
    shown = character if character.isprintable() and not character.isspace() else "␣"
    return f"{shown} U+{ord(character):04X} {_name(character)}".rstrip()


def _name(character: str) -> str:
    if character == "\n":
        return _("line break")
    official = unicodedata.name(character, "").capitalize()
    if not official:
        return invisible_name(character)
    return official if language() == "en" else _(official) if official in NAMED else ""
