# ruff: noqa: E501 (tables of patterns read better with one row on one line)
"""Where a sentence that undertakes several things may be cut (guideline G1)."""

import re

from commitments.extraction.plain import pattern, plain

# Where a sentence may start a second clause of its own, with its own subject.
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
ACTIONS = frozenset(
    word + ending for word in plain(_ACTION).split() for ending in ("", "s")
)
OBJECT = pattern(
    r"(?:, ?(?:et |ainsi que |mais (?:aussi|également) |avec |puis )?|[ ](?:et|ainsi que|mais aussi|mais également) )(?:notamment |également |enfin )?"
    rf"(?=(?:le|la|l'|les|un|une|des|du|par le|par la|d'un|d'une) ?(?:{'|'.join(_ACTION.split())})s? )",
    opens_word=False,
)
INFINITIVE = pattern(
    r"(?:, ?(?:et |puis |ainsi que |mais aussi )?|[ ](?:et|ainsi que|mais aussi) )(?:de |d'|à )"
    r"(?!commencer|compter|savoir|titre|horizon)(?=(?:[a-z]{2,20}(?:er|ir|re)) )"
    r"|(?:, ?(?:et )?|[ ]et )(?=(?:mettre en|créer|lancer|renforcer|développer|généraliser|déployer"
    r"|réaliser|publier|présenter|instaurer|élaborer|recruter|ouvrir|porter) )",
    opens_word=False,
)
STEP = re.compile(
    r"(?:, (?:puis |et enfin |et |ensuite )?|[ ](?:puis|et enfin|et|ensuite) )(?=(?:a|de) (?:\d|un |deux |trois )[^;:.]{0,40}(?:%|€|euros|points))"
    r"|(?:, |[ ])(?=dont (?:pres de |plus de |environ |au moins )?\d[\d ]* (?!%|articles))"
)
# An item of a list without a verb: a thing to be made.
NOUN = pattern(
    r"(?:le|la|les|l'|un|une|des|du|\d[\d ]*) ?(?:\w+ ){0,2}?(?:doublement|déploiement"
    r"|création|généralisation|renforcement|recrutements?|ouverture|lancement|fonds"
    r"|construction|rénovation|extension|revalorisation|formations?|nouve[a-z]+|plan"
    r"|suppression|mise en|augmentation|réduction|développement|postes|places|clubs)"
)
