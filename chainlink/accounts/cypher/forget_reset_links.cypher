MATCH (l:ResetLink) WHERE l.account = $account DETACH DELETE l
