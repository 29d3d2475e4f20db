MATCH (s:PlatformState) WHERE s.id = 'journal'
SET s.sequence = $sequence, s.hash = $hash
