MATCH (s:PlatformState) WHERE s.id = 'taxonomy' RETURN s.sequence AS sequence
