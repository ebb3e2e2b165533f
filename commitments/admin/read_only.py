"""Pages on which administrators read and nobody writes, superusers included."""

from django.contrib import admin


class ReadOnly:
    """Mixed into an admin page or an inline: it shows, and changes nothing."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    list_per_page = 50
    # Counting every row for each search is slow on the official questions.
    show_full_result_count = False

    def get_fields(self, request, obj=None):
        """All of the model's, those that only the verbs write included."""
        if self.fields:
            return self.fields
        meta = self.model._meta
        names = [field.name for field in (*meta.concrete_fields, *meta.many_to_many)]
        left_out = {meta.pk.name, *(self.exclude or ())}
        shown = [name for name in names if name not in left_out]
        return [*shown, *self.readonly_fields]

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    extra = 0
    show_change_link = True

    def get_readonly_fields(self, request, obj=None):
        return self.fields


def public_address(record):
    """The page that readers have of a commitment, None while they have none."""
    is_readable = type(record).objects.public().filter(pk=record.pk).exists()
    return record.get_absolute_url() if is_readable else None
