"""Deadlines as a calendar, read back as calendar programs do."""

from datetime import date, timedelta
from unittest import mock

from django.test import Client, TestCase
from icalendar import Calendar

from commitments import facets, workflow
from commitments.choices import Origin, Status
from commitments.tests import factories
from commitments.timing import today


class DeadlinesCalendarTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.year = today().year + 1
        cls.body = factories.make_body(slug="tests")
        cls.day = cls.due(date(cls.year, 3, 14), "day", title="Le jour; dit, « π »")
        cls.month = cls.due(date(cls.year, 2, 28), "month", title="Le mois")
        cls.other = cls.due(date(cls.year, 12, 31), "year", bodies=[cls.body])
        cls.past = cls.due(today() - timedelta(days=400), "day", title="Passé")
        factories.make_draft(title="Zorglub")

    @classmethod
    def due(cls, on, precision, **fields):
        commitment = factories.make_commitment(**fields)
        factories.make_deadline(commitment, due_latest=on, precision=precision)
        commitment.refresh_from_db()
        return commitment

    def setUp(self):
        facets.forget()
        self.client = Client(headers={"accept-language": "en"})

    def events(self, path="/calendrier.ics"):
        """The events by identifier, once the form of the file is what it must be."""
        response = self.client.get(path)
        self.assertEqual(response["Content-Type"], "text/calendar; charset=utf-8")
        self.assertTrue(response.content.endswith(b"END:VCALENDAR\r\n"))
        for line in response.content.split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
            self.assertNotIn(b"\n", line)
        calendar = Calendar.from_ical(response.content)
        self.assertEqual(calendar.errors, [])
        return {str(e["UID"]).split("-echeance")[0]: e for e in calendar.walk("VEVENT")}

    def test_a_day_is_a_day(self):
        event = self.events()[self.day.reference]
        self.assertEqual(event["DTSTART"].dt, date(self.year, 3, 14))
        self.assertEqual(event["DTEND"].dt, date(self.year, 3, 15))
        self.assertEqual(event["SUMMARY"], "Deadline: Le jour; dit, « π »")

    def test_a_month_or_a_year_is_no_false_day(self):
        events = self.events()
        event = events[self.month.reference]
        self.assertEqual(event["DTSTART"].dt, date(self.year, 2, 1))
        self.assertEqual(event["DTEND"].dt, date(self.year, 3, 1))
        said = f"Deadline (February {self.year}): Le mois"
        self.assertEqual(event["SUMMARY"], said)
        event = events[self.other.reference]
        self.assertEqual(event["DTSTART"].dt, date(self.year, 1, 1))
        self.assertEqual(event["DTEND"].dt, date(self.year + 1, 1, 1))

    def test_it_tells_programs_what_they_need(self):
        event = self.events()[self.day.reference]
        self.assertEqual(event["UID"], f"{self.day.reference}-echeance@testserver")
        self.assertEqual(event["SEQUENCE"], self.day.version)
        changed_at = self.day.changed_at.replace(microsecond=0)
        self.assertEqual(event["DTSTAMP"].dt, changed_at)
        self.assertEqual(event["LAST-MODIFIED"].dt, changed_at)
        self.assertEqual(event["TRANSP"], "TRANSPARENT")
        calendar = self.client.get("/calendrier.ics").content.decode()
        for line in ("REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H"):
            self.assertIn(f"\r\n{line}\r\n", calendar)

    def test_a_revised_deadline_moves_and_keeps_its_name(self):
        before = self.events()[self.day.reference]
        factories.make_deadline(self.day, due_latest=date(self.year, 9, 1))
        after = self.events()[self.day.reference]
        self.assertEqual(after["UID"], before["UID"])
        self.assertEqual(after["DTSTART"].dt, date(self.year, 9, 1))
        self.assertGreater(after["SEQUENCE"], before["SEQUENCE"])

    def test_what_is_given_up_or_withdrawn_is_cancelled(self):
        act = factories.make_evidence(self.day, origin=Origin.GOVERNMENT)
        factories.assess(self.day, Status.ABANDONED, evidence=[act])
        self.month.refresh_from_db()
        workflow.withdraw(
            self.month,
            by=factories.reviewer(),
            version=self.month.version,
            reason="Doublon.",
        )
        events = self.events()
        for commitment in (self.day, self.month):
            self.assertEqual(events[commitment.reference]["STATUS"], "CANCELLED")
        self.assertEqual(events[self.other.reference]["STATUS"], "CONFIRMED")
        alone = self.events(f"/engagements/{self.month.reference}/echeance.ics")
        self.assertEqual(alone[self.month.reference]["STATUS"], "CANCELLED")
        # Of one withdrawn, no word but why.
        withdrawn = alone[self.month.reference]
        self.assertNotIn(self.month.title, withdrawn["SUMMARY"])
        self.assertTrue(withdrawn["URL"].endswith("/historique/"), withdrawn["URL"])

    def test_what_is_to_come_is_kept_before_what_has_passed(self):
        near = self.due(today() - timedelta(days=1), "day", title="Hier")
        self.due(today() - timedelta(days=9), "day", title="Avant")
        with mock.patch("commitments.deadlines_calendar.MOST", 4):
            coming = {self.day.reference, self.month.reference, self.other.reference}
            self.assertEqual(set(self.events()), {*coming, near.reference})
        with mock.patch("commitments.deadlines_calendar.MOST", 2):
            short = self.events("/calendrier.ics?periods=0")
            self.assertEqual(set(short), {self.day.reference, self.month.reference})

    def test_it_holds_what_is_asked_for(self):
        every = {self.day.reference, self.month.reference, self.other.reference}
        self.assertEqual(set(self.events()), every)
        of_body = self.events("/calendrier.ics?body=tests")
        self.assertEqual(set(of_body), {self.other.reference})
        shorter = self.events("/calendrier.ics?periods=0")
        self.assertEqual(set(shorter), every - {self.other.reference})
        twice = self.client.get("/calendrier.ics?periods=0&periods=1")
        self.assertEqual(twice.status_code, 400)
        refused = self.client.get("/calendrier.ics?x=1")
        self.assertContains(refused, "periods", status_code=400)
        self.assertEqual(self.client.get("/calendrier.ics?periods=2").status_code, 400)

    def test_its_name_stays_on_one_line_whatever_is_asked(self):
        for query in ("q=a%0Ab", "q=a%0D%0Ab", "territory=a%0Ab", "q=a%3Bb,c"):
            self.assertEqual(self.events(f"/calendrier.ics?{query}"), {})

    def test_an_empty_calendar_is_one_too(self):
        path = "/calendrier.ics?assessment=met"
        self.assertEqual(self.events(path), {})
        # The start of a zone is a moment (RFC 5545 §3.6.5).
        self.assertContains(self.client.get(path), "\r\nDTSTART:19700101T000000\r\n")

    def test_the_calendar_of_one_commitment_says_which(self):
        path = f"/engagements/{self.month.reference}/echeance.ics"
        calendar = Calendar.from_ical(self.client.get(path).content)
        self.assertEqual(calendar["DESCRIPTION"], "Le mois")
        refused = self.client.get(f"{path}?periods=0")
        self.assertContains(
            refused, "one commitment takes no parameter", status_code=400
        )

    def test_a_commitment_without_a_date_has_no_calendar(self):
        undated = factories.make_commitment()
        path = f"/engagements/{undated.reference}/echeance.ics"
        self.assertEqual(self.client.get(path).status_code, 404)

    def test_the_page_of_a_commitment_leads_to_its_calendar_until_it_falls_due(self):
        for commitment, is_shown in ((self.day, True), (self.past, False)):
            page = self.client.get(commitment.get_absolute_url()).content.decode()
            path = f'href="/engagements/{commitment.reference}/echeance.ics"'
            self.assertEqual(path in page, is_shown)
