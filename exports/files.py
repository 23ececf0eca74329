"""Files that appear whole or not at all, packed and unpacked on the way; lines as a stream."""

from __future__ import annotations

import gzip
import importlib
import io
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, Any, cast

from corpus.encoding import BOMS, SIGNATURES, guess_utf
from corpus.errors import CorpusError, UnreadableInput


class UnwritableOutput(CorpusError, OSError):
    """An output that cannot be written."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: cannot be written ({reason}); name another place")


class MissingLibrary(CorpusError, ImportError):
    """An ability whose library is not installed."""

    def __init__(self, ability: str, extra: str) -> None:
        self.ability, self.extra = ability, extra
        super().__init__(f"{ability} needs a library that is not installed; install it: pip install 'songngu[{extra}]'")


PACKINGS = {".gz": b"\x1f\x8b", ".zst": b"\x28\xb5\x2f\xfd"}  # suffix of a packed file and its first bytes
MAX_TEXT = 1 << 24  # characters of one line or one text; what is longer is no sentence, and memory must not follow it
CHUNK = 1 << 20  # bytes written at once


def _zstd() -> Any:
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    try:
        return importlib.import_module(name)
    except ImportError:
        raise MissingLibrary(".zst", "zstd") from None


def packing(path: Path) -> str:
    """The suffix of a packed file, or nothing."""
    suffix = path.suffix.lower()
    return suffix if suffix in PACKINGS else ""


def unpacked_name(path: Path) -> str:
    """The name of a file in lower case, without the suffix of its packing."""
    return path.name.lower().removesuffix(packing(path))


@contextmanager
def writing(path: Path) -> Iterator[IO[str]]:
    """A UTF-8 text file with LF line ends, under a temporary name beside `path` until all of it is written.

    `.gz` and `.zst` are packed, with no time stamp in it; `-` is standard output. Raises `UnwritableOutput`.
    """
    if str(path) == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    with writing_bytes(path) as raw, _text(raw) as text:
        yield text


@contextmanager
def writing_bytes(path: Path) -> Iterator[IO[bytes]]:
    """As `writing`, for formats that are no text."""
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = path.resolve()  # a link stays a link; what it points to is replaced
    if path.is_dir():
        raise UnwritableOutput(path, "this is a folder")
    if path.exists() and not path.is_file():  # a device or pipe is written to, never replaced
        with _opened(path) as out:
            yield out
        return
    part = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        part = Path(name)
        with os.fdopen(descriptor, "wb") as raw, _packed(raw, packing(path)) as out:
            yield out
        _publish(part, path)
    except OSError as error:
        _discard(part)
        if isinstance(error, CorpusError):
            raise
        raise UnwritableOutput(path, error.strerror or str(error)) from error
    except BaseException:
        _discard(part)
        raise


def _text(raw: IO[bytes]) -> IO[str]:
    text = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
    text._CHUNK_SIZE = CHUNK  # type: ignore[attr-defined]
    return text


def _packed(raw: IO[bytes], suffix: str) -> AbstractContextManager[IO[bytes]]:
    if suffix == ".gz":
        return cast("IO[bytes]", gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0))
    if suffix == ".zst":
        return cast("IO[bytes]", _zstd().ZstdFile(raw, "wb"))
    return nullcontext(raw)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("wb") as out:
            yield out
    except OSError as error:
        raise UnwritableOutput(path, error.strerror or str(error)) from error


def _publish(part: Path, path: Path) -> None:
    if path.exists():
        mode = path.stat().st_mode & 0o7777
    else:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask  # mkstemp makes files private; the result is as any other new file
    part.chmod(mode)
    part.replace(path)


def _discard(part: Path | None) -> None:
    if part is not None:
        with suppress(FileNotFoundError):
            part.unlink()


@contextmanager
def reading(path: Path) -> Iterator[io.BufferedReader[Any]]:
    """The bytes of a file, unpacked if they or its suffix say so; `-` is standard input. Raises `UnreadableInput`."""
    with _source(path) as stream:
        known = packing(path)
        suffix = next((known for known, mark in PACKINGS.items() if stream.peek(4).startswith(mark)), known)
        broken: tuple[type[Exception], ...] = (gzip.BadGzipFile, EOFError, zlib.error)
        if suffix == ".gz":
            unpacked: io.BufferedReader[Any] = io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=stream)))
        elif suffix == ".zst":
            zstd = _zstd()
            broken = (*broken, zstd.ZstdError)
            unpacked = io.BufferedReader(zstd.ZstdFile(stream))
        else:
            unpacked = stream
        try:
            yield unpacked
        except broken as error:
            kind = {".gz": "gzip", ".zst": "zstd"}[suffix]
            raise UnreadableInput(str(path), f"not a whole {kind} file ({error})", "pack or copy it again") from None


@contextmanager
def _source(path: Path) -> Iterator[io.BufferedReader[Any]]:
    if str(path) == "-":
        yield cast("io.BufferedReader[Any]", sys.stdin.buffer)
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UnreadableInput(str(path), f"cannot be read ({error.strerror})", "check the path and its permissions") from None
    with stream:
        yield stream


def beginning(stream: io.BufferedReader[Any]) -> bytes:
    """Some first bytes of a stream, which stay in it."""
    return stream.peek(4096)[:4096]


def first_bytes(path: Path) -> bytes:
    """Some first bytes of a file, unpacked; those of standard input stay in it. Raises `UnreadableInput`."""
    if str(path) != "-":
        with reading(path) as stream:
            return beginning(stream)
    head = cast("io.BufferedReader[Any]", sys.stdin.buffer).peek()
    if not head.startswith(PACKINGS[".gz"]):
        return head
    try:
        return zlib.decompressobj(wbits=GZIP).decompress(head)
    except zlib.error:
        return b""


GZIP = 31  # for zlib: data with the frame of a gzip file


def text_lines(path: Path, *, breaks: bool = True) -> Iterator[str]:
    """Lines of a text file in UTF-8 or UTF-16, as written, without their ends; memory does not grow with the file.

    LF, CRLF and CR end a line, and nothing else does; without `breaks` only LF does. Raises `UnreadableInput` with the line
    for what is no text, not in these encodings, or a line of more than `MAX_TEXT` characters.
    """
    with reading(path) as stream:
        head = beginning(stream)
        for signature, what in SIGNATURES.items():
            if head.startswith(signature):
                raise UnreadableInput(str(path), f"this is {what}, not text", "save it as plain text (UTF-8) first")
        bom = next((found for mark, found in BOMS if head.startswith(mark)), None)
        encoding = bom or guess_utf(head)
        plain = encoding.startswith("utf-8")
        lines = _utf8_lines(stream, str(path)) if plain else _wide_lines(stream, encoding, str(path))
        for number, line in enumerate(lines, 1):
            if "\0" in line:
                raise UnreadableInput(str(path), "this is binary data, not text", "give a text file", number)
            if breaks and "\r" in line:
                yield from line.removesuffix("\r").split("\r")
            else:
                yield line


def _utf8_lines(stream: io.BufferedReader[Any], name: str) -> Iterator[str]:
    encoding = "utf-8-sig"  # the first line may have a mark
    number = 0
    while raw := stream.readline(MAX_TEXT):
        number += 1
        if len(raw) == MAX_TEXT and not raw.endswith(b"\n"):
            raise _too_long(name, number)
        try:
            yield raw.decode(encoding).removesuffix("\n")
        except UnicodeDecodeError as error:
            what = f"byte 0x{raw[error.start]:02X} is not UTF-8"
            raise UnreadableInput(name, what, "save the file as UTF-8", number) from None
        encoding = "utf-8"


def _wide_lines(stream: io.BufferedReader[Any], encoding: str, name: str) -> Iterator[str]:
    number = 0
    text = io.TextIOWrapper(stream, encoding=encoding, newline="\n")
    try:
        while line := text.readline(MAX_TEXT):
            number += 1
            if len(line) == MAX_TEXT and not line.endswith("\n"):
                raise _too_long(name, number)
            yield line.removesuffix("\n")
    except UnicodeError:
        raise UnreadableInput(name, f"the file is not {encoding.upper()}", "save the file as UTF-8", number + 1) from None
    finally:
        text.detach()


def _too_long(name: str, number: int) -> UnreadableInput:
    return UnreadableInput(name, f"the line has more than {MAX_TEXT:,} bytes", "put each pair on a line of its own", number)
