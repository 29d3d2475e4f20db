MATCH (d:Delivery) WHERE d.target = $target
DETACH DELETE d
