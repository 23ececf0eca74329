"""Many pairs: speed against a plain loop and OpusFilter, memory, growth, what is dropped, and what a killed run loses.

Usage:  python -m benchmarks.scale [--pairs 5000000] [--only NAME,...] [--opusfilter COMMAND] [--work FOLDER]

Text is made at run time by perturbing the development data beside the checkout; nothing of it is stored in the project.
CPU is that of the measured processes, user and system; memory is the peak of the largest process.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.evidence import aligned

DATA = Path(__file__).parents[2] / "shared" / "data" / "align"
SONGNGU = [sys.executable, "-m", "exports.cli"]
QUICK = ("--preset", "quick", "--jobs", "1", "-q")
NEAR = ("--preset", "quick", "--rule", "near_duplicate=drop", "-q")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took."""

    cpu: float  # seconds
    peak: int  # MB of resident memory


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and how big."""

    folder: Path
    pairs: int
    opusfilter: str | None


Rows = Iterator[tuple[str, str, str]]  # measure, floor, found


def cost(command: list[str], expected: int = 0) -> Cost:
    """Run a command; what it and its children took."""
    script = "import resource, subprocess, sys; code = subprocess.run(sys.argv[1:]).returncode; r = resource.getrusage("
    script += "resource.RUSAGE_CHILDREN); print(code, r.ru_utime + r.ru_stime, r.ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", script, *command], capture_output=True, text=True, check=True)
    code, cpu, peak = done.stdout.split()[-3:]
    assert int(code) == expected, done.stderr
    return Cost(float(cpu), int(peak) // 1024)


def clean(source: Path, out: Path, *options: str) -> Cost:
    return cost([*SONGNGU, "clean", str(source), "-o", str(out), *options])


def base() -> list[tuple[str, str]]:
    pairs = [pair for name in ("ntrex-clean", "d2l-plain") for pair in aligned(DATA / name)]
    return [(en, vi) for en, vi in pairs if 20 < len(en) < 400 and "\t" not in en + vi]


def crawl(path: Path, count: int, changes: int = 3) -> Path:
    """Pairs with some words changed, a fifth of them copies, some faulty; `changes` words of each side at most."""
    rng, pairs, last = random.Random(7), base(), ""
    words = [[word for pair in pairs for word in pair[side].split()] for side in (0, 1)]
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for number in range(count):
            kind = rng.random()
            if kind < 0.2 and last:
                out.write(last)
                continue
            sides = [side.split() for side in pairs[int(rng.random() * len(pairs))]]
            for side, known in zip(sides, words, strict=True):
                for _ in range(min(changes, len(side))):
                    side[int(rng.random() * len(side))] = known[int(rng.random() * len(known))]
            if kind < 0.23:
                sides[1] = sides[0]
            elif kind < 0.26:
                sides[1] = sides[1][:2]
            line = "\t".join(" ".join(side) for side in sides) + "\n"
            out.write(f" {line.upper()}" if kind > 0.98 else line)
            if number % 3 == 0:
                last = line
    return path


def speed(setting: Setting) -> Rows:
    """Cheap rules and exact duplicates, against a plain loop that does the same."""
    small = crawl(setting.folder / "small.tsv", setting.pairs // 5)
    large = crawl(setting.folder / "large.tsv", setting.pairs)
    out, rejected = setting.folder / "out.tsv", setting.folder / "rejected.tsv"
    loop = cost([sys.executable, str(Path(__file__).with_name("plain_loop.py")), str(large), str(out), str(rejected)])
    one, five = (clean(source, out, *QUICK, "--rejected", str(rejected)) for source in (small, large))
    size = f"{setting.pairs:,} pairs, {large.stat().st_size / 1e9:.2f} GB"
    yield f"CPU of the plain loop, {size}", "", f"{loop.cpu:.1f} s ({loop.peak} MB)"
    yield "CPU of clean --preset quick", "<= 0.6 x loop", f"{five.cpu:.1f} s ({five.cpu / loop.cpu:.2f} x)"
    yield "memory", "<= 700 MB", f"{five.peak} MB"
    yield "growth over 5 times the pairs", "<= 1.15 x linear", f"{five.cpu / one.cpu / 5:.2f} x"
    yield "memory, five times the pairs", "flat", f"{one.peak} -> {five.peak} MB"
    large.unlink()


def opusfilter(setting: Setting) -> Rows:
    """The same rules as OpusFilter has them; without `--opusfilter` nothing is measured."""
    if setting.opusfilter is None:
        return
    folder = setting.folder / "opusfilter"
    folder.mkdir()
    lines = crawl(folder / "a.tsv", 200_000).read_text(encoding="utf-8").split("\n")[:-1]
    for side in (0, 1):
        text = "".join(line.split("\t")[side] + "\n" for line in lines)
        (folder / f"a.{('en', 'vi')[side]}").write_text(text, encoding="utf-8")
    filters = (
        "{LengthFilter: {unit: char, min_length: 1, max_length: 1000}}",
        "{LengthRatioFilter: {unit: char, threshold: 2.2}}",
        "{AlphabetRatioFilter: {threshold: 0.1}}",
        "{HtmlTagFilter: {}}",
        "{NonZeroNumeralsFilter: {threshold: 0.1}}",
    )
    steps = (
        f"{{type: filter, parameters: {{inputs: [a.en, a.vi], outputs: [b.en, b.vi], filters: [{', '.join(filters)}]}}}}",
        "{type: remove_duplicates, parameters: {inputs: [b.en, b.vi], outputs: [c.en, c.vi], lowercase: true}}",
    )
    (folder / "f.yaml").write_text(f"common: {{output_directory: {folder}}}\nsteps: [{', '.join(steps)}]\n", encoding="utf-8")
    theirs = cost([setting.opusfilter, "--overwrite", str(folder / "f.yaml")])
    ours = clean(folder / "a.tsv", folder / "out.tsv", *QUICK)
    found = f"{theirs.cpu / ours.cpu:.1f} x ({theirs.cpu:.1f} and {ours.cpu:.1f} s for 200,000 pairs, start included)"
    yield "pairs for each CPU second, against OpusFilter with the rules that it has", ">= 5 x", found


def quality(setting: Setting) -> Rows:
    """What the preset `news` does to professional pairs, and to the same pairs shifted by one."""
    pairs = list(aligned(DATA / "ntrex-clean"))
    shifted = [(pair[0], pairs[(n + 1) % len(pairs)][1]) for n, pair in enumerate(pairs)]
    shares = []
    for name, rows in (("right", pairs), ("shifted", shifted)):
        source, out = setting.folder / f"{name}.tsv", setting.folder / f"{name}.out.tsv"
        source.write_text("".join(f"{en}\t{vi}\n" for en, vi in rows), encoding="utf-8")
        clean(source, out, "--jobs", "1", "-q")
        scores = [float(line.split("\t")[2]) for line in out.read_text(encoding="utf-8").split("\n")[1:-1]]
        shares.append((1 - len(scores) / len(rows), 1 - sum(score >= 0.3 for score in scores) / len(rows)))
    yield f"news: professional pairs dropped (of {len(pairs)})", "<= 1 %", f"{shares[0][0]:.2%}"
    yield "news: shifted pairs dropped or scored below 0.3", ">= 95 %", f"{shares[1][1]:.2%}"


def planted(setting: Setting) -> Rows:
    """Copies planted among pairs that are all different."""
    rng = random.Random(11)
    pairs = list({pair[0].lower(): pair for pair in aligned(DATA / "ntrex-clean")}.values())
    words = [[word for pair in pairs for word in pair[side].split()] for side in (0, 1)]

    def exact(pair: tuple[str, str]) -> tuple[str, str]:
        return pair[0].upper(), "  ".join(pair[1].split(" "))

    def one_word(pair: tuple[str, str]) -> tuple[str, str]:
        sides = [side.split(" ") for side in pair]
        for side, known in zip(sides, words, strict=True):
            side[rng.randrange(len(side))] = rng.choice(known)
        return " ".join(sides[0]), " ".join(sides[1])

    def number(pair: tuple[str, str]) -> tuple[str, str]:
        return tuple("".join(str(9 - int(c)) if c.isascii() and c.isdigit() else c for c in side) for side in pair)  # type: ignore[return-value]

    def style(pair: tuple[str, str]) -> tuple[str, str]:
        vi = pair[1]
        for new, old in (("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("uý", "úy"), ("uỷ", "ủy"), ("oè", "òe")):
            vi = vi.replace(f"{old} ", f"{new} ")
        return pair[0], vi

    makers: Mapping[str, tuple[str, Callable[[tuple[str, str]], tuple[str, str]]]] = {
        "exact copies (case, spaces)": ("100 %", exact),
        "near: one word of each side changed": (">= 90 %", one_word),
        "near: numbers changed": (">= 90 %", number),
        "near: tone style changed": (">= 90 %", style),
    }
    rules = [f"{rule}=off" for rule in ("length_ratio", "no_words", "copied", "no_vietnamese", "mojibake")]
    options = [*NEAR, *(part for rule in rules for part in ("--rule", rule))]
    source, out, rejected = (setting.folder / name for name in ("planted.tsv", "planted.out.tsv", "planted.rejected.tsv"))
    source.write_text("".join(f"{en}\t{vi}\n" for en, vi in pairs), encoding="utf-8")
    clean(source, out, *options)  # the data says some things twice itself
    pairs = [(line.split("\t")[0], line.split("\t")[1]) for line in out.read_text(encoding="utf-8").split("\n")[1:-1]]
    wrong = total = 0
    for what, (floor, make) in makers.items():
        copies = [(pair, made) for pair in pairs if (made := make(pair)) != pair]
        rows = [*pairs, *(made for _, made in copies)]
        source.write_text("".join(f"{en}\t{vi}\n" for en, vi in rows), encoding="utf-8")
        clean(source, out, *options, "--rejected", str(rejected))
        gone = {int(line.split("\t")[2]) for line in rejected.read_text(encoding="utf-8").split("\n")[1:-1]}
        found = sum(number > len(pairs) for number in gone)
        wrong, total = wrong + sum(number <= len(pairs) for number in gone), total + len(pairs)
        yield f"{what} found (of {len(copies)})", floor, f"{found / max(len(copies), 1):.1%}"
    yield "pairs wrongly called duplicates", "<= 0.1 %", f"{wrong / total:.2%}"


def near(setting: Setting) -> Rows:
    """What near duplicates cost: the difference to the same run without them."""
    source = crawl(setting.folder / "near.tsv", setting.pairs, 12)
    out = setting.folder / "near.out.tsv"
    without, with_ = clean(source, out, *QUICK), clean(source, out, *NEAR, "--jobs", "1")
    lines = 2 * setting.pairs / (with_.cpu - without.cpu)
    yield f"near duplicates, one core, {setting.pairs:,} pairs of two lines", ">= 60 k lines/s", f"{lines / 1000:.0f} k lines/s"
    yield "memory with near duplicates", "<= 1.5 GB", f"{with_.peak} MB"
    source.unlink()


def digests(folder: Path, name: str) -> str:
    return hashlib.sha256(b"".join((folder / f"{name}{suffix}").read_bytes() for suffix in (".tsv", ".r.tsv"))).hexdigest()


def crashes(setting: Setting) -> Rows:
    """Killed runs, executors, and lost workers: the same bytes."""
    source = crawl(setting.folder / "crash.tsv", 60_000)

    def options(name: str, *more: str) -> list[str]:
        out, rejected = (str(setting.folder / f"{name}{suffix}") for suffix in (".tsv", ".r.tsv"))
        return [*SONGNGU, "clean", str(source), "-o", out, "--rejected", rejected, *NEAR, "--shard-size", "1", *more]

    started = time.monotonic()
    cost(options("inline", "--jobs", "1"))
    took, whole = time.monotonic() - started, digests(setting.folder, "inline")
    rng, same = random.Random(2), 0
    for _ in range(10):
        process = subprocess.Popen(options("killed", "--jobs", "2"), stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.1, took))
        process.kill()
        process.wait()
        cost(options("killed", "--jobs", "2", "--resume"))
        same += digests(setting.folder, "killed") == whole
        for suffix in (".tsv", ".r.tsv"):
            (setting.folder / f"killed{suffix}").unlink()
    yield "kill -9 at random moments, then --resume: same bytes", "10 of 10", f"{same} of 10"
    for name, more in (("pool of 2", ("--jobs", "2")), ("Dask, 2 workers", ("--jobs", "2", "--cluster", "local"))):
        cost(options("other", *more))
        yield f"{name}: same bytes as inline", "yes", "yes" if digests(setting.folder, "other") == whole else "NO"
        process = subprocess.Popen(options("lost", *more), stderr=subprocess.DEVNULL)
        lost = _lose_a_worker(process)
        same_bytes = process.wait() == 0 and digests(setting.folder, "lost") == whole
        yield (
            f"{name}: a worker killed in mid-run",
            "same bytes",
            ("same bytes" if same_bytes else "NO") + ("" if lost else " (none)"),
        )


def _lose_a_worker(process: subprocess.Popen[bytes]) -> bool:
    """Kill the child process that has worked most, once one has worked for a second."""
    while process.poll() is None:
        times = {pid: _cpu(pid) for pid in _descendants(process.pid)}
        busy = max(times, key=lambda pid: times[pid], default=None)
        if busy is not None and times[busy] > 1.0:
            os.kill(busy, signal.SIGKILL)
            return True
        time.sleep(0.05)
    return False


def _descendants(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *_descendants(child)]
    return found


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def leaks(setting: Setting) -> Rows:
    """Sentences of test and dev that train has."""
    source = setting.folder / "split.tsv"
    rows = (f"{en}\t{vi}\tdoc{n // 15}\n" for n, (en, vi) in enumerate(base() + base()[::9]))
    source.write_text("en\tvi\tdoc\n" + "".join(rows), encoding="utf-8")
    data = setting.folder / "data"
    cost([*SONGNGU, "split", str(source), "-o", str(data), "--dev", "300", "--test", "300", "-q"])
    sides = {}
    for name in ("train", "dev", "test"):
        lines = (data / f"{name}.tsv").read_text(encoding="utf-8").split("\n")[1:-1]
        sides[name] = [{" ".join(line.split("\t")[n].lower().split()) for line in lines} for n in (0, 1)]
    known = sum(len(sides["train"][n] & sides[held][n]) for n in (0, 1) for held in ("dev", "test"))
    yield "sentences of test and dev found in train", "0", str(known)


MEASURES = {
    "speed": speed,
    "opusfilter": opusfilter,
    "quality": quality,
    "planted": planted,
    "near": near,
    "crashes": crashes,
    "leaks": leaks,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5_000_000)
    parser.add_argument("--only", default=",".join(MEASURES))
    parser.add_argument("--opusfilter", help="the command of an installed OpusFilter")
    parser.add_argument("--work", type=Path, help="where to put some gigabytes")
    wanted = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print("| measure | floor | found |\n| --- | --- | --- |")
    for name in wanted.only.split(","):
        folder = Path(tempfile.mkdtemp(prefix="songngu-scale-", dir=wanted.work))
        try:
            for what, floor, found in MEASURES[name](Setting(folder, wanted.pairs, wanted.opusfilter)):
                print(f"| {what} | {floor} | {found} |", flush=True)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
