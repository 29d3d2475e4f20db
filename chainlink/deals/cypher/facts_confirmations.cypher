MATCH (c:Confirmation)
RETURN c.deal AS version, c.enterprise AS enterprise, c.additionality AS additionality,
       c.recorded_by AS recorded_by
