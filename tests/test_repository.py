"""The checkout itself: what may stand in its files, what the wheel holds, and that the locks say what pyproject.toml says."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

MUST_NOT_STAND = {
    "the path of one machine": re.compile(r"(?<![\w.])/(?:work|root|farm)/[\w.-]+|(?<![\w.])/(?:home|Users)/(?!me\b|you\b)[a-z][\w.-]+/"),
    "the address of a package registry": re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(?:com|org)|(?:deb|security)\.debian\.org"),
    "a secret": re.compile(
        r"""(?ix) (?:api[_-]?key|secret|token|password) \s* [:=] \s* ['"][a-z0-9+/_-]{24,}['"]
        | -----BEGIN\s[A-Z ]*PRIVATE\sKEY-----
        | \bgh[pousr]_[a-z0-9]{30,} | \bxox[abp]-[a-z0-9-]{10,} | \bAKIA[0-9A-Z]{16}\b"""
    ),
}


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """The files that Git keeps, as they stand now."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("this copy of the source is not a Git checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts(files: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Those of the files that are text."""
    for file in files:
        data = file.read_bytes()
        if b"\0" not in data[:8192]:
            yield file.relative_to(ROOT), data.decode("utf-8", "replace")


@pytest.mark.parametrize("what", MUST_NOT_STAND)
def test_no_file_holds_what_belongs_elsewhere(tracked: list[Path], what: str) -> None:
    found = [f"{file}: {match[0]}" for file, text in texts(tracked) if (match := MUST_NOT_STAND[what].search(text))]
    assert found == [], f"{what} stands in a file"


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("the path of one machine", "see /work" + "/main/config.yaml"),
        ("the path of one machine", "'/home" + "/ines/campaign/'"),
        ("the address of a package registry", "https://files.python" + "hosted.org/packages/"),
        ("a secret", "api_key = '" + "a1b2c3d4" * 4 + "'"),
        ("a secret", "-----BEGIN RSA " + "PRIVATE KEY-----"),
    ],
)
def test_what_belongs_elsewhere_is_seen(what: str, line: str) -> None:
    assert MUST_NOT_STAND[what].search(line)


def test_nothing_that_was_made_is_kept(tracked: list[Path]) -> None:
    made = {".venv", ".campaign", "outbox", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis"}
    assert [str(f) for f in tracked if made & set(f.relative_to(ROOT).parts[:-1])] == []


# -- the wheel ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    (name,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(name) as packed:
        yield packed


def test_the_wheel_holds_every_file_of_the_package(tracked: list[Path], wheel: zipfile.ZipFile) -> None:
    kept = {f.relative_to(ROOT).as_posix() for f in tracked}
    names = set(wheel.namelist())
    assert {name for name in kept if name.startswith("campaign/")} <= names
    assert not {name for name in names if name.startswith(("tests/", "benchmarks/", "docs/"))}


def test_the_wheel_holds_every_folder_of_data(wheel: zipfile.ZipFile) -> None:
    folders = {f.parent.relative_to(ROOT).as_posix() for f in (ROOT / "campaign" / "data").rglob("*") if f.is_file()}
    packed = {name.rpartition("/")[0] for name in wheel.namelist()}
    assert {f for f in folders if "__pycache__" not in f} - packed == set()


def test_the_wheel_carries_the_licences_of_its_fonts(wheel: zipfile.ZipFile) -> None:
    families = {f.parent.name for suffix in ("*.ttf", "*.otf") for f in (ROOT / "campaign" / "data").rglob(suffix)}
    licences = [name for name in wheel.namelist() if ".dist-info/licenses/" in name]
    assert any(name.endswith("licenses/LICENSE") for name in licences)
    assert {f for f in families if not any(f"/{f}/OFL.txt" in name for name in licences)} == set()


# -- the locks ---------------------------------------------------------------------------------------------------------

PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?P<rest>.*(?:\\\n\s+--hash=sha256:[0-9a-f]{64} *)+)$", re.MULTILINE)
LOCKS = ("requirements.lock", "requirements-test.lock")


def pins(lock: str) -> dict[str, str]:
    """Every name of a lock with its version."""
    return {canonicalize_name(m["name"]): m["version"] for m in PIN.finditer((ROOT / lock).read_text("utf-8"))}


def asked(lock: str) -> list[Requirement]:
    """What pyproject.toml asks for and the lock must answer: to build and to run, and all the extras for the tests."""
    lines = [*PROJECT["build-system"]["requires"], *PROJECT["project"]["dependencies"]]
    if lock == "requirements-test.lock":
        lines += [line for extra in PROJECT["project"]["optional-dependencies"].values() for line in extra]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_answers_all_of_pyproject(lock: str) -> None:
    chosen = pins(lock)
    for wanted in asked(lock):
        version = chosen.get(canonicalize_name(wanted.name))
        assert version, f"{lock} lacks {wanted.name}: run make lock"
        fits = wanted.specifier.contains(version, prereleases=True)
        assert fits, f"{lock} has {wanted.name} {version}, not {wanted.specifier}: run make lock"
    assert "editables" in chosen, "an editable install without a network needs it"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_versions_and_hashes_but_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    assert " @ " not in text
    starts = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(starts) == len(pins(lock)) > 20
    assert not any(line.startswith("-") for line in starts)


def test_both_locks_choose_the_same_versions() -> None:
    run, test = (pins(lock) for lock in LOCKS)
    assert run.items() <= test.items()


# -- the tests and the words -------------------------------------------------------------------------------------------

FAILS = {"raises", "warns", "fail"}


def calls(test: ast.AST) -> set[str]:
    """The names of all that a function calls."""
    return {getattr(n.func, "attr", getattr(n.func, "id", "")) for n in ast.walk(test) if isinstance(n, ast.Call)}


def asserting(functions: Iterable[ast.FunctionDef]) -> set[str]:
    """The names of the functions that assert something themselves, or call one that does."""
    reach = {f.name: calls(f) for f in functions}
    found = FAILS | {f.name for f in functions if any(isinstance(n, ast.Assert) for n in ast.walk(f))}
    while more := {name for name, called in reach.items() if called & found} - found:
        found |= more
    return found


def test_every_test_asserts_something(tracked: list[Path]) -> None:
    sources = [(file, ast.parse(text)) for file, text in texts(f for f in tracked if f.suffix == ".py" and "tests" in f.parts)]
    functions = [(file, n) for file, tree in sources for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    sure = asserting([f for _, f in functions])
    assert [f"{file}:{f.lineno}: {f.name}" for file, f in functions if f.name.startswith("test_") and f.name not in sure] == []


def test_a_test_that_cannot_fail_is_seen() -> None:
    tree = ast.parse("def holds(x):\n  assert x\n\ndef test_a():\n  holds(1)\n\ndef test_b():\n  print(1)")
    assert asserting([f for f in tree.body if isinstance(f, ast.FunctionDef)]) == {"holds", "test_a", *FAILS}


LINK = re.compile(r"\]\((?!https?:|mailto:|#)(?P<to>[^)#\s]+)(?:#[^)]*)?\)")
NAMED = re.compile(r"`(?P<to>(?:campaign|tests|docs|benchmarks)/[\w./-]*)`")
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_what_a_page_points_at_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    missing = [m["to"] for m in LINK.finditer(text) if not (page.parent / m["to"]).exists()]
    missing += [m["to"] for m in NAMED.finditer(text) if not (ROOT / m["to"]).exists()]
    assert missing == []


def test_continuous_integration_runs_what_everybody_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text("utf-8").rstrip().endswith("exec make test")
