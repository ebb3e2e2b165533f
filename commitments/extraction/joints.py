# ruff: noqa: E501 (tables of patterns read better with one row on one line)
"""Where a sentence that undertakes several things may be cut (guideline G1)."""

import re

from commitments.extraction.plain import pattern, plain

# Where something may be cut at all: the others are tried only there.
ANY = re.compile(r",|[ ](?=(?:et|ainsi|mais|puis|ensuite|dont) )")
# Where a sentence may start a second clause of its own, with its own subject.
# « …, tandis que la présence sur le terrain est une priorité »: another matter.
ASIDE_CLAUSE = pattern(r",? (?:tandis que|alors que) ", opens_word=False)
CLAUSE = pattern(
    r"(?:,(?: et ce| et| mais| or| puis| tandis que| alors que)?|[ ](?:et|mais|tandis que|alors que)) (?=(?:le|la|les|l'|il|elle"
    r"|ils|elles|nous|je|un|une|ce|cette|ces|des|ceux-ci|celles-ci|celui-ci|aucune?|\d+"
    r"|qu'il|qu'une?|que (?:le|la|les)) ?)",
    opens_word=False,
)
# A finite verb: what makes a clause of a stretch of words.
FINITE = pattern(
    r"a|ont|est|sont|avait|était|peut|peuvent|doit|doivent|prévoit|prévoient|va|vont|vise|visent"
    r"|permet|permettent|entend|souhaite|reste|demeure|constitue|fait|font|compte|bénéficie"
)
_ACTION = (
    "doublement triplement déploiement création généralisation renforcement recrutement "
    "ouverture lancement suppression construction rénovation extension revalorisation "
    "augmentation réduction simplification formation financement développement élaboration "
    "publication réalisation organisation instauration élargissement intégration fusion "
    "prolongation nouveau nouvelle nouveaux nouvelles plan programme fonds mise "
    "modernisation réforme hausse baisse abaissement accélération adaptation aménagement "
    "amélioration expérimentation installation relèvement consolidation sécurisation "
    "poursuite maintien"
)
# Those that may stand without an article: « financement de 300 logements ».
_ACTIONS_BARE = "|".join(
    word for word in _ACTION.split() if word.endswith(("ment", "tion", "age", "ure"))
)
ACTIONS = frozenset(
    word + ending for word in plain(_ACTION).split() for ending in ("", "s")
)
OBJECT = pattern(
    r"(?:, ?(?:et |ainsi que |mais (?:aussi|également) |avec |puis )?|[ ](?:et|ainsi que|mais aussi|mais également) )(?:notamment |également |enfin )?"
    rf"(?=(?:le|la|l'|les|un|une|des|du|par le|par la|d'un|d'une) ?(?!organisations)(?:{'|'.join(_ACTION.split())})s? )"
    rf"|, (?=(?:{_ACTIONS_BARE})s? (?:de|d'|des|du|sur) ?)",
    opens_word=False,
)
# Words that end like infinitives.
_NO_VERB = (
    "(?:commencer|compter|savoir|titre|horizon|manière|matière|nature|ordre|cadre|nombre"
    "|lettre|centre|membre|offre|chiffre|mer|hiver|premier|dernier|papier|foyer|loyer"
    "|quartier|chantier|dossier|métier|autre|notre|votre|œuvre|mesure|structure|culture"
    "|procédure|infrastructure|heure|ministère|caractère|terre|guerre|genre|registre"
    "|ouverture|couverture|maire|affaire|horaire|salaire|territoire|mémoire|cancer) "
)
# « afin de partager… et d'éclairer… »: both say what for.
PURPOSE = pattern(
    r"afin (?:de|d')|en vue (?:de|d')|pour [a-z]{2,20}(?:er|ir|re)|permet(?:tant|tra|tront|tre|tent)? (?:de|d')"
    r"|vis(?:ant|e|ent) à|de manière à|de nature à|charg\w+ (?:de|d')|capacité à|possibilité (?:de|d')"
)
# « a décidé d'actualiser | et de revaloriser les montants »: one object, two verbs.
BARE_INFINITIVE = re.compile(r"(?:de |d'|a |[, ])[a-z]{2,20}(?:er|ir|re)$")
INFINITIVE = pattern(
    r"(?:, ?(?:et |puis |ainsi que |mais aussi )?|[ ](?:et|ainsi que|mais aussi) )(?:de |d'|à )"
    rf"(?!{_NO_VERB})(?=(?:[a-z]{{2,20}}(?:er|ir|re)) )"
    r"|(?:, ?(?:et )?|[ ]et )(?=(?:mettre en|créer|lancer|renforcer|développer|généraliser|déployer"
    r"|réaliser|publier|présenter|instaurer|élaborer|recruter|ouvrir|porter) )",
    opens_word=False,
)
# The same, said with a verb: « établir un état des lieux ».
ACTION = pattern(rf"(?:de |d')?(?!{_NO_VERB})[a-z]{{2,20}}(?:er|ir|re) ")
# « … fin 2024 et la seconde phase en 2025 », « … fin 2025 et feront l'objet d'un suivi »:
# after a date, what may open another undertaking with or without its own verb.
AFTER_DATE = pattern(
    r"(?:,(?: et| puis)?|[ ](?:et|puis)) (?=(?:les?|la|l'|une?|des|ces?|cette|celle|celui|ceux) ?|[a-z]{2,}(?:ra|ront) |(?:jusqu'à |à |de |plus de |au moins |près de |environ )?\d)",
    opens_word=False,
)
STEP = re.compile(
    r"(?:, (?:puis |et enfin |et |ensuite )?|[ ](?:puis|et enfin|et|ensuite) )(?=(?:a|de) (?:\d|un |deux |trois )[^;:.]{0,40}(?:%|€|euros|points))"
    r"|[ ](?:et|puis) (?=de \d[\d ]{2,} ?[a-z])"
    r"|(?:, |[ ])(?=dont (?:pres de |plus de |environ |au moins )?\d[\d ]* (?!%|articles))"
)
# An item of a list without a finite verb: a thing to be made, or an action to be led.
NOUN = pattern(
    r"(?:et |notamment |enfin |d'une part |d'autre part )?(?:(?:le|la|les|l'|un|une|des|du|\d[\d ]*) ?(?:\w+ ){0,2}?"
    r"(?!(?:associa|organisa|administra|direc|institu|fédéra|déléga|fonda|popula|forma)tions |commissions? |établissements |départements )"
    r"(?:[a-z]{2,}(?:tion|ment|sion|age)s?|ouverture|fonds|nouve[a-z]+|plan|mise en|appui|suivi|hausse|baisse"
    rf"|accès|possibilité|catalogue|guichet|service|outil|guide|postes|places|clubs)|(?:{_ACTIONS_BARE})s? (?:de|d'|des|du|sur) ?)"
)
