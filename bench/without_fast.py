"""`cchc-audit` as it runs where the extra `fast` is not installed."""

import sys

from cchc_audit.__main__ import main
from cchc_audit.intake.files import compiled

if __name__ == "__main__":
    compiled.ENOUGH = sys.maxsize
    main()
