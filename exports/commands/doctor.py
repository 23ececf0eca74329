"""Is everything there that songngu needs?"""

from __future__ import annotations

from typing import Annotated

import typer

from exports.options import one_of

SOMETHING_MISSING = 3


def doctor(format_: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text") -> None:
    """Print versions, packages and extras with what is missing and how to install it, and digests of the data.

    Exit code 3 if a required package is missing or too old; extras may be missing.

    Example:  songngu doctor --format text
    """
    from exports.diagnosis import as_json, is_healthy, packages, report

    one_of(format_, ("text", "json"), "--format")
    found = packages()
    print(as_json(found) if format_ == "json" else "\n".join(report(found)))
    if not is_healthy(found):
        raise typer.Exit(SOMETHING_MISSING)
