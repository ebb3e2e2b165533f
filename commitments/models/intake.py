"""What comes in before an editor decides: imports and suggestions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from commitments.choices import (
    Decision,
    ImportState,
    Level,
    Publication,
    RejectionReason,
    SuggestionOrigin,
)
from commitments.models.answers import Answer, AnswerText
from commitments.models.commitments import Commitment, Passage


class SuggestionQuerySet(models.QuerySet):
    def by_machine(self):
        return self.filter(origin=SuggestionOrigin.EXTRACTOR)

    def pending(self):
        """Those that no editor has decided."""
        return self.filter(decision=Decision.PENDING)

    def decided(self):
        return self.exclude(decision=Decision.PENDING)

    def with_cover(self):
        """Annotate ``covered_by_id``: a commitment that quotes the same words.

        The words are the same when a standing passage shares at least half of the
        shorter of the two spans.
        """
        number = models.PositiveIntegerField()
        start = models.ExpressionWrapper(models.OuterRef("start"), number)
        end = models.ExpressionWrapper(models.OuterRef("end"), number)
        shared = Least("end", end) - Greatest("start", start)
        shorter = Least(models.F("end") - models.F("start"), end - start)
        quoting = (
            Passage.objects.standing()
            .exclude(commitment__publication=Publication.WITHDRAWN)
            .filter(text=models.OuterRef("text"), start__lt=end, end__gt=start)
            .annotate(twice_shared=shared * 2, shorter=shorter)
            .filter(twice_shared__gte=models.F("shorter"))
            .order_by("pk")
            .values("commitment")[:1]
        )
        return self.annotate(covered_by_id=models.Subquery(quoting))


class Suggestion(models.Model):
    """What the extractor or a reader proposes; it never publishes itself."""

    origin = models.CharField(_("origin"), max_length=20, choices=SuggestionOrigin)
    answer = models.ForeignKey(
        Answer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
        verbose_name=_("answer"),
    )
    text = models.ForeignKey(
        AnswerText,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("text"),
    )
    start = models.PositiveIntegerField(_("first character"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    quote = models.TextField(_("exact words"), blank=True)
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
        help_text=_("The commitment it speaks of, or that it became."),
        verbose_name=_("commitment"),
    )
    message = models.TextField(_("message"), blank=True)
    details = models.JSONField(
        _("details"),
        default=dict,
        blank=True,
        help_text=_("Target, deadline, level and reasons, as the extractor gave them."),
    )
    level = models.CharField(_("level"), max_length=10, choices=Level, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    decision = models.CharField(
        _("decision"), max_length=20, choices=Decision, default=Decision.PENDING
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    rejection = models.CharField(
        _("why rejected"), max_length=20, choices=RejectionReason, blank=True
    )
    reason = models.TextField(_("reason"), blank=True)
    adjustments = models.JSONField(
        _("adjustments"),
        default=dict,
        editable=False,
        help_text=_("What the editor changed, by field: from what to what."),
    )
    passage = models.ForeignKey(
        Passage,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text=_("The words as the decision anchored them."),
        verbose_name=_("passage"),
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["answer", Coalesce("start", 0), "pk"]
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        indexes = [
            models.Index(
                fields=["answer"],
                condition=models.Q(decision=Decision.PENDING, level=Level.LIKELY),
                name="suggestion_likely_pending",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    decision=Decision.PENDING, decided_at=None, decided_by=None
                )
                | (
                    ~models.Q(decision=Decision.PENDING)
                    & models.Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="suggestion_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision=Decision.REJECTED)
                | ~models.Q(reason="")
                | ~models.Q(rejection__in=["", RejectionReason.OTHER]),
                name="suggestion_rejected_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision__in=[Decision.ACCEPTED, Decision.MERGED])
                | models.Q(commitment__isnull=False),
                name="suggestion_accepted_into_a_commitment",
            ),
            models.CheckConstraint(
                condition=~models.Q(origin=SuggestionOrigin.EXTRACTOR)
                | models.Q(
                    text__isnull=False,
                    start__isnull=False,
                    end__isnull=False,
                    end__gt=models.F("start"),
                ),
                name="suggestion_of_the_machine_is_anchored",
            ),
            models.CheckConstraint(
                condition=~models.Q(origin=SuggestionOrigin.PUBLIC)
                | ~models.Q(message=""),
                name="suggestion_of_a_reader_says_something",
            ),
        ]

    def __str__(self):
        return self.quote[:80] or self.message[:80]


UNFINISHED = [ImportState.WAITING, ImportState.RUNNING]


def upload_path(run, name) -> str:
    """Where an uploaded file waits: under its own name, which marks know again."""
    return f"imports/{uuid.uuid4()}/{name}"


class ImportRun(models.Model):
    """One import of official sources, and what came of it."""

    source = models.CharField(_("source"), max_length=50)
    files = models.TextField(_("files"), blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=ImportState, default=ImportState.RUNNING
    )
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    created = models.PositiveIntegerField(_("created"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    upload = models.FileField(
        _("uploaded file"), upload_to=upload_path, max_length=300, blank=True
    )
    bytes_total = models.BigIntegerField(_("bytes to read"), default=0)
    bytes_read = models.BigIntegerField(_("bytes read"), default=0)
    is_stop_asked = models.BooleanField(_("asked to stop"), default=False)
    is_suggesting = models.BooleanField(
        _("looking for commitments"), default=False, editable=False
    )
    answers_read = models.PositiveIntegerField(
        _("answers read by the machine"), default=0
    )
    suggested = models.PositiveIntegerField(_("suggestions to decide"), default=0)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=UNFINISHED, finished_at=None)
                | (
                    ~models.Q(state__in=UNFINISHED)
                    & models.Q(finished_at__isnull=False)
                ),
                name="importrun_finished_or_running",
            ),
        ]

    def __str__(self):
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def percent(self) -> int:
        """How much of its files was read, in percent; 100 only when all is."""
        if not self.bytes_total:
            return 0
        return min(100, 100 * self.bytes_read // self.bytes_total)


class ImportProblem(models.Model):
    """A record that an import refused, and why."""

    run = models.ForeignKey(
        ImportRun,
        models.CASCADE,
        related_name="problems",
        verbose_name=_("import"),
    )
    file = models.CharField(_("file"), max_length=500)
    record = models.CharField(_("record"), max_length=200, blank=True)
    field = models.CharField(_("field"), max_length=100, blank=True)
    reason = models.TextField(_("reason"))
    is_refusal = models.BooleanField(
        _("refused"),
        default=True,
        help_text=_("No when the record was read, but for this field."),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("import problem")
        verbose_name_plural = _("import problems")

    def __str__(self):
        return f"{self.file} {self.record}: {self.reason}"


class ImportMark(models.Model):
    """What was last read at one place of a source, so as to pass over it unchanged.

    A place is a question in a file, or a whole file; both are hashes. Rows may be
    deleted at will: what they speak of is then read once more, with the same result.
    """

    place = models.BigIntegerField(unique=True)
    digest = models.BigIntegerField()
    records = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("mark of what was read")
        verbose_name_plural = _("marks of what was read")

    def __str__(self):
        return f"{self.place:x}"
