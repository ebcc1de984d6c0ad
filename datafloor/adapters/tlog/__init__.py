"""The public log as files in an object store, and the witnesses that watch it.

`publisher.Publisher` writes the log, `store` says where to, `memory` is what a signer must never
forget, `signer` holds keys, `cosign` asks witnesses, `witness.Witness` is one.

What always holds: the checkpoint is written last and needs only files written before it, so a
power cut at any moment leaves a log that verifies. Nothing is signed that does not go on from
what was signed before.
"""
