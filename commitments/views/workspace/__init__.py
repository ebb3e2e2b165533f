"""The editors' workspace: pages for daily work, apart from the admin."""
