"""Delta Sharing: the open protocol by which others read shared tables.

The protocol is that of github.com/delta-io/delta-sharing, PROTOCOL.md. A contract is a share with
its own bearer token. Every request asks the shelf whether the table may be read now; the answer
is a list of links to files, and the bytes come from the plane or from the object store.

What is optional in the protocol and not offered: `asyncquery` is ignored, as the protocol allows,
for every query is answered at once; credentials of the object store are not lent (`accessModes`
is `url`).
"""

from datafloor.web.protocols.delta_sharing.routes import delta_sharing, protocol_error

__all__ = ["delta_sharing", "protocol_error"]
