"""The French catalogue: whole, compiled, and set as French typography wants."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings
from django.db.models import TextChoices
from django.test import SimpleTestCase
from django.utils import translation

from commitments import choices
from commitments.models import User

FOLDER = settings.BASE_DIR / "locale/fr/LC_MESSAGES"
CODE = ("commitments", "templates", "tracker")
TOOLS = ("xgettext", "msgmerge", "msguniq", "msgattrib")

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|%%")
ADDRESS = re.compile(r"https?://[^\s<\"]*")
TAG = re.compile(r"<[^>]*>")
FAULTS = {
    "an ordinary space before : ; ! ? % »": r" (?:[:;!?»]|%%(?!s)|%(?![(%\w]))",
    "no space before ; ! ? »": r"[^\s\u00a0\u202f][;!?»]",
    "no space before :": r"[\w)»]:(?!\w)",
    "an ordinary space, or none, after «": r"«[^\u00a0\u202f]",
    "an ordinary space after n°": r"n° ",
    "a straight apostrophe or quotation mark": r"['\"]",
    "English quotation marks": r"[“”]",
    "three dots": r"\.\.\.",
}


def all_forms(entry) -> list[str]:
    """The translations of an entry: one, or one for each plural form."""
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def key(entry) -> tuple:
    """What tells an entry from the others."""
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def pairs(catalogue) -> list[tuple[str, str]]:
    """Every translation with the English that it translates."""
    found = []
    for entry in catalogue:
        english = [entry.msgid, entry.msgid_plural or entry.msgid]
        found += zip(english, all_forms(entry), strict=False)
    return found


def collect_strings() -> polib.POFile:
    """Collect the strings as `make messages` does, from a copy of the code."""
    with tempfile.TemporaryDirectory() as folder:
        for name in CODE:
            shutil.copytree(settings.BASE_DIR / name, Path(folder, name))
        Path(folder, "locale").mkdir()
        environment = dict(os.environ)
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "--locale", "fr"],
            cwd=folder,
            env=environment,
            check=True,
            capture_output=True,
        )
        return polib.pofile(str(Path(folder, "locale/fr/LC_MESSAGES/django.po")))


class CatalogueTests(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.catalogue = polib.pofile(str(FOLDER / "django.po"))

    def test_every_string_is_translated(self):
        missing = [e.msgid for e in self.catalogue if not all(all_forms(e))]
        unsure = [e.msgid for e in self.catalogue if e.fuzzy or e.obsolete]
        self.assertEqual((missing, unsure), ([], []))

    def test_placeholders_are_those_of_the_english(self):
        for english, french in pairs(self.catalogue):
            with self.subTest(english=english):
                self.assertEqual(
                    sorted(set(PLACEHOLDER.findall(french))),
                    sorted(set(PLACEHOLDER.findall(english))),
                )

    def test_links_and_tags_are_those_of_the_english(self):
        for english, french in pairs(self.catalogue):
            with self.subTest(english=english):
                self.assertEqual(TAG.findall(french), TAG.findall(english))

    def test_french_is_set_as_french(self):
        for _english, french in pairs(self.catalogue):
            text = ADDRESS.sub("", TAG.sub("", french))
            for fault, pattern in FAULTS.items():
                with self.subTest(fault=fault):
                    self.assertNotRegex(text, pattern)

    def test_a_sentence_stays_a_sentence_and_a_label_a_label(self):
        for english, french in pairs(self.catalogue):
            # "no." is short for "number".
            with self.subTest(english=english):
                ends = english.endswith(".") and english != "no."
                self.assertEqual(french.endswith("."), ends, french)

    def test_the_compiled_catalogue_is_that_of_the_text(self):
        compiled = polib.mofile(str(FOLDER / "django.mo"))
        self.assertEqual(
            {key(entry): all_forms(entry) for entry in compiled},
            {key(entry): all_forms(entry) for entry in self.catalogue},
            "run `make messages` and commit both files",
        )

    @unittest.skipUnless(
        all(map(shutil.which, TOOLS)), "gettext is not installed: strings not collected"
    )
    def test_every_string_of_the_code_is_in_the_catalogue_and_no_other(self):
        self.assertEqual(
            {key(entry) for entry in collect_strings()},
            {key(entry) for entry in self.catalogue},
            "run `make messages`, translate, and commit both files",
        )


class VocabularyTests(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.known = {e.msgid for e in polib.pofile(str(FOLDER / "django.po"))}

    def assert_has_french(self, label):
        with translation.override("en"):
            self.assertTrue(str(label) in self.known, label)

    def test_every_choice_has_its_french(self):
        lists = [
            value
            for value in vars(choices).values()
            if isinstance(value, type) and issubclass(value, TextChoices)
        ]
        for choice in (choice for one in lists for choice in one):
            with self.subTest(choice=repr(choice)):
                self.assert_has_french(choice.label)

    def test_every_record_and_field_that_has_a_name_has_its_french(self):
        models = set(apps.get_app_config("commitments").get_models()) - {User}
        for model in models:
            for part in (model._meta, *model._meta.local_fields):
                # A name that Django makes from the code is a plain str: nobody sees it.
                if not isinstance(part.verbose_name, str):
                    with self.subTest(part=str(part)):
                        self.assert_has_french(part.verbose_name)

    def test_assessments_and_timings_read_as_the_rules_name_them(self):
        said = {
            choices.Status.NOT_ASSESSED: "Pas encore évalué",
            choices.Status.NO_EVIDENCE: "Aucun élément trouvé",
            choices.Status.IN_PROGRESS: "En cours",
            choices.Status.MET: "Réalisé",
            choices.Status.PARTIALLY_MET: "Partiellement réalisé",
            choices.Status.NOT_MET: "Non réalisé à l’échéance",
            choices.Status.ABANDONED: "Abandon annoncé",
            choices.Status.NOT_VERIFIABLE: "Non vérifiable",
            choices.Timing.OVERDUE: "Échéance dépassée - à évaluer",
            choices.Timing.RESCHEDULED: "Reporté (échéance initiale dépassée)",
            choices.Timing.DUE_SOON: "Échéance proche",
            choices.Timing.UPCOMING: "À venir",
            choices.Timing.AWAITING_TRIGGER: "En attente d’un préalable",
            choices.Timing.NO_DEADLINE: "Sans échéance",
            choices.Timing.ON_TIME: "Dans les délais",
            choices.Timing.LATE: "Hors délai",
            choices.Timing.DATE_UNKNOWN: "Date de réalisation incertaine",
            choices.Timing.CLOSED: "Clos",
        }
        with translation.override("fr"):
            for code, label in said.items():
                self.assertEqual(code.label, label)
