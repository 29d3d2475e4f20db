MATCH (d:Delivery)
RETURN d.state AS state, count(d) AS total
