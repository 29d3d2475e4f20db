"""From a suggestion through consent to an introduction, and all that became of it."""
