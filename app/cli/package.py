"""``package``: the exchange by files: make, look into, take in, answer, note a code, trust a key, undo."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import add_json
from app.cli.host import Host
from app.cli.output import print_json, print_lines, tell
from app.cli.parser import Parser
from app.core.errors import InvalidField

if TYPE_CHECKING:
    from app.services.packages.arrivals import Arrived
    from app.services.packages.comparing import Change
    from app.services.packages.outgoing import MadePackage
    from app.system.secrets import Secrets

_REFUSED = 3
_ACTIONS = {
    "create": "làm gói: --to giao việc cho đơn vị, --report niêm phong báo cáo của mình",
    "inspect": "xem một gói, không ghi gì",
    "import": "nhập gói, thư mục gói",
    "receipt": "làm biên nhận cho một đơn vị",
    "form": "làm biểu Excel để một đơn vị không có chương trình nộp báo cáo",
    "code": "ghi mã niêm phong nghe qua điện thoại hoặc dán từ tin nhắn",
    "key": "mã xác minh 30 số của sổ này; --trust xác minh khóa của đơn vị",
    "undo": "hoàn tác một lần nhập",
}
_OUTCOMES = {
    "new": "mới",
    "replacement": "bản thay thế",
    "duplicate": "không có gì mới",
    "rejected": "chưa nhập",
}


def configure(_verb: str, parser: Parser) -> None:
    """Declare the arguments of ``package``."""
    actions = parser.add_subparsers(dest="action", metavar="VIỆC", required=True, title="các việc")
    children = {name: actions.add_parser(name, help=words) for name, words in _ACTIONS.items()}
    for name, child in children.items():
        add_json(child)
        child.set_defaults(run=_RUNS[name])
    _configure_making(children["create"], children["receipt"])
    children["form"].add_argument("--to", required=True, metavar="MÃ", help="mã đơn vị nộp báo cáo")
    children["form"].add_argument("--period", required=True, metavar="NĂM-THÁNG", help="kỳ báo cáo")
    children["form"].add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC", help="nơi đặt tệp")
    children["inspect"].add_argument("file", type=Path, metavar="TỆP", help="gói .cchc")
    children["import"].add_argument(
        "paths", type=Path, nargs="+", metavar="TỆP|THƯ_MỤC", help="gói, biểu Excel, thư mục"
    )
    children["import"].add_argument("--dry-run", action="store_true", help="xem trước, không ghi gì")
    children["import"].add_argument(
        "--join", action="store_true", help="gói giao việc ghi đúng đơn vị mình: nối hai sổ lập riêng"
    )
    children["import"].add_argument("--received", metavar="GIỜ", help="lúc gói đến nơi: 2024-03-12T16:30")
    children["code"].add_argument("text", metavar="MÃ|TIN", help="mã 12 ký tự hoặc cả tin nhắn")
    children["code"].add_argument("--unit", metavar="MÃ", help="mã đơn vị, nếu tin không ghi")
    children["code"].add_argument("--period", metavar="NĂM-THÁNG", help="kỳ, nếu tin không ghi")
    children["code"].add_argument(
        "--at", metavar="GIỜ", help="lúc nghe: 2024-03-12T16:30 (mặc định: bây giờ)"
    )
    children["key"].add_argument("--trust", metavar="MÃ", help="mã đơn vị có khóa cần xác minh")
    children["key"].add_argument("--code", metavar="30_SỐ", default="", help="mã xác minh đơn vị đọc")
    children["key"].add_argument("--reason", default="", metavar="LÝ_DO", help="lý do, khi đơn vị đổi khóa")
    children["undo"].add_argument("batch", metavar="LẦN_NHẬP", help="mã lần nhập mà lệnh import in ra")


def _configure_making(create: Parser, receipt: Parser) -> None:
    what = create.add_mutually_exclusive_group(required=True)
    what.add_argument("--to", metavar="MÃ", help="giao việc cho đơn vị mang mã này")
    what.add_argument("--report", metavar="NĂM-THÁNG", help="niêm phong báo cáo của kỳ này")
    create.add_argument("--rule", metavar="TÊN", help="chế độ báo cáo (mặc định: báo cáo tháng)")
    create.add_argument(
        "--approved-by",
        default="",
        metavar="TÊN",
        help="người duyệt (mặc định: người ký, chưa có thì người đang dùng sổ)",
    )
    create.add_argument("--signed", metavar="NGÀY", help="ngày ký giấy, nếu đã ký")
    create.add_argument("--number", default="", metavar="SỐ", help="số ký hiệu báo cáo, nếu đã có")
    create.add_argument("--reason", default="", metavar="LÝ_DO", help="lý do của bản thay thế")
    receipt.add_argument("--unit", required=True, metavar="MÃ", help="mã đơn vị")
    for child in (create, receipt):
        child.add_argument("--year", type=int, metavar="NĂM", help="năm (mặc định: năm nay)")
        child.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC", help="nơi đặt tệp")


def _vault() -> "Secrets":
    from app.system.secrets import VaultSecrets

    return VaultSecrets()


def _create(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.packages.making import hand_down, put_out, seal_report
    from app.services.queries.units import find_unit

    services = host.open(arguments.data)
    with services.uow as uow:
        today = services.clock.today()
        if arguments.to:
            with uow.read() as session:
                unit_id = find_unit(session, code=arguments.to, as_of=today).id
            made = hand_down(services, _vault(), unit_id=unit_id, year=arguments.year or today.year)
        else:
            from app.cli.package_report import approval_of, expected_of

            with uow.read() as session:
                expected_id = expected_of(session, arguments, today)
                approval = approval_of(session, arguments, today)
            made = seal_report(
                services, _vault(), expected_id=expected_id, approval=approval, reason=arguments.reason
            )
    _tell_made(arguments, made, put_out(made, arguments.out))
    return 0


def _receipt(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.packages.making import answer, put_out
    from app.services.queries.units import find_unit

    services = host.open(arguments.data)
    with services.uow as uow:
        today = services.clock.today()
        with uow.read() as session:
            unit_id = find_unit(session, code=arguments.unit, as_of=today).id
        made = answer(services, _vault(), unit_id=unit_id, year=arguments.year or today.year)
    _tell_made(arguments, made, put_out(made, arguments.out))
    return 0


def _form(arguments: argparse.Namespace, host: Host) -> int:
    from app.cli.package_report import expected_of_unit
    from app.services.packages.forms import hand_out_form
    from app.services.packages.making import put_out

    services = host.open(arguments.data)
    with services.uow as uow:
        with uow.read() as session:
            expected_id = expected_of_unit(session, arguments.to, arguments.period, services.clock.today())
        made = hand_out_form(services, _vault(), expected_id=expected_id)
    _tell_made(arguments, made, put_out(made, arguments.out))
    return 0


def _tell_made(arguments: argparse.Namespace, made: "MadePackage", path: Path) -> None:
    from app.exchange.seal import grouped

    code = grouped(made.seal_code) if made.seal_code else ""
    if arguments.json:
        print_json(
            {
                "file": str(path),
                "id": made.sha256,
                "kind": str(made.kind),
                "unit": made.unit_code,
                "verdict": "new" if made.is_new else "duplicate",
                "reason": "" if made.is_new else "Không có gì mới so với gói đã làm.",
                "seal_code": made.seal_code or "",
                "changes": [],
                "revision": made.revision,
            }
        )
    else:
        again = "" if made.is_new else " Không có gì mới so với gói đã làm."
        print_lines([f"Đã ghi {path} (lần {made.revision}, {len(made.content) // 1024 + 1} KB).{again}"])
        if code:
            print_lines([f"Mã niêm phong: {code}"])
    for warning in made.warnings:
        tell(f"Lưu ý: {warning}")


def _inspect(arguments: argparse.Namespace, _host: Host) -> int:
    from app.exchange.keys import grouped_digits, key_code
    from app.services.packages.proving import offer_content
    from app.services.packages.words import KINDS

    offered = offer_content(arguments.file.name, arguments.file.read_bytes())
    if offered.package is None:
        assert offered.refusal is not None
        raise offered.refusal
    package, manifest = offered.package, offered.package.manifest
    code = key_code(package.key) if package.key else ""
    if arguments.json:
        print_json(
            {
                "file": str(arguments.file),
                "id": package.sha256,
                "kind": manifest.kind.value,
                "unit": manifest.unit.code,
                "verdict": "new",
                "reason": "",
                "seal_code": manifest.seal_code or "",
                "changes": [],
                "recipient": manifest.recipient.code,
                "epoch": manifest.epoch,
                "revision": manifest.revision,
                "created_at": manifest.created_at.isoformat(),
                "key_code": code,
                "parts": [part.path for part in manifest.parts],
            }
        )
    else:
        print_lines(
            [
                f"Gói {KINDS[manifest.kind]} nguyên vẹn, lần {manifest.revision}.",
                f"Từ {manifest.sender.name} gửi {manifest.recipient.name}.",
                f"Mã xác minh khóa: {grouped_digits(code)}" if code else "Nộp qua Excel.",
                *(f"  {part.path} ({part.size} byte)" for part in manifest.parts),
            ]
        )
    return 0


def _import(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.packages.batch import import_packages

    services = host.open(arguments.data)
    received = _moment(arguments.received, "received")
    with services.uow:
        outcome = import_packages(
            services, _vault(), arguments.paths, dry_run=arguments.dry_run, received_at=received
        )
        if arguments.join and not arguments.dry_run:
            from app.cli.package_report import join

            outcome = join(services, _vault(), outcome)
    if arguments.json:
        facts: dict[str, object] = {"packages": [_facts(file) for file in outcome.files]}
        print_json(facts | {"batch": outcome.batch_id, "dry_run": arguments.dry_run})
        for file in outcome.files:
            if file.outcome == "rejected":
                tell(f"{file.file}: {_OUTCOMES[file.outcome]}. {file.reason}")
    else:
        for file in outcome.files:
            print_lines([f"{file.file}: {_OUTCOMES[file.outcome]}. {file.reason}".rstrip(". ") + "."])
            print_lines(f"    {notice}" for notice in file.notices)
            print_lines(f"    {c.label}: {c.before or '–'} → {c.after or '–'}" for c in file.changes[:50])
            if len(file.changes) > 50:
                print_lines([f"    … và {len(file.changes) - 50} thay đổi nữa; xem hết bằng --json."])
    is_undoable = outcome.count("new") + outcome.count("replacement") > 0
    if is_undoable and not arguments.dry_run and not arguments.json:
        tell(f"Hoàn tác cả lần nhập: package undo {outcome.batch_id}")
    return _REFUSED if outcome.files and outcome.count("rejected") == len(outcome.files) else 0


def _facts(file: "Arrived") -> dict[str, object]:
    return {
        "file": file.file,
        "id": file.sha256,
        "kind": file.kind,
        "unit": file.unit_code,
        "verdict": file.outcome,
        "reason": file.reason,
        "seal_code": file.seal_code.replace(" ", ""),
        "changes": [_change(c) for c in file.changes],
        "standing": file.verdict,
        "revision": file.revision,
        "notices": list(file.notices),
    }


def _change(change: "Change") -> dict[str, object]:
    facts: dict[str, object] = {
        "subject": change.subject,
        "label": change.label,
        "before": change.before,
        "after": change.after,
    }
    if change.by_hand:
        facts |= {"by_hand": True, "who": change.who, "choice": change.choice, "proposal": change.proposal}
    return facts


def _code(arguments: argparse.Namespace, host: Host) -> int:
    from app.cli.package_report import expected_of_code
    from app.exchange.seal import grouped
    from app.services.packages.codes import note_code
    from app.services.packages.store import PackageStore

    services = host.open(arguments.data)
    at = _moment(arguments.at, "at") or services.clock.now()
    with services.uow as uow:
        with uow.read() as session:
            heard = expected_of_code(session, arguments, at)
        store = PackageStore(services.paths.attachments)
        assert heard.expected_id is not None
        with uow.write() as session:
            note_code(
                session,
                expected_id=heard.expected_id,
                code=heard.code,
                noted_at=at,
                store=store,
                clock=services.clock,
            )
    if arguments.json:
        print_json(
            {"unit": heard.unit, "period": heard.period, "seal_code": heard.code, "noted_at": at.isoformat()}
        )
    else:
        print_lines([f"Đã ghi mã {grouped(heard.code)} của {heard.unit}, kỳ {heard.period}."])
    return 0


def _key(arguments: argparse.Namespace, host: Host) -> int:
    from app.cli.package_report import trust
    from app.exchange.keys import grouped_digits
    from app.services.packages.keys import own_key, own_key_code

    services = host.open(arguments.data)
    with services.uow as uow:
        if arguments.trust:
            taken = trust(services, _vault(), arguments)
            print_json({"taken_in": [_facts(file) for file in taken]}) if arguments.json else print_lines(
                ["Đã xác minh khóa.", *(f"{f.file}: {_OUTCOMES[f.outcome]}. {f.reason}" for f in taken)]
            )
            return 0
        with uow.write() as session:
            own_key(session, secrets=_vault(), clock=services.clock)
            code = own_key_code(session) or ""
    print_json({"key_code": code}) if arguments.json else print_lines([grouped_digits(code)])
    return 0


def _undo(arguments: argparse.Namespace, host: Host) -> int:
    from app.services.packages.decisions import undo_batch
    from app.services.packages.store import PackageStore

    services = host.open(arguments.data)
    with services.uow as uow, uow.write() as session:
        store = PackageStore(services.paths.attachments)
        count = undo_batch(session, batch_id=arguments.batch, store=store, clock=services.clock).value
    print_json({"undone": count}) if arguments.json else print_lines([f"Đã hoàn tác {count} gói."])
    return 0


def _moment(text: str | None, name: str) -> datetime | None:
    """Read a moment of the office's clock."""
    from app.core.clock import OFFICE_ZONE

    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidField(name, f"Không hiểu giờ “{text}”.", hint="Ghi như 2024-03-12T16:30.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_ZONE)


_RUNS = {
    "create": _create,
    "inspect": _inspect,
    "import": _import,
    "receipt": _receipt,
    "form": _form,
    "code": _code,
    "key": _key,
    "undo": _undo,
}
