"""Words for people: gettext in Arabic and English, with the six Arabic plural forms.

Floors below ``ui`` and ``cli`` only mark their messages; those two look them up at the moment of speaking,
so that a change of language shows at once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

from annotator.core.errors import UserError
from annotator.core.resources import resource

if TYPE_CHECKING:
    import gettext

DOMAIN = "raqim"
LANGUAGES = ("ar", "en")
RIGHT_TO_LEFT = frozenset({"ar"})
_LATIN = re.compile("[A-Za-z]")


class _Voice:
    """The catalogue in use; module state in one place."""

    language = "en"
    catalogue: gettext.NullTranslations | None = None


def _system_language() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        wish = os.environ.get(name, "")[:2].lower()
        if wish in LANGUAGES:
            return wish
        if wish:
            return "en"
    return _windows_language() if os.name == "nt" else "en"


def _windows_language() -> str:
    import ctypes

    windll = getattr(ctypes, "windll", None)
    primary = windll.kernel32.GetUserDefaultUILanguage() & 0x3FF if windll else 0
    return "ar" if primary == 1 else "en"


def use_language(code: str = "") -> str:
    """Speak a language from now on: ``ar``, ``en``, or the system's (``""``, and whatever is not known).

    Returns:
        The language that is spoken.
    """
    _Voice.language = code if code in LANGUAGES else _system_language()
    _Voice.catalogue = None
    return _Voice.language


def use_catalogue(catalogue: gettext.NullTranslations) -> None:
    """Speak from a catalogue that lies in no file until the language changes: one made up, to try the window with."""
    _Voice.catalogue = catalogue


def _catalogue() -> gettext.NullTranslations:
    """The catalogue in use, read when it is first asked: the window's frame is there before."""
    if _Voice.catalogue is None:
        import gettext

        _Voice.catalogue = gettext.translation(
            DOMAIN, localedir=resource("locale"), languages=[_Voice.language], fallback=True
        )
    return _Voice.catalogue


def language() -> str:
    """The language in use."""
    return _Voice.language


def right_to_left() -> bool:
    """Whether the language in use is written from right to left."""
    return _Voice.language in RIGHT_TO_LEFT


def _(message: str) -> str:
    """The message in the language in use."""
    return _catalogue().gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """The message in the form that ``count`` asks for; ``%(count)s`` is still to be filled."""
    return _catalogue().ngettext(singular, plural, count)


def counted(singular: str, plural: str, count: int) -> str:
    """`ngettext` with its ``%(count)s`` filled."""
    return ngettext(singular, plural, count) % {"count": count}


def N_(message: str) -> str:
    """The message itself, marked so that the extractor finds it; it is looked up when it is shown."""
    return message


def speak(message: str, arguments: Mapping[str, object] | None = None) -> str:
    """A message with its places filled, in the language in use; never fails over a wrong place.

    A place may hold a reason that is a sentence itself: it is spoken in the same language. What is written from left
    to right (a path, a name) stands apart in a sentence of the other direction, so that its slashes keep their place.
    """
    text = _(message)
    if not arguments:
        return text
    filled = {name: _filling(value) for name, value in arguments.items()}
    for attempt in (text, message):
        try:
            return attempt % filled
        except (KeyError, ValueError, TypeError):
            continue
    return text


def _filling(value: object) -> object:
    if isinstance(value, UserError):
        return speak(value.message, value.arguments)
    if right_to_left() and isinstance(value, str | PurePath) and _LATIN.search(str(value)):
        return f"\u2068{value}\u2069"
    return value
