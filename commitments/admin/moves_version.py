"""What makes public pages follow the administration at once."""

from commitments.models import DataVersion


class MovesVersion:
    """Mixed into an admin page: public pages show what it changes at once."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        DataVersion.bump()

    def delete_model(self, request, row):
        super().delete_model(request, row)
        DataVersion.bump()

    def delete_queryset(self, request, rows):
        super().delete_queryset(request, rows)
        DataVersion.bump()
