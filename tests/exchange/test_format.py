"""The page on the format is enough: a reader written from it alone agrees with the program, byte for byte."""

import ast
import random
from itertools import islice
from pathlib import Path

import pytest

from app.core.errors import AppError
from app.exchange import documents
from app.exchange.keys import key_code
from app.exchange.manifest import Kind, Manifest
from app.exchange.package_file import read_package
from app.exchange.seal import seal_code
from tests.conftest import ROOT
from tests.exchange import damage, spec_reader
from tests.exchange.samples import make

RELEASED = sorted((Path(__file__).parent / "released").glob("*.cchc"))
PAGE = (ROOT / "docs" / "exchange-format.md").read_text("utf-8")


def test_the_reader_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(spec_reader.__file__).read_text("utf-8"))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert names
    assert not [name for name in names if name.split(".")[0] in ("app", "tests", "tools")]


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_what_was_released_is_read_for_ever(path: Path) -> None:
    file = path.read_bytes()
    package = read_package(file)
    manifest, document, signer = spec_reader.open_package(file)
    assert signer == package.key
    assert spec_reader.key_code(signer) == key_code(signer)
    assert manifest["kind"] == package.manifest.kind.value
    assert manifest["parts"] == [
        {"path": part.path, "sha256": part.sha256, "size": part.size} for part in package.manifest.parts
    ]
    assert set(document) == set(type(package.content).__struct_fields__)


def test_every_kind_was_released() -> None:
    assert {path.stem for path in RELEASED} == {f"1.0-{kind.value}" for kind in Kind}


def test_the_seal_code_can_be_made_from_the_page() -> None:
    file = (Path(__file__).parent / "released" / "1.0-report.cchc").read_bytes()
    manifest, _, _ = spec_reader.open_package(file)
    assert spec_reader.seal_code(manifest) == manifest["seal_code"]
    assert seal_code(read_package(file).content_sha256) == manifest["seal_code"]


@pytest.mark.parametrize("kind", list(Kind))
def test_both_readers_refuse_the_same(kind: Kind) -> None:
    file, chance = make(kind), random.Random(5)
    mutants = [
        *islice(damage.flips(file), 0, None, 97),
        *islice(damage.cuts(file), 0, None, 53),
        *islice(damage.byte_mutants(file, chance), 150),
        *islice(damage.structure_mutants([file], chance), 150),
        file,
    ]
    verdicts = []
    for mutant in mutants:
        pair = []
        for read, refusal in ((read_package, AppError), (spec_reader.open_package, spec_reader.Refused)):
            try:
                read(mutant)
                pair.append(True)
            except refusal:
                pair.append(False)
        assert pair[0] == pair[1], len(verdicts)
        verdicts.append(pair[0])
    assert verdicts[-1]
    assert verdicts.count(False) > 300


def test_the_page_names_every_field() -> None:
    structs = [
        value
        for value in vars(documents).values()
        if isinstance(value, type)
        and hasattr(value, "__struct_fields__")
        and value.__module__ == documents.__name__
    ]
    assert len(structs) > 15
    fields = {name for struct in (*structs, Manifest) for name in struct.__struct_fields__}  # type: ignore[attr-defined]
    assert [name for name in sorted(fields) if f"`{name}`" not in PAGE] == []
