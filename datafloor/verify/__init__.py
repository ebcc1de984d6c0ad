"""Check a data exchange without trusting it, or asking it.

This package stands alone: it needs the standard library and `cryptography` for one function,
the check of an Ed25519 signature. Read it in this order:

`merkle`    how one hash stands for a whole list, and how short proofs show it (RFC 6962)
`note`      signed texts, keys, and the checkpoint with which a log promises its content
`tiles`     a log as plain files
`trust`     whose signatures the reader believes
`jws`       statements signed with a named key
`contracts` editions of contracts, and their signatures
`dossiers`  what a price was said to rest on
`deliveries` what was delivered, and what its buyer says of that
`evidence`  receipts and bundles: some entries, and what shows that they are in the log
`page`      a bundle as a page that people read
`log`       a whole log, hashed again
`command`   `datafloor verify FILE…`

The exchange writes its log with the same few functions, so that there is one description of
the formats; the tests hold them against published vectors and against programs of others.
"""
