"""What editors decided, counted by level, cue and deadline rule."""

from io import StringIO

from django.core.management import call_command
from django.test import TestCase
from django.utils.translation import override

from commitments import workflow
from commitments.choices import PassageRole
from commitments.decisions import report
from commitments.models import Answer, CommitmentWord, Suggestion
from commitments.tests.factories import (
    editor,
    make_answer,
    make_commitment,
    reviewer,
)


def run(name, *arguments):
    out = StringIO()
    with override("en"):
        call_command(name, *arguments, stdout=out)
    return out.getvalue()


class ReportTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.answer = make_answer()
        first, second, third = workflow.suggest(cls.answer)
        workflow.accept_suggestion(first, by=editor(), deadline=None)
        workflow.merge_suggestion(
            second,
            commitment=make_commitment(),
            role=PassageRole.REPEATS,
            by=editor(),
        )
        workflow.reject_suggestion(third, reason_code="law", by=editor())

    def test_counts_what_was_kept_adjusted_and_rejected(self):
        levels = report().levels
        self.assertEqual(sum(tally.decided for tally in levels), 3)
        self.assertEqual(sum(tally.kept for tally in levels), 2)
        self.assertEqual(sum(tally.adjusted for tally in levels), 1)
        self.assertEqual(sum(tally.reasons["law"] for tally in levels), 1)

    def test_a_deadline_that_was_changed_counts_against_its_rule(self):
        adjusted = {tally.name: tally.adjusted for tally in report().rules}
        self.assertEqual(sorted(adjusted.values()), [0, 1])

    def test_gives_the_precision_of_each_cue(self):
        cues = {tally.name: tally for tally in report().cues}
        self.assertEqual(cues["decided"].precision, 1)
        self.assertEqual(cues["decided"].adjusted, 1)

    def test_the_command_prints_the_tables(self):
        printed = run("extraction_report")
        self.assertIn("decided", printed)
        self.assertIn("100%", printed)

    def test_an_undone_decision_no_longer_counts(self):
        for row in Suggestion.objects.decided():
            workflow.undo_decision(row, by=reviewer())
        self.assertEqual(report().levels, [])
        self.assertIn("No suggestion", run("extraction_report"))


class BacklogTests(TestCase):
    def test_reads_what_the_machine_has_not_read_and_nothing_twice(self):
        answer = make_answer()
        make_answer(text="")
        self.assertIn("Answers read: 1", run("suggest_commitments"))
        self.assertEqual(answer.suggestions.count(), 3)
        self.assertIn("Answers read: 0", run("suggest_commitments"))
        workflow.keep_text(answer, text="Rien.", published_on=answer.answered_on)
        self.assertIn("Answers read: 1", run("suggest_commitments"))
        self.assertEqual(answer.suggestions.count(), 0)

    def test_reads_everything_again_when_asked(self):
        make_answer()
        run("suggest_commitments")
        self.assertIn("Answers read: 1", run("suggest_commitments", "--again"))
        self.assertEqual(Suggestion.objects.count(), 3)
        self.assertIsNotNone(Answer.objects.get().suggested_text)

    def test_indexes_commitments_without_words(self):
        make_commitment()
        CommitmentWord.objects.all().delete()
        run("suggest_commitments")
        self.assertTrue(CommitmentWord.objects.exists())
