"""Vietnamese from before Unicode: recognised, decoded on request, never guessed silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import UnreadableInput, detect, read
from corpus.legacy import _table, recognise

TEXT = (
    "Ủy ban nhân dân tỉnh vừa ban hành quyết định mới về quản lý chợ nổi.\n"
    "The provincial authorities have issued new rules on the floating market.\n"
    "Theo đó, các ghe bán hàng phải đăng ký trước ngày mười lăm hằng tháng, nếu không sẽ bị xử phạt.\n"
    "Người dân mong giữ được nét văn hóa đặc trưng của vùng sông nước, nơi bà con gặp gỡ mỗi sớm mai.\n"
)
LOWER = TEXT.replace("Ủy", "ủy")  # TCVN3 has no capital with a tone


def encoded(text: str, encoding: str) -> bytes:
    if encoding == "windows-1258":
        import unicodedata

        out = []
        for c in text:
            try:
                out.append(c.encode("cp1258"))
            except UnicodeEncodeError:
                parts = unicodedata.normalize("NFD", c)
                tone = next((mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
                base = unicodedata.normalize("NFC", parts.replace(tone, "", 1))
                out.append((base + tone).encode("cp1258"))
        return b"".join(out)
    if encoding == "utf-8-twice":
        return "".join(
            chr(b) if 0x80 <= b < 0xA0 and b in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([b]).decode("cp1252")
            for b in text.encode()
        ).encode()
    letters = {letter: code for code, letter in _table(encoding).items()}
    if encoding == "viqr":
        text = text.replace(".", "\\.").replace("?", "\\?")
    return "".join(letters.get(c, c) for c in text).encode("latin-1")


ENCODINGS = ["windows-1258", "tcvn3", "vni", "viscii", "vps", "viqr", "utf-8-twice"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_is_recognised_and_decoded_exactly(encoding: str, tmp_path: Path) -> None:
    text = LOWER if encoding == "tcvn3" else TEXT
    data = encoded(text, encoding)
    found = recognise(data)
    assert found is not None
    assert found.encoding == encoding
    path = tmp_path / "old.txt"
    path.write_bytes(data)
    for named in ("auto", encoding):
        document = read(path, encoding=named)
        assert [line.text for line in document.lines] == text.splitlines()
        assert document.sources[0].encoding == encoding  # always said


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_legacy_text_that_was_saved_as_utf8_is_taken_back(encoding: str, tmp_path: Path) -> None:
    text = LOWER if encoding == "tcvn3" else TEXT
    path = tmp_path / "old.txt"
    path.write_bytes(encoded(text, encoding).decode("latin-1").encode())
    assert [line.text for line in read(path, encoding="auto").lines] == text.splitlines()


@pytest.mark.parametrize("encoding", ["windows-1258", "tcvn3", "vni", "viscii", "vps"])
def test_without_a_request_the_error_names_the_remedy(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(encoded(LOWER, encoding))
    with pytest.raises(UnreadableInput, match=f"reads well as {encoding}: give --encoding auto"):
        read(path)


def test_plain_utf8_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.txt"
    for text in (TEXT, "Only English here, and a café.\n", "Chỉ có tiếng Việt ở đây thôi.\n"):
        path.write_text(text, encoding="utf-8")
        document = read(path, encoding="auto")
        assert [line.text for line in document.lines] == text.splitlines()
        assert document.sources[0].encoding == "utf-8"


def test_french_in_latin_1_is_not_taken_for_vietnamese() -> None:
    assert recognise("L'école est fermée à cause de la tempête, où êtes-vous allé hier après-midi ?".encode("latin-1")) is None


def test_every_letter_has_a_code_of_its_own() -> None:
    for encoding in ("vni", "viscii", "vps", "viqr"):
        assert len(_table(encoding)) == 134
    assert len(_table("tcvn3")) == 74
    assert detect(["Tiếng Việt"])[0].language == "vi"


def test_utf8_that_holds_something_else_is_suspected(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(encoded(TEXT, "utf-8-twice"))
    assert read(path).sources[0].suspect == "utf-8-twice"
    path.write_text(TEXT + "Le garçon a mangé à la cafétéria, où était l'élève préféré.\n", encoding="utf-8")
    assert read(path).sources[0].suspect is None
