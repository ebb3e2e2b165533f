"""The map: every page of the tracker, public ones first."""

public_urls = []

workspace_urls = []

urlpatterns = [*public_urls, *workspace_urls]
