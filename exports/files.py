"""Files that appear whole or not at all."""

from __future__ import annotations

import gzip
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from corpus.errors import CorpusError


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
    part = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        part = Path(name)
        with os.fdopen(descriptor, "wb") as raw:
            if path.suffix == ".gz":
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


def _publish(part: Path, path: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    part.chmod(0o666 & ~mask)  # mkstemp makes files private; the result is as any other new file
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
    with path.open("rb") as stream:
        if path.suffix == ".gz":
            with gzip.GzipFile(fileobj=stream) as unpacked:
                yield io.BufferedReader(unpacked)
        else:
            yield stream
