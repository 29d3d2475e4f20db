MATCH (m:MailAddress) WHERE m.active AND m.confirmed_at IS NOT NULL
RETURN m.id AS id, m.id AS account, m.refused_kinds AS refused_kinds
