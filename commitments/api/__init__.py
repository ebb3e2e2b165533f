"""The API: what the site knows, for programs; docs/api.md tells how it is used.

door.py         what every answer under /api/ has in common, before any view
views.py        what may be read        writing.py    what editors' scripts write
asked.py        what a request asks     problems.py   how a refusal is told
commitments.py, answers.py, directories.py            rows as plain values
shapes.py       the same for the description (OpenAPI), inputs.py what is taken in
"""
