"""Categories of goods and services: codes, words, kin, inputs; free text into categories."""
