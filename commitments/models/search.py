"""The words that the search knows: the other half of its index."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchWord(models.Model):
    """A word said by a record, for those who begin it or mistype it.

    Words are added and not taken away: one that no record says any more finds nothing,
    and is then not proposed. ``search_index --rebuild`` forgets it.
    """

    word = models.CharField(
        _("word"),
        max_length=40,
        primary_key=True,
        help_text=_("Without accents or capitals."),
    )
    # Its end leads to a word whose beginning is mistyped.
    mirrored = models.CharField(_("word from its end"), max_length=40, db_index=True)
    spelling = models.CharField(_("word as it is written"), max_length=60)

    class Meta:
        verbose_name = _("word of the search")
        verbose_name_plural = _("words of the search")

    def __str__(self):
        return self.spelling
