"""One HTML file for people: both sides with their spans marked, worst first, counts and plots, filters.

It needs no network and no other file; without scripts it shows everything and only the filters are missing. Its style and
script stand beside this module as `page.css` and `page.js`.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import IO

from corpus.issue import Issue
from exports.count import count_of
from exports.gate import BINS, Summary
from exports.judge import SEVERITIES, Judged
from exports.marking import segments, visible
from exports.reports.about import About, Report, named
from exports.text import xml_safe

MOST_PAIRS = 10_000  # of the worst pairs that the page holds; a browser stays quick with them
RANK = {severity: rank for rank, severity in enumerate(reversed(SEVERITIES))}  # higher is worse
LANGUAGES = {"en": "English", "vi": "Vietnamese"}

Badness = tuple[int, int, float, int]


class Page(Report):
    """Keeps the worst pairs and writes the page at the end."""

    def __init__(self, out: IO[str], about: About) -> None:
        super().__init__(out, about)
        self.place = 0
        self.worst: list[tuple[Badness, Judged]] = []  # heap, the least bad first

    def add(self, judged: Judged) -> None:
        """Keep a pair if it is among the worst so far."""
        self.place += 1
        if not judged.issues:
            return
        ranks = [RANK[issue.severity] for issue in judged.issues]
        entry = ((max(ranks), sum(rank == max(ranks) for rank in ranks), -judged.score, -self.place), judged)
        if len(self.worst) < MOST_PAIRS:
            heapq.heappush(self.worst, entry)
        else:
            heapq.heappushpop(self.worst, entry)

    def end(self, summary: Summary) -> None:
        """Write the page."""
        worst = sorted(self.worst, key=lambda entry: entry[0], reverse=True)
        for part in self._parts(summary, worst):
            self.out.write(part)

    def _parts(self, summary: Summary, worst: list[tuple[Badness, Judged]]) -> Iterator[str]:
        title = f"Translation check: {count_of(summary.findings, 'finding')}"
        yield (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
            "script-src 'unsafe-inline'\">\n"
            f"<title>{title}</title>\n<style>\n{_resource('page.css')}</style>\n</head>\n<body>\n"
            '<a class="skip" href="#findings">Skip to the findings</a>\n'
            f'<header>\n<h1>{title}</h1>\n<p class="soft">{_subtitle(summary)}</p>\n</header>\n<main>\n'
        )
        yield _totals(summary)
        yield '<h2 id="plots">Distribution</h2>\n'
        yield _score_plot(summary)
        yield _code_plot(summary)
        yield '<h2 id="findings" tabindex="-1">Findings</h2>\n'
        if worst:
            yield f'{_form(summary)}<p id="shown" role="status"></p>\n{_held(summary, len(worst))}<ol class="pairs" id="pairs">\n'
            for (*_, place), judged in worst:
                yield _pair(judged, -place)
            yield f'</ol>\n<button type="button" id="more" hidden>Show more</button>\n{_meanings(summary, self.about)}'
        else:
            yield "<p>Nothing was found.</p>\n"
        yield f"</main>\n<footer>Signature: <code>{_text(self.about.signature)}</code></footer>\n"
        if worst:
            yield f"<script>\n{_resource('page.js')}</script>\n"
        yield "</body>\n</html>\n"


def _resource(name: str) -> str:
    return (files("exports.reports") / name).read_text(encoding="utf-8")


def _text(text: str) -> str:
    return escape(xml_safe(text, Counter()))


def _subtitle(summary: Summary) -> str:
    names = list(summary.files)
    where = _text(names[0]) if len(names) == 1 else count_of(len(names), "file")
    left = [
        *([f"{count_of(summary.known, 'finding')} of the baseline"] if summary.known else []),
        *([f"{count_of(summary.ignored, 'finding')} ignored in the settings"] if summary.ignored else []),
    ]
    failed = "".join(f"<br>Not read: {_text(failure.text)}" for failure in summary.failed)
    return f"{where}, {count_of(summary.pairs, 'pair')} checked{'; left out: ' + ' and '.join(left) if left else ''}.{failed}"


def _totals(summary: Summary) -> str:
    items = [(f"{summary.severities[severity]:,}", severity) for severity in SEVERITIES]
    share = f"{summary.flagged / summary.pairs:.1%}" if summary.pairs else "0%"
    items.append((f"{summary.flagged:,}", f"pairs with findings ({share})"))
    return '<ul class="totals">\n' + "".join(f"<li><b>{n}</b> {what}</li>\n" for n, what in items) + "</ul>\n"


def _score_plot(summary: Summary) -> str:
    """Pairs by score, a bar for each of the BINS; 1 unit wide, 100 high."""
    tallest = max(*summary.scores, 1)
    heights = [100 * count / tallest for count in summary.scores]
    bars = "".join(
        f'<rect class="bar" x="{at + 0.05:g}" y="{100 - heights[at]:.2f}" width="0.9" height="{heights[at]:.2f}">'
        f"<title>{at / BINS:.2f} to {(at + 1) / BINS:.2f}: {count_of(count, 'pair')}</title></rect>\n"
        for at, count in enumerate(summary.scores)
        if count
    )
    low = sum(summary.scores[: BINS // 2])
    return (
        f'<figure>\n<svg class="histogram" viewBox="0 0 {BINS} 100" preserveAspectRatio="none" role="img" '
        f'aria-label="Histogram of scores: {low:,} of {count_of(summary.pairs, "pair")} below 0.5">\n{bars}</svg>\n'
        '<div class="ticks" aria-hidden="true">'
        "<span>0</span><span>0.25</span><span>0.5</span><span>0.75</span><span>1</span></div>\n"
        "<figcaption>Pairs by score, the probability that both sides say the same: "
        f"{count_of(low, 'pair')} below 0.5; the tallest bar is {count_of(tallest, 'pair')}.</figcaption>\n</figure>\n"
    )


def _code_plot(summary: Summary) -> str:
    """Findings by code, a bar for each, cut by severity; its length is the share of the commonest code."""
    if not summary.codes:
        return ""
    most = max(summary.codes.values())
    rows = "".join(
        f'<tr><th scope="row"><code>{code.replace("_", "_<wbr>")}</code></th><td class="count">{count:,}</td><td class="bars">'
        f'<svg viewBox="0 0 {most} 1" preserveAspectRatio="none" role="img" aria-label="{_parts_of(summary, code)}">'
        f"{_bar(summary, code)}</svg></td></tr>\n"
        for code, count in _by_count(summary)
    )
    keys = "".join(f' <span class="key {severity}">{severity}</span>' for severity in SEVERITIES)
    return (
        f'<table class="codes">\n<caption>Findings by code, by severity:{keys}</caption>\n'
        '<thead><tr><th scope="col">Code</th><th scope="col" class="count">Findings</th>'
        '<th scope="col">Share</th></tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n"
    )


def _parts_of(summary: Summary, code: str) -> str:
    counts = ((severity, summary.code_severities[code, severity]) for severity in SEVERITIES)
    return ", ".join(f"{count:,} {severity}" for severity, count in counts if count)


def _bar(summary: Summary, code: str) -> str:
    start, pieces = 0, []
    for severity in SEVERITIES:
        count = summary.code_severities[code, severity]
        if count:
            pieces.append(
                f'<rect class="{severity}" x="{start}" y="0" width="{count}" height="1">'
                f"<title>{count:,} {severity}</title></rect>"
            )
        start += count
    return "".join(pieces)


def _by_count(summary: Summary) -> list[tuple[str, int]]:
    return sorted(summary.codes.items(), key=lambda item: (-item[1], item[0]))


def _form(summary: Summary) -> str:
    severities = "".join(
        f'<label><input type="checkbox" name="severity" value="{severity}" checked> {severity} '
        f'<span class="soft">{summary.severities[severity]:,}</span></label>\n'
        for severity in SEVERITIES
    )
    codes = "".join(
        f'<label><input type="checkbox" name="code" value="{code}" checked> <code>{code}</code> '
        f'<span class="soft">{count:,}</span></label>\n'
        for code, count in _by_count(summary)
    )
    found = [name for name, count in summary.files.items() if count]
    options = "".join(f'<option value="{_text(name)}">{_text(name)}</option>' for name in found)
    chooser = f'<label>File <select name="file"><option value="">all</option>{options}</select></label>\n'
    return (
        '<form id="filters" hidden>\n'
        f'<fieldset><legend>Severity</legend><div class="choices">\n{severities}</div></fieldset>\n'
        f'<fieldset><legend>Code</legend><div class="choices">\n{codes}</div>\n'
        '<button type="button" data-tick="all">All codes</button> '
        '<button type="button" data-tick="none">No code</button></fieldset>\n<div class="fields">\n'
        '<label>Words <input type="search" name="words" placeholder="in a text, message or place"></label>\n'
        f"{chooser if len(found) > 1 else ''}"
        '<label>Order <select name="order"><option value="rank">worst first</option>'
        '<option value="place">as in the files</option></select></label>\n'
        '<button type="reset">Start over</button>\n</div>\n</form>\n'
    )


def _held(summary: Summary, held: int) -> str:
    if held == summary.flagged:
        return ""
    return f"<p>The page holds the worst {held:,} of {summary.flagged:,} pairs with findings.</p>\n"


def _pair(judged: Judged, place: int) -> str:
    pair = judged.pair
    name = f" · id {_text(named(pair))}" if named(pair) else ""
    doc = f" · {_text(pair.doc)}" if pair.doc else ""
    sides = "".join(
        f'<div><span class="language">{LANGUAGES[side]}</span><p lang="{side}">{_marks(text, judged.issues, side)}</p></div>\n'
        for side, text in (("en", pair.en_coded), ("vi", pair.vi_coded))
    )
    issues = "".join(_issue(number, issue) for number, issue in enumerate(judged.issues, 1))
    return (
        f'<li class="pair" data-place="{place}" data-file="{_text(judged.file)}">\n'
        f'<h3 tabindex="-1">{_text(judged.place)} <span class="soft">{name}{doc} · score {judged.score:.2f}</span></h3>\n'
        f'<div class="sides">\n{sides}</div>\n<ol class="issues">\n{issues}</ol>\n</li>\n'
    )


def _marks(text: str, issues: tuple[Issue, ...], side: str) -> str:
    """The text with a `mark` for each piece in a span, and the number of the issue where its span ends."""
    if not text:
        return '<span class="soft">(empty)</span>'
    out = []
    for part in segments(text, issues, side):
        if not part.issues:
            out.append(_text(part.text))
            continue
        worst = max((issues[number - 1].severity for number in part.issues), key=RANK.__getitem__)
        numbers = "".join(f"<sup>{number}</sup>" for number in part.closes)
        out.append(f'<mark class="{worst}">{_text(visible(part.text))}{numbers}</mark>')
    return "".join(out)


def _issue(number: int, issue: Issue) -> str:
    written = "" if issue.suggestion is None else _text(issue.suggestion)
    hint = f'<span class="write">Write: <span lang="vi">{written}</span></span>' if written else ""
    return (
        f'<li data-code="{issue.code}" data-severity="{issue.severity}"><span class="number">{number}</span> '
        f'<span class="severity {issue.severity}">{issue.severity}</span> <code>{issue.code}</code> '
        f"{_text(issue.message)}{hint}</li>\n"
    )


def _meanings(summary: Summary, about: About) -> str:
    rows = "".join(f"<dt><code>{code}</code></dt><dd>{_text(about.codes[code])}</dd>\n" for code in sorted(summary.codes))
    return f"<h2>What the codes mean</h2>\n<dl>\n{rows}</dl>\n"
