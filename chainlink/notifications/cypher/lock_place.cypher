MATCH (s:PlatformState) WHERE s.id = $id
SET s.locked_at = $now
RETURN s.sequence AS sequence, s.hash AS day
