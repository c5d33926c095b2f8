"""The database server goes away and comes back: pages say so meanwhile, and nobody has to restart the site."""

from __future__ import annotations

import pytest

import stores
from posting import hand
from written import Written

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.skipif(not stores.DSN, reason=stores.WITHOUT_SERVER)]


def cut(database: str) -> None:
    """End every connection to a database, as a restart of the server does."""
    stores.tell_server("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", database)


def test_the_site_recovers_from_a_restart_of_its_server(tmp_path):
    """Steps in the gap are taken or answered with 503, none is half taken, and soon all is as before."""
    with stores.database_of_its_own() as name:
        site = Written(tmp_path / "var", **{"reglab.database": stores.address(name, tmp_path / "blobs")})
        path = site.proposal(site.open_round())
        office = hand(site, site.OFFICE)
        seen, answers = site.item(path)["version"], []
        for turn in range(6):
            cut(name)
            step, facts = ("accept_as_is", {}) if turn % 2 else ("return", {"reason": "Skriv mer."})
            for _attempt in range(4):
                answer = office.fire(path, step, seen, **facts)
                answers.append(answer.status_int)
                if answer.status_int == 303:
                    break
            seen += 1
        assert set(answers) <= {303, 503}, answers
        assert answers.count(303) == 6, answers
        assert site.item(path)["version"] == seen
        cut(name)
        pages = [office.browser.get(path, expect_errors=True).status_int for _look in range(3)]
        assert set(pages) <= {200, 503}
        assert pages[-1] == 200
        site.close()
