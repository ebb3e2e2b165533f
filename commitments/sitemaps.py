"""What search engines are told of: what is published, and nothing else."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from commitments.models import Answer, Body, Commitment, Theme


class Pages(Sitemap):
    """The pages that every site of this kind has."""

    def items(self):
        return [
            "home",
            "commitment-list",
            "answer-list",
            "body-list",
            "theme-list",
            "methodology",
            "legal",
            "accessibility",
        ]

    def location(self, name):
        return reverse(name)


class Commitments(Sitemap):
    def items(self):
        fields = ("pk", "slug", "changed_at")
        return Commitment.objects.published().order_by("pk").only(*fields)

    def lastmod(self, commitment):
        return commitment.changed_at


class Answers(Sitemap):
    """Real answers only: those of the demonstration are of no use to a search."""

    def items(self):
        return Answer.objects.filter(is_fictitious=False).order_by("pk").only("uid")


class Bodies(Sitemap):
    def items(self):
        return Body.objects.order_by("pk").only("slug")


class Themes(Sitemap):
    def items(self):
        return Theme.objects.order_by("pk").only("slug")


SITEMAPS = {
    "pages": Pages,
    "commitments": Commitments,
    "answers": Answers,
    "bodies": Bodies,
    "themes": Themes,
}
