MATCH (f:FollowUp) WHERE f.id = $id RETURN f.introduction AS introduction
