"""Members of Parliament, known by the names under which questions are published.

No list of members is held: a member is a name in a chamber, titles, case and accents
aside. Two people of one name in one chamber share a page; one person in two chambers
has two.
"""

import re

from commitments.slugs import slug_of

# As published, and as typed by whoever looks for somebody.
TITLE = re.compile(
    r"(?:(?:M\.|Mme|Mlle|d[ée]put[ée]e?|s[ée]nat(?:eur|rice))(?:\s+|$))+", re.IGNORECASE
)


def without_title(name: str) -> str:
    """Return a name without its "M.", its "Mme" or its office."""
    return TITLE.sub("", name.strip(), count=1)


def member_slug(name: str, chamber: str) -> str | None:
    """Return the part of an address that names a member, None for no name.

    >>> member_slug("Mme Élise d’Œuvre-Hardy", "AN")
    'elise-d-oeuvre-hardy-an'
    """
    slug = slug_of(without_title(name))
    return f"{slug}-{chamber.lower()}" if slug else None
