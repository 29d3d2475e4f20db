MATCH (d:Delivery) WHERE d.state = 'DEAD'
RETURN d.id AS id, d.channel AS channel, d.target AS target, d.notification AS notification,
       d.state AS state, d.attempts AS attempts, d.next_at AS next_at, d.last_error AS last_error,
       d.recorded_at AS recorded_at, d.delivered_at AS delivered_at
ORDER BY recorded_at DESC, id DESC
LIMIT $most
