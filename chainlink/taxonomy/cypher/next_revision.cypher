MERGE (s:PlatformState {id: 'taxonomy'})
ON CREATE SET s.sequence = 1
ON MATCH SET s.sequence = s.sequence + 1
