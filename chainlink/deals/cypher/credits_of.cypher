UNWIND $ids AS wanted
MATCH (c:Credit) WHERE c.deal = wanted
RETURN c.deal AS about, c.introduction AS introduction, c.committee AS committee,
       c.event AS event, c.numerator AS numerator, c.denominator AS denominator
ORDER BY about, introduction, committee, event
