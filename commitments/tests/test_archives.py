"""Archives from anywhere: every member in turn, and nothing beyond the bounds."""

import bz2
import gzip
import io
import os
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

from commitments.imports.archives import (
    SMALL,
    Limits,
    Unreadable,
    members,
    small_member,
)
from commitments.imports.published import Problem

MB = 1_000_000


def make_zip(files, **options):
    """Return the bytes of a zip of ``files``, a dictionary of names and bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def make_tar(files, mode="w:gz"):
    """Return the bytes of a tar; a value may be a TarInfo instead of bytes."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, data in files.items():
            if isinstance(data, tarfile.TarInfo):
                data.name = name
                archive.addfile(data)
            else:
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


class ArchiveTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def put(self, name, data):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def contents(self, path, **limits):
        """Return what every member holds, or the code of its problem, by name."""
        found = {}
        for member in members(path, Limits(**limits)):
            if isinstance(member, Problem):
                found[member.file] = member.code
                continue
            try:
                found[member.name] = member.stream.read()
            except Unreadable as error:
                found[member.name] = error.code
        return found

    def test_reads_a_file_a_folder_and_every_kind_of_archive(self):
        self.put("a.xml", b"a")
        self.put("b/c.zip", make_zip({"x.json": b"x", "d/y.json": b"y"}))
        self.put("b/d.taz", make_tar({"z.xml": b"z", "n" * 200: b"long"}))
        self.put("e.tar", make_tar({"t": b"t"}, mode="w"))
        self.put("f.sql.gz", gzip.compress(b"f"))
        self.put("g.csv.bz2", bz2.compress(b"g"))
        self.put("h.zip", make_zip({"in.taz": make_tar({"deep": b"deep"})}))
        self.assertEqual(
            self.contents(self.folder),
            {
                "a.xml": b"a",
                "b/c.zip/x.json": b"x",
                "b/c.zip/d/y.json": b"y",
                "b/d.taz/z.xml": b"z",
                f"b/d.taz/{'n' * 200}": b"long",
                "e.tar/t": b"t",
                "f.sql": b"f",
                "g.csv": b"g",
                "h.zip/in.taz/deep": b"deep",
            },
        )

    def test_shows_the_head_without_consuming_it(self):
        found = members(self.put("a", b"abc"))
        member = next(found)
        self.assertEqual(member.head(), b"abc")
        self.assertEqual(member.stream.read(), b"abc")

    def test_refuses_paths_that_lead_out(self):
        names = ("../up", "/etc/x", "a/../../b", "C:\\x", "..\\y")
        path = self.put("a.zip", make_zip(dict.fromkeys(names, b"x")))
        self.assertEqual(set(self.contents(path).values()), {"path"})
        path = self.put("a.tar", make_tar(dict.fromkeys(names, b"x")))
        self.assertEqual(set(self.contents(path).values()), {"path"})

    def test_follows_no_link(self):
        secret = self.put("secret", b"secret")
        (self.folder / "in").mkdir()
        (self.folder / "in/link").symlink_to(secret)
        (self.folder / "in/folder").symlink_to(self.folder)
        os.mkfifo(self.folder / "in/pipe")
        self.assertEqual(
            self.contents(self.folder / "in"),
            {"link": "link", "folder": "link", "pipe": "special"},
        )
        self.assertEqual(self.contents(self.folder / "in/link"), {"link": "link"})

    def test_follows_no_link_of_an_archive(self):
        link, hard, device = (tarfile.TarInfo() for _ in range(3))
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        hard.type, hard.linkname = tarfile.LNKTYPE, "a"
        device.type = tarfile.CHRTYPE
        files = {"a": b"a", "l": link, "h": hard, "d": device, "z": b"z"}
        found = self.contents(self.put("a.tgz", make_tar(files)))
        self.assertEqual(list(found.values()), [b"a", "link", "link", "special", b"z"])

        info = zipfile.ZipInfo("l")
        info.external_attr = 0o120777 << 16
        found = self.contents(self.put("a.zip", make_zip({info: "/etc/passwd"})))
        self.assertEqual(found, {"a.zip/l": "link"})

    def test_stops_a_bomb_and_reads_the_rest(self):
        files = {"bomb": bytes(20 * MB), "a": b"a"}
        found = self.contents(self.put("a.zip", make_zip(files)))
        self.assertEqual(found, {"a.zip/bomb": "ratio", "a.zip/a": b"a"})

    def test_stops_a_bomb_in_a_tar(self):
        found = self.contents(self.put("a.tgz", make_tar({"bomb": bytes(50 * MB)})))
        self.assertIn("ratio", found.values())
        self.assertFalse(any(isinstance(data, bytes) for data in found.values()))

    def test_stops_a_bomb_of_nested_archives(self):
        data = make_zip({"a": b"a"})
        for _ in range(5):
            data = make_zip({"in.zip": data})
        self.assertIn("depth", self.contents(self.put("a.zip", data)).values())

    def test_stops_an_overlong_header_before_it_fills_memory(self):
        info = tarfile.TarInfo("a")
        info.pax_headers = {"comment": "x" * (8 * MB)}
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
            tar.addfile(info)
        found = self.contents(self.put("a.tar", buffer.getvalue()))
        self.assertEqual(found, {"a.tar": "too_big"})

    def test_bounds_the_total_the_count_and_the_size_of_a_member(self):
        noise = os.urandom(2 * MB)
        path = self.put("a.zip", make_zip({f"{n}": noise for n in range(4)}))
        found = self.contents(path, total=5 * MB)
        self.assertEqual(sum(data == noise for data in found.values()), 2)
        self.assertIn("total", found.values())
        self.assertEqual(self.contents(path, count=3), {"a.zip": "count"})
        self.assertEqual(set(self.contents(path, member=MB).values()), {"too_big"})

    def test_reports_damage_and_reads_the_other_files(self):
        whole = make_zip({"x": b"x" * 100})
        self.put("1.zip", whole[:-30])
        self.put("2.tgz", make_tar({"w": b"w", "a": os.urandom(50_000)})[:20_000])
        self.put("3.gz", gzip.compress(os.urandom(5000))[:-20])
        self.put("4.taz", b"\x1f\x9d\x90abc")
        damaged = bytearray(make_zip({"bad": os.urandom(1000), "good": b"g"}))
        damaged[200] ^= 255
        self.put("5.zip", bytes(damaged))
        found = self.contents(self.folder)
        self.assertEqual(found["1.zip"], "damaged")
        self.assertEqual((found["2.tgz/w"], found["2.tgz"]), (b"w", "damaged"))
        self.assertEqual(found["3"], "damaged")
        self.assertEqual(found["4.taz"], "packing")
        self.assertEqual(found["5.zip/bad"], "damaged")
        self.assertEqual(found["5.zip/good"], b"g")

    def test_believes_no_size_that_a_list_of_members_claims(self):
        path = self.folder / "claims.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.json", "hello")
        with zipfile.ZipFile(path) as archive:
            (info,) = archive.infolist()
            self.assertEqual(small_member(archive, info), b"hello")
            for claimed in (2 * SMALL, 2**40, 2**63 + 5):
                info.compress_size = claimed
                self.assertIsNone(small_member(archive, info))

    def test_refuses_what_is_encrypted(self):
        data = bytearray(make_zip({"a": b"a"}))
        data[data.rfind(b"PK\x01\x02") + 8] |= 1
        self.assertEqual(
            self.contents(self.put("a.zip", bytes(data))), {"a.zip/a": "encrypted"}
        )

    def test_reports_a_file_that_is_not_there(self):
        self.assertEqual(self.contents(self.folder / "no"), {"no": "unreadable"})
