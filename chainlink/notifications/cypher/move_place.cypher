MATCH (s:PlatformState) WHERE s.id = $id
SET s.sequence = $sequence, s.hash = $day
