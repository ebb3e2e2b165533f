"""Public data as files for spreadsheets and programs: docs/open_data.md."""
