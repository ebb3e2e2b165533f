"""The official addresses of questions and answers, and the page that names each.

An address is a file, or a folder of weekly issues when it ends with a slash. Files are
kept under ``keep_as``: two legislatures have archives of the same name, and what was
read before is known again by the name.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from commitments.imports.records import gettext_noop

ASSEMBLY = "https://data.assemblee-nationale.fr"
SENATE = "https://data.senat.fr"
DILA = "https://echanges.dila.gouv.fr"
# Nothing is asked of anybody else, not even when one of them redirects there.
ORIGINS = frozenset((ASSEMBLY, SENATE, DILA))

MB = 1_000_000
# The largest is the Assemblée's XML of one legislature, 133 MB; the dump of the Sénat
# unpacks to 262 MB. Ten times that is an error, or something else.
MOST_BYTES = 2_000 * MB


@dataclass(frozen=True, kw_only=True)
class Address:
    """One file or folder. ``told_by`` is the page of the publisher that leads to it.

    ``md5`` is the hash that the publisher gives of a frozen archive. ``is_usual`` is
    False for what is fetched only when it is asked for by its name.
    """

    name: str
    url: str
    what: str
    told_by: str
    keep_as: str = ""
    md5: str = ""
    is_usual: bool = True

    @property
    def is_folder(self) -> bool:
        return self.url.endswith("/")


def assembly(legislature, file, *, kind="ecrites", what, **more):
    """Return the address of an archive of one legislature."""
    folder = f"/static/openData/repository/{legislature}/questions/questions_{kind}/"
    suffix = "" if kind == "ecrites" else f"-{kind}"
    is_live = legislature == 17
    return Address(
        name=f"an-{legislature}{suffix}",
        url=f"{ASSEMBLY}{folder}{file}",
        keep_as=f"an-{legislature}-{file}",
        what=what,
        told_by=ASSEMBLY
        + (
            "/travaux-parlementaires/questions" if is_live else "/archives-anterieures/"
        ),
        **more,
    )


def weekly_issues(chamber, folder="Annee_en_cours") -> Address:
    """Return the folder of one chamber's issues, of this year or of another."""
    year = "" if folder == "Annee_en_cours" else f"-{folder}"
    return Address(
        name=f"dila-{chamber.lower()}{year}",
        url=f"{DILA}/OPENDATA/Questions-Reponses/{chamber}/{folder}/",
        what=gettext_noop("Weekly issues of the Journal officiel, errata included"),
        told_by=f"{DILA}/OPENDATA/Questions-Reponses/",
    )


WRITTEN = gettext_noop("Written questions of the Assemblée nationale")

# The oldest first, so that what is newest is loaded last.
ADDRESSES = (
    assembly(
        14,
        "Questions_ecrites_XIV.json.zip",
        what=WRITTEN,
        md5="c765e31d47c3f4be213b0c982ff9f749",
    ),
    assembly(
        15,
        "Questions_ecrites_XV.json.zip",
        what=WRITTEN,
        md5="fd1c7027fb32c917d9be62b85f574b8e",
    ),
    assembly(
        16,
        "Questions_ecrites.json.zip",
        what=WRITTEN,
        md5="0cbeecec01c74f9318385c809a4d1573",
    ),
    assembly(17, "Questions_ecrites.json.zip", what=WRITTEN),
    assembly(
        17,
        "Questions_orales_sans_debat.json.zip",
        kind="orales_sans_debat",
        what=gettext_noop("Oral questions of the Assemblée nationale"),
        is_usual=False,
    ),
    assembly(
        17,
        "Questions_gouvernement.json.zip",
        kind="gouvernement",
        what=gettext_noop("Questions to the Government, Assemblée nationale"),
        is_usual=False,
    ),
    Address(
        name="senat",
        url=f"{SENATE}/data/questions/questions.zip",
        keep_as="senat-questions.zip",
        what=gettext_noop("All questions of the Sénat, with their texts"),
        told_by=f"{SENATE}/la-base-questions/",
    ),
    Address(
        name="senat-liste",
        url=f"{SENATE}/data/questions/questions-depuis-un-an.csv",
        keep_as="senat-questions-depuis-un-an.csv",
        what=gettext_noop("Questions of the Sénat over a year, without their texts"),
        told_by=f"{SENATE}/la-base-questions/",
        is_usual=False,
    ),
    weekly_issues("AN"),
    weekly_issues("SENAT"),
)


def origin_of(url: str) -> str:
    """Return the scheme and host of an address, as ORIGINS has them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
