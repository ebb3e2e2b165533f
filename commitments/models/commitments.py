"""The commitment itself, the words that make it, and its relations to others."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.choices import (
    OPEN_STATUSES,
    RATED_TESTABILITIES,
    Chamber,
    Comparator,
    Kind,
    PassageRole,
    Precision,
    Publication,
    Rate,
    RelationKind,
    Status,
    Testability,
    Timing,
)
from commitments.models.answers import Answer, AnswerText
from commitments.models.bodies import Body, Theme
from commitments.models.withdrawal import Withdrawable, WithdrawableQuerySet
from commitments.timing import timing_expression, today

# SQLite keeps figures in floats of eight bytes: below this, four decimals are exact.
FIGURE_LIMIT = Decimal(10) ** 11


def is_exact(field: str) -> models.Q:
    """Whether a figure is one that both databases hold exactly."""
    bounds = {f"{field}__gt": -FIGURE_LIMIT, f"{field}__lt": FIGURE_LIMIT}
    return models.Q(**bounds)


def key_of(reference: str) -> int | None:
    """The key of the commitment called "E-0042"; None when that is no reference."""
    prefix, _dash, digits = reference.partition("-")
    # The largest key of a row has nineteen digits.
    is_known = prefix == "E" and digits.isascii() and digits.isdigit()
    return int(digits) if is_known and len(digits) < 19 else None


class CommitmentQuerySet(models.QuerySet):
    def published(self):
        """What the public may see in lists, searches, counts and feeds."""
        return self.filter(publication=Publication.PUBLISHED)

    def public(self):
        """What has a public page: the published, and the withdrawn after that."""
        return self.filter(published_at__isnull=False).exclude(
            publication__in=[Publication.DRAFT, Publication.IN_REVIEW]
        )

    def with_timing(self, on=None):
        """Annotate ``timing`` (a Timing code) as of a day, by default today."""
        return self.annotate(timing=timing_expression(on))

    def with_first_words(self):
        """Join ``first``, a passage that makes the commitment, first ones coming last.

        One that several passages make has a row for each, of which the last is to be
        kept; one that none makes has a row without.
        """
        makes_it = models.Q(
            passages__withdrawn_at=None, passages__role=PassageRole.MAKES
        )
        first = models.FilteredRelation("passages", condition=makes_it)
        return self.annotate(first=first).order_by(
            "-first__answer__answered_on",
            Coalesce("first__start", 0).desc(),
            "-first__pk",
        )

    def by_reference(self, reference: str):
        """The commitment called "E-0042"; none when the words are no reference."""
        key = key_of(reference)
        return self.filter(pk=key) if key else self.none()

    def rated(self):
        """Those that enter a rate: testable enough for a third party."""
        return self.filter(testability__in=RATED_TESTABILITIES)

    def unassessed(self):
        return self.filter(status__in=OPEN_STATUSES)

    def stale(self, on=None):
        """Published, still open, and not looked at within the review interval."""
        return self.published().unassessed().filter(review_due_on__lt=on or today())


class Commitment(models.Model):
    """An undertaking of the executive, stated in an answer, that can be followed."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("name in addresses"), max_length=220, editable=False)
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("What is promised, in plain language, for somebody in a hurry."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    testability = models.CharField(_("testability"), max_length=20, choices=Testability)
    testability_reason = models.TextField(
        _("why this testability"),
        blank=True,
        help_text=_("What a third party would look at, or why nothing can be checked."),
    )
    bodies = models.ManyToManyField(
        Body,
        blank=True,
        related_name="commitments",
        verbose_name=_("responsible bodies"),
    )
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="commitments", verbose_name=_("themes")
    )
    territory = models.CharField(
        _("territory"),
        max_length=100,
        blank=True,
        help_text=_("Empty for the whole country."),
    )
    condition = models.TextField(
        _("condition"),
        blank=True,
        help_text=_("Word for word, when the answer makes the promise conditional."),
    )

    indicator = models.CharField(
        _("indicator"),
        max_length=200,
        blank=True,
        help_text=_("What is counted, such as “France Services sites”."),
    )
    comparator = models.CharField(
        _("comparator"), max_length=2, choices=Comparator, blank=True
    )
    target_value = models.DecimalField(
        _("target"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=50, blank=True)
    rate = models.CharField(_("rate"), max_length=4, choices=Rate, blank=True)
    baseline_value = models.DecimalField(
        _("baseline"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    baseline_on = models.DateField(_("date of the baseline"), null=True, blank=True)

    # Written only by the verbs of workflow, which also record who and why.
    publication = models.CharField(
        _("publication"),
        max_length=20,
        choices=Publication,
        default=Publication.DRAFT,
        editable=False,
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    withdrawal_reason = models.TextField(
        _("reason for withdrawal"), blank=True, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    review_interval_days = models.PositiveSmallIntegerField(
        _("days between two reviews"), default=180
    )
    review_due_on = models.DateField(_("next review"), null=True, editable=False)

    # Kept for lists and for the timing, from the passages, deadlines and assessments.
    promised_on = models.DateField(_("promised on"), null=True, editable=False)
    chamber = models.CharField(
        _("chamber"), max_length=10, choices=Chamber, blank=True, editable=False
    )
    legislature = models.PositiveSmallIntegerField(
        _("legislature"), null=True, editable=False
    )
    status = models.CharField(
        _("assessment"),
        max_length=20,
        choices=Status,
        default=Status.NOT_ASSESSED,
        editable=False,
    )
    assessed_on = models.DateField(_("assessed as of"), null=True, editable=False)
    met_earliest = models.DateField(_("met at the earliest"), null=True, editable=False)
    met_latest = models.DateField(_("met at the latest"), null=True, editable=False)
    due_on = models.DateField(_("due on"), null=True, editable=False)
    due_precision = models.CharField(
        _("precision of the due date"),
        max_length=10,
        choices=Precision,
        default=Precision.NONE,
        editable=False,
    )
    original_due_on = models.DateField(_("first due on"), null=True, editable=False)
    is_awaiting_trigger = models.BooleanField(
        _("awaits an event"), default=False, editable=False
    )
    # Number of the DataVersion at its last change; see there.
    stamp = models.BigIntegerField(
        _("version of the data"), default=0, db_index=True, editable=False
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        indexes = [
            models.Index(fields=["publication", "status"], name="commitment_by_status"),
            models.Index(fields=["publication", "due_on"], name="commitment_by_due"),
            models.Index(
                fields=["publication", "-changed_at"], name="commitment_by_change"
            ),
        ]
        permissions = [
            ("record_commitment", "Can record commitments and follow them up"),
            ("review_commitment", "Can publish, approve assessments and withdraw"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title=""), name="commitment_has_title"
            ),
            models.CheckConstraint(
                condition=~models.Q(publication=Publication.PUBLISHED)
                | models.Q(published_at__isnull=False),
                name="commitment_published_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    publication=Publication.WITHDRAWN, withdrawal_reason__gt=""
                )
                | (
                    ~models.Q(publication=Publication.WITHDRAWN)
                    & models.Q(withdrawal_reason="")
                ),
                name="commitment_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(target_value=None, comparator="")
                | (models.Q(target_value__isnull=False) & ~models.Q(comparator="")),
                name="commitment_target_has_comparator",
                violation_error_message=_(
                    "A target needs a comparator, and a comparator a target."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(met_earliest=None, met_latest=None)
                | models.Q(
                    met_earliest__isnull=False,
                    met_latest__isnull=False,
                    met_earliest__lte=models.F("met_latest"),
                ),
                name="commitment_met_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="commitment_version_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(review_interval_days__gte=1),
                name="commitment_review_interval_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(target_value=None) | is_exact("target_value"),
                name="commitment_target_is_exact",
            ),
            models.CheckConstraint(
                condition=models.Q(baseline_value=None) | is_exact("baseline_value"),
                name="commitment_baseline_is_exact",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def get_absolute_url(self):
        return reverse("commitment-detail", args=[self.reference, self.slug])

    @property
    def reference(self) -> str:
        """The public reference, such as E-0042."""
        return f"E-{self.pk:04d}"

    @property
    def is_public(self) -> bool:
        return self.publication == Publication.PUBLISHED

    @property
    def timing_label(self):
        """Words of the annotated ``timing`` (see ``with_timing``)."""
        return Timing(self.timing).label

    @property
    def days_overdue(self) -> int | None:
        """Days since the current deadline, negative before it, None without one."""
        return (today() - self.due_on).days if self.due_on else None

    @property
    def slippage_days(self) -> int | None:
        """Days from the first deadline to the current one, None without both."""
        if self.due_on and self.original_due_on:
            return (self.due_on - self.original_due_on).days
        return None


class PassageQuerySet(WithdrawableQuerySet):
    def to_check(self):
        """Anchored in a text that has since been replaced, or never found in one."""
        later = AnswerText.objects.filter(
            answer=models.OuterRef("answer"),
            number__gt=Coalesce(models.OuterRef("text__number"), 0),
        )
        return self.standing().filter(models.Exists(later))


class Passage(Withdrawable):
    """The exact words of an answer, and what they do to the commitment.

    A text-quote selector with positions (W3C Web Annotation Data Model, 2017). The
    offsets are code points of ``text.body``, end exclusive; the database refuses
    offsets at which the text does not read ``quote``. Without a text yet, the quote
    stands alone and is anchored when the text is imported.
    """

    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        related_name="passages",
        verbose_name=_("commitment"),
    )
    answer = models.ForeignKey(
        Answer,
        models.PROTECT,
        related_name="passages",
        verbose_name=_("answer"),
    )
    role = models.CharField(
        _("role"), max_length=20, choices=PassageRole, default=PassageRole.MAKES
    )
    quote = models.TextField(_("exact words"))
    prefix = models.CharField(_("words before"), max_length=64, blank=True)
    suffix = models.CharField(_("words after"), max_length=64, blank=True)
    text = models.ForeignKey(
        AnswerText,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="passages",
        verbose_name=_("text"),
    )
    start = models.PositiveIntegerField(_("first character"), null=True, editable=False)
    end = models.PositiveIntegerField(_("end"), null=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = PassageQuerySet.as_manager()

    class Meta(Withdrawable.Meta):
        # Words that were never found in their answer stand as at its beginning.
        ordering = ["answer__answered_on", Coalesce("start", 0), "pk"]
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        constraints = [
            *Withdrawable.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(quote=""), name="passage_has_words"
            ),
            models.CheckConstraint(
                condition=models.Q(text=None, start=None, end=None)
                | models.Q(
                    text__isnull=False,
                    start__isnull=False,
                    end__isnull=False,
                    end=models.F("start") + Length("quote"),
                ),
                name="passage_offsets_fit_quote",
            ),
        ]

    def __str__(self):
        return self.quote[:80]


class RelationQuerySet(WithdrawableQuerySet):
    def public(self):
        """Standing relations between published commitments."""
        return self.standing().filter(
            source__publication=Publication.PUBLISHED,
            target__publication=Publication.PUBLISHED,
        )


class Relation(Withdrawable):
    """One commitment seen from another: the chain of successive promises.

    Read "source kind target": the later one first ("E-0008 replaces E-0002").
    """

    source = models.ForeignKey(
        Commitment,
        models.PROTECT,
        related_name="relations_to",
        verbose_name=_("commitment that speaks"),
    )
    target = models.ForeignKey(
        Commitment,
        models.PROTECT,
        related_name="relations_from",
        verbose_name=_("commitment spoken of"),
    )
    kind = models.CharField(_("relation"), max_length=20, choices=RelationKind)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = RelationQuerySet.as_manager()

    class Meta(Withdrawable.Meta):
        ordering = ["pk"]
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            *Withdrawable.Meta.constraints,
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                condition=models.Q(withdrawn_at=None),
                name="relation_said_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")),
                name="relation_between_two",
            ),
        ]

    def __str__(self):
        return f"{self.source_id} {self.kind} {self.target_id}"

    @property
    def commitment(self) -> Commitment:
        """The commitment of whose record it is a part: the one that speaks."""
        return self.source
