"""Filters that write dates, numbers and spaces in the reader's language."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from commitments import typography

register = template.Library()


@register.filter
def day(on):
    """Write a date or a moment's date in full: ``{{ answer.answered_on|day }}``."""
    return typography.format_date(typography.as_date(on), get_language()) if on else ""


@register.filter
def due(on, precision):
    """Write a deadline as exactly as it is known: ``{{ on|due:precision }}``."""
    if not on:
        return ""
    return typography.format_due(on, str(precision), get_language())


@register.filter
def number(value, decimals=None):
    """Write a number with its thousands apart and the language's decimal sign."""
    if value is None or value == "":
        return ""
    return typography.format_number(value, get_language(), decimals)


@register.filter
def percent(value, decimals=None):
    """Write a value already in percent (85 for 85 %)."""
    if value is None or value == "":
        return ""
    return typography.format_percent(value, get_language(), decimals)


@register.filter
def quantity(value, unit=""):
    """Write a value with its unit: ``{{ target|quantity:unit }}``."""
    if value is None or value == "":
        return ""
    return typography.format_quantity(value, unit, get_language())


@register.filter
def days(count):
    """Write a count of days in words: "12 days"; from two years on, in years."""
    return typography.format_days(int(count), get_language())


@register.filter
def elapsed(count, precision):
    """Write a count of days from a date no more exactly than it is known."""
    return typography.format_elapsed(int(count), str(precision), get_language())


@register.filter
def words(items):
    """Join a list in a sentence: "a, b and c"."""
    return typography.join_words(items, get_language())


@register.filter
def nbsp(text, language="fr"):
    """Set a French text: its spaces, its apostrophes; markup already safe stays safe.

    What the base holds is French, whoever reads it: only words that are translated
    need a ``language``.
    """
    spaced = typography.no_break(str(text), language)
    # No markup is made: what was safe stays so, the rest is escaped as usual.
    return mark_safe(spaced) if isinstance(text, SafeString) else spaced


@register.filter
def indented(text):
    """Keep the lines of a text beneath the first one, in a plain message."""
    return str(text).replace("\n", "\n  ")


@register.filter
def held(words):
    """Keep exact words from breaking between a number and its sign: drawing only."""
    return typography.hold_spaces(str(words))
