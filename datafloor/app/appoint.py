"""`datafloor appoint`: who operates the exchange, and who supervises it.

Only who can read the exchange's folder can do this; the web offers no way to it.
"""

import argparse

from datafloor.app.options import add_where, where


def arguments(command: argparse.ArgumentParser) -> None:
    """The office, and who is to hold it."""
    command.add_argument("office", choices=["operator", "supervisor"])
    command.add_argument("--name", required=True, help="the organisation's name")
    command.add_argument("--tax-code", required=True)
    command.add_argument("--person", required=True, help="the name of who acts for it first")
    command.add_argument("--email", required=True, help="her sign-in name")
    command.add_argument("--password", help="at least 12 characters; one is made if left out")
    add_where(command)


def run(asked: argparse.Namespace) -> int:
    """Register the organisation, give it the office, and say how to sign in."""
    from datafloor.app.build import exchange
    from datafloor.app.steps import appoint

    with exchange(where(asked)) as running:
        password = appoint(
            running,
            asked.office,
            name=asked.name,
            tax_code=asked.tax_code,
            person=asked.person,
            email=asked.email,
            password=asked.password,
        )
    print(f"{asked.name} is now the {asked.office}. Sign in as {asked.email}.")
    if password != asked.password:
        print(f"Password, shown once: {password}")
    return 0
