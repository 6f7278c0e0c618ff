"""What is open to anyone on purpose: the site's own pages, simulator, verification, sign-in and demonstration."""

from tests.rights.rows import Public, WayIn

INVENTED = "invented people only, and only where AMPARO_DEMONSTRATION is set"
ADDRESSES = {
    "core:home": Public("first page"),
    "core:help": Public("help"),
    "core:privacy": Public("privacy"),
    "core:accessibility": Public("accessibility statement"),
    "core:source": Public("offer of the source code (AGPL)"),
    "core:source_archive": Public("the source code (AGPL)"),
    "core:mailbox": Public(INVENTED),
    "core:alive": Public("liveness for the operator's probes"),
    "core:ready": Public("readiness for the operator's probes"),
    **{
        f"information:{name}": Public("what the benefit is, for anybody")
        for name in ("home", "what", "who", "how_much", "documents", "questions")
    },
    "simulator:start": Public("simulator: no personal data, nothing kept"),
    "simulator:question": Public("simulator", arguments=("household",)),
    "simulator:result": Public("simulator"),
    "simulator:restart": Public("simulator", "post"),
    "simulator:leave": Public("simulator"),
    "simulator:language": Public("the language a visitor reads", "post"),
    "simulator:paper": Public("the estimate as a PDF: made of the visitor's own session"),
    "simulator:save": Public("the visitor's own answers, behind a link"),
    "simulator:saved": Public("whoever holds the link; nobody else knows it", arguments=("no-such-link",)),
    "receipts:verify": Public("anyone checks a paper of ours"),
    "receipts:root": Public("the certificate that anyone checks with"),
    "identity:electronic": Public("leads to the identity provider; nothing of anybody is shown"),
    "identity:electronic_return": Public("only with the state that this very browser took there"),
    "identity:demonstration_accounts": Public(INVENTED),
    "identity:specimens": Public(INVENTED),
    "identity:specimens_of": Public(INVENTED, arguments=("lucia",)),
    "identity:specimen": Public(INVENTED, arguments=("lucia", "front")),
    "identity_api:readings": Public("documents read for the office's programs, by token; nothing kept", "post"),
    "api:simulations": Public("simulator for machines: a case in, an outcome out, nothing kept", "post"),
    "api:facts": Public("facts of a benefit for machines", arguments=("imv",)),
    "api:parameters": Public("figures of a benefit for machines", arguments=("imv",)),
    "api:form": Public("form for machines: nothing kept", "post", arguments=("imv",)),
    "api:income": Public("income that counts, for machines: nothing kept", "post", arguments=("imv",)),
    "api:schema": Public("description of the public calls"),
    "account_login": WayIn(first=True),
    "mfa_authenticate": WayIn(),
    "account_logout": WayIn(),
    "account_inactive": WayIn(first=True),
    "account_reset_password_from_key": WayIn(first=True, arguments=("1", "no-such-key")),
    "account_reset_password_from_key_done": WayIn(first=True),
    "account_reauthenticate": WayIn(),
    "mfa_reauthenticate": WayIn(),
    "mfa_index": WayIn(),
    "mfa_activate_totp": WayIn(),
    "mfa_deactivate_totp": WayIn(),
    "mfa_view_recovery_codes": WayIn(),
    "mfa_generate_recovery_codes": WayIn(),
}
POWERS: dict[str, dict[str, set[str]]] = {}
