"""What a check looks for, and why."""

from __future__ import annotations

from typing import Annotated

import typer


def explain(
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="The code of an issue; none lists them all.")] = None,
) -> None:
    """Tell what an issue means: when it is reported, why it matters, examples, how to silence it.

    Example:  songngu explain tone_placement
    """
    from corpus.checks import CHECKS, PRESETS, explanation
    from corpus.errors import UnknownName

    if code is None:
        width = max(map(len, CHECKS))
        for row in CHECKS.values():
            print(f"{row.code:{width}}  {row.severity:8}  {explanation(row.code).title}")
        return
    if code not in CHECKS:
        raise UnknownName("explain", code, CHECKS)
    row, text = CHECKS[code], explanation(code)
    presets = ", ".join(name for name, codes in PRESETS.items() if code in codes)
    print(f"{code}: {text.title}")
    print(f"family {row.family}, usually {row.severity}; in the presets {presets}")
    print(f"\nReported  {text.what}\nBecause   {text.why}")
    if text.silent:
        print(f"Not       {text.silent}")
    for label, pairs in (("Glossary", text.glossary), ("Before", text.context)):
        for en, vi in pairs:
            print(f"\n{label}    {en}  =  {vi}")
    for example in text.examples:
        print(f"\n  en      {example.en}\n  wrong   {example.wrong or '(nothing)'}\n  right   {example.right}")
    print(
        f"\nWhere a finding is right as it is, say so in songngu.toml, with the reason:\n\n"
        f'  [[check.ignore]]\n  code = "{code}"\n  vi = "the words in question"\n  reason = "why they are right"'
    )
