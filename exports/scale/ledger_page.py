"""The ledger as one page of HTML: no script, no network, dark where the reader's system is; a figure stands beside each bar.

Its style is that of the page of `songngu check`, with what only this one has added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files

from exports.scale.ledger import LENGTH_STEP, Finding, Ledger

STYLE = """th, td { vertical-align: top; }
th code, td.count { white-space: nowrap; }
thead th { overflow-wrap: normal; }
.bars svg { margin-top: 0.35rem; }
.place { font-size: 0.8125rem; }
.examples { max-width: none; table-layout: fixed; }
summary { cursor: pointer; padding: 0.3rem 0; }
main { padding-bottom: 2rem; }
"""


def page(ledger: Ledger, title: str, facts: Mapping[str, str]) -> str:
    """The report of a run; `facts` are shown first (inputs, preset, signature)."""
    return "\n".join(
        (
            f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<style>{_shared_style()}{STYLE}</style></head><body><main>",
            f"<h1>{escape(title)}</h1>",
            _facts({**_sums(ledger), **facts}),
            "<h2>Rules</h2>",
            _rules(ledger),
            *(_plots(ledger)),
            *(("<h2>Lines that are no pairs</h2>", _bad(ledger)) if ledger.bad_lines else ()),
            *(("<h2>Examples</h2><p>Chosen at random, the same ones for the same seed.</p>",) if ledger.read else ()),
            *(_examples(finding) for finding in ledger.findings if finding.examples),
            "</main></body></html>\n",
        )
    )


def _shared_style() -> str:
    return (files("exports.reports") / "page.css").read_text(encoding="utf-8")


def _sums(ledger: Ledger) -> dict[str, str]:
    def share(count: int) -> str:
        return f"{count:,} ({count / ledger.read:.2%})" if ledger.read else f"{count:,}"

    return {
        "pairs read": f"{ledger.read:,}",
        "kept": share(ledger.kept),
        "dropped": share(ledger.dropped),
        "kept with a flag": share(ledger.flagged),
        "lines that are no pairs": f"{sum(ledger.bad_lines.values()):,}",
        "blank lines": f"{ledger.blank_lines:,}",
    }


def _facts(facts: Mapping[str, str]) -> str:
    rows = (f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>' for name, value in facts.items())
    return f"<table>{''.join(rows)}</table>"


def _rules(ledger: Ledger) -> str:
    rows = []
    for found in ledger.findings:
        limits = ", ".join(f"`{name}` {value:g}" for name, value in found.limits.items())
        says = _code(f"{found.says}{f' ({limits})' if limits else ''}")
        counts = f'<td class="count">{found.caught:,}</td><td class="count">{found.alone:,}</td>'
        name = f'<th scope="row"><code>{found.rule}</code><div class="soft">{says}</div></th>'
        rows.append(f"<tr>{name}<td>{found.action}</td>{counts}</tr>")
    head = '<th scope="col">rule, and when a pair breaks it</th><th scope="col">action</th>'
    numbers = '<th scope="col" class="count">pairs</th><th scope="col" class="count">only this rule</th>'
    return f"<table><thead><tr>{head}{numbers}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _code(text: str) -> str:
    """Text as HTML, with what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _plots(ledger: Ledger) -> Iterable[str]:
    if any(found.caught for found in ledger.findings):
        caught = [(found.rule, found.caught) for found in ledger.findings]
        yield "<h2>Pairs by rule</h2>" + bars("Pairs that broke each rule.", "rule", caught)
    if ledger.scores:
        steps = len(ledger.scores)
        labels = [f"{n / steps:.2f} to {(n + 1) / steps:.2f}" for n in range(steps)]
        yield "<h2>Scores</h2>" + bars("Scored pairs by score.", "score", list(zip(labels, ledger.scores, strict=True)))
    for side, name in (("en", "English"), ("vi", "Vietnamese")):
        counts = ledger.lengths.get(side, ())
        if any(counts):
            used = max(n for n, count in enumerate(counts) if count) + 1
            starts = range(0, len(counts) * LENGTH_STEP, LENGTH_STEP)
            labels = [*(f"{start} to {start + LENGTH_STEP - 1}" for start in starts[:-1]), f"{starts[-1]} or more"]
            shown = list(zip(labels, counts, strict=True))[:used]
            yield f"<h2>Length, {name}</h2>" + bars(f"Kept pairs by characters of the {name} side.", "characters", shown)


def bars(title: str, what: str, values: Sequence[tuple[str, int]]) -> str:
    """A table of counts of pairs, each with a bar; the longest one is the greatest count."""
    most = max((count for _, count in values), default=0) or 1
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td class="count">{count:,}</td><td class="bars">'
        f'<svg viewBox="0 0 {most} 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="bar" width="{count}" height="1"/></svg></td></tr>'
        for label, count in values
    )
    head = (
        f'<th scope="col">{what}</th><th scope="col" class="count">pairs</th><th scope="col" class="bars">share of the most</th>'
    )
    return f"<table><caption>{escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _bad(ledger: Ledger) -> str:
    rows = (f'<tr><td>{escape(reason)}</td><td class="count">{count:,}</td></tr>' for reason, count in ledger.bad_lines.items())
    head = '<th scope="col">reason</th><th scope="col" class="count">lines</th>'
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _examples(found: Finding) -> str:
    rows = (
        f'<tr><td lang="en">{escape(example.en)}<div class="place soft">{escape(example.place)}</div></td>'
        f'<td lang="vi">{escape(example.vi)}</td></tr>'
        for example in found.examples
    )
    head = '<thead><tr><th scope="col">English</th><th scope="col">Vietnamese</th></tr></thead>'
    summary = f"<summary><code>{found.rule}</code> ({found.caught:,})</summary>"
    return f'<details>{summary}<table class="examples">{head}<tbody>{"".join(rows)}</tbody></table></details>'
