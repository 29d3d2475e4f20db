MATCH (d:Delivery) WHERE d.state = 'PENDING' AND d.next_at <= $now
RETURN d.id AS id
LIMIT 1
