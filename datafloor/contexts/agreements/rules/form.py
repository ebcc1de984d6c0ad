"""The wording of contracts: articles in Vietnamese and in English, from what was agreed.

The wording of a form never changes, for what was signed must be written again letter by letter; a
better wording is another form beside this one. Parties stand in it by their ids, since names are
not the journal's to keep; whoever shows the text to people puts the registered names beside them.

What the articles are about: Decree 314/2026, article 3 (rights to exploit and use data are what
is supplied), article 8.2c (term, purposes, territory, exclusivity, onward transfer, intellectual
property), article 4.6 (no personal data) and article 7.8 (the operator's power to end).
"""

from datetime import UTC, datetime
from functools import lru_cache

from msgspec import Struct

from datafloor.contexts.agreements.model import Content, Language
from datafloor.contexts.agreements.rules.paying import left_out, prices
from datafloor.contexts.policy import Limit, Onward, Purpose
from datafloor.kernel.clock import HANOI, SECOND

VIETNAM = "vn"


class Article(Struct, frozen=True):
    """A numbered article of a contract."""

    heading: str
    paragraphs: tuple[str, ...]


class Text(Struct, frozen=True):
    """A contract in one language."""

    title: str
    articles: tuple[Article, ...]

    def plain(self) -> str:
        """The whole as plain text, ending in a line break: the bytes that its digest covers."""
        lines = [self.title]
        for number, article in enumerate(self.articles, 1):
            lines += ["", f"{number}. {article.heading}", *article.paragraphs]
        return "\n".join(lines) + "\n"


PURPOSES = {
    Purpose.any: ("mọi mục đích hợp pháp", "any lawful purpose"),
    Purpose.research: ("nghiên cứu", "research"),
    Purpose.product_development: ("phát triển sản phẩm", "developing products"),
    Purpose.internal_analysis: ("phân tích nội bộ", "internal analysis"),
    Purpose.public_service: ("cung cấp dịch vụ công", "public services"),
    Purpose.ai_training: ("huấn luyện trí tuệ nhân tạo", "training artificial intelligence"),
    Purpose.credit_scoring: ("chấm điểm tín dụng", "credit scoring"),
}
ONWARD = {
    Onward.none: (
        "Bên mua không được chuyển giao dữ liệu cho bên thứ ba.",
        "The buyer may not pass the data on to a third party.",
    ),
    Onward.with_consent: (
        "Bên mua chỉ được chuyển giao dữ liệu cho bên thứ ba khi bên bán đồng ý bằng văn bản.",
        "The buyer may pass the data on to a third party only with the seller's written consent.",
    ),
    Onward.allowed: (
        "Bên mua được chuyển giao dữ liệu cho bên thứ ba theo cùng các điều kiện này.",
        "The buyer may pass the data on to a third party under these same conditions.",
    ),
}
LIMITS = {
    Limit.attribution: (
        "Bên mua ghi rõ nguồn là bên bán khi công bố kết quả tạo ra từ dữ liệu.",
        "The buyer names the seller as the source where it publishes what it made of the data.",
    ),
    Limit.share_alike: (
        "Kết quả tạo ra từ dữ liệu chỉ được cung cấp theo cùng các điều kiện này.",
        "What is made of the data may be supplied under these same conditions only.",
    ),
    Limit.no_derivatives: (
        "Bên mua không được tạo bộ dữ liệu phái sinh.",
        "The buyer may not make other data sets of the data.",
    ),
    Limit.no_reidentification: (
        "Bên mua không được tái nhận dạng bất kỳ cá nhân nào trong dữ liệu.",
        "The buyer may not re-identify any individual in the data.",
    ),
    Limit.no_benchmarking: (
        "Bên mua không được công bố so sánh dữ liệu này với dữ liệu khác.",
        "The buyer may not publish comparisons of these data with others.",
    ),
}


Pair = tuple[str, str]
"""A sentence in Vietnamese and in English."""

Said = tuple[Pair, list[Pair]]
"""An article: its heading and its paragraphs."""


def text(content: Content, language: Language) -> Text:
    """The contract in one language; the same content gives the same letters. `LookupError` for a
    form that is not known here."""
    n = 0 if language is Language.vi else 1
    title, articles = _both(content)
    return Text(
        title[n],
        tuple(
            Article(heading[n], tuple([each[n] for each in paragraphs]))
            for heading, paragraphs in articles
        ),
    )


@lru_cache(maxsize=64)
def _both(content: Content) -> tuple[Pair, list[Said]]:
    """Both languages at once, for they are always wanted together."""
    return _FORMS[content.form_version](content)


def _first(c: Content) -> tuple[Pair, list[Said]]:
    title = (
        f"HỢP ĐỒNG CẤP QUYỀN KHAI THÁC, SỬ DỤNG DỮ LIỆU SỐ {c.contract}, BẢN {c.edition_number}",
        f"CONTRACT ON RIGHTS TO EXPLOIT AND USE DATA NO {c.contract}, EDITION {c.edition_number}",
    )
    parts = (_parties, _object, _use, _term, _price, _rights, _delivery, _changes, _ending, _form)
    return title, [part(c) for part in parts]


_FORMS = {1: _first}


def _parties(c: Content) -> Said:
    said = [
        (f"Bên bán: {c.seller}.", f"Seller: {c.seller}."),
        (f"Bên mua: {c.buyer}.", f"Buyer: {c.buyer}."),
        (
            "Tên và mã số thuế của các bên được ghi trong sổ đăng ký của sàn theo các mã trên.",
            "The parties' names and tax codes are in the exchange's register under these ids.",
        ),
    ]
    if c.renews:
        said.append(
            (f"Hợp đồng này gia hạn hợp đồng {c.renews}.", f"It renews contract {c.renews}.")
        )
    if c.previous:
        said.append(
            (
                f"Bản này thay thế bản {c.edition_number - 1}, có mã băm nội dung {c.previous}.",
                f"It replaces edition {c.edition_number - 1}, whose content has the digest"
                f" {c.previous}.",
            )
        )
    return ("Các bên", "The parties"), said


def _object(c: Content) -> Said:
    said = [*_whole(c), *left_out(c)]
    return ("Đối tượng", "What is supplied"), said


def _whole(c: Content) -> list[Pair]:
    return [
        (
            f"Bên bán cấp cho bên mua quyền khai thác, sử dụng sản phẩm dữ liệu {c.product}, phiên"
            f" bản {c.version}, có mã băm SHA-256 {c.data}.",
            f"The seller gives the buyer the right to exploit and use the data product"
            f" {c.product}, version {c.version}, whose SHA-256 digest is {c.data}.",
        ),
        (
            "Quyền này bao gồm các phiên bản sau của cùng sản phẩm được công bố trong thời hạn hợp"
            " đồng. Quyền sở hữu dữ liệu không được chuyển giao.",
            "The right covers later versions of the same product that are published while the"
            " contract runs. Ownership of the data does not pass.",
        ),
    ]


def _use(c: Content) -> Said:
    vi, en = zip(*(PURPOSES[each] for each in c.licence.purposes), strict=True)
    places = ", ".join(c.licence.territory)
    said = [
        (f"Mục đích được phép: {', '.join(vi)}.", f"Permitted purposes: {', '.join(en)}."),
        (
            f"Lãnh thổ được phép (mã ISO 3166-1): {places or 'không giới hạn'}.",
            f"Permitted territory (ISO 3166-1 codes): {places or 'anywhere'}.",
        ),
        (
            f"Bên mua khai báo sử dụng cho: {PURPOSES[c.purpose][0]}; tại: {c.country}.",
            f"The buyer declares use for: {PURPOSES[c.purpose][1]}; in: {c.country}.",
        ),
    ]
    return ("Mục đích và lãnh thổ", "Purpose and territory"), said


def _term(c: Content) -> Said:
    begin = moment(c.starts_at)
    if c.ends_at is None:
        said = (f"Từ {begin}, không xác định thời hạn.", f"From {begin}, without end.")
    else:
        end = moment(c.ends_at)
        said = (f"Từ {begin} đến trước {end}.", f"From {begin} until before {end}.")
    return ("Thời hạn", "Term"), [said]


def _price(c: Content) -> Said:
    return ("Giá và thanh toán", "Price and payment"), [*prices(c), *_escrow(c)]


def _escrow(c: Content) -> list[Pair]:
    if c.price.minor == 0:
        return []
    return [
        (
            "Tiền trả theo đơn được sàn giữ riêng cho đến khi việc giao dữ liệu được chứng minh"
            " hoặc hết thời gian kiểm tra, sau đó trả cho bên bán trừ phí của sàn.",
            "What is paid with the order is held apart by the exchange until delivery is proven or"
            " the time to check is over; then it pays the seller, less its fee.",
        )
    ]


def _rights(c: Content) -> Said:
    exclusive = (
        (
            "Quyền này là độc quyền: bên bán không cấp cho ai khác trong thời hạn hợp đồng.",
            "The right is exclusive: the seller gives it to nobody else while the contract runs.",
        )
        if c.licence.exclusive
        else (
            "Quyền này không độc quyền: bên bán được cấp cho người khác.",
            "The right is not exclusive: the seller may give it to others.",
        )
    )
    said = [exclusive, ONWARD[c.licence.onward], *(LIMITS[each] for each in c.licence.ip)]
    if c.law.pack == VIETNAM:
        said.append(
            (
                "Dữ liệu cá nhân không được mua bán; dữ liệu tạo ra từ dữ liệu cá nhân chỉ được"
                " giao dịch khi đáp ứng điều kiện khử nhận dạng (Nghị định 314/2026, điều 4.6).",
                "Personal data are not bought or sold; what derives from them is traded only when"
                " the conditions of de-identification are met (Decree 314/2026, article 4.6).",
            )
        )
    return ("Quyền và giới hạn", "Rights and limits"), said


def _delivery(c: Content) -> Said:
    said = [
        (
            "Dữ liệu được đọc qua sàn bằng mã truy cập của bên mua. Mỗi lần đọc được xét theo các"
            " điều kiện này; những gì đã gửi được ghi lại và là bằng chứng giao nhận.",
            "The data are read through the exchange with the buyer's credentials. Each reading is"
            " judged by these conditions; what was sent is recorded and proves delivery.",
        ),
        (
            "Quyền đọc có hiệu lực từ khi giao kết; việc ký ghi nhận điều đã giao kết.",
            "The right to read begins at conclusion; signatures record what was concluded.",
        ),
        (
            "Bên bán bảo đảm nguồn gốc hợp pháp của dữ liệu và chịu trách nhiệm về các thông tin"
            " đã công bố khi chào bán.",
            "The seller warrants the lawful origin of the data and answers for what it published"
            " when it offered them.",
        ),
    ]
    return ("Giao dữ liệu và bảo đảm", "Delivery and warranty"), said


def _changes(c: Content) -> Said:
    free = c.licence.onward is Onward.allowed
    consent = ("không cần", "without") if free else ("khi có", "with")
    said = [
        (
            "Mọi sửa đổi, gia hạn được một bên đề nghị và bên kia đồng ý trên sàn, và lập thành"
            " bản mới.",
            "One side proposes a change or renewal and the other agrees, on the exchange; it is"
            " drawn as a new edition.",
        ),
        (
            f"Bên mua được chuyển giao hợp đồng cho tổ chức khác {consent[0]} sự đồng ý của bên"
            " bán; tổ chức đó phải chấp nhận. Mã truy cập của bên mua cũ chấm dứt ngay.",
            f"The buyer may assign the contract to another organisation {consent[1]} the seller's"
            " consent; that organisation must accept. The old buyer's credentials end at once.",
        ),
    ]
    return ("Thay đổi và chuyển giao", "Change and assignment"), said


def _ending(c: Content) -> Said:
    days = c.notice_days
    said = [
        (
            f"Mỗi bên được chấm dứt hợp đồng không cần lý do vi phạm, với thời hạn báo trước ít"
            f" nhất {days} ngày và nêu lý do.",
            f"Either side may end the contract without cause, with at least {days} days' notice,"
            " saying why.",
        ),
        (
            "Bên bán được chấm dứt ngay khi bên mua vi phạm, nêu rõ vi phạm; khoản tiền còn giữ"
            " được hoàn lại cho bên mua.",
            "The seller may end it at once for a breach by the buyer, naming it; money that is"
            " still held goes back to the buyer.",
        ),
    ]
    if c.law.pack == VIETNAM:
        said.append(
            (
                "Đơn vị vận hành sàn được chấm dứt giao dịch khi có dấu hiệu vi phạm (Nghị định"
                " 314/2026, điều 7.8).",
                "The operator of the exchange may end a trade on signs of a violation (Decree"
                " 314/2026, article 7.8).",
            )
        )
    return ("Chấm dứt", "Ending"), said


def _form(c: Content) -> Said:
    said = [
        (
            "Hợp đồng gồm bản tiếng Việt, bản tiếng Anh và bản máy đọc được (ODRL 2.2), tạo ra từ"
            " cùng một nội dung. Nếu khác nhau, bản tiếng Việt được ưu tiên.",
            "The contract is made out in Vietnamese, in English and for machines (ODRL 2.2), from"
            " one content. Where they differ, the Vietnamese text prevails.",
        ),
        (
            "Các bên và sàn ký bằng khóa Ed25519 lên mã băm của các bản. Bên chưa đăng ký khóa"
            " riêng giao cho sàn giữ và dùng khóa thay mình. Đây không phải chữ ký số được chứng"
            " thực theo pháp luật về giao dịch điện tử.",
            "The parties and the exchange sign the digests of all three with Ed25519 keys. A party"
            " that registered no key of its own has one held and used for it by the exchange. It"
            " is no certified digital signature under the law on electronic transactions.",
        ),
        (
            "Các bên thương lượng trước; sàn hỗ trợ mà không phán xử. Tranh chấp không giải quyết"
            " được do trọng tài các bên thỏa thuận hoặc tòa án có thẩm quyền giải quyết.",
            "The parties negotiate first; the exchange supports them and does not judge. What they"
            " cannot settle goes to the arbitration they agree on or to the competent court.",
        ),
    ]
    return ("Hình thức, ký và tranh chấp", "Form, signing and disputes"), said


def moment(at: int) -> str:
    """An instant as contracts write it, to the second, in Vietnam's time."""
    there = datetime.fromtimestamp(at // SECOND, UTC).astimezone(HANOI)
    return there.strftime("%H:%M:%S %d/%m/%Y (UTC+7)")
