"""Subscribers, what they asked for, and the outbox: read, sent again, forgotten."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments.admin.read_only import ReadOnlyAdmin, ReadOnlyInline
from commitments.choices import MailState
from commitments.models import OutgoingMail, Subscriber, Subscription
from commitments.subscriptions import outbox


class SubscriptionsOfSubscriber(ReadOnlyInline):
    model = Subscription
    fields = ["commitment", "body", "theme", "search", "cadence", "confirmed_at"]
    show_change_link = False


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin):
    list_display = ["email", "language", "created_at"]
    list_filter = ["language"]
    search_fields = ["email"]
    date_hierarchy = "created_at"
    inlines = [SubscriptionsOfSubscriber]


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    list_display = ["subscriber", "subject", "cadence", "confirmed_at", "told_at"]
    list_filter = ["cadence", ("confirmed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["subscriber", "commitment", "body", "theme"]
    search_fields = ["subscriber__email", "search"]
    date_hierarchy = "requested_at"

    @admin.display(description=_("subject"))
    def subject(self, subscription):
        wanted = subscription.commitment or subscription.body or subscription.theme
        return wanted or subscription.search


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    list_display = ["key", "subscriber", "kind", "state", "attempts", "next_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["subscriber"]
    search_fields = ["key", "subscriber__email", "error"]
    date_hierarchy = "created_at"
    actions = ["send_again"]

    @admin.action(description=_("Try again what was given up"), permissions=["view"])
    def send_again(self, request, queryset):
        number = outbox.send_again(queryset.filter(state=MailState.FAILED))
        text = ngettext(
            "%(n)d message waits to be sent again.",
            "%(n)d messages wait to be sent again.",
            number,
        )
        self.message_user(request, text % {"n": number}, messages.SUCCESS)
