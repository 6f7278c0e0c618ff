"""The only place, with `workflow.flows`, that knows Viewflow: own nodes, job runner, and the desk the verbs call."""
