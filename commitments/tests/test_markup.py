"""Markup becomes text that reads and quotes like the page it comes from."""

import unittest

from commitments.imports.markup import one_line, plain_text


class PlainTextTests(unittest.TestCase):
    def test_reads_breaks_and_paragraphs(self):
        cases = {
            "a<br>b": "a\nb",
            "a<br></br>b": "a\nb",
            "a<br/><br/>b": "a\n\nb",
            "a<br>b</br>(c)": "a\nb\n(c)",
            '</p><p align="CENTER"> A <a name=PG1></a> </p><br>b': "A\n\nb",
            "<ul><li>a</li><li>b</li></ul>": "- a\n- b",
            "<p>a\n b</p>": "a b",
        }
        for markup, text in cases.items():
            with self.subTest(markup=markup):
                self.assertEqual(plain_text(markup), text)

    def test_decodes_entities_once(self):
        self.assertEqual(plain_text("3&#160;&#8364; &amp;lt;"), "3\u00a0€ &lt;")
        self.assertEqual(plain_text("a &lt; b<br>c &lt;d&gt;"), "a < b\nc <d>")

    def test_decodes_what_a_pipeline_escaped_twice(self):
        self.assertEqual(plain_text("&lt;p&gt;a&lt;br/&gt;b&lt;/p&gt;"), "a\nb")
        self.assertEqual(plain_text("5 &amp;#8364;"), "5 €")

    def test_keeps_no_break_spaces_and_apostrophes(self):
        text = "2\u00a0750 guichets d'ici l’été,\u202f85\u00a0%"
        self.assertEqual(plain_text(text), text)
        self.assertEqual(plain_text(f"<p>{text}</p>"), text)

    def test_keeps_what_only_looks_like_a_tag(self):
        text = "un taux < 5 % pour <PME> et a<b"
        self.assertEqual(plain_text(text), text)

    def test_keeps_the_lines_of_a_text_without_markup(self):
        self.assertEqual(plain_text(" a\r\n\r\n\r\nb \n c "), "a\n\nb\nc")

    def test_reads_a_table_row_by_row(self):
        markup = (
            "Voici :<!-- DEBTAB --><div><table border='1'>"
            '<tr><th rowspan=2">Type</th><th colspan="2">Nombre<br>en service</br></th>'
            '<th rowspan=2">Âge</th></tr><tr><th>2012</th><th>2013</th></tr>'
            "<tr><td>A</td><td>1&#160;000</td><td>3</td><td>12</td></tr>"
            "</table></div><!-- FINTAB -->Fin."
        )
        self.assertEqual(
            plain_text(markup),
            "Voici :\n\n"
            "Type | Nombre en service |  | Âge\n"
            "| 2012 | 2013 |\n"
            "A | 1\u00a0000 | 3 | 12\n\n"
            "Fin.",
        )

    def test_loses_no_words_of_a_broken_table(self):
        text = plain_text("<table>avant<tr>x<td>a<td>b<table><td>c</table>d</tr>fin")
        for word in ("avant", "x", "a", "b", "c", "d", "fin"):
            self.assertIn(word, text.split())

    def test_drops_comments_scripts_and_forms_that_end(self):
        self.assertEqual(plain_text("a<!-- b -->c<script>d</script>e"), "ace")
        self.assertEqual(plain_text("a<!-- b<br>c"), "a b\nc")
        self.assertEqual(plain_text("<form action=x>Alerte</form>"), "")

    def test_takes_out_what_cannot_be_shown(self):
        self.assertEqual(plain_text("a\x00b\x1ec"), "abc")
        plain_text("a\ud800b").encode()

    def test_stays_linear_on_hostile_markup(self):
        # Each of these took minutes when a search began again at every mark.
        for mark in (
            "<",
            "<p",
            "<!--",
            "<script>",
            "<table>",
            "&lt;",
            "<td rowspan=9>",
        ):
            with self.subTest(mark=mark):
                plain_text(mark * 50_000)

    def test_puts_a_label_on_one_line(self):
        self.assertEqual(one_line(" a \n <b>b</b>\u00a0&amp;  c "), "a b\u00a0& c")
