"""Disagreements in words: kinds, differences of boundaries, answers. Never "left" or "right"."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from annotator.core.i18n import N_, _, counted, language
from annotator.core.scheme import Scheme, title_in
from annotator.core.span import Extent, Value
from annotator.ui.marking import label_title
from annotator.ui.panels.typed_numbers import shown_number

KINDS: Mapping[str, str] = {
    "label": N_("another label"), "boundary": N_("boundary"), "boundary_clitic": N_("boundary, a clitic alone"),
    "value": N_("value"), "value_tenfold": N_("value, ten times or more"), "attribute": N_("attribute"),
    "missing": N_("missing"), "relation": N_("relation"),
}  # fmt: skip


def kind_title(kind: str, scheme: Scheme) -> str:
    """A kind of disagreement in words; ``missing:LABEL`` names the label."""
    name, _colon, label = kind.partition(":")
    title = _(KINDS.get(name, name))
    return f"{title} · {label_title(scheme, label)}" if label else title


def kinds_title(kinds: tuple[str, ...], scheme: Scheme) -> str:
    """All kinds of one case; none: its inputs changed after it was decided."""
    return " / ".join(kind_title(each, scheme) for each in kinds) or _("inputs changed")


def delta_words(extent: Extent, other: Extent, text: str) -> str:
    """How an extent differs from another one, in words and with the letters that make the difference."""
    start, end, first, last = extent[0][0], extent[-1][1], other[0][0], other[-1][1]
    parts = []
    if start < first:
        parts.append(counted("starts %(count)s character earlier", "starts %(count)s characters earlier", first - start)
                     + _letters(text[start:first]))  # fmt: skip
    elif start > first:
        parts.append(counted("starts %(count)s character later", "starts %(count)s characters later", start - first)
                     + _letters(text[first:start]))  # fmt: skip
    if end < last:
        parts.append(counted("ends %(count)s character earlier", "ends %(count)s characters earlier", last - end)
                     + _letters(text[end:last]))  # fmt: skip
    elif end > last:
        parts.append(counted("ends %(count)s character later", "ends %(count)s characters later", end - last)
                     + _letters(text[last:end]))  # fmt: skip
    if not parts and extent != other:
        parts.append(_("other pieces"))
    return " · ".join(parts)


def _letters(letters: str) -> str:
    short = letters if len(letters) <= 24 else letters[:23] + "…"
    return f" («\u2068{short.strip() or '␣'}\u2069»)"


def attributes_words(scheme: Scheme, label: str, attributes: Mapping[str, Value]) -> str:
    """Attributes with their titles, in the scheme's order."""
    known = scheme.label(label)
    parts = []
    for each in known.attributes if known else ():
        value = attributes.get(each.name)
        if value in {None, ""}:
            continue
        shown = title_in(each.choice_titles.get(str(value), {}), language(), str(value))
        if isinstance(value, int | float) and not isinstance(value, bool):
            shown = f"\u2066{grouped(value)}\u2069"
        parts.append(f"{title_in(each.titles, language(), each.name)}: \u2068{shown}\u2069")
    return " · ".join(parts)


def grouped(value: float) -> str:
    """A number in one normal form: thousands apart by a thin space."""
    plain = shown_number(value)
    whole, dot, rest = plain.partition(".")
    try:
        return f"{int(whole):,}".replace(",", "\u202f") + dot + rest
    except ValueError:
        return plain


def covered_html(extent: Extent, text: str, low: int, high: int, *, faint: str, colour: str) -> str:
    """The stretch ``[low, high)`` as rich text: what the extent covers stands out, the rest is faint."""
    parts, place = [], low
    for start, end in extent:
        parts += [_piece(text[place:start], faint, ""), _piece(text[start:end], "", colour)]
        place = end
    return "".join([*parts, _piece(text[place:high], faint, "")])


def _piece(text: str, colour: str, under: str) -> str:
    if not text:
        return ""
    style = f"color:{colour}" if colour else f"text-decoration:underline; font-weight:600; color:{under}"
    return f'<span style="{style}">{escape(text)}</span>'


def in_guidelines(label: str, words: str) -> str:
    """That some words are an example in a label's guidelines now."""
    return _("In the guidelines of %(label)s: %(words)s") % {"label": label, "words": f"«\u2068{words}\u2069»"}


def context(text: str, start: int, end: int, reach: int = 40) -> tuple[str, str, str]:
    """What stands before, in and after ``[start, end)``, on one line; cut at words."""
    low, high = max(0, start - reach), min(len(text), end + reach)
    before, after = text[low:start].replace("\n", " "), text[end:high].replace("\n", " ")
    if low > 0 and " " in before:
        before = "…" + before[before.index(" ") :]
    if high < len(text) and " " in after:
        after = after[: after.rindex(" ")] + " …"
    return before, text[start:end].replace("\n", " "), after
