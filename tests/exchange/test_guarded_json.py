"""JSON from outside (E9): every trick is refused, and a record has one form only."""

import base64
from typing import Any

import msgspec
import pytest
from nacl.signing import SigningKey

from app.core.errors import InvalidField
from app.exchange.container import pack
from app.exchange.documents import ReportDocument
from app.exchange.envelope import open_envelope, pre_authentication_encoding, seal_envelope
from app.exchange.guarded_json import cleaned, decode, encode, guarded
from app.exchange.manifest import Kind, Manifest
from app.exchange.package_file import build, members_of, parts_of, read_package
from app.exchange.refusals import Damaged, TooNew
from tests.exchange.samples import DOCUMENTS, KEY, make, manifest_of, report_document

MOST = 1_000_000

TRICKS = {
    "duplicate keys": b'{"a":1,"a":2}',
    "escaped duplicate": b'{"a":1,"\\u0061":2}',
    "NaN": b'{"a":NaN}',
    "infinity": b'{"a":-Infinity}',
    "5,000 digits": b'{"a":' + b"9" * 5000 + b"}",
    "beyond 2^53": b'{"a":9007199254740993}',
    "float": b'{"a":1.5}',
    "exponent": b'{"a":1e9}',
    "200,000 deep": b"[" * 200_000,
    "13 deep": b"[" * 13 + b"]" * 13,
    "mark in front": b"\xef\xbb\xbf{}",
    "lone surrogate": b'{"a":"\\ud800"}',
    "not UTF-8": b'{"a":"\xff"}',
    "trailing data": b"{}{}",
    "control character": b'{"a":"\\u0007"}',
    "raw control": b'{"a":"\x01"}',
    "turned text": '{"a":"\u202egpj.exe"}'.encode(),
    "zero width": '{"a":"x\u200by"}'.encode(),
    "not composed": '{"a":"e\u0301"}'.encode(),
    "comment": b"{/*x*/}",
    "too much": b'"' + b"x" * MOST + b'"',
    "long text": b'{"a":"' + b"x" * 40_000 + b'"}',
    "unclosed": b'{"a":"\\',
    "in a list": '{"a":[["\u202e"]]}'.encode(),
}


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_is_refused(name: str) -> None:
    with pytest.raises(Damaged):
        guarded(TRICKS[name], most_bytes=MOST)


def test_plain_values_pass() -> None:
    value = '{"a":["x",1,-5,true,null,"Xã Châu Quang\\n\\t"],"b":{"c":{}}}'
    assert guarded(value.encode(), most_bytes=MOST)["a"][5] == "Xã Châu Quang\n\t"


REPORT = encode(report_document())

WRONG = {
    "unknown field": REPORT.replace(b'"epoch":1', b'"epoch":1,"extra":1'),
    "missing field": REPORT.replace(b'"plan":[],', b""),
    "blank between": REPORT.replace(b'"epoch":1', b'"epoch": 1'),
    "other order": b'{"plan":[],' + REPORT.replace(b'"plan":[],', b"")[1:],
    "true for a number": REPORT.replace(b'"epoch":1', b'"epoch":true'),
    "text for a number": REPORT.replace(b'"epoch":1', b'"epoch":"1"'),
    "fast-forward": REPORT.replace(b'"revision":1', b'"revision":2147483648'),
    "revision 1000": REPORT.replace(b'"revision":1', b'"revision":1000'),
    "revision 0": REPORT.replace(b'"revision":1', b'"revision":0'),
    "epoch 51": REPORT.replace(b'"epoch":1', b'"epoch":51'),
    "no number": REPORT.replace(b'"value":"120"', b'"value":"NaN"'),
    "exponent": REPORT.replace(b'"value":"120"', b'"value":"1E9"'),
    "zero in front": REPORT.replace(b'"value":"120"', b'"value":"0120"'),
    "other digits": REPORT.replace(b'"value":"120"', '"value":"١٢٠"'.encode()),
    "five decimals": REPORT.replace(b'"value":"120"', b'"value":"1.00001"'),
    "zero behind": REPORT.replace(b'"value":"120"', b'"value":"1.50"'),
    "no such state": REPORT.replace(b'"none_arisen"', b'"whatever"'),
    "no such month": REPORT.replace(b'"2024-03"', b'"2024-13"'),
    "no such day": REPORT.replace(b'"2024-03-11"', b'"2024-02-30"'),
    "moment without zone": REPORT.replace(b"02:30:00Z", b"02:30:00"),
    "key not an id": REPORT.replace(b"6f0f8a52-", b"../../52-"),
    "a list": b"[" + REPORT + b"]",
    "nothing": b"null",
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_report_is_refused(name: str) -> None:
    assert WRONG[name] != REPORT
    with pytest.raises(Damaged):
        decode(WRONG[name], ReportDocument, most_bytes=MOST)


def test_a_report_is_read_as_it_was_written() -> None:
    assert decode(REPORT, ReportDocument, most_bytes=MOST) == report_document()


def test_text_is_cleaned_before_it_is_sealed() -> None:
    odd = report_document(reason="e\u0301\u202e\x07\r\nx")
    assert cleaned(odd).reason == "é\nx"
    with pytest.raises(InvalidField):
        cleaned(report_document(reason="x" * 40_000))


def test_the_signed_bytes_are_those_of_the_dsse_specification() -> None:
    signed = pre_authentication_encoding("http://example.com/HelloWorld", b"hello world")
    assert signed == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


def test_a_low_order_key_that_fits_any_message_is_refused() -> None:
    envelope = seal_envelope(b"{}", KEY).decode()
    public = bytes(KEY.verify_key).hex()
    signature = envelope.split('"sig":"')[1].split('"')[0]
    for low in ("00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f"):
        weak = base64.b64encode(bytes.fromhex("01" + "00" * 63)).decode()
        with pytest.raises(Damaged):
            open_envelope(envelope.replace(public, low).replace(signature, weak).encode())


def test_a_package_signed_again_by_another_key_shows_that_key() -> None:
    other = SigningKey(b"x" * 32)
    assert read_package(make(Kind.REPORT, key=other)).key == bytes(other.verify_key).hex()
    assert read_package(make(Kind.REPORT)).key != bytes(other.verify_key).hex()


def _signed(manifest: Any, members: dict[str, bytes]) -> bytes:
    return pack(seal_envelope(encode(manifest), KEY), members)


def test_a_newer_format_is_told_apart_from_damage() -> None:
    members = members_of(Kind.RECEIPT, DOCUMENTS[Kind.RECEIPT], {})
    for more in ({"major": 2}, {"requires": ["encrypted"]}):
        manifest = manifest_of(Kind.RECEIPT, parts=parts_of(members), **more)
        with pytest.raises(TooNew) as refusal:
            read_package(_signed(manifest, members))
        assert refusal.value.sentence() == (
            "Gói dùng định dạng mới hơn. Đã giữ lại nguyên vẹn; "
            "cập nhật chương trình rồi nhập lại. (E-PKG-09)"
        )


def test_a_newer_minor_format_may_say_more() -> None:
    members = members_of(Kind.RECEIPT, DOCUMENTS[Kind.RECEIPT], {})
    members["data/receipt.json"] = members["data/receipt.json"].replace(b'"year":', b'"weather":"x","year":')
    manifest = manifest_of(Kind.RECEIPT, parts=parts_of(members), minor=7)
    file = _signed(manifest, members)
    assert read_package(file).manifest.minor == 7
    same = msgspec.structs.replace(manifest, minor=0)
    with pytest.raises(Damaged):
        read_package(_signed(same, members))


@pytest.mark.parametrize("more", [{"format": "other"}, {"major": 0}, {"minor": -1}, {"revision": 1000}])
def test_a_manifest_of_no_format_of_ours_is_refused(more: dict[str, object]) -> None:
    members = members_of(Kind.RECEIPT, DOCUMENTS[Kind.RECEIPT], {})
    with pytest.raises(Damaged):
        read_package(_signed(manifest_of(Kind.RECEIPT, parts=parts_of(members), **more), members))


def test_parts_from_another_package_do_not_fit() -> None:
    """D2, mix and match: members of one valid package in the envelope of another."""
    other = members_of(Kind.REPORT, report_document(reason="khác"), {"bao-cao.pdf": b"%PDF-1.7 nothing"})
    mine = members_of(Kind.REPORT, report_document(), {"bao-cao.pdf": b"%PDF-1.7 nothing"})
    with pytest.raises(Damaged):
        read_package(_signed(manifest_of(Kind.REPORT, parts=parts_of(mine)), other))


def test_a_package_needs_its_document() -> None:
    members = {"readable/a.pdf": b"x"}
    with pytest.raises(Damaged):
        read_package(_signed(manifest_of(Kind.REPORT, parts=parts_of(members)), members))


def test_the_document_of_another_kind_is_not_handed_out() -> None:
    package = read_package(make(Kind.RECEIPT))
    with pytest.raises(Damaged):
        package.document(ReportDocument)
    assert isinstance(manifest_of(Kind.REPORT), Manifest)
    with pytest.raises(ValueError, match="cannot hold"):
        members_of(Kind.REPORT, DOCUMENTS[Kind.REPORT], {"x.exe": b""})
    assert build(manifest_of(Kind.RECEIPT), members_of(Kind.RECEIPT, DOCUMENTS[Kind.RECEIPT], {}), KEY)
