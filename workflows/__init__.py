"""What may happen: one TOML file per noun, addressed as ``reglab_workflow.workflows:proposal.toml``."""
