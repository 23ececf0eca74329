"""The ledger as one page of HTML: no script, no network, bars as inline SVG, every figure also as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from exports.scale.ledger import LENGTH_STEP, Finding, Ledger

STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccc;
vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}svg{width:100%;height:auto;max-width:44rem}
summary{cursor:pointer;padding:.3rem 0}.place{color:#555;font-size:.85rem;overflow-wrap:anywhere}"""
BAR, GAP, HEIGHT = 24, 2, 120  # pixels of the drawing


def page(ledger: Ledger, title: str, facts: Mapping[str, str]) -> str:
    """The report of a run; `facts` are shown first (inputs, preset, signature)."""
    return "\n".join(
        (
            f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>',
            f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body><main>',
            f"<h1>{escape(title)}</h1>",
            _facts({**_sums(ledger), **facts}),
            "<h2>Rules</h2>",
            _rules(ledger),
            *(_plots(ledger)),
            *(("<h2>Lines that are no pairs</h2>", _bad(ledger)) if ledger.bad_lines else ()),
            "<h2>Examples</h2><p>Chosen at random, the same ones for the same seed.</p>",
            *(_examples(finding) for finding in ledger.findings if finding.examples),
            "</main></body></html>\n",
        )
    )


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
        limits = ", ".join(f"{name} {value:g}" for name, value in found.limits.items())
        cells = (f"<code>{found.rule}</code>", f"{escape(found.says)}{f' ({limits})' if limits else ''}", found.action)
        counts = f'<td class="n">{found.caught:,}</td><td class="n">{found.alone:,}</td>'
        rows.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}{counts}</tr>")
    names = ("rule", "a pair breaks it when", "action")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    numbers = '<th scope="col" class="n">pairs</th><th scope="col" class="n">only this rule</th>'
    return f"<table><thead><tr>{head}{numbers}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _plots(ledger: Ledger) -> Iterable[str]:
    if any(found.caught for found in ledger.findings):
        caught = [(found.rule, found.caught) for found in ledger.findings]
        yield "<h2>Pairs by rule</h2>" + bars("Pairs that broke each rule", caught)
    if ledger.scores:
        labels = [f"{n / len(ledger.scores):.2f}" for n in range(len(ledger.scores))]
        yield "<h2>Scores</h2>" + bars("Scored pairs by score", list(zip(labels, ledger.scores, strict=True)))
    for side, name in (("en", "English"), ("vi", "Vietnamese")):
        if ledger.lengths.get(side):
            labels = [str(n * LENGTH_STEP) for n in range(len(ledger.lengths[side]))]
            yield f"<h2>Length, {name}</h2>" + bars(
                f"Kept pairs by characters of the {name} side, from the number shown",
                list(zip(labels, ledger.lengths[side], strict=True)),
            )


def bars(title: str, values: Sequence[tuple[str, int]]) -> str:
    """A drawing of counts, one bar a value; a screen reader gets the title and all the figures."""
    most = max((count for _, count in values), default=0) or 1
    width, low = len(values) * (BAR + GAP), HEIGHT + 16
    drawn = []
    for n, (label, count) in enumerate(values):
        x, height = n * (BAR + GAP), round(count / most * HEIGHT, 1)
        name, middle, top = escape(label), x + BAR // 2, low + 10
        shape = f'<rect x="{x}" y="{low - height:g}" width="{BAR}" height="{height:g}" fill="#1f5fa8">'
        drawn.append(f"{shape}<title>{name}: {count:,}</title></rect>")
        turned = f'text-anchor="end" transform="rotate(-40 {middle} {top})"'
        drawn.append(f'<text x="{middle}" y="{top}" font-size="9" {turned}>{name}</text>')
    told = "; ".join(f"{label}: {count:,}" for label, count in values)
    return (
        f'<svg role="img" viewBox="-60 0 {width + 60} {low + 80}" aria-label="{escape(title)}"><title>{escape(title)}</title>'
        f"<desc>{escape(told)}</desc>{''.join(drawn)}</svg>"
    )


def _bad(ledger: Ledger) -> str:
    rows = (f'<tr><td>{escape(reason)}</td><td class="n">{count:,}</td></tr>' for reason, count in ledger.bad_lines.items())
    head = '<th scope="col">reason</th><th scope="col" class="n">lines</th>'
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _examples(found: Finding) -> str:
    rows = (
        f'<tr><td lang="en">{escape(example.en)}<div class="place">{escape(example.place)}</div></td>'
        f'<td lang="vi">{escape(example.vi)}</td></tr>'
        for example in found.examples
    )
    head = '<thead><tr><th scope="col">English</th><th scope="col">Vietnamese</th></tr></thead>'
    summary = f"<summary><code>{found.rule}</code> ({found.caught:,})</summary>"
    return f"<details>{summary}<table>{head}<tbody>{''.join(rows)}</tbody></table></details>"
