"""EPUB: the chapters of a book in reading order.

The archive is read in memory; its table of contents is no text. Source: EPUB 3.3, Open Container Format and packages.
"""

from __future__ import annotations

from corpus.encoding import decode
from corpus.errors import UnreadableInput
from corpus.line import Content, Line, content_of
from corpus.readers.archive import Archive
from corpus.readers.html import html_lines
from corpus.readers.xml import Attributes, Handlers, read_part

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
PAGES = ("application/xhtml+xml", "text/html")


def read_epub(data: bytes, name: str) -> Content:
    """The text of a book, an empty line between two chapters. Raises `UnreadableInput`."""
    archive = Archive(data, name)
    chapters = _chapters(archive)
    _refuse_locked(archive, chapters)
    lines: list[Line] = []
    for chapter in chapters:
        text = decode(archive.part(chapter), f"{name}: {chapter}", may_be_empty=True).text
        if not text.strip():
            continue
        if lines:
            lines.append(Line(len(lines) + 1, ""))
        before = len(lines)
        lines.extend(
            Line(before + line.number, line.text, is_row=line.is_row)
            for line in html_lines(text.replace("\ufeff", ""), f"{name}: {chapter}", main=False)
        )
    if not lines:
        raise UnreadableInput(name, "the book holds no text", "give a book of text, not of pictures")
    return content_of(lines)


def _chapters(archive: Archive) -> list[str]:
    """The parts of a book that are its text, in reading order."""
    package = ""
    items: dict[str, Attributes] = {}
    spine: list[str] = []

    def container(tag: str, attributes: Attributes) -> None:
        nonlocal package
        if tag.rpartition(":")[2] == "rootfile" and not package:
            package = archive.beside("", attributes.get("full-path", ""))

    def opf(tag: str, attributes: Attributes) -> None:
        name = tag.rpartition(":")[2]
        if name == "item":
            items[attributes.get("id", "")] = attributes
        elif name == "itemref":
            spine.append(attributes.get("idref", ""))

    read_part(archive.part(CONTAINER), archive.name, CONTAINER, Handlers(start=container))
    read_part(archive.part(package), archive.name, package, Handlers(start=opf))
    pages = [items[key] for key in spine if key in items and items[key].get("media-type") in PAGES]
    text = [page for page in pages if "nav" not in page.get("properties", "").split()]
    if not text:
        raise UnreadableInput(archive.name, "the book lists no chapters", "save it again in the program that made it")
    return [archive.beside(package, page.get("href", "")) for page in text]


def _refuse_locked(archive: Archive, chapters: list[str]) -> None:
    """Fonts may be scrambled, as they often are; a locked chapter cannot be read."""
    if ENCRYPTION not in archive.names:
        return
    locked: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag.rpartition(":")[2] == "CipherReference":
            locked.append(archive.beside("", attributes.get("URI", "")))

    read_part(archive.part(ENCRYPTION), archive.name, ENCRYPTION, Handlers(start=start))
    if set(locked) & set(chapters):
        raise UnreadableInput(archive.name, "the book is locked (DRM)", "give a copy without copy protection")
