"""HTML: a printable page of labelled documents out; the text of a page in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

from annotator.core.document import AnnotatedDocument, Document, Header, Layer
from annotator.core.errors import UserError
from annotator.core.scheme import title_in
from annotator.core.span import Span
from annotator.formats.atomic import whole_text
from annotator.formats.base import Facts, Format, Loss, Reading, ReadOptions, WriteOptions, WriteReport
from annotator.formats.encodings import decode, trusted
from annotator.formats.foreign import foreign
from annotator.formats.rows import import_of
from annotator.formats.source import newline_kind, read_bytes
from annotator.formats.wording import further_layers

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
    "table", "td", "th", "tr", "ul",
))  # fmt: skip
_SKIPPED = frozenset({"script", "style", "noscript", "template", "svg", "head"})
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_STYLE = """body{font-family:Amiri,"Noto Naskh Arabic",serif;font-size:14pt;line-height:2.4;margin:2cm}
article{break-after:page}h1{font-size:16pt}.t{white-space:pre-wrap}
mark{background:color-mix(in srgb,var(--c) 22%,white);border-bottom:3px solid var(--c);padding:2px 0}
mark small{font-size:8pt;font-weight:bold;color:var(--c);margin-inline-start:2px}
ul.k{list-style:none;padding:0;font-size:11pt}ul.k li{display:inline-block;margin-inline-end:1.5em}
@media print{body{margin:0}mark{-webkit-print-color-adjust:exact;print-color-adjust:exact}}"""
UNSHOWN = "a page cannot hold this character"


# ---- out -------------------------------------------------------------------------------------------------


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write one page with all documents, right to left; the first layer of each is shown."""
    del options
    report = WriteReport(files=[path])
    with whole_text(path) as stream:
        stream.write(
            '<!doctype html>\n<html lang="ar" dir="rtl">\n<head><meta charset="utf-8">'
            f"<title>{escape(path.stem)}</title>\n<style>{_STYLE}</style></head>\n<body>\n"
        )
        for each in documents:
            stream.write(_article(each, header, report))
            report.documents += 1
        stream.write("</body>\n</html>\n")
    return report


def _article(each: AnnotatedDocument, header: Header, report: WriteReport) -> str:
    document = each.document
    layer = each.layers[0] if each.layers else Layer("")
    report.losses.extend(further_layers(each))
    text = _UNFIT.sub("\ufffd", document.text)
    if text != document.text:
        report.losses.append(Loss(document.id, "", "", "", 0, 0, "", "changed", UNSHOWN, "document"))
    spans = sorted(layer.spans, key=lambda span: (span.start, -span.end))
    report.spans += len(spans)
    counts = Counter(span.label for span in spans)
    key = "".join(
        f'<li><mark style="--c:{_colour(header, label)}">{escape(_title(header, label))}</mark> {count}</li>'
        for label, count in counts.items()
    )
    body = "".join(_marked(text, spans, header))
    title = escape(_UNFIT.sub("\ufffd", document.name))
    head = f'<article>\n<h1>{title}</h1>\n<ul class="k">{key}</ul>\n'
    return f'{head}<div class="t" dir="auto">{body}</div>\n</article>\n'


def _title(header: Header, label: str) -> str:
    own = header.scheme.label(label) if header.scheme else None
    return title_in(own.titles, "ar", label) if own else label


def _colour(header: Header, label: str) -> str:
    own = header.scheme.label(label) if header.scheme else None
    colour = own.colour if own else "#5b8def"
    return colour if re.fullmatch(r"#[0-9a-fA-F]{3,8}", colour) else "#5b8def"


def _marked(text: str, spans: Sequence[Span], header: Header) -> Iterator[str]:
    """The text in stretches between the bounds of spans; every stretch wears the marks of all spans over it."""
    borders = sorted({0, len(text), *(edge for span in spans for piece in span.extent for edge in piece)})
    opening: dict[int, list[Span]] = {}
    closing: dict[int, list[Span]] = {}
    for span in spans:
        for start, end in span.extent:
            opening.setdefault(start, []).append(span)
            closing.setdefault(end, []).append(span)
    over: list[Span] = []
    for start, end in pairwise(borders):
        for span in closing.get(start, ()):
            over.remove(span)
        over += opening.get(start, ())
        ends = closing.get(end, [])
        yield _stretch(text[start:end], over, ends, header)


def _stretch(text: str, over: Sequence[Span], ends: Sequence[Span], header: Header) -> str:
    shown = escape(text)
    for span in reversed(over):
        small = f"<small>{escape(_title(header, span.label))}</small>" if span in ends else ""
        attributes = ", ".join(f"{key}={value}" for key, value in span.attributes.items())
        shown = (
            f'<mark style="--c:{_colour(header, span.label)}" title="{escape(_UNFIT.sub("", attributes))}">'
            f"{shown}{small}</mark>"
        )
    return shown


# ---- in --------------------------------------------------------------------------------------------------


class _Text(HTMLParser):
    """Collects the text of a page: blocks become lines, runs of white space one space."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[str]] = [[]]
        self.skipping: list[str] = []
        self.title = ""
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.in_title = tag == "title"
        if tag in _SKIPPED:
            self.skipping.append(tag)
        elif tag == "body":
            self.skipping.clear()
        elif tag in _BLOCKS:
            self.lines.append([])

    def handle_endtag(self, tag: str) -> None:
        self.in_title = False
        if tag in self.skipping:
            self.skipping.remove(tag)
        elif tag in _BLOCKS:
            self.lines.append([])

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title += data
        elif not self.skipping:
            self.lines[-1].append(data)

    def text(self) -> str:
        """The lines that are not empty."""
        lines = (re.sub(r"[ \t\r\n\f]+", " ", "".join(parts)).strip(" ") for parts in self.lines)
        return "\n".join(line for line in lines if line)


def read(path: Path, options: ReadOptions) -> Reading:
    """Read the text of a page; nothing is fetched."""
    data = read_bytes(path)
    named = _CHARSET.search(data[:4096])
    encoding = options.encoding or (trusted(named[1].decode("ascii")) if named else "")
    text, encoding, bom = decode(path, data, encoding)
    parser = _Text()
    with foreign("%(file)s is no web page: %(reason)s", file=path):
        parser.feed(text)
        parser.close()
    facts = Facts(encoding=encoding, bom=bom, newline=newline_kind(text))
    if not parser.text():
        raise UserError("%(file)s holds no text", file=path)
    title = " ".join(parser.title.split())
    document = Document(path.stem, title or path.stem, parser.text(), {"import": import_of(path, facts)})
    return Reading(iter((AnnotatedDocument(document),)), facts=facts)


def sniff(path: Path, head: bytes) -> float:
    """Sure of its first tag."""
    start = head[:2048].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")) or (start[:1] not in {b"{", b"["} and b"<html" in start[:1000]):
        return 0.95
    return 0.6 if path.suffix.lower() in {".html", ".htm"} else 0.0


FORMAT = Format("html", "web page", (".html", ".htm"), sniff, read, write, keeps=frozenset({"nesting", "fragments"}))
