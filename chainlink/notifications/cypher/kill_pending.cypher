MATCH (d:Delivery) WHERE d.target = $target AND d.state = 'PENDING'
SET d.state = 'DEAD', d.last_error = $reason
