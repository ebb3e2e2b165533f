from django.http import QueryDict
from django.template.defaulttags import querystring
from django.test import SimpleTestCase

from commitments.query_strings import filled, query_string, without
from commitments.templatetags.paging import query_of


class QueryStringTests(SimpleTestCase):
    CASES = [
        ("", {}, ""),
        ("", {"page": None}, ""),
        ("", {"page": 2}, "?page=2"),
        ("q=eau", {}, "?q=eau"),
        ("page=3", {"page": None}, "?"),
        ("kind=law", {"kind": []}, "?"),
        ("q=eau&page=3", {"page": 4, "sort": "due"}, "?q=eau&page=4&sort=due"),
        ("body=b&q=eau&body=a", {"page": 2}, "?body=b&body=a&q=eau&page=2"),
        ("body=b&body=a&body=c", {"body": ["c", "b"]}, "?body=c&body=b"),
        ("body=b&body=a", {"body": "d"}, "?body=d"),
        ("q=a%26b%3D%22%3C", {"in": "é +"}, "?q=a%26b%3D%22%3C&in=%C3%A9+%2B"),
        ("q=&kind", {"page": None}, "?q=&kind="),
    ]

    def test_is_what_the_tag_of_django_gives(self):
        for text, changes, expected in self.CASES:
            with self.subTest(text=text, changes=changes):
                params = QueryDict(text)
                self.assertEqual(query_string(params, **changes), expected)
                self.assertEqual(querystring(None, params, **changes), expected)

    def test_is_escaped_where_it_is_drawn(self):
        drawn = query_of(QueryDict("q=%22%3E&copy=1"), page=2)
        self.assertEqual(drawn, "?q=%22%3E&amp;copy=1&amp;page=2")


class ParametersTests(SimpleTestCase):
    def test_some_are_left_out(self):
        params = QueryDict("body=b&page=2&body=a&cursor=x&q=")
        kept = without(params, ("page", "cursor"))
        self.assertEqual(kept.urlencode(), "body=b&body=a&q=")

    def test_empty_values_are_left_out(self):
        kept = filled(QueryDict("body=b&body=&kind=&q=&body=a&sort=0"))
        self.assertEqual(list(kept.lists()), [("body", ["b", "a"]), ("sort", ["0"])])
