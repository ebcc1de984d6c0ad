"""W3C PROV: where a product or a contract's data came from, as PROV-JSON and as PROV-O.

Entities are versions, data sets outside, contracts and reports; activities are publications, runs
of pipelines, appraisals and deliveries; agents are organisations. (PROV-DM, PROV-O: W3C
Recommendations of 30 April 2013; PROV-JSON: W3C Member Submission of 24 April 2013.)
"""
