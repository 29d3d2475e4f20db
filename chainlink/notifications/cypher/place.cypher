MATCH (s:PlatformState) WHERE s.id = $id
RETURN s.sequence AS sequence, s.hash AS day
