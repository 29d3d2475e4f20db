MATCH (c:Consent) WHERE c.state IN ['ASKED', 'GIVEN']
RETURN c.id AS id, c.introduction AS introduction, c.enterprise AS enterprise,
       c.recipients AS recipients, c.state AS state, c.asked_at AS asked_at,
       c.valid_until AS valid_until
