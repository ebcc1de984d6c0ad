"""What is done to the journal behind the door, and how it is found."""

import pytest

from datafloor.contexts.evidence import Parted, audit
from datafloor.kernel import clock, journal
from datafloor.verify.log import check_log

from .site import TAX_CODES, Site


def test_a_sound_journal_is_what_was_published(site: Site) -> None:
    site.join()
    site.publish()
    assert site.audit() == ""
    site.join(TAX_CODES[1])
    assert site.audit() == ""


def test_an_edited_row_is_found(site: Site) -> None:
    site.join()
    site.publish()
    site.run("UPDATE journal SET body = ? WHERE seq = 2", "{}")
    assert "Row 2 (participants.role_granted.v1) does not fit its digest" in site.audit()
    with site.database.reading() as tx:
        at = clock.iso(journal.read(tx, 0, 1)[0].at)
    assert f"The row before it, of {at}, is sound." in site.audit()


def rechain(site: Site) -> None:
    """Make the whole chain of digests fit again, as a skilled forger would."""
    with site.database.writing() as tx:
        digest = ""
        for entry in journal.read(tx, 0, 1_000):
            digest = journal.chain(digest, entry)
            tx.run("UPDATE journal SET digest = ? WHERE seq = ?", digest, entry.seq)
        tx.run("UPDATE door SET digest = ?", digest)


def test_a_row_edited_with_all_digests_after_it_is_found(site: Site) -> None:
    site.join()
    site.publish()
    site.run("UPDATE journal SET by_person = ? WHERE seq = 3", "somebody else")
    rechain(site)
    assert site.audit().startswith(
        "Row 3 (participants.role_granted.v1) is not the one that was published"
    )


def test_a_removed_row_is_found(site: Site) -> None:
    site.join()
    site.publish()
    site.run("DELETE FROM journal WHERE seq = 2")
    assert site.audit().startswith("Row 2 is missing. The row before it, of 20")
    site.run("DELETE FROM journal WHERE seq > 2")
    assert "The journal ends at row 1, and 4 were published" in site.audit()


def test_an_inserted_row_is_found(site: Site) -> None:
    site.join()
    site.publish()
    site.run("UPDATE journal SET seq = seq + 100 WHERE seq > 2")
    site.run("UPDATE journal SET seq = seq - 99 WHERE seq > 100")
    site.run(
        "INSERT INTO journal SELECT 3, at, by_person, by_organisation, request_id, asked,"
        " kind, body, digest FROM journal WHERE seq = 2"
    )
    rechain(site)
    assert site.audit().startswith("Row 3 (participants.role_granted.v1) is not the one")


def test_reordered_rows_are_found(site: Site) -> None:
    site.join()
    site.publish()
    for old, new in ((2, 100), (3, 2), (100, 3)):
        site.run("UPDATE journal SET seq = ? WHERE seq = ?", new, old)
    rechain(site)
    assert "Row 2 (participants.role_granted.v1) is not the one" in site.audit()


def test_lost_files_of_the_log_are_found_too(site: Site) -> None:
    site.join()
    site.publish()
    with site.database.reading() as tx:
        found = audit(tx, lambda path: None, 4)
    assert len(found) == 4


def test_very_many_differences_are_cut_short(site: Site) -> None:
    site.join()
    site.publish()
    site.run("UPDATE journal SET seq = seq + 2000")
    assert site.audit().count("is missing") >= 20


def test_a_database_from_an_older_copy_does_not_fork_the_log(site: Site) -> None:
    site.join()
    site.join(TAX_CODES[1])
    site.publish()
    site.run("DELETE FROM journal WHERE seq > 4")
    with site.database.writing() as tx:
        last = journal.read(tx, 3, 1)[0]
        tx.run("UPDATE door SET seq = ?, digest = ?", last.seq, last.digest)
        tx.run("UPDATE cursors SET seq = 4")
    site.join(TAX_CODES[2])
    with pytest.raises(Parted, match="row 5 of the journal is not the one that was published"):
        site.publish()


def test_a_log_with_a_gap_is_not_gone_on_with(site: Site) -> None:
    site.join()
    with site.database.noting() as note:
        note.run("INSERT INTO cursors (follower, seq) VALUES ('public_log', 2)")
    with pytest.raises(Parted, match="ends at row 0 and the journal goes on at row 3"):
        site.publish()


def test_what_comes_again_is_taken_once(site: Site) -> None:
    site.join()
    site.publish()
    with site.database.noting() as note:
        note.run("UPDATE cursors SET seq = 1")
    site.publish()
    assert site.log.open() == 4
    assert check_log("log", site.log.read, site.trust).code == 0
