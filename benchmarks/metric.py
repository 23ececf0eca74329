"""Speed and memory of reference metrics, and how far they are from sacrebleu's own figures.

Usage:  python benchmarks/metric.py [LINES ...]     default: 100000; several numbers are measured in turn

Each figure comes from a process of its own, so that its peak memory is its own. Lines are own sentences with words moved,
dropped and replaced, none twice the same. Equality is tried on 2,000 lines: corpus, single lines, paired tests.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import sacrebleu
from sacrebleu.significance import PairedTest

from corpus.comparison import Block, Tally, block_statistics
from corpus.metric import corpus_score, line_scores
from corpus.significance import TESTS

ROOT = Path(__file__).parents[1]
SEEDS = (
    "Sáng nay, giá gạo tại các tỉnh Đồng bằng sông Cửu Long tăng thêm 200 đồng mỗi ký so với tuần trước.",
    "Ban quản lý chợ cho biết phần lớn tiểu thương đã dọn hàng về khu tạm từ cuối tháng 3 năm ngoái.",
    'Bà cụ nói: "Tôi ở đây từ hồi con đường này còn là bờ ruộng, nên đi đâu cũng thấy nhớ".',
    "Trường sẽ nhận hồ sơ đến 17 giờ ngày 30-6, sau đó công bố danh sách trên trang của mình.",
    "Theo kế hoạch, cây cầu dài 1,2 km nối hai bờ sông sẽ được khánh thành trước mùa mưa.",
    "Nhóm bác sĩ đã theo dõi 340 bệnh nhân trong suốt hai năm và chưa ghi nhận trường hợp nào tái phát.",
)
EXTRA = ("được", "của", "và", "những", "đã", "sẽ", "nhiều", "mới", "lớn", "khu vực", "người dân", "năm nay", "thành phố")
METRICS = ("chrf", "bleu", "chrf++", "ter")
MOST_LINES = {"ter": 20_000}  # its figure a line is what counts; 100,000 would take ten minutes
EQUALITY = 2_000


def perturbed(line: str, chance: random.Random, changes: int) -> str:
    words = line.split()
    for _ in range(changes):
        at = chance.randrange(len(words))
        choice = chance.random()
        if choice < 0.3 and len(words) > 5:
            del words[at]
        elif choice < 0.7:
            words[at] = chance.choice(EXTRA) + str(chance.randrange(100) or "")
        else:
            words.insert(chance.randrange(len(words)), words.pop(at))
    return " ".join(words)


def write_texts(folder: Path, lines: int) -> None:
    chance = random.Random(1)
    streams = {name: (folder / name).open("w", encoding="utf-8") for name in ("ref", "old", "new")}
    for n in range(lines):
        reference = perturbed(SEEDS[n % len(SEEDS)], chance, 6)
        for name, text in (
            ("ref", reference),
            ("old", perturbed(reference, chance, 5)),
            ("new", perturbed(reference, chance, 4)),
        ):
            streams[name].write(text + "\n")
    for stream in streams.values():
        stream.close()


def peak(command: list[str]) -> tuple[float, float, str]:
    """CPU seconds, peak memory in MB and output of a command."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout
    output = process.stdout.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} ended with {status}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, output


def speeds(folder: Path, lines: int) -> None:
    write_texts(folder, lines)
    rows: list[tuple[str, int, list[str]]] = [(f"{m}, one system", lines, ["-m", m, f"new={folder}/new"]) for m in METRICS]
    both = [f"old={folder}/old", f"new={folder}/new"]
    rows.append(("chrf, two systems", lines, ["-m", "chrf", "--test", "none", *both]))
    rows.append(("chrf, two systems, bootstrap of 100", lines, ["-m", "chrf", "-n", "100", *both]))
    rows.append(("chrf, two systems, randomisation of 100", lines, ["-m", "chrf", "--test", "randomisation", "-n", "100", *both]))
    for title, count, options in rows:
        if options[1] in MOST_LINES and lines > MOST_LINES[options[1]]:
            continue
        seconds, memory, _ = peak([sys.executable, "-m", "exports.cli", "compare", "-q", "--ref", f"{folder}/ref", *options])
        print(f"{title:42} {count:>9,} lines {count / seconds:>8,.0f} lines/CPU s {memory:>6.0f} MB", flush=True)


def equality() -> None:
    with tempfile.TemporaryDirectory() as name:
        write_texts(Path(name), EQUALITY)
        ref, old, new = ((Path(name) / text).read_text(encoding="utf-8").splitlines() for text in ("ref", "old", "new"))
    makers = {
        "bleu": lambda single: sacrebleu.BLEU(effective_order=single),
        "chrf": lambda _: sacrebleu.CHRF(),
        "chrf++": lambda _: sacrebleu.CHRF(word_order=2),
    }
    for metric, make in makers.items():
        started = time.process_time()
        theirs = make(False).corpus_score(new, [ref]).score
        middle = time.process_time()
        gap = abs(corpus_score(metric, new, ref).value - theirs)
        ratio = (middle - started) / (time.process_time() - middle)
        lines = [make(True).sentence_score(a, [b]).score for a, b in zip(new, ref, strict=True)]
        worst = max(abs(a[metric] - b) for a, b in zip(line_scores([metric], new, ref), lines, strict=True))
        print(f"{metric:8} corpus differs by {gap:g}, lines by {worst:g}; speed of sacrebleu x {ratio:.2f}")
    for key, test in TESTS.items():
        metrics = {metric: make(False) for metric, make in makers.items()}
        started = time.process_time()
        _, theirs_all = PairedTest([("old", old), ("new", new)], metrics, [ref], test_type=test.key)()
        middle = time.process_time()
        tally = Tally(list(makers), ["old", "new"], keep=True)
        tally.add(block_statistics(list(makers), Block(1, (), (tuple(ref),), (tuple(old), tuple(new)))))
        found = tally.compare(1, key, test.samples)
        ratio = (middle - started) / (time.process_time() - middle)
        gap = max(
            abs(getattr(result.significance, own) - getattr(wanted, theirs_name))
            for result in found.results
            for wanted in [
                theirs_all[{"bleu": "BLEU", "chrf": "chrF2", "chrf++": "chrF2++"}[result.metric]][result.system == "new"]
            ]
            for own, theirs_name in (("p", "p_value"), ("mean", "mean"), ("interval", "ci"))
            if getattr(wanted, theirs_name) is not None
        )
        print(f"{key:14} p, means and intervals differ by {gap:g}; speed of sacrebleu x {ratio:.2f}")


def main() -> None:
    for lines in map(int, sys.argv[1:] or ["100000"]):
        with tempfile.TemporaryDirectory() as name:
            speeds(Path(name), lines)
    equality()  # last: the memory that it needs would count as that of the processes started after it


if __name__ == "__main__":
    main()
