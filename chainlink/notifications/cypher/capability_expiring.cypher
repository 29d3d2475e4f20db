MATCH (c:Capability)
WHERE c.superseded_at IS NULL AND c.valid_until >= $today AND c.valid_until <= $until
RETURN c.claim AS claim, c.enterprise AS enterprise, c.valid_until AS valid_until,
       c.recorded_at AS recorded_at
