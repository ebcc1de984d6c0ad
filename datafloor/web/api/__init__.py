"""The API: REST over the same commands and questions as the pages, described in OpenAPI."""
