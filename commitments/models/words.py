"""The words by which records are found again: an index made from the records."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commitments.models.answers import Answer
from commitments.models.commitments import Commitment

LONGEST = 24


class CommitmentWord(models.Model):
    """One stem of what a commitment is about (see commitments/words.py)."""

    commitment = models.ForeignKey(
        Commitment,
        models.CASCADE,
        related_name="+",
        verbose_name=_("commitment"),
    )
    word = models.CharField(_("word"), max_length=LONGEST)

    class Meta:
        verbose_name = _("word of a commitment")
        verbose_name_plural = _("words of commitments")
        constraints = [
            models.UniqueConstraint(
                fields=["word", "commitment"], name="commitmentword_once"
            ),
        ]

    def __str__(self):
        return self.word


class AnswerWord(models.Model):
    """One of the stems that tell an answer from others.

    There are forty for each answer, tens of millions in all: the pair is the key, and
    the database does not check one by one that their answers exist.
    """

    pk = models.CompositePrimaryKey("word", "answer")
    answer = models.ForeignKey(
        Answer,
        models.CASCADE,
        db_constraint=False,
        related_name="+",
        verbose_name=_("answer"),
    )
    word = models.CharField(_("word"), max_length=LONGEST)

    class Meta:
        verbose_name = _("word of an answer")
        verbose_name_plural = _("words of answers")

    def __str__(self):
        return self.word
