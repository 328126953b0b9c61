"""XML in, safely: no document type, hence no entity, no external file; limits on depth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat

from annotator.core.errors import UserError
from annotator.core.i18n import N_
from annotator.formats.errors import WrongValueError, why
from annotator.formats.foreign import foreign

TITLES = {
    "syntax error": N_("this is no XML"),
    "no element found": N_("the file ends inside an element"),
    "not well-formed (invalid token)": N_("a character stands where it cannot stand"),
    "unclosed token": N_("a tag does not end"),
    "mismatched tag": N_("an element ends that did not begin"),
    "duplicate attribute": N_("an element has an attribute twice"),
    "junk after document element": N_("something follows the last element"),
    "undefined entity": N_("an entity is not known"),
    "unbound prefix": N_("a prefix belongs to no namespace"),
}
"""What the XML reader complains of, in people's words."""
_MOST_DEPTH = 200
Start = Callable[[str, dict[str, str]], None]


@contextmanager
def _known() -> Iterator[None]:
    """The reader's own complaints become sentences."""
    try:
        yield
    except expat.ExpatError as error:
        said = TITLES.get(expat.ErrorString(error.code) or "", "")
        if not said:
            raise
        raise UserError(said) from error


def parse(path: Path, data: bytes, start: Start, end: Callable[[str], None], text: Callable[[str], None]) -> None:
    """Call back for every element (``namespace name``) and its text.

    Raises:
        UserError: no XML, a document type, or elements too deep; names the line. What a callback raises as a
            ValueError is told with the line too.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEPTH:
            raise WrongValueError("elements are nested too deeply")
        start(name, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    def refused(*arguments: object) -> None:
        del arguments
        raise WrongValueError("a document type is not accepted")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refused
    parser.EntityDeclHandler = refused
    message = "%(file)s, line %(line)d: %(reason)s"
    try:
        with foreign("%(reason)s"), _known():  # an encoding that the file names may raise anything
            parser.Parse(data, True)
    except (UserError, ValueError) as error:
        raise UserError(message, file=path, line=parser.CurrentLineNumber, reason=why(error)) from error
