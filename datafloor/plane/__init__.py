"""The byte plane: hands out the files of a folder to holders of signed links, and counts.

It knows links and grants and no rules. Bytes go from the file to the socket inside the kernel;
they never pass through Python where the server offers that (`plane.server`).
"""

from datafloor.plane.files import Files
from datafloor.plane.meter import Delivered, Meter

__all__ = ["Delivered", "Files", "Meter"]
