"""SQLite keeps the words of answers once, not in a table and in its index both."""

from django.db import migrations

from tracker.database.tables import keep_in_key


class Migration(migrations.Migration):
    dependencies = [("commitments", "0022_addresses_public")]

    operations = [keep_in_key("commitments_answerword", ("word", "answer_id"))]
