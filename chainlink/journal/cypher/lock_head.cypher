MATCH (s:PlatformState) WHERE s.id = 'journal'
SET s.locked_at = $now
RETURN s.sequence AS sequence, s.hash AS hash
