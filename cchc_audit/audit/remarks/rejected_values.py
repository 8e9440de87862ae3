"""What is shown of a rejected cell: what tells of nobody, unless personal data was asked for."""

from cchc_audit.audit.request import Request
from cchc_audit.intake.files.rejects import Reject
from cchc_audit.intake.values.plausible import is_number, is_plausible
from cchc_audit.texts import Texts


def shown_value(reject: Reject, request: Request) -> str:
    """The value of a rejected row as answers show it.

    A cell that does not look like what its column holds may have come from another one, and then is
    anybody's name or telephone number: its kind and length stand for it.
    """
    value = reject.value
    if request.show_personal or is_plausible(reject.column, value):
        return value
    texts = Texts(request.settings.lang)
    if is_number(value):
        count = sum(letter.isdigit() for letter in value)
        return texts("audit.hidden_number", n=texts.whole(count))
    return texts("audit.hidden_text", n=texts.whole(len(value)))
