"""The rulebook: vocabulary, parameters, rules, their language and their cases."""
