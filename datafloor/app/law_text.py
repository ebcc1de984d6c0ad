"""How `datafloor law` sets its answers in a terminal, in English or Vietnamese."""

from datetime import date
from textwrap import wrap

from datafloor.kernel import law
from datafloor.kernel.law import (
    Dated,
    Evidence,
    Instrument,
    Judged,
    Pack,
    Party,
    Rule,
    Stage,
    Status,
    Turn,
)

STAGES = {
    Stage.registration: ("Registration", "Đăng ký tham gia"),
    Stage.acting: ("Acting", "Thực hiện giao dịch"),
    Stage.listing: ("Listing", "Niêm yết"),
    Stage.trial: ("Trial", "Dùng thử"),
    Stage.contract: ("Contract", "Hợp đồng"),
    Stage.access: ("Access", "Truy cập"),
    Stage.payment: ("Payment", "Thanh toán"),
    Stage.after: ("After the fact", "Sau giao dịch"),
}
STATUSES = {
    Status.in_force: ("in force", "còn hiệu lực"),
    Status.future: ("not yet in force", "chưa có hiệu lực"),
    Status.repealed: ("no longer in force", "hết hiệu lực"),
    Status.draft: ("draft", "dự thảo"),
    Status.unverified: ("UNVERIFIED", "CHƯA KIỂM CHỨNG"),
}
EVIDENCE = {
    Evidence.text: ("read in an unofficial copy of the text", "đọc bản sao không chính thức"),
    Evidence.digest: ("read in a careful digest", "đọc qua bản tóm lược kỹ"),
    Evidence.press: ("from press and law firms, not read", "qua báo chí, hãng luật, chưa đọc"),
    Evidence.policy: ("from a policy document, not read", "qua văn bản chính sách, chưa đọc"),
    Evidence.memory: ("from memory, not read", "theo trí nhớ, chưa đọc"),
    Evidence.inference: ("our own inference", "suy luận của chúng tôi"),
}
PARTIES = {
    Party.seller: ("seller", "bên bán"),
    Party.buyer: ("buyer", "bên mua"),
    Party.intermediary: ("intermediary", "bên trung gian"),
    Party.analyst: ("analyst", "bên phân tích"),
    Party.operator: ("operator", "đơn vị vận hành"),
    Party.supervisor: ("supervisor", "đơn vị giám sát"),
    Party.controller: ("controller", "bên kiểm soát dữ liệu"),
    Party.administrator: ("data administrator", "chủ quản dữ liệu"),
    Party.agency: ("State agency", "cơ quan nhà nước"),
    Party.authority: ("authority", "cơ quan có thẩm quyền"),
    Party.bidder: ("bidder", "người tham gia đấu giá"),
    Party.provider: ("service provider", "bên cung cấp dịch vụ"),
}
TURNS = {
    Turn.begins: ("begins", "bắt đầu"),
    Turn.last_day: ("last day", "ngày cuối"),
    Turn.due: ("due", "đến hạn"),
}
MARKS = {Status.unverified: "?", Status.future: ">", Status.repealed: "x", Status.draft: "~"}

_CAUTION = (
    ": nobody has read the text; it may call for a person, but refuses nobody by itself",
    ": chưa ai đọc văn bản; có thể cần người xem xét, tự nó không từ chối ai",
)


def listing(
    pack: Pack, day: date, rules: list[Rule], stage: Stage | None, language: str, width: int
) -> str:
    """The rules by their first stage, or all under one, a line each; then the days ahead."""
    vi = language == "vi"
    lines = [_header(pack, language), _counts(rules, day, language)]
    wide = max((len(rule.id) for rule in rules), default=0)
    cite = max((len(rule.cites[0]) for rule in rules), default=0)
    for group, names in STAGES.items():
        rows = [rule for rule in rules if (stage or rule.stage[0]) is group]
        if rows:
            lines += ["", names[vi]]
        for rule in rows:
            mark = MARKS.get(rule.status_on(day), " ")
            says = _cut(_says(pack, rule, language), width - wide - cite - 6)
            lines.append(
                f"{mark} {rule.id:<{wide}}  {says:<{width - wide - cite - 6}}  {rule.cites[0]}"
            )
    shown = {rule.id for rule in rules}
    turns = [turn for turn in law.ahead(pack, day) if turn.rule.id in shown]
    if turns:
        lines += ["", "Sắp tới" if vi else "Ahead"]
    for turn in turns:
        what = f"{turn.day}  {TURNS[turn.turn][vi]:<9}  {turn.rule.id:<{wide}}"
        lines.append(_cut(f"  {what}  {turn.rule.vi if vi else turn.rule.en}", width))
    return "\n".join([*lines, "", *_legend(rules, day, language, width)])


def rule(pack: Pack, versions: tuple[Rule, ...], day: date, language: str, width: int) -> str:
    """Every version of a rule in full, the one that binds on the day first."""
    vi = language == "vi"
    lines = [_header(pack, language)]
    for version in sorted(versions, key=lambda one: not one.binds_on(day)):
        note = version.note_vi if vi else version.note_en
        despite = version.despite_vi if vi else version.despite_en
        rows = [
            ("Căn cứ" if vi else "Law", pack.citations(version.cites, language)),
            ("Hiệu lực" if vi else "Holds", _holds(version, day, language)),
            ("Nguồn" if vi else "Evidence", EVIDENCE[version.evidence][vi]),
            ("Kiểm tra" if vi else "Check", law.in_short(pack, version.check, language)),
            ("Loại" if vi else "Kind", law.kind_of(version.check)),
            ("Giai đoạn" if vi else "Stage", ", ".join(STAGES[s][vi] for s in version.stage)),
            ("Đối tượng" if vi else "Binds", ", ".join(PARTIES[p][vi] for p in version.binds)),
            ("Mục" if vi else "Point", f"{version.point}/19" if version.point else ""),
            ("Lưu ý" if vi else "Note", note),
            ("Vì sao" if vi else "Despite", despite),
        ]
        text = wrap(version.vi if vi else version.en, width)
        lines += ["", version.id, *text, "", *_table(rows, width)]
    return "\n".join(lines)


def instrument(pack: Pack, one: Instrument, day: date, language: str, width: int) -> str:
    """An instrument, what became of it, and the rules that rest on it."""
    vi = language == "vi"

    def names(ids: tuple[str, ...]) -> str:
        return "; ".join(f"{pack.cite(name, language)} ({name})" for name in ids)

    rows = [
        ("Nội dung" if vi else "About", one.about_vi if vi else one.about_en),
        ("Hiệu lực" if vi else "Holds", _holds(one, day, language)),
        ("Nguồn" if vi else "Evidence", EVIDENCE[one.evidence][vi]),
        ("Đã đọc" if vi else "Read", one.read_vi if vi else one.read_en),
        ("Thay thế" if vi else "Replaces", names(one.replaces)),
        ("Bị bãi bỏ bởi" if vi else "Repealed by", names(one.repealed_by)),
        ("Được sửa bởi" if vi else "Amended by", names(one.amended_by)),
    ]
    lines = [_header(pack, language), "", f"{one.id}  {one.vi if vi else one.en}"]
    lines += _table(rows, width)
    places = {
        found: ", ".join(place for place in found.cites if place.split(" ")[0] == one.id)
        for found in pack.rules
    }
    resting = [found for found in pack.rules if places[found]]
    wide = max((len(found.id) for found in resting), default=0)
    long = max((len(places[found]) for found in resting), default=0)
    if resting:
        lines += ["", "Quy định" if vi else "Rules"]
    for found in resting:
        mark = MARKS.get(found.status_on(day), " ")
        text = found.vi if vi else found.en
        lines.append(_cut(f"{mark} {places[found]:<{long}}  {found.id:<{wide}}  {text}", width))
    return "\n".join([*lines, "", *_legend(resting, day, language, width)]).rstrip()


def verdict(pack: Pack, found: list[str], day: date, language: str) -> str:
    """Whether the pack is in order on the day, and else what is wrong."""
    vi = language == "vi"
    sizes = (len(pack.rules), len(pack.instruments))
    on = law.day_text(day, language)
    if found:
        head = f"{len(found)} điểm cần sửa" if vi else f"{len(found)} to look at"
        return "\n".join([_header(pack, language), f"{head} ({on}):", *(f"- {f}" for f in found)])
    fine = (
        f"Hợp lệ vào ngày {on}: {sizes[0]} quy định, {sizes[1]} văn bản."
        if vi
        else f"In order on {on}: {sizes[0]} rules, {sizes[1]} instruments."
    )
    return "\n".join([_header(pack, language), fine, _counts(list(pack.rules), day, language)])


def _header(pack: Pack, language: str) -> str:
    name = pack.header.vi if language == "vi" else pack.header.en
    return f"{name} · {pack.name} {pack.version} · {pack.digest[:12]}"


def _counts(rules: list[Rule], day: date, language: str) -> str:
    vi = language == "vi"
    counted = [
        f"{number} {STATUSES[status][vi].lower()}"
        for status in Status
        if (number := sum(rule.status_on(day) is status for rule in rules))
    ]
    on = law.day_text(day, language)
    nothing = "không có quy định nào" if vi else "no rules"
    return f"{'Ngày' if vi else 'On'} {on}: {', '.join(counted) or nothing}"


def _legend(rules: list[Rule], day: date, language: str, width: int) -> list[str]:
    vi = language == "vi"
    there = {rule.status_on(day) for rule in rules}
    lines = [f"{MARKS[s]} {STATUSES[s][vi].lower()}" for s in MARKS if s in there]
    if Status.unverified in there:
        lines[0] += _CAUTION[vi]
    return [part for line in lines for part in wrap(line, width, subsequent_indent="  ")]


def _says(pack: Pack, rule: Rule, language: str) -> str:
    if isinstance(rule.check, Judged):
        return rule.vi if language == "vi" else rule.en
    return law.in_short(pack, rule.check, language)


def _holds(dated: Dated, day: date, language: str) -> str:
    vi = language == "vi"
    text = STATUSES[dated.status_on(day)][vi]
    if dated.since:
        text += f", {'từ' if vi else 'from'} {law.day_text(dated.since, language)}"
    if dated.until:
        text += f", {'đến hết' if vi else 'to the end of'} {law.day_text(dated.until, language)}"
    return text


def _table(rows: list[tuple[str, str]], width: int) -> list[str]:
    wide = max(len(name) for name, text in rows if text)
    lines = []
    for name, text in rows:
        for place, part in enumerate(wrap(text, width - wide - 4)):
            lines.append(f"  {'' if place else name:<{wide}}  {part}")
    return lines


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
