MATCH (r:Request) WHERE r.id = $id
RETURN r.operation AS operation, r.digest AS digest, r.answer AS answer
