"""The words of marks, copies and traces, for `wording`."""

from datafloor.web.pages.language import marked

EVENTS = {
    "marks.columns_judged.v1": marked("The exchange looked which columns may carry marks"),
    "marks.marks_declared.v1": marked("From now on each buyer's copy carries marks"),
    "marks.copy_owed.v1": marked("A copy of its own is to be made"),
    "marks.copy_made.v1": marked("A copy of its own was made"),
    "marks.copy_withdrawn.v1": marked("A copy may not be read any more"),
    "marks.copy_deleted.v1": marked("A copy was deleted"),
    "marks.trace_asked.v1": marked("Somebody asked whose copy leaked"),
    "marks.trace_unlocked.v1": marked("An office unlocked a trace"),
    "marks.trace_lapsed.v1": marked("A trace was not unlocked in time"),
    "marks.trace_answered.v1": marked("A trace was answered"),
}
WORDS = {
    "trace.waits": marked("Waits for the two keys"),
    "trace.lapsed": marked("Not unlocked in time"),
    "trace.runs": marked("Is being traced"),
    "trace.named": marked("Somebody is named"),
    "trace.cannot_tell": marked("It cannot be told"),
    "why.unreadable": marked("The file cannot be read as a table."),
    "why.no_rows": marked(
        "None of its rows could be recognised: it is another table, or the columns that tell rows"
        " apart are gone."
    ),
    "why.no_column": marked(
        "No marked column is in it, or its values were changed far beyond the tolerance."
    ),
    "why.unmarked": marked(
        "Where copies are marked it has the original's own values: it is no copy, or too small a"
        " part of one."
    ),
    "why.too_little": marked(
        "What it has of the marks is too little, too much was changed, or it is of none of these"
        " copies. It clears nobody."
    ),
    "field.leak": marked("The file that leaked"),
    "field.official_statistics": marked("Are these official statistics?"),
    "field.one_in_count": marked("One row in how many carries a mark"),
}
HINTS = {
    "leak": marked("CSV, Parquet or JSON lines; a part of it is enough."),
    "official_statistics": marked("What others add up and cite is never marked."),
    "one_in_count": marked("100 is usual. A smaller number traces smaller leaks and shows more."),
}
