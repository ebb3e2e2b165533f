"""What must hold for any text at all."""

from datetime import date
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.extraction import cues, extract
from commitments.extraction.candidates import suggestions_in
from commitments.extraction.deadlines import read_deadlines
from commitments.extraction.labels import REASONS
from commitments.extraction.numbers import read_quantities
from commitments.extraction.plain import plain
from commitments.extraction.prepared import Prepared
from commitments.extraction.sentences import sentences

WORDS = (
    *("le Gouvernement", "a décidé", "de", "sera", "prévoit", "d'ici", "fin", "2024"),
    *("au", "1er", "31", "février", "à", "et", "puis", "12 000", "%", "M€", "dix-huit"),
    *(
        "mois",
        "trimestre",
        ", ",
        ". ",
        "; ",
        "- ",
        ": ",
        "(",
        ")",
        "« ",
        "» ",
        "\u00a0",
    ),
    *("\n", "l'été", "avant", "qui", "après la promulgation", "près de", "supérieur à"),
    *("un tiers", "doublement", "M.", "n°", "İ", "\ud800", "é"),
)
# Whatever a cue may be tried for, in sentences that hold little else.
CUED = st.lists(
    st.one_of(
        st.sampled_from(sorted({w for cue in cues.POSITIVE for w in cue.triggers})),
        st.sampled_from(sorted({n for cue in cues.POSITIVE for n in cue.needs})),
        st.sampled_from(WORDS),
        st.sampled_from(("les agents du port. ", "du quai, en 2027. ", "est ", "de ")),
    ),
    max_size=40,
).map(" ".join)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=60).map("".join),
)
often = settings(max_examples=150)
DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


class AnyTextTests(TestCase):
    @often
    @given(TEXTS)
    def test_plain_text_keeps_its_length(self, text):
        self.assertEqual(len(plain(text)), len(text))

    @often
    @given(TEXTS)
    def test_sentences_follow_one_another(self, text):
        found = sentences(text)
        for (_, end), (start, _) in zip(found, found[1:], strict=False):
            self.assertLessEqual(end, start)

    @often
    @given(TEXTS, DAYS)
    def test_suggestions_quote_the_text(self, text, answered_on):
        for suggestion in extract(text, answered_on):
            quote = text[suggestion.start : suggestion.end]
            self.assertEqual(quote, suggestion.quote)
            self.assertEqual(quote, quote.strip())
            self.assertLessEqual(set(suggestion.reasons), set(REASONS))

    @often
    @given(st.one_of(TEXTS, CUED), DAYS)
    def test_no_sentence_is_passed_over_that_gives_something(self, text, answered_on):
        source = Prepared(text, answered_on)
        every = [
            suggestion
            for start, end in sentences(text)
            for suggestion in suggestions_in(source, start, end)
        ]
        self.assertEqual(extract(text, answered_on), every)

    @often
    @given(TEXTS, DAYS)
    def test_the_same_text_gives_the_same_suggestions(self, text, answered_on):
        self.assertEqual(extract(text, answered_on), extract(text, answered_on))

    @often
    @given(TEXTS, DAYS)
    def test_deadlines_quote_the_text_and_explain_themselves(self, text, answered_on):
        for deadline in read_deadlines(text, answered_on):
            self.assertEqual(text[deadline.start : deadline.end], deadline.text)
            self.assertTrue(deadline.reasoning("fr"))
            self.assertTrue(deadline.reasoning("en"))
            if deadline.is_deadline and deadline.latest:
                self.assertGreaterEqual(deadline.latest, answered_on)
                self.assertLessEqual(deadline.earliest, deadline.latest)

    @often
    @given(TEXTS)
    def test_quantities_quote_the_text(self, text):
        for quantity in read_quantities(text):
            self.assertTrue(text[quantity.start : quantity.end])
            self.assertGreater(quantity.end, quantity.start)
