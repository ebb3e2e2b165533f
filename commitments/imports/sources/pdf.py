"""The PDF of one question, as the chambers and the Journal officiel publish it.

``text_of`` gives the text with its paragraphs, as if the page had been saved as text;
``read`` hands it to the module that reads such texts.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from commitments.imports.archives import MB, read_bounded
from commitments.imports.markup import showable
from commitments.imports.published import Problem, PublishedQuestion
from commitments.imports.records import UnreadablePage
from commitments.imports.sources import free_text
from commitments.imports.sources.pdf_words import SECONDS

NAME = "pdf"

START = b"%PDF-"
SIZE = 10 * MB
# Waiting takes longer than working on a busy machine.
PATIENCE = 2 * SECONDS
ROOT = Path(__file__).resolve().parents[3]

# Letters that a typesetter joins.
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})

# What browsers and sites print around a page: its address, its number, the hour.
AROUND = re.compile(
    r"(?:(?:https?|file)://\S+|www\.\S+)(?:\s+\d+\s*/\s*\d+)?"
    r"|(?:page\s+)?\d+\s*(?:/|sur)\s*\d+"
    r"|\d{1,2}/\d{1,2}/\d{2,4},?\s+\d{1,2}:\d\d(?:\s*[AP]M)?(?:\s.*)?",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(r"\d{1,5}")
RUNNING_TITLE = 80
# Lines that begin something, whatever stood above them.
ALONE = re.compile(
    r"(?:Texte de la (?:question|réponse)|Question (?:écrite|orale|au gouvernement|N°)"
    r"|(?:Question|Réponse) (?:publiée|émise|soumise)|Données clés|Date\(s\) clé\(s\)"
    r"|Auteur\s*:|Circonscription\s*:|Rubrique\s*[:>]|Titre\s*[:>]|Type de question"
    r"|Numéro de la question|Ministère (?:interrogé|attributaire|répondant)"
    r"|Tête d.analyse|Analyse\s*[:>]|publiée (?:dans|le)|Transmise |Page mise à jour"
    r"|Date de |- page \d|\d+\s*(?:e|è|ème|eme)\s+législature|ASSEMBLÉE NATIONALE"
    r"|SÉNAT)",
    re.IGNORECASE,
)
# Headings, which never go on.
HEADING = re.compile(
    r"Texte de la (?:question|réponse)|Données clés|Date\(s\) clé\(s\)"
    r"|Question \S+ n°\s*\d+\s*|ASSEMBLÉE NATIONALE|SÉNAT",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"\d{1,6}\.\s*[−–—-]\s|Réponse\s*\.\s*[−–—-]|Réponse (?:du|de la) "
)
SENTENCE_END = re.compile(r"[.!?…:;»)]$")
# Halves of words that French writes with a hyphen: "celui-ci", "peut-être".
HYPHENATED = re.compile(
    r"(?:\b(?:celui|celle|ceux|celles|lui|elle|eux|peut|au|vis|non|sous|quelques|demi"
    r"|ci|vice|ex|mi|semi|contre|grand|grande|après|avant|mot|porte)"
    r"|\b(?:soixante|quatre|vingt|trente|quarante|cinquante))-$",
    re.IGNORECASE,
)
SECOND_HALF = re.compile(
    r"(?:ci|là|même|mêmes|il|elle|ils|elles|on|je|nous|vous|ce|t-\w+)\b"
)


def recognises(name: str, head: bytes) -> bool:
    """Tell a PDF by its first bytes."""
    return head.startswith(START)


def read(stream, name: str) -> Iterator[PublishedQuestion | Problem]:
    """Yield the question of a PDF; see ``catalogue``."""
    data = read_bounded(stream, SIZE)
    yield from free_text.record_of(lambda: text_of(data), name, data)


def text_of(data: bytes) -> str:
    """Return the text of a PDF, a line for each paragraph or heading.

    Raises UnreadablePage for one that is too big, too long, encrypted, damaged, or
    made of pictures.
    """
    if len(data) > SIZE:
        raise UnreadablePage("too_big")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "commitments.imports.sources.pdf_words"],
            input=data,
            capture_output=True,
            cwd=ROOT,
            timeout=PATIENCE,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise UnreadablePage("pdf_time") from None
    except ValueError:
        # It was stopped at its bounds, by the system or by itself.
        raise UnreadablePage("pdf_time") from None
    if "code" in answer:
        raise UnreadablePage(answer["code"], **answer.get("values", {}))
    return text_of_pages(answer["pages"])


def text_of_pages(pages: list[str]) -> str:
    """Return the paragraphs of laid-out pages, without what stands around them."""
    pages = without_repeated([tidy_lines(page) for page in pages])
    lengths = sorted(len(line) for lines in pages for line in lines)
    # Nine lines of ten are at most as long as a full one.
    full = max(60, lengths[len(lengths) * 9 // 10] if lengths else 0)
    paragraphs = []
    for lines in pages:
        found = paragraphs_of(lines, full)
        if paragraphs and found and goes_on(paragraphs[-1], found[0]):
            paragraphs[-1] = joined(paragraphs[-1], found.pop(0))
        paragraphs += found
    return "\n\n".join(paragraphs)


def tidy_lines(page):
    """Return the lines of a page, single-spaced, without those of the printing."""
    text = showable(page.translate(LIGATURES))
    # A no-break space is a character of the text; the layout has no others.
    lines = [re.sub(r"[ \t]+", " ", line).strip(" ") for line in text.splitlines()]
    return [line for line in lines if not AROUND.fullmatch(line)]


def without_repeated(pages):
    """Return the pages without their running titles and numbers.

    The first page keeps its title, which says whose question it is.
    """
    edges = [edge(lines) for lines in pages]
    shapes = Counter(
        shape
        for lines, places in zip(pages, edges, strict=True)
        for shape in {shape_of(lines[at]) for at in places}
    )
    kept = []
    for lines, places in zip(pages, edges, strict=True):
        dropped = {
            at
            for at in places
            if PAGE_NUMBER.fullmatch(lines[at])
            or (kept and shapes[shape_of(lines[at])] > 1)
        }
        kept.append([line for at, line in enumerate(lines) if at not in dropped])
    return kept


def edge(lines):
    """Return the places of the first and last two lines with words, short ones."""
    places = [at for at, line in enumerate(lines) if line]
    return {at for at in places[:2] + places[-2:] if len(lines[at]) < RUNNING_TITLE}


def shape_of(line):
    """Return a line whatever its numbers."""
    return re.sub(r"\d+", "0", line)


def paragraphs_of(lines, full):
    """Return the paragraphs of a page whose full lines have ``full`` characters."""
    paragraphs, is_open = [], False
    for line in lines:
        if not line:
            is_open = False
            continue
        if is_open and not (ALONE.match(line) or OPENING.match(line)):
            paragraphs[-1] = joined(paragraphs[-1], line)
        else:
            paragraphs.append(line)
        is_open = len(line) >= 0.7 * full and not HEADING.fullmatch(line)
    return paragraphs


def goes_on(before, after):
    """Tell whether a paragraph goes on at the top of the next page."""
    if ALONE.match(before) or ALONE.match(after) or OPENING.match(after):
        return False
    return not SENTENCE_END.search(before) or after[:1].islower()


def joined(before, after):
    """Return two lines as one; a word cut in two is whole again."""
    if before.endswith("\u00ad"):
        return before[:-1] + after
    is_cut = before.endswith("-") and before[-2:-1].isalpha() and after[:1].islower()
    if not is_cut:
        return f"{before} {after}"
    is_hyphenated = HYPHENATED.search(before) or SECOND_HALF.match(after)
    return before + after if is_hyphenated else before[:-1] + after
