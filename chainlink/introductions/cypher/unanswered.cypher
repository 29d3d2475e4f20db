MATCH (c:Consent) WHERE c.state = 'ASKED' AND c.asked_at < $before
MATCH (i:Introduction) WHERE i.id = c.introduction AND i.state = 'CONSENT_PENDING'
RETURN DISTINCT i.id AS id
ORDER BY id
