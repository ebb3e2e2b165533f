"""How fast suggestions are made, beside the least that any reader would do.

Other work on the machine slows both alike, so the share between the two says more
than the answers a second. Reads the answers of ../shared when they are there, and
otherwise paragraphs of our own writing. No database.
"""

import json
import re
import statistics
import time
from collections.abc import Iterator
from datetime import date
from itertools import chain, cycle, islice

from django.conf import settings
from django.core.management.base import BaseCommand

from commitments.extraction import extract

ANSWERS = settings.BASE_DIR.parent / "shared" / "corpus" / "answers.jsonl"
ANSWERED_ON = date(2023, 7, 13)
WORDS = 500  # of an answer, as the target is stated
# The two bare patterns that stand for the least one can do with a text.
FIGURE = re.compile(r"\d[\d\s.,]*(?:%|€|euros?|millions?|milliards?)?", re.IGNORECASE)
MOMENT = re.compile(
    r"(?:d['’]ici|avant|à l['’]horizon|dans les|fin|en|au)\s+(?:(?:la|le|fin)\s+)?"
    r"(?:\d{4}|\d+\s+(?:mois|ans?|jours))",
    re.IGNORECASE,
)
OWN = (
    "Les quais du port accueillent chaque année 4 000 marins, dont 12 % viennent "
    "d'autres régions. En 2019, trois hangars ont été ouverts avec l'aide de l'État, "
    "pour un montant de 2,4 M€.",
    "Conformément à l'article L. 12 du code des ports, la taxe de quai est fixée par "
    "arrêté du préfet, après avis du conseil portuaire et des usagers.",
    "Le Gouvernement a décidé d'ouvrir 300 guichets d'ici fin 2024 et de former leurs "
    "agents. Un décret sera publié au premier trimestre 2024.",
    "Selon les syndicats, la charge de travail des pilotes augmente ; le ministère y "
    "est attentif et poursuit le dialogue engagé avec leurs représentants.",
    "Le plan pour les phares prévoit la rénovation de 40 feux, ainsi que la création "
    "d'un fonds de 5 millions d'euros. Le taux de panne devra être inférieur à 2 % "
    "dans les dix-huit mois.",
    "La question de l'accès aux îles relève d'abord des collectivités, qui organisent "
    "les traversées ; la commission européenne a rappelé le droit applicable.",
)


class Command(BaseCommand):
    help = "Measure the suggestions made a second, beside two bare patterns."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, default=9)

    def handle(self, *args, **options):
        answers = list(cut_to_length(texts()))
        read_all(answers, extract_one)  # warm
        rounds = [
            (read_all(answers, bare_patterns), read_all(answers, extract_one))
            for _ in range(options["rounds"])
        ]
        bare, ours = (min(seconds) for seconds in zip(*rounds, strict=True))
        share = statistics.median(bare / ours for bare, ours in rounds)
        count = len(answers)
        self.stdout.write(
            f"{count} answers of {WORDS} words, {options['rounds']} rounds, one core\n"
            f"suggestions        {count / ours:6.0f} answers a second (asked: 600)\n"
            f"two bare patterns  {count / bare:6.0f} answers a second\n"
            f"share              {share:6.2f} (median of the rounds; asked: 0.21)\n"
        )
        long = " ".join(islice(cycle(answers), 400))
        for size in (250_000, 500_000, 1_000_000):
            seconds = read_all([long[:size]], extract_one)
            self.stdout.write(f"one answer of {size // 1000:4} kB {seconds:6.2f} s\n")


def texts() -> Iterator[str]:
    """The answers at hand, or enough of our own."""
    if not ANSWERS.exists():
        return islice(cycle(OWN), 3000)
    lines = ANSWERS.read_text(encoding="utf-8").splitlines()
    return (json.loads(line)["answer_text"] for line in lines)


def cut_to_length(answers) -> Iterator[str]:
    """The same words, in answers of 500."""
    words = chain.from_iterable(text.split(" ") for text in answers)
    while len(answer := list(islice(words, WORDS))) == WORDS:
        yield " ".join(answer)


def read_all(answers: list[str], read) -> float:
    """Seconds of processor taken to read every answer."""
    start = time.process_time()
    for answer in answers:
        read(answer)
    return time.process_time() - start


def extract_one(answer: str) -> None:
    extract(answer, ANSWERED_ON)


def bare_patterns(answer: str) -> None:
    for found in (FIGURE, MOMENT):
        for _ in found.finditer(answer):
            pass
