"""Read an open-data package back into an empty base."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from commitments.exports.load import load
from commitments.workflow.errors import Refused


class Command(BaseCommand):
    help = "Load an open-data package, unpacked, into a base that holds nothing yet."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="The folder of datapackage.json.")

    def handle(self, folder, **options):
        try:
            counts = load(folder)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        call_command("search_index", rebuild=True, stdout=self.stdout)
        for name, count in counts.items():
            self.stdout.write(f"{count:>10,}  {name}")
