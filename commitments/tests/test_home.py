import html
import re
from datetime import date, timedelta
from unittest.mock import patch

from django.urls import reverse

from commitments.choices import Precision, Status
from commitments.tests.factories import (
    QUOTE,
    make_answer,
    make_commitment,
    make_deadline,
    make_draft,
    make_evidence,
    make_withdrawn,
)
from commitments.tests.reading import MARKER, ReadingTestCase
from commitments.timing import today
from commitments.typography import hold_spaces


class HomeTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.overdue = make_commitment(
            title="Ouvrir des crèches", due_on=date(2023, 12, 31)
        )
        cls.met = make_commitment(
            title="Publier un rapport", due_on=date(2023, 12, 31), status=Status.MET
        )
        make_draft(title=f"{MARKER} en brouillon")
        make_withdrawn(title=f"{MARKER} retirée")

    def home(self):
        return self.client.get(reverse("home"))

    def shown(self, name):
        return [row.pk for row in self.home().context[name]]

    def test_shows_counts_with_their_denominator(self):
        response = self.home()
        found = [response.context[n] for n in ("total", "rated", "overdue_count")]
        self.assertEqual(found, [2, 2, 1])
        self.assertContains(response, "<strong>1</strong> of 2", html=False)
        self.assertContains(response, "Only 2 commitments here")

    def test_shows_what_is_overdue_and_not_what_is_met(self):
        self.assertEqual(self.shown("overdue"), [self.overdue.pk])

    def test_shows_the_latest_change_of_each_commitment_once(self):
        make_evidence(self.overdue, title="Bilan des crèches")
        news = self.home().context["news"]
        self.assertEqual([n.commitment for n in news], [self.overdue, self.met])
        self.assertIn("Bilan des crèches", news[0].title)

    def test_shows_what_changed_this_week(self):
        self.assertContains(self.home(), "What changed this week")

    def test_says_when_nothing_changed_this_week(self):
        later = today() + timedelta(days=8)
        with patch("commitments.facets.today", return_value=later):
            response = self.home()
        self.assertNotContains(response, "What changed this week")
        self.assertContains(response, "Nothing changed in the last seven days.")

    def test_shows_what_fell_due_in_the_last_seven_days(self):
        recent = make_commitment(due_on=today() - timedelta(days=6))
        make_commitment(due_on=today() - timedelta(days=7))
        make_commitment(due_on=today() + timedelta(days=1))
        self.assertEqual(self.shown("due_this_week"), [recent.pk])

    def test_shows_the_deadlines_of_the_next_ninety_days_the_nearest_first(self):
        last = make_commitment(due_on=today() + timedelta(days=90))
        first = make_commitment(due_on=today())
        make_commitment(due_on=today() + timedelta(days=91))
        self.assertEqual(self.shown("coming"), [first.pk, last.pk])
        context = self.client.get(reverse("home"), {"again": 1}).context
        self.assertEqual(context["strip"].open, 2)
        self.assertEqual(sum(cell.count for cell in context["strip_picture"].cells), 2)

    def test_a_deadline_known_to_the_month_stands_on_no_square(self):
        commitment = make_commitment()
        make_deadline(
            commitment,
            due_latest=today() + timedelta(days=40),
            precision=Precision.MONTH,
        )
        context = self.home().context
        self.assertEqual(sum(cell.count for cell in context["strip_picture"].cells), 0)
        self.assertEqual([p.open for p in context["strip"].periods], [1])

    def test_the_hero_quotes_whole_what_has_been_overdue_for_longest(self):
        response = self.home()
        words = html.unescape(response.content.decode())
        hero = words.partition("<blockquote")[2].partition("</blockquote>")[0]
        self.assertIn(f"«\N{NO-BREAK SPACE}<mark>{hold_spaces(QUOTE)}</mark>", hero)
        url = response.context["overdue"][0].url
        self.assertContains(response, f'<a href="{url}">What became of it</a>')

    def test_the_nearest_deadlines_are_links_with_their_title_and_day(self):
        for days in (-1, 5):
            make_commitment(
                title=f"À {days} jours & plus", due_on=today() + timedelta(days=days)
            )
        page = self.home().content.decode()
        for part in ("this-week", "coming"):
            section = page.partition(f'aria-labelledby="{part}"')[2]
            section = section.partition("</section>")[0]
            (row,) = re.findall(r"<li>\s*(<a .*?)</li>", section, re.DOTALL)
            self.assertRegex(row, r'^<a class="brief__title" href="/engagements/E-\d')
            self.assertRegex(row, r"jours &amp; plus</a>")
            self.assertRegex(row, r'<time datetime="\d{4}-\d\d-\d\d">[^<]+</time>')
            for broken in ("&lt;", ", s, p,", 'href=""', "></time>"):
                self.assertNotIn(broken, row)

    def test_drafts_and_withdrawn_records_do_not_show(self):
        self.assertNotContains(self.home(), MARKER)

    def test_takes_the_same_queries_however_many_commitments(self):
        make_commitment(due_on=today() + timedelta(days=1))
        make_commitment(due_on=today())
        few = self.count_queries(reverse("home"))
        for days in (-400, 0, 1, 50):
            make_commitment(due_on=today() + timedelta(days=days))
        self.assertEqual(self.count_queries(reverse("home")), few)


class EmptyHomeTests(ReadingTestCase):
    def test_says_that_nothing_is_published(self):
        response = self.client.get(reverse("home"))
        self.assertContains(response, "Nothing has been published yet.")
        self.assertContains(response, "No deadline falls within 90 days.")


class FictitiousHomeTests(ReadingTestCase):
    def test_quotes_no_answer_written_for_the_demonstration(self):
        answer = make_answer(is_fictitious=True)
        make_commitment(answer=answer, due_on=date(2023, 12, 31))
        response = self.client.get(reverse("home"))
        self.assertNotContains(response, "quote--large")
        self.assertContains(response, "Fictitious")
