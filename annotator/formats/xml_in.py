"""XML in, safely: no document type, hence no entity, no external file; limits on depth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from annotator.core.errors import UserError
from annotator.formats.foreign import foreign

_MOST_DEPTH = 200
Start = Callable[[str, dict[str, str]], None]


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
            raise ValueError("elements are nested too deeply")
        start(name, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    def refused(*arguments: object) -> None:
        del arguments
        raise ValueError("a document type is not accepted")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refused
    parser.EntityDeclHandler = refused
    message = "%(file)s, line %(line)d: %(reason)s"
    try:
        with foreign("%(reason)s"):  # an encoding that the file names may raise anything
            parser.Parse(data, True)
    except (UserError, ValueError) as error:
        raise UserError(message, file=path, line=parser.CurrentLineNumber, reason=error) from error
