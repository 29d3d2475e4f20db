UNWIND $ids AS wanted
MATCH (d:Deal) WHERE d.superseded_at IS NULL AND wanted IN d.parties
RETURN wanted AS belongs_to, d.id AS id
