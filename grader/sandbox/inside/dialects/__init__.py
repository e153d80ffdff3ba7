"""What other ways of writing a lesson's answer need inside the sandbox. Nothing here decides anything about a grade."""
