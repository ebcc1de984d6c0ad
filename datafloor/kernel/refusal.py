"""Every way in which the exchange says no, in the order in which the first that applies is said.

A refusal is named for the situation. Each has its HTTP status, its text in English and in
Vietnamese, and where a law demands it, its article. `{name}` in a text is filled from the details.
"""

from enum import Enum
from typing import Any, NamedTuple


class Said(NamedTuple):
    """What a refusal answers: HTTP status, English, Vietnamese, article of law if one binds."""

    status: int
    en: str
    vi: str
    law: str = ""


class Refusal(Enum):
    """The refusals, in precedence: who asks, what was asked, whether it can be."""

    # who asks
    sign_in_required = Said(
        401,
        "Sign in, or send an API token, to do this.",
        "Hãy đăng nhập hoặc gửi mã truy cập API để thực hiện.",
    )

    token_unknown = Said(
        401,
        "This token is not known here, or was revoked. Make a new one under your account.",
        "Mã truy cập không tồn tại hoặc đã bị thu hồi. Hãy tạo mã mới trong tài khoản.",
    )
    token_expired = Said(
        401,
        "This token has expired. Make a new one under your account.",
        "Mã truy cập đã hết hạn. Hãy tạo mã mới trong tài khoản.",
    )
    sign_in_wrong = Said(
        401,
        "The e-mail address or the password is wrong.",
        "Địa chỉ thư điện tử hoặc mật khẩu không đúng.",
    )
    code_needed = Said(
        401,
        "Send the six digits that your telephone shows now, or a recovery code, as well.",
        "Hãy gửi kèm sáu chữ số đang hiển thị trên điện thoại hoặc một mã khôi phục.",
    )
    code_wrong = Said(
        403,
        "This code is wrong, or no longer counts. Wait for the next one and type it in.",
        "Mã không đúng hoặc không còn hiệu lực. Hãy chờ mã tiếp theo và nhập lại.",
    )
    code_used = Said(
        403,
        "This code was used already; each counts once. Wait for the next one.",
        "Mã này đã được dùng; mỗi mã chỉ dùng một lần. Hãy chờ mã tiếp theo.",
    )
    provider_unreachable = Said(
        503,
        "The provider of electronic identities does not answer. Try again later, or sign in with"
        " your password.",
        "Hệ thống định danh điện tử không trả lời. Hãy thử lại sau hoặc đăng nhập bằng mật khẩu.",
    )
    identity_not_confirmed = Said(
        403,
        "Your electronic identity was not confirmed. Nothing was changed. Begin again.",
        "Chưa xác nhận được định danh điện tử của bạn. Chưa có gì thay đổi. Hãy bắt đầu lại.",
    )
    identity_unknown = Said(
        403,
        "Nobody here has linked this electronic identity. Sign in with your password, then sign in"
        " with your electronic identity once more and link it.",
        "Chưa có ai liên kết định danh điện tử này. Hãy đăng nhập bằng mật khẩu, sau đó đăng nhập"
        " lại bằng định danh điện tử và liên kết.",
    )
    sign_in_too_often = Said(
        429,
        "Too many attempts to sign in failed. Try again in {minutes} minutes.",
        "Đăng nhập sai quá nhiều lần. Hãy thử lại sau {minutes} phút.",
    )
    form_stale = Said(
        403,
        "This form is too old, or was not sent from a page of this exchange. Nothing was changed."
        " Go back, reload the page and send it again.",
        "Biểu mẫu này đã cũ hoặc không được gửi từ trang của sàn. Chưa có gì thay đổi."
        " Hãy quay lại, tải lại trang rồi gửi lại.",
    )
    role_missing = Said(
        403,
        "Your organisation does not hold the role that this needs, or your token may not use it.",
        "Tổ chức của bạn không có vai trò cần thiết, hoặc mã truy cập không được phép dùng.",
    )
    not_yours = Said(
        403,
        "This belongs to another organisation; you cannot act for it.",
        "Việc này thuộc tổ chức khác; bạn không thể thực hiện thay.",
    )

    # what was asked
    malformed = Said(
        400,
        "The request cannot be read: {problem}.",
        "Không đọc được yêu cầu: {problem}.",
    )
    too_large = Said(413, "The request is too large.", "Yêu cầu quá lớn.")
    page_unknown = Said(404, "There is nothing at this address.", "Không có gì tại địa chỉ này.")
    method_wrong = Said(
        405,
        "This address does not answer to this method.",
        "Địa chỉ này không nhận phương thức này.",
    )
    request_id_reused = Said(
        409,
        "The request id {request_id} was used for another request. Use a new one.",
        "Mã yêu cầu {request_id} đã dùng cho một yêu cầu khác. Hãy dùng mã mới.",
    )

    tax_code_wrong = Said(
        422,
        "{tax_code} is no Vietnamese tax code: its check digit does not fit.",
        "{tax_code} không phải mã số thuế hợp lệ: sai số kiểm tra.",
    )
    expiry_out_of_range = Said(
        422,
        "The end must lie in the future, at most {days} days ahead.",
        "Thời hạn phải ở tương lai và không quá {days} ngày.",
    )

    terms_contradict = Said(
        422,
        "The terms contradict themselves: {problem}.",
        "Các điều khoản mâu thuẫn với nhau: {problem}.",
    )
    payer_unclear = Said(
        422,
        "Say either the organisation or the payment reference, not both and not neither.",
        "Hãy nêu tổ chức hoặc mã tham chiếu thanh toán, chỉ một trong hai.",
    )
    amount_zero = Said(
        422,
        "The amount must be more than nothing.",
        "Số tiền phải lớn hơn 0.",
    )
    currency_differs = Said(
        422,
        "This must be in {expected}, not in {found}.",
        "Khoản này phải bằng {expected}, không phải {found}.",
    )
    statement_unreadable = Said(
        422,
        "This is no bank statement that can be counted: {problem}. Nothing was counted.",
        "Đây không phải sao kê ngân hàng có thể ghi nhận: {problem}. Chưa ghi nhận gì.",
    )
    statement_line_unreadable = Said(
        422,
        "Line {line} of the statement cannot be counted: {problem}. Nothing was counted.",
        "Không thể ghi nhận dòng {line} của sao kê: {problem}. Chưa ghi nhận gì.",
    )
    statement_of_other_account = Said(
        422,
        "The statement is of another account than the one in {currency} of this exchange.",
        "Sao kê thuộc tài khoản khác với tài khoản {currency} của sàn.",
    )

    # whether it may be
    office_not_self_given = Said(
        403,
        "Operator and supervisor are appointed by the exchange's owner, not asked for here.",
        "Vai trò vận hành và giám sát do chủ quản sàn bổ nhiệm, không đăng ký tại đây.",
    )
    roles_exclude = Said(
        409,
        "An organisation cannot both operate the exchange and supervise it.",
        "Một tổ chức không thể vừa vận hành vừa giám sát sàn.",
        "Decree 314/2026/NĐ-CP, article 5",
    )
    level_too_high = Said(
        403,
        "A token cannot act at level {asked}; you act at level {level} yourself.",
        "Mã truy cập không thể có mức định danh {asked}; bạn đang ở mức {level}.",
    )
    second_factor_set = Said(
        409,
        "A second factor is set up already. Remove it first.",
        "Đã thiết lập xác thực hai lớp. Hãy gỡ bỏ trước.",
    )
    second_factor_unset = Said(
        404,
        "You have no second factor.",
        "Bạn chưa thiết lập xác thực hai lớp.",
    )
    identity_taken = Said(
        409,
        "This electronic identity is linked to somebody else here.",
        "Định danh điện tử này đã liên kết với người khác trên sàn.",
    )
    identity_linked = Said(
        409,
        "You have linked an electronic identity already. Unlink it first.",
        "Bạn đã liên kết một định danh điện tử. Hãy hủy liên kết trước.",
    )
    identity_unlinked = Said(
        404,
        "You have linked no electronic identity.",
        "Bạn chưa liên kết định danh điện tử nào.",
    )
    scope_too_wide = Said(
        403,
        "A token cannot hold a role that you do not hold yourself.",
        "Mã truy cập không thể có vai trò mà bạn không có.",
    )
    whole_scope_needed = Said(
        403,
        "Only who may use every role of the organisation adds or erases its people. Sign in again,"
        " or use a token with all of its roles.",
        "Chỉ người được dùng mọi vai trò của tổ chức mới được thêm hoặc xóa người đại diện. Hãy"
        " đăng nhập lại, hoặc dùng mã truy cập có đủ các vai trò.",
    )

    appraiser_interested = Said(
        403,
        "Nobody appraises its own data, nor a deal in which it has an interest.",
        "Không ai được thẩm định dữ liệu của chính mình hoặc giao dịch mà mình có lợi ích.",
    )
    own_verification = Said(
        403,
        "Nobody verifies its own organisation.",
        "Không ai được tự xác minh tổ chức của chính mình.",
    )
    own_certificate = Said(
        403,
        "Nobody decides on a certificate of their own.",
        "Không ai được tự quyết định giấy chứng nhận của chính mình.",
    )
    own_decision = Said(
        403,
        "An appeal is decided by another person than who decided before.",
        "Khiếu nại phải do người khác với người đã quyết định giải quyết.",
    )
    own_offer = Said(
        403,
        "Nobody can order what they offer themselves.",
        "Không ai được đặt mua chào bán của chính mình.",
    )
    term_not_understood = Said(
        403,
        "The licence holds a term that this exchange does not understand, so nothing is given.",
        "Giấy phép có điều khoản mà sàn không hiểu được, vì vậy không cung cấp dữ liệu.",
    )
    contract_ended = Said(
        403,
        "The contract was ended: {reason}",
        "Hợp đồng đã bị chấm dứt: {reason}",
    )
    licence_ended = Said(
        403,
        "The contract or its access has ended.",
        "Hợp đồng hoặc quyền truy cập đã chấm dứt.",
    )
    licence_paused = Said(
        403,
        "What is due under the contract was not paid, so nothing can be read until it is.",
        "Khoản đến hạn theo hợp đồng chưa được thanh toán, nên chưa thể đọc dữ liệu.",
    )
    licence_over = Said(
        403,
        "The licence's term is over.",
        "Thời hạn sử dụng dữ liệu đã hết.",
        "Decree 314/2026/NĐ-CP, article 8.2",
    )
    purpose_not_licensed = Said(
        403,
        "The licence does not permit this purpose.",
        "Giấy phép không cho phép mục đích sử dụng này.",
        "Decree 314/2026/NĐ-CP, article 8.2",
    )
    country_not_licensed = Said(
        403,
        "The licence does not reach this country.",
        "Phạm vi lãnh thổ của giấy phép không gồm quốc gia này.",
        "Decree 314/2026/NĐ-CP, article 8.2",
    )

    # whether it is there
    receipt_unknown = Said(
        404,
        "There is no request {request_id} of yours that changed anything.",
        "Không có yêu cầu {request_id} nào của bạn đã làm thay đổi dữ liệu của sàn.",
    )
    evidence_unknown = Said(
        404,
        "There is no evidence about {about} that concerns you.",
        "Không có bằng chứng nào về {about} liên quan đến bạn.",
    )
    log_behind = Said(
        409,
        "The public log has not taken this up yet. Ask again in a second.",
        "Nhật ký công khai chưa ghi nhận việc này. Hãy hỏi lại sau một giây.",
    )

    organisation_unknown = Said(404, "There is no such organisation.", "Không có tổ chức này.")
    person_unknown = Said(
        404,
        "There is no such person in your organisation.",
        "Không có người này trong tổ chức của bạn.",
    )
    product_unknown = Said(404, "There is no such product.", "Không có sản phẩm này.")
    certificate_unknown = Said(
        404, "There is no such certificate.", "Không có giấy chứng nhận này."
    )
    interest_unknown = Said(
        404,
        "There is no such interest of your organisation.",
        "Không có lợi ích này của tổ chức bạn.",
    )
    version_unknown = Said(404, "There is no such version.", "Không có phiên bản này.")
    terms_unknown = Said(404, "There are no such terms.", "Không có bộ điều khoản này.")
    offer_unknown = Said(404, "There is no such offer.", "Không có chào bán này.")
    order_unknown = Said(404, "There is no such order.", "Không có đơn đặt mua này.")
    combined_unknown = Said(
        404, "There is no such combined payment.", "Không có thanh toán gộp này."
    )
    contract_unknown = Said(404, "There is no such contract.", "Không có hợp đồng này.")
    grant_unknown = Said(404, "There is no such right of access.", "Không có quyền truy cập này.")
    credential_unknown = Said(
        404, "There is no such credential.", "Không có thông tin truy cập này."
    )
    entry_unknown = Said(404, "There is no such bank entry.", "Không có bút toán ngân hàng này.")
    payout_unknown = Said(404, "There is no such payout.", "Không có lệnh chi trả này.")
    batch_unknown = Said(404, "There is no such file of payouts.", "Không có tệp lệnh chi trả này.")
    reference_unknown = Said(
        404,
        "No order awaits or awaited a payment with reference {reference}.",
        "Không có đơn nào chờ thanh toán với mã tham chiếu {reference}.",
    )

    # contracts: texts, keys, signatures, changes
    key_unknown = Said(404, "There is no such key of yours.", "Bạn không có khóa này.")
    change_unknown = Said(404, "There is no such proposal.", "Không có đề nghị này.")
    signature_wrong = Said(
        422,
        "The signature cannot be accepted: {problem}.",
        "Không thể chấp nhận chữ ký: {problem}.",
    )
    signed_other_text = Said(
        422,
        "What was signed is not this edition of the contract.",
        "Nội dung được ký không phải là bản hợp đồng này.",
    )
    contract_text_changed = Said(
        409,
        "The stored contract is not the one that was frozen: it was changed afterwards.",
        "Hợp đồng được lưu không còn là bản đã chốt: nội dung đã bị sửa sau đó.",
    )
    key_taken = Said(
        409,
        "This public key is registered already. Make another.",
        "Khóa công khai này đã được đăng ký. Hãy tạo khóa khác.",
    )
    key_not_current = Said(
        409,
        "This key was replaced or revoked. What it signed before stays signed.",
        "Khóa này đã được thay hoặc thu hồi. Những gì đã ký trước đó vẫn có giá trị.",
    )
    contract_over = Said(409, "The contract has ended.", "Hợp đồng đã chấm dứt.")
    contract_endless = Said(
        409,
        "The contract has no end, so there is nothing to renew.",
        "Hợp đồng không có thời hạn nên không cần gia hạn.",
    )
    contract_ends_sooner = Said(
        409,
        "The contract ends before that anyway.",
        "Hợp đồng đã kết thúc trước thời điểm đó.",
    )
    change_open = Said(
        409,
        "Another change of this contract is proposed. It must be agreed or declined first.",
        "Hợp đồng đang có một đề nghị thay đổi khác. Hãy chấp nhận hoặc từ chối đề nghị đó trước.",
    )
    change_closed = Said(409, "This proposal is closed.", "Đề nghị này đã đóng.")
    terms_of_another = Said(
        409,
        "The terms of a contract are those of its seller.",
        "Điều khoản của hợp đồng phải do bên bán công bố.",
    )
    exclusivity_stays = Said(
        409,
        "Whether a licence is exclusive cannot be changed. Order anew under other terms.",
        "Không thể đổi tính độc quyền của giấy phép. Hãy đặt mua mới theo điều khoản khác.",
    )
    assigned_to_party = Said(
        409,
        "A contract is assigned to somebody else than its seller or buyer.",
        "Hợp đồng chỉ được chuyển giao cho tổ chức không phải là bên bán hay bên mua.",
    )
    assignee_no_buyer = Said(
        409,
        "That organisation does not take part as a buyer.",
        "Tổ chức đó không tham gia với vai trò bên mua.",
    )
    notice_given = Said(
        409,
        "Notice was given of this contract already.",
        "Hợp đồng này đã được báo trước việc chấm dứt.",
    )
    notice_too_short = Said(
        409,
        "The contract asks for a notice of {days} days.",
        "Hợp đồng yêu cầu báo trước {days} ngày.",
    )

    # broken contracts
    breach_claimed = Said(
        409,
        "It was said of this contract already that it was broken.",
        "Hợp đồng này đã có bên cho rằng bị vi phạm.",
    )
    breach_of_own_side = Said(
        409,
        "This is what your own side can break, and not the other.",
        "Đây là vi phạm mà chính bên bạn có thể gây ra, không phải bên kia.",
    )
    claim_above_price = Said(
        409,
        "The contract's price is {price}; nobody can have more of it back.",
        "Giá của hợp đồng là {price}; không thể đòi lại nhiều hơn.",
    )
    breach_unknown = Said(
        404,
        "Nobody has said of this contract that it was broken.",
        "Chưa có bên nào cho rằng hợp đồng này bị vi phạm.",
    )
    breach_closed = Said(
        409,
        "This claim was answered already.",
        "Yêu cầu này đã được trả lời.",
    )
    breach_answer_open = Said(
        409,
        "The other side may answer until {until}.",
        "Bên kia còn được trả lời đến {until}.",
    )
    breach_not_objected = Said(
        409,
        "There is nothing to record: the other side has not objected, or it is settled.",
        "Không có gì để ghi nhận: bên kia chưa phản đối, hoặc việc đã được giải quyết.",
    )
    escrow_frozen = Said(
        409,
        "The contract is said to be broken; what is held waits until that is settled.",
        "Hợp đồng đang bị cho là vi phạm; khoản tiền giữ chờ đến khi việc đó được giải quyết.",
    )

    # asking, quoting, negotiating
    buy_request_unknown = Said(
        404, "There is no such buy request.", "Không có yêu cầu chào mua này."
    )
    negotiation_unknown = Said(
        404,
        "There is no such negotiation of yours.",
        "Không có cuộc thương lượng này của bạn.",
    )
    own_buy_request = Said(
        403,
        "Nobody answers a buy request of their own.",
        "Không ai được tự trả lời chào mua của chính mình.",
    )
    buy_request_closed = Said(
        409,
        "The buy request is closed; it takes no more answers.",
        "Chào mua đã đóng; không nhận thêm trả lời.",
    )
    proposal_differs = Said(
        409,
        "Another proposal is on the table now. Look at it before you go on.",
        "Hiện có đề xuất khác trên bàn. Hãy xem lại trước khi tiếp tục.",
    )
    negotiation_state = Said(
        409,
        "The negotiation is {state}; the {side} cannot {message} now.",
        "Thương lượng đang ở trạng thái {state}; {side} không thể thực hiện {message} lúc này.",
    )
    proposal_expired = Said(
        409,
        "This proposal was valid until {until}, and binds nobody any more.",
        "Đề xuất này có hiệu lực đến {until} và không còn ràng buộc ai.",
    )
    price_missing = Said(
        422,
        "There is no price yet. The seller must name one before anything is agreed.",
        "Chưa có giá. Bên bán phải nêu giá trước khi thỏa thuận.",
    )

    # invoices
    invoice_unknown = Said(404, "There is no such invoice.", "Không có hóa đơn này.")
    invoice_replaced = Said(
        409,
        "This invoice was replaced already. Replace the one that took its place.",
        "Hóa đơn này đã được thay thế. Hãy thay thế hóa đơn mới.",
    )

    # whether it can be
    own_product = Said(
        403,
        "Nobody decides on the listing of a product of their own.",
        "Không ai được tự quyết định niêm yết sản phẩm của chính mình.",
    )
    product_delisted = Said(
        409,
        "The product was taken off the exchange. Draft a new one.",
        "Sản phẩm đã bị hủy niêm yết. Hãy soạn sản phẩm mới.",
    )
    product_not_draft = Said(
        409,
        "Only a draft can be submitted; this product is {state}.",
        "Chỉ gửi được bản nháp; sản phẩm này đang ở trạng thái {state}.",
    )
    papers_missing = Said(
        409,
        "The organisation has presented no papers to be verified by.",
        "Tổ chức chưa nộp giấy tờ để xác minh.",
        "Decree 314/2026/NĐ-CP, article 18",
    )
    certificate_standing = Said(
        409,
        "Your organisation holds a certificate of this kind, or has applied for one.",
        "Tổ chức của bạn đã có hoặc đang xin giấy chứng nhận loại này.",
    )
    certificate_state = Said(
        409,
        "The certificate is {state}; this cannot be done now.",
        "Giấy chứng nhận đang ở trạng thái {state}; không thể thực hiện việc này.",
    )
    certificate_expired = Said(
        409,
        "The certificate has expired. Apply for a new one.",
        "Giấy chứng nhận đã hết hạn. Hãy xin giấy chứng nhận mới.",
    )
    renewal_not_asked = Said(
        409,
        "Its holder has not asked for a renewal.",
        "Bên được cấp chưa đề nghị gia hạn.",
    )
    no_appeal = Said(
        409,
        "Nobody has appealed against this decision.",
        "Không có khiếu nại nào đối với quyết định này.",
    )
    product_suspended = Said(
        409,
        "The product is suspended. Nothing about it changes until the suspension is lifted.",
        "Sản phẩm đang bị tạm dừng. Không thể thay đổi cho đến khi việc tạm dừng được gỡ bỏ.",
        "Decree 314/2026/NĐ-CP, article 7.8",
    )
    product_not_suspended = Said(
        409,
        "The product is not suspended.",
        "Sản phẩm không bị tạm dừng.",
    )
    suspended_by_other = Said(
        403,
        "The {office} suspended this product; only the {office} lifts that.",
        "Sản phẩm do {office} tạm dừng; chỉ {office} được gỡ bỏ.",
        "Decree 314/2026/NĐ-CP, article 5.2",
    )
    reason_needed = Said(
        422,
        "Some points of law need a person's judgement ({points}). Say why it may be.",
        "Một số điểm pháp luật cần người xem xét ({points}). Hãy nêu lý do chấp thuận.",
        "Decree 314/2026/NĐ-CP, article 7.4",
    )
    no_check_awaited = Said(
        409,
        "This product was not drawn for a check, or was checked already.",
        "Sản phẩm này không được chọn để kiểm tra sau, hoặc đã được kiểm tra.",
    )
    version_unfinished = Said(
        409,
        "An earlier publication of this table was cut off, so rows cannot be added to it."
        " Publish the whole table again.",
        "Lần đăng trước bị gián đoạn nên không thể thêm dòng. Hãy đăng lại toàn bộ bảng.",
    )
    product_without_data = Said(
        409,
        "The product has no data yet. Publish a table for it first.",
        "Sản phẩm chưa có dữ liệu. Hãy đăng bảng dữ liệu trước.",
    )
    page_outdated = Said(
        409,
        "This changed after you opened the page. Look at it again, then decide.",
        "Nội dung này đã thay đổi sau khi bạn mở trang. Hãy xem lại rồi quyết định.",
    )
    product_not_submitted = Said(
        409,
        "Only a submitted product is decided on; this one is {state}.",
        "Chỉ quyết định về sản phẩm đã gửi; sản phẩm này đang ở trạng thái {state}.",
    )
    product_unlisted = Said(
        409,
        "The product is not listed on the exchange.",
        "Sản phẩm không được niêm yết trên sàn.",
    )
    offer_withdrawn = Said(
        409,
        "The offer was withdrawn.",
        "Chào bán đã được rút lại.",
    )
    exclusive_taken = Said(
        409,
        "An exclusive licence stands in the way: somebody has it, or others hold licences.",
        "Vướng giấy phép độc quyền: đã có bên được độc quyền hoặc bên khác đang có giấy phép.",
    )
    order_closed = Said(
        409,
        "The order is {state}; this can no longer be done.",
        "Đơn đang ở trạng thái {state}; không thể thực hiện việc này nữa.",
    )
    payment_counted = Said(
        409,
        "This bank entry was counted already; it is counted once.",
        "Bút toán ngân hàng này đã được ghi nhận; chỉ ghi nhận một lần.",
    )
    payment_differs = Said(
        409,
        "This bank entry was recorded with another organisation or amount.",
        "Bút toán ngân hàng này đã được ghi với tổ chức hoặc số tiền khác.",
    )
    statement_line_differs = Said(
        409,
        "Line {line} of the statement was counted before with another amount or direction."
        " Nothing was counted; ask the bank.",
        "Dòng {line} của sao kê đã được ghi nhận với số tiền hoặc chiều khác."
        " Chưa ghi nhận gì; hãy hỏi ngân hàng.",
    )
    statement_differs = Said(
        409,
        "This statement was read before with other balances or another number of entries.",
        "Sao kê này đã được đọc với số dư hoặc số bút toán khác.",
    )
    entry_settled = Said(
        409,
        "This bank entry has its place: it is {outcome}.",
        "Bút toán ngân hàng này đã được xử lý: {outcome}.",
    )
    bank_account_unset = Said(
        409,
        "The exchange has no bank account in {currency} yet. Its operator sets one.",
        "Sàn chưa có tài khoản ngân hàng bằng {currency}. Đơn vị vận hành cần khai báo.",
    )
    payment_not_awaited = Said(
        409,
        "No payment is awaited for this order; it is {state}.",
        "Đơn này không chờ thanh toán; trạng thái là {state}.",
    )
    payout_account_missing = Said(
        409,
        "Say first to which bank account your money is to be sent.",
        "Trước hết hãy khai báo tài khoản ngân hàng nhận tiền của bạn.",
    )
    payout_closed = Said(
        409,
        "The payout is {state}; this can no longer be done.",
        "Lệnh chi trả đang ở trạng thái {state}; không thể thực hiện việc này nữa.",
    )
    money_limit = Said(
        409,
        "The exchange cannot hold more than {limit} {currency} in all.",
        "Sàn không thể giữ tổng cộng quá {limit} {currency}.",
    )
    vat_short = Said(
        409,
        "Less value added tax than this is set apart for the organisation.",
        "Thuế giá trị gia tăng đã tách riêng của tổ chức ít hơn số này.",
    )
    wallet_short = Said(
        409,
        "The wallet holds less than that.",
        "Số dư ví không đủ.",
    )
    escrow_not_held = Said(
        409,
        "No money is held for this order.",
        "Không có khoản tiền nào đang được giữ cho đơn này.",
    )
    acceptance_open = Said(
        409,
        "The buyer may still check the delivery, until {until}.",
        "Bên mua còn quyền kiểm tra việc giao dữ liệu đến {until}.",
    )
    id_taken = Said(
        409,
        "This id is taken. Make a new one.",
        "Mã định danh này đã được dùng. Hãy tạo mã mới.",
    )
    tax_code_taken = Said(
        409,
        "An organisation with tax code {tax_code} has joined already.",
        "Tổ chức có mã số thuế {tax_code} đã tham gia.",
    )
    email_taken = Said(
        409,
        "Somebody signs in with this e-mail address already.",
        "Địa chỉ thư điện tử này đã có người dùng.",
    )
    nothing_to_change = Said(
        409,
        "This would change nothing.",
        "Việc này không làm thay đổi gì.",
    )

    # whether the exchange can serve
    store_full = Said(
        507,
        "The exchange's disk is full. Nothing was changed; try again later.",
        "Ổ đĩa của sàn đã đầy. Chưa có gì thay đổi; hãy thử lại sau.",
    )
    store_failed = Said(
        503,
        "The exchange's database cannot be reached. Nothing was changed; try again later.",
        "Không kết nối được cơ sở dữ liệu của sàn. Chưa có gì thay đổi; hãy thử lại sau.",
    )
    outcome_unknown = Said(
        503,
        "The database went away while committing. Ask again with the same request id to learn"
        " the outcome; it is carried out once.",
        "Mất kết nối khi đang ghi. Hãy gửi lại với cùng mã yêu cầu để biết kết quả;"
        " yêu cầu chỉ thực hiện một lần.",
    )
    our_fault = Said(
        500,
        "This is our fault. Nothing was changed. Tell the operator incident {incident}.",
        "Lỗi thuộc về hệ thống. Chưa có gì thay đổi. Hãy báo đơn vị vận hành mã {incident}.",
    )
    law_pack_unusable = Said(
        503,
        "The exchange cannot decide under this law: {problem}.",
        "Sàn không thể quyết định theo bộ quy định này: {problem}.",
    )
    folder_in_use = Said(
        503,
        "Another process is serving {path}. Stop it first, or choose another folder.",
        "Một tiến trình khác đang dùng {path}. Hãy dừng nó hoặc chọn thư mục khác.",
    )
    database_other_version = Said(
        503,
        "The database has schema {found}; this program knows {known}. Run the version that fits.",
        "Cơ sở dữ liệu có lược đồ {found}; chương trình này biết {known}. Hãy chạy đúng phiên bản.",
    )

    basket_full = Said(
        409,
        "A basket holds {most} offers, as many as one payment can name. Order these first.",
        "Giỏ chứa tối đa {most} chào bán, bằng số đơn một lần chuyển tiền nêu được. Hãy đặt trước.",
    )

    # what was asked: a file that arrives in pieces
    tus_version_unknown = Said(
        412,
        "Uploads in pieces speak tus 1.0.0: send the header Tus-Resumable: 1.0.0.",
        "Tải lên từng phần dùng giao thức tus 1.0.0: hãy gửi tiêu đề Tus-Resumable: 1.0.0.",
    )
    media_type_wrong = Said(
        415,
        "The pieces of an upload are sent as application/offset+octet-stream.",
        "Các phần của tệp tải lên phải có kiểu application/offset+octet-stream.",
    )
    upload_unknown = Said(
        404,
        "There is no such upload; it was published, given up, or waited for a week. Begin again.",
        "Không có lượt tải lên này: đã công bố, đã bỏ hoặc quá một tuần. Hãy bắt đầu lại.",
    )
    upload_elsewhere = Said(
        409,
        "This upload stands at byte {offset}. Ask where it stands, and go on from there.",
        "Lượt tải lên đang ở byte {offset}. Hãy hỏi vị trí hiện tại rồi gửi tiếp từ đó.",
    )
    upload_busy = Said(
        423,
        "Another request is sending this upload. Wait until it ends, or try again in a moment.",
        "Một yêu cầu khác đang gửi tệp này. Hãy chờ kết thúc hoặc thử lại sau giây lát.",
    )
    upload_too_long = Said(
        413,
        "More came than the {length} bytes that were announced. Begin again with the true length.",
        "Dữ liệu nhận được nhiều hơn {length} byte đã báo. Hãy bắt đầu lại với độ dài đúng.",
    )
    upload_unfinished = Said(
        409,
        "Only {offset} of {length} bytes have come. Send the rest, then publish.",
        "Mới nhận {offset} trong {length} byte. Hãy gửi phần còn lại rồi công bố.",
    )
    too_many_uploads = Said(
        429,
        "Your organisation has {most} unfinished uploads. End or remove one first.",
        "Tổ chức của bạn đang có {most} lượt tải lên chưa xong. Hãy kết thúc hoặc bỏ bớt.",
    )
    too_many_streams = Said(
        503,
        "Too many readers wait for news at the moment. The page still works; reload it to look.",
        "Hiện có quá nhiều người chờ tin. Trang vẫn dùng được; hãy tải lại để xem.",
    )

    # what was asked: shared tables and their bytes
    name_malformed = Said(
        400,
        "'{name}' cannot name a share, a schema or a table: at most 255 characters, no space, "
        "no '/', no control character, and no '.' in a schema or a table.",
        "'{name}' không thể là tên của gói chia sẻ, lược đồ hay bảng: tối đa 255 ký tự, không có "
        "dấu cách, dấu '/', ký tự điều khiển; lược đồ và bảng không có dấu '.'.",
    )
    path_outside_store = Said(
        400,
        "'{path}' does not name a place inside the object store.",
        "'{path}' không phải là vị trí nằm trong kho đối tượng.",
    )
    page_token_unknown = Said(
        400,
        "The page or refresh token does not belong to this question; ask again without it.",
        "Mã trang hoặc mã làm mới không thuộc về câu hỏi này; hãy hỏi lại mà không gửi mã.",
    )
    version_unreadable = Said(
        400,
        "Version {version} of this table cannot be read here; versions {first} to {last} can.",
        "Không đọc được phiên bản {version} của bảng; chỉ đọc được phiên bản {first} đến {last}.",
    )
    time_unreadable = Said(
        400,
        "No version of this table that can be read here belongs to the time {time}.",
        "Không có phiên bản nào đọc được của bảng ứng với thời điểm {time}.",
    )
    changes_not_recorded = Said(
        400,
        "Version {version} of this table does not record its changes.",
        "Phiên bản {version} của bảng không ghi lại các thay đổi.",
    )
    table_format_needed = Said(
        400,
        "This table needs a client that reads {needed}; send it in delta-sharing-capabilities.",
        "Bảng này cần phần mềm đọc được {needed}; hãy gửi trong delta-sharing-capabilities.",
    )
    file_id_hash_unknown = Said(
        400,
        "The fileidhash '{value}' is not known; it is 'parquet' or 'delta'.",
        "Không biết fileidhash '{value}'; giá trị là 'parquet' hoặc 'delta'.",
    )
    credentials_not_lent = Said(
        400,
        "Tables are read by signed addresses of files (accessModes: url); no credentials of the "
        "object store are lent.",
        "Bảng được đọc qua địa chỉ tệp có chữ ký (accessModes: url); không cấp mật khẩu của kho "
        "đối tượng.",
    )
    link_forged = Said(
        403,
        "The signature of this address is not valid.",
        "Chữ ký của địa chỉ này không hợp lệ.",
    )
    link_expired = Said(
        403,
        "This address has expired; query the table again to get a fresh one.",
        "Địa chỉ này đã hết hạn; hãy truy vấn lại bảng để nhận địa chỉ mới.",
    )
    share_unknown = Said(
        404,
        "There is no share '{share}' for this credential.",
        "Không có gói chia sẻ '{share}' cho mã truy cập này.",
    )
    schema_unknown = Said(
        404,
        "There is no schema '{schema}' in the share '{share}'.",
        "Không có lược đồ '{schema}' trong gói chia sẻ '{share}'.",
    )
    table_unknown = Said(
        404,
        "There is no table '{table}' in the schema '{schema}' of the share '{share}'.",
        "Không có bảng '{table}' trong lược đồ '{schema}' của gói chia sẻ '{share}'.",
    )
    query_unknown = Said(
        404,
        "There is no running query '{query}': queries here are answered at once.",
        "Không có truy vấn '{query}' đang chạy: truy vấn ở đây được trả lời ngay.",
    )
    object_unknown = Said(
        404,
        "There is nothing at '{path}'.",
        "Không có gì tại '{path}'.",
    )

    # what was asked: tables to publish
    table_exists = Said(
        409,
        "There is a table at this place already; append to it or overwrite it.",
        "Đã có bảng tại vị trí này; hãy thêm vào hoặc ghi đè.",
    )
    table_absent = Said(
        404,
        "There is no table at this place.",
        "Không có bảng tại vị trí này.",
    )
    contract_unreadable = Said(
        422,
        "This is no data contract that can be read (ODCS 3, in YAML without aliases): look at"
        " {problem}. Nothing was drafted.",
        "Không đọc được hợp đồng dữ liệu này (ODCS 3, YAML không dùng bí danh): hãy xem {problem}."
        " Chưa có bản nháp nào được tạo.",
    )
    table_damaged = Said(
        422,
        "The file cannot be read as {kind}: {problem}. Nothing was published; make the file again "
        "and send it whole.",
        "Không đọc được tệp dưới dạng {kind}: {problem}. Chưa có gì được xuất bản; hãy tạo lại tệp "
        "và gửi đủ.",
    )
    table_empty = Said(
        422,
        "The file holds no {missing}.",
        "Tệp không có {missing}.",
    )
    table_kind_unknown = Said(
        422,
        "'{name}' is not a kind of table that can be published; send Parquet, CSV, JSON lines or a "
        "Delta table.",
        "'{name}' không phải loại bảng có thể xuất bản; hãy gửi Parquet, CSV, JSON lines hoặc bảng "
        "Delta.",
    )
    encoding_wrong = Said(
        422,
        "Line {line} is not written in {encoding}. Save the whole file as UTF-8, or say which "
        "encoding it has.",
        "Dòng {line} không được viết bằng mã {encoding}. Hãy lưu cả tệp bằng UTF-8 hoặc cho biết "
        "bảng mã của tệp.",
    )
    encoding_mixed = Said(
        422,
        "The file mixes encodings: line {line} is not written in the encoding of the others. Save "
        "the whole file as UTF-8.",
        "Tệp trộn nhiều bảng mã: dòng {line} không cùng bảng mã với các dòng khác. Hãy lưu cả tệp "
        "bằng UTF-8.",
    )
    encoding_unknown = Said(
        422,
        "The file is not UTF-8 (first seen at line {line}) and its encoding cannot be told. Save "
        "it as UTF-8, or say which encoding it has.",
        "Tệp không phải UTF-8 (thấy đầu tiên ở dòng {line}) và không xác định được bảng mã. Hãy "
        "lưu tệp bằng UTF-8 hoặc cho biết bảng mã.",
    )
    row_ragged = Said(
        422,
        "Row {row} has {found} fields where the header has {expected}.",
        "Hàng {row} có {found} trường, trong khi dòng tiêu đề có {expected}.",
    )
    field_unreadable = Said(
        422,
        "The field '{field}' cannot be kept: {problem}.",
        "Không thể lưu trường '{field}': {problem}.",
    )
    fields_differ = Said(
        409,
        "The fields differ from those of the table: {difference}. Overwrite the table to change "
        "its fields.",
        "Các trường khác với bảng: {difference}. Hãy ghi đè bảng nếu muốn đổi trường.",
    )

    # what was asked: a file to appraise
    file_not_found = Said(404, "There is no file {name}.", "Không có tệp {name}.")
    file_not_read = Said(
        422,
        "The file cannot be read as a table: {problem}.",
        "Không đọc được tệp như một bảng: {problem}.",
    )
    file_too_large = Said(
        413,
        "The file is too large to appraise whole: {size}, and {most} is the most. Appraise a part.",
        "Tệp quá lớn để thẩm định toàn bộ: {size}, tối đa {most}. Hãy thẩm định một phần.",
    )
    file_expands_too_far = Said(
        422,
        "The file expands from {packed} to more than {expanded} bytes, as no table does.",
        "Tệp giải nén từ {packed} thành hơn {expanded} byte, không bảng nào như vậy.",
    )
    too_many_columns = Said(
        422,
        "The table has {columns} columns; {most} is the most.",
        "Bảng có {columns} cột; tối đa {most}.",
    )
    rows_not_as_claimed = Said(
        422,
        "The file claims {claimed} rows and holds {held}.",
        "Tệp khai có {claimed} dòng nhưng chứa {held}.",
    )
    nested_too_deeply = Said(
        422,
        "Values nest deeper than {most} levels.",
        "Giá trị lồng nhau quá {most} tầng.",
    )
    no_such_column = Said(
        422, "The table has no column “{column}”.", "Bảng không có cột “{column}”."
    )

    # what was asked: marks in copies of a file
    file_exists = Said(
        409,
        "There is a file {name} already; nothing was overwritten.",
        "Đã có tệp {name}; không ghi đè tệp nào.",
    )
    mark_share_wrong = Said(
        422,
        "{name} is no share of a marking key.",
        "{name} không phải là một nửa của khóa đánh dấu.",
    )
    mark_shares_apart = Said(
        422,
        "These two files are not the two shares of one marking key.",
        "Hai tệp này không phải hai nửa của cùng một khóa đánh dấu.",
    )
    mark_columns_unclear = Said(
        422,
        "Say which columns are marked as NAME:TOLERANCE, parted by commas, as in temperature:0.2;"
        " “{text}” is not of this form.",
        "Hãy nêu các cột được đánh dấu theo dạng TÊN:DUNG_SAI, cách nhau bằng dấu phẩy, ví dụ"
        " temperature:0.2; “{text}” không đúng dạng này.",
    )
    mark_forbidden = Said(
        422,
        "The column “{column}” must not be marked: {reason}.",
        "Không được đánh dấu cột “{column}”: {reason}.",
    )
    mark_no_room = Said(
        422,
        "The values of “{column}” lie {step} apart; a mark that moves them by no more than half of"
        " the tolerance {tolerance} would be seen, or not be there.",
        "Các giá trị của “{column}” cách nhau {step}; dấu chỉ dịch tối đa một nửa dung sai"
        " {tolerance} sẽ bị lộ hoặc không tồn tại.",
    )
    mark_differs = Said(
        409,
        "Copies of this table were marked in {before}, one row in {one_in}. Mark all alike, or"
        " copies that were put together cannot be traced.",
        "Các bản sao của bảng này đã được đánh dấu ở {before}, một trong {one_in} dòng. Hãy đánh"
        " dấu mọi bản như nhau, nếu không sẽ không truy được khi các bản bị trộn.",
    )
    marks_too_late = Said(
        409,
        "This product was ordered already, so its unmarked table is out; who has it could see the"
        " marks of all others. Declare marks on a new product.",
        "Sản phẩm này đã có đơn đặt mua nên bảng không có dấu đã được giao; ai giữ bảng đó có thể"
        " nhận ra dấu của mọi bên khác. Hãy khai báo dấu cho một sản phẩm mới.",
    )
    marks_rows_alike = Said(
        422,
        "No other column is left by which the rows could be told apart, so no leak could be"
        " traced. Leave at least one column without marks.",
        "Không còn cột nào khác để phân biệt các dòng nên không thể truy vết. Hãy để ít nhất một"
        " cột không đánh dấu.",
    )
    marks_not_declared = Said(
        409,
        "The copies of this product carry no marks, so a leak of it cannot be traced.",
        "Các bản sao của sản phẩm này không mang dấu nên không thể truy vết.",
    )
    marks_column_gone = Said(
        409,
        "Copies of this product carry marks in “{column}”, and this table has no such column of"
        " measured numbers. Publish it with that column.",
        "Các bản sao của sản phẩm này mang dấu ở cột “{column}”, nhưng bảng này không có cột số đo"
        " đó. Hãy xuất bản kèm cột đó.",
    )
    copy_not_ready = Said(
        503,
        "Your own copy of this table is being made: {done:,} of {rows:,} rows. Ask again in a few"
        " seconds.",
        "Bản sao riêng của bạn đang được tạo: {done:,} trên {rows:,} dòng. Hãy thử lại sau vài"
        " giây.",
    )
    trace_half_said = Said(
        422,
        "Say either --product, for a running exchange, or --original, --shares and --buyers.",
        "Hãy nêu --product nếu dùng sàn đang chạy, hoặc --original, --shares và --buyers.",
    )
    exchange_silent = Said(
        502,
        "The exchange at {address} does not answer as it should: {problem}.",
        "Sàn tại {address} không trả lời như mong đợi: {problem}.",
    )
    statement_other = Said(
        409,
        "This is not the statement of this delivery, or there is none yet. Read it again.",
        "Đây không phải bản xác nhận của lần giao này, hoặc chưa có bản nào. Hãy đọc lại.",
    )
    delivery_unstated = Said(
        404,
        "The delivery of this contract is not proven yet, so nothing is stated about it.",
        "Việc giao dữ liệu của hợp đồng này chưa được chứng minh nên chưa có bản xác nhận.",
    )
    trace_unknown = Said(404, "There is no such trace.", "Không có yêu cầu truy vết này.")
    trace_locked = Said(
        409,
        "A trace runs when one person of the operator and one of the supervisor have unlocked it.",
        "Chỉ truy vết khi một người của đơn vị vận hành và một người của đơn vị giám sát đã mở"
        " khóa.",
    )
    trace_lapsed = Said(
        409,
        "This trace was not unlocked in time, and its file is deleted. Hand the file in anew.",
        "Truy vết này không được mở khóa đúng hạn và tệp đã bị xóa. Hãy nộp lại tệp.",
    )
    traces_waiting = Said(
        409,
        "{most} traces of your organisation wait already. Have some unlocked first.",
        "Tổ chức của bạn đã có {most} yêu cầu truy vết đang chờ. Hãy để các yêu cầu đó được mở khóa"
        " trước.",
    )
    trace_unlocked_here = Said(
        409,
        "Your office has unlocked this trace; the other key is the other office's.",
        "Cơ quan của bạn đã mở khóa truy vết này; khóa còn lại thuộc cơ quan kia.",
    )
    mark_buyers_unreadable = Said(
        422,
        "{name} holds no buyers: {problem}.",
        "{name} không có bên mua nào: {problem}.",
    )
    mark_original_other = Said(
        409,
        "By {name}, no copy was made of this table with this key.",
        "Theo {name}, chưa có bản sao nào của bảng này được tạo bằng khóa này.",
    )

    # what goes on to be paid under a contract
    billing_unknown = Said(
        404,
        "Nothing of this kind is billed under this contract.",
        "Hợp đồng này không có khoản thanh toán định kỳ như vậy.",
    )
    billing_over = Said(
        409,
        "Nothing more falls due under this contract; it has ended.",
        "Hợp đồng này không còn khoản nào đến hạn; đã kết thúc.",
    )
    period_open = Said(
        409,
        "This cannot be done before {until}.",
        "Chưa thể thực hiện trước {until}.",
    )

    # what the price of an offer may be
    price_form_contradicts = Said(
        422,
        "The price contradicts itself, its terms or its product: {problem}.",
        "Giá mâu thuẫn với chính nó, với điều khoản hoặc với sản phẩm: {problem}.",
    )
    price_changed = Said(
        409,
        "The price is {price} by now. Look at it again; nothing was ordered.",
        "Giá hiện nay là {price}. Hãy xem lại; chưa có gì được đặt mua.",
    )
    price_negotiated = Said(
        409,
        "This offer has no price until its seller quotes one. Ask for a quotation for {product}.",
        "Chào bán này chưa có giá cho đến khi bên bán báo giá. Hãy yêu cầu báo giá cho {product}.",
    )
    variant_unknown = Said(
        422,
        "This offer has no variant {variant}; it has: {variants}.",
        "Chào bán này không có biến thể {variant}; các biến thể: {variants}.",
    )
    variant_too_young = Said(
        409,
        "This variant gives what is {days} days old, and the product is younger. Order it later.",
        "Biến thể này gồm dữ liệu cũ hơn {days} ngày, mà sản phẩm chưa đủ lâu. Hãy đặt mua sau.",
    )
    query_malformed = Said(
        422,
        "The query cannot be asked of this product: {problem}.",
        "Không thể hỏi sản phẩm này như vậy: {problem}.",
    )
    quote_without_price = Said(
        409,
        "The whole of this product is not sold at a price, so no part of it has one.",
        "Sản phẩm này không được bán trọn bộ theo giá, nên không có giá cho từng phần.",
    )
    # what prices rest on
    cost_unknown = Said(
        404,
        "There is no such declared cost.",
        "Không có khoản chi phí đã khai báo này.",
    )
    dossier_unknown = Said(
        404,
        "There is no such price dossier, or it does not concern you.",
        "Không có hồ sơ giá này, hoặc hồ sơ không liên quan đến bạn.",
    )
    ledger_full = Said(
        409,
        "At most {most} costs of a product are declared. Add up what belongs together.",
        "Mỗi sản phẩm chỉ khai báo tối đa {most} khoản chi phí. Hãy gộp những khoản cùng loại.",
    )
    dossier_overtaken = Said(
        409,
        "Cost or income was declared anew while the dossier was reckoned. Ask for it again.",
        "Chi phí hoặc thu nhập đã được khai báo lại trong lúc lập hồ sơ. Hãy yêu cầu lại.",
    )
    variant_not_ready = Said(
        503,
        "The table of this variant is being made. Ask again in a minute.",
        "Bảng của biến thể này đang được tạo. Hãy thử lại sau một phút.",
    )
    state_price_missing = Said(
        422,
        "The State sets the price of such a product. The product's statement and the offer must"
        " name the same decision and mode.",
        "Giá của sản phẩm này do Nhà nước định. Bản công bố của sản phẩm và chào bán phải nêu cùng"
        " một quyết định và hình thức định giá.",
        "Decree 314/2026/NĐ-CP, article 6.1",
    )
    state_price_disobeyed = Said(
        422,
        "The price is not within the limits that the State's decision sets.",
        "Giá không nằm trong giới hạn mà quyết định của Nhà nước đặt ra.",
        "Decree 314/2026/NĐ-CP, article 6.1",
    )

    # sharing of sales, and what belongs to the people in the data
    sharing_unknown = Said(
        404,
        "There is no such agreement on sharing.",
        "Không có thỏa thuận chia sẻ doanh thu này.",
    )
    accrual_unknown = Said(
        404,
        "There is no such accrual of people's shares.",
        "Không có kỳ phân bổ phần của người dân này.",
    )
    claim_unknown = Said(404, "There is no such claim.", "Không có yêu cầu nhận này.")
    sharing_not_whole = Said(
        422,
        "The parts of a sale sum to {total} of ten thousand, not to the whole.",
        "Các phần của doanh thu cộng lại là {total} phần vạn, không phải toàn bộ.",
    )
    sharing_party_twice = Said(
        422,
        "Each party is named once.",
        "Mỗi bên chỉ được nêu một lần.",
    )
    sharing_key_missing = Said(
        422,
        "To share by contribution, name the providers and the columns by which a record is known.",
        "Để chia theo mức độ đóng góp, hãy nêu các bên cung cấp và các cột xác định một bản ghi.",
    )
    sharing_head_missing = Said(
        422,
        "People have a part of these sales; name the column that says whom a row is about.",
        "Người dân được hưởng một phần doanh thu này; hãy nêu cột cho biết dòng dữ liệu về ai.",
    )
    processing_too_dear = Said(
        422,
        "A seller keeps {most} of ten thousand at most for its work on the data.",
        "Bên bán chỉ được giữ tối đa {most} phần vạn cho công xử lý dữ liệu.",
    )
    sharing_closed = Said(
        409,
        "This agreement on sharing is {state}.",
        "Thỏa thuận chia sẻ này đang ở trạng thái {state}.",
    )
    sharing_not_agreed = Said(
        409,
        "How sales of this product are shared was proposed, and not all parties have agreed.",
        "Cách chia doanh thu của sản phẩm này đã được đề xuất nhưng chưa đủ các bên đồng ý.",
    )
    sharing_not_measured = Said(
        409,
        "Who supplied what of this product is not measured yet. Publish its data, and let each"
        " provider register what it contributed.",
        "Chưa đo được bên nào cung cấp phần nào của sản phẩm này. Hãy đăng dữ liệu và để mỗi bên"
        " cung cấp đăng ký phần đóng góp.",
    )
    head_claimed = Said(
        409,
        "Somebody has shown to be this one of the people in the data.",
        "Đã có người chứng minh mình là chủ thể này trong dữ liệu.",
    )
    claim_term_open = Said(
        409,
        "People may claim their part until {until}.",
        "Người dân còn được nhận phần của mình đến {until}.",
    )

    # auctions
    auction_unknown = Said(
        404,
        "There is no such auction, or no such bidder in it.",
        "Không có cuộc đấu giá hoặc người tham gia này.",
    )
    auction_for_one = Said(
        409,
        "These terms are for one buyer only; an auction with many winners needs other terms.",
        "Điều khoản này chỉ dành cho một bên mua; đấu giá nhiều người trúng cần điều khoản khác.",
    )
    auction_times_wrong = Said(
        422,
        "An auction takes bids for at least a minute and at most {days} days, and ends in the"
        " future.",
        "Cuộc đấu giá nhận giá ít nhất một phút, nhiều nhất {days} ngày, và kết thúc trong tương"
        " lai.",
    )
    start_below_cost = Said(
        422,
        "The starting price is below the declared input cost of {cost}.",
        "Giá khởi điểm thấp hơn chi phí đầu vào đã khai báo là {cost}.",
        "Decree 169/2025/NĐ-CP, article 33.2 (not verified)",
    )
    own_auction = Said(
        403,
        "Nobody bids in their own auction.",
        "Không ai được trả giá trong cuộc đấu giá của chính mình.",
    )
    bidder_related = Said(
        403,
        "You are related to the seller: an interest is declared, or you are paid to the same bank"
        " account. So you cannot bid here.",
        "Bạn có liên quan đến bên bán: có lợi ích đã khai báo hoặc cùng tài khoản ngân hàng nhận"
        " tiền. Vì vậy bạn không được trả giá tại đây.",
    )
    auction_not_begun = Said(
        409,
        "This auction takes bids from {at}.",
        "Cuộc đấu giá này nhận giá từ {at}.",
    )
    auction_over = Said(
        409,
        "The bell has rung: this auction takes no bids any more.",
        "Chuông đã điểm: cuộc đấu giá này không nhận giá nữa.",
    )
    auction_running = Said(
        409, "This auction takes bids yet.", "Cuộc đấu giá này vẫn đang nhận giá."
    )
    auction_has_bids = Said(
        409,
        "Somebody has bid; only the operator can stop this auction now.",
        "Đã có người trả giá; chỉ đơn vị vận hành mới được dừng cuộc đấu giá.",
    )
    bid_of_other_kind = Said(
        409,
        "This auction takes bids of the other kind: sealed where this one is open, or open.",
        "Cuộc đấu giá này nhận loại giá khác: giá kín thay vì công khai, hoặc ngược lại.",
    )
    bid_too_low = Said(
        409,
        "A bid must be at least {least}.",
        "Giá trả phải ít nhất là {least}.",
    )

    # what was asked: catalogues of others, and what they name
    feed_unknown = Said(404, "There is no such feed.", "Không có nguồn danh mục này.")
    item_unknown = Said(
        404, "There is no such item in the inventory.", "Không có mục này trong danh mục dữ liệu."
    )
    feed_known = Said(
        409,
        "This address is harvested already.",
        "Địa chỉ này đã được thu thập.",
    )
    feed_ended = Said(
        409,
        "This feed is harvested no more. Add it again under a new id.",
        "Nguồn này không còn được thu thập. Hãy thêm lại với mã mới.",
    )
    item_gone = Said(
        409,
        "The catalogue that named this item no longer does.",
        "Danh mục nguồn không còn nêu mục này.",
    )
    item_wanted = Said(
        409,
        "Your organisation has asked for this item already.",
        "Tổ chức của bạn đã đề nghị mục này.",
    )
    item_taken = Said(
        409,
        "This item is being offered as a product already.",
        "Mục này đang được chào bán dưới dạng một sản phẩm.",
    )
    feed_address_forbidden = Said(
        422,
        "{address} is not fetched: only http and https, and no address inside a private network.",
        "Không tải {address}: chỉ nhận http và https, không nhận địa chỉ trong mạng riêng.",
    )
    feed_unreachable = Said(
        502,
        "{address} did not answer as it should: {problem}.",
        "{address} không trả lời như cần thiết: {problem}.",
    )
    feed_too_slow = Said(
        502,
        "{address} took longer than {seconds} seconds.",
        "{address} trả lời lâu hơn {seconds} giây.",
    )
    feed_too_large = Said(
        422,
        "{address} sent more than {most} bytes.",
        "{address} gửi hơn {most} byte.",
    )
    feed_unreadable = Said(
        422,
        "What {address} sent cannot be read as a catalogue: {problem}.",
        "Không đọc được nội dung {address} gửi như một danh mục: {problem}.",
    )
    feed_in_circles = Said(
        422,
        "{address} has no end: a page leads back to one before it, or there are too many pages.",
        "{address} không có điểm cuối: một trang dẫn về trang trước, hoặc có quá nhiều trang.",
    )

    # where data came from
    run_unknown = Said(404, "There is no such run.", "Không có lượt chạy này.")
    run_withdrawn = Said(
        409,
        "This run was withdrawn, and nothing more can be said of it. Tell of it as a new run.",
        "Lượt chạy này đã được rút lại nên không thể bổ sung. Hãy gửi lại dưới một lượt chạy mới.",
    )
    dataset_unknown = Said(
        422,
        "This exchange has no {name} that you can see. Name a data set here by the id of its"
        " product.",
        "Sàn không có {name} mà bạn được xem. Hãy gọi bộ dữ liệu trên sàn bằng mã sản phẩm.",
    )
    lineage_ahead = Said(
        422,
        "The event says that it happened later than now. Check the clock of your pipeline.",
        "Sự kiện ghi thời điểm muộn hơn hiện tại. Hãy kiểm tra đồng hồ của quy trình xử lý.",
    )
    lineage_event_other = Said(
        422,
        "Only run events of OpenLineage say what came from what: {problem}.",
        "Chỉ sự kiện chạy (RunEvent) của OpenLineage cho biết dữ liệu từ đâu ra: {problem}.",
    )
    lineage_name_secret = Said(
        422,
        "{name} holds a sign-in or an e-mail address. Name data sets without them.",
        "{name} có chứa thông tin đăng nhập hoặc địa chỉ thư điện tử. Hãy đặt tên bộ dữ liệu"
        " không kèm các thông tin đó.",
    )

    # whether the law allows it
    assurance_too_low = Said(
        403,
        "{citation} asks that whoever does this is identified more surely than you are now"
        " ({reasons}). Sign in with your electronic identity, or with a code from your telephone"
        " once the operator has recorded your level.",
        "{citation} yêu cầu người thực hiện được định danh ở mức cao hơn mức hiện tại của bạn"
        " ({reasons}). Hãy đăng nhập bằng định danh điện tử, hoặc bằng mã trên điện thoại sau khi"
        " đơn vị vận hành đã ghi nhận mức độ định danh của bạn.",
    )
    law_not_met = Said(
        422,
        "The law does not allow this ({citation}): {reasons}.",
        "Pháp luật không cho phép ({citation}): {reasons}.",
    )
    law_in_doubt = Said(
        422,
        "The law may not allow this ({citation}, not verified): {reasons}.",
        "Pháp luật có thể không cho phép ({citation}, chưa kiểm chứng): {reasons}.",
    )


class Refused(Exception):
    """A command or question was refused; nothing changed.

    `details` say what the text leaves open; a pair is said in English or in Vietnamese. They are
    shown to whoever asked, so they hold nothing that the asker may not see.
    """

    def __init__(self, why: Refusal, **details: Any) -> None:
        super().__init__(why.name)
        self.why = why
        self.details = details

    def text(self, language: str = "en") -> str:
        """The sentence to show, in `en` or `vi`."""
        vi = language == "vi"
        said = self.why.value.vi if vi else self.why.value.en
        details = self.details.items()
        return said.format(
            **{name: each[vi] if isinstance(each, tuple) else each for name, each in details}
        )

    def __str__(self) -> str:
        return f"{self.why.name}: {self.text()}"
