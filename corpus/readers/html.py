"""HTML: the main text of a page as lines, its tables as rows.

Menus, side bars, share buttons, related articles and the like are left out by four rules: elements that say so
(`nav`, `aside`), their roles, the words of their class and id, and the share of their text that is links. No rule but the
first removes an element that holds most of the page. Captions, lists and headings are lines of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.encoding import decode
from corpus.errors import UnreadableInput
from corpus.line import Content, Line, row_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NO_TEXT = frozenset(
    ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head", "select", "textarea", "button", "rt")
)
AROUND_TAGS = frozenset(("nav", "aside", "footer", "dialog", "menu"))
AROUND_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "toolbar", "dialog", "alertdialog")
)
AROUND_WORDS = frozenset((  # of class and id; the Vietnamese ones are what news sites of the country use
    "nav", "navbar", "navigation", "menu", "submenu", "breadcrumb", "breadcrumbs", "sidebar", "footer", "share", "sharing",
    "sharebar", "social", "related", "comment", "comments", "cookie", "cookies", "consent", "newsletter", "subscribe",
    "subscription", "ad", "ads", "advert", "advertisement", "adsense", "banner", "popup", "modal", "pagination", "pager",
    "tags", "tagcloud", "toolbar", "widget", "promo", "sponsor", "sponsored", "login", "copyright", "recommend",
    "recommended", "trending", "lienquan", "binhluan", "quangcao", "docnhieu", "chiase", "xemthem", "tinlienquan",
    "tinkhac",
))  # fmt: skip
VIETNAMESE_HINTS = re.compile(r"lien-?quan|binh-?luan|quang-?cao|doc-?nhieu|chia-?se|xem-?them|tin-?khac")
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
))  # fmt: skip
LINK_LISTS = ("ul", "ol", "div", "section", "p", "table", "dl")
LEAST_LINKS = 3
MOSTLY_LINKS = 0.6  # share of an element's characters; a paragraph that cites sources stays below
MOST = 0.5  # share of a page's text that is never taken for what stands around it
SOFT_HYPHEN = "\u00ad"  # says where a word may be broken, and is no part of it
SPACE = re.compile(r"[ \t\n\r\f]+")
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
WESTERN = frozenset(("iso-8859-1", "latin1", "us-ascii", "ascii", "iso8859-1"))  # browsers read windows-1252 for these
MAX_SPAN = 1000  # columns or rows of one cell, as in the HTML standard


@dataclass(slots=True)
class _Lines:
    """Lines that are done, and the pieces of the one that is not."""

    done: list[tuple[str, bool]] = field(default_factory=list)  # text, is it a row
    pieces: list[str] = field(default_factory=list)

    def close(self) -> None:
        text = SPACE.sub(" ", "".join(self.pieces).replace(SOFT_HYPHEN, "")).strip(" ")
        self.pieces.clear()
        if text:
            self.done.append((text, False))


def read_html(data: bytes, name: str, encoding: str | None = None) -> Content:
    """The main text of a page; lines are numbered by their order in it. Raises `UnreadableInput`."""
    decoded = decode(data, name, encoding or _declared(data))
    lines = html_lines(decoded.text, name, main=True)
    if not lines:
        raise UnreadableInput(name, "the page holds no text", "save it from a browser once its text is shown")
    return Content(tuple(lines), decoded.encoding, decoded.bom, decoded.nfc, decoded.suspect)


def html_lines(text: str, name: str, *, main: bool) -> list[Line]:
    """Lines and rows of a page; `main` leaves out what stands around its main text."""
    from lxml import html  # noqa: PLC0415 - only who reads a page pays for it
    from lxml.etree import LxmlError  # noqa: PLC0415

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError):
        return []  # nothing but comments and stray marks
    for element in list(root.iter(*NO_TEXT)):
        _remove(element)
    lines = _Lines()
    _flow(_main_part(root) if main else root, lines)
    lines.close()
    return [Line(number, line, is_row=is_row) for number, (line, is_row) in enumerate(lines.done, 1)]


def _declared(data: bytes) -> str | None:
    """The encoding that a page names, where it is a known one that is not UTF-8."""
    import codecs  # noqa: PLC0415 - beside its only use

    match = CHARSET.search(data[:4096])
    label = match[1].decode().lower() if match else "utf-8"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return None  # saved as UTF-8 since
    try:
        return "cp1252" if label in WESTERN else codecs.lookup(label).name
    except LookupError:
        return None


# --- what stands around the main text


def _remove(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()  # keeps the text after it


def _size(element: HtmlElement) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _main_part(root: HtmlElement) -> HtmlElement:
    """The element that holds the main text, without what stands around it."""
    for element in list(root.iter()):
        if _says_around(element):
            _remove(element)
    whole = _size(root)
    for element in list(root.iter()):
        if (_is_named_around(element) or _is_link_list(element)) and _size(element) <= MOST * whole:
            _remove(element)
    return _only_main(root)


def _says_around(element: HtmlElement) -> bool:
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    hidden = hidden or "display:none" in (element.get("style") or "").replace(" ", "").lower()
    return (
        hidden
        or element.tag in AROUND_TAGS
        or (element.get("role") or "").lower() in AROUND_ROLES
        or (element.tag == "header" and not any(True for _ in element.iter("h1")))
    )


def _is_named_around(element: HtmlElement) -> bool:
    if element.tag in ("html", "body", "main", "article", "h1"):
        return False
    label = f"{element.get('class') or ''} {element.get('id') or ''}"
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", label)
    around = any(word.lower() in AROUND_WORDS for word in words) or bool(VIETNAMESE_HINTS.search(label.lower()))
    return around and not any(True for _ in element.iter("h1"))


def _is_link_list(element: HtmlElement) -> bool:
    if element.tag not in LINK_LISTS:
        return False
    links = list(element.iter("a"))
    return len(links) >= LEAST_LINKS and sum(map(_size, links)) > MOSTLY_LINKS * _size(element)


def _only_main(root: HtmlElement) -> HtmlElement:
    """The one `main` or `article` of a page, if it holds most of its text; with a headline outside, what holds both."""
    for tag in ("main", "article"):
        found = list(root.iter(tag))
        if len(found) == 1 and _size(found[0]) > MOST * _size(root):
            part = found[0]
            headlines = set(root.iter("h1"))
            while not headlines <= set(part.iter("h1")):
                part = part.getparent()
            return part
    return root


# --- lines


def _flow(element: HtmlElement, lines: _Lines) -> None:
    """Add the text of an element; elements that stand for themselves begin and end lines."""
    tag = element.tag
    if tag == "table" and _is_data(element):
        lines.close()
        _table(element, lines)
        return
    if tag == "br":
        lines.close()
        return
    if tag in BLOCKS:
        lines.close()
    for piece, child in _content(element):
        if child is not None:
            _flow(child, lines)
        elif tag == "pre":
            for number, line in enumerate(piece.split("\n")):
                if number:
                    lines.close()
                lines.pieces.append(line)
        else:
            lines.pieces.append(piece)
    if tag in BLOCKS:
        lines.close()


def _content(element: HtmlElement) -> Iterator[tuple[str, HtmlElement | None]]:
    """Text and elements inside an element, in order."""
    yield element.text or "", None
    for child in element:
        if isinstance(child.tag, str):
            yield "", child
        yield child.tail or "", None


def _is_data(table: HtmlElement) -> bool:
    """Is it a table, and no frame around other things?"""
    inner = sum(1 for _ in table.iter("table")) > 1
    return not inner and any(len(_cells(row)) > 1 for row in table.iter("tr"))


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _table(table: HtmlElement, lines: _Lines) -> None:
    held: Counter[int] = Counter()  # rows that a cell from above still takes, by column
    for part in table.iter("caption", "tr"):
        cells = _cells(part)
        if part.tag == "caption" or (len(cells) == 1 and not held):
            _flow(cells[0] if cells else part, lines)
            continue
        text = row_text(_row(cells, held))
        if text.strip():
            lines.done.append((text, True))


def _row(cells: Iterable[HtmlElement], held: Counter[int]) -> Iterator[str]:
    """The text of each column; columns that a wide or a tall cell takes as well are empty."""
    column = 0
    for cell in cells:
        while held[column] > 0:
            yield _held(held, column)
            column += 1
        inner = _Lines()
        _flow(cell, inner)
        inner.close()
        yield "\n".join(text for text, _ in inner.done)
        width, height = _span(cell, "colspan"), _span(cell, "rowspan")
        yield from [""] * (width - 1)
        for place in range(column, column + width):
            held[place] = height - 1
        column += width
    while held[column] > 0:
        yield _held(held, column)
        column += 1


def _held(held: Counter[int], column: int) -> str:
    held[column] -= 1
    return ""


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name) or "1"
    return max(1, min(int(value), MAX_SPAN)) if value.isdecimal() else 1
