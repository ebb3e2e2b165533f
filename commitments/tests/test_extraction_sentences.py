from unittest import TestCase

from commitments.extraction.plain import plain
from commitments.extraction.sentences import LONGEST, items, sentences


def cut(text):
    return [text[start:end] for start, end in sentences(text)]


def cut_items(text):
    return [text[item.start : item.end] for item in items(text, 0, len(text))]


class SentenceTests(TestCase):
    def test_keeps_abbreviations_decimals_and_thousands_whole(self):
        for text in (
            "M. Dupont et Mme. Durand ont lu l'art. 5 du n. 12.",
            "Le taux est de 1,5 point, soit 1.281 maisons.",
            "A l'été 2018, 1 281 maisons ont ouvert.",
        ):
            with self.subTest(text):
                self.assertEqual(cut(text), [text])

    def test_cuts_after_a_quotation(self):
        self.assertEqual(
            cut("Il a dit « oui. » Puis rien. Enfin, non !"),
            ["Il a dit « oui. »", "Puis rien.", "Enfin, non !"],
        )

    def test_joins_lines_broken_by_the_page(self):
        self.assertEqual(
            cut("Le quai\nsera long. Oui."), ["Le quai\nsera long.", "Oui."]
        )

    def test_cuts_at_a_missing_space(self):
        self.assertEqual(
            cut("C'est fini.Le quai ouvre."), ["C'est fini.", "Le quai ouvre."]
        )

    def test_cuts_lists_without_line_breaks(self):
        text = "Voici nos objectifs : - le quai sera long ; - la rue sera large"
        self.assertEqual(
            cut_items(text),
            ["Voici nos objectifs", "le quai sera long", "la rue sera large"],
        )

    def test_cuts_a_list_where_a_mark_was_lost(self):
        text = "Voici : Les quais seront longs Les rues seront larges"
        self.assertEqual(
            cut_items(text),
            ["Voici", "Les quais seront longs", "Les rues seront larges"],
        )

    def test_no_sentence_is_endless(self):
        found = sentences("mot " * 5000)
        self.assertLessEqual(max(end - start for start, end in found), LONGEST)


class PlainTextTests(TestCase):
    def test_never_moves_an_offset(self):
        for text in ("D’ICI\u00a0L’ÉTÉ", "İstanbul œuvre", "ﬁn ß ÀÉÎ"):
            with self.subTest(text):
                self.assertEqual(len(plain(text)), len(text))
