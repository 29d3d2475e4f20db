MATCH (e:Event)-[h:HOSTED_BY]->(:ChainCommittee) WHERE e.id = $id DELETE h
