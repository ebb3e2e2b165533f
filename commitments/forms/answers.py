"""One answer that an editor brings: its file or text, then every field of it."""

from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from commitments.choices import Chamber, QuestionType
from commitments.forms.fields import AddressField, DayField, TidyForm
from commitments.imports.identity import LEGISLATURES
from commitments.imports.load import in_words
from commitments.imports.one_question import (
    FILE_SIZE,
    TEXT_SIZE,
    read_file,
    read_text,
)
from commitments.imports.published import (
    ANSWER,
    QUESTION,
    Publication,
    PublishedQuestion,
)
from commitments.imports.records import UnreadablePage
from commitments.imports.sources.fields import state_of
from commitments.imports.sources.free_text import uid_of
from commitments.models import Answer, Question
from commitments.uploads import tidy_name

INFERRED = _("Worked out, not read: check it.")
NOT_FOUND = _("Not found: fill it in if you know it.")
ALL_OF_IT = _("Nothing says where the answer begins: keep only its words.")


class SourceForm(TidyForm, forms.Form):
    """A file or a text in which one answer stands; ``understood`` says what it says."""

    file = forms.FileField(
        label=_("file"),
        required=False,
        allow_empty_file=True,
        max_length=1000,
        widget=forms.FileInput(
            attrs={"accept": ".pdf,.txt,.html,.htm,.json,.jsonl,.xml"}
        ),
        help_text=_(
            "A PDF, a page saved as text or HTML, or a file of the open data, with one "
            "question in it, up to 10 MB. Choose it, or drop it here."
        ),
    )
    text = forms.CharField(
        label=_("or pasted text"),
        required=False,
        max_length=TEXT_SIZE,
        widget=forms.Textarea(attrs={"rows": 12, "lang": "fr", "class": "input-quote"}),
        help_text=_(
            "Copy the whole page of the question, or its place in the Journal officiel."
        ),
    )

    name = ""
    understood: PublishedQuestion

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and not file.size:
            raise ValidationError(_("This file is empty."))
        if file and file.size > FILE_SIZE:
            raise ValidationError(
                _("This file is too large: at most %(most)s are taken."),
                params={"most": filesizeformat(FILE_SIZE)},
            )
        return file

    def clean(self):
        cleaned = super().clean()
        file, text = cleaned.get("file"), cleaned.get("text")
        if self.errors:
            return cleaned
        if bool(file) == bool(text):
            raise ValidationError(
                _("Both a file and a text: which one? Leave one of them out.")
                if file
                else _("Choose a file, or paste a text.")
            )
        try:
            if file:
                self.name = tidy_name(file.name)
                self.understood, self.text = read_file(self.name, file.read())
            else:
                self.understood, self.text = read_text(text)
        except UnreadablePage as error:
            self.add_error("file" if file else "text", in_words(error))
        return cleaned


def longest(model, field):
    """Return how many characters a column takes."""
    return model._meta.get_field(field).max_length


def line_field(label, longest, **attrs):
    """Return a field for words on one line, which may be missing."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        widget=forms.TextInput(attrs={"autocomplete": "off"} | attrs),
    )


class AnswerForm(TidyForm, forms.Form):
    """Every field of a question and its answer, as understood and as corrected.

    ``base`` is what was understood; what it says beside the fields is kept.
    """

    chamber = forms.ChoiceField(label=_("chamber"))
    type = forms.ChoiceField(label=_("type of question"))
    legislature = forms.IntegerField(
        label=_("legislature"), min_value=1, max_value=LEGISLATURES[0][0] + 3
    )
    number = forms.RegexField(
        r"^[0-9]{1,8}[A-Za-z]?$",
        label=_("number"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("A number has digits, and a letter at most.")},
    )
    title = line_field(_("title"), longest(Question, "title"), lang="fr")
    rubric = line_field(_("rubric"), longest(Question, "rubric"), lang="fr")
    author = line_field(_("author"), longest(Question, "author"))
    group = line_field(_("group of the author"), longest(Question, "author_group"))
    constituency = line_field(_("constituency"), longest(Question, "constituency"))
    ministry_asked = line_field(
        _("ministry asked"), longest(Question, "ministry_asked"), lang="fr"
    )
    asked_on = DayField(label=_("day of the question"), required=False)
    asked_page = line_field(_("page of the question"), longest(Question, "asked_page"))
    ministry_answering = line_field(
        _("ministry answering"), longest(Answer, "ministry"), lang="fr"
    )
    answered_on = DayField(label=_("day of the answer"), has_happened=True)
    answered_page = line_field(_("page of the answer"), longest(Answer, "page"))
    url = AddressField(
        label=_("official address"),
        required=False,
        max_length=longest(Answer, "source_url"),
        help_text=_("Worked out from the number when left empty."),
    )
    question_text = forms.CharField(
        label=_("text of the question"),
        required=False,
        max_length=TEXT_SIZE,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "fr", "class": "input-quote"}),
    )
    answer_text = forms.CharField(
        label=_("text of the answer"),
        max_length=TEXT_SIZE,
        widget=forms.Textarea(attrs={"rows": 16, "lang": "fr", "class": "input-quote"}),
    )

    def __init__(self, data=None, *, base: PublishedQuestion, **kwargs):
        super().__init__(data, initial=first_values(base), **kwargs)
        self.base = base
        for name, choices in (("chamber", Chamber), ("type", QuestionType)):
            others = {getattr(base, name)} - {"", *choices.values}
            self.fields[name].choices = [
                ("", _("Choose")),
                *choices.choices,
                *((code, code) for code in others),
            ]
        for name, field in self.fields.items():
            self.mark(name, field)

    def mark(self, name, field):
        """Say beside a field that it was worked out, or not found."""
        if name in self.base.inferred:
            field.help_text = ALL_OF_IT if name == "answer_text" else INFERRED
            kind = "inferred"
        elif not self.initial[name] and name != "url":
            field.help_text, kind = NOT_FOUND, "missing"
        else:
            return
        attrs = field.widget.attrs
        attrs["class"] = f"{attrs.get('class', '')} input-{kind}".strip()

    def clean(self):
        cleaned = super().clean()
        asked_on, answered_on = cleaned.get("asked_on"), cleaned.get("answered_on")
        if asked_on and answered_on and answered_on < asked_on:
            self.add_error("answered_on", _("The answer cannot precede its question."))
        if not self.errors and not self.record().uid:
            self.add_error(
                "number",
                _(
                    "Without its number nothing tells which question it is; one of the "
                    "Senate is also known by its day and its author."
                ),
            )
        return cleaned

    def record(self) -> PublishedQuestion:
        """Return what the form says, with what ``base`` says beside it."""
        said = {name: value or None for name, value in self.cleaned_data.items()}
        texts = {
            name: said.pop(name) or "" for name in ("question_text", "answer_text")
        }
        days = said.pop("answered_on"), said.pop("answered_page")
        said |= {
            "number": (said["number"] or "").lstrip("0").upper(),
            "author": said["author"] or "",
            "url": said["url"] or "",
        }
        changed, publications = set(self.changed_data), self.base.publications
        if changed & PRINTED:
            question = Publication(
                role=QUESTION,
                text=texts["question_text"],
                published_on=said["asked_on"],
                page=said["asked_page"],
            )
            answer = Publication(
                role=ANSWER,
                text=texts["answer_text"],
                published_on=days[0],
                page=days[1],
            )
            errata = [p for p in publications if p.role not in (QUESTION, ANSWER)]
            publications = (question, answer, *errata)
        record = replace(
            self.base,
            **said,
            publications=publications,
            state=state_of(publications),
            inferred=tuple(n for n in self.base.inferred if n not in changed),
        )
        return replace(record, uid=uid_of(record) or record.uid)


# Fields of what was printed, which make the publications of the record.
PRINTED = {
    "question_text",
    "asked_on",
    "asked_page",
    "answer_text",
    "answered_on",
    "answered_page",
}


def first_values(base: PublishedQuestion) -> dict:
    """Return the value of each field as it was understood, "" when it was not."""
    return {name: getattr(base, name) or "" for name in AnswerForm.base_fields}
