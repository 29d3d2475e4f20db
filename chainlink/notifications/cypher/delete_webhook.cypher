MATCH (w:Webhook) WHERE w.id = $id
DETACH DELETE w
