MATCH (m:MailAddress) WHERE m.id = $id
DETACH DELETE m
