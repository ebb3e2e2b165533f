"""The walls of the house: who may import whom, and what stands nowhere."""

import ast
import re
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from unittest import TestCase

from django.conf import settings

BASE = Path(settings.BASE_DIR)

# A module imports from its own layer and from those above it in this list.
LAYERS = [
    {"choices", "typography", "extraction", "timing", "progress", "orders"}
    | {"combinations", "query_strings", "slugs"},
    {"models"},
    {"workflow", "search", "words", "facets"},
    {"chain", "chain_chart", "drawing", "meanings", "public_corrections"}
    | {"picture", "sharing", "structured_data"}
    | {"calendar", "infographics", "scorecards", "succession"}
    | {"history", "records", "filters", "filter_fields", "active_filters"}
    | {"forms", "imports", "charts"}
    | {"uploads", "exports", "sitemaps", "similarity", "decisions", "answer_queue"}
    | {"follow_up_question", "feeds", "deadlines_calendar", "reuse"}
    | {"comparison", "completions", "corrections", "desk", "subscriptions", "trail"},
    {"views", "api", "converters", "templatetags", "admin", "management"},
    {"urls"},
]
OUTSIDE = {"apps", "migrations", "tests"}
WITHOUT_DJANGO = (
    "commitments.extraction",
    "commitments.imports.fetch",
    "commitments.imports.sources",
)
ENGINES = {"sqlite", "sqlite3", "postgresql", "psycopg"}
NOT_OURS = {".git", ".venv", ".ruff_cache", "var", "__pycache__", "node_modules"}
# Django and its packages look these up by their names.
FOUND_BY_NAME = (
    r"(400|403(_csrf)?|404|429|500)\.html"
    r"|(account|admin|allauth|django|mfa|usersessions)/"
)


@cache
def modules(folder="commitments"):
    """Name and syntax tree of every module of a package but its tests."""
    found = {}
    for path in sorted((BASE / folder).rglob("*.py")):
        parts = path.relative_to(BASE).with_suffix("").parts
        if "tests" not in parts:
            name = ".".join(parts).removesuffix(".__init__")
            found[name] = parsed(path, package=".".join(parts[:-1]))
    return found


def parsed(path, package):
    """The tree of a module, its relative imports made absolute."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            parents = package.split(".")[: len(package.split(".")) - node.level + 1]
            node.module = ".".join([*parents, *filter(None, [node.module])])
    return tree


def imports(tree):
    """Names of the modules that a tree imports, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from names & modules().keys() or {node.module}


def own_imports(name):
    return {to for to in imports(modules()[name]) if to in modules() and to != name}


def room(name):
    return name.split(".")[1] if "." in name else "apps"


def layer(name):
    """Place of a module in LAYERS; None outside them."""
    return next((n for n, rooms in enumerate(LAYERS) if room(name) in rooms), None)


def files(*suffixes):
    for path in sorted(BASE.rglob("*")):
        parts = set(path.relative_to(BASE).parts)
        if path.is_file() and path.suffix in suffixes and not parts & NOT_OURS:
            yield path


def templates():
    for folder in (BASE / "templates", BASE / "commitments" / "templates"):
        for path in sorted(folder.rglob("*.*")):
            yield str(path.relative_to(folder)), path.read_text(encoding="utf-8")


class ImportTests(TestCase):
    def test_every_module_has_its_place(self):
        lost = [n for n in modules() if layer(n) is None and room(n) not in OUTSIDE]
        self.assertEqual(lost, [], "say in LAYERS where these stand")

    def test_imports_run_one_way(self):
        upward = [
            f"{name} imports {to}"
            for name in modules()
            for to in own_imports(name)
            if None not in (layer(name), layer(to)) and layer(to) > layer(name)
        ]
        self.assertEqual(upward, [])

    def test_the_application_imports_no_tests(self):
        found = [
            f"{name} imports {to}"
            for name, tree in (modules() | modules("tracker")).items()
            for to in imports(tree)
            if to.startswith("commitments.tests")
        ]
        self.assertEqual(found, [])

    def test_no_modules_import_each_other(self):
        try:
            TopologicalSorter({name: own_imports(name) for name in modules()}).prepare()
        except CycleError as error:
            self.fail(" → ".join(error.args[1]))

    def test_what_reads_texts_works_without_django(self):
        for name in modules():
            if not name.startswith(WITHOUT_DJANGO):
                continue
            reached, new = set(), {name}
            while new:
                reached |= new
                new = set().union(*(own_imports(one) for one in new)) - reached
            for one in sorted(reached):
                with self.subTest(module=name, through=one):
                    roots = {to.split(".")[0] for to in imports(modules()[one])}
                    self.assertNotIn("django", roots)


class CodeTests(TestCase):
    def nodes(self, kind):
        for name, tree in (modules() | modules("tracker")).items():
            for node in ast.walk(tree):
                if isinstance(node, kind):
                    yield f"{name}:{node.lineno}", node

    def test_only_one_package_asks_which_database_it_is(self):
        asked = [at for at, node in self.nodes(ast.Attribute) if node.attr == "vendor"]
        asked += [at for at, node in self.nodes(ast.Constant) if node.value in ENGINES]
        asked += [
            f"{name}:{to}"
            for name, tree in (modules() | modules("tracker")).items()
            for to in imports(tree)
            if to.startswith(
                ("django.contrib.postgres", "django.db.backends", "psycopg")
            )
        ]
        own = ("tracker.database:", "tracker.database.")
        self.assertEqual([at for at in asked if not at.startswith(own)], [])

    def test_no_signals(self):
        found = [
            f"{name} imports {to}"
            for name, tree in modules().items()
            for to in imports(tree)
            if to.startswith("django.dispatch") or to.endswith("signals")
        ]
        self.assertEqual(found, [])

    def test_modules_are_named_after_their_subject(self):
        vague = {"utils", "helpers", "common", "misc", "util", "tools"}
        found = [
            name
            for name in modules() | modules("tracker")
            if vague & set(name.split("."))
        ]
        self.assertEqual(found, [])

    def test_the_day_is_always_that_of_paris(self):
        naive = {("date", "today"), ("datetime", "today"), ("datetime", "utcnow")}
        found = []
        for at, node in self.nodes(ast.Call):
            called = node.func
            if not isinstance(called, ast.Attribute):
                continue
            owner = getattr(called.value, "id", getattr(called.value, "attr", ""))
            now = (owner, called.attr) == ("datetime", "now") and not node.args
            if (owner, called.attr) in naive or (now and not node.keywords):
                found.append(at)
        self.assertEqual(found, [], "ask commitments.timing.today()")


class TemplateTests(TestCase):
    def test_nothing_is_written_inline(self):
        inline = re.compile(
            # A data block is no script: it is never run, so that the policy does not
            # speak of it (HTML, "prepare the script element"; structured_data.py).
            r'<style|<script(?! type="application/ld\+json">\{\{ data_block \}\})'
            r"(?![^>]*\bsrc=)|<[a-z][^>]*\s(style|on[a-z]+)\s*=",
            re.I,
        )
        for name, text in templates():
            # Programs that show mail read no style sheet.
            if not name.startswith("mail/"):
                with self.subTest(template=name):
                    self.assertIsNone(inline.search(text))

    def test_every_template_is_used(self):
        source = "".join(
            path.read_text(encoding="utf-8") for path in files(".py", ".html", ".txt")
        )
        unused = [
            name
            for name, _text in templates()
            if not re.match(FOUND_BY_NAME, name)
            and f'"{name}"' not in source
            and f"'{name}'" not in source
        ]
        self.assertEqual(unused, [])


class RepositoryTests(TestCase):
    def test_no_file_is_larger_than_a_megabyte(self):
        large = [
            str(path.relative_to(BASE))
            for path in BASE.rglob("*")
            if path.is_file()
            and not set(path.relative_to(BASE).parts) & NOT_OURS
            and path.stat().st_size > 1_000_000
        ]
        self.assertEqual(large, [])

    def test_nothing_names_a_machine(self):
        somewhere = re.compile(r"(?<![\w.~}])/(home|root|work|Users)/\w")
        local = re.compile(r"\blocalhost\b|\b127\.0\.0\.1\b|\b0\.0\.0\.0\b")
        kinds = (".py", ".html", ".txt", ".js", ".css", ".json", ".md", ".toml")
        for path in files(*kinds):
            text = path.read_text(encoding="utf-8")
            name = str(path.relative_to(BASE))
            with self.subTest(file=name):
                self.assertIsNone(somewhere.search(text))
                served = name.startswith(("templates/", "fixtures/", "commitments/"))
                if served and "tests" not in path.parts:
                    self.assertIsNone(local.search(text))
