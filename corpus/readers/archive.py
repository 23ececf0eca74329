"""Documents that are zip archives: parts are read in memory, under limits, and nothing is ever unpacked to a disk."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from urllib.parse import unquote

from corpus.errors import UnreadableInput

MAX_PART = 64 << 20  # bytes of one part; the text of a book of a thousand pages takes 5 MB as a Word document
MAX_UNPACKED = 512 << 20  # bytes of all parts, pictures and all
BROKEN = "copy it again, or save it again in the program that made it"


class Archive:
    """A zip archive whose parts have honest names and a bounded size."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises `UnreadableInput` for what is no whole archive, too large when unpacked, or names places outside of it."""
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeDecodeError) as error:
            raise UnreadableInput(name, f"not a whole zip archive ({error})", BROKEN) from None
        infos = self._zip.infolist()
        outside = next((info.filename for info in infos if _is_outside(info.filename)), None)
        if outside is not None:
            raise UnreadableInput(name, f"the archive names a file outside of itself ({outside!r})", "do not trust this file")
        if sum(info.file_size for info in infos) > MAX_UNPACKED:
            raise UnreadableInput(
                name, f"unpacked it would be larger than {MAX_UNPACKED >> 20} MiB", "remove its pictures, or save its text alone"
            )
        self.names = frozenset(info.filename for info in infos)

    def part(self, path: str) -> bytes:
        """The bytes of a part. Raises `UnreadableInput` where it is missing, damaged, locked or too large."""
        try:
            with self._zip.open(path) as stream:
                data = stream.read(MAX_PART + 1)
        except KeyError:
            raise UnreadableInput(self.name, f"the part {path} is missing", BROKEN) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise UnreadableInput(self.name, f"the part {path} is damaged ({error})", BROKEN) from None
        except RuntimeError:
            raise UnreadableInput(self.name, f"the part {path} is locked by a password", "save it without one") from None
        if len(data) > MAX_PART:
            raise UnreadableInput(
                self.name, f"the part {path} is larger than {MAX_PART >> 20} MiB", "cut the document into smaller ones"
            )
        return data

    def beside(self, path: str, reference: str) -> str:
        """The part that a part refers to by a relative path. Raises `UnreadableInput` for a path out of the archive."""
        target = unquote(reference).split("#")[0]
        full = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)).removeprefix("/")
        if _is_outside(full):
            raise UnreadableInput(
                self.name, f"{path} refers to a file outside of the archive ({reference!r})", "do not trust this file"
            )
        return full


def _is_outside(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return parts[0] == "" or ".." in parts or parts[0].endswith(":")


def kind_of_archive(data: bytes) -> str | None:
    """The document that a zip archive is: docx, xlsx or epub; None if it is another or damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return None
    return next((kind for kind, sign in SIGNS.items() if sign in names), None)


SIGNS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "epub": "META-INF/container.xml"}
