"""The words of lineage that stand for codes."""

from datafloor.web.pages.language import marked

EVENTS = {
    "lineage.lineage_recorded.v1": marked("A pipeline told where data came from"),
    "lineage.run_withdrawn.v1": marked("What a pipeline told was withdrawn"),
}
DONE = {
    "run_withdrawn": marked("It counts no more, and its names are erased."),
}
