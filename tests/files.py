"""Documents made by hand: the bytes of small DOCX, EPUB, XLSX and HTML files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of parts, in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, prolog: str = DECLARATION) -> bytes:
    """A Word document with the given content of its body."""
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return zipped(
        {
            "[Content_Types].xml": f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{types}"/></Types>',
            "_rels/.rels": f"{DECLARATION}<Relationships "
            'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relation}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"{prolog}<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>",
        }
    )


def paragraph(text: str) -> str:
    """A paragraph of Word, its text in two runs as Word likes to write it; a line break for each LF."""
    half = len(text) // 2
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{escape(part, quote=False)}</w:t></w:r>' for part in (text[:half], text[half:])
    )
    return f"<w:p>{runs}</w:p>".replace("\n", "</w:t><w:br/><w:t>")


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of Word; a cell has a paragraph for each of its lines."""
    cells = lambda row: "".join(f"<w:tc><w:tcPr/>{''.join(map(paragraph, cell.split(chr(10))))}</w:tc>" for cell in row)  # noqa: E731
    columns = '<w:gridCol w:w="4000"/>' * len(rows[0])
    body = "".join(f"<w:tr>{cells(row)}</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>'


def epub(chapters: Sequence[str], package: str = "OEBPS/book.opf") -> bytes:
    """A book whose chapters have the given bodies, with a table of contents that is no chapter."""
    items = "".join(
        f'<item id="c{n}" href="text/c%20{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A book</title></head><body>{}</body></html>'
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": f"{DECLARATION}<container "
            'version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            f'<rootfiles><rootfile full-path="{package}" media-type="application/oebps-package+xml"/></rootfiles></container>',
            "OEBPS/book.opf": f'{DECLARATION}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A book</dc:title><dc:language>en</dc:language>'
            '<dc:identifier id="i">b</dc:identifier></metadata><manifest>'
            '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
            f'{items}</manifest><spine><itemref idref="nav"/>{spine}</spine></package>',
            "OEBPS/nav.xhtml": page.format("<nav><ol><li><a href='text/c%200.xhtml'>Chapter one</a></li></ol></nav>"),
        }
        | {f"OEBPS/text/c {n}.xhtml": DECLARATION + page.format(body) for n, body in enumerate(chapters)}
    )
