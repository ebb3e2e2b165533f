"""Where an answer was published, in one line."""

from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commitments.choices import Chamber, QuestionType
from commitments.templatetags.typography import day

register = template.Library()


@register.simple_tag
def answer_reference(answer, question=None):
    """Draw chamber, number, author, date and page of the Journal officiel.

    ``{% answer_reference answer question %}``, the question being one that the answer
    is to, or nothing.
    """
    told = escape(_("Answered on %(on)s") % {"on": day(answer.answered_on)})
    if answer.ministry:
        told += f', <span lang="fr">{escape(answer.ministry)}</span>'
    if answer.page:
        told += ", " + escape(_("JO page %(page)s") % {"page": answer.page})
    return mark_safe(_asked(question) + told if question else told)


def _asked(question):
    number = ""
    if question.number:
        sign = escape(pgettext("number", "no."))
        number = f" {sign}&nbsp;{escape(question.number)}"
    kind = QuestionType(question.type).label
    chamber = Chamber(question.chamber).label
    author = escape(question.author)
    return f"{escape(kind)}{number}, {escape(chamber)}, {author}. "
