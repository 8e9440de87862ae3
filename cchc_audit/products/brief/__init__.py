"""The inspection pack: what a team carries to a commune or an office the next morning.

gather (figures, lists, findings of one pass) → Pack → page (HTML) | workbook | record (DOCX) |
document (JSON) → folder

What it says are risks to be looked at on the spot; conclusions belong to the inspection team.
"""

from cchc_audit.products.brief.gather_packs import Wanted, gather_packs
from cchc_audit.products.brief.pack import Gathered, Pack

__all__ = ["Gathered", "Pack", "Wanted", "gather_packs"]
