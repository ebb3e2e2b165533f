"""Why a verb refuses. Each error's text is for the person who asked."""

from django.utils.translation import gettext as _


class Refused(Exception):
    """A change that the rules do not allow; ``problems`` says why, in words."""

    def __init__(self, *problems: str):
        super().__init__(" ".join(map(str, problems)))
        self.problems = list(problems)


class Conflict(Exception):
    """Somebody changed the commitment since it was read; ``current`` is it now."""

    def __init__(self, current):
        super().__init__(_("Somebody else has changed this commitment meanwhile."))
        self.current = current
