"""The protocols of the field, spoken at the edge so that existing clients work on day one."""
