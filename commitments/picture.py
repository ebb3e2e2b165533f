"""The picture of a commitment that social networks show beside a link to it.

1200 x 630, in French, which is the language of the words: the title, the exact words,
the target, where it stands and by when. The fonts come with the project (DejaVu, free
to redistribute).
"""

import hashlib
import io
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image, ImageDraw, ImageFont

from commitments.chain import promise_of
from commitments.choices import Status
from commitments.sharing import PICTURE_HEIGHT, PICTURE_WIDTH
from commitments.typography import NARROW, NBSP, format_due

FONTS = Path(__file__).resolve().parent / "fonts"
SERIF, SANS = "DejaVuSerifCondensed-Bold.ttf", "DejaVuSansCondensed.ttf"

PAPER, INK, QUIET, RULE, ACCENT = "#fdfdfe", "#1b1824", "#514c5d", "#8a8496", "#4a2992"
STATUS_INKS = {
    Status.MET: "#15613b",
    Status.IN_PROGRESS: "#1c568a",
    Status.PARTIALLY_MET: "#7a5200",
    Status.NOT_MET: "#9c2f14",
    Status.ABANDONED: "#9c2f14",
}
OTHER_STATUS_INK = "#5b5668"

MARGIN = 72
BAND = 20
WIDE = PICTURE_WIDTH - 2 * MARGIN
HEAD_TOP, TITLE_TOP, FOOT_TOP = 48, 106, 424
# The largest size at which the title leaves room for a line of the exact words.
TITLE_SIZES = (56, 50, 44, 38, 34)
WORDS_SIZE = 27
LEADING = 1.22


class Picture(NamedTuple):
    """All that is drawn for a commitment, in French; it names the picture too."""

    site: str
    reference: str
    title: str
    words: str
    fact_name: str
    fact: str
    status: str
    status_name: str
    assessment_name: str
    by_when: str

    @property
    def etag(self) -> str:
        """Another as soon as anything that is drawn changes."""
        return f'"{hashlib.sha256(repr(tuple(self)).encode()).hexdigest()[:32]}"'


def picture_of(commitment, words: str = "") -> Picture:
    """What the picture of a published commitment shows, as it stands now.

    ``words`` are those of the answer that make it.
    """
    with override("fr"):
        has_target = commitment.target_value is not None
        return Picture(
            site=settings.SITE_NAME,
            reference=commitment.reference,
            title=commitment.title,
            words=words,
            fact_name=_("Target") if has_target else _("Kind"),
            fact=promise_of(commitment)
            if has_target
            else commitment.get_kind_display(),
            status=str(commitment.status),
            status_name=commitment.get_status_display(),
            assessment_name=_("Assessment"),
            by_when=_by_when(commitment),
        )


# Drawing takes a good part of a second, and one link is shown to many: those asked for
# last are kept, a few megabytes at most.
@lru_cache(64)
def draw_picture(picture: Picture) -> bytes:
    """The PNG of a picture."""
    image = Image.new("RGB", (PICTURE_WIDTH, PICTURE_HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, BAND, PICTURE_HEIGHT), fill=ACCENT)
    _write_head(draw, picture)
    _write_words(draw, picture.words, top=_write_title(draw, picture.title))
    _write_foot(draw, picture)
    file = io.BytesIO()
    # The few inks need no more than a palette, less than half of the weight. The octree
    # is quick, and so is a file that is not packed to the last byte.
    image.quantize(64, method=Image.Quantize.FASTOCTREE).save(file, "PNG")
    return file.getvalue()


@lru_cache(32)
def font(name: str, size: int):
    return ImageFont.truetype(str(FONTS / name), size)


def wrapped(text: str, face, room: float) -> list[str]:
    """Lines of a text no wider than the room; a word wider than it is cut."""
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if face.getlength(longer) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while face.getlength(line) > room:
            cut = _longest_start(line, face, room)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line else lines


def _longest_start(word, face, room):
    cut = 1
    while cut < len(word) and face.getlength(word[: cut + 1]) <= room:
        cut += 1
    return cut


def cut_off(text: str, face, room: float) -> str:
    """The text on one line, with an ellipsis when it is too long."""
    if face.getlength(text) <= room:
        return text
    while text and face.getlength(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _plain(text):
    """The words with the spaces that the fonts draw, and on one line."""
    return " ".join(text.replace(NARROW, NBSP).split(" ")).replace("\n", " ")


def _write_head(draw, picture):
    face = font(SANS, 28)
    name = cut_off(_plain(picture.site), face, WIDE - 160)
    draw.text((MARGIN, HEAD_TOP), name, fill=QUIET, font=face)
    right = PICTURE_WIDTH - MARGIN
    draw.text((right, HEAD_TOP), picture.reference, fill=ACCENT, font=face, anchor="ra")


def _write_title(draw, title):
    """Write the title, and return where it ends."""
    room = FOOT_TOP - 3 * WORDS_SIZE - TITLE_TOP
    for size in TITLE_SIZES:
        face = font(SERIF, size)
        lines = wrapped(_plain(title), face, WIDE)
        if len(lines) * size * LEADING <= room:
            break
    lines = _first(lines, int(room // (size * LEADING)), face)
    return _write_lines(draw, lines, face, TITLE_TOP, INK)


def _write_words(draw, words, top):
    """Write as much of the exact words as there is room for."""
    if not words:
        return
    face = font(SANS, WORDS_SIZE)
    most = int((FOOT_TOP - 12 - top) // (WORDS_SIZE * LEADING))
    words = _plain(f"«{NBSP}{words}{NBSP}»")
    lines = _first(wrapped(words, face, WIDE), most, face)
    _write_lines(draw, lines, face, top + 8, QUIET)


def _first(lines, most, face):
    """The first lines, the last of which says when more would follow."""
    if len(lines) <= most:
        return lines
    last = f"{lines[most - 1]} {lines[most]}"
    return [*lines[: most - 1], cut_off(f"{last} …", face, WIDE)]


def _write_lines(draw, lines, face, top, ink):
    for line in lines:
        draw.text((MARGIN, top), line, fill=ink, font=face)
        top += face.size * LEADING
    return top


def _write_foot(draw, picture):
    draw.line((MARGIN, FOOT_TOP, PICTURE_WIDTH - MARGIN, FOOT_TOP), fill=RULE, width=2)
    half = WIDE / 2 - 16
    small, large = font(SANS, 24), font(SERIF, 34)
    ink = STATUS_INKS.get(picture.status, OTHER_STATUS_INK)
    right = MARGIN + WIDE / 2 + 16
    for left, name, value, colour in (
        (MARGIN, picture.fact_name, picture.fact, INK),
        (right, picture.assessment_name, picture.status_name, ink),
    ):
        draw.text((left, FOOT_TOP + 20), _plain(name), fill=QUIET, font=small)
        shown = wrapped(_plain(value), large, half)[:2]
        for i, line in enumerate(shown):
            draw.text((left, FOOT_TOP + 54 + 42 * i), line, fill=colour, font=large)
    draw.text((MARGIN, 578), _plain(picture.by_when), fill=QUIET, font=small)


def _by_when(commitment):
    if not commitment.due_on:
        return _("No dated deadline")
    due = format_due(commitment.due_on, commitment.due_precision, "fr")
    return _("Deadline: %(date)s.") % {"date": due}
