MATCH (p:PolicyVersion)
RETURN p.version AS version, p.text AS text, p.digest AS digest, p.parent AS parent,
       p.proposed_at AS proposed_at, p.report AS report, p.status AS status,
       p.in_force_from AS in_force_from
ORDER BY proposed_at, version
