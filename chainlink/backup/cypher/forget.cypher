MATCH (s:PlatformState) WHERE s.id = $id DELETE s
