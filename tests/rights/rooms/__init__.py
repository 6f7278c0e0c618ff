"""The rows of the rights matrix, one file a room. A new address or action without its row here fails the tests.

To add yours, make (or open) the file of your room; every file of this folder is read, none has to be listed::

    # tests/rights/rooms/supervisor.py
    from tests.rights.rows import NOBODY, Office, nothing

    # name of the address as `reverse` takes it: who gets in. Labels are those of tests/rights/cast.py.
    ADDRESSES = {
        "workflow:board": Office({"supervisor here", "supervisor elsewhere"}, arguments=nothing),
        "workflow:reassign": Office({"": {"supervisor here"}, "notified": NOBODY}, "form", body={"reason": "x" * 20}),
    }
    # registered action: who may, by the state of the dossier; "" stands for every state not named.
    POWERS = {
        "dossier.reassign": {"": {"supervisor here"}, "notified": NOBODY},
    }
    # Only where the policy is not asked about a dossier: beginning of the action's name -> what it is asked about.
    SUBJECTS = {"office.": lambda scene: scene.dossier.office}

Then say in ``tests/rights/powers_table.py`` which row of the requirements' table (§1.6) your actions make true.
"""
