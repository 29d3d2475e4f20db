MATCH (c:Credit) MATCH (i:Introduction) WHERE i.id = c.introduction
RETURN c.deal AS deal, c.introduction AS introduction, c.committee AS committee,
       c.event AS event, c.numerator AS numerator, c.denominator AS denominator,
       i.match_type AS match_type
