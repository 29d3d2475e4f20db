MATCH (p:PolicyVersion) WHERE p.status = 'IN_FORCE'
RETURN p.version AS version, p.digest AS digest, p.text AS text
ORDER BY version
