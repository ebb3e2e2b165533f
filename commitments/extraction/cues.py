# ruff: noqa: E501 (tables of patterns read better with one row on one line)
"""The words that make or unmake a commitment (guideline G3-G11).

A row reads: the cue's code · its weight · the words that must be in the sentence for
it to be tried (plain form, without accents) · the pattern, in ordinary French · when
those words are common, what else must be there (« en cours|en préparation »). The
labels that editors read are in `labels.py`.

Weights were set by hand on the annotated answers, in halves: a passage reaches
`likely` at 2 and `possible` at 0.5 (see confidence.py).
"""

import re
from dataclasses import dataclass

from commitments.extraction.plain import pattern, plain


@dataclass(frozen=True)
class Cue:
    code: str
    weight: float
    triggers: frozenset[str]
    pattern: re.Pattern
    needs: tuple[str, ...]


def _table(*rows) -> tuple[Cue, ...]:
    return tuple(_cue(*row) for row in rows)


def _cue(code, weight, words, french, needs="") -> Cue:
    return Cue(
        code,
        weight,
        frozenset(plain(words).split()),
        pattern(french),
        tuple(plain(needs).split("|")) if needs else (),
    )


# Verbs whose third persons are not future though they end alike, and other words.
NOT_FUTURE = frozenset(
    plain(
        "opéra caméra contra extra infra supra para tibia vrai minerai front affront "
        "confrontera délibéra à-travers intra ultra aura-t-il sahara panorama chakra "
        "quota samara tiara mandragora choléra angora algra drai essai déclara demeura "
        "montra assura décida rai citerai rappellerai soulignerai préciserai ajouterai "
        "dirai répondrai considérons espérons opérons gérons préférons suggérons "
        "réitérons accélérons libérons noterez trouverez comprendrez"
    ).split()
)
# A future by its ending. Future perfects (« aura permis ») are taken out in modality.
FUTURE = re.compile(
    r"(?<![a-zœ0-9-])[a-zœ]+(?:era|eront|ira|iront|dra|dront|vra|vront|ura|uront|rra|rront|fera|feront|ora|tra|tront|erai|erons|irai|irons|drons|vrons)(?![a-zœ0-9])"
)

# Futures that bind less than the others.
MODAL = frozenset(["pourra", "pourront", "pourrons", "pourrai"])
DEONTIC = frozenset(["devra", "devront", "devrons", "faudra", "conviendra"])
EFFECT = frozenset(
    [
        "permettra",
        "permettront",
        "entrainera",
        "entraineront",
        "contribuera",
        "contribueront",
        "facilitera",
        "faciliteront",
        "favorisera",
        "favoriseront",
        "garantira",
        "garantiront",
        "apportera",
        "apporteront",
        "donnera",
        "donneront",
        "evitera",
        "eviteront",
        "aidera",
        "aideront",
        "conduira",
        "conduiront",
        "generera",
        "genereront",
        "confortera",
        "conforteront",
        "renforcera",
        "renforceront",
        "offrira",
        "offriront",
        "incitera",
        "inciteront",
        "constituera",
        "constitueront",
        "aboutira",
        "aboutiront",
        "resultera",
        "resulteront",
        "dependra",
        "dependront",
        "tendra",
        "tendront",
        "traduira",
        "traduiront",
        "amenera",
        "ameneront",
        "suffira",
        "suffiront",
        "appartiendra",
        "appartiendront",
        "impliquera",
        "impliqueront",
        "representera",
        "representeront",
        "profitera",
        "verra",
        "verront",
        "participera",
        "participeront",
        "ameliorera",
        "amelioreront",
        "repondra",
        "repondront",
        "vise",
        "viseront",
        "rendra",
        "rendront",
        "necessitera",
        "exigera",
        "limitera",
        "limiteront",
        "assurera",
        "assureront",
        "creera",
        "creeront",
    ]
)
VAGUE_FUTURE = frozenset(
    [
        "veillera",
        "veilleront",
        "veillerai",
        "veillerons",
        "restera",
        "resteront",
        "resterai",
        "demeurera",
        "continuera",
        "continueront",
        "poursuivra",
        "poursuivront",
        "manquera",
        "manqueront",
        "attachera",
        "s'attachera",
        "attacheront",
        "efforcera",
        "efforceront",
        "s'emploiera",
        "emploiera",
        "agira",
        "agiront",
        "viendra",
        "viendront",
        "saura",
        "sauront",
        "saurait",
        "pourvoira",
        "tachera",
    ]
)

POSITIVE = _table(
    # --- saying and deciding: commissive and decision (G3) ----------------------------
    ("engages", 3, "engage engagent engageons engagé engagée engagés engagées engageant engagera",
     r"(?:s'est|s'était|s'étaient|me suis|m'étais|nous sommes|nous étions) (?:\w+ )?engagée?s? (?:\w+ ){0,4}(?:à|pour|en faveur)|(?<!qu'elles.)(?<!qu'ils.)se sont (?:\w+ )?engagée?s (?:\w+ ){0,4}à|(?:s'engage(?:nt)?|m'engage|nous engageons)(?: \w+){0,3}(?:, [^,.;:]{2,40},)? (?:à|d'ici [^,.;:]{2,40} à)|s'engageant (?:ainsi )?à|nous nous engageons|(?:a|ont|avons|ai) pris l'engagement|engagement d[eu] (?:gouvernement|l'état|président)", "s'est|s'étai|se sont|me suis|m'étais|nous sommes|nous étions|s'engag|m'engag|nous engageons|l'engagement|engagement d"),
    ("engages", 3, "engagement", r"(?:a|ont|avons|ai) (?:\w+ )?pris l'engagement (?:de|d')", "pris l'engagement"),
    ("decided", 3, "décidé decide décidée décidés décidées décidons décide décident décision",
     r"(?:a|ont|avons|ai) (?:\w+ ){0,2}décidé (?:\w+ ){0,4}(?:de|d'|que|la|le|les|l'|un|une)|a été décidée?s?|ont été décidée?s?|décid(?:e|ent|ons) (?:de|d')|(?:a|ont|avons|ai) pris la décision (?:de|d')|il a été décidé|décidée?s? par le (?:gouvernement|premier|président)", "décid|la décision d"),
    ("acted", 2.5, "acté actée actés actées entériné entérinée",
     r"(?:a|ont) (?:également |ainsi |par ailleurs )?été (?:actée?s?|entérinée?s?)|actée?s? (?:lors|par|dans)|(?:a|ont|avons|ai) acté|il a été acté"),
    ("announced", 2.5, "annoncé annoncée annoncés annoncées annonce annoncent annonçons",
     r"(?:a|ont|avait|avons|ai) (?:\w+ ){0,3}annoncé(?:e|s|es)?|(?:a|ont) (?:\w+ )?été annoncée?s?|(?:a|ont|avons|ai) fait l'annonce|(?:gouvernement|ministère|ministre|état|président|j) ?'?annonce(?! par)|ministres annoncent|nous annonçons"),
    ("confirmed", 1.5, "confirmé réaffirmé",
     r"(?:a|ont|avons|ai) (?:\w+ ){0,2}(?:confirmé|réaffirmé) (?:que|(?:son|l')engagement|(?:son|l') engagement|sa volonté|sa détermination|la mise|le lancement|le maintien)"),
    ("entrusted", 2.5, "confié confiée lancé lancée diligenté diligentée chargé demandé saisi missionné mandaté",
     r"(?:mission|rédaction|étude|réflexion|expertise|pilotage)s? (?:[\w'-]+ ){0,12}(?:a|ont|est|sont) (?:\w+ ){0,2}(?:été )?(?:confiée?s?|lancée?s?|diligentée?s?)|(?:gouvernement|ministre|ministère|président|je|nous|état|solidarités|santé|solidaire|intérieur)(?: [\w'-]+){0,3} ?'?(?:a|ai|avons|ont) (?:\w+ ){0,2}(?:confié|chargé|missionné|mandaté|saisi|demandé) "),
    ("intends", 2, "intention", r"(?:a|ont|avons|ai) (?:bien |donc |pour )?l'intention (?:de|d')"),
    ("intends", 2, "entend entends entendons entendent",
     r"(?:gouvernement|état|ministère|ministre|président|france|j|nous|il|elle) entend(?:ons|s|ent)? (?!par)"),
    ("intends", 2, "compte", r"compte (?:bien )?(?:mettre|lancer|proposer|poursuivre|présenter|déposer|publier|réformer)", "compte bien|compte mettre|compte lancer|compte proposer|compte poursuivre|compte présenter|compte déposer|compte publier|compte réformer"),
    ("wishes", 0.5, "souhaite souhaitons ambition ambitionne",
     r"(?:gouvernement|ministère|ministre|président) (?:de la république )?(?:\w+ ){0,3}souhaite|a (?:pour )?ambition(?:ne)? (?:de|d')|nous souhaitons|l'ambition (?:du gouvernement )?est (?:de|d')|ambitionne"),
    # --- planned ----------------------------------------------------------------------
    ("plans", 1.5, "prévoit prévoient prevoit prévoyant",
     r"prévoi(?:t|ent)|prévoyant"),
    # What opens a list: « assorti d'objectifs chiffrés : … ».
    ("objective", 1.5, "chiffrés précis suivants suivantes concrets", r"(?:objectifs|mesures|engagements) (?:\w+ )?(?:chiffrés|précis|suivante?s|concrets)$"),
    ("plans", 1.25, "propose proposent",
     r"(?:projets?|plans?|textes?|réformes?|stratégies?|programmes?|feuilles? de route)(?: [\w'-]+){0,6} propose(?:nt)? (?:de|d'|un|une|des|la|le|les)"),
    ("planned", 2, "prévu prévue prévus prévues programmé programmée programmés programmées",
     r"(?:il est|est|sont|a été|ont été|c'est) (?:\w+ ){0,2}(?:prévue?s?|programmée?s?)|(?:encore|également) prévue?s?|prévue?s? (?:d'ici|à l'horizon|courant|de façon)"
     r"|prévue?s? (?:(?:pour|en|au|à|sur|avant|entre|à partir d[eu]|à compter d[eu])(?: la| le| les)? (?:l')?)?(?:\d{1,4}|1er|fin|début|mi|rentrée|premier|second|deuxième|troisième|quatrième|dernier"
     r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|été|automne|printemps|hiver|année|période|mois|trimestre|semestre)", "prévu|est |sont |été "),
    ("expected", 1.25, "attendu attendue attendus attendues",
     r"(?:est|sont) (?:\w+ )?attendue?s?"),
    ("provided", 1, "propose proposera proposition",
     r"(?:gouvernement|ministre|ministère) (?:\w+ ){0,3}propose(?:ra)? (?:de|d'|un|une|la|le|les)|proposition du gouvernement"),
    ("considered", 1, "envisagé envisagée envisagés envisagées envisage envisagent envisageons étude étudié étudiée étudiés",
     r"(?:est|sont) (?:\w+ ){0,2}envisagée?s?|(?:envisagent?|(?<!si.le.)(?<!si.la.)(?<!si.l')(?:gouvernement|état|ministère|ministre|président|france|je|nous) envisage(?:ons)?|j'envisage) (?:de|d'|une?|la|le|les)|(?:est|sont) (?:\w+ ){0,2}(?:à l'étude|étudiée?s?|examinée?s?|à l'examen)", "envisag|l'étude|étudié|examiné|l'examen"),
    ("called_to", 1, "vocation destiné destinés destinée appelé appelée appelés amené",
     r"(?:a|ont) vocation à|(?:est|sont) (?:\w+ )?(?:appelée?s?|destinée?s?|amenée?s?) à"),
    # --- objectives -------------------------------------------------------------------
    ("objective", 1.25, "objectif objectifs cible but",
     r"objectifs? (?:\w+ ){0,3}(?:est|était|de|d'|fixé|sont (?!remplis|atteints|tenus)|chiffré|visé)|(?:avec|pour|dans) (?:un |l'|cet )?objectifs?|s'est fixé|se fixe|(?:a|ont) pour (?:objectif|but)|dans le but de|(?:une|la|cette) cible"),
    ("aims", 1, "vise visent visera", r"vis(?:e|ent|era) (?:\w+ ){0,2}(?:à|au|un|une|le|la|l')"),
    ("must_reach", 1, "atteindre porter porté portée portés portées réduire augmenter",
     r"(?:pour|afin d'|d'|à) (?:\w+ )?(?:atteindre|porter|réduire|augmenter) |(?:est|sera|seront|sont) portée?s? (?:à|au)", "atteindre|porter|réduire|augmenter|st porté|sont porté|sera porté|seront porté"),
    # --- duty -------------------------------------------------------------------------
    ("must", 1, "doit doivent devons dois", r"(?:doit|doivent|devons|dois)"),
    ("should", 1.5, "devrait devraient devrions", r"devr(?:ait|aient|ions)"),
    ("could", 0.5, "pourrait pourraient", r"pourr(?:ait|aient)"),
    # --- going to ---------------------------------------------------------------------
    ("going_to", 2, "va vont vais allons", r"(?:va|vont|vais|allons) (?!de |sans |à l|dans )(?:\w+ ){0,2}[a-z]{2,}(?:er|ir|re|oir)"),
    ("ready", 1.5, "prêt prête", r"(?:est|suis|sommes|sont) prête?s? à|(?:est|se tient) disposée? à", "st prêt|sont prêt|suis prêt|sommes prêt|disposé"),
    ("drafting", 2, "cours préparation finalisation engagé engagée engagés engagées lancé lancée lancés lancées",
     r"en cours (?:de|d')(?: |')?(?:élaboration|préparation|rédaction|finalisation|définition|généralisation|révision)|(?:est|sont) (?:actuellement |également )?en (?:préparation|finalisation)|(?:travail|travaux|réflexions?|mission|chantiers?|concertations?) (?:\w+ ){0,6}(?:est|sont) (?:actuellement |également |aujourd'hui |d'ores et déjà )?(?:en cours|engagée?s?|lancée?s?)", "en cours|en préparation|en finalisation|engagé|lancé"),
    ("works_on", 1.25, "travaille travaillent", r"travaille(?:nt)? (?:[\w'-]+ ){0,8}(?:à|sur)"),
    ("ongoing", 1.25, "mené menée menés menées conduit conduite conduits conduites",
     r"(?:travail|travaux|réflexions?|mission|chantiers?|concertations?) (?:\w+ ){0,6}(?:est|sont) (?:actuellement |également |aujourd'hui )?(?:menée?s?|conduite?s?)", "travail|travaux|réflexion|mission|chantier|concertation"),
    ("ongoing", 1.25, "cours train phase voie",
     r"(?:est|sont) (?:actuellement |également |aujourd'hui |toujours )?en (?:cours|train|phase|voie)(?: (?:de|d')(?: |')?\w+)?", "en cours|en train|en phase|en voie"),
    ("launches", 1.25, "lance engage déploie instaure consacre met crée cofinance finance ouvre",
     r"(?:gouvernement|état|ministère|ministre|handicapées|france|j|nous) (?:(?!a |ont |aura |auront |avait |est |était |été |sera )[\w-]+ ){0,2}(?:lance|engage|déploie|instaure|consacre|met en place|crée|co-?finance|ouvre) "),
    ("dedicates", 1, "consacre consacrent dédié dédiée doté dotée mobilisés mobilisé consacrés consacrée consacrées",
     r"consacre(?:nt|ra)? |(?:est|sont|seront) (?:\w+ ){0,2}(?:mobilisée?s?|consacrée?s?|dédiée?s?|dotée?s?)|dotée?s? (?:de|d'un)"),
    # A thing to come with its date: nothing without the date (see confidence.py).
    ("scheduled", 0.5, "livraison livraisons ouverture ouvertures inauguration lancement démarrage achèvement publication déploiement généralisation mise remise entrée",
     r"(?:livraisons?|ouvertures?|inauguration|lancement|démarrage|achèvement|publication|déploiement|généralisation|(?:re)?mise en (?:service|œuvre|place)|entrée en vigueur) [^.;:]{0,80}?(?:d'ici|en|fin|début|mi|au|à|courant|l'horizon|avant) ?[^.;:]{0,25}20\d\d", "20"),
    ("continues", 0.5, "poursuit poursuivent continue continuent accélère accélèrent reste",
     r"(?:se )?poursui(?:t|vent)|accélère(?:nt)?|reste (?:\w+ )?(?:pleinement |très |particulièrement )?(?:engagé|mobilisé|attentif|déterminé)e?s?|continue(?:nt)? (?:de|d'|à)"),
)  # fmt: skip

NEGATIVE = _table(
    # --- who speaks: not the executive --------------------------------------------------
    ("third_party_said", -2.5, "entreprise entreprises groupe société commission région conseil défenseur cour rapport association associations syndicats insee parlementaire député sénateur total industriels employeurs départements communes bailleur bailleurs filière",
     r"(?:l'entreprise|le groupe|la société|la commission européenne|la région|(?:le )?conseil (?:régional|départemental|municipal|général|d'administration)|le défenseur des droits|la défenseure des droits|la cour des comptes|le rapport|les associations|l'association|les syndicats|l'insee|les industriels|les employeurs|les partenaires sociaux|le bailleur|les bailleurs|la filière|les entreprises) (?:[\w'-]+ ){0,6}(?:s'est engagée?|se sont engagée?s|s'engage(?:nt)?|(?:a|ont) (?:\w+ ){0,2}annoncé|prévoi(?:t|ent)|souhaite(?:nt)?|recommande(?:nt)?|demande(?:nt)?|(?:a|ont) (?:\w+ ){0,2}décidé|préconise(?:nt)?|propose(?:nt)?|estime(?:nt)?|annonce(?:nt)?|indique(?:nt)? que|affirme(?:nt)?|assure(?:nt)? que)"),
    ("demanded", -2, "recommande recommandait préconise préconisait demande demandent réclame suggère",
     r"(?:recommand|préconis|réclam|suggèr|suggér)(?:e|ent|ait|aient)"),
    ("you_propose", -2, "vous votre honorable parlementaire auteur",
     r"(?:que vous (?:proposez|évoquez|suggérez|demandez|appelez)|l'honorable parlementaire (?:souhaite|propose|demande|suggère|évoque))"),
    # « Elle souhaite savoir si le Gouvernement s'engage à… »: the question, told again.
    ("you_propose", -4, "savoir connaître", r"(?:il|elle|ils|elles|parlementaire|député|députée|sénateur|sénatrice) (?:\w+ ){0,2}(?:souhait|désir|voudr|aimer)[a-z]+ (?:\w+ ){0,2}(?:savoir|connaître)"),
    ("european_union", -1.5, "ue union européenne européen commission directive règlement européens",
     r"par (?:l'ue|l'union européenne|la commission(?: européenne)?)|(?:l'union européenne|la commission européenne|le conseil de l'union|l'ue|le parlement européen|la directive|le règlement européen|le règlement \(ue\))(?: [\w'-]+){0,6} (?:\w+ra|\w+ront|prévoi(?:t|ent)|vise|impose|a (?:\w+ )?(?:décidé|annoncé|proposé)|propose|devrait|doit)"),
    ("court", -2, "injonction enjoint enjoignant enjoignait", r"injonction|enjoint|enjoignant|enjoignait"),
    ("court", -2, "chambre jugement arrêt tribunal juge cour conseil jurisprudence",
     r"par (?:le |la |un )?(?:chambre|tribunal|cour|juge|jugement|arrêt)|(?:le juge|la cour|le tribunal|le conseil d'état|la jurisprudence|le conseil constitutionnel|la cour de cassation)(?: \w+){0,6} (?:\w+ra|\w+ront|a (?:\w+ )?(?:jugé|décidé|estimé|rappelé|considéré|annulé)|juge|considère|prévoit)"),
    # --- existing law --------------------------------------------------------------------
    ("law_in_force", -2, "article articles code alinéa",
     r"(?:l'article|les articles|aux termes d|en application d|en vertu d|conformément à l'article|conformément aux articles|le code|du code|l'alinéa|dispositions? (?:de l'article|du code|des articles))[^.;]{0,160}?(?:prévoi(?:t|ent)|dispose(?:nt)?|précise(?:nt)?|doit|doivent|peut|peuvent|\w+ra |impose(?:nt)?|permet|est|sont|a été|vise|fixe)"),
    ("law_in_force", -1.5, "article code réglementation législation droit",
     r"^(?:\W*(?:ainsi|en effet|en outre|par ailleurs|toutefois|à cet égard|de plus|enfin),? )?(?:l'article|les articles|le code|aux termes|en application|en vertu|la réglementation|la législation|le droit|les dispositions)"),
    ("law_provides", -1, "loi décret arrêté ordonnance circulaire instruction",
     r"(?:la loi|le décret|l'arrêté|l'ordonnance|la circulaire|l'instruction|ce décret|cette loi|cet arrêté|cette ordonnance|cette circulaire)[^.;]{0,120}? (?:prévoi(?:t|ent)|dispose|précise|permet|impose|vise|fixe|a (?:prévu|créé|instauré|institué|modifié|introduit|renforcé))"),
    ("law_provides", -1, "prévoit prévoient précise précisent dispose disposent",
     r"(?:prévoi(?:t|ent)|précise(?:nt)?|dispose(?:nt)?) (?:[\w-]+ ){0,3}qu(?:e|'[a-z]+) [^.;]{0,200}?(?:peut|peuvent|doit|doivent|est|sont|n'est|ne sont)"),
    ("third_agent", -1.25, "groupe société sociétés filiale filiales industriel industriels constructeur constructeurs fabricants fournisseurs employeur employeurs entreprise entreprises compagnies exploitant exploitants collectivité collectivités commune communes département départements région régions usagers assurés propriétaire propriétaires bailleur bailleurs banques associations",
     r"(?:sera|seront) (?:[\w-]+ ){0,3}\w+(?:é|ée|és|ées|i|is|ie|ies|u|us|ue|ues|it|its|ite|ites) par (?:les?|la|l'|des|un|une) ?(?:groupe(?! de travail)|sociétés?|filiales?|industriels?|constructeurs?|fabricants?|fournisseurs?|employeurs?|entreprises?|compagnies|exploitants?|collectivités?|communes?|départements?|régions?|usagers|assurés|propriétaires?|bailleurs?|banques|associations)", "sera |seront "),
    ("was_planned", -1.5, "comme prévoyait prévoyaient prévu avait était étaient visait",
     r"comme (?:le |l')?(?:prévoi|indiqu|prévu)\w*|prévoyai(?:t|ent)|(?:était|étaient|avait été|avaient été|avait) (?:\w+ ){0,2}(?:prévue?s?|envisagée?s?|annoncée?s?|programmée?s?)|visai(?:t|ent)|devai(?:t|ent)|comme prévu|initialement prévue?s?|prévue?s? (?:à|par|aux?) (?:l'article|les articles|la loi|le code|l'alinéa|les dispositions|la réglementation|le décret|l'arrêté)"),
    # --- achievements, statistics ---------------------------------------------------------
    ("already_done", -1, "déjà depuis désormais",
     r"(?:a|ont|sont|est) (?:d'ores et déjà |déjà |ainsi déjà )|a permis (?:de|d'|la|le|à|aux?)|ont permis|désormais"),
    ("achieved", -1, "abouti remis rendu rendues rendus", r"a abouti|ont abouti|(?:rapport|conclusions|avis|bilan)s? (?:\w+ )?(?:remise?s?|rendue?s?) (?:en|le|au|à|par)"),
    ("was_planned", -1.5, "serait seraient", r"(?:décidé|annoncé|acté|prévu) [^.;]{0,220}?serai(?:t|ent)"),
    ("achieved", -1, "été conduit permis mené réalisé financé ouvert créé mis publié renforcé lancé adopté instauré participé contribué bénéficié élaboré déployé versé délégué investi soutenu modifié introduit",
     r"(?:a|ont|avons) (?:(?:ainsi|notamment|également|déjà|aussi|donc|enfin) )?(?:conduit|permis|mené|réalisé|financé|ouvert|créé|mis|publié|renforcé|lancé|adopté|instauré|participé|contribué|bénéficié|élaboré|déployé|versé|délégué|investi|soutenu|modifié|introduit)|(?:a|ont|avait|avaient) (?:\w+ ){0,2}été (?:\w+ ){0,2}?(?!annonc|décid|act[eé]|prév|confi|charg|reten|fix|arrêt|demand|envisag|program|engag|lanc)\w+(?:é|ée|és|ées|i|is|ie|ies|it|its|ite|ites|u|us|ue|ues)"),
    ("evaluated", -1.5, "indique indiquent montre montrent souligne conclut révèle constate",
     r"(?:étude|enquête|rapport|analyse|avis|sondage|expertise)s?,? (?:[\w',-]+ ){0,8}(?:indique|montre|souligne|conclut|révèle|constate)(?:nt)?"),
    # A forecast of what others will do, and not a step to come.
    ("evaluated", -1.5, "devrait devraient", r"devr(?:ait|aient) (?:\w+ ){0,2}(?:se situer|s'élever|augmenter|croître|diminuer|baisser|progresser|représenter|se maintenir|dépasser|connaître|s'établir)"),
    ("evaluated", -1.5, "estime estimé estimée évalue évalué selon sondage enquête statistiques",
     r"selon (?:l'|le |la |les |une |un )(?:\w+ ){0,4}(?:enquête|étude|sondage|rapport|insee|tableau|baromètre|données|estimations)|(?:est|sont) estimée?s? à|s'élèv(?:e|ent|ait) à|représent(?:e|ent|ait|aient) "),
    ("hypothesis", -1, "si hypothèse cas",
     r"^(?:\W*(?:en effet|ainsi|toutefois|cependant|or|néanmoins|de plus|par ailleurs),? )?(?:si|s'il|s'ils|en cas d[e']|dans l'hypothèse|au cas où|dans le cas où|lorsque|lorsqu'|quand|dès lors que)"),
    ("not_planned", -1.5, "aucun aucune", r"aucune? (?:[\w'-]+ ){1,4}n'(?:est|a été|était) (?:\w+ )?(?:prévue?|envisagée?|programmée?)"),
    ("not_planned", -1.5, "pas aucun aucune ni",
     r"(?:n'est|ne sont|n'a|n'ont|n'entend|n'envisage|ne prévoit|ne souhaite|n'était) (?:\w+ ){0,2}(?:pas|plus|nullement)(?: \w+){0,2} (?:prévue?s?|envisagée?s?|décidé|souhait|de|modifier|à l'ordre)|n'entend pas|n'envisage pas|ne prévoit pas|il n'est pas (?:\w+ )?(?:prévu|envisagé)"),
    ("priority_talk", -2, "traduit témoigne", r"traduit (?:la volonté|l'engagement)|témoigne"),
    ("priority_talk", -2, "priorité priorités enjeu enjeux défi défis préoccupation préoccupations",
     r"(?:est|sont|constitue|constituent|reste|demeure|fait de) (?:\w+ ){0,8}(?:une |des |la |l'un des |un )?(?:priorités?|enjeux?|défis?|préoccupations?)|l'enjeu (?:[^.;]{0,90} )?est "),
    ("priority_talk", -1, "conscient consciente attaché attachée", r"est (?:pleinement |très |particulièrement |parfaitement )?(?:conscient|attaché)e?"),
    ("must_not_speak", -1, "saurait convient", r"ne saurai(?:t|ent)|il convient de (?:rappeler|souligner|noter|préciser)|il appartient (?:à|aux|au)"),
    ("possibility", -1, "peut peuvent possible possibilité", r"(?:peut|peuvent) (?:\w+ ){0,2}(?:être|faire|bénéficier|demander|également|saisir|solliciter)|il est possible"),
    ("purpose_of_existing", -1, "permet permettent permettant", r"permet(?:tent)? (?:\w+ ){0,2}(?:de|d'|aux?|à)"),
)  # fmt: skip

# Two ways of saying that a text is already in force.
IN_FORCE = frozenset(("law_in_force", "law_provides"))

# Subjects: the words that may open a clause, and who they are.
STATE_SUBJECT = pattern(
    r"(?:(?:le |ce |mon |son |notre |l'|la |les |des |ces |cette |un |une |mes |nos |du )?"
    r"(?:gouvernement|état|ministères?|ministres?|secrétaires? d'état|premi[eè]re? ministre"
    r"|président(?: de la république)?|administration|pouvoirs publics|services? (?:de l'état|du ministère"
    r"|du gouvernement)|directions? (?:générale|interministérielle|des|de|du)|préfets?|préfectures?"
    r"|agences? (?:nationale|de l'eau|régionales?|du)|rectorats?|recteurs?|garde des sceaux|france"
    r"|délégation (?:interministérielle|générale|ministérielle)|comité interministériel|conseil des ministres"
    r"|inspections?|igas|igf|dgfip|direccte|dreal|ars|ademe|anru|anah|cnam|cnaf|caisse nationale|sncf réseau"
    r"|parquet|gendarmerie|police nationale|armées?|éducation nationale)|je|nous|j'|mes services)"
)
# Without one of these words there is no State subject to look for.
STATE_WORDS = frozenset(
    plain(
        "gouvernement état ministère ministères ministre ministres secrétaire secrétaires "
        "président administration pouvoirs service services direction directions préfet "
        "préfets préfecture préfectures agence agences rectorat rectorats recteur recteurs "
        "garde france délégation comité conseil inspection inspections igas igf dgfip "
        "direccte dreal ars ademe anru anah cnam cnaf caisse sncf parquet gendarmerie "
        "police armée armées éducation je nous j"
    ).split()
)
PLAN_SUBJECT = pattern(
    r"(?:le |la |les |l'|ce |cette |ces |un |une |des |son |sa |leur |nos |notre |du |de la |cet )"
    r"(?:\w+ ){0,2}?(?:plans?|stratégies?|programmes?|projets? (?:de|d') ?(?:loi|décret|arrêté|ordonnance|réforme)"
    r"|réformes?|feuilles? de route|décrets?|arrêtés?|ordonnances?|textes?|circulaires?|instructions?|rapports?"
    r"|missions?|études?|groupes? de travail|concertations?|dispositifs?|mesures?|fonds|crédits|budgets?"
    r"|enveloppes?|dotations?|aides?|travaux|conventions?|expérimentations?|appels? à projets?|comités?"
    r"|dispositions?|propositions?|conclusions?|consultations?|bilans?|évaluations?|réunions?|négociations?"
    r"|revalorisations?|créations?|mise en (?:place|œuvre|oeuvre)|suppressions?|objectifs?|loi de finances|plf|plfss"
    r"|calendriers?|guides?|outils?|plateformes?|moyens|effectifs|postes|recrutements?|déploiements?|ouvertures?)"
)
THIRD_SUBJECT = pattern(
    r"(?:le |la |les |l'|un |une |des |ce |cette |ces |leurs? |son |sa |ses |chaque |tout |toute |aux? |du |cet )"
    r"(?:(?:jeunes?|petites?|petits|grandes?|grands|autres?|différente?s|principa[a-z]+|nouve[a-z]+|futurs?) )?(?:compagnies?|entreprises?|sociétés?|groupe(?! de travail)|régions?|conseils? (?:régiona[lu]x?|départementa[lu]x?|municipa[lu]x?|généra[lu]x?|d'administration)"
    r"|départements?|communes?|villes?|municipalités?|maires?|collectivités?|métropoles?|union européenne|commission européenne|ue|employeurs?"
    r"|salariés?|bailleurs?|associations?|syndicats?|organisations? (?:syndicales|professionnelles)|juges?|tribunal|tribunaux|cour"
    r"|propriétaires?|locataires?|assurés?|patients?|exploitants?|agriculteurs?|éleveurs?|producteurs?|responsables? d(?:e|es|u)|candidats?|demandeurs?"
    r"|usagers?|consommateurs?|opérateurs?|banques?|assureurs?|fédérations?|industriels?|constructeurs?|distributeurs?|médecins?"
    r"|partenaires sociaux|citoyens?|contribuables?|étrangers?|requérants?|intéressés?|parents?|élus?|parlement|assemblée nationale"
    r"|sénat|états membres|bénéficiaires?|titulaires?|personnes?|praticiens?|professionnels?|victimes?|conducteurs?|automobilistes?|héritiers?|ayants? droit|créateurs?|fabricants?|fournisseurs?"
    r"|pays|états-unis|italie|allemagne|nations unies|onu|otan|vendeurs?|acquéreurs?|preneurs?|débiteurs?|créanciers?|gestionnaires?)"
)
# Things that can be delivered and shown: they turn a procedure into a measure.
DELIVERABLES = frozenset(
    plain(
        "rapport rapports décret décrets arrêté arrêtés ordonnance ordonnances projet "
        "circulaire circulaires instruction instructions mission missions guide guides "
        "plan plans stratégie stratégies bilan bilans évaluation évaluations étude études "
        "enquête enquêtes concertation concertations consultation consultations "
        "convention conventions expérimentation expérimentations plateforme plateformes "
        "fonds conférence conférences calendrier schéma référentiel campagne campagnes "
        "conclusions recrutement recrutements postes réforme réformes prime primes "
        "indemnité indemnités travaux appel appels"
    ).split()
)
CONDITION_WORDS = frozenset(
    plain("réserve si condition lors mesure cas échéant nécessaire lorsque").split()
)
CONDITION = pattern(
    r"sous réserve (?:de|d'|que|des|du)[^.;:]{0,160}|si le parlement[^.;:,]{0,80}|si les crédits[^.;:,]{0,80}"
    r"|à condition (?:que|de)[^.;:,]{0,120}|dès lors que[^.;:]{0,160}|dans la mesure où[^.;:,]{0,120}"
    r"|en cas d[e'][^.;:,]{0,80}|si nécessaire|le cas échéant|lorsque les conditions[^.;:,]{0,80}"
    r"|sous condition[^.;:,]{0,80}"
)
