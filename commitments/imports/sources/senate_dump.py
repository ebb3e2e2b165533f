"""The PostgreSQL dump of the Sénat's questions, read as text without a server.

Only the COPY blocks matter. The answers stand in a table of their own, after the
questions: the rows of both are put in a temporary database on disk, so that memory
stays flat, and joined when the dump has been read.
"""

import re
import sqlite3
from collections.abc import Iterator

from commitments.imports.archives import Unreadable
from commitments.imports.markup import one_line, plain_text
from commitments.imports.published import (
    ANSWER,
    ANSWER_ERRATUM,
    QUESTION,
    QUESTION_ERRATUM,
    Attribution,
    Problem,
    Publication,
    PublishedQuestion,
    refusal,
    remark,
)
from commitments.imports.records import SENATE, WRITTEN
from commitments.imports.sources.decoding import decoded, lines
from commitments.imports.sources.fields import (
    Remarks,
    digest_of,
    identity,
    parts_in_words,
    state_of,
    whole_number,
)

NAME = "senate_dump"

COPY = re.compile(r"COPY (?:\"?\w+\"?\.)?\"?(\w+)\"? \((.*)\) FROM stdin;")
ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)", re.DOTALL)
ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
THEMES = re.compile(r"\d+")
# Reference of a written question, such as SEQ170700743.
SEQ = re.compile(r"SEQ\d{9}")

QUESTIONS, ANSWERS = "tam_questions", "tam_reponses"
# Small tables: the code and the label of each row.
LOOKUPS = {
    "sortquestion": ("sorquecod", "sorquelib"),
    "naturequestion": ("natquecod", "natquelib"),
    "the": ("thecle", "thelib"),
}
NEEDED = ("natquecod", "legislature", "numero")
BATCH = 500


def recognises(name: str, head: bytes) -> bool:
    """Tell a dump by its first comment, or by a table of the Sénat's."""
    start, _ = decoded(head)
    return "PostgreSQL database dump" in start or "COPY questions." in start


def read(stream, name: str) -> Iterator[PublishedQuestion | Problem]:
    """Yield the questions of a dump, with their answers; see ``catalogue``."""
    with Shelf() as shelf:
        yield from shelve(stream, name, shelf)
        if QUESTIONS not in shelf.columns:
            yield refusal(name, "nothing_found")
            return
        missing = [c for c in NEEDED if c not in shelf.columns[QUESTIONS]]
        if missing:
            yield refusal(name, "columns_missing", names=", ".join(missing))
            return
        for question, answers in shelf.joined():
            yield from record_of(question, answers, shelf.lookups, name)
        if orphans := shelf.orphans():
            yield remark(name, "orphan_answer", count=orphans)


class Shelf:
    """The rows of a dump, on disk as they were published, until they are joined."""

    def __init__(self):
        self.columns: dict[str, list[str]] = {}
        self.lookups: dict[str, dict[str, str]] = {table: {} for table in LOOKUPS}
        self.waiting = {QUESTIONS: [], ANSWERS: []}
        # Without a name SQLite keeps a database in a temporary file of its own.
        self.base = sqlite3.connect("", isolation_level=None)
        self.base.execute("PRAGMA journal_mode = OFF")
        self.base.execute("PRAGMA cache_size = -16000")
        self.base.execute("CREATE TABLE tam_questions (key TEXT, line TEXT)")
        self.base.execute("CREATE TABLE tam_reponses (key TEXT, line TEXT)")
        self.base.execute("BEGIN")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.base.close()

    def add(self, table, line, values):
        """Keep a row of a table."""
        if table in LOOKUPS:
            row = dict(zip(self.columns[table], values, strict=True))
            code, label = (unescaped(row.get(column)) for column in LOOKUPS[table])
            self.lookups[table][code or ""] = label or ""
            return
        key = "id" if table == QUESTIONS else "idque"
        columns = self.columns[table]
        self.waiting[table].append(
            (values[columns.index(key)] if key in columns else None, line)
        )
        if len(self.waiting[table]) >= BATCH:
            self.flush(table)

    def flush(self, table):
        """Write the waiting rows of a table."""
        insert = f"INSERT INTO {table} VALUES (?, ?)"
        self.base.executemany(insert, self.waiting[table])
        self.waiting[table].clear()

    def joined(self):
        """Yield each question with the list of its answers, as dictionaries."""
        for table in self.waiting:
            self.flush(table)
        self.base.execute("CREATE INDEX by_key ON tam_reponses (key)")
        answers_of = self.base.cursor()
        for key, line in self.base.execute("SELECT key, line FROM tam_questions"):
            found = answers_of.execute(
                "SELECT line FROM tam_reponses WHERE key = ? ORDER BY rowid", (key,)
            )
            answers = [self.row(ANSWERS, answer) for (answer,) in found]
            yield self.row(QUESTIONS, line), answers

    def row(self, table, line):
        """Return a published line as a dictionary, with itself under ""."""
        values = map(unescaped, line.split("\t"))
        return dict(zip(self.columns[table], values, strict=True)) | {"": line}

    def orphans(self):
        """Return how many answers belong to no question."""
        self.base.execute("CREATE INDEX questions_by_key ON tam_questions (key)")
        (count,) = self.base.execute(
            "SELECT count(*) FROM tam_reponses r WHERE NOT EXISTS "
            "(SELECT 1 FROM tam_questions q WHERE q.key = r.key)"
        ).fetchone()
        return count


def shelve(stream, file, shelf):
    """Put the rows of a dump on the shelf; yield a Problem for each that does not fit.

    A dump cut short still gives what came before the cut.
    """
    table = columns = None
    try:
        for line in lines(stream, file):
            if isinstance(line, Problem):
                yield line
            elif table is None:
                if found := COPY.fullmatch(line):
                    columns = [c.strip().strip('"') for c in found[2].split(",")]
                    is_wanted = found[1] in shelf.waiting or found[1] in LOOKUPS
                    table = found[1] if is_wanted else ""
                    if is_wanted:
                        shelf.columns[table] = columns
            elif line == "\\.":
                table = None
            elif table:
                values = line.split("\t")
                if len(values) == len(columns):
                    shelf.add(table, line, values)
                else:
                    yield refusal(
                        file,
                        "columns",
                        record=f"{table} {values[0]}",
                        expected=len(columns),
                        found=len(values),
                    )
    except Unreadable as error:
        yield error.problem(file)
    if table is not None:
        yield refusal(file, "truncated")


def unescaped(value):
    """Return a value of a COPY line, None for NULL."""
    if value is None or value == "\\N":
        return None
    return ESCAPE.sub(character, value) if "\\" in value else value


def character(escape):
    """Return the character that a backslash sequence stands for."""
    code = escape[1]
    if code[0] in "01234567":
        return chr(int(code, 8) & 0xFF)
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    return ESCAPED.get(code, code)


def record_of(row, answers, lookups, file):
    """Yield the record of a question after the remarks on it, or its refusal."""

    def words(column):
        found = row.get(column)
        return one_line(found) or None if found else None

    legislature, type_ = whole_number(words("legislature")), words("natquecod")
    number = words("numero") or ""
    uid = identity(SENATE, legislature, type_, number)
    if uid is None:
        found = parts_in_words(legislature, type_, number, words("reference"))
        yield refusal(file, "bad_identity", record=row.get("id") or "", words=found)
        return
    remarks = Remarks(file)
    asked_on = remarks.day(row.get("datejodepot"), "datejodepot")
    texts = [
        Publication(
            role=QUESTION,
            text=plain_text(row.get("txtque") or ""),
            published_on=asked_on,
            page=words("pagejodepot"),
        ),
        Publication(
            role=QUESTION_ERRATUM,
            text=plain_text(row.get("txterrque") or ""),
            published_on=remarks.day(row.get("dateerr"), "dateerr"),
            page=words("pageerr"),
        ),
        *answer_texts(row, answers, remarks),
    ]
    texts = [p for p in texts if p.text or p.published_on]
    outcome = lookups["sortquestion"].get(row.get("sorquecod") or "", "")
    answering = [one_line(a["minreplib"]) for a in answers if a.get("minreplib")]
    themes = [
        lookups["the"].get(code, "") for code in THEMES.findall(row.get("themes") or "")
    ]
    shared = next((a["idrepunique"] for a in answers if a.get("idrepunique")), None)
    record = PublishedQuestion(
        uid=uid,
        chamber=SENATE,
        legislature=legislature,
        type=type_,
        number=number.lstrip("0"),
        author=author_name(words("prenom"), words("nom")),
        author_ref=words("matricule"),
        group=words("groupe"),
        constituency=words("circonscription"),
        ministry_asked=words("mindepotlib"),
        ministry_answering=answering[-1] if answering else words("minreplib1"),
        attributions=tuple(attributions_of(row, asked_on, words, remarks)),
        rubric=words("rubrique") or " ; ".join(filter(None, themes)) or None,
        title=words("titre"),
        asked_on=asked_on,
        asked_page=words("pagejodepot"),
        publications=tuple(texts),
        state=state_of(texts, outcome),
        closed_on=remarks.day(row.get("datecloture"), "datecloture"),
        closing=one_line(outcome) or None,
        signalled_on=remarks.day(row.get("datesignal"), "datesignal"),
        shared_answer=f"{SENATE}-{shared}" if shared else None,
        recalls=words("refquerappelee"),
        aliases=tuple(filter(None, (words("reference"), words("uuid")))),
        url=public_address(words, type_, asked_on),
        file=file,
        digest=digest_of(row[""], *[answer[""] for answer in answers]),
    )
    yield from remarks.of(uid)
    yield record


def answer_texts(row, answers, remarks):
    """Yield the answers and their errata in the order of publication.

    Without a row of its own an answer is known by the summary beside the question.
    """
    texts = []
    for answer in answers:
        texts.append(
            Publication(
                role=ANSWER,
                text=plain_text(answer.get("txtrep") or ""),
                published_on=remarks.day(answer.get("datejorep"), "datejorep"),
                page=answer.get("pagejorep"),
            )
        )
        texts.append(
            Publication(
                role=ANSWER_ERRATUM,
                text=plain_text(answer.get("txterrrep") or ""),
                published_on=remarks.day(answer.get("errdate"), "errdate"),
                page=answer.get("errpage"),
            )
        )
    if not answers:
        day = remarks.day(row.get("datejorep1"), "datejorep1")
        texts.append(Publication(role=ANSWER, published_on=day))
    # Undated ones stay where they are, at the end.
    return sorted(texts, key=lambda p: (p.published_on is None, p.published_on or 0))


def attributions_of(row, asked_on, words, remarks):
    """Yield the ministry asked and the one that the question was handed to."""
    if asked := words("mindepotlib"):
        yield Attribution(ministry=asked, since=asked_on, ref=words("mindepotid"))
    if transferred := words("mintranlib"):
        since = remarks.day(row.get("datejotran"), "datejotran")
        yield Attribution(ministry=transferred, since=since, ref=words("mintranid"))


def author_name(first_name, surname):
    """Return "Jean-Louis Masson" for the capitals of the dump."""
    surname = surname or ""
    if surname.isupper():
        surname = surname.title()
    return " ".join(filter(None, (first_name, surname)))


def public_address(words, type_, asked_on):
    """Return the page of a question, from its reference, where the rule is known."""
    reference = words("reference")
    if type_ != WRITTEN or not asked_on or not SEQ.fullmatch(reference or ""):
        return ""
    return f"https://www.senat.fr/questions/base/{asked_on:%Y}/q{reference}.html"
