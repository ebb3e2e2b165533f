"""Accounts and their roles.

Rights come from the three roles alone. An administrator hands those out, and can
neither make a superuser nor touch one.
"""

# Imported for what they register, so that it can be replaced below.
import allauth.account.admin
import allauth.mfa.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin as StockGroupAdmin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from commitments.admin.moves_version import MovesVersion
from commitments.admin.read_only import ReadOnly, ReadOnlyAdmin
from commitments.admin.roles import (
    ADMINISTRATOR,
    ROLES,
    InRole,
    right_in_words,
    role_name,
)
from commitments.models import User


class RoleField(forms.ModelMultipleChoiceField):
    """The three roles, in words."""

    def __init__(self, **kwargs):
        super().__init__(
            Group.objects.filter(name__in=ROLES),
            label=_("Roles"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def label_from_instance(self, group):
        return ROLES[group.name]


class PersonForm(forms.ModelForm):
    """What the forms of a new and of a known account check alike."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            self.fields["email"].required = True

    def clean_email(self):
        """Lower case, as sign-in looks it up, and of one person only."""
        email = self.cleaned_data["email"].lower()
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Another account has this address."))
        return email


class NewPersonForm(PersonForm, AdminUserCreationForm):
    groups = RoleField()


class KnownPersonForm(PersonForm, UserChangeForm):
    groups = RoleField()


@admin.register(User)
class UserAdmin(MovesVersion, StockUserAdmin):
    add_form = NewPersonForm
    form = KnownPersonForm
    list_display = [
        "username",
        "first_name",
        "last_name",
        "email",
        "roles",
        "has_second_factor",
        "is_active",
        "last_login",
    ]
    list_filter = ["is_active", InRole, "is_superuser"]
    date_hierarchy = "date_joined"
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (_("Rights"), {"fields": ["is_active", "groups", "is_superuser"]}),
        (_("Important dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (_("Rights"), {"fields": ["groups"]}),
    ]

    def get_queryset(self, request):
        codes = Authenticator.objects.filter(
            user=OuterRef("pk"), type=Authenticator.Type.TOTP
        )
        people = super().get_queryset(request).prefetch_related("groups")
        return people.annotate(has_second_factor=Exists(codes))

    @admin.display(description=_("roles"))
    def roles(self, user):
        return ", ".join(role_name(group) for group in user.groups.all())

    @admin.display(description=_("second factor"), boolean=True)
    def has_second_factor(self, user):
        return user.has_second_factor

    def has_change_permission(self, request, obj=None):
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, "is_superuser"]

    def save_model(self, request, user, form, change):
        super().save_model(request, user, form, change)
        # The address given up must not go on opening the account.
        EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()

    def save_related(self, request, form, formsets, change):
        """Let administrators, and nobody else, into these pages."""
        super().save_related(request, form, formsets, change)
        user = form.instance
        is_administrator = user.groups.filter(name=ADMINISTRATOR).exists()
        user.is_staff = user.is_superuser or is_administrator
        user.save(update_fields=["is_staff"])


# An address belongs to its account, and is changed there.
admin.site.unregister([EmailAddress, Authenticator, Group])


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Second factors, to remove one whose telephone is lost; secrets are not shown."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__email"]
    exclude = ["data"]

    def get_queryset(self, request):
        factors = super().get_queryset(request)
        if request.user.is_superuser:
            return factors
        return factors.filter(user__is_superuser=False)

    def has_delete_permission(self, request, obj=None):
        return admin.ModelAdmin.has_delete_permission(self, request, obj)


@admin.register(Group)
class GroupAdmin(ReadOnly, StockGroupAdmin):
    """The roles are the project's own (docs/permissions.md): they are only shown."""

    list_display = ["role"]
    fields = readonly_fields = ["name", "rights"]
    ordering = ["pk"]

    def get_object(self, request, object_id, from_field=None):
        """The role under the name that people read: nothing here is written."""
        group = super().get_object(request, object_id, from_field)
        if group:
            group.name = role_name(group)
        return group

    @admin.display(description=_("role"), ordering="name")
    def role(self, group):
        return role_name(group)

    @admin.display(description=_("rights"))
    def rights(self, group):
        rights = group.permissions.select_related("content_type")
        return format_html_join(
            "", "{}<br>", ([right_in_words(right)] for right in rights)
        )


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """What was done in these pages; the audit trail tells of the commitments."""

    list_display = ["action_time", "user", "content_type", "object_repr", "message"]
    list_filter = ["action_flag", "content_type"]
    list_select_related = ["user", "content_type"]
    search_fields = ["object_repr", "user__username"]
    date_hierarchy = "action_time"
    fields = [
        "action_time",
        "user",
        "content_type",
        "object_id",
        "object_repr",
        "action_flag",
        "message",
    ]
    readonly_fields = ["message"]

    @admin.display(description=_("change"))
    def message(self, entry):
        return entry.get_change_message()
