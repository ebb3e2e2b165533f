"""What search engines are told of: what is published, and nothing else.

The index names one file for every few thousand addresses of a kind. A file is made of
two or three columns of its rows, so that one costs the same however many there are.
"""

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from commitments import facets
from commitments.choices import Publication
from commitments.imports.identity import LEGISLATURES
from commitments.models import Answer, Body, Commitment, Passage, Question, Theme

PER_FILE = 5000


class OwnAddress(Sitemap):
    """Addresses on SITE_URL when the operator has set one, else on the host asked."""

    limit = PER_FILE

    def get_urls(self, page=1, site=None, protocol=None):
        if settings.SITE_URL:
            protocol, _separator, domain = settings.SITE_URL.partition("://")
            site = Site(domain)
        return super().get_urls(page=page, site=site, protocol=protocol)


class Site:
    """The one thing that the sitemaps of Django ask of a site."""

    def __init__(self, domain):
        self.domain = domain


class Pages(OwnAddress):
    """The pages that every site of this kind has."""

    NAMES = (
        "home",
        "commitment-list",
        "answer-list",
        "body-list",
        "theme-list",
        "member-list",
        "legislature-list",
        "scorecard-whole",
        "methodology",
        "suggestions-method",
        "corrections",
        "reuse",
        "api",
        "legal",
        "accessibility",
    )

    def items(self):
        return [reverse(name) for name in self.NAMES]

    def location(self, path):
        return path


class Commitments(OwnAddress):
    def items(self):
        rows = Commitment.objects.published().order_by("pk")
        return rows.values_list("pk", "slug", "changed_at")

    def location(self, row):
        pk, slug, _changed_at = row
        return f"/engagements/E-{pk:04d}/{slug}/"

    def lastmod(self, row):
        return row[2]

    def get_latest_lastmod(self):
        published = Commitment.objects.published()
        return published.aggregate(latest=Max("changed_at"))["latest"]


class Answers(OwnAddress):
    """Real answers only: those of the demonstration are of no use to a search."""

    def items(self):
        answers = Answer.objects.filter(is_fictitious=False).order_by("pk")
        return answers.values_list("uid", "answered_on")

    def location(self, row):
        return reverse("answer-detail", args=[row[0]])

    def lastmod(self, row):
        return row[1]

    def get_latest_lastmod(self):
        return Answer.objects.aggregate(latest=Max("answered_on"))["latest"]


class Bodies(OwnAddress):
    def items(self):
        return Body.objects.order_by("pk").only("slug")


class Themes(OwnAddress):
    def items(self):
        return Theme.objects.order_by("pk").only("slug")


class Members(OwnAddress):
    """Those whose questions led to published commitments."""

    def items(self):
        passages = Passage.objects.standing().filter(
            commitment__publication=Publication.PUBLISHED
        )
        questions = Question.objects.filter(
            member__isnull=False, answer__in=passages.order_by().values("answer")
        )
        members = questions.order_by("member").values_list("member", flat=True)
        return members.distinct()

    def location(self, slug):
        return reverse("member-detail", args=[slug])


class Legislatures(OwnAddress):
    """Those in which something was promised."""

    def items(self):
        counted = facets.current().values["legislature"]
        return [number for number, _day in LEGISLATURES if counted.get(number)]

    def location(self, number):
        return reverse("legislature-detail", args=[number])


SITEMAPS = {
    "pages": Pages,
    "commitments": Commitments,
    "answers": Answers,
    "bodies": Bodies,
    "themes": Themes,
    "members": Members,
    "legislatures": Legislatures,
}
