MATCH (c:Capability) WHERE c.id = $id
RETURN c.id AS id, c.claim AS claim, c.version AS version, c.enterprise AS enterprise,
       c.kind AS kind, c.title AS title, c.text AS text, c.visibility AS visibility,
       c.valid_from AS valid_from, c.valid_until AS valid_until, c.recorded_at AS recorded_at,
       c.superseded_at AS superseded_at, c.withdrawn AS withdrawn, c.source AS source,
       c.declared_by AS declared_by, c.on_behalf AS on_behalf, c.invented AS invented,
       c.capacity AS capacity, c.certificates AS certificates,
       c.evidence AS evidence, c.checked_by AS checked_by, c.checked_at AS checked_at
