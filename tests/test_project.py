"""The project itself: its layers, its public names, its documentation."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import aligners
import corpus
import exports
from exports.cli import app
from tests.conftest import ROOT, Run

MAY_IMPORT = {"corpus": {"corpus"}, "aligners": {"corpus", "aligners"}, "exports": {"corpus", "aligners", "exports"}}
README = (ROOT / "README.md").read_text(encoding="utf-8")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_packages_import_in_one_direction(package: str) -> None:
    for path in (ROOT / package).glob("**/*.py"):
        own = {name.split(".")[0] for name in imports(path)} & set(MAY_IMPORT)
        assert own <= MAY_IMPORT[package], path


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_no_cycles_inside_a_package(package: str) -> None:
    paths = [path for path in (ROOT / package).glob("**/*.py") if path.stem != "__init__"]
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): imports(path) for path in paths}
    done: set[str] = set()
    while len(done) < len(modules):
        ready = {name for name, needs in modules.items() if name not in done and needs & set(modules) <= done}
        assert ready, f"a cycle among {set(modules) - done}"
        done |= ready


@pytest.mark.parametrize("package", [corpus, aligners, exports])
def test_public_names_are_there_sorted_and_documented(package: object) -> None:
    names = package.__all__  # type: ignore[attr-defined]
    assert names == sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))
    for name in names:
        value = getattr(package, name)
        assert name.isupper() or value.__doc__, name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        corpus.nothing_of_the_kind  # noqa: B018


@pytest.mark.parametrize(
    "module", sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("*/**/*.py") if p.relative_to(ROOT).parts[0] in MAY_IMPORT)
)
def test_examples_in_docstrings_run(module: str) -> None:
    import doctest
    import importlib

    name = module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def commands() -> list[str]:
    return [command.callback.__name__ for command in app.registered_commands if command.callback]


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme_with_an_example(command: str) -> None:
    assert re.search(rf"^\| `{command}` \|.*`songngu {command} ", README, re.MULTILINE)


def transcripts() -> list[tuple[str, str]]:
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    return [tuple(block.removeprefix("$ ").split("\n", 1)) for block in blocks]  # type: ignore[misc]


@pytest.mark.parametrize(("command", "expected"), transcripts(), ids=[command for command, _ in transcripts()])
def test_transcripts_of_the_readme_are_real(command: str, expected: str, tmp_path: Path) -> None:
    shell = command.replace("songngu ", f"{sys.executable} -m exports.cli ", 1)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        shell, shell=True, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    assert done.stdout.decode() == expected


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, check=True)
    assert (tmp_path / "article.tmx").exists()


def test_the_two_commands_of_the_readme_are_the_ones_that_ci_runs() -> None:
    first, second = re.findall(r"```sh\n(.*?)\n```", README)
    assert first.startswith("python3 -m venv .venv && ")
    assert first.endswith(".venv/bin/songngu align examples/article.txt -o article.tmx")
    assert second.endswith("-m pytest")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    pattern = re.search(r"grep -m1 -E '(.*?)' README.md", script)
    assert pattern
    assert [line for line in README.splitlines() if re.match(pattern[1], line)] == [second]


def test_no_path_of_a_machine_and_no_package_host(run: Run) -> None:
    hosts = "|".join(("py" + "pi.org", "python" + "hosted", "registry." + "npmjs"))
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.splitlines()
    for name in listed:
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".txt", "") and path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not re.search(hosts, text), name
            assert not re.search(r"(?:^|[\s'\"(=])/(?:home|root|work)/", text), name
