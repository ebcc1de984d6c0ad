"""How to read a table with the tools one has: text to copy, with the reader's own names in it."""

PANDAS = """import delta_sharing

table = delta_sharing.load_as_pandas(
    "{profile}#{share}.data.{table}"
)"""

SPARK = """table = (
    spark.read.format("deltaSharing")
    .option("responseFormat", "delta")
    .load(
        "{profile}#{share}.data.{table}"
    )
)"""

DUCKDB = """import delta_sharing
import duckdb

table = delta_sharing.load_as_pandas(
    "{profile}#{share}.data.{table}"
)
duckdb.sql("SELECT count(*) FROM table")"""

CURL = """curl -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{{"limitHint": 100}}' \\
  {base}/delta-sharing/shares/{share}/schemas/data/tables/{table}/query"""

TOOLS = (("pandas", PANDAS), ("Spark", SPARK), ("DuckDB", DUCKDB), ("curl", CURL))

PROFILE = "profile.share"
"""What the credential's file is called where it was kept."""


def ways(base: str, table: str, share: str) -> list[tuple[str, str]]:
    """Each tool with the text that reads this table with it."""
    return [
        (tool, text.format(base=base, table=table, share=share, profile=PROFILE))
        for tool, text in TOOLS
    ]
