"""Who is responsible, and for what subject: ministries, agencies, themes."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commitments.choices import BodyKind


class Body(models.Model):
    """A ministry or agency, for as long as it bore this name.

    Ministries are renamed at each reshuffle: each name is a Body with its dates, and
    ``successors`` says what took over.
    """

    name = models.CharField(_("name"), max_length=300, unique=True)
    slug = models.SlugField(_("name in addresses"), max_length=120, unique=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=BodyKind, default=BodyKind.MINISTRY
    )
    valid_from_on = models.DateField(_("existed from"), null=True, blank=True)
    valid_to_on = models.DateField(_("existed until"), null=True, blank=True)
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successors"),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from_on=None)
                | models.Q(valid_to_on=None)
                | models.Q(valid_from_on__lte=models.F("valid_to_on")),
                name="body_starts_before_it_ends",
                violation_error_message=_("The body cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("body-detail", args=[self.slug])

    def lineage(self) -> set[int]:
        """Ids of this body and of all bodies that it took over from."""
        known, new = set(), {self.pk}
        while new:
            known |= new
            new = set(
                Body.objects.filter(successors__in=new).values_list("pk", flat=True)
            )
            new -= known
        return known


class BodyLabel(models.Model):
    """A ministry's label as published, mapped once to a Body (or not yet)."""

    label = models.CharField(_("label as published"), max_length=500, unique=True)
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="labels",
        verbose_name=_("body"),
    )

    class Meta:
        ordering = ["label"]
        verbose_name = _("published label")
        verbose_name_plural = _("published labels")

    def __str__(self):
        return self.label


class Theme(models.Model):
    """A subject under which readers look for commitments."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    name_en = models.CharField(_("English name"), max_length=100)
    slug = models.SlugField(_("name in addresses"), max_length=100, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self):
        return self.name_en if get_language() == "en" else self.name

    def get_absolute_url(self):
        return reverse("theme-detail", args=[self.slug])
