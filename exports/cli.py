"""The command line: thin skins over corpus, aligners and exports.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 findings, 2 usage or unreadable
input, 3 some inputs failed, 4 internal error, 130 interrupted.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import Annotated, Any

import typer

from corpus.errors import CorpusError
from exports.commands.align import align
from exports.commands.check import check
from exports.commands.clean import clean
from exports.commands.compare import compare
from exports.commands.concat import concat
from exports.commands.convert import convert
from exports.commands.detect import detect
from exports.commands.doctor import doctor
from exports.commands.evaluate import evaluate
from exports.commands.explain import explain
from exports.commands.inspect import inspect
from exports.commands.learn import learn
from exports.commands.run import run
from exports.commands.sample import sample
from exports.commands.score import score
from exports.commands.sentences import sentences
from exports.commands.split import split
from exports.commands.stats import stats
from exports.commands.validate import validate
from exports.options import say

COMMANDS = (  # in the order of the help page
    inspect, detect, sentences, align, evaluate, score, check, explain, compare, convert, validate, learn,
    clean, split, sample, stats, concat, run, doctor,
)  # fmt: skip

app = typer.Typer(
    name="songngu",
    help="English-Vietnamese bilingual text in, sentence pairs one can trust out.",
    epilog="Exit codes: 0 done, 1 findings, 2 usage or input, 3 some inputs failed, 4 internal error, 130 interrupted.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(version_text())
        raise typer.Exit


def version_text() -> str:
    """Name and version of the installed package."""
    from importlib.metadata import version

    return f"songngu {version('songngu')}"


@app.callback()
def _main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an internal error.")] = False,
) -> None:
    """English-Vietnamese bilingual text in, sentence pairs one can trust out."""
    del version
    if debug:
        os.environ["SONGNGU_DEBUG"] = "1"


for command in COMMANDS:
    app.command()(command)

INTERNAL_ERROR = 4
INTERRUPTED = 130


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # under any locale; file names may be no text


def _show(error: Any) -> None:
    """What typer says of wrong options as one line; a command without any argument shows its help."""
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        return
    context = getattr(error, "ctx", None)
    command = f" {context.info_name}" if context and context.parent else ""
    message = " ".join(error.format_message().split()).rstrip(".")
    say(f"songngu: error: {message}; see songngu{command} --help")


def main() -> None:
    """Run the command line; every way out has its own exit code and at most one line of error."""
    if sys.argv[1:] == ["--version"]:
        print(version_text())
        return
    _speak_utf8()
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:  # typer makes a return value of Ctrl-C, and of typer.Exit
            raise KeyboardInterrupt
        sys.exit(code)
    except CorpusError as error:
        say(f"songngu: error: {error}")
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        say("songngu: interrupted")
        sys.exit(INTERRUPTED)
    except (BrokenPipeError, SystemExit) as stop:
        if isinstance(stop, SystemExit) and not isinstance(stop.__context__, BrokenPipeError):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader of the pipe has seen enough
        sys.exit(0)
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):  # what typer says of wrong options
            _show(error)
            sys.exit(error.exit_code)
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            say("songngu: error: the output is full; make room or name another place")
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(2)
        if os.environ.get("SONGNGU_DEBUG"):
            raise
        say(f"songngu: internal error: {type(error).__name__}: {error}; run again with songngu --debug and report it")
        sys.exit(INTERNAL_ERROR)


if __name__ == "__main__":
    main()
