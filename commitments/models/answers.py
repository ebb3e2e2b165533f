"""The sources: questions of members of parliament and the Government's answers."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.choices import Chamber, QuestionState, QuestionType, TextRole
from commitments.models.addresses import public_address
from commitments.models.bodies import Body
from commitments.models.members import member_slug


class AnswerQuerySet(models.QuerySet):
    def with_text(self):
        """Answers whose text is in the base."""
        return self.filter(texts__isnull=False).distinct()

    def unread(self):
        """Answers with a text that no editor has read through."""
        return self.with_text().filter(read_at=None)


class Answer(models.Model):
    """An official answer; one answer may serve several questions.

    Its texts are kept apart (AnswerText): an erratum adds one, none is ever changed.
    """

    uid = models.CharField(
        _("identifier"),
        max_length=80,
        unique=True,
        help_text=_("That of the first question it answers, such as QANR5L15QE12929."),
    )
    ministry = models.CharField(
        _("ministry answering, as published"), max_length=500, blank=True
    )
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("body answering"),
    )
    answered_on = models.DateField(_("answered on"), db_index=True)
    page = models.CharField(_("page of the JO"), max_length=20, blank=True)
    source_url = models.URLField(_("official address"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    shared_key = models.CharField(
        _("identifier of the answer in its source"),
        max_length=80,
        blank=True,
        help_text=_("The source's own, where one answer serves several questions."),
    )
    is_fictitious = models.BooleanField(
        _("written for the demonstration"), default=False
    )
    read_at = models.DateTimeField(_("read at"), null=True, blank=True, editable=False)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("read by"),
    )
    # The text in which the machine last looked for commitments.
    suggested_text = models.ForeignKey(
        "AnswerText",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("text read by the machine"),
    )

    # Kept for the queue, from the suggestions, by the verbs that make or decide them.
    likely_count = models.PositiveIntegerField(
        _("likely commitments to decide"), default=0, editable=False
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-answered_on", "-pk"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        indexes = [
            models.Index(
                fields=["-likely_count", "-answered_on", "-id"],
                condition=models.Q(read_at=None),
                name="answer_to_read",
            ),
            models.Index(
                fields=["shared_key"],
                condition=~models.Q(shared_key=""),
                name="answer_by_shared_key",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(read_at=None, read_by=None)
                | models.Q(read_at__isnull=False, read_by__isnull=False),
                name="answer_read_by_somebody",
            ),
            public_address("source_url", name="answer_address_is_public"),
        ]

    def __str__(self):
        return self.uid

    def get_absolute_url(self):
        return reverse("answer-detail", args=[self.uid])

    def current_text(self):
        """The latest AnswerText, or None when only the reference is known."""
        return self.texts.order_by("-number").first()

    def first_question(self):
        """The Question that gave the answer its identifier, or any other."""
        return self.questions.order_by(
            models.Case(models.When(uid=self.uid, then=0), default=1), "pk"
        ).first()


class AnswerText(models.Model):
    """One published version of an answer's text, exactly as published. Append-only."""

    answer = models.ForeignKey(
        Answer,
        models.PROTECT,
        related_name="texts",
        verbose_name=_("answer"),
    )
    number = models.PositiveSmallIntegerField(_("version"))
    body = models.TextField(_("text as published"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    published_on = models.DateField(_("published on"))
    retrieved_at = models.DateTimeField(_("retrieved at"))

    class Meta:
        ordering = ["answer", "number"]
        verbose_name = _("text of an answer")
        verbose_name_plural = _("texts of answers")
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "number"], name="answertext_number_unique"
            ),
            models.CheckConstraint(
                condition=~models.Q(body=""), name="answertext_not_empty"
            ),
        ]
        # An answer to several questions is found again by its text.
        indexes = [models.Index(fields=["sha256"], name="answertext_by_sha256")]

    def __str__(self):
        return f"{self.answer_id} v{self.number}"


class Question(models.Model):
    """A member's question, with what its publication says of it."""

    uid = models.CharField(_("identifier"), max_length=80, unique=True)
    chamber = models.CharField(_("chamber"), max_length=10, choices=Chamber)
    legislature = models.PositiveSmallIntegerField(
        _("legislature"), null=True, blank=True
    )
    type = models.CharField(
        _("type"), max_length=10, choices=QuestionType, default=QuestionType.QE
    )
    number = models.CharField(
        _("number"),
        max_length=20,
        blank=True,
        help_text=_("Empty when the publication gives none; a page is not a number."),
    )
    author = models.CharField(
        _("author"),
        max_length=200,
        blank=True,
        help_text=_("Empty when the source gives only a reference (see the details)."),
    )
    member = models.CharField(  # noqa: DJ001 - nobody is named, and no row is rewritten
        _("address of the member's page"),
        max_length=220,
        null=True,
        editable=False,
        help_text=_("The author's name and chamber: see models/members.py."),
    )
    author_group = models.CharField(_("political group"), max_length=200, blank=True)
    constituency = models.CharField(_("constituency"), max_length=200, blank=True)
    ministry_asked = models.CharField(
        _("ministry asked, as published"), max_length=500, blank=True
    )
    body_asked = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("body asked"),
    )
    rubric = models.CharField(_("rubric"), max_length=500, blank=True)
    title = models.CharField(_("title"), max_length=1000, blank=True)
    text = models.TextField(_("text as published"), blank=True)
    asked_on = models.DateField(
        _("asked on"),
        null=True,
        blank=True,
        help_text=_("Empty when the source prints an answer without that day."),
    )
    asked_page = models.CharField(_("page of the JO"), max_length=20, blank=True)
    source_url = models.URLField(_("official address"), max_length=500, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=QuestionState, default=QuestionState.OPEN
    )
    closing = models.CharField(
        _("how it was closed, as published"), max_length=200, blank=True
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    details = models.JSONField(
        _("details"),
        default=dict,
        blank=True,
        help_text=_("Attributions, renewals, other identifiers, as published."),
    )
    inferred = models.JSONField(
        _("inferred fields"),
        default=list,
        blank=True,
        help_text=_("Names of the fields that the publication does not state."),
    )
    answer = models.ForeignKey(
        Answer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("answer"),
    )

    class Meta:
        ordering = ["-asked_on", "-pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["chamber", "legislature", "type", "number"],
                condition=~models.Q(number=""),
                name="question_official_key_unique",
            ),
            public_address("source_url", name="question_address_is_public"),
        ]
        indexes = [
            models.Index(fields=["member", "-asked_on"], name="question_by_member"),
        ]

    def __str__(self):
        return self.uid

    def save(self, **kwargs):
        self.name_member()
        super().save(**kwargs)

    def name_member(self):
        """Keep ``member`` in step with the author; whatever inserts rows calls this."""
        self.member = member_slug(self.author, self.chamber)

    def get_member_url(self):
        """The page of the member who asked, "" when the source names nobody."""
        return reverse("member-detail", args=[self.member]) if self.member else ""


class PublishedText(models.Model):
    """What was printed besides the texts that stand. Append-only.

    Question and AnswerText hold the question and the versions of the answer; here is
    the rest: errata, a question's text that a later one replaced, a text printed again
    on another day. ``body`` is empty when the source gives the reference alone.
    """

    question = models.ForeignKey(
        Question,
        models.PROTECT,
        related_name="published_texts",
        verbose_name=_("question"),
    )
    role = models.CharField(_("role"), max_length=20, choices=TextRole)
    body = models.TextField(_("text as published"), blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    page = models.CharField(_("page of the JO"), max_length=20, blank=True)
    issue = models.CharField(_("issue of the JO"), max_length=50, blank=True)
    retrieved_at = models.DateTimeField(_("retrieved at"))

    class Meta:
        ordering = ["question", "pk"]
        verbose_name = _("other published text")
        verbose_name_plural = _("other published texts")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "role", "published_on", "sha256"],
                name="publishedtext_once",
            ),
        ]

    def __str__(self):
        return f"{self.question_id} {self.role} {self.published_on}"
