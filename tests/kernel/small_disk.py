"""The exchange on a disk that is really full: `python -m tests.kernel.small_disk FOLDER`, where the
folder is a file system of its own of one megabyte. A file beside the exchange is what is removed
to make room."""

import sys
from pathlib import Path

from datafloor.kernel.db import open_database
from datafloor.kernel.execute import Door
from tests.kernel.test_full import check_full_and_room
from tests.kernel.toy import toy_house


def main(folder: Path) -> None:
    """Fill the disk, look that nothing is lost or half done, make room and go on."""
    house, filler = toy_house(), folder / "filler"
    filler.write_bytes(bytes(200_000))
    database = open_database(f"sqlite:///{folder}/exchange.db", house.schema)
    door = Door(house, database)
    check_full_and_room(door, database, house, filler.unlink)
    door.close()
    database.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
