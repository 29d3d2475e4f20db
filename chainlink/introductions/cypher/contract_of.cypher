MATCH (i:Introduction) WHERE i.id = $id
MATCH (i)-[:LED_TO]->(d:Deal)
WHERE d.superseded_at IS NULL AND d.kind <> 'LETTER_OF_INTENT' AND d.verification <> 'REJECTED'
RETURN d.deal AS deal
LIMIT 1
