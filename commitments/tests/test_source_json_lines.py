"""Our own JSON Lines: what is written is read back, and what others write is met."""

import json
import unittest
from datetime import date

from commitments.imports.published import (
    ANSWER,
    ANSWER_ERRATUM,
    ANSWERED,
    QUESTION,
    WITHDRAWN,
    Attribution,
    Publication,
    PublishedQuestion,
)
from commitments.imports.sources import json_lines
from commitments.imports.sources.catalogue import read_path
from commitments.tests.sources import SHARED, codes, needs_samples, read, sorted_out

DAY = date(2020, 2, 29)


class JSONLinesTests(unittest.TestCase):
    def test_reads_back_what_it_writes(self):
        record = PublishedQuestion(
            uid="X-1-QE-12",
            chamber="X",
            legislature=1,
            type="QE",
            number="12",
            author="Anne « Modèle »",
            attributions=(Attribution(ministry="A", since=DAY, ref="7"),),
            asked_on=DAY,
            publications=(
                Publication(role=QUESTION, text="Quand\u2028?", published_on=DAY),
                Publication(role=ANSWER, text="Un &amp; <b>\n\ndeux", page="12 bis"),
                Publication(role=ANSWER_ERRATUM, text="trois", issue="9"),
            ),
            state=WITHDRAWN,
            closed_on=DAY,
            closing="Retirée",
            signalled_on=DAY,
            renewed_on=(DAY, date(2021, 1, 1)),
            shared_answer="S-1",
            recalls="9",
            aliases=("a", "b"),
            url="https://example.org/12",
            inferred=("asked_on",),
        )
        lines = "".join(json_lines.write([record, record]))
        self.assertTrue(json_lines.recognises("x", lines.encode()[:4096]))
        found, problems = read(json_lines, lines, name="")
        self.assertEqual(problems, [])
        self.assertEqual(
            list(json_lines.write(found)), list(json_lines.write([record] * 2))
        )
        self.assertEqual(found[0].publications, record.publications)
        self.assertEqual(found[0].attributions, record.attributions)

    def test_reads_a_short_record_and_other_names(self):
        line = {
            "id": "whatever",
            "chamber": "AN",
            "legislature": 15,
            "type": "QE",
            "number": 12,
            "ministry": "Essais",
            "question_date": "2019-01-08",
            "answer_date": "12/03/2019",
            "question_text": "Quand ?",
            "answer_text": "Demain & jamais <b>.",
            "colour": "red",
        }
        (record,), problems = read(json_lines, json.dumps(line))
        self.assertEqual((record.uid, record.state), ("QANR5L15QE12", ANSWERED))
        self.assertEqual(record.answered_on, date(2019, 3, 12))
        self.assertEqual(record.answer_text, "Demain & jamais <b>.")
        self.assertEqual(codes(problems), ["unexpected"])
        self.assertFalse(problems[0].is_refusal)

    def test_keeps_only_known_names_of_inferred_fields(self):
        line = {"id": "X-1", "chamber": "X", "question_text": "Quand ?"}
        line["inferred"] = ["ministry_answering", "pk__in", 7]
        (record,), problems = read(json_lines, json.dumps(line))
        self.assertEqual(record.inferred, ("ministry_answering",))
        self.assertEqual(codes(problems), ["unexpected"] * 2)

    def test_reports_each_bad_line_and_goes_on(self):
        good = '{"uid": "X-1", "chamber": "X", "answer_text": "Oui."}'
        lines = [
            "{",
            "[]",
            '{"uid": "X-1"}',
            '{"uid": NaN}',
            '{"uid": "a", "uid": "b"}',
            "[" * 10_000,
            '{"uid": "X-2", "chamber": "X", "publications": [{"role": "?"}, 3]}',
            "",
            good,
        ]
        records, problems = read(json_lines, "\n".join(lines))
        self.assertEqual([r.uid for r in records], ["X-2", "X-1"])
        self.assertEqual(
            codes(problems),
            [
                "damaged_record",
                "unexpected",
                "identity_missing",
                "bad_number",
                "duplicate_key",
                "too_deep",
                "unexpected",
                "unexpected",
            ],
        )
        self.assertEqual(problems[0].record, "line 1")

    def test_reports_words_that_can_be_stored(self):
        line = r'{"uid": "X-1", "chamber": "X", "a\ud800\u0000": 1}'
        _, (problem,) = read(json_lines, line)
        self.assertEqual((problem.field, "\0" in problem.reason), ("a?", False))
        problem.reason.encode()

    def test_reads_past_a_line_of_fifty_megabytes(self):
        good = '{"uid": "X-1", "chamber": "X", "answer_text": "Oui."}'
        records, problems = read(json_lines, f'{{"uid": "{"x" * 50_000_000}"}}\n{good}')
        self.assertEqual([r.uid for r in records], ["X-1"])
        self.assertEqual(codes(problems), ["too_big"])


@needs_samples
class JSONLinesSampleTests(unittest.TestCase):
    def test_reads_the_collected_answers(self):
        for name, count in (("answers", 232), ("unanswered", 166)):
            path = SHARED / f"corpus/{name}.jsonl"
            records, problems = sorted_out(read_path(path))
            self.assertEqual(problems, [])
            self.assertEqual(len(records), count)
            self.assertEqual({r.is_answered for r in records}, {name == "answers"})
            published = list(map(json.loads, path.read_text("utf-8").splitlines()))
            for record, line in zip(records, published, strict=True):
                self.assertEqual(record.uid, line["id"])
                self.assertEqual(record.answer_text, line["answer_text"].strip())
                self.assertEqual(record.ministry_asked, line["ministry"])
