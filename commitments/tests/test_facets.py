"""The sets of facets.py are held equal to the SQL of the filters, on random data."""

import unittest
from collections import Counter
from datetime import date, timedelta
from itertools import combinations

import time_machine
from django.http import QueryDict
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from commitments import facets, orders, workflow
from commitments.choices import Chamber, Kind, Publication, Status, Testability, Timing
from commitments.filters import SORTS, CommitmentFilter
from commitments.models import Body, Commitment, DataVersion
from commitments.tests.factories import (
    editor,
    make_body,
    make_commitment,
    make_deadline,
    make_theme,
    make_withdrawn,
    reviewer,
)

TERRITORIES = ["Cher", "Guyane"]
YEARS = [2022, 2023, 2024, 2025]
DAYS = st.none() | st.dates(date(2022, 1, 1), date(2025, 12, 31))
NOON = date(2024, 6, 15)


@st.composite
def rows(draw):
    """A commitment's columns, some of them consistent with one another."""
    original = draw(DAYS)
    status = draw(st.sampled_from(Status.values))
    met = None
    if status == Status.MET:
        met = draw(st.dates(date(2022, 1, 1), date(2025, 12, 31)))
    return {
        "status": status,
        "kind": draw(st.sampled_from(Kind.values)),
        "testability": draw(st.sampled_from(Testability.values)),
        "chamber": draw(st.sampled_from(["", *Chamber.values])),
        "legislature": draw(st.sampled_from([None, 15, 16])),
        "territory": draw(st.sampled_from(["", *TERRITORIES])),
        "promised_on": draw(DAYS),
        "due_on": original and draw(DAYS),
        "original_due_on": original,
        "met_earliest": met,
        "met_latest": met,
        "publication": draw(
            st.sampled_from([Publication.PUBLISHED] * 4 + [Publication.DRAFT])
        ),
    }


def some(values):
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


@st.composite
def questions(draw):
    """An address of the list, as pairs."""
    wanted = {
        "assessment": draw(some(Status.values)),
        "timing": draw(some(Timing.values)),
        "kind": draw(some(Kind.values)),
        "testability": draw(some(Testability.values)),
        "chamber": draw(some(Chamber.values)),
        "legislature": draw(some([15, 16, 17])),
        "territory": draw(some(TERRITORIES)),
        "due_year": draw(some(YEARS)),
        "promised_year": draw(some(YEARS)),
        "body": draw(some(["ancien", "entre", "nouveau", "ailleurs"])),
        "theme": draw(some(["sante", "sport"])),
    }
    kept = draw(st.sets(st.sampled_from(list(wanted)), max_size=3))
    for name in ("promised", "due"):
        first, last = draw(DAYS), draw(DAYS)
        if draw(st.booleans()) and not (first and last and first > last):
            wanted |= {f"{name}_from": [first or ""], f"{name}_to": [last or ""]}
            kept |= {f"{name}_from", f"{name}_to"}
    return [(name, value) for name in kept for value in wanted[name]]


def filtered(pairs):
    """The filter set of an address."""
    params = QueryDict(mutable=True)
    for name, value in pairs:
        params.appendlist(name, str(value))
    filterset = CommitmentFilter(params, Commitment.objects.published().with_timing())
    assert filterset.is_valid(), filterset.form.errors
    return filterset


ANY = settings(max_examples=20, phases=[Phase.generate])


class FacetCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.old = make_body("Ancien", slug="ancien")
        cls.between = make_body("Entre deux", slug="entre")
        cls.new = make_body("Nouveau", slug="nouveau")
        cls.elsewhere = make_body("Ailleurs", slug="ailleurs")
        cls.old.successors.add(cls.between)
        cls.between.successors.add(cls.new)
        # A ministry split in two, one of which was merged back.
        cls.old.successors.add(cls.elsewhere)
        cls.themes = [make_theme("Santé", slug="sante"), make_theme("S", slug="sport")]
        cls.rows = [make_commitment() for _ in range(12)]

    def setUp(self):
        clock = time_machine.travel(NOON, tick=False)
        clock.start()
        self.addCleanup(clock.stop)
        facets.forget()
        self.addCleanup(facets.forget)

    def rewrite(self, commitment, columns, bodies, themes):
        """Change a commitment as a verb would, whatever it makes of it."""
        Commitment.objects.filter(pk=commitment.pk).update(**columns)
        commitment.bodies.set(bodies)
        commitment.themes.set(themes)
        DataVersion.bump(commitment.pk)

    def assert_same(self, pairs):
        """Rows, order and counts are those of the SQL, for one address."""
        selection = self.assert_same_rows(pairs)
        for sort in SORTS.keys() - {"relevance"}:
            ordered = filtered([*pairs, ("sort", sort)])
            wanted = list(ordered.rows.values_list("pk", flat=True))
            name = SORTS[sort].order
            self.assertEqual(selection.page(name, 0, 99), wanted, (sort, pairs))
            self.assertEqual(selection.page(name, 2, 5), wanted[2:5], (sort, pairs))

    def assert_same_rows(self, pairs):
        """Rows and counts are those of the SQL; returns what was selected."""
        filterset = filtered(pairs)
        selection = facets.current().select(filterset.asked())
        expected = list(filterset.qs.values_list("pk", flat=True))
        self.assertEqual(sorted(selection.rows), sorted(expected), pairs)
        for facet in facets.FACETS:
            self.assertEqual(
                {v: n for v, n in selection.counts(facet).items() if n},
                self.counted(facet, pairs),
                (facet, pairs),
            )
        return selection

    def counted(self, facet, pairs):
        """How many rows each value has among those the other filters leave."""
        rows = filtered([pair for pair in pairs if pair[0] != facet]).qs
        if facet == "body":
            held = (
                (b.pk, rows.filter(bodies__in=b.lineage())) for b in Body.objects.all()
            )
            counts = {pk: found.distinct().count() for pk, found in held}
        elif facet == "theme":
            counts = Counter(
                rows.filter(themes__isnull=False).values_list("themes", flat=True)
            )
        elif facet.endswith("_year"):
            days = rows.values_list(facet.replace("_year", "_on"), flat=True)
            counts = Counter(day.year for day in days if day)
        else:
            name = "status" if facet == "assessment" else facet
            counts = Counter(rows.values_list(name, flat=True))
        return {
            value: n for value, n in counts.items() if n and value not in ("", None)
        }

    def some_value(self, facet):
        values = {
            "body": "nouveau",
            "theme": "sante",
            "assessment": "not_assessed",
            "timing": "no_deadline",
            "kind": "target",
            "testability": "quantified_dated",
            "chamber": "AN",
            "legislature": 16,
            "territory": "Cher",
            "due_year": 2023,
            "promised_year": 2023,
        }
        return values[facet]


class FacetTests(FacetCase):
    @ANY
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 11),
                rows(),
                st.sets(st.integers(0, 3), max_size=2),
                st.sets(st.integers(0, 1)),
            ),
            max_size=6,
        ),
        st.lists(questions(), min_size=1, max_size=3),
    )
    def test_rows_order_and_counts_are_those_of_the_database(self, changes, asked):
        bodies = [self.old, self.between, self.new, self.elsewhere]
        for number, columns, of, on in changes:
            self.rewrite(
                self.rows[number],
                columns,
                [bodies[n] for n in of],
                [self.themes[n] for n in on],
            )
        for pairs in asked:
            self.assert_same(pairs)
        followed = facets.current()
        self.assert_related(followed)
        facets.forget()
        built = facets.current()
        self.assertIsNot(built, followed)
        self.assert_related(built)
        self.assertEqual(built.values, followed.values)
        self.assertEqual(built.rows, followed.rows)
        for name in facets.ORDERS:
            self.assertEqual(pairs_of(built, name), pairs_of(followed, name))

    def assert_related(self, index):
        """Bodies and themes are those of the database; an unknown row has none."""
        unknown = 10**6
        for facet, name in (("body", "bodies"), ("theme", "themes")):
            related = index.related_to(facet, [*index.rows, unknown])
            self.assertEqual(related.pop(unknown), ())
            for row in Commitment.objects.published().prefetch_related(name):
                held = sorted(getattr(row, name).all(), key=lambda one: one.name)
                self.assertEqual(related.pop(row.pk), tuple(held))
            self.assertEqual(related, {})

    def test_every_pair_of_facets_combines(self):
        for row in self.rows[::2]:
            self.rewrite(row, {"territory": "Cher"}, [self.old], self.themes[:1])
        for one, other in combinations(facets.FACETS, 2):
            pairs = [(name, self.some_value(name)) for name in (one, other)]
            self.assert_same_rows(pairs)


def pairs_of(kept, name):
    return [
        pair
        for values, pks, _ids in kept.orders[name].blocks
        for pair in zip(values, pks, strict=True)
    ]


class FreshnessTests(FacetCase):
    def test_a_version_asked_for_just_before_is_not_asked_for_again(self):
        facets.current()
        with facets.known(DataVersion.current()), self.assertNumQueries(0):
            before = facets.current()
        make_commitment(bodies=[self.new])
        # What changed since is read all the same when no page has its version.
        with facets.known(DataVersion.current()):
            self.assertEqual(len(facets.current().rows), len(before.rows) + 1)

    def test_what_a_verb_changes_is_counted_at_once(self):
        before = facets.current()
        commitment = make_commitment(bodies=[self.new])
        self.assertIn(commitment.pk, facets.current().rows)
        make_deadline(commitment, due_latest=date(2031, 1, 1))
        self.assertIn(commitment.pk, facets.current().values["due_year"][2031])
        commitment.refresh_from_db()
        workflow.withdraw(
            commitment, by=reviewer(), version=commitment.version, reason="Doublon."
        )
        self.assertEqual(facets.current().rows, before.rows)
        self.assertNotIn(2031, facets.current().values["due_year"])

    def test_a_draft_or_a_withdrawn_one_is_in_no_set(self):
        make_withdrawn(bodies=[self.old])
        self.assertEqual(set(facets.current().rows), {row.pk for row in self.rows})
        self.assertNotIn(self.old.pk, facets.current().values["body"])

    def test_reads_only_what_changed(self):
        facets.current()
        workflow.edit_commitment(
            self.rows[0], by=editor(), version=None, kind=Kind.MEASURE, reason="Faute."
        )
        with self.assertNumQueries(9) as queries:
            facets.current()
        for query in queries.captured_queries[3:6]:
            self.assertIn(str(self.rows[0].pk), query["sql"])
        with self.assertNumQueries(1):
            facets.current()

    def test_a_succession_that_is_recorded_later_counts(self):
        self.rewrite(self.rows[0], {}, [self.elsewhere], [])
        self.assertNotIn(self.new.pk, facets.current().values["body"])
        self.elsewhere.successors.add(self.new)
        DataVersion.bump()
        self.assertIn(self.rows[0].pk, facets.current().values["body"][self.new.pk])

    def test_follows_the_day(self):
        self.rewrite(self.rows[0], {"due_on": NOON, "original_due_on": NOON}, [], [])
        self.assertIn(self.rows[0].pk, facets.current().values["timing"]["due_soon"])
        with time_machine.travel(NOON + timedelta(days=1), tick=False):
            self.assert_same([("timing", "overdue")])
            self.assertIn(self.rows[0].pk, facets.current().orders["delay"].ids)

    def test_another_history_is_read_whole(self):
        before = facets.current()
        DataVersion.start_over()
        Commitment.objects.filter(pk=self.rows[0].pk).update(territory="Cher")
        after = facets.current()
        self.assertIsNot(before, after)
        self.assertIn(self.rows[0].pk, after.values["territory"]["Cher"])


class OrderTests(unittest.TestCase):
    @given(
        st.dictionaries(st.integers(1, 60), st.integers(0, 9), max_size=40),
        st.dictionaries(st.integers(1, 60), st.none() | st.integers(0, 9), max_size=20),
        st.sets(st.integers(1, 60)),
        st.integers(0, 30),
        st.integers(0, 10),
        st.integers(0, 9),
        st.integers(0, 9),
    )
    def test_is_that_of_a_sorted_list(
        self, values, changes, among, start, length, first, last
    ):
        size, orders.BLOCK = orders.BLOCK, 4
        self.addCleanup(setattr, orders, "BLOCK", size)
        order = orders.Order.of((value, pk) for pk, value in values.items())
        new = {pk: value for pk, value in changes.items() if value is not None}
        order = order.replaced(
            facets.BitMap(changes), [(value, pk) for pk, value in new.items()]
        )
        values = {pk: v for pk, v in values.items() if pk not in changes} | new
        among = facets.BitMap(among)
        for is_descending in (False, True):
            sign = -1 if is_descending else 1
            wanted = sorted(
                among,
                key=lambda pk: (
                    pk not in values,
                    sign * values.get(pk, 0),
                    sign * pk,
                ),
            )
            self.assertEqual(
                order.cut(among, start, start + length, is_descending=is_descending),
                wanted[start : start + length],
            )
        self.assertEqual(
            set(order.between(first, last)),
            {pk for pk, value in values.items() if first <= value <= last},
        )
