MATCH (r:Request)
WHERE r.id STARTS WITH $prefix OR (r.operation IN ['signUp', 'createAccount'] AND r.answer CONTAINS $account)
DETACH DELETE r
