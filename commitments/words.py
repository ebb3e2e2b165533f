"""The words that say what a record is about, and their index in the database.

A stem is a folded word without its plural, cut at six letters: « conseillers » and
« conseiller » are one, and so, at times, are two neighbours; weights by rarity forgive
that. Nothing is learnt and nothing is random: same text, same stems.
"""

import re
import string
from collections import Counter, defaultdict

from django.db import connection

from commitments.models import AnswerWord, CommitmentWord, Question
from commitments.search.analysis import LONGEST, plain
from tracker.database.loading import copy_in

STEM = 6
SHORTEST = 3
# How many stems tell an answer from the others in the index.
KEPT_OF_ANSWER = 40

WORD = re.compile(r"[a-z]{3,}")
# What stands between words of plain letters, blanked: no pattern is as fast.
NO_LETTER = str.maketrans(
    {c: " " for c in map(chr, range(128)) if c not in string.ascii_lowercase}
)
# Folded. Grammar, and the words that every answer says.
COMMON = frozenset(
    WORD.findall(
        """
    afin ainsi alors apres aucun aucune aujourd aura auront aussi autre autres aux
    avant avec avoir ayant beaucoup bien car cas ce ceci cela celle celles celui
    cependant ces cet cette ceux chaque chez comme comment compte contre dans date
    deja depuis des donc dont doit doivent devra devront devrait deux elle elles
    encore enfin ensemble entre est etaient etait etant ete etre eux faire fait fera
    feront fin fois font grace hors hui ici ils jour jours jusqu laquelle lequel les
    lesquelles lesquels leur leurs lors lorsque mais meme memes mis mise mettre
    moins mois non nos notamment notre nous ont outre par parmi part pas pendant
    permet permettre peut peuvent plus plusieurs point pour pourra pourront pourrait
    pres prochain prochaine puis qu quand que quel quelle quelles quels qui quoi
    sans sauf selon sera seront ses seule seulement sien soit son sont sous sur tant
    tel telle telles tels tous tout toute toutefois toutes tres trois une vers via
    voir vos votre vous annonce annonces annoncer annee annees cadre decide decider
    delai delais engage engagement engagements entend etat gouvernement honorable
    mesure mesures ministere ministre objectif objectifs parlementaire prevoit prevu
    prevue projet question reponse republique secretaire souhaite vise vigueur
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre
    decembre
    """
    )
)


class Stems(dict):
    """Stem of each folded word met; empty for a common one, and for two letters."""

    LIMIT = 300_000

    def __missing__(self, word):
        if len(word) > LONGEST:
            return stem(word)
        if len(self) >= self.LIMIT:
            self.clear()
        is_common = len(word) < SHORTEST or word in COMMON
        self[word] = found = "" if is_common else stem(word)
        return found


_stems = Stems()


def stem(word: str) -> str:
    """The stem of a folded word: « maisons » → « maison »."""
    if len(word) > 3 and word[-1] in "sx":
        word = word[:-1]
    if len(word) > 4 and word[-1] == "e":
        word = word[:-1]
    return word[:STEM]


def stems(text: str) -> list[str]:
    """The stems of a text in reading order, without the common words."""
    text = plain(text).replace("€", " ")
    found = text.translate(NO_LETTER).split() if text.isascii() else WORD.findall(text)
    return list(filter(None, map(_stems.__getitem__, found)))


def subject_of(commitment) -> str:
    """The words of a commitment that say what it is about, quotes included."""
    quotes = commitment.passages.standing().values_list("quote", flat=True)
    return " ".join([commitment.title, commitment.indicator, *quotes])


def index_commitment(commitment) -> None:
    """Write the stems of a saved commitment, or put right those that changed."""
    _keep(
        CommitmentWord, "commitment", commitment.pk, set(stems(subject_of(commitment)))
    )


def index_answer(answer, text: str) -> None:
    """Write the stems that tell an answer from others; ``text`` is its own."""
    wanted = words_of_answer(titles_of([answer.pk]).get(answer.pk, ""), text)
    _keep(AnswerWord, "answer", answer.pk, wanted)


def index_new_answers(words: dict[int, set[str]]) -> None:
    """Write the stems of answers that have none yet, by their ids, all at once."""
    answers = defaultdict(list)
    for pk, wanted in sorted(words.items()):
        for word in wanted:
            answers[word].append(pk)
    # In the order of the index, which is written several times faster so.
    rows = ((word, pk) for word in sorted(answers) for pk in answers[word])
    copy_in(connection, AnswerWord._meta.db_table, ["word", "answer_id"], rows)


def titles_of(answers) -> dict[int, str]:
    """The titles and rubrics of the questions of answers, by the ids of these."""
    titles = {}
    questions = Question.objects.filter(answer__in=answers)
    for pk, title, rubric in questions.values_list("answer", "title", "rubric"):
        titles[pk] = f"{titles.get(pk, '')} {title} {rubric}"
    return titles


def words_of_answer(titles: str, text: str) -> set[str]:
    """The stems that tell an answer from others: its titles', its commonest.

    A word that it says often is one it speaks of.
    """
    wanted, said = set(stems(titles)), Counter(stems(text))
    # The commonest first, those said as often in the order of the alphabet.
    for word in sorted(sorted(said), key=said.get, reverse=True):
        if len(wanted) >= KEPT_OF_ANSWER:
            break
        wanted.add(word)
    return wanted


def _keep(model, owner, pk, wanted):
    rows = model.objects.filter(**{owner: pk})
    held = set(rows.values_list("word", flat=True))
    if gone := held - wanted:
        rows.filter(word__in=gone).delete()
    model.objects.bulk_create(
        [model(**{f"{owner}_id": pk}, word=word) for word in sorted(wanted - held)]
    )
