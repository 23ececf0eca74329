"""What a check looks for, and why; what is known of a pair."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exports.options import LexiconFile, UsageError, reading_lexicon


def explain(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE|pair]", help="The code of an issue, or the word pair; none lists all codes.")
    ] = None,
    texts: Annotated[
        list[str] | None, typer.Argument(metavar="[EN VI]", help="After pair: an English and a Vietnamese text.")
    ] = None,
    lexicon: LexiconFile = None,
) -> None:
    """Tell what an issue means, or which words, values and names of a pair have a counterpart.

    Example:  songngu explain tone_placement

    Example:  songngu explain pair "Tariffs rose by 5 percent." "Thuế quan tăng 5%."
    """
    if code is not None and code.lower() == "pair":
        _explain_pair(texts or [], lexicon)
        return
    if texts:
        raise UsageError(f"explain {code} {texts[0]}: one code at a time; two texts come after the word pair")
    if lexicon is not None:
        raise UsageError(f"--lexicon {lexicon}: codes need none; it goes with explain pair EN VI")
    _explain_code(code)


def _explain_pair(texts: list[str], lexicon: Path | None) -> None:
    from exports.overview import evidence_lines

    if len(texts) != 2 or not all(text.strip() for text in texts):
        raise UsageError("explain pair: give an English and a Vietnamese text, each in quotation marks")
    with reading_lexicon(lexicon):
        for line in evidence_lines(texts[0], texts[1]):
            print(line)


def _explain_code(code: str | None) -> None:
    from corpus.checks import CHECKS, PRESETS, explanation
    from exports.codes import code_of

    if code is None:
        width = max(map(len, CHECKS))
        for row in CHECKS.values():
            print(f"{row.code:{width}}  {row.severity:8}  {explanation(row.code).title}")
        return
    code = code_of(code, "explain")
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
