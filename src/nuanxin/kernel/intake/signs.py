"""Private signs 私用区字符: characters that old GBK systems kept where every program may mean another."""

import re

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.doubts import Doubt, Option, tellable

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
KNOWN = {
    "\ue81e": "\u9fb4", "\ue826": "\u9fb5", "\ue82b": "\u9fb6", "\ue82c": "\u9fb7", "\ue832": "\u9fb8",
    "\ue843": "\u9fb9", "\ue854": "\u9fba", "\ue864": "\u9fbb", "\ue863": "\u4dae", "\ue816": "\U00020087",
    "\ue817": "\U00020089", "\ue818": "\U000200cc", "\ue831": "\U000215d7", "\ue83b": "\U0002298f",
    "\ue855": "\U000241fe",
}  # fmt: skip
"""Places of GBK that GB 18030-2022 gave to characters of Unicode."""


@tellable
def private_sign(text: str) -> Doubt | None:
    """Return the doubt of a text with private signs, None for any other.

    The character that the national standard has in that place is offered; so is keeping the text.
    """
    signs = sorted(set(_PRIVATE.findall(text)))
    if not signs:
        return None
    meant = _PRIVATE.sub(lambda sign: KNOWN.get(sign[0], sign[0]), text)
    options = [Option("standard", meant, meant)] if not _PRIVATE.search(meant) else []
    options.append(Option("keep", _("keep it as it is"), text))
    named = ", ".join(f"U+{ord(sign):04X}" for sign in signs)
    said = _("%(text)s holds a sign that no standard knows (%(signs)s).") % {"text": text, "signs": named}
    return Doubt("private_sign", named, said, options, _("Type the character again."))
