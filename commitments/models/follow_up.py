"""What happens after the promise: deadlines, evidence, measurements, assessments."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from commitments.choices import Origin, Precision, Review, Stance, Status
from commitments.models.addresses import public_address
from commitments.models.answers import Answer
from commitments.models.bodies import Body
from commitments.models.commitments import Commitment, is_exact
from commitments.models.withdrawal import Withdrawable, WithdrawableQuerySet


class ChainQuerySet(models.QuerySet):
    """Rows of which each may supersede an earlier one; none is ever changed."""

    def current(self):
        """The rows that nothing supersedes."""
        return self.filter(superseded_by=None)


class Deadline(models.Model):
    """What a text says of when, and the interval it gives. Append-only.

    The first row of a commitment is the original; each later one supersedes the one
    before and brings its own source. Rescheduling never erases the original.
    """

    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        related_name="deadlines",
        verbose_name=_("commitment"),
    )
    words = models.CharField(_("exact words"), max_length=300, blank=True)
    anchor_on = models.DateField(_("counted from"), null=True, blank=True)
    rule = models.CharField(_("rule"), max_length=60, blank=True)
    due_earliest = models.DateField(_("earliest day"), null=True, blank=True)
    due_latest = models.DateField(_("last day"), null=True, blank=True)
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.NONE
    )
    event = models.CharField(
        _("event awaited"),
        max_length=300,
        blank=True,
        help_text=_("When the deadline hangs on something that has no date yet."),
    )
    readings = models.JSONField(_("other readings"), default=list, blank=True)
    reasoning = models.TextField(_("reasoning"), blank=True)
    answer = models.ForeignKey(
        Answer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answer"),
    )
    evidence = models.ForeignKey(
        "Evidence",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
    )
    reason = models.TextField(_("why it changed"), blank=True)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("created by"),
    )

    objects = ChainQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_earliest=None)
                | models.Q(due_earliest__lte=models.F("due_latest")),
                name="deadline_interval_in_order",
                violation_error_message=_("The earliest day comes after the last day."),
            ),
            models.CheckConstraint(
                condition=models.Q(due_earliest=None)
                | models.Q(due_latest__isnull=False),
                name="deadline_interval_has_end",
            ),
            models.CheckConstraint(
                condition=models.Q(due_latest=None, precision=Precision.NONE)
                | (
                    models.Q(due_latest__isnull=False)
                    & ~models.Q(precision=Precision.NONE)
                ),
                name="deadline_date_has_precision",
            ),
            models.CheckConstraint(
                condition=models.Q(event="") | models.Q(due_latest=None),
                name="deadline_awaits_or_is_dated",
            ),
            models.UniqueConstraint(
                fields=["commitment"],
                condition=models.Q(supersedes=None),
                name="deadline_one_original",
            ),
            models.CheckConstraint(
                condition=models.Q(supersedes=None) | ~models.Q(reason=""),
                name="deadline_revised_for_a_reason",
            ),
        ]

    def __str__(self):
        return self.words or str(self.due_latest)


class Evidence(Withdrawable):
    """What is known of a commitment, with its source. Content is never edited."""

    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        related_name="evidence",
        verbose_name=_("commitment"),
    )
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    answer = models.ForeignKey(
        Answer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("answer of the base"),
    )
    file = models.FileField(_("file"), upload_to="evidence", max_length=200, blank=True)
    file_id = models.UUIDField(
        _("public identifier of the file"),
        default=uuid.uuid4,
        unique=True,
        editable=False,
    )
    file_name = models.CharField(
        _("name of the file"), max_length=200, blank=True, editable=False
    )
    file_type = models.CharField(
        _("type of the file"), max_length=50, blank=True, editable=False
    )
    file_size = models.PositiveIntegerField(
        _("size of the file"), null=True, editable=False
    )
    file_sha256 = models.CharField(
        _("SHA-256 of the file"), max_length=64, blank=True, editable=False
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    origin = models.CharField(_("who speaks"), max_length=20, choices=Origin)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    event_on = models.DateField(
        _("date of the fact"),
        null=True,
        blank=True,
        help_text=_("The day that the source speaks of, when it is not its own."),
    )
    stance = models.CharField(_("stance"), max_length=20, choices=Stance)
    extract = models.TextField(
        _("quoted extract"),
        blank=True,
        help_text=_("The short passage that matters, word for word."),
    )
    note = models.TextField(_("note"), blank=True)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("added by"),
    )

    objects = WithdrawableQuerySet.as_manager()

    class Meta(Withdrawable.Meta):
        ordering = ["published_on", "pk"]
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            *Withdrawable.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(url="", answer=None, file=""),
                name="evidence_has_source",
                violation_error_message=_(
                    "Evidence needs a source: an address, an answer or a file."
                ),
            ),
            public_address("url", name="evidence_url_is_public"),
        ]

    def __str__(self):
        return self.title

    @property
    def speaks_of_on(self):
        """The day the evidence speaks of: the fact's, else its publication's."""
        return self.event_on or self.published_on


class MeasurementQuerySet(ChainQuerySet, WithdrawableQuerySet):
    def current(self):
        """The rows that nothing supersedes and nobody has withdrawn, nor their source.

        A row that was revised does not come back when its revision is withdrawn.
        """
        return super().current().standing().filter(evidence__withdrawn_at=None)


class Measurement(Withdrawable):
    """A dated value of the commitment's indicator, from evidence; never edited."""

    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        related_name="measurements",
        verbose_name=_("commitment"),
    )
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, related_name="measurements", verbose_name=_("source")
    )
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    observed_on = models.DateField(
        _("observed on"), help_text=_("The last day that the source allows.")
    )
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("created by"),
    )

    objects = MeasurementQuerySet.as_manager()

    class Meta(Withdrawable.Meta):
        ordering = ["observed_on", "pk"]
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        constraints = [
            *Withdrawable.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(precision=Precision.NONE),
                name="measurement_is_dated",
            ),
            models.CheckConstraint(
                condition=is_exact("value"), name="measurement_value_is_exact"
            ),
        ]

    def __str__(self):
        return f"{self.value.normalize():f} ({self.observed_on})"


class AssessmentQuerySet(models.QuerySet):
    def approved(self):
        """Those that a second person has approved: the public ones."""
        return self.filter(review=Review.APPROVED)

    def pending(self):
        return self.filter(review=Review.PENDING)

    def current(self):
        """The approved ones that nothing approved supersedes."""
        return self.approved().filter(superseded_by=None)


class Assessment(models.Model):
    """A human judgement, evidenced, dated, reviewed by a second person.

    Its content is sealed when it is proposed; the review is written once. Any status
    can be reopened by a new assessment, which supersedes the one before.
    """

    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        related_name="assessments",
        verbose_name=_("commitment"),
    )
    status = models.CharField(_("assessment"), max_length=20, choices=Status)
    as_of_on = models.DateField(_("as of"))
    rationale = models.TextField(_("rationale"))
    search_log = models.TextField(
        _("search log"),
        blank=True,
        help_text=_("Sources consulted, with the dates, when nothing was found."),
    )
    met_earliest = models.DateField(
        _("last day it was seen below the target"), null=True, blank=True
    )
    met_latest = models.DateField(
        _("first day it was seen at the target"), null=True, blank=True
    )
    evidence = models.ManyToManyField(
        Evidence, blank=True, related_name="assessments", verbose_name=_("evidence")
    )
    is_correction = models.BooleanField(
        _("corrects a mistake"),
        default=False,
        help_text=_("Corrections are listed publicly."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="assessments",
        verbose_name=_("author"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    review = models.CharField(
        _("review"), max_length=20, choices=Review, default=Review.PENDING
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="reviews",
        verbose_name=_("reviewer"),
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    review_note = models.TextField(_("note to the author"), blank=True)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewer=None)
                | ~models.Q(reviewer=models.F("author")),
                name="assessment_reviewer_is_not_author",
                violation_error_message=_(
                    "Nobody reviews their own assessment: another reviewer has to."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    review=Review.PENDING, reviewer=None, reviewed_at=None
                )
                | models.Q(
                    review=Review.RETRACTED, reviewer=None, reviewed_at__isnull=False
                )
                | models.Q(
                    review__in=[Review.APPROVED, Review.RETURNED],
                    reviewer__isnull=False,
                    reviewed_at__isnull=False,
                ),
                name="assessment_reviewed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(review=Review.RETURNED) | ~models.Q(review_note=""),
                name="assessment_returned_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(rationale=""), name="assessment_has_rationale"
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.NO_EVIDENCE)
                | ~models.Q(search_log=""),
                name="assessment_no_evidence_has_search_log",
                violation_error_message=_(
                    "“No evidence found” needs the list of the sources consulted."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status=Status.MET,
                    met_earliest__isnull=False,
                    met_latest__isnull=False,
                    met_earliest__lte=models.F("met_latest"),
                )
                | (
                    ~models.Q(status=Status.MET)
                    & models.Q(met_earliest=None, met_latest=None)
                ),
                name="assessment_met_within_interval",
                violation_error_message=_(
                    "“Met” needs the two days between which the target was reached, "
                    "in order; the other assessments have none."
                ),
            ),
            models.UniqueConstraint(
                fields=["commitment"],
                condition=models.Q(review=Review.APPROVED, supersedes=None),
                name="assessment_one_first_approved",
            ),
            models.CheckConstraint(
                condition=models.Q(supersedes=None) | models.Q(review=Review.APPROVED),
                name="assessment_supersedes_once_approved",
            ),
        ]

    def __str__(self):
        return f"{self.get_status_display()} ({self.as_of_on})"


class Reply(Withdrawable):
    """The right of reply of a body concerned, shown beside the assessment."""

    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        related_name="replies",
        verbose_name=_("commitment"),
    )
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="replies", verbose_name=_("body")
    )
    text = models.TextField(_("reply, word for word"))
    received_on = models.DateField(_("received on"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    objects = WithdrawableQuerySet.as_manager()

    class Meta(Withdrawable.Meta):
        ordering = ["received_on", "pk"]
        verbose_name = _("reply")
        verbose_name_plural = _("replies")

    def __str__(self):
        return f"{self.body} ({self.received_on})"
