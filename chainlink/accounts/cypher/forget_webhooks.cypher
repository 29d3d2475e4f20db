MATCH (w:Webhook) WHERE w.account = $account DETACH DELETE w
