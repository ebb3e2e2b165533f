"""Small PDF files for tests, and a question as the Journal officiel prints it."""

GAZETTE = """ASSEMBLÉE NATIONALE 13 JUILLET 2023

ESSAIS ET HORAIRES

Transports ferroviaires

Ouverture des gares le dimanche

9903. − 2 mai 2023. − Mme Anne Modèle attire l'attention de M. le ministre des essais, \
chargé des gares, sur la question n° 12 de son prédécesseur.

Réponse. − Le ministre ouvrira soixante gares avant la fin de l'année 2024. Un rapport \
sera remis au Parlement.

Il sera rendu public."""


def make_pdf(pages) -> bytes:
    """Return a PDF whose pages are lists of lines; an empty line is a gap."""
    objects = ["", ""]
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding "
    objects.append(f"{font}/WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        # A line of 12 points, from the top of an A4 sheet.
        content = ["BT /F1 9 Tf 12 TL 40 800 Td"]
        content += [f"({escaped(line)}) Tj T*" for line in lines]
        stream = "\n".join([*content, "ET"])
        size = len(stream.encode("cp1252", "replace"))
        objects.append(f"<< /Length {size} >>\nstream\n{stream}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[0] = "<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return written(objects)


def escaped(line):
    """Return a line as a string of PDF: dashes that the font lacks as its own."""
    line = line.replace("−", "–")
    for sign in "\\()":
        line = line.replace(sign, f"\\{sign}")
    return line


def written(objects):
    """Return the file of some objects, with the table of their places."""
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252", "replace")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        data
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}"
            f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
        ).encode()
    )
