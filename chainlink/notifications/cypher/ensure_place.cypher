MERGE (s:PlatformState {id: $id})
ON CREATE SET s.sequence = $sequence
