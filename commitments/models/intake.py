"""What comes in before an editor decides: imports and suggestions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from commitments.choices import Decision, ImportState, SuggestionOrigin
from commitments.models.answers import Answer, AnswerText
from commitments.models.commitments import Commitment


class Suggestion(models.Model):
    """What the extractor or a reader proposes; it never publishes itself."""

    origin = models.CharField(_("origin"), max_length=20, choices=SuggestionOrigin)
    answer = models.ForeignKey(
        Answer, models.PROTECT, null=True, blank=True, related_name="suggestions"
    )
    text = models.ForeignKey(
        AnswerText, models.PROTECT, null=True, blank=True, related_name="+"
    )
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(_("exact words"), blank=True)
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
        help_text=_("The commitment it speaks of, or that it became."),
    )
    message = models.TextField(_("message"), blank=True)
    details = models.JSONField(
        _("details"),
        default=dict,
        blank=True,
        help_text=_("Target, deadline, level and reasons, as the extractor gave them."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    decision = models.CharField(
        _("decision"), max_length=20, choices=Decision, default=Decision.PENDING
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["answer", "start", "pk"]
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
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
                condition=~models.Q(decision=Decision.REJECTED) | ~models.Q(reason=""),
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


class ImportRun(models.Model):
    """One import of official sources, and what came of it."""

    source = models.CharField(_("source"), max_length=50)
    files = models.TextField(_("files"), blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=ImportState, default=ImportState.RUNNING
    )
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    created = models.PositiveIntegerField(_("created"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=ImportState.RUNNING, finished_at=None)
                | (
                    ~models.Q(state=ImportState.RUNNING)
                    & models.Q(finished_at__isnull=False)
                ),
                name="importrun_finished_or_running",
            ),
        ]

    def __str__(self):
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"


class ImportProblem(models.Model):
    """A record that an import refused, and why."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="problems")
    file = models.CharField(_("file"), max_length=500)
    record = models.CharField(_("record"), max_length=200, blank=True)
    field = models.CharField(_("field"), max_length=100, blank=True)
    reason = models.TextField(_("reason"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("import problem")
        verbose_name_plural = _("import problems")

    def __str__(self):
        return f"{self.file} {self.record}: {self.reason}"
