MATCH (e:Enterprise)-[a:ASKS_TO_JOIN]->(:ChainCommittee) WHERE e.id = $id DELETE a
