"""What is installed, and the line that says how an output came about."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.metadata import version

import pytest

from corpus.signature import DATA, DIGITS, PARTS, digest, parts_of, signature
from exports import diagnosis
from exports.diagnosis import Package, is_healthy, package, packages, report
from tests.conftest import ROOT, Run


def test_a_healthy_installation(run: Run) -> None:
    done = run("doctor")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"songngu   {version('songngu')}\npython    ")
    for name in ("sacrebleu", "polars", "typer"):
        assert version(name) in next(line for line in done.stdout.splitlines() if line.startswith(f"  {name} "))
    assert f"lexicon   {digest('lexicon')}" in done.stdout


@pytest.mark.parametrize(("name", "hint"), [("UTF-8", False), ("utf_8", False), ("cp1258", True), ("US-ASCII", True)])
def test_the_encoding_of_the_terminal(name: str, hint: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis.locale, "getencoding", lambda: name)
    line = next(line for line in report([Package("rich", None, None, "15.0")]) if line.startswith("encoding"))
    assert line.startswith(f"encoding  {name.lower()}")
    assert ("set the terminal" in line) == hint


def test_json_for_programs(run: Run) -> None:
    found = json.loads(run("doctor", "-f", "json").stdout)
    assert found["healthy"] is True
    assert found["data"] == {name: digest(name) for name in DATA}
    assert {"name": "numpy", "extra": None, "lowest": "1.26", "found": version("numpy"), "trouble": None} in found["packages"]
    assert run("doctor", "-f", "xml").returncode == 2


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ("numpy>=1.26", Package("numpy", None, "1.26", version("numpy"))),
        ("numpy<9,>=1.26.0", Package("numpy", None, "1.26.0", version("numpy"))),
        ("nothing-of-the-kind", Package("nothing-of-the-kind", None, None, None)),
        ("nothing-of-the-kind>=2; extra == 'cluster'", Package("nothing-of-the-kind", "cluster", "2", None)),
        ('dask[distributed]>=9999; python_version > "3" and extra == "cluster"', Package("dask", "cluster", "9999", None)),
    ],
)
def test_requirements_are_read(requirement: str, expected: Package) -> None:
    found = package(requirement)
    assert (found.name, found.extra, found.lowest) == (expected.name, expected.extra, expected.lowest)
    assert expected.name == "dask" or found.found == expected.found


@pytest.mark.parametrize(
    ("lowest", "found", "trouble"),
    [
        ("1.26", None, "missing"),
        ("1.26", "1.25.9", "too old, 1.26 is needed"),
        ("1.26", "1.26.0rc1", None),
        ("1.26.0", "1.26", None),
        ("1.9", "1.10", None),
        (None, "0.1", None),
    ],
)
def test_what_is_wrong_with_a_package(lowest: str | None, found: str | None, trouble: str | None) -> None:
    assert Package("x", None, lowest, found).trouble == trouble


def test_what_is_missing_is_named_with_its_install_line() -> None:
    some = [Package("polars", None, "1.20", None), Package("dask", "cluster", None, None), Package("rich", None, None, "15.0")]
    text = "\n".join(report(some))
    assert not is_healthy(some)
    assert "  install with: pip install --upgrade songngu\n" in text
    assert "extra cluster: 1 of 1 missing" in text
    assert "pip install --upgrade 'songngu[cluster]'" in text
    assert is_healthy(some[1:])


def test_a_missing_requirement_is_exit_code_3(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import sys

    from exports import cli

    monkeypatch.setattr(diagnosis, "requires", lambda _: ["nothing-of-the-kind>=1"])
    monkeypatch.setattr(sys, "argv", ["songngu", "doctor"])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 3
    assert "nothing-of-the-kind  -         missing" in capsys.readouterr().out


def test_every_package_of_the_project_is_listed() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = {one.name for one in packages() if one.extra is None}
    assert listed == {requirement.split(">=")[0] for requirement in project["dependencies"]}


# the signature


def test_a_signature_says_parts_data_and_version_in_order() -> None:
    found = signature({"checks": "14", "splitter": "rules"})
    assert found == f"splitter:rules|checks:14|lexicon:{digest('lexicon')}|names:{digest('names')}|version:{version('songngu')}"
    assert parts_of(found)["splitter"] == "rules"
    assert list(parts_of(signature(dict.fromkeys(PARTS, "x")))) == [*PARTS, *DATA, "version"]


@pytest.mark.parametrize("parts", [{"tokeniser": "x"}, {"score": ""}, {"score": "a|b"}, {"score": "a:b"}, {"score": "a\n"}])
def test_what_would_not_read_back_is_refused(parts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="signature"):
        signature(parts)


@pytest.mark.parametrize("text", ["", "a", "a:", ":b", "a:b|"])
def test_what_is_no_signature(text: str) -> None:
    with pytest.raises(ValueError, match="is no signature"):
        parts_of(text)


def test_digests_are_those_of_the_files() -> None:
    for name, file in DATA.items():
        data = (ROOT / "corpus" / "data" / file).read_bytes()
        assert digest(name) == sha256(data).hexdigest()[:DIGITS]
