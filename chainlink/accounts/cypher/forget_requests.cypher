MATCH (r:Request)
WHERE r.id STARTS WITH $prefix OR (r.operation = 'signUp' AND r.answer CONTAINS $account)
DETACH DELETE r
