"""What a person sees: server-rendered pages over the same commands and questions as the API.

Each page is at two addresses, `/en/…` and `/vi/…`. Pages need no script. A form carries the ids
that it makes and the id of its request, so that sending it twice is asking once.
"""
