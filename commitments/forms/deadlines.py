"""The form that turns the words of a deadline into a date, showing how."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commitments.choices import PassageRole, Precision
from commitments.extraction.deadlines import (
    Deadline,
    Reading,
    read_deadline,
    read_deadlines,
)
from commitments.forms.fields import DayField, TidyForm, as_typed, read_day
from commitments.forms.steps import StepForm
from commitments.models import Answer
from commitments.search import fold
from commitments.timing import YEARS, day_of
from commitments.typography import format_date, format_due

OWN, EVENT, NO_DATE = "own", "event", "none"
BY_HAND = "editor"


def read_words(words: str, answered_on, text: str = "") -> Deadline | None:
    """What the words say of when; None when nothing in them is about time.

    Read where they stand in the answer's ``text``, when they do: a day named just
    before them may give another reading.
    """
    place = text.find(words) if words else -1
    if place >= 0:
        there = [
            deadline
            for deadline in read_deadlines(text, answered_on)
            if deadline.start < place + len(words) and place < deadline.end
        ]
        for deadline in there:
            if deadline.is_deadline:
                return deadline
    return read_deadline(words, answered_on)


def all_readings(deadline: Deadline | None) -> list[Reading]:
    """The dates that the words may mean, the one that the rules give first."""
    if deadline is None or deadline.latest is None:
        return []
    main = Reading(
        deadline.latest,
        deadline.precision,
        deadline.reasoning("fr"),
        deadline.reasoning("en"),
    )
    return [main, *deadline.readings]


def code(reading: Reading) -> str:
    return f"{reading.latest}/{reading.precision}"


def in_words(reading: Reading, language: str) -> str:
    shown = format_due(reading.latest, reading.precision, language)
    exact = format_date(reading.latest, language)
    day = "" if exact == shown else f" ({exact})"
    return f"{shown}{day} — {reading.label_in(language)}"


class DeadlineForm(TidyForm, forms.Form):
    """Words, and the reading of them that the editor chooses.

    ``answered_on`` is the day from which durations run unless another is typed;
    ``text`` the answer in which the words stand. With ``required=False`` the form may
    be left empty: ``has_deadline`` tells.
    """

    words = forms.CharField(
        label=_("words of the deadline"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"lang": "fr", "autocomplete": "off"}),
        help_text=_("As the answer says them, such as “d'ici fin 2023”."),
    )
    anchor_on = DayField(
        label=_("counted from"),
        required=False,
        help_text=_("The day of the answer, unless the text names another."),
    )
    choice = forms.ChoiceField(
        label=_("what they mean"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _(
                "The words or the day they are counted from have changed: choose again."
            )
        },
    )
    own_on = DayField(label=_("last day"), required=False)
    own_precision = forms.ChoiceField(
        label=_("precision"),
        required=False,
        choices=[p for p in Precision.choices if p[0] != Precision.NONE],
        initial=Precision.DAY,
    )
    event = forms.CharField(
        label=_("event awaited"),
        required=False,
        max_length=300,
        help_text=_("What has to be dated first, such as “promulgation de la loi”."),
    )
    reasoning = forms.CharField(
        label=_("reasoning"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only if you add to the rule, or give a date of your own."),
    )

    def __init__(self, *args, answered_on, text="", required=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_needed = required
        self.text = text
        self.answered_on = answered_on
        words = (self["words"].value() or "").strip()
        anchor_on = read_day(str(self["anchor_on"].value() or ""))
        if anchor_on is None or anchor_on.year not in YEARS:
            anchor_on = answered_on
        self.read = read_words(words, anchor_on, text)
        self.readings = all_readings(self.read)
        language = get_language()
        self.fields["choice"].choices = [
            *(
                (code(reading), in_words(reading, language))
                for reading in self.readings
            ),
            (OWN, _("another date, given below")),
            (EVENT, _("it waits for an event, given below")),
            (NO_DATE, _("no date can be given")),
        ]
        self.fields["choice"].initial = self._usual_choice()

    def only_read(self, **kwargs):
        """The same form as typed, not judged, with the usual choice for its words."""
        typed = {k: v for k, v in as_typed(self).items() if k != "choice"}
        return type(self)(initial=typed, **kwargs)

    def _usual_choice(self):
        if self.read and self.read.is_deadline:
            return code(self.readings[0]) if self.readings else EVENT
        return ""

    @property
    def explanation(self) -> str:
        """What was read in the words, when it gives no date."""
        if self.read is None or self.readings:
            return ""
        return self.read.reasoning(get_language())

    @property
    def has_deadline(self) -> bool:
        """Whether anything was said of a deadline (ask once valid)."""
        return bool(self.cleaned_data.get("choice"))

    def clean(self):
        cleaned = super().clean()
        self._need_words_of(self.text, cleaned)
        if "choice" in self.errors:
            return cleaned
        choice = cleaned["choice"] = cleaned.get("choice") or self._inferred(cleaned)
        if choice is None:
            cleaned["choice"] = ""
            self._refuse_silence(cleaned)
        elif choice == OWN:
            self._need_own(cleaned)
        elif choice == EVENT:
            cleaned["event"] = cleaned.get("event") or (self.read and self.read.event)
            if not cleaned["event"]:
                self.add_error("event", _("Say which event has to be dated first."))
        elif cleaned.get("own_on"):
            self.add_error(
                "choice",
                _("You gave a date of your own and kept another choice: choose one."),
            )
        return cleaned

    def _need_words_of(self, text, cleaned):
        """Readers are shown these words as a quotation of the answer."""
        words = fold(cleaned.get("words", ""))
        if words and text and words not in fold(text):
            self.add_error(
                "words",
                _(
                    "The answer does not hold these words: copy them as it says them, "
                    "or leave them out and give the date with your reasoning."
                ),
            )

    def _inferred(self, cleaned):
        """The choice that goes without saying when none was made."""
        if cleaned.get("own_on"):
            return OWN
        if cleaned.get("event"):
            return EVENT
        return self._usual_choice() or None

    def _refuse_silence(self, cleaned):
        if cleaned.get("words"):
            way_out = _(
                "Give a date, name the event that it waits for, or say that "
                "no date can be given."
            )
            found = self.explanation or _("No date was found in these words.")
            self.add_error("choice", f"{found} {way_out}")
        elif self.is_needed:
            self.add_error("words", _("Give the words, a date or an event."))

    def _need_own(self, cleaned):
        if not cleaned.get("own_on") and "own_on" not in self.errors:
            self.add_error("own_on", _("Give the date."))
        elif cleaned.get("own_on") and cleaned["own_on"] < self.answered_on:
            self.add_error("own_on", _("This day comes before that of the answer."))
        if not cleaned.get("reasoning"):
            self.add_error("reasoning", _("Say how you get this date."))

    def verb_arguments(self) -> dict:
        """The fields of a Deadline that the chosen reading gives."""
        cleaned = self.cleaned_data
        chosen = {"words": cleaned["words"], "reasoning": cleaned["reasoning"]}
        others = [r for r in self.readings if code(r) != cleaned["choice"]]
        chosen["readings"] = [
            {
                "latest": str(reading.latest),
                "precision": reading.precision,
                "label_fr": reading.label_fr,
                "label_en": reading.label_en,
            }
            for reading in others
        ]
        if cleaned["choice"] == OWN:
            return chosen | {
                "rule": BY_HAND,
                "due_latest": cleaned["own_on"],
                "precision": cleaned["own_precision"] or Precision.DAY,
                "anchor_on": cleaned["anchor_on"],
            }
        if cleaned["choice"] == EVENT:
            return chosen | self._rule() | {"event": cleaned["event"]}
        if cleaned["choice"] == NO_DATE:
            return chosen | self._rule()
        return chosen | self._chosen_reading()

    def _rule(self):
        """The rule that read the words, with its reasoning unless one was typed."""
        if self.read is None:
            return {"rule": BY_HAND}
        reasoning = self.cleaned_data["reasoning"] or self.read.reasoning("fr")
        return {"rule": self.read.rule, "reasoning": reasoning}

    def _chosen_reading(self):
        reading = next(
            r for r in self.readings if code(r) == self.cleaned_data["choice"]
        )
        is_main = reading is self.readings[0]
        reasons = [reading.label_fr, self.cleaned_data["reasoning"]]
        return {
            "rule": self.read.rule,
            "reasoning": " ".join(filter(None, reasons)),
            "due_latest": reading.latest,
            "precision": reading.precision,
            "due_earliest": self.read.earliest if is_main else None,
            "anchor_on": self.read.anchor_on if is_main else None,
        }


class RevisionForm(StepForm, DeadlineForm):
    """The first deadline of a commitment, or a new one with its source and reason."""

    answer = forms.ModelChoiceField(
        label=_("answer that says it"), queryset=None, required=False
    )
    evidence = forms.ModelChoiceField(
        label=_("or piece of evidence that says it"), queryset=None, required=False
    )
    reason = forms.CharField(
        label=_("why it changes"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, commitment, **kwargs):
        passages = commitment.passages.standing().select_related("answer")
        first = passages.filter(role=PassageRole.MAKES).first()
        answer = first.answer if first else None
        text = answer.current_text() if answer else None
        super().__init__(
            *args,
            answered_on=answer.answered_on if answer else day_of(commitment.created_at),
            text=text.body if text else "",
            **kwargs,
        )
        self.is_revision = commitment.deadlines.exists()
        self.fields["answer"].queryset = Answer.objects.filter(
            pk__in=[
                *passages.values_list("answer", flat=True),
                *commitment.evidence.standing()
                .exclude(answer=None)
                .values_list("answer", flat=True),
            ]
        )
        self.fields["evidence"].queryset = commitment.evidence.standing()
        if not self.is_revision:
            self.fields["answer"].initial = answer
            del self.fields["reason"]

    def _need_words_of(self, text, cleaned):
        """The words are those of the source chosen; evidence is not here to compare."""
        if self.is_revision:
            answer = cleaned.get("answer")
            source = answer.current_text() if answer else None
            text = source.body if source else ""
        super()._need_words_of(text, cleaned)

    def clean(self):
        cleaned = super().clean()
        if self.is_revision and not (cleaned.get("answer") or cleaned.get("evidence")):
            self.add_error(
                "answer", _("A new date needs its source: an answer or evidence.")
            )
        return cleaned

    def verb_arguments(self):
        cleaned = self.cleaned_data
        return DeadlineForm.verb_arguments(self) | {
            "version": cleaned["version"],
            "answer": cleaned["answer"],
            "evidence": cleaned["evidence"],
            "reason": cleaned.get("reason", ""),
        }
