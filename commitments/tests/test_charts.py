import xml.etree.ElementTree as ElementTree
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from django.test import SimpleTestCase
from django.utils import translation

from commitments.charts import (
    BOTTOM,
    RIGHT,
    TOP,
    first_day,
    last_day,
    measurement_chart,
    nice_ticks,
)
from commitments.drawing import box_around
from commitments.models import Commitment, Deadline
from commitments.templatetags.chart import chart_figure


def commitment(**fields):
    defaults = {
        "pk": 7,
        "indicator": "guichets",
        "unit": "guichets",
        "comparator": ">=",
        "target_value": Decimal(2750),
        "due_on": date(2023, 12, 31),
        "due_precision": "day",
        "original_due_on": date(2023, 12, 31),
    }
    return Commitment(**defaults | fields)


def measured(value, on, precision="day"):
    return SimpleNamespace(
        pk=1,
        value=Decimal(value),
        observed_on=on,
        precision=precision,
        evidence=SimpleNamespace(title="Bilan"),
    )


class MeasurementChartTests(SimpleTestCase):
    def chart(self, *measurements, language="fr", **fields):
        with translation.override(language):
            return measurement_chart(commitment(**fields), list(measurements))

    def test_there_is_no_chart_without_a_measurement(self):
        self.assertIsNone(self.chart())

    def test_there_is_no_chart_with_nothing_to_compare(self):
        lone = measured(2055, date(2022, 5, 3))
        self.assertIsNone(self.chart(lone, target_value=None, comparator=""))
        other = measured(2600, date(2023, 7, 13))
        self.assertTrue(self.chart(lone, other, target_value=None, comparator=""))

    def test_figures_in_millions_have_room(self):
        chart = self.chart(measured(2_000_000, date(2022, 5, 3)))
        self.assertGreater(chart.left, 10 * len("2 000 000"))

    def test_every_point_stands_inside_the_drawing(self):
        for value in (-500, 0, 1, 2055, 2750, 9_000_000):
            for on in (date(1990, 1, 1), date(2023, 12, 31), date(2040, 2, 29)):
                with self.subTest(value=value, on=on):
                    chart = self.chart(measured(value, on))
                    for dot in chart.dots:
                        self.assertTrue(chart.left <= float(dot.x) <= RIGHT)
                        self.assertTrue(TOP <= float(dot.y) <= BOTTOM)

    def test_a_greater_value_stands_higher_and_a_later_one_further_right(self):
        first, last = self.chart(
            measured(2055, date(2022, 5, 3)), measured(2600, date(2023, 7, 13))
        ).dots
        self.assertGreater(float(first.y), float(last.y))
        self.assertLess(float(first.x), float(last.x))

    def test_a_value_past_the_target_is_drawn_past_it(self):
        chart = self.chart(measured(3300, date(2024, 1, 1)))
        self.assertLess(float(chart.dots[0].y), float(chart.target.y))

    def test_the_original_deadline_stays_beside_the_current_one(self):
        chart = self.chart(measured(1, date(2023, 1, 1)), due_on=date(2025, 6, 30))
        self.assertEqual(len(chart.dues), 2)

    def test_labels_of_deadlines_never_stand_on_one_another(self):
        for year in (2025, 2026, 2035):
            with self.subTest(year=year):
                chart = self.chart(
                    measured(1, date(2020, 6, 1)),
                    original_due_on=date(2025, 1, 31),
                    due_on=date(year, 7, 31),
                )
                first, last = (
                    box_around(float(due.at), float(due.y), due.anchor, due.label)
                    for due in chart.dues
                )
                self.assertFalse(first.meets(last))
                self.assertGreater(min(first.top, last.top), 0)

    def test_the_figure_of_a_low_point_stays_off_the_years(self):
        low, high = self.chart(
            measured(1, date(2020, 6, 1)), measured(2000, date(2022, 6, 1))
        ).dots
        self.assertLess(int(low.dy), 0)
        self.assertGreater(int(high.dy), 0)

    def test_the_first_and_the_last_days_of_all_can_be_drawn(self):
        for on in (date.min, date.max):
            with self.subTest(on=on):
                self.assertTrue(self.chart(measured(1, on)).years)

    def test_the_baseline_is_hidden_by_a_measurement_of_the_same_day(self):
        fields = {"baseline_value": Decimal(2055), "baseline_on": date(2022, 5, 3)}
        alone = self.chart(measured(2600, date(2023, 7, 13)), **fields)
        self.assertEqual(len(alone.dots), 2)
        hidden = self.chart(measured(2055, date(2022, 5, 3)), **fields)
        self.assertEqual(len(hidden.dots), 1)

    def test_the_table_says_each_date_no_more_exactly_than_it_is_known(self):
        chart = self.chart(measured(2055, date(2022, 5, 31), "month"))
        self.assertEqual(chart.rows[0][0], "mai 2022")

    def test_the_drawing_is_sound_xml_in_both_languages(self):
        for language in ("fr", "en"):
            with translation.override(language):
                chart = self.chart(
                    measured("2055.5", date(2022, 5, 3)),
                    measured(2600, date(2023, 7, 13)),
                    language=language,
                    baseline_value=Decimal(1281),
                    baseline_on=date(2018, 7, 1),
                )
                drawn = chart_figure(chart)
            root = ElementTree.fromstring(drawn.replace("<details open>", "<details>"))
            for circle in root.iter("circle"):
                float(circle.get("cx")), float(circle.get("cy"))

    def test_a_date_known_to_the_month_is_drawn_as_its_days(self):
        exact, vague = self.chart(
            measured(2055, date(2022, 5, 3)), measured(2600, date(2023, 7, 31), "month")
        ).dots
        self.assertEqual(exact.since, "")
        self.assertLess(float(vague.since), float(vague.x))

    def test_a_deadline_is_drawn_with_the_days_that_its_words_allow(self):
        first = Deadline(
            due_latest=date(2023, 12, 31),
            due_earliest=date(2023, 1, 1),
            precision="year",
        )
        last = Deadline(due_latest=date(2025, 6, 30), precision="day")
        with translation.override("en"):
            chart = measurement_chart(
                commitment(due_on=last.due_latest),
                [measured(2055, date(2022, 5, 3))],
                [first, Deadline(), last],
            )
        self.assertEqual(
            [due.label for due in chart.dues],
            ["first deadline: end of 2023", "deadline: 30\u00a0June 2025"],
        )
        since = [due.since for due in chart.dues]
        self.assertTrue(since[0])
        self.assertEqual(since[1], "")
        self.assertIn("First deadline: end of 2023.", chart.summary)

    def test_a_deadline_that_was_replaced_by_an_event_is_not_the_current_one(self):
        first = Deadline(due_latest=date(2024, 12, 31), precision="day")
        with translation.override("en"):
            chart = measurement_chart(
                commitment(due_on=None),
                [measured(2055, date(2022, 5, 3))],
                [first, Deadline(event="la promulgation de la loi")],
            )
        self.assertEqual(
            [due.label for due in chart.dues],
            ["first deadline: 31\u00a0December 2024"],
        )

    def test_no_word_runs_over_the_edge_even_enlarged(self):
        long = {"unit": "W" * 50, "target_value": Decimal("99999999999.9999")}
        for language in ("fr", "en"):
            for on in (date(1988, 1, 1), date(2023, 12, 31), date(2040, 2, 29)):
                chart = self.chart(
                    *(measured(v, on) for v in ("-99999999.5", "7")),
                    language=language,
                    **long,
                    original_due_on=date(2030, 1, 1),
                )
                marks = [chart.target, *chart.dues, *chart.ticks, *chart.years]
                for mark in [*marks, *(dot for dot in chart.dots if dot.label)]:
                    with self.subTest(label=mark.label, on=on):
                        box = box_around(
                            float(mark.at or mark.x), 0, mark.anchor, mark.label
                        )
                        self.assertGreaterEqual(box.left, 0)
                        self.assertLessEqual(box.right, chart.width)

    def test_figures_never_stand_on_one_another(self):
        many = [measured(2000 + i % 3, date(2020, 1, 1 + i)) for i in range(25)]
        chart = self.chart(*many)
        boxes = [
            box_around(float(d.at), float(d.y) + float(d.dy), d.anchor, d.label)
            for d in chart.dots
            if d.label
        ]
        self.assertTrue(chart.dots[-1].label)
        for i, box in enumerate(boxes):
            self.assertFalse(any(box.meets(other) for other in boxes[i + 1 :]))
        self.assertEqual(len(chart.rows), 25)


class DayTests(SimpleTestCase):
    def test_the_first_and_the_last_day_that_a_date_may_be(self):
        for precision, first, last in [
            ("day", date(2023, 5, 20), date(2023, 5, 20)),
            ("month", date(2023, 5, 1), date(2023, 5, 31)),
            ("quarter", date(2023, 4, 1), date(2023, 6, 30)),
            ("half", date(2023, 1, 1), date(2023, 6, 30)),
            ("year", date(2023, 1, 1), date(2023, 12, 31)),
        ]:
            with self.subTest(precision=precision):
                self.assertEqual(first_day(date(2023, 5, 20), precision), first)
                self.assertEqual(last_day(date(2023, 5, 20), precision), last)


class TickTests(SimpleTestCase):
    def test_ticks_are_round_and_hold_the_values(self):
        for low, high, expected in [
            (0, 2750, [0, 1000, 2000, 3000]),
            (0, 85, [0, 25, 50, 75, 100]),
            (-40, 100, [-50, 0, 50, 100]),
            (0, 0, [0, 0.25]),
            (0, 0.4, [0, 0.1, 0.2, 0.3, 0.4]),
        ]:
            with self.subTest(low=low, high=high):
                ticks = nice_ticks(low, high)
                self.assertEqual([round(t, 9) for t in ticks], expected)
