"""Documents of other formats: the same pairs as from plain text, and one line for what cannot be read."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligners import align
from corpus import CorpusError, UnreadableInput, find_layout, read
from corpus.document import format_of
from corpus.readers import archive
from corpus.readers.docx import read_docx
from corpus.readers.html import html_lines
from tests.conftest import ROOT, Run
from tests.files import DECLARATION, W, docx, epub, paragraph, table, zipped

ARTICLE = ROOT / "examples" / "article.txt"
SAMPLES = ROOT / "tests" / "samples"
LEASE = (
    ("English", "Tiếng Việt"),
    (
        "The tenant pays the rent on the first day of each month. "
        "If the rent is late by more than ten days, the landlord may end this agreement.",
        "Bên thuê trả tiền nhà vào ngày đầu tiên mỗi tháng. "
        "Nếu trả chậm quá mười ngày, bên cho thuê có quyền chấm dứt hợp đồng này.",
    ),
    ("Pets are not allowed.\nSmoking is allowed in the yard.", "Không được nuôi thú cưng.\nĐược phép hút thuốc ngoài sân."),
    ("The deposit is 5 million dong.", "Tiền đặt cọc là 5 triệu đồng."),
)


def lines() -> list[str]:
    return ARTICLE.read_text(encoding="utf-8").splitlines()


def pairs_of(*paths: Path) -> list[tuple[str, str]]:
    return [(pair.en, pair.vi) for pair in align(read(*paths)) if pair.is_complete]


def lease_pairs(folder: Path) -> list[tuple[str, str]]:
    path = folder / "lease.tsv"
    path.write_text("".join(f"{en}\t{vi}\n".replace("\n", "<br>", en.count("\n") * 2) for en, vi in LEASE), encoding="utf-8")
    return pairs_of(path)


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>x</title></head><body>{body}</body></html>".encode()


def workbook(rows: list[list[str]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SHAPES: dict[str, Callable[[], bytes]] = {
    "docx": lambda: docx("".join(map(paragraph, lines()))),
    "docx with line breaks": lambda: docx(paragraph("\n".join(lines()))),
    "docx in a frame of one cell": lambda: docx(table([["\n".join(lines())]])),
    "html": lambda: page("".join(f"<p>{escape(line)}</p>\n" for line in lines())),
    "html with br": lambda: page(f"<div>{'<br/>'.join(map(escape, lines()))}</div>"),
    "html in a layout table": lambda: page(
        f"<table><tr><td><table><tr><td>{''.join(f'<p>{escape(line)}' for line in lines())}</table></td></tr></table>"
    ),
    "epub": lambda: epub(["".join(f"<p>{escape(line)}</p>" for line in lines())]),
    "epub of chapters": lambda: epub([f"<h2>{escape(line)}</h2>" for line in lines()]),
    "pdf": (SAMPLES / "article.pdf").read_bytes,
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["document", "document.txt"])  # what it holds decides, not how it is called
def test_an_article_in_another_format_gives_the_same_pairs(shape: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(SHAPES[shape]())
    assert pairs_of(path) == pairs_of(ARTICLE)


TABLES: dict[str, Callable[[], bytes]] = {
    "docx": lambda: docx(table(LEASE)),
    "docx between paragraphs": lambda: docx(paragraph("") + table(LEASE) + paragraph("---")),
    "html": lambda: page(
        "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>".replace("\n", "<br>") for a, b in LEASE) + "</table>"
    ),
    "html with a column of numbers": lambda: page(
        "<table>" + "".join(f"<tr><td>{n}.</td><td>{a}</td><td><p>{b}</td></tr>" for n, (a, b) in enumerate(LEASE)) + "</table>"
    ),
    "xlsx": lambda: workbook([list(row) for row in LEASE]),
    "pdf": (SAMPLES / "lease-table.pdf").read_bytes,
}


@pytest.mark.parametrize("shape", TABLES)
def test_a_table_of_two_columns_gives_the_same_pairs(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(TABLES[shape]())
    assert find_layout(read(path)).name == "columns"
    assert pairs_of(path) == lease_pairs(tmp_path)
    assert len(pairs_of(path)) == 5


def test_rows_of_a_table_in_a_pdf_are_apart() -> None:
    rows = [line.text.split("\t") for line in read(SAMPLES / "lease-table.pdf").lines]
    assert [tuple(row) for row in rows[:2]] == list(LEASE[:2])  # put together again from lines of 30 characters
    assert all(len(row) == 2 for row in rows)


def test_a_file_in_each_language_may_be_of_any_format(tmp_path: Path) -> None:
    english = [line for line in lines() if not line.startswith("- ")]
    vietnamese = [line.removeprefix("- ") for line in lines() if line.startswith("- ")]
    (tmp_path / "en.docx").write_bytes(docx("".join(map(paragraph, english[:3])) + table([english[3:5], english[5:]])))
    (tmp_path / "vi.html").write_bytes(page("".join(f"<p>{line}</p>" for line in vietnamese)))
    assert pairs_of(tmp_path / "vi.html", tmp_path / "en.docx") == pairs_of(ARTICLE)


def test_the_main_text_of_a_page() -> None:
    """Menus, share buttons, related articles and comments are left out; captions, lists and tables stay."""
    document = read(SAMPLES / "news-page.html")
    texts = [line.text for line in document.lines]
    assert texts[0] == "Floating market reopens after repairs"
    assert "Boats loaded with pineapples. Photo: Minh Anh" in texts
    assert "Ticket price for adults\tGiá vé người lớn" in texts
    assert texts[-1] == "Cứ 30 phút có một chuyến thuyền."
    assert len(texts) == 16
    assert len(pairs_of(SAMPLES / "news-page.html")) == 9


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<p>a <b>b</b>\n c</p>d", ["a b c", "d"], id="white space"),
        pytest.param("<ul><li>one<li>two</ul>", ["one", "two"], id="open list items"),
        pytest.param("<pre>one\n two</pre>", ["one", "two"], id="preformatted"),
        pytest.param("<p>Vi&#7879;t &ecirc;&nbsp;&amp;</p>", ["Việt ê\xa0&"], id="references"),
        pytest.param("<p>trans\u00adlation</p>", ["translation"], id="soft hyphen"),
        pytest.param("<table><tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e</table>", ["a\t\tb", "c\td\te"], id="wide cell"),
        pytest.param("<table><tr><td rowspan=2>1<td>a<td>b<tr><td>c<td>d</table>", ["1\ta\tb", "\tc\td"], id="tall cell"),
        pytest.param("<table><tr><td>a<br>b<td>c</table>", ["a<br>b\tc"], id="line break in a cell"),
        pytest.param("<nav>x</nav><p hidden>y</p><p style='display: none'>z</p><p>a</p>", ["a"], id="said to be no text"),
        pytest.param("<p>The law (<a>1</a>, <a>2</a>, <a>3</a>) holds.</p>", ["The law (1, 2, 3) holds."], id="links in text"),
        pytest.param("<div class='content no-sidebar'><p>All of it.</p></div>", ["All of it."], id="class of the whole"),
        pytest.param("<script>if (a < b) '<p>x</p>'</script><p>a", ["a"], id="script"),
        pytest.param("<p>a</b></i></p></div><p>b", ["a", "b"], id="tags that were never opened"),
        pytest.param("<main><h1>T</h1><p>A long text here.</p></main><p>x</p>", ["T", "A long text here."], id="main"),
        pytest.param(
            "<article><p>Hello there.</article><article><p>Xin chào.</article>", ["Hello there.", "Xin chào."], id="two"
        ),
    ],
)
def test_lines_of_a_page(body: str, expected: list[str]) -> None:
    assert [line.text for line in html_lines(f"<html><body>{body}", "page", main=True)] == expected


NESTED = table([["d"]])
TEXT_BOX = (
    f'<mc:AlternateContent xmlns:mc="m"><mc:Choice><w:txbxContent>{paragraph("box")}</w:txbxContent></mc:Choice>'
    f"<mc:Fallback>{paragraph('box')}</mc:Fallback></mc:AlternateContent>"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>", ["a\tb"], id="tab"),
        pytest.param("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>", ["a"], id="tab stop"),
        pytest.param(
            "<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:ins><w:r><w:t>a</w:t></w:r></w:ins></w:p>",
            ["a"],
            id="tracked changes",
        ),
        pytest.param("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:t>a</w:t></w:r></w:p>", ["a"], id="hidden"),
        pytest.param("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p><w:p/>", ["", ""], id="field and empty paragraph"),
        pytest.param(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
            "<w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            ["a\t\tb"],
            id="wide cell",
        ),
        pytest.param(table([["a", "b\nc"]]).replace("</w:p>", f"</w:p>{NESTED}", 1), ["a<br>d\tb<br>c"], id="table in a cell"),
        pytest.param(f"<w:p><w:r>{TEXT_BOX}<w:t>a</w:t></w:r></w:p>", ["box", "a"], id="text box"),
    ],
)
def test_lines_of_a_word_document(body: str, expected: list[str]) -> None:
    assert [line.text for line in read_docx(docx(body), "d.docx").lines] == expected


def test_decomposed_letters_of_a_word_document_are_composed() -> None:
    content = read_docx(docx(paragraph("Tie\u0302\u0301ng Vie\u0323\u0302t")), "d.docx")
    assert (content.lines[0].text, content.nfc) == ("Tiếng Việt", False)


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=30)


@given(st.lists(words, min_size=1, max_size=5))
@settings(deadline=None)
def test_text_in_a_word_document_comes_out_as_it_is(texts: list[str]) -> None:
    import unicodedata

    found = [line.text for line in read_docx(docx("".join(map(paragraph, texts))), "d.docx").lines]
    assert found == [unicodedata.normalize("NFC", text) for text in texts]


# --- subtitles

ENGLISH = """1
00:00:01,000 --> 00:00:03,500
<i>The last boat left the island</i>

2
00:00:03,600 --> 00:00:06,000
before the storm came.

3
00:00:07,000 --> 00:00:09,000
- Where is my brother?
- He stayed at the lighthouse.

4
00:00:10,000 --> 00:00:13,000
We have water for three days,
and no radio.

5
00:00:14,000 --> 00:00:16,000
Don't worry. Help will come.
"""
VIETNAMESE = """1
00:00:01,100 --> 00:00:05,900
Chuyến tàu cuối cùng rời đảo
trước khi cơn bão ập đến.

2
00:00:07,000 --> 00:00:08,000
- Anh trai tôi đâu?

3
00:00:08,000 --> 00:00:09,200
- Anh ấy ở lại ngọn hải đăng.

4
00:00:10,100 --> 00:00:11,500
{\\an8}Chúng ta có đủ nước cho ba ngày,

5
00:00:11,600 --> 00:00:13,000
và không có bộ đàm.

6
00:00:14,000 --> 00:00:15,000
Đừng lo.

7
00:00:15,000 --> 00:00:16,000
Sẽ có người đến cứu.
"""
SENTENCES = [
    ("The last boat left the island before the storm came.", "Chuyến tàu cuối cùng rời đảo trước khi cơn bão ập đến."),
    ("Where is my brother?", "Anh trai tôi đâu?"),
    ("He stayed at the lighthouse.", "Anh ấy ở lại ngọn hải đăng."),
    ("We have water for three days, and no radio.", "Chúng ta có đủ nước cho ba ngày, và không có bộ đàm."),
    ("Don't worry.", "Đừng lo."),
    ("Help will come.", "Sẽ có người đến cứu."),
]


def subtitles(folder: Path, english: str = ENGLISH, vietnamese: str = VIETNAMESE) -> tuple[Path, Path]:
    paths = folder / "film.en.srt", folder / "film.vi.srt"
    for path, text in zip(paths, (english, vietnamese), strict=True):
        path.write_text(text, encoding="utf-8-sig", newline="\r\n")
    return paths


def test_subtitles_pair_by_the_time_at_which_they_are_shown(tmp_path: Path) -> None:
    paths = subtitles(tmp_path)
    for order in (paths, paths[::-1]):
        assert find_layout(read(*order)).name == "times"
        found = align(read(*order))
        assert [(pair.en, pair.vi) for pair in found] == SENTENCES
        assert found[0].span == (1000, 6000)
        assert found[0].en_lines == (3, 7)


def test_subtitles_give_the_same_pairs_as_plain_text(tmp_path: Path) -> None:
    for side, name in enumerate(("en.txt", "vi.txt")):
        (tmp_path / name).write_text("\n".join(row[side] for row in SENTENCES), encoding="utf-8")
    assert pairs_of(*subtitles(tmp_path)) == pairs_of(tmp_path / "en.txt", tmp_path / "vi.txt")


def test_subtitles_of_another_cut_of_the_film_pair_by_their_texts(tmp_path: Path) -> None:
    paths = subtitles(tmp_path, vietnamese=VIETNAMESE.replace("00:00:", "01:30:"))
    assert find_layout(read(*paths)).name == "two-files"
    assert pairs_of(*paths) == SENTENCES


def test_one_file_with_both_languages_in_each_subtitle(tmp_path: Path) -> None:
    path = tmp_path / "film.vtt"
    cue = "{0}\n00:{0:02}.000 --> 00:{0:02}.900 position:50%\n{1}\n<b>{2}</b>\n\n"
    path.write_text("WEBVTT\n\n" + "".join(cue.format(n, *row) for n, row in enumerate(SENTENCES)), encoding="utf-8")
    assert find_layout(read(path)).name == "times"
    assert pairs_of(path) == SENTENCES


def test_a_subtitle_that_is_shown_in_one_language_only_has_no_partner(tmp_path: Path) -> None:
    paths = subtitles(tmp_path, english=ENGLISH + "\n6\n00:01:00,000 --> 00:01:02,000\nThe end of the story.\n")
    assert [pair.en for pair in align(read(*paths)) if not pair.is_complete] == ["The end of the story."]


# --- what is refused

STEPS = "".join(f'<!ENTITY {b} "&{a};&{a};&{a};">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
BOMB = f'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">{STEPS}]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def renamed(data: bytes, extra: str) -> bytes:
    """An archive with one more part of the given name."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as changed:
        changed.writestr(zipfile.ZipInfo(extra), "x")
    return out.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "truncated archive": (lambda: docx(paragraph("Hello."))[:-40], "this is a zip archive"),
    "truncated XML": (lambda: zipped({"word/document.xml": f"<w:document {W}><w:body><w:p>"}), "not well-formed XML"),
    "entity bomb in docx": (lambda: docx("<w:p/>", DECLARATION + BOMB), "the file declares entities"),
    "external entity in docx": (lambda: docx("<w:p>&a;</w:p>", DECLARATION + OUTSIDE), "the file declares entities"),
    "zip bomb": (lambda: docx(" " * (archive.MAX_PART + 1)), "larger than 64 MiB"),
    "path out of the docx": (lambda: renamed(docx("<w:p/>"), "../../evil.txt"), "outside of itself"),
    "absolute path": (lambda: renamed(docx("<w:p/>"), "/etc/evil"), "outside of itself"),
    "Windows path": (lambda: renamed(docx("<w:p/>"), "C:\\evil"), "outside of itself"),
    "path out of the epub": (lambda: epub(["<p>a"], package="../../../etc/hostname"), "outside of the archive"),
    "chapter outside of the epub": (
        lambda: zipped(
            {
                "META-INF/container.xml": '<container><rootfile full-path="o/b.opf"/></container>',
                "o/b.opf": '<package><item id="a" href="../../../etc/hostname" media-type="application/xhtml+xml"/>'
                '<itemref idref="a"/></package>',
            }
        ),
        "outside of the archive",
    ),
    "entity bomb in epub": (lambda: zipped({"META-INF/container.xml": BOMB + "<container/>"}), "the file declares entities"),
    "locked epub": (
        lambda: renamed_encryption(epub(["<p>Hello."])),
        "the book is locked (DRM)",
    ),
    "epub without chapters": (lambda: epub([]), "lists no chapters"),
    "epub of pictures": (lambda: epub(["<img src='a.png'/>"]), "the book holds no text"),
    "part missing": (lambda: zipped({"META-INF/container.xml": '<c><rootfile full-path="b"/></c>'}), "the part b is missing"),
    "entity bomb in xlsx": (lambda: zipped({"xl/workbook.xml": BOMB + "<workbook/>"}), "the file declares entities"),
    "broken xlsx": (lambda: zipped({"xl/workbook.xml": "<workbook/>"}), "not a workbook that can be read"),
    "empty xlsx": (lambda: workbook([]), "no sheet holds any text"),
    "truncated pdf": (lambda: (SAMPLES / "article.pdf").read_bytes()[:2000], "PDF"),
    "page without text": (lambda: page("<img>"), "no text"),
    "empty srt": (lambda: b"1\n00:00:01,000 --> 00:00:02,000\n\n", "there are no subtitles in it"),
    "other archive": (lambda: zipped({"a.txt": "x"}), "this is a zip archive"),
}  # fmt: skip


def renamed_encryption(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as changed:
        changed.writestr("META-INF/encryption.xml", '<e><CipherReference URI="OEBPS/text/c%200.xhtml"/></e>')
    return out.getvalue()


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_with_one_line(what: str, tmp_path: Path) -> None:
    make, message = REFUSED[what]
    path = tmp_path / "in" / "document"
    path.parent.mkdir()
    path.write_bytes(make())
    with pytest.raises(UnreadableInput) as caught:
        read(path)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.rglob("*")) == [path.parent, path]  # nothing was unpacked anywhere


@cache  # a workbook holds the time at which it was made
def whole_file(shape: str) -> bytes:
    return TABLES["xlsx"]() if shape == "xlsx" else SHAPES[shape]()


@pytest.mark.parametrize(("shape", "name"), [("docx", "a.docx"), ("epub", "b.EPUB")])
def test_an_archive_that_is_cut_off_is_called_so(shape: str, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(SHAPES[shape]()[:-40])
    with pytest.raises(UnreadableInput, match="not a whole zip archive"):
        read(tmp_path / name)


@pytest.mark.parametrize("shape", ["docx", "html", "epub", "pdf", "xlsx"])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_damaged_file_is_read_or_refused(shape: str, data: st.DataObject) -> None:
    """Bytes cut off or changed: an error of the input at most."""
    from corpus.document import READERS

    whole = whole_file(shape)
    kind = format_of(whole, "document")
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:at] + (b"" if data.draw(st.booleans()) else bytes([data.draw(st.integers(0, 255))]) + whole[at + 1 :])
    with suppress(CorpusError):
        READERS[kind](damaged, "document", None)


def test_inspect_names_the_format(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(SHAPES["docx"]())
    done = run("inspect", "a.docx")
    assert done.stdout.startswith("a.docx: DOCX, UTF-8, NFC\nlines: 8 English, 6 Vietnamese\nlayout: interleaved (1.00)")


def test_a_missing_library_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for library, data, extra in (("pypdf", SHAPES["pdf"](), "pdf"), ("openpyxl", TABLES["xlsx"](), "xlsx")):
        monkeypatch.setitem(sys.modules, library, None)
        (tmp_path / "a").write_bytes(data)
        with pytest.raises(CorpusError, match=rf"{library} is not installed.*pip install 'songngu\[{extra}\]'"):
            read(tmp_path / "a")


# --- judged by LibreOffice


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("make", "suffix"),
    [
        (SHAPES["docx"], ".docx"),
        (TABLES["docx"], ".docx"),
        (TABLES["xlsx"], ".xlsx"),
    ],
)
def test_libreoffice_reads_the_samples_and_its_copies_give_the_same_pairs(
    make: Callable[[], bytes], suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(make())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", suffix[1:], "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert pairs_of(tmp_path / "out" / path.name) == pairs_of(path)
