"""Another process of the same site: ``python other_presser.py VAR DATABASE OCCASION CLIENTS``, then a line of secrets.

It says ``ready``, presses the button on each of the pages, several at once and again where the site is too busy, and
tells the statuses of all answers.
"""

from __future__ import annotations

import sys
from pathlib import Path

from house import House
from posting import at_once

BUSY = 503

if __name__ == "__main__":
    var, database, occasion, clients = sys.argv[1:5]
    house = House(Path(var), **{"reglab.database": database})
    secrets = sys.stdin.readline().split()
    shares = [secrets[number::int(clients)] for number in range(int(clients))]
    browsers = [house.visitor() for _share in shares]
    for browser, share in zip(browsers, shares, strict=True):
        browser.get(f"/take-part/{share[0]}")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()

    def press(browser, share):
        """Press the button on each page of a share until it is taken."""
        token, told = browser.cookies["csrf"], []
        for secret in share:
            fields = {"csrf_token": token, "token": secret, "occasion": occasion, "do": "yes"}
            while (status := browser.post("/take-part", fields, expect_errors=True).status_int) == BUSY:
                told.append(status)
            told.append(status)
        return told

    answers = at_once([lambda browser=browser, share=share: press(browser, share)
                       for browser, share in zip(browsers, shares, strict=True)])
    sys.stdout.write(" ".join(str(status) for share in answers for status in share) + "\n")
    sys.stdout.flush()
    house.close()
