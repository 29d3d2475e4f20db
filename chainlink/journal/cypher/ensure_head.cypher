MERGE (s:PlatformState {id: 'journal'})
ON CREATE SET s.sequence = 0, s.hash = $start
