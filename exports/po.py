"""PO, the catalogues of gettext: written as a stream, read as a stream.

English is `msgid`, Vietnamese `msgstr`; what else is known of a pair stands in extracted comments, `#. score: 0.98`. An unsure
pair is `fuzzy`, as gettext calls a guess that nobody confirmed. What only a PO has (comments, references, flags, contexts,
guesses) goes from one PO to another as it is. Source: GNU gettext manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

from corpus.errors import UnreadableInput
from corpus.pair import Pair
from exports.files import text_lines, writing
from exports.intake import Intake
from exports.properties import CHECK, NAMES, properties, with_properties
from exports.row import EMPTY
from exports.text import one_line, xml_safe
from exports.tmx import DEFAULT_TAGS, language_of

FUZZY = 0.5  # score below which a pair is a guess; `--min-score 0.5` drops the same ones
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
UNESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", '"': '"', "\\": "\\"}
NO_ENGLISH = "pair without English, which a PO cannot hold"
IS_FUZZY = "fuzzy translation, which nobody confirmed"
OBSOLETE = "obsolete entry"
AROUND = "entry's comments, references, flags or msgctxt"
PLURAL = "plural of an entry, taken as a pair of its own"
HEADER = "field or comment of the header"
OWN_FIELDS = frozenset(  # of the header, which every catalogue that is written has anew
    ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms", "X-Generator")
)
OWN_CONTEXT = re.compile(r"songngu-\d+")  # what a text gets that was there before
FLAGS = "#,"
ENTRY = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr|msgstr\[(\d+)\])\s*(".*")\s*$|(".*")\s*$')
ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))", re.DOTALL)
REMEDY = 'write msgid "..." and msgstr "...", with \\" for a quotation mark inside'


def quoted(text: str) -> str:
    """A text as PO writes it, on one line.

    >>> print(quoted('two\\nlines and a "quote"'))
    "two\\nlines and a \\"quote\\""
    """
    return '"' + re.sub(r'[\\"\n\t]', lambda match: ESCAPES[match[0]], text) + '"'


def write_po(pairs: Iterable[Pair], path: Path, *, tags: tuple[str, str] = DEFAULT_TAGS) -> Counter[str]:
    """Write pairs as a catalogue; gives back what the text policy changed.

    An English text that was there before gets a `msgctxt`. Memory grows by 8 bytes and a place in a set for each entry.
    """
    changes: Counter[str] = Counter()
    seen: set[bytes] = set()
    with writing(path) as out:
        header = f"Language: {tags[1].replace('-', '_')}\\nMIME-Version: 1.0\\nContent-Type: text/plain; charset=UTF-8\\n"
        header += "Content-Transfer-Encoding: 8bit\\nPlural-Forms: nplurals=1; plural=0;\\n"
        out.write(f'msgid ""\nmsgstr "{header}X-Generator: songngu\\n"\n')
        for number, pair in enumerate(pairs, 1):
            en, vi = xml_safe(pair.en, changes), xml_safe(pair.vi, changes)
            if not en:
                changes[NO_ENGLISH if vi else EMPTY] += 1
                continue
            guess = "" if vi else xml_safe(pair.unconfirmed, changes)
            is_fuzzy = bool(guess or (vi and pair.score is not None and pair.score < FUZZY))
            comments, context = _around(pair.po_entry, is_fuzzy, changes)
            digest = blake2b(f"{context}{en}".encode(), digest_size=8).digest()
            if digest in seen:
                context = f"msgctxt {quoted(f'songngu-{number}')}\n"
            seen.add(digest)
            known = "".join(f"#. {name}: {value}\n" for name, value in _known(pair, changes) if not (guess and name == "kind"))
            out.write(f"\n{known}{comments}{context}msgid {quoted(en)}\nmsgstr {quoted(vi or guess)}\n")
    return changes


def _around(lines: Iterable[str], is_fuzzy: bool, changes: Counter[str]) -> tuple[str, str]:
    """The comments and the context of an entry, as they were, and the flag of a guess."""
    comments, context = "", ""
    for line in lines:
        safe = one_line(line, changes)
        if not safe.startswith("#"):
            context = f"{safe}\n"
        elif safe.startswith(FLAGS) and is_fuzzy:
            comments += f"{FLAGS} fuzzy, {safe.removeprefix(FLAGS).strip()}\n"
            is_fuzzy = False
        else:
            comments += f"{safe}\n"
    return comments + f"{FLAGS} fuzzy\n" * is_fuzzy, context


def _known(pair: Pair, changes: Counter[str]) -> Iterator[tuple[str, str]]:
    yield from properties(pair, one_line, changes)
    if pair.id:
        yield "id", one_line(pair.id, changes)


@dataclass(slots=True)
class _Entry:
    """One entry while it is read."""

    line: int = 0  # of its msgid
    texts: dict[str, str] = field(default_factory=dict)  # by keyword
    known: list[tuple[str, str]] = field(default_factory=list)
    id: str = ""
    fuzzy: bool = False
    around: list[str] = field(default_factory=list)  # comments that are not ours, references, flags


def read_po(path: Path) -> Intake:
    """English–Vietnamese pairs of a catalogue; one whose language is English has Vietnamese as `msgid`.

    What is fuzzy and has no score counts as not translated, and is kept as `unconfirmed`. Of a plural the general form is
    paired with the last translation.
    Raises `UnreadableInput` with the line.
    """
    left_out: Counter[str] = Counter()
    return Intake(_pairs(path, left_out), left_out)


def _pairs(path: Path, left_out: Counter[str]) -> Iterator[Pair]:
    swapped = False
    for entry in _entries(path, left_out):
        if not entry.texts.get("msgid") and "msgctxt" not in entry.texts:
            language = _language(entry.texts.get("msgstr", ""))
            if language and language not in ("en", "vi"):
                what = f"the translations are in {language!r}, not in English or Vietnamese"
                raise UnreadableInput(str(path), what, "mend Language: in its first entry", entry.line)
            swapped = language == "en"
            fields = re.findall(r"^([\w-]+):", entry.texts.get("msgstr", ""), re.MULTILINE)
            left_out[HEADER] += sum(name not in OWN_FIELDS for name in fields) + len(entry.around)
            continue
        yield from _entry_pairs(entry, swapped, left_out)


def _language(header: str) -> str:
    match = re.search(r"^Language:[ \t]*(\S+)", header, re.MULTILINE | re.IGNORECASE)
    return language_of(match[1]) if match else ""


def _entry_pairs(entry: _Entry, swapped: bool, left_out: Counter[str]) -> Iterator[Pair]:
    forms = [text for key, text in sorted(entry.texts.items()) if key.startswith("msgstr")]
    guess = ""
    if entry.fuzzy and any(forms) and not any(name == "score" for name, _ in entry.known):
        left_out[IS_FUZZY] += 1
        guess, forms = forms[-1], []
    around = tuple(entry.around)
    if "msgctxt" in entry.texts and not OWN_CONTEXT.fullmatch(entry.texts["msgctxt"]):
        around += (f"msgctxt {quoted(entry.texts['msgctxt'])}",)
    left_out[AROUND] += bool(around)
    left_out[PLURAL] += "msgid_plural" in entry.texts
    sides = [(entry.texts.get("msgid", ""), forms[0] if forms else "")]
    if "msgid_plural" in entry.texts:
        general = entry.texts["msgid_plural"], forms[-1] if forms else ""
        sides = [general] if len(forms) <= 1 else [sides[0], general]
    for source, target in sides:
        if source or target:
            en, vi = (target, source) if swapped else (source, target)
            pair = with_properties(en, vi, entry.known, left_out, id=entry.id, line=entry.line)
            yield replace(pair, unconfirmed=guess, po_entry=around) if guess or around else pair


def _entries(path: Path, left_out: Counter[str]) -> Iterator[_Entry]:
    entry, keyword = _Entry(), ""
    for number, raw in enumerate(text_lines(path), 1):
        line = raw.strip()
        if line.startswith("#~"):
            left_out[OBSOLETE] += line.startswith("#~ msgid ")
            continue
        match = ENTRY.match(line)
        begins = line.startswith(("#", "msgctxt")) or (line.startswith("msgid ") and "msgid" in entry.texts)
        if begins and any(key.startswith("msgstr") for key in entry.texts):
            yield entry
            entry, keyword = _Entry(), ""
        if line.startswith("#"):
            _comment(line, entry)
        elif match and (match[1] or keyword):
            keyword = match[1] or keyword
            if match[1] in entry.texts:
                raise UnreadableInput(str(path), f"{match[1]} twice in one entry", "give each entry its msgstr", number)
            if match[1] == "msgid":
                entry.line = number
            whole = entry.texts.get(keyword, "") + _unquoted(match[3] or match[4], str(path), number)
            entry.texts[keyword] = unicodedata.normalize("NFC", whole)
        elif line:
            raise UnreadableInput(str(path), f"not PO: {line[:40]!r}", REMEDY, number)
    if entry.texts:
        if not any(key.startswith("msgstr") for key in entry.texts):
            raise UnreadableInput(str(path), "the last entry has no msgstr", "the file may be cut off: copy it again", entry.line)
        yield entry


def _comment(line: str, entry: _Entry) -> None:
    if line.startswith(FLAGS):
        flags = [flag.strip() for flag in line.removeprefix(FLAGS).split(",")]
        entry.fuzzy |= "fuzzy" in flags
        rest = ", ".join(flag for flag in flags if flag not in ("", "fuzzy"))
        entry.around += [f"{FLAGS} {rest}"] if rest else []
        return
    name, colon, value = line[3:].partition(": ") if line.startswith("#. ") else ("", "", "")
    if colon and name == "id":
        entry.id = value
    elif colon and name in NAMES and (name != CHECK or value.startswith("{")):
        entry.known.append((name, value))
    else:
        entry.around.append(line)


def _unquoted(literal: str, name: str, line: int) -> str:
    body = literal[1:-1]
    if '"' in ESCAPE.sub("", body) or ESCAPE.sub("", body).endswith("\\"):
        raise UnreadableInput(name, "a quotation mark inside a text", REMEDY, line)
    return ESCAPE.sub(_character, body)


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 8))
    if match[2]:
        return chr(int(match[2], 16))
    return UNESCAPED.get(match[3], match[0])
