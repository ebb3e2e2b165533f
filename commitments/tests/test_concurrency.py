"""Several people at once, each in a thread with a connection of their own."""

import tempfile
import threading
from datetime import date
from functools import partial
from pathlib import Path

from django.db import connections, transaction

from commitments import workflow
from commitments.choices import PassageRole, Precision, RelationKind, Status
from commitments.models import BodyLabel, Relation
from commitments.tests.committed import CommittedTestCase
from commitments.tests.factories import (
    QUOTE,
    TEXT,
    editor,
    make_answer,
    make_body,
    make_commitment,
    make_draft,
    make_evidence,
    make_in_review,
    make_user,
    propose,
    reviewer,
)
from commitments.workflow import Conflict, Refused
from commitments.workflow.bodies import name_bodies
from tracker.database.concurrency import open_to_threads

ROUNDS = range(5)


class ThreadedTestCase(CommittedTestCase):
    """``race`` runs calls at once; the database is one in which writers queue."""

    def setUp(self):
        super().setUp()
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.own = connections["default"]
        self.name = open_to_threads(self.own, Path(folder, "threads.sqlite3"))
        connections["default"] = self.connection()
        self.addCleanup(self.restore)
        self.editor, self.reviewer = editor(), reviewer()

    def connection(self):
        """A new connection to the database that all threads share."""
        connection = self.own.copy()
        connection.settings_dict["NAME"] = self.name
        return connection

    def restore(self):
        connections["default"].close()
        connections["default"] = self.own

    def race(self, *calls):
        """Make the calls at the same moment; return their results or errors."""
        start = threading.Barrier(len(calls))
        results = [None] * len(calls)

        def run(number, call):
            connections["default"] = self.connection()
            try:
                connections["default"].ensure_connection()
                start.wait(timeout=30)
                results[number] = call()
            except Exception as error:  # noqa: BLE001
                results[number] = error
            finally:
                connections["default"].close()

        threads = [
            threading.Thread(target=run, args=pair, daemon=True)
            for pair in enumerate(calls)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
            self.assertFalse(thread.is_alive(), "two verbs wait for each other")
        return results

    def assert_all_done(self, results):
        errors = [result for result in results if isinstance(result, Exception)]
        self.assertEqual(errors, [])

    def assert_one_wins(self, results, error):
        """One call returned, each other one raised ``error``; return the winner's."""
        won = [result for result in results if not isinstance(result, Exception)]
        lost = [result for result in results if isinstance(result, Exception)]
        self.assertEqual(len(won), 1, results)
        for result in lost:
            self.assertIsInstance(result, error)
        return won[0]


class EditTests(ThreadedTestCase):
    def test_of_two_stale_saves_one_wins_and_one_is_told(self):
        for _ in ROUNDS:
            draft = make_draft()
            edit = partial(
                workflow.edit_commitment, draft, by=self.editor, version=draft.version
            )
            results = self.race(
                partial(edit, title="La première"), partial(edit, title="La seconde")
            )
            winner = self.assert_one_wins(results, Conflict)
            draft.refresh_from_db()
            self.assertEqual((draft.title, draft.version), (winner.title, 2))
            self.assertEqual(draft.changes.filter(verb="edit").count(), 1)

    def test_no_addition_is_lost(self):
        commitment = make_commitment()
        version = commitment.version
        results = self.race(*[partial(make_evidence, commitment)] * 6)
        self.assertEqual(commitment.evidence.count(), 6, results)
        commitment.refresh_from_db()
        self.assertEqual(commitment.version, version + 6)

    def test_a_commitment_is_published_once(self):
        commitment = make_in_review()
        publish = partial(
            workflow.publish, commitment, by=self.reviewer, version=commitment.version
        )
        self.assert_one_wins(self.race(publish, publish), Conflict)
        self.assertEqual(commitment.changes.filter(verb="publish").count(), 1)

    def test_a_relation_is_recorded_once(self):
        for _ in ROUNDS:
            source = make_draft()
            relate = partial(
                workflow.relate,
                source,
                by=self.editor,
                target=make_draft(),
                kind=RelationKind.REPLACES,
            )
            self.assert_one_wins(self.race(relate, relate), Refused)
            self.assertEqual(Relation.objects.filter(source=source).count(), 1)

    def test_a_relation_is_not_recorded_both_ways_round(self):
        for _ in ROUNDS:
            one, other = make_draft(), make_draft()
            relate = partial(
                workflow.relate, by=self.editor, kind=RelationKind.REPLACES
            )
            results = self.race(
                partial(relate, one, target=other), partial(relate, other, target=one)
            )
            self.assert_one_wins(results, Refused)

    def test_a_label_is_named_while_editors_add_to_its_commitments(self):
        administrator = make_user("Administrator")
        for number in ROUNDS:
            answer = make_answer()
            made = [make_commitment(answer=answer, bodies=[]) for _ in range(4)]
            label = BodyLabel.objects.create(
                label=f"Écluses {number}", body=make_body()
            )
            name = partial(name_bodies, label, [answer], by=administrator)
            adding = [partial(make_evidence, one) for one in reversed(made)]

            def named(name=name):
                with transaction.atomic():
                    return name()

            results = self.race(named, *adding)
            self.assert_all_done(results)
            self.assertEqual(results[0], 4)


class ChainTests(ThreadedTestCase):
    def test_two_approvals_make_one_chain(self):
        for _ in ROUNDS:
            commitment = make_commitment()
            pending = [
                propose(commitment, Status.IN_PROGRESS, by=make_user())
                for _ in range(2)
            ]
            approve = partial(workflow.approve_assessment, by=self.reviewer)
            results = self.race(*(partial(approve, one) for one in pending))
            self.assert_all_done(results)
            current = commitment.assessments.current().get()
            self.assertIn(current.supersedes, pending)
            self.assertIsNone(current.supersedes.supersedes)

    def test_an_assessment_is_reviewed_once(self):
        for _ in ROUNDS:
            pending = propose(make_commitment(), Status.IN_PROGRESS)
            results = self.race(
                partial(workflow.approve_assessment, pending, by=self.reviewer),
                partial(
                    workflow.return_assessment, pending, by=self.reviewer, note="Non."
                ),
            )
            winner = self.assert_one_wins(results, Refused)
            pending.refresh_from_db()
            self.assertEqual(pending.review, winner.review)

    def test_a_proposal_is_decided_or_taken_back(self):
        for _ in ROUNDS:
            pending = propose(make_commitment(), Status.IN_PROGRESS)
            results = self.race(
                partial(workflow.approve_assessment, pending, by=self.reviewer),
                partial(workflow.retract_assessment, pending, by=pending.author),
            )
            winner = self.assert_one_wins(results, Refused)
            pending.refresh_from_db()
            self.assertEqual(pending.review, winner.review)

    def revisions(self, commitment, version):
        """Two calls that give the deadline of a commitment another year."""
        return [
            partial(
                workflow.set_deadline,
                commitment,
                by=self.editor,
                version=version,
                due_latest=date(year, 12, 31),
                precision=Precision.YEAR,
                reason="Report.",
            )
            for year in (2024, 2025)
        ]

    def test_two_revisions_of_a_deadline_make_one_chain(self):
        for _ in ROUNDS:
            commitment = make_commitment(due_on=date(2023, 12, 31))
            self.assert_all_done(self.race(*self.revisions(commitment, None)))
            self.assertEqual(commitment.deadlines.count(), 3)
            current = commitment.deadlines.current().get()
            commitment.refresh_from_db()
            self.assertEqual(commitment.due_on, current.due_latest)
            self.assertEqual(commitment.original_due_on, date(2023, 12, 31))

    def test_of_two_revisions_of_the_same_version_one_wins(self):
        commitment = make_commitment(due_on=date(2023, 12, 31))
        results = self.race(*self.revisions(commitment, commitment.version))
        winner = self.assert_one_wins(results, Conflict)
        self.assertEqual(commitment.deadlines.current().get(), winner)

    def test_two_first_deadlines_make_one_chain(self):
        commitment = make_commitment()
        self.assert_all_done(self.race(*self.revisions(commitment, None)))
        self.assertEqual(commitment.deadlines.filter(supersedes=None).count(), 1)
        self.assertEqual(commitment.deadlines.count(), 2)


class TextTests(ThreadedTestCase):
    def keep(self, answer, text):
        return partial(
            workflow.keep_text, answer, text=text, published_on=date(2024, 1, 1)
        )

    def test_the_same_text_kept_at_once_is_one_version(self):
        for _ in ROUNDS:
            answer = make_answer(text="")
            results = self.race(*[self.keep(answer, TEXT)] * 3)
            self.assert_all_done(results)
            self.assertEqual(answer.texts.count(), 1)
            self.assertEqual(results.count(None), 2)

    def test_two_texts_are_two_versions(self):
        answer = make_answer()
        results = self.race(
            self.keep(answer, "Erratum. " + TEXT),
            self.keep(answer, "Rectificatif. " + TEXT),
        )
        self.assertEqual({result.number for result in results}, {2, 3})

    def test_a_quote_is_withdrawn_while_its_text_is_replaced(self):
        for _ in ROUNDS:
            answer = make_answer()
            passage = make_draft(answer=answer).passages.get()
            results = self.race(
                self.keep(answer, "Erratum. " + TEXT),
                partial(
                    workflow.withdraw_record,
                    passage,
                    by=self.editor,
                    reason="Erreur.",
                ),
            )
            self.assert_all_done(results)
            passage.refresh_from_db()
            self.assertTrue(passage.is_withdrawn)

    def test_an_import_and_an_editor_do_not_wait_for_each_other(self):
        for _ in ROUNDS:
            answer = make_answer()
            commitment = make_draft(answer=answer)
            results = self.race(
                self.keep(answer, "Erratum. " + TEXT),
                partial(
                    workflow.add_passage,
                    commitment,
                    by=self.editor,
                    answer=answer,
                    quote=QUOTE,
                    role=PassageRole.REPEATS,
                ),
            )
            self.assert_all_done(results)
            self.assertEqual(commitment.passages.count(), 2)
