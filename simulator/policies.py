"""Who may use the policy simulator."""

from core.policies import Policy, register

register("policy_simulation.run", Policy(allows=lambda actor, _: actor.has("administrator")))
