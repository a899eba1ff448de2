"""From a draft to a plan in force: who has to be phoned, what they said, what is published."""
