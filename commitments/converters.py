"""What may stand in an address; anything else is an ordinary 404."""

from django.urls.converters import IntConverter, StringConverter


class NameConverter(StringConverter):
    """An identifier or a reference: no control character, which databases refuse."""

    regex = r"[^/\x00-\x1f\x7f]{1,80}"


class KeyConverter(IntConverter):
    """The key of a row: as many digits as a database keeps."""

    regex = r"[0-9]{1,18}"


class YearConverter(IntConverter):
    """A year of four digits."""

    regex = r"[0-9]{4}"

    def to_url(self, value):
        return f"{value:04d}"


class MonthConverter(IntConverter):
    """A month of two digits, so that each has one address."""

    regex = r"0[1-9]|1[0-2]"

    def to_url(self, value):
        return f"{value:02d}"
