"""The reports of `songngu check`, a module each; `exports.report` has the table of them."""
