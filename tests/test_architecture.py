"""The layering: who may import whom, where each library lives, and who may read the clock. Read from the source, not by importing it."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "campaign"

# From the top down. A part imports parts of lower layers only, so no two parts of one layer know each other.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"cli", "web", "engine"}),
    frozenset({"actions"}),
    frozenset({"delivery"}),
    frozenset({"release", "facts", "compose", "cards", "queue", "schedule", "ledger", "platforms"}),
    frozenset({"text", "config", "yamlfile", "html"}),
    frozenset({"models", "errors"}),
)
# What one layer's parts may still know of each other, by module.
EXCEPTIONS: dict[str, frozenset[str]] = {
    "cli/machine": frozenset({"engine"}),  # sends a test alert as the daemon would
    "cli/daemon": frozenset({"engine", "web"}),  # starts both, on first use
    "config/switches": frozenset({"text", "yamlfile"}),  # config.yaml switches the rules on wording by their names
    "config": frozenset({"yamlfile"}),  # config.yaml is a YAML file like the others
}
# An adapter knows the nouns, the errors, how texts are counted, and its own service.
ADAPTERS_KNOW = frozenset({"models", "errors", "text", "platforms"})

# Each third-party library has one home: the modules, or folders, that may import it.
HOMES: dict[str, tuple[str, ...]] = {
    "PIL": ("cards",),
    "alembic": ("ledger",),
    "apprise": ("engine",),
    "apscheduler": ("engine",),
    "fastapi": ("web",),
    "fontTools": ("cards",),
    "httpcore": ("platforms/wire",),
    "httpx": (
        "platforms/base", "platforms/bridge", "platforms/links", "platforms/mediahost", "platforms/oauth", "platforms/wire", "release",
    ),
    "jinja2": ("compose/rendering", "html"),
    "keyring": ("config",),
    "lxml": ("release",),
    "mammoth": ("release",),
    "markdown_it": ("release",),
    "markupsafe": ("html",),
    "phonenumbers": ("facts",),
    "procrastinate": ("engine",),
    "psycopg": ("ledger",),
    "pydantic": ("config",),
    "regex": ("text",),
    "requests": ("platforms/bridge", "platforms/x"),
    "rich": ("cli",),
    "ruamel": ("yamlfile",),
    "selectolax": ("release",),
    "sqlalchemy": ("ledger",),
    "starlette": ("web",),
    "truststore": ("platforms/wire",),
    "tweepy": ("platforms/x",),
    "typer": ("cli",),
    "uvicorn": ("web",),
}
# Too slow to load for `campaign --help` or for importing a part of the package.
HEAVY = {"PIL", "alembic", "fontTools", "httpx", "jinja2", "phonenumbers", "pydantic", "ruamel", "sqlalchemy", "tweepy"}

CLOCK_READERS = frozenset({"cli", "web", "engine"})
CLOCKS = {"datetime": {"now", "utcnow", "today"}, "date": {"today"}, "time": {"time", "time_ns", "localtime", "gmtime"}, "func": {"now"}}


def module_name(path: Path) -> str:
    """``campaign/cards/__init__.py`` is ``cards``, ``campaign/cards/fit.py`` is ``cards/fit``."""
    return path.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__")


def part(module: str) -> str:
    """The first step below ``campaign``: what the layers are made of."""
    return module.partition("/")[0]


def sources() -> dict[str, ast.Module]:
    """Every module of the package by its name, parsed."""
    return {module_name(p): ast.parse(p.read_text("utf-8"), str(p)) for p in PACKAGE.rglob("*.py") if p.parent != PACKAGE / "data"}


SOURCES = sources()


def imported(tree: ast.Module, module: str) -> Iterator[str]:
    """The dotted name of everything a module imports, wherever in it the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"campaign/{module}.py:{node.lineno}: write imports out in full, from campaign"
            assert node.module is not None
            yield from (f"campaign.{alias.name}" for alias in node.names) if node.module == "campaign" else (node.module,)


def own_parts(module: str) -> set[str]:
    """The other parts of the package that a module imports."""
    names = {name.split(".")[1] for name in imported(SOURCES[module], module) if name.startswith("campaign.")}
    return names - {part(module), "__version__"}


def may_know(module: str) -> frozenset[str]:
    """The parts that a module may import: those of the layers below its own, and its written exceptions."""
    depth = next(n for n, layer in enumerate(LAYERS) if part(module) in layer)
    return frozenset().union(*LAYERS[depth + 1 :]) | EXCEPTIONS.get(module, EXCEPTIONS.get(part(module), frozenset()))


def is_home(module: str, homes: tuple[str, ...]) -> bool:
    return any(module == home or module.startswith(f"{home}/") for home in homes)


def test_every_part_stands_in_one_layer() -> None:
    parts = {part(module) for module in SOURCES} - {"__init__", "__main__", "testing"}
    assert parts <= frozenset().union(*LAYERS)
    assert sum(len(layer) for layer in LAYERS) == len(frozenset().union(*LAYERS))


@pytest.mark.parametrize("module", sorted(m for m in SOURCES if part(m) not in {"__init__", "__main__", "testing"}))
def test_imports_go_one_way(module: str) -> None:
    allowed = may_know(module)
    assert own_parts(module) <= allowed, f"campaign/{module} may only import {sorted(allowed)}"


@pytest.mark.parametrize("module", sorted(m for m in SOURCES if part(m) == "platforms"))
def test_adapters_know_nothing_but_their_service(module: str) -> None:
    assert own_parts(module) <= ADAPTERS_KNOW


@pytest.mark.parametrize("module", sorted(m for m in SOURCES if part(m) != "testing"))
def test_the_program_does_not_import_its_test_doubles(module: str) -> None:
    assert "testing" not in own_parts(module)


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_each_library_is_imported_only_at_home(module: str) -> None:
    for name in imported(SOURCES[module], module):
        library = name.partition(".")[0]
        if library == "campaign" or library in sys.stdlib_module_names or part(module) == "testing":
            continue
        assert library in HOMES, f"campaign/{module} imports {library}, which has no home in HOMES"
        assert is_home(module, HOMES[library]), f"campaign/{module} imports {library}, whose home is {HOMES[library]}"


def test_each_library_comes_with_the_program() -> None:
    """What only the tests install must not be imported: it would be missing on a user's machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [Requirement(line).name for name, lines in project["optional-dependencies"].items() if name != "test" for line in lines]
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    comes = {canonicalize_name(name) for name in [*pinned, *extras]}
    sellers = packages_distributions()
    used = {n.partition(".")[0] for m in SOURCES if part(m) != "testing" for n in imported(SOURCES[m], m)} & set(HOMES)
    assert [library for library in sorted(used) if not any(canonicalize_name(d) in comes for d in sellers[library])] == []


def clock_reads(tree: ast.Module) -> list[int]:
    """The lines that ask for the time of day."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    return [call.lineno for call in calls if call.func.attr in CLOCKS.get(_last_name(call.func.value), set())]  # type: ignore[attr-defined]


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize("module", sorted(m for m in SOURCES if part(m) not in CLOCK_READERS))
def test_only_the_edges_read_the_clock(module: str) -> None:
    assert clock_reads(SOURCES[module]) == []


@pytest.mark.parametrize(
    "line", ["datetime.now(UTC)", "dt.datetime.utcnow()", "date.today()", "time.time()", "select(func.now())", "datetime.datetime.today()"]
)
def test_a_clock_that_is_read_is_seen(line: str) -> None:
    assert clock_reads(ast.parse(line)) == [1]


@pytest.mark.parametrize("line", ["time.monotonic()", "clock.now()", "self.today()", "date.fromisoformat(text)"])
def test_what_is_no_clock_is_let_pass(line: str) -> None:
    assert clock_reads(ast.parse(line)) == []


PACKAGES = sorted(m for m in SOURCES if (PACKAGE / m / "__init__.py").is_file() and "/" not in m and m != "__init__")


@pytest.mark.parametrize("package", PACKAGES)
def test_what_a_package_names_as_public_is_there(package: str) -> None:
    module = importlib.import_module(f"campaign.{package}")
    assert module.__doc__, f"campaign/{package}/__init__.py needs a docstring that says what the package is for"
    names = getattr(module, "__all__", [])
    assert [name for name in names if not hasattr(module, name)] == []
    assert len(names) == len(set(names))


# These stand on SQLAlchemy, and are themselves imported only when a command needs the ledger.
ON_THE_LEDGER = {"actions", "delivery", "engine", "ledger", "testing", "web"}


@pytest.mark.parametrize("package", [p for p in PACKAGES if p not in ON_THE_LEDGER])
def test_importing_a_package_is_cheap(package: str) -> None:
    program = f"import campaign.{package}, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert HEAVY & set(done.stdout.split()) == set()
