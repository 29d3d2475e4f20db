MATCH (s:PlatformState) WHERE s.id = 'journal'
RETURN s.sequence AS sequence, s.hash AS hash
