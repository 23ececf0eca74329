"""Files that appear whole or not at all."""

from __future__ import annotations

import gzip
import io
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from corpus.errors import CorpusError, UnreadableInput


class UnwritableOutput(CorpusError, OSError):
    """An output that cannot be written."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: cannot be written ({reason}); name another place with -o")


@contextmanager
def writing(path: Path) -> Iterator[IO[str]]:
    """A UTF-8 text file with LF line ends, under a temporary name beside `path` until all of it is written.

    `.gz` is compressed, with no time stamp in it; `-` is standard output. Raises `UnwritableOutput`.
    """
    if str(path) == "-":
        yield sys.stdout
        sys.stdout.flush()
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
        with os.fdopen(descriptor, "wb") as raw:
            if path.suffix.lower() == ".gz":
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed, _text(packed) as text:
                    yield text
            else:
                with _text(raw) as text:
                    yield text
        _publish(part, path)
    except OSError as error:
        _discard(part)
        raise UnwritableOutput(path, error.strerror or str(error)) from error
    except BaseException:
        _discard(part)
        raise


def _text(raw: IO[bytes] | gzip.GzipFile) -> IO[str]:
    return io.TextIOWrapper(raw, encoding="utf-8", newline="\n")


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    try:
        with path.open("w", encoding="utf-8", newline="\n") as out:
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
def reading(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked if it is `.gz`; `-` is standard input."""
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    try:
        opened = path.open("rb")
    except OSError as error:
        raise UnreadableInput(str(path), f"cannot be read ({error.strerror})", "check the path and its permissions") from None
    with opened as stream:
        if path.suffix.lower() != ".gz":
            yield stream
            return
        try:
            with gzip.GzipFile(fileobj=stream) as unpacked:
                yield io.BufferedReader(unpacked)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise UnreadableInput(str(path), f"not a whole gzip file ({error})", "pack or copy it again") from None
