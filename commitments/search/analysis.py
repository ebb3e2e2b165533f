"""French text → stems, the same for every search engine.

Accents, case, ligatures, apostrophes, hyphens and the kinds of spaces go first, so that
they can make no difference; the endings whose accent says what they are get it back
before Snowball's French stemmer reads them. Whatever an engine is given is then plain
ASCII without a separator, which its simplest tokenizer leaves alone.
"""

import re
import string
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from threading import Lock

import snowballstemmer

# What is longer is no word.
LONGEST = 40
# Stands between two parts of a document: no phrase crosses it.
BREAK = "_"

# "2 750", "2.750,5 %", "85 pour cent": a figure of several parts, or with a sign, as it
# is printed, its spaces included.
SIGN = r"%|pour[\s-]?cent\b"
FIGURE = re.compile(rf"(\d(?:\d*(?:[.,\s]+\d+)+[.,\s]*|\d*[.,\s]*(?={SIGN})))({SIGN})?")
# A year before a figure is no part of it.
THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:([\s.])\d{3})(?:\1\d{3})*(?!\d)")
DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
# « E-42 »; its first letters are searched for faster than a place between words.
REFERENCE = re.compile(r"e-(\d{1,9})\b")
WORD = re.compile(r"\w+")
# What stands between the words of a plain text, blanked: no pattern is as fast.
LETTERS = string.ascii_lowercase + string.digits + "_"
BETWEEN = str.maketrans({c: " " for c in map(chr, range(128)) if c not in LETTERS})

# Folded. Too common and too short to tell one text from another.
STOP = frozenset(
    WORD.findall(
        """
    a au aux avec ce ces dans de des du elle elles en et eux il ils je la le les leur
    leurs lui ma mais me meme mes moi mon ne nos notre nous on ou par pas pour qu que
    qui sa se ses son sur ta te tes toi ton tu un une vos votre vous y
    c d j l m n s t mme mmes mlle jusqu lorsqu presqu puisqu quoiqu
    """
    )
)

# Snowball leaves the plural of « individus », and takes « commissions » for a verb.
# What « nous ouvrirons » ends with is no plural.
PLURAL = re.compile(r"(?<=^...)(?<!s)(?<!pri)s$|(?<=....)(?<!s)(?<!ron)s$")
# Endings of folded words, in the singular, that are read wrong without their accent.
ENDINGS = (
    (re.compile(r"ee$"), "ée"),
    (re.compile(r"iere$"), "ière"),
    (re.compile(r"gere$"), "ger"),
    (re.compile(r"^petit$"), "petité"),
    (re.compile(r"(?<!du)ite$"), "ité"),
    (re.compile(r"asse$"), "assé"),
    (re.compile(r"^((?:en)?j|(?:mi)?li|f|vo|chev)eux$"), r"\1eu"),
    (re.compile(r"^travaux$"), "travail"),
    # Short: « relie », « partie »; « économie » keeps its family.
    (re.compile(r"^([a-z]{1,4})ie$"), r"\1ié"),
)
snowball = snowballstemmer.stemmer("french")
# It keeps the word at hand in itself, and several threads search at once.
one_word_at_a_time = Lock()


def unaccented(text: str) -> str:
    """Text in small letters without accents or ligatures, spaces as they are.

    >>> unaccented("L’Œuvre établie à 85\\u202f%")
    'l’oeuvre etablie a 85 %'
    """
    text = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae")
    text = text.replace("Æ", "AE").replace("\u00ad", "").replace("\0", " ")
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text)
    for mark in filter(unicodedata.combining, set(text)):
        text = text.replace(mark, "")
    return text.casefold()


# What makes a French text more than plain letters: all of it, nearly always. Any mark
# between two words will do for the others.
BARE = (
    *zip("àâäçéèêëîïôöùûü", "aaaceeeeiioouuu", strict=True),
    *(("œ", "oe"), ("æ", "ae"), ("…", "..."), ("²", "2"), ("³", "3")),
    *((space, " ") for space in "\u00a0\u202f\u2009"),
    *((mark, "'") for mark in "’‘«»“”–—°•·"),
    *(("\u00ad", ""), ("\0", " ")),
)


@lru_cache(maxsize=64)
def plain(text: str) -> str:
    """Text of which ``words`` are cut: ``unaccented``, but for marks between words.

    Several readers ask for the same text one after the other. Replacing what French
    texts hold is several times faster than taking all their letters apart.
    """
    found = text.lower()
    if found.isascii():
        return found.replace("\0", " ")
    for letter, bare in BARE:
        found = found.replace(letter, bare)
    is_bare = found.isascii() or found.replace("€", "").isascii()
    return found if is_bare else unaccented(text)


def fold(text: str) -> str:
    """Text without accents, case or special spaces, for comparing.

    >>> fold("Établi à l’échéance")
    "etabli a l'echeance"
    """
    return " ".join(unaccented(text.replace("’", "'")).split())


def in_order_of_names(rows: Iterable) -> list:
    """Rows by what they are called: accents and case tell only equal names apart."""
    return sorted(rows, key=lambda row: alphabetical(str(row)))


@lru_cache(maxsize=1000)
def alphabetical(name: str) -> tuple[str, str]:
    """What sorts names; they are few, and asked for on every page."""
    return fold(name), name


def words(text: str) -> list[str]:
    """The folded words of a text in reading order, stop words included.

    A figure is one word however it is printed, and a per cent sign is one too.

    >>> words("L’école des 2 750 villages : 85 %")
    ['l', 'ecole', 'des', '2750', 'villages', '85', 'pourcent']
    """
    return cut(prepared(text))


def prepared(text: str) -> str:
    """A text unaccented, its figures, references and signs written one way."""
    text = plain(text).replace("_", " ")
    if "€" in text:
        text = text.replace("€", " euro ")
    return FIGURE.sub(_in_one_word, REFERENCE.sub(_joined, text))


def cut(text: str) -> list[str]:
    """The words of a prepared text."""
    is_bare = text.isascii() and text.islower()
    return text.translate(BETWEEN).split() if is_bare else WORD.findall(text)


def _in_one_word(found):
    figure, sign = found.groups()
    if not figure.isdigit():
        figure = THOUSANDS.sub(lambda part: re.sub(r"\D", "", part[0]), figure)
        figure = DECIMAL.sub("_", figure)
    return f"{figure.rstrip()} pourcent " if sign else figure


def _joined(found):
    """A reference in one word, unless it is the end of another."""
    start = found.start()
    is_end = start and found.string[start - 1].isalnum()
    return found[0] if is_end else f"e{found[1]}"


class Stems(dict):
    """Stem of each folded word met; empty for a stop word."""

    LIMIT = 300_000

    def __missing__(self, word):
        if len(word) > LONGEST:
            return self[word[:LONGEST]]
        if len(self) >= self.LIMIT:
            self.clear()
        self[word] = found = _stem(word)
        return found


def _stem(word):
    if word in STOP:
        return ""
    if not word.isascii():
        return "u" + word.encode().hex()[: LONGEST - 1]
    if word[0] == "e" and word[1:].isdigit():
        return f"e{int(word[1:]):04d}"
    if not word.isalpha():
        return word
    word = PLURAL.sub("", word)
    for ending, accented in ENDINGS:
        if ending.search(word):
            word = ending.sub(accented, word)
            break
    with one_word_at_a_time:
        found = snowball.stemWord(word)
    found = unaccented(found)
    if len(found) > 3 and found.endswith("e"):
        found = found[:-1]
    if len(found) > 4 and found.endswith("ier"):
        found = found[:-2]
    # « publie » and « publier », « employé » and « emploi »; but « métier » is not
    # « mettre », and « pays » not « payer ».
    if len(found) > 4 and found.endswith(("i", "y")):
        found = found.rstrip("iy")
    return found


_stems = Stems()


def stem(word: str) -> str:
    """The stem of one folded word, empty for a stop word.

    >>> stem("engagees") == stem("engagement")
    True
    """
    return _stems[word]


def stems_of(words: list[str]) -> list[str]:
    """The stems of folded words in their order, without the stop words."""
    return list(filter(None, map(_stems.__getitem__, words)))
