"""Suggest commitments in answers, or read deadlines, line by line. No database."""

import json
import sys
from contextlib import nullcontext
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from commitments.extraction import extract
from commitments.extraction.records import deadline_record, suggestion_record


class Command(BaseCommand):
    help = "Suggest the commitments of answers (JSON lines in, JSON lines out)."
    requires_system_checks = []

    def add_arguments(self, parser):
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument(
            "--jsonl",
            metavar="FILE",
            help='Lines {"id", "answer_date", "answer_text"}; - for standard input.',
        )
        source.add_argument(
            "--deadlines",
            metavar="FILE",
            help='Lines {"id", "answer_date", "text"}; - for standard input.',
        )
        parser.add_argument("--language", choices=("fr", "en"), default="fr")

    def handle(self, *args, **options):
        read = self.deadline if options["deadlines"] else self.suggestions
        failed = 0
        for number, line in numbered_lines(options["deadlines"] or options["jsonl"]):
            try:
                records = list(read(json.loads(line), options["language"]))
            except (ValueError, KeyError, TypeError) as error:
                failed += 1
                self.stderr.write(f"Line {number}: {problem(error)}")
                continue
            for record in records:
                self.stdout.write(json_line(record))
        if failed:
            raise CommandError(f"{failed} line(s) could not be read.")

    def suggestions(self, row, language):
        answered_on = date.fromisoformat(row["answer_date"])
        for suggestion in extract(text_of(row, "answer_text"), answered_on):
            yield suggestion_record(row["id"], suggestion, language)

    def deadline(self, row, language):
        answered_on = date.fromisoformat(row["answer_date"])
        yield deadline_record(row["id"], text_of(row, "text"), answered_on)


def numbered_lines(path):
    """(number, bytes) of each line that is not blank; a bad one harms no other."""
    try:
        with nullcontext(sys.stdin.buffer) if path == "-" else open(path, "rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}") from error


def json_line(record):
    """One line of JSON; escaped if the text holds what UTF-8 cannot."""
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(record)
    return line


def text_of(row, key):
    if not isinstance(row[key], str):
        raise TypeError(f"{key} is not a text")
    return row[key]


def problem(error):
    """What is wrong with a line, in one sentence."""
    if isinstance(error, KeyError):
        return f"the field {error} is missing."
    return f"{error}."
