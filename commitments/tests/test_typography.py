import datetime
from decimal import Decimal

from django.template import Context, Template
from django.test import SimpleTestCase
from django.utils import translation
from django.utils.safestring import mark_safe

from commitments import typography


def plain(text):
    """The text with ordinary spaces, for tests about words rather than spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def on(text):
    return datetime.date.fromisoformat(text)


class DeadlineWordsTests(SimpleTestCase):
    CASES = [
        ("2023-07-13", "day", "13 juillet 2023", "13 July 2023"),
        ("2026-01-01", "day", "1er janvier 2026", "1 January 2026"),
        ("2025-01-13", "month", "janvier 2025", "January 2025"),
        ("2025-03-31", "quarter", "1er trimestre 2025", "first quarter of 2025"),
        ("2025-12-31", "quarter", "4e trimestre 2025", "fourth quarter of 2025"),
        ("2024-12-31", "half", "2e semestre 2024", "second half of 2024"),
        ("2025-06-30", "half", "1er semestre 2025", "first half of 2025"),
        ("2024-09-22", "season", "été 2024", "summer 2024"),
        ("2024-03-19", "season", "hiver 2024", "winter 2024"),
        ("2024-12-31", "season", "hiver 2024", "winter 2024"),
        ("2023-12-31", "year", "fin 2023", "end of 2023"),
        ("2023-06-30", "year", "2023", "2023"),
    ]

    def test_a_deadline_is_never_shown_more_exactly_than_it_is_known(self):
        for iso, precision, french, english in self.CASES:
            with self.subTest(iso=iso, precision=precision):
                said = typography.format_due(on(iso), precision, "fr")
                self.assertEqual(plain(said), french)
                said = typography.format_due(on(iso), precision, "en-gb")
                self.assertEqual(plain(said), english)

    def test_an_unknown_precision_is_an_error(self):
        with self.assertRaises(KeyError):
            typography.format_due(on("2023-07-13"), "none", "fr")


class NumberTests(SimpleTestCase):
    def test_numbers_follow_the_language(self):
        for value, french, english in [
            (2750, "2\u202f750", "2,750"),
            (Decimal("1.50"), "1,5", "1.5"),
            (Decimal("85.000"), "85", "85"),
            (-12, "\u221212", "\u221212"),
            (1500000, "1\u202f500\u202f000", "1,500,000"),
            (0, "0", "0"),
        ]:
            with self.subTest(value=value):
                self.assertEqual(typography.format_number(value, "fr"), french)
                self.assertEqual(typography.format_number(value, "en"), english)

    def test_a_fixed_count_of_decimals_keeps_the_zeros(self):
        self.assertEqual(typography.format_number(85, "fr", 1), "85,0")

    def test_quantities_follow_the_language(self):
        for value, unit, french, english in [
            (2750, "France Services", "2 750 France Services", "2,750 France Services"),
            (85, "%", "85 %", "85%"),
            (Decimal("5.5"), "%", "5,5 %", "5.5%"),
            (250_000_000, "euros", "250 millions d’euros", "€250 million"),
            (1_500_000, "personnes", "1,5 million de personnes", None),
            (2_000_000, "usagers", "2 millions d’usagers", None),
            (2_500_000_000, "€", "2,5 milliards d’euros", "€2.5 billion"),
            (1_234_567, "euros", "1 234 567 €", "€1,234,567"),
            (85, "", "85", "85"),
        ]:
            with self.subTest(value=value, unit=unit):
                said = typography.format_quantity(value, unit, "fr")
                self.assertEqual(plain(said), french)
                if english:
                    said = typography.format_quantity(value, unit, "en")
                    self.assertEqual(plain(said), english)

    def test_the_percent_sign_never_starts_a_line_in_french(self):
        self.assertEqual(typography.format_percent(85, "fr"), "85\u00a0%")


class NoBreakSpaceTests(SimpleTestCase):
    CASES = [
        ("Quoi ?", "Quoi\u202f?"),
        ("Quoi?", "Quoi\u202f?"),
        ("Ainsi : oui", "Ainsi\u00a0: oui"),
        ("«mot»", "«\u00a0mot\u00a0»"),
        ("« mot »", "«\u00a0mot\u00a0»"),
        ("85 % des 2 750", "85\u00a0% des 2\u202f750"),
        ("https://exemple.fr/?a=1", "https://exemple.fr/?a=1"),
        ("à 12:30", "à 12:30"),
        ("l'un d'« eux »", "l’un d’«\u00a0eux\u00a0»"),
        ("en 2023 100 places", "en 2023\u202f100 places"),
    ]

    def test_french_punctuation_gets_its_spaces_and_apostrophes(self):
        for text, expected in self.CASES[:-1]:
            with self.subTest(text=text):
                self.assertEqual(typography.no_break(text, "fr"), expected)

    def test_spacing_twice_changes_nothing_more(self):
        for text, _ in self.CASES:
            once = typography.no_break(text, "fr")
            self.assertEqual(typography.no_break(once, "fr"), once)

    def test_english_is_left_alone(self):
        self.assertEqual(
            typography.no_break("What ? Yes : no", "en"), "What ? Yes : no"
        )


class FilterTests(SimpleTestCase):
    def render(self, source, language="fr", **context):
        with translation.override(language):
            template = Template("{% load typography %}" + source)
            return template.render(Context(context))

    def test_an_absent_value_shows_nothing(self):
        for source in (
            "{{ v|day }}",
            "{{ v|due:'day' }}",
            "{{ v|number }}",
            "{{ v|percent }}",
            "{{ v|quantity:'%' }}",
        ):
            self.assertEqual(self.render(source, v=None), "")

    def test_zero_is_a_value(self):
        self.assertEqual(self.render("{{ v|number }}", v=0), "0")
        self.assertEqual(self.render("{{ v|percent }}", v=0), "0\u00a0%")

    def test_spacing_never_lets_markup_through(self):
        said = self.render("{{ v|nbsp }}", v="<b>Quoi ?</b>")
        self.assertNotIn("<b>", said)
        self.assertIn("&lt;b&gt;", said)

    def test_spacing_keeps_markup_that_is_safe(self):
        said = self.render("{{ v|nbsp }}", v=mark_safe("<b>Quoi ?</b>"))
        self.assertEqual(said, "<b>Quoi\u202f?</b>")

    def test_french_data_keep_their_spaces_for_readers_of_english(self):
        self.assertEqual(self.render("{{ v|nbsp }}", "en", v="a : b"), "a\u00a0: b")
        source = "{{ v|nbsp:LANGUAGE_CODE }}"
        said = self.render(source, "en", v="Why?", LANGUAGE_CODE="en")
        self.assertEqual(said, "Why?")

    def test_exact_words_are_held_together_and_otherwise_unchanged(self):
        words = "« 85 % : 2 750 » <b> en 2023 !"
        said = self.render("{{ v|held }}", v=words)
        self.assertEqual(plain(said), words.replace("<b>", "&lt;b&gt;"))
        self.assertIn("85\u00a0%\u00a0: 2\u00a0750\u00a0»", said)
        self.assertEqual(self.render("{{ v|held }}", v="Quoi?"), "Quoi?")

    def test_time_passed_is_no_more_exact_than_the_date(self):
        for count, precision, said in [
            (678, "day", "678 days"),
            (678, "month", "22 months"),
            # Ten months and three weeks are not yet eleven.
            (1058, "year", "2 years and 10 months"),
            (31, "quarter", "1 month"),
            (3, "year", "less than a month"),
            (716, "month", "23 months"),
            (716, "day", "716 days"),
            (730, "day", "2 years"),
            (1095, "day", "3 years"),
            (1100, "quarter", "3 years"),
            (1422, "day", "3 years and 10 months"),
            (13_761, "month", "37 years and 8 months"),
            (13_659, "day", "37 years and 4 months"),
            (-761, "day", "\u22122 years and 1 month"),
        ]:
            with self.subTest(count=count, precision=precision):
                source = "{{ v|elapsed:precision }}"
                found = self.render(source, "en", v=count, precision=precision)
                self.assertEqual(plain(found), said)

    def test_a_moment_is_told_by_its_day_in_paris(self):
        late = datetime.datetime(2026, 6, 30, 22, 30, tzinfo=datetime.UTC)
        self.assertEqual(self.render("{{ v|day }}", v=late), "1er\u00a0juillet 2026")

    def test_days_are_counted_in_words_and_stay_beside_their_number(self):
        for count, language, said in (
            (1, "en", "1\u00a0day"),
            (1234, "en", "3\u00a0years and 4\u00a0months"),
            (401_776, "fr", "1\u202f100\u00a0ans"),
            (761, "fr", "2\u00a0ans et 1\u00a0mois"),
        ):
            self.assertEqual(self.render("{{ v|days }}", language, v=count), said)

    def test_a_list_reads_as_a_sentence(self):
        self.assertEqual(self.render("{{ v|words }}", v=["a", "b", "c"]), "a, b et c")
        self.assertEqual(self.render("{{ v|words }}", "en", v=["a", "b"]), "a and b")
